"""What a query may ask of an article: words, forms, nearness, fields, and how they combine."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Protocol, runtime_checkable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from news.language.codes import language_code
from news.records import Article, record
from news.watches.near import Place, near_places
from news.watches.words import Part

# Fields that are read as words, each with the place in an article where they stand.
WORD_FIELDS = {"title": "title", "text": "text", "outlet": "outlet", "author": "authors"}
TEXT_FIELDS = (None, "title", "text")  # those whose words stand in the index
_SHORT_WORD, _LONG_WORD = 2, 5  # letters: up to the first a fuzzy word must be equal, above the second two edits pass


class Searched:
    """An article, ready for many queries: each part is prepared at most once."""

    def __init__(self, article: Article, countries: Mapping[str, str] | None = None) -> None:
        """Keep the article; `countries` tells in which country an outlet is."""
        self.article = article
        self.country = (countries or {}).get(article.outlet or "", "")
        self._parts = {field: Part(_joined(getattr(article, name))) for field, name in WORD_FIELDS.items()}

    @cached_property
    def words(self) -> set[str]:
        """Return the words of title and text."""
        return {word for part in self.parts(None) for word in part.words}

    def parts(self, field: str | None) -> tuple[Part, ...]:
        """Return what a field names; without a field, title and text."""
        return (self._parts["title"], self._parts["text"]) if field is None else (self._parts[field],)


def _joined(value: str | tuple[str, ...] | None) -> str:
    """Return what an article says in a field, names one a line."""
    return "\n".join(value) if isinstance(value, tuple) else value or ""


class Query(Protocol):
    """A question that an article answers with yes or no."""

    def matches(self, searched: Searched) -> bool:
        """Return whether the article matches."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A question whose answers stand somewhere: it may take part in NEAR and W."""

    @property
    def field(self) -> str | None:
        """Name where it is looked for."""
        ...

    def places(self, part: Part) -> list[Place]:
        """Return where in a part it is answered: first word, and word after the last."""
        ...

    def matches(self, searched: Searched) -> bool:
        """Return whether the article matches."""
        ...


@record
class Words:
    """Words in a row, written in one of several ways."""

    ways: tuple[tuple[str, ...], ...]
    field: str | None = None

    def places(self, part: Part) -> list[Place]:
        """Return where one of the ways stands."""
        return sorted(place for way in self.ways for place in _rows(part, way))

    def matches(self, searched: Searched) -> bool:
        """Return whether one of the ways stands in a part."""
        return any(
            way[0] in part.places if len(way) == 1 else next(_rows(part, way), None) is not None
            for part in searched.parts(self.field)
            for way in self.ways
        )


def _rows(part: Part, way: tuple[str, ...]) -> Iterator[Place]:
    size, words = len(way), part.words
    for start in part.places.get(way[0], ()):
        if size == 1 or tuple(words[start : start + size]) == way:
            yield start, start + size


@record
class Pattern:
    """A word with * (any letters) or ? (one letter) in it."""

    pattern: str
    field: str | None = None

    def places(self, part: Part) -> list[Place]:
        """Return where a word fits."""
        return sorted((place, place + 1) for word in self._fitting(part) for place in part.places[word])

    def matches(self, searched: Searched) -> bool:
        """Return whether some word fits."""
        return any(next(self._fitting(part), None) is not None for part in searched.parts(self.field))

    def _fitting(self, part: Part) -> Iterator[str]:
        start = re.split(r"[*?]", self.pattern, maxsplit=1)[0]
        fits = _compiled(self.pattern)
        if not start:
            yield from (found.group()[1:-1] for found in fits.finditer(part.line))
            return
        words = part.vocabulary
        for number in range(bisect_left(words, start), len(words)):
            if not words[number].startswith(start):
                return
            if fits.fullmatch(f" {words[number]} "):
                yield words[number]


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    letters = "".join({"*": r"[^ ]*", "?": r"[^ ]"}.get(letter, re.escape(letter)) for letter in pattern)
    return re.compile(f" {letters}(?: )")


@record
class Form:
    """Characters as they are written: case, accents and signs count, or signs alone."""

    pattern: str  # a regular expression over the text
    ways: tuple[tuple[str, ...], ...]  # as words: one of them must stand there too; empty: signs alone
    is_exact: bool = True  # False: case does not count
    field: str | None = None

    def places(self, part: Part) -> list[Place]:
        """Return where it is so written."""
        found = _form(self.pattern, self.is_exact).finditer(part.text)
        return [(part.place_at(one.start()), part.place_at(one.end())) for one in found]

    def matches(self, searched: Searched) -> bool:
        """Return whether it is so written in a part."""
        search = _form(self.pattern, self.is_exact).search
        return any(search(part.text) is not None for part in searched.parts(self.field))


@lru_cache(maxsize=4096)
def _form(pattern: str, is_exact: bool) -> re.Pattern[str]:
    return re.compile(pattern, 0 if is_exact else re.IGNORECASE)


@record
class Fuzzy:
    """A word, give or take a few letters (swapped, missing, added or changed)."""

    word: str
    edits: int | None  # None: by the word's length
    field: str | None = None

    def places(self, part: Part) -> list[Place]:
        """Return where a word is within so many edits."""
        near = process.extract(self.word, part.vocabulary, scorer=OSA.distance, score_cutoff=self._most, limit=None)
        return sorted((place, place + 1) for word, *_ in near for place in part.places[word])

    def matches(self, searched: Searched) -> bool:
        """Return whether some word is within so many edits."""
        return any(
            process.extractOne(self.word, part.vocabulary, scorer=OSA.distance, score_cutoff=self._most) is not None
            for part in searched.parts(self.field)
        )

    @property
    def _most(self) -> int:
        length = len(self.word)
        by_length = 0 if length <= _SHORT_WORD else 1 if length <= _LONG_WORD else 2
        return by_length if self.edits is None else self.edits


@record
class Near:
    """Several things near each other, with at most `between` other words among them."""

    things: tuple[Placed, ...]
    between: int
    is_ordered: bool = False
    field: str | None = None

    def places(self, part: Part) -> list[Place]:
        """Return the stretches of a part that hold all of them."""
        return list(near_places([thing.places(part) for thing in self.things], self.between, self.is_ordered))

    def matches(self, searched: Searched) -> bool:
        """Return whether some stretch of one part holds all of them."""
        return any(
            next(near_places([thing.places(part) for thing in self.things], self.between, self.is_ordered), None)
            is not None
            for part in searched.parts(self.field)
        )


@record
class AnyPlace:
    """Any one of several things that stand somewhere."""

    things: tuple[Placed, ...]
    field: str | None = None

    def places(self, part: Part) -> list[Place]:
        """Return where any of them stands."""
        return sorted({place for thing in self.things for place in thing.places(part)})

    def matches(self, searched: Searched) -> bool:
        """Return whether any of them matches."""
        return any(thing.matches(searched) for thing in self.things)


@record
class Language:
    """A language; "en" stands for "en-GB" too."""

    tag: str

    def matches(self, searched: Searched) -> bool:
        """Return whether the article is in the language."""
        return language_code(searched.article.language) == (language_code(self.tag) or self.tag)


@record
class Country:
    """The country of the outlet, as the outlets' list writes it."""

    name: str  # folded

    def matches(self, searched: Searched) -> bool:
        """Return whether the outlet is in the country."""
        return searched.country.lower() == self.name


@record
class Span:
    """A time: from `after` on, and earlier than `before`."""

    after: datetime | None = None
    before: datetime | None = None

    def matches(self, searched: Searched) -> bool:
        """Return whether the article's place in time lies within."""
        at = searched.article.ordered_at
        return (self.after is None or at >= self.after) and (self.before is None or at < self.before)


@record
class Combined:
    """Several queries: all of them, or any one."""

    queries: tuple[Query, ...]
    wants_all: bool = True

    def matches(self, searched: Searched) -> bool:
        """Return whether all, or any, of the queries match."""
        rule = all if self.wants_all else any
        return rule(query.matches(searched) for query in self.queries)


@record
class Without:
    """What must not match."""

    query: Query

    def matches(self, searched: Searched) -> bool:
        """Return whether the query does not match."""
        return not self.query.matches(searched)
