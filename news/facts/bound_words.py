"""What a figure measures, read from the words that are bound to it: "a depth of 16 feet", "20 miles north of Orlo".

A word somewhere in the sentence does not tell what a figure measures. So a measure or a sum of money has a property
only where the words right before or after it name one, and a distance only with the place from which it is measured.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from news.facts.sentence_terms import STEM_LETTERS, terms_of
from news.language.terms import fold
from news.language.units import CURRENCIES
from news.records import Figure, record

_ASIDE = re.compile(r"^\s*\([^)]{1,40}\)")  # "40 feet (12 metres) wide"
_MONEY = frozenset((*CURRENCIES, "crown"))
_DIRECTIONS = {"north": "n", "south": "s", "east": "e", "west": "w"}
_FROM_PLACE = re.compile(
    r"^[\s-]*(?P<direction>(?:(?:north|south|east|west)[\s-]*){1,3})?(?:away\s+)?(?:of|from|off)\s+(?:(?:the|a|an)\s+)?"
    r"(?P<place>[^\W\d_][\w'’]*(?:\s+[A-Z][\w'’]*){0,3})",
)
_HEDGES = r"(?:(?:about|around|nearly|almost|some|roughly|approximately|at least|up to|more than|over|only|just)\s+)?"


@record
class Bound:
    """A property that is bound to a figure, and what it is measured of or from."""

    name: str  # "depth", "loss", "distance"
    label: str  # "distance from Orlo"
    of: frozenset[str] = frozenset()  # stems of the place, or of what a sum is paid for; empty: not told
    direction: str = ""  # of a distance
    thing: str = ""  # stem of what is so wide: "a 40-foot-wide crater"; empty: the words beside it do not tell


@cache
def _cues() -> dict[str, dict[str, list[str]]]:
    told: dict[str, Any] = tomllib.loads(
        (resources.files(__package__) / "quantity_cues.toml").read_text(encoding="utf-8")
    )
    return {name: told[name] for name in ("after", "before", "sums")}


@cache
def _after() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(rf"[\s-]*(?:{'|'.join(listed)})\b")) for name, listed in _cues()["after"].items()]


@cache
def _before() -> list[tuple[str, re.Pattern[str]]]:
    ends = rf"\s+(?:of|was|is|at|to)\s+{_HEDGES}$"
    found = [(name, re.compile(rf"\b(?:{'|'.join(listed)}){ends}")) for name, listed in _cues()["before"].items()]
    return [*found, ("weight", re.compile(rf"\bweigh(?:s|ed|ing)?\s+{_HEDGES}$"))]


@cache
def _sum_after() -> re.Pattern[str]:
    words = "|".join(f"(?P<{name}>{'|'.join(listed)})" for name, listed in _cues()["sums"].items())
    return re.compile(
        rf"[\s-]+(?:(?:in|of|from)\s+)?(?:[^\W\d_][\w'’-]*\s+){{0,3}}?(?:{words})\b(?P<rest>[^.,;]{{0,60}})"
    )


@cache
def _sum_before() -> re.Pattern[str]:
    words = "|".join(f"(?P<{name}>{'|'.join(listed)})" for name, listed in _cues()["sums"].items())
    return re.compile(rf"\b(?:{words})\s+of\s+{_HEDGES}$")


_WORTH = re.compile(r"[\s-]*(?:worth\s+)?of\s+(?P<thing>[^\W\d_]{3,}(?:\s+[^\W\d_]{3,})?)")


def bound_to(figure: Figure, language: str | None = None) -> Bound | None:
    """Return what a measure or a sum of money is of; None: no word bound to it tells."""
    place = figure.sentence.find(figure.raw)
    if place < 0:
        return None
    before = figure.sentence[:place].lower()
    after = _ASIDE.sub("", figure.sentence[place + len(figure.raw) :])
    if is_money(figure):
        return _bound_sum(before, after, language)
    named = next(
        (_named(name, figure, after, found) for name, cue in _after() if (found := cue.match(after.lower()))), None
    )
    named = named or next((Bound(name=name, label=name) for name, cue in _before() if cue.search(before)), None)
    return named or _distance(after, language)


def _named(name: str, figure: Figure, after: str, found: re.Match[str]) -> Bound:
    """Return a property told right after a figure, with the thing that it describes there."""
    thing = re.match(r"\s+([^\W\d_]{3,})", after[found.end() :])
    is_adjective = "-" in figure.raw or after.startswith("-")
    return Bound(name=name, label=name, thing=fold(thing[1].lower(), STEM_LETTERS) if is_adjective and thing else "")


def is_money(figure: Figure) -> bool:
    """Tell whether a figure is a sum of money."""
    return figure.unit in _MONEY


def _distance(after: str, language: str | None) -> Bound | None:
    found = _FROM_PLACE.match(after)
    if found is None:
        return None
    direction = "".join(_DIRECTIONS[name] for name in re.findall("north|south|east|west", found["direction"] or ""))
    place = found["place"]
    return Bound(name="distance", label=f"distance from {place}", of=terms_of(place, language), direction=direction)


def _bound_sum(before: str, after: str, language: str | None) -> Bound | None:
    found = _sum_after().match(after.lower()) or _sum_before().search(before)
    if found is not None:
        groups = found.groupdict()
        name = next(name for name, words in groups.items() if words and name != "rest")
        rest = re.match(r"\s+of\s+(.+)", groups.get("rest") or "")
        return Bound(name=name, label=name, of=terms_of(rest[1], language) if rest else frozenset())
    worth = _WORTH.match(after.lower())
    return Bound(name="worth", label="value", of=terms_of(worth["thing"], language)) if worth else None
