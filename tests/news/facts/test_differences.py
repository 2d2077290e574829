"""They differ only where they do: the same thing, the same quantity, the same time, with a label that names it."""

from datetime import timedelta

import pytest

from news.facts.figures import differences_of
from tests.news.pieces import article

NONE = {
    "altitude against distance": (
        "The glider crossed the ridge of Orlo at 900 metres altitude above the valley on Sunday.",
        "The glider crossed the ridge of Orlo and landed 1,400 metres away from the valley on Sunday.",
    ),
    "killed against trapped": (
        "Rescuers say 31 miners were killed when the shaft at Kelmis fell in on Sunday.",
        "Rescuers say 40 miners were trapped when the shaft at Kelmis fell in on Sunday.",
    ),
    "two years": (
        "The mine at Kelmis killed 31 people in 2024, the union says.",
        "The mine at Kelmis killed 40 people in 2025, the union says.",
    ),
    "two teams": (
        "The Orlo Rovers sold 31,000 tickets for the match against Kelmis United.",
        "The Velm Wanderers sold 44,000 tickets for the match against Tessel Town.",
    ),
    "a part of the whole": (
        "Of the 40 people killed at Kelmis 12 were children, the union says.",
        "Some 19 people were killed at Kelmis in the first hour, the union says.",
    ),
    "more of the same": (
        "Police arrested 14 more men over the fire in the old town of Kelmis.",
        "Police arrested 30 men over the fire in the old town of Kelmis.",
    ),
    "prices of two variants": (
        "The small model of the watch will cost 199 dollars in the shops of Kelmis.",
        "The steel model of the watch will cost 350 dollars, its maker expects.",
    ),
    "compatible bounds": (
        "At least 12 people were killed when the shaft at Kelmis fell in.",
        "Rescuers say 14 people were killed when the shaft at Kelmis fell in.",
    ),
}


@pytest.mark.parametrize("kind", NONE)
def test_what_is_not_the_same_does_not_differ(kind: str) -> None:
    one, other = NONE[kind]
    assert differences_of([article(1, one), article(2, other)]) == []


def test_a_later_figure_is_news_and_no_other_side() -> None:
    one = article(1, "Rescuers say 12 people were killed when the shaft at Kelmis fell in.")
    other = "Rescuers say 31 people were killed when the shaft at Kelmis fell in."
    later = one.ordered_at + timedelta(days=3)
    assert differences_of([one, article(2, other)]) != []
    assert differences_of([one, article(2, other, ordered_at=later)]) == []


TRUE = {
    "people killed": (
        "Two blasts at the market of Kelmis killed 37 people and injured more than 100.",
        "At least 40 people were killed in two blasts at the market of Kelmis on Sunday.",
    ),
    "miners missing": (
        "After the fall of the shaft 43 miners are missing at Kelmis, police say.",
        "The owners say that 50 miners are missing after the fall of the shaft at Kelmis.",
    ),
    "houses destroyed": (
        "The fire destroyed 140 houses on the northern shore overnight.",
        "Some say the fire destroyed 95 houses on the northern shore.",
    ),
    "depth": (
        "The blast left a crater with a depth of 5 metres near the airport of Kelmis.",
        "The blast left a crater 9 metres deep near the airport of Kelmis.",
    ),
}


@pytest.mark.parametrize("label", TRUE)
def test_a_difference_is_labelled_by_its_quantity(label: str) -> None:
    one, other = TRUE[label]
    (found,) = differences_of([article(1, one), article(2, other)])
    assert (found.about, len(found.sides)) == (label, 2)
