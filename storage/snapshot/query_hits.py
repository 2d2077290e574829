"""Which articles a query matches: answered by the index of words, and by the texts where the index cannot decide."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from news.records import Article, record
from news.watches.query import (
    TEXT_FIELDS,
    WORD_FIELDS,
    AnyPlace,
    Combined,
    Country,
    Form,
    Language,
    Near,
    Query,
    Searched,
    Span,
    Without,
    Words,
)
from news.watches.words import Part
from storage.named_sql import named_sql
from storage.tables.rows import plain

SQL = named_sql(__file__)

TOLD = ("article_id", "url", "language", "ordered_at", *WORD_FIELDS.values())  # of an article whose text is read
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAST_TO_NARROW = 200  # articles: of so few all places are looked at
BATCH = 5000  # texts read at a time: some 20 MB
TITLE_UNTIL = 100  # places up to it stand in the title
# More than what is near, never less, of things in several words.
MAYBE_CLOSE = SQL["close"].format(near="abs(place - other) < $apart")
CLOSE = SQL["close"].format(
    near="abs(other - place) BETWEEN 1 AND $between + 1 AND (NOT $in_order OR other > place) "
    "AND (place <= 100) = (other <= 100) AND ($field IS NULL OR (place <= 100) = ($field = 'title'))"
)

Rows = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]


@record
class Candidates:
    """Versions of articles that may match, by their number in the index."""

    docs: frozenset[int]
    sure: frozenset[int]  # those of them that match for certain; the texts of the others are read


def _exact(docs: frozenset[int]) -> Candidates:
    return Candidates(docs=docs, sure=docs)


class QueryHits:
    """Questions in the query language to one archive."""

    def __init__(self, rows: Rows) -> None:
        """Ask by `rows`, which runs a statement on a store or a snapshot."""
        self._rows = rows

    def find(self, query: Query) -> list[int]:
        """Return the ids of all articles that match."""
        found = self._candidates(query)
        sure = found.sure & self._standing
        read = (found.docs & self._standing) - sure
        ids = [number for (number,) in self._rows(SQL["ids"], {"docs": list(sure)})] if sure else []
        told = (one.article_id for one in self._articles(read) if query.matches(Searched(one, self._countries)))
        return sorted([*ids, *told])

    def _articles(self, docs: Collection[int]) -> Iterable[Article]:
        numbers = sorted(docs)
        for start in range(0, len(numbers), BATCH):
            batch = {"docs": numbers[start : start + BATCH]}
            places = [place for (place,) in self._rows(SQL["places"], batch)]
            for row in self._rows(SQL["texts"].format(told=", ".join(TOLD)), {"places": places}):
                yield _article(dict(zip(TOLD, map(plain, row), strict=True)))

    @cached_property
    def _standing(self) -> frozenset[int]:
        """The present versions of all articles."""
        return frozenset(doc for (doc,) in self._rows(SQL["standing"], {}))

    @cached_property
    def _outlets(self) -> list[tuple[str, str | None]]:
        return [(outlet or "", country) for outlet, country in self._rows(SQL["outlets"], {})]

    @property
    def _countries(self) -> dict[str, str]:
        return {outlet: country for outlet, country in self._outlets if country}

    def _docs(self, sql: str, **asked: Any) -> frozenset[int]:
        return frozenset(doc for (doc,) in self._rows(sql, asked))

    def _candidates(self, query: Query) -> Candidates:
        if isinstance(query, Combined):
            return self._combined(query)
        if isinstance(query, Without):
            inner = self._candidates(query.query)
            return Candidates(docs=self._standing - inner.sure, sure=self._standing - inner.docs)
        if isinstance(query, Words | Form | Near | AnyPlace) and query.field in TEXT_FIELDS:
            return self._placed(query)
        if isinstance(query, Language | Country | Span) or getattr(query, "field", None) in ("outlet", "author"):
            return _exact(self._told(query))
        return Candidates(docs=self._standing, sure=frozenset())

    def _combined(self, query: Combined) -> Candidates:
        parts = [self._candidates(part) for part in query.queries]
        docs, sure = [part.docs for part in parts], [part.sure for part in parts]
        if query.wants_all:
            return Candidates(docs=frozenset.intersection(*docs), sure=frozenset.intersection(*sure))
        return Candidates(docs=frozenset().union(*docs), sure=frozenset().union(*sure))

    def _placed(self, query: Words | Form | Near | AnyPlace) -> Candidates:
        if isinstance(query, Words):
            return _exact(self._ways(query.ways, query.field))
        if isinstance(query, Form):
            docs = self._ways(query.ways, query.field) if query.ways else self._standing
            return Candidates(docs=docs, sure=frozenset())
        parts = [self._candidates(thing) for thing in query.things]
        if isinstance(query, Near):
            docs = frozenset.intersection(*(part.docs for part in parts))
            ways = [_first_words(thing) for thing in query.things]
            return _exact(self._near(query, docs, ways)) if all(ways) else Candidates(docs=docs, sure=frozenset())
        return Candidates(
            docs=frozenset().union(*(part.docs for part in parts)),
            sure=frozenset().union(*(part.sure for part in parts)),
        )

    def _near(self, query: Near, docs: frozenset[int], ways: Sequence[Sequence[tuple[str, ...]]]) -> frozenset[int]:
        """Return those of these articles in which things written in these ways stand near each other.

        The index tells it as the texts would: its words are theirs, one by one.
        """
        singles = [[way[0] for way in of_one if len(way) == 1] for of_one in ways]
        rows = [way for of_one in ways for way in of_one if len(way) > 1]
        if not docs or len(ways) != 2 or not all(singles):
            return self._near_by_places(query, docs, ways)
        # Few articles hold a thing in several words, such as initials: in the others single words alone can stand.
        in_rows = docs & self._ways(rows, query.field) if rows else frozenset()
        asked = {"between": query.between, "in_order": query.is_ordered, "field": query.field}
        one, other = singles
        close = self._docs(CLOSE, docs=list(docs - in_rows), one=one, other=other, **asked)
        return close | self._near_by_places(query, in_rows, ways)

    def _near_by_places(
        self, query: Near, docs: frozenset[int], ways: Sequence[Sequence[tuple[str, ...]]]
    ) -> frozenset[int]:
        words = sorted({word for of_one in ways for way in of_one for word in way})
        numbers = sorted(self._narrowed(query, docs, ways))
        return frozenset(
            doc
            for start in range(0, len(numbers), BATCH)
            for doc, parts in self._parts(numbers[start : start + BATCH], words, query.field)
            if any(query.places(part) for part in parts)
        )

    def _parts(self, docs: list[int], words: list[str], field: str | None) -> Iterable[tuple[int, list[Part]]]:
        """Yield articles, each with its parts as far as the index knows where these words stand."""
        rows = self._rows(SQL["word_places"], {"docs": docs, "words": words})
        for doc, found in groupby(rows, key=itemgetter(0)):
            title: dict[str, list[int]] = {}
            text: dict[str, list[int]] = {}
            for _, word, places in found:
                until = bisect_right(places, TITLE_UNTIL)
                title[word], text[word] = places[:until], places[until:]
            named = {"title": title, "text": text}
            yield doc, [Part.of_places(places) for name, places in named.items() if field in (None, name)]

    def _narrowed(self, query: Near, docs: frozenset[int], ways: Sequence[Sequence[tuple[str, ...]]]) -> frozenset[int]:
        """Leave out articles in which the first words of two things stand too far apart."""
        if len(docs) < LEAST_TO_NARROW:
            return docs
        apart = query.between + sum(max(map(len, of_one)) for of_one in ways)
        for other in ways[1:]:
            sides = {"one": [way[0] for way in ways[0]], "other": [way[0] for way in other]}
            docs = docs & self._docs(MAYBE_CLOSE, docs=list(docs), apart=apart, **sides) if docs else docs
        return docs

    def _ways(self, ways: Sequence[tuple[str, ...]], field: str | None) -> frozenset[int]:
        words = [way[0] for way in ways if len(way) == 1]
        found = self._docs(SQL["word"], words=words, field=field) if words else frozenset()
        return found.union(*(self._docs(SQL["row"], words=list(way), field=field) for way in ways if len(way) > 1))

    def _told(self, query: Query) -> frozenset[int]:
        """Return what is told of articles beside their words: outlet, country, language, author, time."""
        if isinstance(query, Span):
            return self._docs(SQL["of_time"], after=query.after, before=query.before)
        if isinstance(query, Language):
            languages = [language or "" for (language,) in self._rows(SQL["languages"], {})]
            values = [value for value in languages if query.matches(_sample(language=value or None))]
            return self._docs(SQL["of_languages"], values=values)
        if getattr(query, "field", None) == "author":
            authors = ["\n".join(names or ()) for (names,) in self._rows(SQL["authors"], {})]
            values = [value for value in authors if query.matches(_sample(authors=tuple(value.split(chr(10)))))]
            return self._docs(SQL["of_authors"], values=values)
        outlets = [outlet for outlet, _ in self._outlets]
        return self._docs(
            SQL["of_outlets"], values=[one for one in outlets if query.matches(_sample(self._countries, outlet=one))]
        )


def _first_words(thing: Query) -> list[tuple[str, ...]]:
    """Return every way in which a thing may be written; none where the index does not tell."""
    if isinstance(thing, Words):
        return list(thing.ways)
    if not isinstance(thing, AnyPlace):
        return []
    parts = [_first_words(part) for part in thing.things]
    return [way for part in parts for way in part] if all(parts) else []


def _sample(countries: dict[str, str] | None = None, **told: Any) -> Searched:
    """Return an article of which only its outlet, language or authors are told."""
    return Searched(
        _article({"article_id": 0, "url": "", "title": "", "text": "", "ordered_at": EPOCH} | told), countries
    )


def _article(told: dict[str, Any]) -> Article:
    kept = {"outlet": None, "first_seen_at": told["ordered_at"], "ordered_by": "published", "arrived_by": "feed"}
    return Article(**(kept | {name: value for name, value in told.items() if value is not None}))
