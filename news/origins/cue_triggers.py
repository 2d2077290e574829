"""Where the words stand that may tell an outlet's name or an unnamed source: one pass over a text finds them all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from news.origins.cue_rules import cue_table
from news.origins.name_forms import is_spaceless

ENDINGS = {"suffixes": "suffixes", "media_endings": "media"}  # these may end a longer word
LISTS = ("media_endings", "press", "press_first", "media", "said_of_media", "suffixes")
Spots = Mapping[str, list[tuple[int, int]]]
NO_SPOTS: Spots = {}


@dataclass(frozen=True, slots=True)
class Triggers:
    """The words of one language's cue table that are worth a closer look, and what each is for."""

    words: tuple[str, ...]
    purposes: tuple[frozenset[str], ...]
    automaton: ahocorasick_rs.AhoCorasick

    def spots(self, text: str) -> Spots:
        """Return the places of each purpose's words, in order: whole words, but for suffixes any end of a word."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, start, end in self.automaton.find_matches_as_indexes(text):
            if end < len(text) and _goes_on(text[end - 1], text[end]):
                continue
            is_whole = start == 0 or not _goes_on(text[start - 1], text[start])
            for purpose in self.purposes[number]:
                if is_whole or purpose in ENDINGS:
                    found[ENDINGS.get(purpose, purpose)].append((start, end))
            space = text.find(" ", start, end)
            if not is_whole and space > 0:  # "MTV channel" hides "channel"
                for purpose in self._purposes_of(text[space + 1 : end]):
                    found[ENDINGS.get(purpose, purpose)].append((space + 1, end))
            if is_whole and space > 0 and self.purposes[number] <= {"unnamed"} and text[start].isupper():
                for purpose in self._purposes_of(text[start:space]):  # "News reports" hides the "News" of Velden News
                    found[ENDINGS.get(purpose, purpose)].append((start, space))
        return found

    def _purposes_of(self, word: str) -> frozenset[str]:
        return self.purposes[self.words.index(word)] if word in self.words else frozenset()


def _goes_on(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and not is_spaceless(one) and not is_spaceless(other)


@cache
def triggers_of(language: str) -> Triggers | None:
    """Return the triggers of `language`; None: it has no cue table."""
    table = cue_table(language)
    if table is None:
        return None
    purposes: dict[str, set[str]] = defaultdict(set)
    for key in LISTS:
        for word in table.lists.get(key, ()):
            purposes[word].add(key)
    for key, words in table.triggers.items():
        for word in words:
            for form in (word, word.capitalize()):
                purposes[form].add(key)
    words = tuple(purposes)
    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return Triggers(words, tuple(frozenset(held) for held in purposes.values()), automaton)


def has_kind(start: int, end: int, spots: Spots) -> bool:
    """Return whether the kind of medium stands beside a name: "Mint magazine", "the newspaper Mint"."""
    after = any(end < first <= end + 2 for first, _ in spots.get("said_of_media", ()))
    return after or any(last < start <= last + 3 for _, last in spots.get("media", ()))
