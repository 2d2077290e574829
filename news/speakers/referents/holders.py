"""Whom a surname means behind an office or a form of address: "President Vale" is no Hunter Vale."""

import re
from collections.abc import Set
from functools import cache, lru_cache

from news.speakers.name_words import CAPITAL, is_title
from news.speakers.names import Persons
from news.speakers.words import NONE, Gender, SpeechWords

_GIVEN = rf"(?:(?:{CAPITAL}[\w'’-]+|{CAPITAL}\.)\s){{1,3}}"
NAMES = 256  # whose patterns are kept
_BEFORE = 60  # characters before a name in which an office or a kinship stands


def meant_in_full(words: str, name: str, persons: Persons, known: SpeechWords, *, gender: Gender | None = None) -> str:
    """Return whom a phrase means, as the text first gives the name in full: by the office, then by the gender told.

    Args:
        words: the phrase that names a speaker: "President Vale", "Mr. Vale".
        name: its name, without what stands before it: "Vale".
        gender: the one that other words tell; None: none do.
    """
    told = (known.genders.get(word) for word in words.lower().replace(".", "").split())
    full = persons.full(name, gender or next((one for one in told if one), None))
    if " " in name:
        return full
    before, _, rest = words.rpartition(f" {name}")
    office = before.rpartition(" ")[2]
    is_kin = _is_kin(full, persons.text, known.sets.get("kin", NONE))
    if not rest and _is_office(office, known):
        if holder := _holder(office, name, persons, known):
            return full if full.startswith(holder) else holder
        return name if is_kin else full
    return (is_kin and _in_office(name, persons, known)) or full


def _is_office(word: str, known: SpeechWords) -> bool:
    """Return whether a word before a surname is an office: "President"; not "Mr.", "Mother"."""
    return word[:1].isupper() and not known.genders.get(word.lower().rstrip(".")) and is_title(word, known)


def _holder(office: str, name: str, persons: Persons, known: SpeechWords) -> str | None:
    """Return who is named in full behind the same office; None: nobody."""
    found = _in_full(tuple(sorted(_same_office(office, known))), name).search(persons.text)
    return persons.bare(found["full"]) if found else None


def _in_office(name: str, persons: Persons, known: SpeechWords) -> str | None:
    """Return who bears a surname behind an office: in full where one is, the surname where two are, or one without."""
    found = (one for one in _behind_word(name).finditer(persons.text) if _is_office(one["office"], known))
    holders = {persons.bare(one["full"]) if one["full"] else name for one in found}
    holders -= {name} if len(holders) > 1 else set()
    return (holders.pop() if len(holders) == 1 else name) if holders else None


def short_forms(head: str, known: SpeechWords) -> set[str]:
    """Return how an office is written before a name: "Gov." of a governor."""
    shorts = (entry.split() for entry in known.sets.get("short_offices", ()))
    return {f"{short.capitalize()}." for short, *offices in shorts if head.lower() in offices}


def _same_office(office: str, known: SpeechWords) -> set[str]:
    """Return the forms in which an office stands before a name: "Gov.", "Gov" and "Governor"."""
    low = office.lower().rstrip(".")
    entries = (entry.split() for entry in known.sets.get("short_offices", ()))
    words = {word.capitalize() for entry in entries if low in entry for word in entry}
    return {office, *words, *(f"{word}." for word in words)}


@lru_cache(maxsize=NAMES)
def _is_kin(full: str, text: str, kin: frozenset[str]) -> bool:
    """Return whether a text brings somebody in by a kinship: "his son, Hugh Vale", "Hugh Vale, the president's son"."""
    at = text.find(full) if kin and " " in full else -1
    while at >= 0:
        led = text[max(0, at - _BEFORE) : at].lower().rstrip(", ").split()[-2:]
        if kin.intersection((*led[-1:], "-".join(led))) or _explained(kin).match(text, at + len(full)):
            return True
        at = text.find(full, at + 1)
    return False


@cache
def _explained(kin: Set[str]) -> "re.Pattern[str]":
    """Match what tells of kin behind a name: ", the mayor's son", "'s father"; not ", whose son", ", father of two"."""
    return re.compile(
        r"(?:['’]s|,(?:\s\d+,)?(?:\s(?!(?:who|whose|his|her|and|with)\b)[\w.'’-]+){0,5}?)"
        rf"\s(?:{'|'.join(sorted(kin))})\b(?!\sof\s(?!the\b)[a-z])"
    )


@lru_cache(maxsize=NAMES)
def _in_full(offices: tuple[str, ...], name: str) -> "re.Pattern[str]":
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, offices))})\s(?P<full>{_GIVEN}{re.escape(name)})\b")


@lru_cache(maxsize=NAMES)
def _behind_word(name: str) -> "re.Pattern[str]":
    return re.compile(rf"\b(?P<office>{CAPITAL}\w+\.?)\s(?:(?P<full>{_GIVEN}{re.escape(name)})|{re.escape(name)})\b")
