"""Dates as people write them, with the months' names of a page's language."""

import re
import unicodedata
from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from importlib import import_module

import htmldate.extractors
from dateparser import DateDataParser, parse
from dateparser.data.languages_info import language_order
from htmldate.extractors import get_external_parser

LONGEST = 80  # characters; more is a sentence that holds a date
FEWEST_DIGITS = 5  # of a day and a year
LEAST_COMPACT = 6  # digits of a whole day without a sign between them
LONG_WORD = 6  # letters
LATEST_YEAR = 2100  # later ones are counted from another year (Thai, Hebrew), or are numbers of something else
# Of dateparser: whole dates only, never "two hours ago" or a month alone.
SETTINGS = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
# Tried together where the page's own language does not fit: pages state dates in another one than they are written in,
# and some state none.
COMMON = (
    "en", "de", "fr", "es", "pt", "it", "nl", "ru", "uk", "pl", "cs", "tr", "zh", "ja", "ko", "ar", "hi", "id", "vi",
    "sv", "da", "nb", "fi", "el", "ro", "hu",
)  # fmt: skip
ALL = tuple(language_order)  # of dateparser
WITHOUT_SPACES = frozenset(("zh", "ja", "ko"))
CODES = {"no": "nb", "nn": "nb", "iw": "he"}  # what dateparser calls them

# A word, or a sign of one, beside a day and a year.
_MONTH = re.compile(r"\d\W{0,3}(?:de |of )?[^\W\d]{1,14}\W{0,3}(?:de |of )?\d")
_CLOCK = re.compile(r"\d\d?:\d\d(?::\d\d)?")
_WORD = re.compile(r"[^\W\d_]+")
_ESCAPE = re.compile(r"\\[a-zA-Z]")  # of an expression
_DENSE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
_AMBIGUOUS = re.compile(r"\s*(0?\d|1[012])[/.-](0?\d|1[012])[/.-]\d{4}\b")


def spelled_date(text: str, language: str | None) -> datetime | None:
    """Return the date that `text` spells out in `language` (None: English), as it stands, naive where no zone is told.

    "03/11/2025" on an English page may be either of two days: it is none.
    """
    if len(text) > LONGEST or sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return None
    if language in (None, "en") and (numbers := _AMBIGUOUS.match(text)) and int(numbers[1]) != int(numbers[2]):
        return None
    if not _may_be_whole(text):
        return None
    code, words = CODES.get(language or "", language or "en"), _words(text)
    found = _parsed(text, code) if code not in COMMON or _knows_all(code, words) else None
    if found is None and _MONTH.search(text):
        codes = [code for code in languages_of(text) if _knows_all(code, words)]
        found = _parsed(text, *codes) if codes else None
    return found if found is not None and found.year <= LATEST_YEAR else None


def _may_be_whole(text: str) -> bool:
    """Return whether a text has figures for a day and a year, and a third one or a word for the month."""
    figures = re.findall(r"\d+", _CLOCK.sub(" ", text))
    return len(figures) >= (2 if _WORD.search(text) else 3) or any(len(figure) >= LEAST_COMPACT for figure in figures)


def _knows_all(code: str, words: list[str]) -> bool:
    """Return whether a common language knows every long word: dateparser reads no text with one that it does not.

    Short ones may be zones, or stand glued to a figure.
    """
    known = _languages_by_word(COMMON)
    return all(len(word) < LONG_WORD or code in known.get(word, ()) or _DENSE.search(word) for word in words)


@lru_cache(maxsize=2_000)  # a page shows its day at several places; dateparser takes 5 ms for each
def _parsed(text: str, *languages: str) -> datetime | None:
    try:
        found = parse(text, languages=[*languages], settings=SETTINGS)
    except ValueError:
        return None  # a language that dateparser has never heard of
    return found if isinstance(found, datetime) else None


def languages_of(text: str) -> tuple[str, ...]:
    """Return those common languages that know a word of `text`, English first: no other one can read it.

    dateparser takes .4 s to get ready for all of them, and most texts that come here are of no date.
    """
    known = frozenset().union(*(_languages_by_word(COMMON).get(word, ()) for word in _words(text)))
    is_dense = _DENSE.search(text) is not None
    return tuple(code for code in COMMON if code == "en" or code in known or (is_dense and code in WITHOUT_SPACES))


def few_languages_date(string: str) -> datetime | None:
    """Return what dateparser with all its languages makes of a text, as htmldate asks it, from those that may read it.

    It takes 1.1 s to get ready for all 205, once in a process, most often for a text that is no date.
    """
    known = _languages_by_word(ALL)
    long_words = [word for word in _words(string) if len(word) >= LONG_WORD and not _DENSE.search(word)]
    codes = [code for code in ALL if all(code in known.get(word, ()) for word in long_words)]
    if not codes:
        return None
    parser = DateDataParser(languages=codes, settings=get_external_parser()._settings)
    found = parser.get_date_data(string)["date_obj"]
    return found if isinstance(found, datetime) else None


def search_in_few_languages() -> None:
    """Have htmldate ask only languages that know the long words of a text; no other one can read it."""
    htmldate.extractors._external_date = few_languages_date


@lru_cache(maxsize=2)  # constants of the package, read in 5 ms for the common ones, 30 ms for all
def _languages_by_word(codes: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the languages that know a word, by word, from dateparser's own lists."""
    known: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        info = import_module(f"dateparser.data.date_translation_data.{code}").info
        said = [name for value in info.values() if isinstance(value, list) for name in value if isinstance(name, str)]
        said += [_ESCAPE.sub(" ", key) for pairs in info.get("simplifications", ()) for key in pairs]
        for word in _words(" ".join(said)):
            known[word].add(code)
    return {word: frozenset(codes) for word, codes in known.items()}


def _words(text: str) -> list[str]:
    """Return the words of `text`, in lower case and without accents, as dateparser compares them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return _WORD.findall(plain)
