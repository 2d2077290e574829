"""What a number measures or counts: the unit behind it, or the noun."""

import re
from functools import cache

from news.language.lexicon import english
from news.language.number_forms import NumberForms
from news.language.units import Unit, compound_of, currency_of, glued_unit, unit_of

_TOKEN = re.compile(r"[\s-]+([^\W\d_][\w’'-]*)|\s*([^\w\s])")
_UNIT_WORD = re.compile(r"%|％|°[CFcf]|[€£$¥₹₩](?!\d)|(?:years?-old)|[^\W\d_]+(?:/h|²|³|2\b)?(?:-[^\W\d_]+)?")
_PLURALS = frozenset(
    "people personnel police staff crew men women children dead wounded killed injured aircraft".split()
)
_OTHER_DOLLAR = re.compile(
    r"\s(?:de\s|di\s|do\s)?(?:ta[iï]w|austr|cana|kana|néo-|neoz|neoc|nieuw|hong|singap)", re.IGNORECASE
)
_LONGEST_NOUN = 5  # words from the number to what it counts
_SMALLEST_WORD = 4.0  # "two sides" and "three ways" say nothing; people and units count from one


def starts_with_unit(after: str, forms: NumberForms) -> bool:
    """Return whether a unit, or those who are counted, follow a number at once."""
    if not forms.has_spaces:
        return _glued(after, forms) is not None
    word = re.match(r"[\s-]?([^\W\d_]+|[%€£$]|°[CFcf])", after)
    if word is None:
        return False
    is_people = forms.language != "en" and word[1].lower() in forms.words.people
    return is_people or unit_of(word[1], forms.words) is not None


def measure(text: str, found: re.Match[str], scale: float, forms: NumberForms) -> tuple[Unit, str, int] | None:
    """Return the unit of a number, what follows it, and where it ends; None: it counts something, or nothing."""
    if found["money"]:
        unit = currency_of(found["money"])
        return (unit, "", found.end()) if unit else None
    if not forms.has_spaces:
        return _glued_measure(text, found.end(), forms)
    if found["scale"] == "m" and forms.language == "en" and scale == 1.0:
        metre = unit_of("m", forms.words)
        return (metre, "", found.end()) if metre else None
    at = _behind_of(text, found, forms)
    after = text[at : at + 40]
    gap = len(after) - len(after.lstrip(" \u00a0\u202f-"))
    if gap > 1:
        return None
    several = compound_of(after[gap:].lower(), forms.words)
    if several is not None:
        return several[1], "", at + gap + len(several[0])
    word = _UNIT_WORD.match(after[gap:])
    noun = word[0] if word else ""
    unit = unit_of(noun, forms.words)
    if unit is None and "-" in noun and noun not in ("year-old", "years-old"):
        noun = noun.partition("-")[0]
        unit = unit_of(noun, forms.words)
    if unit is None or (unit.base == "star" and gap == 0) or _is_other_dollar(unit, after[gap + len(noun) :]):
        return None
    is_short = len(noun) == 1 and noun.isalpha() and noun not in ("m", "t")
    is_saying = (found["words"] or "").lower() == "one" and noun == "day"  # "maybe one day"
    return None if is_short or is_saying else (unit, "", at + gap + len(noun))


def _is_other_dollar(unit: Unit, behind: str) -> bool:
    """Return whether "dollars" is followed by whose they are: "milliards de dollars de Taïwan"."""
    return unit.base == "usd" and _OTHER_DOLLAR.match(behind) is not None


def _behind_of(text: str, found: re.Match[str], forms: NumberForms) -> int:
    """Return where what is counted begins: behind the "de" of "2 millones de euros"."""
    if found["scale"] and forms.words.of:
        between = re.compile(rf"\s(?:{'|'.join(forms.words.of)})(?:['’]|(?=\s))").match(text, found.end())
        return between.end() if between else found.end()
    return found.end()


def _glued_measure(text: str, place: int, forms: NumberForms) -> tuple[Unit, str, int] | None:
    gap = int(text[place : place + 1] == " ")
    glued = glued_unit(text[place + gap : place + gap + 8], forms.words)
    return (glued[1], "", place + gap + len(glued[0])) if glued else None


@cache
def _by_length(counters: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(counters, key=len, reverse=True))


def _glued(after: str, forms: NumberForms) -> str | None:
    """Return the counter with which a text begins, in languages that count with them."""
    counters = _by_length(forms.words.counters)
    return next((counter for counter in counters if after.removeprefix(" ").startswith(counter)), None)


def counted(text: str, found: re.Match[str], value: float, forms: NumberForms) -> tuple[str, int] | None:
    """Return what a number counts, singular in English, and where the phrase ends; None: it counts nothing."""
    if forms.language == "en":
        return _counted_in_english(text, found, value, forms)
    if not forms.has_spaces:
        counter = _glued(text[found.end() : found.end() + 6], forms)
        gap = int(text[found.end() : found.end() + 1] == " ")
        return (counter, found.end() + gap + len(counter)) if counter else None
    at, taken = _behind_of(text, found, forms), []
    for _ in range(3):
        token = _TOKEN.match(text, at)
        word = token[1] if token else None
        if token is None or word is None or word.lower() in forms.ends_noun:
            break
        at = token.end()
        taken.append(word)
        if word.lower() in forms.words.people or (forms.has_capital_nouns and word[0].isupper()):
            taken = [word]
            break
        if word[0].isupper() or (len(taken) > 1 and not forms.has_capital_nouns):
            break
    return _noun(taken, at, found, value, forms)


def _noun(taken: list[str], end: int, found: re.Match[str], value: float, forms: NumberForms) -> tuple[str, int] | None:
    """Return the words that a number counts as one noun; two of them where adjectives may stand on either side."""
    noun = " ".join(taken).lower()
    is_lower = bool(taken) and all(word[0].islower() for word in taken)
    if len(noun) < 3 or (is_lower == forms.has_capital_nouns and noun not in forms.words.people):
        return None
    is_vague = found["words"] is not None and value < _SMALLEST_WORD and noun not in forms.words.people
    return None if is_vague else (noun, end)


def _counted_in_english(text: str, found: re.Match[str], value: float, forms: NumberForms) -> tuple[str, int] | None:
    at = found.end()
    for _ in range(_LONGEST_NOUN):
        token = _TOKEN.match(text, at)
        word = token[1] if token else None
        if token is None or word is None or word.lower() in forms.words.ends_noun:
            return None
        at = token.end()
        if word[0].islower() and (
            word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "’s", "'s", "us")))
        ):
            noun = _singular(word)
            is_vague = found["words"] is not None and value < _SMALLEST_WORD and not is_people(noun, forms)
            return None if is_vague or word in english().stop_words else (noun, at)
    return None


def is_people(noun: str, forms: NumberForms) -> bool:
    """Return whether a counted noun means people."""
    return noun in forms.words.people


def _singular(noun: str) -> str:
    if noun in _PLURALS:
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("sses", "ches", "shes", "xes")) else noun[:-1]
