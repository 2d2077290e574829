"""Signs that two sentences with unequal figures tell of two things: another event, place, whole, subject or hour."""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from news.facts.bound_words import is_money
from news.facts.sentence_terms import STEM_LETTERS
from news.language.lexicon import english, stop_words
from news.language.names import read_names
from news.language.segments import words
from news.language.terms import fold
from news.records import Figure, record

_EVENTS = (
    r"(?:blast|explosion|bomb|attack|strike|raid|shooting|fire|crash|quake|wave|flood|storm|incident|vote|round|ballot"
    r"|match|game|trial|section|part|phase|stage|leg|tranche|batch)"
)
_NUMBERED = re.compile(rf"\b(first|second|third|fourth|another|earlier|later|separate|previous)\s+{_EVENTS}")
_PLACE = re.compile(r"\b(?:in|at|near|outside|from|off)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}?([A-Z][\w’'-]+)")
_CLAUSE = re.compile(r"[;:()–—]|,(?!\d)|\b(?:but|while|whereas|although)\b")
_VENUE = re.compile(r"\b(?:at|inside|outside)\s+(?:the|an?)\s+([a-z]{3,})")
_REASON = re.compile(r"\b(?:because of|for)\s+(?:the\s+|an?\s+|their\s+)?([a-z]{3,})")
_TWO_PLACES = re.compile(r"\b(?:in|at|near|outside|from|off)\s+[A-Z][\w’'-]+\s+and\s+[A-Z]")
_KILLS = re.compile(r"\b(?:kill(?:s|ed)?|injure[sd]?|wound(?:s|ed)?|hurts?|destroy(?:s|ed)?)\s*$")

_once = lru_cache(maxsize=4096)  # figures, each compared with many others


@record
class ConflictRules:
    """When the time between two sentences makes a count that moved a change, and no difference."""

    moves: timedelta = timedelta(hours=6)  # tolls are told anew within hours


CONFLICT_RULES = ConflictRules()


@cache
def _cues() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "quantity_cues.toml").read_text(encoding="utf-8"))


def are_of_two_things(first: Figure, second: Figure) -> bool:
    """Tell whether the sentences of two figures say that they are about two things, whatever words they share."""
    if _numbered(first) != _numbered(second) or _modes(first) != _modes(second):
        return True
    return not is_money(first) and (
        _apart(_causes(first), _causes(second))
        or _wholes(first) != _wholes(second)
        or _are_two_agents(first, second)
        or bool(_TWO_PLACES.search(first.sentence)) != bool(_TWO_PLACES.search(second.sentence))
        or (bool(first.noun) and (_are_two_places(first, second) or _are_two_venues(first, second)))
        or _apart(frozenset(_REASON.findall(first.sentence)), frozenset(_REASON.findall(second.sentence)))
        or (first.unit == "%" and _are_two_subjects(first, second))
    )


def clause_of(figure: Figure) -> str:
    """Return the part of the sentence between two clause marks in which the figure stands."""
    place = figure.sentence.find(figure.raw)
    if place < 0:
        return figure.sentence
    end = place + len(figure.raw)
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(figure.sentence, 0, place)), len(figure.sentence)]
    begins = max(cut for cut in cuts if cut <= place)
    after = _CLAUSE.search(figure.sentence, end)
    return figure.sentence[begins : after.start() if after else len(figure.sentence)]


def has_another_owner(first: Figure, second: Figure, fate: str) -> bool:
    """Tell whether two figures are another one's, or of another deed: whose they are, and the verb, stand before them.

    The dead and the missing are told by anybody, in any words, and a rank belongs to a post; a bridge is not as long as
    a tunnel.
    """
    moves = _cues()["moves"]
    if is_money(first) or first.unit == "star" or fate in (*moves["up"], *moves["down"], *moves["told"]):
        return False
    one, other = _before(first), _before(second)
    if one and other and one[0] not in _stems(second.sentence) and other[0] not in _stems(first.sentence):
        return True
    return not fate and bool(first.noun) and _verb(first) != _verb(second) and bool(_verb(first) and _verb(second))


@_once
def _before(figure: Figure) -> tuple[str, ...]:
    """Return the stems that stand before a figure in its clause; none where they tell who says it."""
    clause = clause_of(figure)
    found = words(clause[: max(0, clause.find(figure.raw))])
    if not figure.sentence.startswith(clause[:1]) or _speech() & set(found):
        return ()
    stops = stop_words("en")
    return tuple(fold(word, STEM_LETTERS) for word in found if word not in stops)


@_once
def _verb(figure: Figure) -> str:
    """Return the stem right before a figure, empty where it says nothing."""
    before = words(figure.sentence[: figure.sentence.find(figure.raw)])
    return "" if not before or before[-1] in stop_words("en") else fold(before[-1], STEM_LETTERS)


@_once
def _stems(sentence: str) -> set[str]:
    return {fold(word, STEM_LETTERS) for word in words(sentence)}


@cache
def _speech() -> frozenset[str]:
    return frozenset(_cues()["speech"]["words"])


def is_change(first: Figure, second: Figure, fate: str, rules: ConflictRules = CONFLICT_RULES) -> bool:
    """Tell whether a count was told anew hours later: the dead become more, the missing fewer."""
    earlier, later = sorted((first, second), key=lambda figure: figure.at)
    if later.at - earlier.at < rules.moves:
        return False
    moves = _cues()["moves"]
    return fate in (moves["up"] if later.value > earlier.value else moves["down"])


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


@_once
def _numbered(figure: Figure) -> frozenset[str]:
    return frozenset(_NUMBERED.findall(figure.sentence.lower()))


@_once
def _causes(figure: Figure) -> frozenset[str]:
    return frozenset(_told(_cues()["causes"], figure.sentence))


@_once
def _modes(figure: Figure) -> frozenset[str]:
    return frozenset(_told(_cues()["modes"], clause_of(figure)))


@_once
def _wholes(figure: Figure) -> frozenset[str]:
    """Return what a count is told of: the whole country, one place of several, those who did it among them."""
    return frozenset(_told({name: _cues()["scopes"][name] for name in _cues()["wholes"]["names"]}, figure.sentence))


def _told(listed: dict[str, list[str]], sentence: str) -> Iterator[str]:
    lowered = f" {sentence.lower()} "
    for name, cues in listed.items():
        if any(f" {cue}" in lowered for cue in cues):
            yield name


def _are_two_places(first: Figure, second: Figure) -> bool:
    """Tell whether each sentence names a place beside its figure that the other sentence does not."""
    one, other = _place_of(first), _place_of(second)
    return bool(one) and bool(other) and one not in second.sentence and other not in first.sentence


def _are_two_agents(first: Figure, second: Figure) -> bool:
    """Tell whether two sentences say who or what killed so many, and the one shares no word with the other."""
    agents = [_agent(figure) for figure in (first, second)]
    return _apart(*agents) and not _causes(first) & _causes(second)


@_once
def _agent(figure: Figure) -> frozenset[str]:
    before = figure.sentence[: figure.sentence.find(figure.raw)]
    found = _KILLS.search(before)
    if found is None:
        return frozenset()
    stops = stop_words("en")
    return frozenset(fold(word, STEM_LETTERS) for word in words(before[: found.start()]) if word not in stops)


def _are_two_venues(first: Figure, second: Figure) -> bool:
    """Tell whether each sentence says "at the station", "at the church", and the other has not that word."""
    one, other = _VENUE.findall(first.sentence), _VENUE.findall(second.sentence)
    return (
        bool(one)
        and bool(other)
        and all(word not in second.sentence for word in one)
        and all(word not in first.sentence for word in other)
    )


@_once
def _place_of(figure: Figure) -> str:
    """Return the first place after a figure, else the last before it."""
    at = figure.sentence.find(figure.raw)
    before, after = figure.sentence[:at], figure.sentence[at + len(figure.raw) :]
    places = [
        name
        for name in (*_PLACE.findall(after), *reversed(_PLACE.findall(before)))
        if name.lower() not in english().dates.names
    ]
    return places[0] if places else ""


def _are_two_subjects(first: Figure, second: Figure) -> bool:
    """Tell whether the names before two shares differ, or else the words that open their sentences."""
    if _apart(_names_before(first), _names_before(second)):
        return True
    return not (_names_before(first) or _names_before(second)) and _apart(_opening(first), _opening(second))


@_once
def _names_before(figure: Figure) -> frozenset[str]:
    end = figure.sentence.find(figure.raw)
    names = (name.words.split() for name in read_names(figure.sentence) if name.start < end)
    return frozenset(part.lower() for name in names for part in name if part[0].isupper()) - _opening(figure)


@_once
def _opening(figure: Figure) -> frozenset[str]:
    found = re.match(r"[A-Z][\w’'-]+", figure.sentence)
    return frozenset({found[0].lower()} if found else ())
