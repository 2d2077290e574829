"""Which names are firms' though no word in them says so: the words beside them tell."""

import re
from collections.abc import Iterable, Set
from functools import cache

from news.speakers.given_names import given_gender
from news.speakers.words import NONE, SpeechWords

NEAR = 40  # characters beside a name in which its kind is told
NAMING = ("called", "named")
OF = ("of", "at", "in", "for", "from", "with")
WORD_BEHIND = re.compile(r" ([A-Z]\w+)")
LEAST_WEAK = 2  # signs of a firm that a person may have, too: "the chief executive of", "…'s shares"


@cache
def _behind(forms: Set[str], kinds: Set[str], owned: Set[str]) -> dict[str, "re.Pattern[str]"]:
    """Return what stands behind a firm's name, by its first sign: a form, an apposition, what the firm has."""
    legal, kind, own = ("|".join(map(re.escape, sorted(words))) for words in (forms, kinds, owned))
    return {
        " ": re.compile(rf"\s(?:(?:{legal})\b|\((?:NYSE|NASDAQ|Nasdaq|LON|LSE|ASX|TSE)\s?:)"),
        ",": re.compile(
            rf",\s(?:(?:{legal})\b|(?:an?|the|which is an?)\s(?:[\w-]+\s){{0,4}}?(?:{kind})\b"
            r"(?=[,.]|\s(?:that|which|behind|based|for|in|of|with|whose)\b))"
        ),
        "'": re.compile(rf"['’]s?\s(?:[a-z-]+\s){{0,2}}?(?:{own})\b"),
    }


def is_firm(text: str, name: str, places: Iterable[int], known: SpeechWords) -> bool:
    """Return whether the words beside a name tell of a firm: "Hask Ltd", "the brewer Hask", "Hask's shares"."""
    forms, kinds, owned = (known.sets.get(key, NONE) for key in ("legal_forms", "firm_kinds", "of_firms"))
    if not (name and forms and kinds and owned):
        return False
    signs, behind, bodies = 0, _behind(forms, kinds, owned), known.sets.get("bodies", NONE) if " " in name else NONE
    for at in places:
        end, before = at + len(name), ["", "", *text[max(0, at - NEAR) : at].split()]
        if before[-1] in NAMING:
            before.pop()
        sign = text[end : end + 1].replace("’", "'")
        longer = WORD_BEHIND.match(text, end) if sign == " " and bodies else None  # "Hask Christian" of its School
        if longer and longer.group(1).lower() in bodies:
            return True
        is_told = sign in behind and behind[sign].match(text, end) is not None
        if (is_told and sign != "'") or (before[-1] in kinds and before[-2].lower() != "the"):
            return True
        signs += is_told or (before[-1] in OF and before[-2].lower() in owned)
    return signs >= LEAST_WEAK


def whole_body(words: str, known: SpeechWords) -> str | None:
    """Return the body in the words that name a speaker, where it is more than a name: "Vale & Sons", "Emily's List"."""
    parts = words.split()
    while parts and not parts[0][0].isupper():
        parts.pop(0)
    name = " ".join(parts)
    is_joined = "&" in parts[1:-1] and given_gender(parts[0]) is None
    return name if is_joined or known.has("named_bodies", name) else None
