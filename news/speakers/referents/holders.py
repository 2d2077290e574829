"""Whom a surname means behind an office or a form of address: "President Vale" is no Hunter Vale."""

import re
from functools import cache

from news.speakers.name_words import CAPITAL, is_title
from news.speakers.names import Persons
from news.speakers.words import Gender, SpeechWords

_GIVEN = rf"(?:(?:{CAPITAL}[\w'’-]+|{CAPITAL}\.)\s){{1,3}}"


def meant_in_full(words: str, name: str, persons: Persons, known: SpeechWords, *, gender: Gender | None = None) -> str:
    """Return whom a phrase means, as the text first gives the name in full: by the office, then by the gender told.

    Args:
        words: the phrase that names a speaker: "President Vale", "Mr. Vale".
        name: its name, without what stands before it: "Vale".
        gender: the one that other words tell; None: none do.
    """
    told = (known.genders.get(word) for word in words.lower().replace(".", "").split())
    full = persons.full(name, gender or next((one for one in told if one), None))
    holder = _holder(words, name, persons, known)
    return full if holder is None or full.startswith(holder) else holder


def _holder(words: str, name: str, persons: Persons, known: SpeechWords) -> str | None:
    """Return who is named in full behind the same office; None: nobody, or no office stands before a surname."""
    office, _, rest = words.rpartition(f" {name}")
    office = office.rpartition(" ")[2]
    if rest or " " in name or not office[:1].isupper() or known.genders.get(office.lower().rstrip(".")):
        return None
    found = _in_full(office, name).search(persons.text) if is_title(office, known) else None
    return persons.bare(found["full"]) if found else None


@cache
def _in_full(office: str, name: str) -> "re.Pattern[str]":
    return re.compile(rf"\b{re.escape(office)}\s(?P<full>{_GIVEN}{re.escape(name)})\b")
