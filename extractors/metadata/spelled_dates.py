"""Dates as people write them, with the months' names of a page's language."""

import re
from datetime import datetime
from functools import lru_cache

from dateparser import parse

LONGEST = 80  # characters; more is a sentence that holds a date
FEWEST_DIGITS = 5  # of a day and a year
LATEST_YEAR = 2100  # later ones are counted from another year (Thai, Hebrew), or are numbers of something else
# Of dateparser: whole dates only, never "two hours ago" or a month alone.
SETTINGS = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
# Tried together where the page's own language does not fit: pages state dates in another one than they are written in,
# and some state none.
COMMON = (
    "en", "de", "fr", "es", "pt", "it", "nl", "ru", "uk", "pl", "cs", "tr", "zh", "ja", "ko", "ar", "hi", "id", "vi",
    "sv", "da", "nb", "fi", "el", "ro", "hu",
)  # fmt: skip
CODES = {"no": "nb", "nn": "nb", "iw": "he"}  # what dateparser calls them

# A word, or a sign of one, beside a day and a year.
_MONTH = re.compile(r"\d\W{0,3}(?:de |of )?[^\W\d]{1,14}\W{0,3}(?:de |of )?\d")
_AMBIGUOUS = re.compile(r"\s*(0?\d|1[012])[/.-](0?\d|1[012])[/.-]\d{4}\b")


def spelled_date(text: str, language: str | None) -> datetime | None:
    """Return the date that `text` spells out in `language` (None: English), as it stands, naive where no zone is told.

    "03/11/2025" on an English page may be either of two days: it is none.
    """
    if len(text) > LONGEST or sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return None
    if language in (None, "en") and (numbers := _AMBIGUOUS.match(text)) and int(numbers[1]) != int(numbers[2]):
        return None
    found = _parsed(text, CODES.get(language or "", language or "en"))
    if found is None and _MONTH.search(text):
        found = _parsed(text, *COMMON)  # the first time costs .5 s
    return found if found is not None and found.year <= LATEST_YEAR else None


@lru_cache(maxsize=2_000)  # a page shows its day at several places; dateparser takes 5 ms for each
def _parsed(text: str, *languages: str) -> datetime | None:
    try:
        found = parse(text, languages=[*languages], settings=SETTINGS)
    except ValueError:
        return None  # a language that dateparser has never heard of
    return found if isinstance(found, datetime) else None
