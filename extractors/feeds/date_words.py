"""Words in dates: months by language, halves of the day; what one word means in two languages is told by the feed's."""

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("date_words.toml").read_text(encoding="utf-8"))
_SHORTEST_PREFIX = 3  # letters by which a month is told, where no form is spelled just so


def _bare(word: str) -> str:
    """Return a word in lower case without accents: feeds drop them."""
    apart = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def _by_word() -> dict[str, dict[str, int]]:
    """Return for each form the month that it means in each language."""
    found: dict[str, dict[str, int]] = {}
    for language, months in _DATA["months"].items():
        for number, forms in enumerate(months, 1):
            for form in forms.split():
                for spelled in (form, _bare(form)):
                    found.setdefault(spelled, {}).setdefault(language, number)
    return found


_MONTHS = _by_word()
HALVES = {
    word: half for half in ("am", "pm") for words in [_DATA["halves"][half]] for word in words.split()
}  # fmt: skip


@lru_cache(maxsize=1_000)  # a feed states the same months
def month_of(word: str, language: str | None) -> int | None:
    """Return the month that `word` names; None: none, or another in each language, and the feed's is not known.

    Croatian "listopad" is October, Czech and Polish "listopad" November.
    """
    word = unicodedata.normalize("NFC", word.lower())
    own = (language or "").lower().replace("_", "-").partition("-")[0]
    for spelled in (word, _bare(word)):
        if (meanings := _MONTHS.get(spelled)) is not None:
            return _chosen(meanings, own)
    return _by_prefix(_bare(word), own)


def _chosen(meanings: dict[str, int], own: str) -> int | None:
    for language in (own, "en"):
        if language in meanings:
            return meanings[language]
    return _only(meanings.values())


def _by_prefix(word: str, own: str) -> int | None:
    """Return the month whose name begins with `word`, in the feed's language, in English, else in all that know it."""
    if len(word) < _SHORTEST_PREFIX:
        return None
    found = [
        (language, month)
        for form, languages in _MONTHS.items()
        if form.startswith(word)
        for language, month in languages.items()
    ]
    for wanted in (own, "en"):
        if (month := _only(number for language, number in found if language == wanted)) is not None:
            return month
    return _only(number for _, number in found)


def _only(numbers: Iterable[int]) -> int | None:
    """Return the number that all agree on."""
    distinct = set(numbers)
    return distinct.pop() if len(distinct) == 1 else None
