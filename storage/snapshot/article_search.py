"""Articles that a query matches, from a snapshot: the best or the latest first, or as search() of SQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from news.records import Watch, record
from news.watches.matching import wanted_words
from news.watches.parser import parse_query
from news.watches.query import Combined, Query, Without, Words
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot, connected
from storage.snapshot.query_hits import QueryHits

SQL = named_sql(__file__)
SEARCH, INSTEAD = "search", "search_of_query"  # names of macros


@record
class Hit:
    """One article that matches."""

    article_id: int
    outlet: str | None
    title: str
    url: str
    ordered_at: datetime
    snippet: str
    score: float  # rare words and words of the title weigh more
    story_id: str | None


class ArticleSearch(Snapshot):
    """Questions in the query language to one snapshot."""

    def matching(self, query: Query) -> list[int]:
        """Return the ids of all articles that match."""
        return QueryHits(self._rows).find(query)

    def told(self, article_ids: Sequence[int], words: Sequence[str], *, most: int) -> list[Hit]:
        """Return these articles, those that hold the most and rarest of the words first, then the latest."""
        rows = self._rows(SQL["told"], {"ids": list(article_ids), "words": list(words), "most": most})
        return [
            Hit(article_id=row[0], outlet=row[1], title=row[2], url=row[3], ordered_at=row[4], snippet=row[5],
                score=row[6], story_id=row[7])
            for row in rows
        ]  # fmt: skip

    def days(self, article_ids: Sequence[int]) -> list[date]:
        """Return the day (UTC) of each of these articles, in order: a moment with its zone takes ten times as long."""
        sql = """
            SELECT day_in(ordered_at, 'UTC') AS day FROM archive.articles
            WHERE article_id IN (SELECT unnest($ids::BIGINT[])) AND is_known(recorded_at, superseded_at) ORDER BY day
        """
        return [day for (day,) in self._rows(sql, {"ids": list(article_ids)})]

    def watches(self) -> list[Watch]:
        """Return the watches."""
        rows = self._rows("SELECT watch, query, title FROM watches ORDER BY watch")
        return [Watch(watch=watch, query=query, title=title or "") for watch, query, title in rows]


@contextmanager
def article_search(snapshot: Path, *, as_of: datetime | None = None) -> Iterator[ArticleSearch]:
    """Open the snapshot read-only for questions in the query language."""
    with connected(snapshot, as_of=as_of) as connection:
        yield ArticleSearch(connection, snapshot)


def with_queries(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return a question in which each search() of more than words, phrases and a minus reads what its query matched.

    Raises:
        WatchError: a query cannot be read; with its position.
    """
    asked = [(place, words, parse_query(words)) for place, words in _asked(sql) if words.strip()]
    beyond = [(place, words, query) for place, words, query in asked if not _is_plain(query)]
    if not beyond:
        return sql
    connection.execute(SQL["tables"])
    connection.execute(SQL["macro"])

    def rows(statement: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return connection.execute(statement, parameters).fetchall()

    for words, query in {words: query for _, words, query in beyond}.items():
        told = {"query": words, "ids": QueryHits(rows).find(query), "word": next(iter(wanted_words(query)), "")}
        connection.execute(SQL["add"], told)
    for place, _, _ in reversed(beyond):
        sql = sql[:place] + INSTEAD + sql[place + len(SEARCH) :]
    return sql


def _asked(sql: str) -> Iterator[tuple[int, str]]:
    """Yield where a question calls search() with a text in quotes, and the text."""
    tokens = duckdb.tokenize(sql)
    ends = [start for start, _ in tokens[1:]] + [len(sql.encode())]
    data = sql.encode()
    spans = zip((start for start, _ in tokens), ends, strict=True)
    parts = [(start, data[start:end].decode(errors="replace").strip()) for start, end in spans]
    for number, (start, word) in enumerate(parts):
        if word.lower() != SEARCH or [part for _, part in parts[number + 1 : number + 2]] != ["("]:
            continue
        following = [part for _, part in parts[number + 2 : number + 5]]
        given = following[2:] if [part.lower() for part in following[:2]] == ["query", ":="] else following[:1]
        if given and given[0].startswith("'"):
            yield len(data[:start].decode()), given[0].strip("'").replace("''", "'")


def _is_plain(query: Query) -> bool:
    """Return whether the macro reads a query by itself: words and phrases that are all wanted, or unwanted."""
    if isinstance(query, Combined):
        return query.wants_all and all(_is_plain(part) for part in query.queries)
    if isinstance(query, Without):
        return isinstance(query.query, Words) and query.query.field is None
    return isinstance(query, Words) and query.field is None
