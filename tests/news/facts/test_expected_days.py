"""Days and months without a year: only a sign of the time to come makes them awaited."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.facts.expectations import read_expectations
from news.language.codes import read_languages
from tests.news.pieces import article

CASES = tomllib.loads((Path(__file__).parent / "expected_days.toml").read_text(encoding="utf-8"))
WRITTEN = datetime(2024, 11, 18, 12, tzinfo=UTC)  # a Monday


def test_every_language_has_cases() -> None:
    assert set(CASES) == set(read_languages())


@pytest.mark.parametrize(
    ("language", "text", "wanted"), [(language, text, w) for language, rows in CASES.items() for text, *w in rows]
)
def test_only_a_time_to_come_is_awaited(language: str, text: str, wanted: list[str]) -> None:
    found = read_expectations(article(1, text, language=language, ordered_at=WRITTEN))
    days = [f"{one.first_day}" if one.first_day == one.last_day else f"{one.first_day}/{one.last_day}" for one in found]
    assert days == wanted


@pytest.mark.parametrize(
    ("text", "is_deadline"),
    [
        ("The work must be done by May 2025.", True),
        ("It ends by the end of next year.", True),
        ("The shop will be shut from March until May 2025.", False),
    ],
)
def test_the_end_of_a_range_is_no_deadline(text: str, is_deadline: bool) -> None:
    found = read_expectations(article(1, text, ordered_at=WRITTEN))
    assert found[-1].is_deadline == is_deadline
