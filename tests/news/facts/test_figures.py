from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.facts.figures import agrees, differences_of, read_figures
from news.language.quantities import read_quantities
from news.records import Article

AT = datetime(2026, 3, 26, tzinfo=UTC)


def article(number: int, text: str, **more: object) -> Article:
    fields = {
        "article_id": number,
        "url": f"https://example.org/{number}",
        "outlet": "Example",
        "title": "",
        "text": text,
        "first_seen_at": AT,
        "ordered_at": AT,
        "ordered_by": "published",
        "arrived_by": "feed",
    }
    return Article(**(fields | more))  # type: ignore[arg-type]


QUANTITIES = [
    # text, raw, value in the base unit, unit, noun, qualifier
    (
        "an estimated 54,000 Varna military troops plus",
        "54,000 Varna military troops",
        54000,
        "people",
        "troop",
        "about",
    ),
    ("At least 54K troops", "54K troops", 54000, "people", "troop", "at least"),
    ("some 3,850 miles away", "3,850 miles", 6195.97, "km", "", "about"),
    ("Kelmis is 6,200km away", "6,200km", 6200, "km", "", ""),
    ("a 19-hour difference", "19-hour", 68400, "second", "", ""),
    ("the three-star commander", "three-star", 3, "star", "", ""),
    ("a commander with four stars", "four stars", 4, "star", "", ""),
    ("spend 2% of its output", "2%", 2, "%", "", ""),
    ("3.4 per cent", "3.4 per cent", 3.4, "%", "", ""),
    ("worth US$1.3 billion", "US$1.3 billion", 1.3e9, "usd", "", ""),
    ("more than £3.2bn", "£3.2bn", 3.2e9, "gbp", "", "more than"),
    ("twenty-five sailors", "twenty-five sailors", 25, "people", "sailor", ""),
    ("two dozen ships", "two dozen ships", 24, "", "ship", ""),
    ("half a million residents", "half a million residents", 5e5, "people", "resident", ""),
    ("40°C in the shade", "40°C", 40, "°C", "", ""),
    ("104°F in the shade", "104°F", 40, "°C", "", ""),
    ("nearly seven decades", "seven decades", 70 * 365.25 * 86400, "second", "", "nearly"),
    ("10-15 missiles", "10-15 missiles", 12.5, "", "missile", ""),
]


@pytest.mark.parametrize(("text", "raw", "value", "unit", "noun", "qualifier"), QUANTITIES)
def test_a_quantity_has_value_unit_noun_and_qualifier(
    text: str, raw: str, value: float, unit: str, noun: str, qualifier: str
) -> None:
    (found,) = read_quantities(text)
    assert (found.raw, found.unit, found.noun, found.qualifier) == (raw, unit, noun, qualifier)
    assert found.value == pytest.approx(value, rel=1e-4)
    assert found.low <= found.value <= found.high


NO_QUANTITIES = [
    "by March 2025.2 The",
    "since 1960",
    "on April 10 at 10:40 PM",
    "the 10th of next month",
    "the 1990s",
    "Boeing 737 Max",
    "F-35 jets",
    "Article 5",
    "Sources: 1Forbes, 2The Times",
    "24/7",
    "maybe one day",
    "two sides",
    "2026-03-26",
]


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_dates_labels_and_footnotes_are_no_quantities(text: str) -> None:
    assert list(read_quantities(text)) == []


@given(st.text(max_size=200))
def test_every_quantity_stands_in_its_text(text: str) -> None:
    for found in read_quantities(text):
        assert text[found.start : found.end] == found.raw


def test_figures_that_agree_across_units_and_spellings_are_one() -> None:
    texts = ["The base is 3,850 miles from Kelmis.", "It lies 6,200 kilometres off.", "It is 5 km from the river."]
    figures = [figure for n, text in enumerate(texts) for figure in read_figures(article(n, text))]
    agreeing = [(one.raw, other.raw) for one, other in combinations(figures, 2) if agrees(one, other)]
    assert agreeing == [("3,850 miles", "6,200 kilometres")]


def test_at_least_twelve_and_fourteen_do_not_differ_but_twelve_and_fourteen_do() -> None:
    first = "The dam flood at Kelmis killed at least 12 people, the governor said."
    second = "The dam flood at Kelmis killed 14 people, the governor said."
    plain = first.replace("at least ", "")
    assert differences_of([article(1, first), article(2, second)]) == []
    (found,) = differences_of([article(1, plain), article(2, second)])
    assert [side.value for side in found.sides] == ["12 people", "14 people"]
    assert [side.quoted.sentence for side in found.sides] == [plain, second]


def test_an_account_has_figures_but_no_sentence_of_the_outlet() -> None:
    (figure,) = read_figures(article(1, "The flood killed 12 people.", text_kind="account"))
    assert figure.sentence == ""
