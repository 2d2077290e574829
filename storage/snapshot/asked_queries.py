"""search() of SQL with the whole query language: what its macro does not read is answered before the question."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from news.watches.matching import wanted_words
from news.watches.parser import parse_query
from news.watches.query import Combined, Query, Without, Words
from storage.named_sql import named_sql
from storage.snapshot.query_hits import QueryHits

SQL = named_sql(__file__)
SEARCH, INSTEAD = "search", "search_of_query"


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
    """Tell whether the macro reads a query by itself: words and phrases that are all wanted, or unwanted."""
    if isinstance(query, Combined):
        return query.wants_all and all(_is_plain(part) for part in query.queries)
    if isinstance(query, Without):
        return isinstance(query.query, Words) and query.query.field is None
    return isinstance(query, Words) and query.field is None
