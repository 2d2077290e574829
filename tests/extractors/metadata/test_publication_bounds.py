"""From where on a stated day is doubted because the page shows another: each bound from both sides."""

import pytest

from tests.extractors.metadata.test_publication_day import day, read


@pytest.mark.parametrize(
    ("stated", "shown", "expected"),
    [
        ("2026-03-02T10:00:00Z", "9 March 2026", "2026-03-02"),  # a week: an article and its corrections
        ("2026-03-02T10:00:00Z", "10 March 2026", None),
        ("2026-03-10T08:00:00Z", "9 March 2026", "2026-03-10"),  # the end of the day, eight hours to the west
        ("2026-03-10T08:01:00Z", "9 March 2026", None),
        ("2026-11-26T09:00:01Z", "Updated 9 March 2026", "2026-11-26"),  # fetched within two days of it
        ("2026-11-26T09:00:00Z", "Updated 9 March 2026", None),
        ("2026-11-29T09:00:00Z", "", "2026-11-29"),  # a clock that is a day ahead
        ("2026-11-29T09:00:01Z", "", None),
        ("2026-11-30T09:00:00Z", "", None),  # nor is its month's first day guessed from it
    ],
)
def test_a_stated_day_stands_within_its_bounds(stated: str, shown: str, expected: str | None) -> None:
    assert day(read(f"<p>{shown}</p>" if shown else "", stated)) == expected


def test_three_days_beside_a_headline_are_a_lists() -> None:
    two = "<p>10 May 2026</p><p>11 May 2026</p>"
    assert day(read(two, "2026-03-02T10:00:00Z")) is None
    assert day(read(two + "<p>12 May 2026</p>", "2026-03-02T10:00:00Z")) == "2026-03-02"


@pytest.mark.parametrize(
    ("signed", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("By Ann Lee and Bo Ek", ("Ann Lee", "Bo Ek")),
        ("By Ann Lee and the harbour desk", ()),  # one of them is no person: perhaps none is
        ("By the end of the year", ()),
        ("By Ann", ()),
    ],
)
def test_an_unmarked_line_signs_where_each_of_its_names_is_a_person_s(signed: str, names: tuple[str, ...]) -> None:
    assert read(f"<div>{signed}</div>").authors == names
