"""Figures that differ are told side by side, each with its whole sentence; figures of different things are not."""

import pytest

from news.facts.figures import differences_of, read_figures
from news.records import Article
from tests.news.pieces import article


def told(*texts: str, kind: str = "full") -> list[Article]:
    return [article(number, text, text_kind=kind) for number, text in enumerate(texts, start=1)]


def sides(articles: list[Article], **more: object) -> list[set[str]]:
    return [{side.value for side in found.sides} for found in differences_of(articles, **more)]  # type: ignore[arg-type]


def test_the_same_thing_counted_differently_is_a_difference() -> None:
    one = "The fire destroyed 140 wooden houses on the northern shore overnight."
    other = "Some say the fire destroyed 95 wooden houses on the northern shore."
    (found,) = differences_of(told(one, other))
    assert [side.quoted.sentence for side in found.sides] == [one, other]
    assert found.about.startswith("house")


def test_different_things_in_the_same_unit_are_none() -> None:
    one = "The Port Authority of Velm pays 38 million crowns to the shipyard that built the pilot boats."
    other = "Holders of 90 million crowns of Port Authority of Velm debt have a right that few of them noticed."
    assert sides(told(one, other)) == []


def test_only_what_is_news_is_told_and_an_account_is_never_quoted() -> None:
    one = "The fire destroyed 140 wooden houses on the northern shore overnight."
    other = "Some say the fire destroyed 95 wooden houses on the northern shore."
    assert sides(told(one, other), news={2}) == [{"140 wooden houses", "95 wooden houses"}]
    assert sides(told(one, other), news={3}) == []
    assert sides(told(one, other, kind="account")) == []


def test_a_side_is_shown_with_its_whole_quotation() -> None:
    one = 'He went on. "It is late. The fire destroyed 140 wooden houses on the northern shore," said Ida Moe.'
    other = "Some say the fire destroyed 95 wooden houses on the northern shore."
    (found,) = differences_of(told(one, other))
    assert found.sides[0].quoted.sentence == one.removeprefix("He went on. ")


LEFT_OPEN = {
    "12": (11.5, 12.5),
    "90": (89.5, 90.5),  # below a hundred a nought is a figure like others
    "100": (50.0, 150.0),
    "120": (115.0, 125.0),
    "1,200": (1150.0, 1250.0),
    "3,000": (2500.0, 3500.0),
    "4.2": (4.15, 4.25),
    "4.25 million": (4_245_000.0, 4_255_000.0),
    "two million": (1_500_000.0, 2_500_000.0),
    "20 to 30": (19.5, 30.5),
    "about 40": (36.0, 44.0),
    "nearly 40": (36.0, 44.0),
    "at least 40": (39.5, float("inf")),
    "more than 40": (39.5, float("inf")),
    "up to 40": (float("-inf"), 40.5),
    "fewer than 40": (float("-inf"), 40.5),
}


@pytest.mark.parametrize("number", LEFT_OPEN)
def test_a_rounded_or_qualified_number_leaves_open_what_it_does(number: str) -> None:
    (figure,) = read_figures(article(1, f"The storm killed {number} people in Kelmis."))
    assert (figure.low, figure.high) == pytest.approx(LEFT_OPEN[number])
