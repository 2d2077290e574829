"""Dates in nine languages, seen from one day of writing."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from news.language.codes import read_languages
from news.language.dates import read_dates

CASES = tomllib.loads((Path(__file__).parent / "dates.toml").read_text(encoding="utf-8"))
WRITTEN = date(2026, 11, 18)  # a Wednesday


def test_every_language_has_cases() -> None:
    assert set(CASES) == set(read_languages())


@pytest.mark.parametrize(
    ("language", "text", "wanted"), [(language, text, w) for language, rows in CASES.items() for text, *w in rows]
)
def test_dates_are_read_as_readers_of_the_language_do(language: str, text: str, wanted: list[str]) -> None:
    found = [*read_dates(text, WRITTEN, language)]
    days = [str(d.first_day) if d.first_day == d.last_day else f"{d.first_day}/{d.last_day}" for d in found]
    assert days == wanted
    assert all(text[d.start : d.end] == d.raw for d in found)


def test_nothing_is_read_in_another_language() -> None:
    assert [*read_dates("Sąd orzeknie 6 marca 2027.", WRITTEN, "pl")] == []
