"""Which body short words mean that come later: "the bureau" of the Bureau of Works, "the lawmakers" of a committee."""

import re
from collections.abc import Iterator, Set
from functools import cache

from news.speakers.contexts import sentence_before
from news.speakers.name_words import CAPITAL, is_body
from news.speakers.names import Persons
from news.speakers.words import SpeechWords

_PART = rf"{CAPITAL}(?:[\w.&'’-]*[\w&])?"
_BEFORE = re.compile(rf"(?:{_PART}\s(?:&\s)?)+$")  # "Philippine Fisheries " of "… Bureau"
_BEHIND = re.compile(rf"\s(?:of|on)\s(?:the\s)?{_PART}(?:(?:,|\s(?:and|of|the|for|on|&))*\s{_PART})*")
_OWNER = re.compile(r"^.*(?:['’]s|s['’])\s")
_OF_BODY = rf"\s(?:on|of|from|at|with|for)\s(?:the\s)?{_PART}(?:\s(?:(?:of|for|on|and|the|&)\s)*{_PART})*"
_QUOTED_LAST = re.compile(r"(?<!\w)[\"“'‘][^\"“”\n]*[\"”'’]?,?\s*$")
_WHOLE = rf"(?P<name>{_PART}(?:\s(?:(?:of|for|the|&)\s)*{_PART})*)"
_SUBJECT = re.compile(
    rf"(?:(?:But|And|Yet|So)\s|(?:In|On|At|For|After|Before)\s[\w\s'’-]{{1,40}},\s)?(?:[Tt]he\s)?{_WHOLE}(?:,[^,\n]{{3,120}},)?\s(?!and\b)[a-z]"
)
_AGENT = re.compile(rf"\bby\s(?:the\s)?(?:[^.,;\n]{{1,60}}['’]s\s)?{_WHOLE}\.?$")
_LED = re.compile(rf"(?P<the>\b[Tt]he\s)?(?P<name>{_PART}(?:[ ]{_PART}|[ ](?:of|for|and|the|on|in|to|&)\b)*)\s$")
LONGEST = 120  # characters of a name and of the words that explain it


@cache
def _explained(noun: str) -> tuple["re.Pattern[str]", ...]:
    """Return patterns by which a name explains a noun, or is explained by it: "the group, Hask Coalition,"."""
    name = rf"(?P<name>{_PART}(?:\s(?:(?:of|for|the|&)\s)*{_PART}){{0,5}})"
    return (
        re.compile(rf"\b{noun}(?:\s(?:called|named|known\sas))?\s{name}"),
        re.compile(rf"\b{noun},\s{name},"),
        re.compile(
            rf"\b{name},\s(?:an?|the)\s(?:[\w-]+\s){{0,5}}?{noun}\b(?=[,.]|\s(?:that|which|behind|based|for|in|of)\b)"
        ),
    )


def body_meant(phrase: str, before: str, persons: Persons, known: SpeechWords) -> str | None:
    """Return the one body that a text has named before, and by a noun of its name or beside its name means later.

    Args:
        phrase: words that mean it: "the bureau", "the Post".
        before: the text before them.
    """
    if (short := phrase.removeprefix("the ")).isupper() and short.isalpha() and len(short) > 1:
        return _spelled_out(short, before)
    article, _, called = phrase.partition(" ")
    kind, _, noun = called.rpartition(" ")  # "the production company"
    if article.lower() != "the" or not known.has("called_later", noun) or " " in kind:
        return None
    if kind:
        words = f"{kind.capitalize()}s?" if known.has("firm_kinds", noun) else called.title()
        named = {*_beside_noun(called, before, persons, known), *_with_noun(words, before, known)}
        return _one_of(named, before) if kind.islower() else None
    named = set(_beside_noun(noun, before, persons, known)) if noun.islower() else set[str]()
    if not known.has("firm_kinds", noun) or noun.istitle():
        named |= set(_with_noun(noun.capitalize(), before, known))
    if not named and noun.islower() and known.has("firm_kinds", noun):
        named = set(_subject_before(before, persons, known))
    return _one_of(named, before)


def _spelled_out(short: str, before: str) -> str | None:
    """Return the name whose initials a text has given in brackets: "the Bureau of Works (BW)"."""
    at = before.find(f"({short})")
    found = _LED.search(before, max(0, at - LONGEST), at) if at > 0 else None
    words = found["name"].split() if found else []
    capitals = [at for at, word in enumerate(words) if word[0].isupper()][-len(short) :]
    if not found or [words[at][0] for at in capitals] != [*short]:
        return None
    name = " ".join(words[capitals[0] :])
    return f"the {name}" if found["the"] and capitals[0] == 0 else name


def _one_of(named: Set[str], before: str) -> str | None:
    """Return the longest of some names where all others are its parts, with the article that the text gives it."""
    longest = max(named, key=len, default=None)
    if longest is None or not all(one in longest for one in named):
        return None
    return f"the {longest}" if re.search(rf"\b[Tt]he\s{re.escape(longest)}", before) else longest


def _subject_before(before: str, persons: Persons, known: SpeechWords) -> Iterator[str]:
    """Yield the body that does what the last sentence tells outside the marks of a quotation: its subject, or "by"."""
    text = _QUOTED_LAST.sub("", before).rstrip()
    start = sentence_before(text, len(text))
    found = (_SUBJECT.match(text, start), _AGENT.search(text, start))
    for name in (one["name"] for one in found if one):
        is_listed = any(known.has(key, name) for key in ("firms", "known_bodies"))
        is_formed = is_body(name.split(), known) or (name.isupper() and len(name) > 1)  # "NASA"
        if is_listed or (is_formed and persons.kind(name) == "body"):
            yield name


def _with_noun(noun: str, before: str, known: SpeechWords) -> Iterator[str]:
    """Yield the names in which a noun stands: "Bureau of Works", "Hask Harbour Bureau"."""
    for found in re.finditer(rf"\b{noun}\b(?!['’]s\s{_PART})", before):
        led = _BEFORE.search(before, max(0, found.start() - LONGEST), found.start())
        words = _OWNER.sub("", led.group()).split() if led else []
        while words and any(known.has(name, words[0]) for name in ("ordinary", "titles", "days")):
            words.pop(0)
        behind = _BEHIND.match(before, found.end())
        if words or behind:
            yield " ".join((*words, found.group())) + (behind.group() if behind else "")


def _beside_noun(noun: str, before: str, persons: Persons, known: SpeechWords) -> Iterator[str]:
    """Yield the names that a noun explains, or that explain it."""
    for pattern in _explained(noun):
        for found in pattern.finditer(before):
            name = found["name"]
            is_other = any(known.has(key, name.split()[0]) for key in ("ordinary", "titles", "days", "not_names"))
            if not (is_other or persons.begins_with_given_name(name) or persons.gender(name)):
                yield name


def group_meant(phrase: str, before: str, known: SpeechWords) -> str | None:
    """Return of which body a group is, where the text has said it once: "the lawmakers", of the Works Committee."""
    article, _, noun = phrase.partition(" ")
    if article.lower() != "the" or not known.has("groups", noun):
        return None
    found = {one.group().lower(): one.group() for one in re.finditer(rf"\b(?i:{noun}){_OF_BODY}", before)}
    if len(found) != 1:
        return None
    (told,) = found.values()
    return told[0].lower() + told[1:]
