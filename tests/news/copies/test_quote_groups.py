import random
from datetime import timedelta

import pytest

from news.copies.quote_groups import group_quotes
from news.records import Quote
from tests.news.pieces import NOON

SAID = "We will not leave this harbour before the boats are paid for"


def quote(number: int, said: str, group: int = 0) -> Quote:
    return Quote(
        article_id=number, quote=said, speaker=None, span_start=0, span_end=len(said), quote_group_id=group or number
    )


def groups(*said: str) -> list[int]:
    return [item.quote_group_id for item in group_quotes([quote(at, text) for at, text in enumerate(said, start=1)])]


@pytest.mark.parametrize(
    "other",
    [
        SAID + ".",
        SAID.upper(),
        "We will not leave that harbour before our boats are paid for",
        "We will not leave this harbour",
        "I tell you, we will not leave this harbour before the boats are all paid for, not one of us",
    ],
)
def test_the_same_quotation_is_one_group_although_its_wording_drifts(other: str) -> None:
    assert groups(SAID, other) == [1, 1]


@pytest.mark.parametrize(
    "other",
    ["We will leave this town before the winter is over and done", "Nobody has paid us for a year now", "We will not"],
)
def test_other_quotations_are_groups_of_their_own(other: str) -> None:
    assert groups(SAID, other) == [1, 2]


def test_a_known_group_keeps_its_id() -> None:
    (found,) = group_quotes([quote(1, SAID)], [quote(9, SAID + " and more", group=77)])
    assert found.quote_group_id == 77


def test_the_earliest_article_names_the_group_whatever_the_order_of_rows() -> None:
    moments = {1: NOON + timedelta(hours=2), 2: NOON}
    for batch in ([quote(1, SAID), quote(2, SAID)], [quote(2, SAID), quote(1, SAID)]):
        assert {item.quote_group_id for item in group_quotes(batch, moments=moments)} == {2}


def test_the_order_of_known_quotations_changes_nothing() -> None:
    known = [quote(9, SAID, group=77), quote(8, SAID, group=66)]  # of two stories, now in sight together
    assert group_quotes([quote(10, SAID)], known) == group_quotes([quote(10, SAID)], known[::-1])


def test_grouping_twice_changes_nothing() -> None:
    once = group_quotes(
        [quote(1, SAID), quote(2, SAID + " now"), quote(3, "Quite another thing was said that evening")]
    )
    assert group_quotes(once) == once
    assert group_quotes(once, once) == once


def test_long_quotations_that_share_a_formula_are_told_apart_without_comparing_them() -> None:
    chosen = random.Random(2)
    said = [" ".join(["as we said", *(f"w{chosen.randrange(3000)}" for _ in range(140))]) for _ in range(60)]
    assert len(set(groups(*said))) == len(said)
