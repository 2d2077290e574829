"""Given names and the gender most of their bearers have, and what they tell of the forms of a longer name."""

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from news.speakers.words import Gender

FAR_OFTENER = 3  # times: a text that names one of two namesakes so much oftener means that one by the surname
_GIVEN = Path(__file__).with_suffix(".toml")


@cache
def given_names() -> dict[str, Gender]:
    """Return given names, lower case, with the gender most of their bearers have."""
    table = tomllib.loads(_GIVEN.read_text(encoding="utf-8"))
    return {name: gender for gender in ("male", "female") for name in table[gender].split()}


def given_gender(name: str) -> Gender | None:
    """Return the gender that a given name mostly has; accents do not matter."""
    low = name.lower()
    if not low.isascii():
        low = "".join(sign for sign in unicodedata.normalize("NFD", low) if not unicodedata.combining(sign))
    known = given_names()
    return known.get(low) or (known.get(low.partition("-")[0]) if "-" in low else None)  # "Hendrik-Jan"


def fits_gender(name: str, gender: Gender) -> bool:
    """Return whether somebody of a gender may have a given name: of names that no list has one does not know."""
    return (given_gender(name) or gender) == gender or is_of_both(name)


@cache
def _of_both() -> frozenset[str]:
    return frozenset(tomllib.loads(_GIVEN.read_text(encoding="utf-8"))["both"].split())


def is_of_both(name: str) -> bool:
    """Return whether men and women have a given name: "Lindsay", "Robin"."""
    return name.lower() in _of_both()


def begins_with_given_name(name: str) -> bool:
    """Return whether a name of two or more words begins with a given name: a site may be called like its author."""
    words = name.split()
    return len(words) > 1 and given_gender(words[0]) is not None


def shortened(forms: Sequence[str]) -> list[str]:
    """Take off what stands before a given name where the text has the name without it, too: "Grand Prix Ann Vale"."""
    known = set(forms)
    kept = []
    for form in forms:
        parts = form.split()
        tails = (" ".join(parts[at:]) for at in range(1, len(parts) - 1) if given_gender(parts[at]))
        kept.append(next((tail for tail in tails if tail in known), form))
    return kept


def is_close(counts: Mapping[str, int]) -> bool:
    """Return whether several persons share a surname, none of whom the text names far oftener than the next."""
    given = sorted((count for name, count in counts.items() if given_gender(name)), reverse=True)
    return len(given) > 1 and given[1] * FAR_OFTENER > given[0]
