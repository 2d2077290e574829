"""From where on a credit, a repetition or a quotation counts for an article's origin: each bound from both sides."""

import pytest

from news.records import Origin
from tests.news.origins.test_origin_groups import origins
from tests.news.pieces import article, prose

CREDIT = "The Harbour Post reported on Monday that the yard on the north quay will close."
AGAIN = "Harbour Post said that the cranes of the yard are for sale."


def lines(many: int, words: int = 8, seed: int = 100) -> str:
    """Lines of so many words that credit nobody."""
    said = (prose(seed + number, 40).replace(".", "").split()[:words] for number in range(many))
    return "".join(f"{' '.join(line).capitalize()}.\n" for line in said)


def of(text: str) -> Origin:
    return next(row for row in origins(article(1, text)) if row.basis == "explicit")


EARLY = "credits Harbour Post early"
NOBODY = "credits nobody early, and says nothing of its own sources"
ROOM = lines(20, seed=300)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (lines(2), ROOM, "credited for the main claim"),
        (lines(3), ROOM, EARLY),
        (lines(7), ROOM, EARLY),
        (lines(8), ROOM, NOBODY),
        (lines(8), lines(5), EARLY),  # of 14 sentences: read as a whole
        (lines(8), lines(6), NOBODY),
        (lines(10), lines(33, seed=300), EARLY),  # a quarter of 44 sentences
        (lines(11), lines(32, seed=300), NOBODY),
    ],
    ids=["in the lead", "behind it", "the eighth", "the ninth", "short", "no longer short", "a quarter", "beyond"],
)
def test_a_credit_counts_to_a_place(before: str, after: str, reason: str) -> None:
    assert of(before + CREDIT + "\n" + after).reason == reason


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Quay of the old harbour.\n", False),  # five words: a caption
        ("The quay of the old harbour.\n", True),
        ("A-photograph-of-the-quay-without-spaces.\n", False),
        ("港の岸壁で火事が起きたと言\n", False),
        ("港の岸壁で火事が起きたと言う\n", True),  # fourteen signs
    ],
)
def test_a_line_too_short_to_tell_something_is_not_counted(line: str, counts: bool) -> None:
    assert of(lines(7) + line + CREDIT + "\n" + ROOM).reason == (NOBODY if counts else EARLY)


@pytest.mark.parametrize(("others", "is_dense"), [(6, True), (7, False)])
def test_an_outlet_credited_in_a_quarter_of_the_sentences_is_the_origin(others: int, is_dense: bool) -> None:
    text = lines(5) + CREDIT + "\n" + lines(others - 5, seed=200) + AGAIN + "\n"
    assert (of(text).reason == "credited again and again") == is_dense


def test_one_credit_is_no_repetition() -> None:
    assert of(lines(3, words=4) + CREDIT + "\n").state != "primary"
    assert of(lines(5) + CREDIT + "\n" + lines(1)).reason == EARLY


@pytest.mark.parametrize(("outlets", "is_several"), [(3, False), (4, True)])
def test_four_outlets_credited_far_down_are_too_many_for_a_report_of_ones_own(outlets: int, is_several: bool) -> None:
    names = ("Reuters", "AFP", "BBC News", "Yomiuri Shimbun")[:outlets]
    told = "".join(f"{name} reported that the yard number {n} will close.\n" for n, name in enumerate(names))
    assert (of(lines(9) + lines(20, seed=500) + told).reason == "credits several others") == is_several
