"""The signs of a language that tell what a figure is about, read from one table a language and ready to search with.

A language without a table has no signs: there no two figures are said to differ.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from importlib import resources
from typing import Any

from news.language.codes import language_code
from news.language.lexicon import lexicon, stop_words
from news.records import record

Listed = Mapping[str, tuple[str, ...]]


@record
class Signs:
    """One language's signs. Lists hold beginnings of words in lower case, patterns what stands around a figure."""

    language: str
    label: str  # of a count, with its noun and fate
    fates: Listed
    against: Listed  # fates that cannot both be true of one person
    properties: Listed
    times: Listed
    scopes: Listed
    wholes: Listed  # scopes that tell of which whole people are counted
    modes: Listed
    causes: Listed
    rising: frozenset[str]  # fates whose counts grow while an event goes on
    falling: frozenset[str]
    told_by_all: frozenset[str]  # fates whose counts are told by anybody, in any words
    before_parts: tuple[str, ...]
    after_parts: re.Pattern[str]
    after_number: re.Pattern[str]  # the same after a number that names nothing counted
    vague: frozenset[str]
    states: frozenset[str]
    speech: frozenset[str]
    same: tuple[tuple[str, str], ...]  # beginning of a word, group; the longest first
    silent: frozenset[str]  # words that say nothing beside a count
    clause: re.Pattern[str]
    also: re.Pattern[str]  # "and"
    numbered: re.Pattern[str]
    place: re.Pattern[str]
    two_places: re.Pattern[str]
    venue: re.Pattern[str]
    reason: re.Pattern[str]
    deed: re.Pattern[str]
    day: re.Pattern[str]
    hour: re.Pattern[str]  # parts of a day
    month: re.Pattern[str]  # its names with a capital: in lower case some are other words
    attributing: re.Pattern[str]  # with the source that follows
    front: re.Pattern[str]  # how a part before a clause begins that says when, where or of whom
    bindings: "Bindings"

    def group_of(self, word: str) -> str:
        """Return the group of words for one thing to which a word belongs; empty where it has none."""
        return next((f"={name}" for beginning, name in self.same if f"{word} ".startswith(beginning)), "")

    def words_of(self, listed: Listed) -> str:
        """Return all words of a list."""
        return " ".join(cue for cues in listed.values() for cue in cues)


@record
class Bindings:
    """What stands between a measure or a sum of money and the words that tell what it is."""

    after: tuple[tuple[str, re.Pattern[str]], ...]  # property, pattern
    before: tuple[tuple[str, re.Pattern[str]], ...]
    sum_after: re.Pattern[str]
    sum_before: re.Pattern[str]
    of: re.Pattern[str]  # after a sum: what it is paid for
    worth: re.Pattern[str]
    value: str  # label of what a sum is worth
    distance: re.Pattern[str]
    distance_label: str
    direction: re.Pattern[str]
    directions: Mapping[str, str] = field(default_factory=dict)


def signs_of(language: str | None) -> Signs | None:
    """Return the signs of a language in any form; None: it has none."""
    return _read(language_code(language) or "")


def told(listed: Listed, text: str) -> Iterator[str]:
    """Yield the names whose cues stand in a text in lower case with a space before and behind it."""
    for name, cues in listed.items():
        if any(f" {cue}" in text for cue in cues):
            yield name


@cache
def _read(code: str) -> Signs | None:
    path = resources.files(__package__) / "figure_signs" / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        return None
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    grammar, parts, moves = table["grammar"], table["parts"], table["moves"]
    whole_names = table["wholes"]["names"]
    return Signs(
        language=code,
        label=grammar["label"],
        fates=_listed(table["fates"]),
        against=_listed(table["against"]),
        properties=_listed(table["properties"]),
        times=_listed(table["times"]),
        scopes=_listed(table["scopes"]),
        modes=_listed(table["modes"]),
        causes=_listed(table["causes"]),
        wholes=_listed({name: table["scopes"][name] for name in whole_names}),
        rising=frozenset(moves["up"]),
        falling=frozenset(moves["down"]),
        told_by_all=frozenset(moves["told"]),
        before_parts=tuple(parts["before"]),
        after_parts=re.compile(rf"(?:{_any(map(re.escape, parts['after']))})\b"),
        after_number=re.compile(rf"(?:{_any(map(re.escape, parts['after_number']))})\b"),
        vague=frozenset(table["vague"]["nouns"]),
        states=frozenset(table["vague"]["states"]),
        speech=frozenset(table["speech"]["words"]),
        same=tuple(sorted(_beginnings(table["same"]), key=lambda pair: -len(pair[0]))),
        silent=_silent(code, grammar),
        **_patterns(code, grammar),
        bindings=_bindings(table),
    )


def _listed(table: Mapping[str, list[str]]) -> Listed:
    return {name: tuple(cues) for name, cues in table.items()}


def _beginnings(groups: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name, words in groups.items():
        yield from ((word, name) for word in words)


def _silent(code: str, grammar: Mapping[str, Any]) -> frozenset[str]:
    """Return the words that tell nothing of which people or things are counted."""
    known = lexicon(code)
    days = [name for names in (*known.dates.months, *known.dates.weekdays) for name in names] if known else []
    numbers = [*known.numbers.small, *known.numbers.tens, *known.numbers.scales] if known else []
    return frozenset(
        (*stop_words(code) - frozenset(grammar["limits"]), *grammar["light"], *grammar["hours"], *days, *numbers)
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"


def _patterns(code: str, grammar: Mapping[str, Any]) -> dict[str, Any]:
    known = lexicon(code)
    names = known.dates.names if known else ()
    days = _any((*(name.capitalize() for name in names), *(names if known and not known.dates.is_capitalised else ())))
    places, articles = _any(grammar["places"]), _any(grammar["articles"])
    gap = rf"(?:(?:{articles})\s+)?(?:[^\W\d_A-ZÀ-Þ]+\s+){{0,{grammar['gap']}}}?"
    return {
        "clause": re.compile(rf"[;:()–—]|,(?!\d)|[.!?]\s+(?=[A-ZÀ-Þ])|\b(?:{_any(grammar['clause'])})\b"),
        "also": re.compile(rf"\s(?:{_any(grammar['and'])})\s+"),
        "numbered": re.compile(
            rf"\b(?:({_any(grammar['ordinals'])})\s+(?:{_any(grammar['numbered'])})|({_any(grammar['others'])})\s+\w)"
        ),
        "place": re.compile(rf"\b(?:{places})\s+{gap}([A-ZÀ-Þ][\w’'-]+)"),
        "two_places": re.compile(rf"\b(?:{places})\s+[A-ZÀ-Þ][\w’'-]+\s+(?:{_any(grammar['and'])})\s+[A-ZÀ-Þ]"),
        "venue": re.compile(rf"\b(?:{_any(grammar['venues'])})\s+([^\W\d_A-ZÀ-Þ]{{3,}})"),
        "reason": re.compile(
            rf"\b(?:{_any(grammar['reasons'])})\s+(?:(?:{_any(grammar['possessives'])})\s+)?([^\W\d_A-ZÀ-Þ]{{3,}})"
        ),
        "deed": re.compile(rf"\b(?:{_any(grammar['deeds'])})\s*$"),
        "day": re.compile(rf"\b(?:{days}|{_any(grammar['periods'])})\b"),
        "hour": re.compile(rf"\b(?:{_any(grammar['hours'])})\b"),
        "month": re.compile(
            rf"\b(?:{_any(name.capitalize() for names in (known.dates.months if known else ()) for name in names)})\b"
        ),
        "attributing": re.compile(
            rf"(?<!\w)(?i:{_any(grammar['attributing'])})(?:\s+(?:{articles}))?\s+"
            r"(?:[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)*|\w+)"
        ),
        "front": re.compile(rf"\s*(?i:{_any((*grammar['places'], *grammar['fronts']))})\b"),
    }


def _bindings(table: Mapping[str, Any]) -> Bindings:
    binding, distance = table["binding"], table["distance"]
    hedges = rf"(?:(?:{_any(binding['hedges'])})\s+)?"
    ends = rf"\s+(?:{_any(binding['before'])})\s+{hedges}$"
    before = [(name, re.compile(rf"\b(?:{_any(words)}){ends}")) for name, words in table["before"].items()]
    weighs = re.compile(rf"\b(?:{_any(binding['weighs'])})\s+{hedges}$")
    sums = "|".join(f"(?P<{name}>{_any(words)})" for name, words in table["sums"].items())
    directions = distance["directions"]
    return Bindings(
        after=tuple((name, re.compile(rf"[\s-]*(?:{_any(words)})\b")) for name, words in table["after"].items()),
        before=(*before, (binding["weight"], weighs)),
        sum_after=re.compile(
            rf"[\s-]+(?:(?:{_any(binding['links'])})\s+)?(?:[^\W\d_][\w'’-]*\s+){{0,3}}?(?:{sums})\b(?P<rest>[^.,;]{{0,60}})"
        ),
        sum_before=re.compile(rf"\b(?:{sums})\s+(?:{_any(binding['sums'])})\s+{hedges}$"),
        of=re.compile(rf"\s+(?:{_any(binding['of'])})\s+(.+)"),
        worth=re.compile(rf"[\s-]*(?:{_any(binding['worth'])})\s+(?P<thing>[^\W\d_]{{3,}}(?:\s+[^\W\d_]{{3,}})?)"),
        value=binding["value"],
        distance=_distance(table),
        distance_label=distance["label"],
        direction=re.compile(_any(directions)),
        directions=directions,
    )


def _distance(table: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of "north of Orlo", right after a distance."""
    distance, articles = table["distance"], _any(table["grammar"]["articles"])
    return re.compile(
        rf"^[\s-]*(?P<direction>(?:(?:{_any(distance['directions'])})[\s-]*){{1,3}})?"
        rf"(?:(?:{_any(distance['away'])})\s+)?(?:{_any(distance['from'])})\s+(?:(?:{articles})\s+)?"
        r"(?P<place>[^\W\d_][\w'’]*(?:\s+[A-ZÀ-Þ][\w'’]*){0,3})"
    )
