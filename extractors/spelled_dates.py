"""Dates as people write them, with the months' names of a page's language."""

import re
from datetime import datetime

from dateparser import parse

LONGEST = 80  # characters; more is a sentence that holds a date
FEWEST_DIGITS = 5  # of a day and a year
LATEST_YEAR = 2100  # later ones are counted from another year (Thai, Hebrew), or are numbers of something else
# Of dateparser: whole dates only, never "two hours ago" or a month alone.
SETTINGS = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
# Tried together where the page's own language does not fit: pages state dates in another one than they are written in,
# and some state none.
COMMON = (
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "ru",
    "uk",
    "pl",
    "cs",
    "tr",
    "zh",
    "ja",
    "ko",
    "ar",
    "hi",
    "id",
    "vi",
)

_AMBIGUOUS = re.compile(r"\s*(0?\d|1[012])[/.-](0?\d|1[012])[/.-]\d{4}\b")


def spelled_date(text: str, language: str | None) -> datetime | None:
    """Return the date that `text` spells out in `language` (None: English), as it stands, naive where no zone is told.

    "03/11/2025" on an English page may be either of two days: it is none.

    Raises:
        ValueError: dateparser has never heard of the language.
    """
    if len(text) > LONGEST or sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return None
    if language in (None, "en") and (numbers := _AMBIGUOUS.match(text)) and int(numbers[1]) != int(numbers[2]):
        return None
    found = parse(text, languages=[language or "en"], settings=SETTINGS)
    found = found or parse(text, languages=[*COMMON], settings=SETTINGS)
    return found if isinstance(found, datetime) and found.year <= LATEST_YEAR else None
