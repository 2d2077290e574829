"""Ad-hoc SQL: reads the snapshot and nothing else, within its time and memory; every refusal is one line."""

import csv
import errno
import io
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

import newsthread
from news.errors import ArchiveError, InputError
from storage.archive import Archive
from storage.snapshot.connection import connected
from storage.snapshot.export import write_answer
from storage.snapshot.sql import _refusal, ask, vocabulary
from storage.snapshot.sql_worker import answer, sandbox
from tests.storage.newsstand import NOW, article, filled, save


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("questions"), 30) / "news.duckdb"


def refused(snapshot: Path, sql: str, **limits: float) -> str:
    with pytest.raises(InputError) as caught:
        ask(snapshot, sql, **limits)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture(scope="module")
def inside(snapshot: Path) -> Iterator[Callable[[str], tuple[Any, ...]]]:
    """Answer as the process that answers does, in this one, and return the first message: quicker, for many cases."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        sandbox(connection, as_of=None, memory="500MB")

        def first_message(sql: str) -> tuple[Any, ...]:
            sent: list[tuple[Any, ...]] = []
            try:
                answer(connection, {"sql": sql, "parquet": None, "row_limit": 10}, sent.append)
            except duckdb.Error as error:
                return "refused", type(error).__name__, str(error)
            return sent[0]

        yield first_message


# --- answers ---------------------------------------------------------------------------------------------------------


def test_an_answer_has_columns_types_and_python_values(snapshot: Path) -> None:
    answer = ask(
        snapshot,
        "SELECT count(*) AS n, min(first_seen_at) AS first, [1, 2] AS list, {'at': now()} AS s, sum(1::HUGEINT) AS h, "
        "1.50 AS d, DATE '2024-04-10' AS day FROM articles",
    )
    assert answer.columns == ("n", "first", "list", "s", "h", "d", "day")
    assert answer.types[:3] == ("BIGINT", "TIMESTAMP WITH TIME ZONE", "INTEGER[]")
    n, first, numbers, struct, huge, exact, day = answer.rows[0]
    assert (n, first, numbers, huge, exact, day) == (
        30,
        article(0).first_seen_at,
        [1, 2],
        30,
        Decimal("1.50"),
        date(2024, 4, 10),
    )
    assert first.tzinfo is struct["at"].tzinfo is UTC
    assert answer.seconds > 0


def test_rows_beyond_the_limit_are_cut_and_that_is_told(snapshot: Path) -> None:
    answers = [ask(snapshot, "FROM range(3000)", row_limit=limit) for limit in (0, 1500, 2999, 3000, 3001)]
    assert [len(answer.rows) for answer in answers] == [0, 1500, 2999, 3000, 3000]
    assert [answer.truncated for answer in answers] == [True, True, True, False, False]


READING = [
    "FROM articles",
    "WITH a AS (FROM articles) SELECT count(*) FROM a;",
    "SELECT 1 -- with a remark; and a semicolon",
    "TABLE articles",
    "VALUES (1)",
    "DESCRIBE articles",
    "SHOW TABLES",
    "SUMMARIZE SELECT 1",
    "EXPLAIN FROM articles",
    "EXPLAIN ANALYZE FROM articles",
    "PIVOT articles ON outlet USING count(*)",
]


@pytest.mark.parametrize("sql", READING)
def test_whatever_reads_is_answered(inside: Callable[[str], tuple[Any, ...]], sql: str) -> None:
    assert inside(sql)[0] == "columns"


def test_as_of_answers_as_the_archive_knew_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, [article(1)], now=NOW - timedelta(days=2))
        save(archive, [article(1, version_of="corrected"), article(2)], now=NOW)
        archive.publish(now=NOW)
    snapshot = tmp_path / "news.duckdb"
    count = "SELECT count(*), max(text) LIKE '%corrected' FROM articles WHERE url LIKE '%/1'"
    assert ask(snapshot, count).rows == [(1, True)]
    for moment in ("2026-11-21", "2026-11-22T09:59:59+01:00", "2026-11-22 08:59:59"):
        assert ask(snapshot, count, as_of=moment).rows == [(1, False)]
        assert ask(snapshot, "SELECT count(*) FROM articles", as_of=moment).rows == [(1,)]
    with pytest.raises(InputError, match="'last week' is no moment; write 2024-03-27"):
        ask(snapshot, count, as_of="last week")
    now = ask(snapshot, "SELECT count(*) FROM articles").rows
    assert ask(snapshot, "SELECT count(*) FROM articles", as_of="9999-12-31").rows == now


def test_the_vocabulary_names_every_view_and_macro_with_its_columns(snapshot: Path) -> None:
    words = {name: (kind, columns, comment) for name, kind, columns, comment in vocabulary(snapshot)}
    assert words["articles"][0] == "view"
    assert {"article_id", "text", "story_id"} <= set(words["articles"][1])
    assert words["coverage_by_day"][0] == "table macro"
    assert all(comment for _, _, comment in words.values())


# --- refusals --------------------------------------------------------------------------------------------------------

CHANGING = [
    "COPY articles TO '/tmp/x.csv'",
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    "EXPORT DATABASE '/tmp/x'",
    "ATTACH '/tmp/x.duckdb'",
    "DETACH news",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_size",
    "CALL pragma_version()",
    "SET memory_limit = '100GB'",
    "SET VARIABLE as_of = '2024-01-01'",
    "RESET lock_configuration",
    "USE archive",
    "CREATE TEMP TABLE t AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "INSERT INTO archive.failures VALUES ('a', 'b', 'c', now())",
    "UPDATE archive.articles SET title = ''",
    "DELETE FROM archive.articles",
    "DROP VIEW articles",
    "BEGIN",
    "CHECKPOINT",
    "VACUUM",
    "PREPARE p AS SELECT 1",
    "SELECT 1; DROP VIEW articles",
    "SELECT 1; SELECT 2",
    "EXPLAIN ANALYZE DELETE FROM archive.articles",
    "WITH gone AS (DELETE FROM archive.articles RETURNING *) SELECT count(*) FROM gone",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("sql", CHANGING)
def test_whatever_does_more_than_read_is_refused(
    inside: Callable[[str], tuple[Any, ...]], snapshot: Path, sql: str
) -> None:
    before = snapshot.read_bytes()
    assert inside(sql)[0] == "refused"
    assert snapshot.read_bytes() == before


def test_a_refused_statement_is_named(snapshot: Path) -> None:
    assert refused(snapshot, "COPY articles TO '/tmp/x.csv'").endswith("COPY is refused.")
    assert refused(snapshot, "SELECT 1; SELECT 2").startswith("One question at a time")


OUTSIDE = [
    "FROM '/etc/passwd'",
    "FROM read_csv('/etc/passwd')",
    "FROM read_text('/etc/passwd')",
    "FROM read_blob('/etc/passwd')",
    "FROM glob('/*')",
    "FROM read_csv('http://127.0.0.1:1/x.csv')",
    "FROM read_parquet('s3://bucket/x.parquet')",
    "FROM read_duckdb('/tmp/x.duckdb')",
    "FROM sniff_csv('/etc/passwd')",
    "FROM parquet_metadata('/etc/passwd')",
    "FROM query('FROM read_text(''/etc/passwd'')')",
    "FROM duckdb_secrets()",
    "FROM enable_logging(storage := 'file', storage_path := '/tmp')",
    "FROM connection",  # a Python variable of the process that answers
]


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_but_the_snapshot_can_be_read(inside: Callable[[str], tuple[Any, ...]], sql: str) -> None:
    assert inside(sql)[0] == "refused"


def test_reading_a_file_is_refused_in_one_line(snapshot: Path) -> None:
    assert "questions read the snapshot and nothing else" in refused(snapshot, "FROM read_text('/etc/passwd')")


ENDLESS = [
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3",
    "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
]


@pytest.mark.parametrize("sql", ENDLESS)
def test_an_endless_question_is_stopped(snapshot: Path, sql: str) -> None:
    started = time.monotonic()
    assert refused(snapshot, sql, seconds=1.0).startswith("Stopped after 1 seconds")
    assert time.monotonic() - started < 10


def test_a_question_that_is_stopped_is_told_what_would_be_faster(snapshot: Path) -> None:
    sql = "SELECT count(*) FROM articles, range(100000000) a, range(1000) b WHERE text ILIKE '%' || a.range * b.range"
    assert "search(" in refused(snapshot, sql, seconds=1.0)


GREEDY = [
    "SELECT list_transform(range(3000000000), lambda x: x + 1)",
    "SELECT string_agg(repeat('x', 1000000), '') FROM range(20000)",
    "SELECT length(repeat('x', 4000000000) || repeat('y', 4000000))",
    "SELECT x, list(y) FROM (SELECT random() AS x, repeat('x', 200) AS y FROM range(100000000)) GROUP BY x",
    "SELECT * FROM (SELECT random() AS x, repeat('x', 200) AS y FROM range(50000000)) ORDER BY x",
]


@pytest.mark.parametrize("sql", GREEDY)
def test_a_question_that_needs_too_much_memory_is_stopped(snapshot: Path, sql: str) -> None:
    words = refused(snapshot, sql, memory="200MB")  # type: ignore[arg-type]
    assert "more than 200MB of memory" in words or "maximum supported string size" in words


HINTS = [
    ("FROM artikles", 'Table with name artikles does not exist! Did you mean "articles"? (line 1, at artikles)'),
    ("SELECT headlin FROM copy_groups", 'Candidate bindings: "headlines"'),
    ('SELECT 1 FROM articles WHERE outlet = "Keld Today"', "a text stands in single quotes, 'Keld Today'"),
    ("SELECT *\nFORM articles", 'syntax error at or near "articles"'),
    ("SELECT\n\n  nothing_like_it(1)", "(line 3, at nothing_like_it)"),
    ("SELECT 'open", "unterminated string literal"),
]


@pytest.mark.parametrize(("sql", "hint"), HINTS)
def test_a_mistake_is_told_in_one_line_with_duckdbs_hint(snapshot: Path, sql: str, hint: str) -> None:
    assert hint in refused(snapshot, sql)


def test_a_missing_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="run newsthread collect, or newsthread import FILE, first"):
        ask(tmp_path / "news.duckdb", "SELECT 1")


PUBLISH_ANEW = r"news\.duckdb is damaged: newsthread link publishes it anew\.$"


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    third = path.stat().st_size // 3
    with path.open("r+b") as file:
        file.seek(third)
        file.write(bytes(third))


def replace_by_text(path: Path) -> None:
    path.write_text("not a database " * 500)


@pytest.mark.parametrize("damage", [truncate, overwrite, replace_by_text])
def test_a_damaged_snapshot_says_how_it_is_published_anew(
    snapshot: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = tmp_path / "news.duckdb"
    shutil.copy(snapshot, path)
    damage(path)
    everything = "SELECT count(*) FROM (SELECT * FROM articles ORDER BY text)"
    with pytest.raises(ArchiveError, match=PUBLISH_ANEW):
        ask(path, everything)
    with pytest.raises(ArchiveError, match=PUBLISH_ANEW), connected(path, as_of=None) as connection:
        connection.execute(everything).fetchall()


def test_a_notebook_says_how_a_damaged_snapshot_is_published_anew(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    replace_by_text(path)
    with pytest.raises(ArchiveError, match=PUBLISH_ANEW):
        newsthread.open(path)


# --- files -----------------------------------------------------------------------------------------------------------

MANY = """
    SELECT i AS n, 'a"b,' || i AS words, [i] AS list, TIMESTAMPTZ '2024-04-10 09:30:00+00' AS at,
           NULL AS none, i > 0 AS yes
    FROM range(2500) t(i) ORDER BY i
"""


def test_csv_holds_every_row(snapshot: Path, tmp_path: Path) -> None:
    assert write_answer(snapshot, MANY, tmp_path / "x.csv", "csv") == 2500
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[-1] == {
        "n": "2499", "words": 'a"b,2499', "list": "[2499]", "at": "2024-04-10T09:30:00+00:00",
        "none": "", "yes": "true",
    }  # fmt: skip


def test_json_is_one_list_of_objects(snapshot: Path) -> None:
    stream = io.StringIO()
    assert write_answer(snapshot, MANY, stream, "json") == 2500
    rows = json.loads(stream.getvalue())
    assert rows[1] == {
        "n": 1, "words": 'a"b,1', "list": [1], "at": "2024-04-10T09:30:00+00:00", "none": None, "yes": True,
    }  # fmt: skip


CELLS = "SELECT '=1+1' AS a, '+1' AS b, '-2' AS c, '@x' AS d, chr(9) || 'y' AS e, -5 AS f, 'plain' AS g, '' AS \"=h\""


def test_texts_that_a_spreadsheet_would_run_are_guarded_in_csv_and_numbers_are_not(snapshot: Path) -> None:
    stream = io.StringIO()
    write_answer(snapshot, CELLS, stream, "csv", is_guarded=True)
    names, row = csv.reader(io.StringIO(stream.getvalue()))
    assert names == ["a", "b", "c", "d", "e", "f", "g", "'=h"]
    assert row == ["'=1+1", "'+1", "'-2", "'@x", "'\ty", "-5", "plain", ""]


def test_unguarded_csv_holds_the_texts_as_they_are(snapshot: Path) -> None:
    stream = io.StringIO()
    write_answer(snapshot, CELLS, stream, "csv")
    assert list(csv.reader(io.StringIO(stream.getvalue())))[1][:2] == ["=1+1", "+1"]


def test_an_empty_answer_is_an_empty_list(snapshot: Path) -> None:
    stream = io.StringIO()
    assert write_answer(snapshot, "FROM articles WHERE false", stream, "json") == 0
    assert json.loads(stream.getvalue()) == []


def test_columns_of_one_name_and_odd_numbers_stay_apart_in_json(snapshot: Path) -> None:
    stream = io.StringIO()
    write_answer(snapshot, "SELECT 1 AS a, 2 AS a, 'nan'::DOUBLE AS b, 1e400::DOUBLE AS c", stream, "json")
    assert json.loads(stream.getvalue()) == [{"a": 1, "a_2": 2, "b": None, "c": None}]


def test_a_decimal_is_a_number_in_json(snapshot: Path) -> None:
    stream = io.StringIO()
    write_answer(snapshot, "SELECT 1.10 AS a, [round(2.345::DECIMAL(9, 3), 2)] AS b", stream, "json")
    assert json.loads(stream.getvalue()) == [{"a": 1.1, "b": [2.35]}]


def test_parquet_keeps_types(snapshot: Path, tmp_path: Path) -> None:
    assert write_answer(snapshot, MANY, tmp_path / "x.parquet", "parquet") == 2500
    table = pq.read_table(tmp_path / "x.parquet")
    assert table.num_rows == 2500
    assert table.column("at")[0].as_py() == datetime(2024, 4, 10, 9, 30, tzinfo=UTC)
    assert table.column("list")[7].as_py() == [7]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_refused_question_leaves_no_file_and_an_old_one_alone(snapshot: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "x"
    for content in (None, b"kept"):
        if content:
            path.write_bytes(content)
        with pytest.raises(InputError, match="does not exist"):
            write_answer(snapshot, "FROM nowhere_to_be_found", path, form)  # type: ignore[arg-type]
    assert [item.name for item in tmp_path.iterdir()] == ["x"]
    assert path.read_bytes() == b"kept"


def test_a_place_where_nothing_can_be_written_is_said(snapshot: Path, tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        with pytest.raises(InputError, match=r"none/x cannot be written: there is no folder .*none"):
            write_answer(snapshot, "SELECT 1", tmp_path / "none" / "x", form)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_no_answer_takes_the_place_of_a_database(snapshot: Path, form: str) -> None:
    before = snapshot.read_bytes()
    with pytest.raises(InputError, match="is a DuckDB database; name another file"):
        write_answer(snapshot, "SELECT 1", snapshot, form)  # type: ignore[arg-type]
    assert snapshot.read_bytes() == before


def test_a_long_answer_is_written_while_it_is_read(snapshot: Path) -> None:
    class Counted(io.StringIO):
        """Fails once something was written: nothing waits for the last row."""

        def write(self, text: str) -> int:
            if len(text) > 2:
                raise BrokenPipeError
            return len(text)

    with pytest.raises(BrokenPipeError):
        write_answer(snapshot, "FROM range(100000000000)", Counted(), "csv", seconds=20)


@pytest.fixture(autouse=True)
def _no_process_stays() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


def children() -> set[str]:
    """Return this process's children, by number; none where the system does not tell."""
    told = Path("/proc/thread-self/children")
    return set(told.read_text().split()) if told.exists() else set()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ('IO Error: Async write failed: {"exception_message":"Could not write: No space left on device"}', OSError),
        ("IO Error: Could not write: Input/output error", InputError),
    ],
)
def test_a_full_disk_is_no_fault_of_the_question(words: str, kind: type[Exception]) -> None:
    refusal = _refusal("IOException", words, "1GB", "SELECT 1")
    assert type(refusal) is kind
    assert getattr(refusal, "errno", errno.ENOSPC) == errno.ENOSPC
