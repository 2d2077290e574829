"""search() in SQL with the whole query language, as newsthread sql and assistants ask it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from news.errors import InputError
from storage.snapshot.article_search import INSTEAD, with_queries
from storage.snapshot.sql import ask
from tests.storage.newsstand import filled


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("queries"), 30) / "news.duckdb"


@pytest.fixture
def connection(snapshot: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(snapshot), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("search('headline OR nowhere', most := 100)", 30),
        ("search('headl*', most := 100)", 30),
        ("search('headline NEAR/2 7', most := 100)", 1),
        ("search('title:headline', most := 4)", 4),
        ("search(query := 'title:headline', most := 100)", 30),
        ("search('(7 OR 8) headline', most := 100)", 2),
        ("search('headline OR naïve', most := 100) AS süchte", 30),
        ("search('title:headline', most := 100) JOIN search('headline 7') USING (article_id)", 1),
        ("search('outlet:\"Lantern 3\"', most := 100)", 1),
        ("search('title:headline', until := DATE '2000-01-01')", 0),
    ],
)
def test_search_takes_the_query_language(snapshot: Path, call: str, count: int) -> None:
    assert ask(snapshot, f"SELECT count(*) FROM {call}").rows == [(count,)]


def test_a_query_of_the_language_has_the_columns_of_search(snapshot: Path) -> None:
    plain, beyond = (ask(snapshot, f"FROM search('{query}', most := 3)") for query in ("headline", "title:headline"))
    assert (beyond.columns, beyond.types) == (plain.columns, plain.types)
    assert [row[-1] for row in beyond.rows] == [30, 30, 30]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("headline OR", r"^search\(\): .*position 12 \(the end\): expected a word or phrase"),
        ("headline NEAR court", r"position 10 .*expected a number, as in NEAR/5"),
        ("(headline", r"position 10 \(the end\): expected a closing parenthesis"),
    ],
)
def test_a_query_that_cannot_be_read_is_told_with_its_position(snapshot: Path, query: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        ask(snapshot, f"SELECT 1 FROM search('{query}')")


@pytest.mark.parametrize(
    "sql",
    [
        "FROM search('\"headline 3\" lantern -court')",
        "SELECT 'search(''a OR b'')' AS told",
        "SELECT search FROM (SELECT 1 AS search) -- search('a OR b')",
        "FROM search('')",
    ],
)
def test_what_the_macro_reads_stays_as_it_is(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert with_queries(connection, sql) == sql


def test_only_the_call_is_changed(connection: duckdb.DuckDBPyConnection) -> None:
    told = with_queries(connection, "SELECT 'ü, search(''x'')', * FROM search('a OR b')")
    assert told == f"SELECT 'ü, search(''x'')', * FROM {INSTEAD}('a OR b')"
