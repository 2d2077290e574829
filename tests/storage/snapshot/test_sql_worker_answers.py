"""What the process that answers a question sets, refuses and sends, asked within this process."""

import io
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any

import duckdb
import pytest

from news.errors import NewsError
from storage.snapshot import sql_worker
from storage.snapshot.sql import _bytes, _moment, _next, _one_line, _refused, messages
from storage.snapshot.sql_worker import GRACE_SECONDS, ROOM_BYTES, refusal, sandbox
from storage.snapshot.worker_messages import encoded, receive
from tests.answers import check
from tests.storage.newsstand import NOW, filled

KEPT = Path("tests/fixtures/answers/storage")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("asked"), 3) / "news.duckdb"


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Note what the process would be limited to: this one is to go on."""
    found: list[tuple[Any, ...]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *given: found.append(given))
    monkeypatch.setattr(signal, "signal", lambda *given: found.append(given))
    monkeypatch.setattr(signal, "alarm", lambda seconds: found.append((seconds,)))
    return found


def answered(monkeypatch: pytest.MonkeyPatch, **asked: Any) -> Iterator[tuple[Any, ...]]:
    """Yield all messages of the process, which is this one."""
    usual = {"parquet": None, "as_of": None, "seconds": 7.9, "memory": "1GB", "memory_bytes": 10**9, "row_limit": None}
    receiving, sending = Pipe(duplex=False)
    handle = os.dup(sending.fileno())
    sending.close()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(usual | asked | {"pipe": handle}) + "\n"))
    sql_worker.main()
    with receiving:
        try:
            while True:
                yield receive(receiving)
        except EOFError:
            return


# Each with what else is asked.
ASKED: dict[str, dict[str, Any]] = {
    "SELECT 1 AS one, 'a' AS word": {},
    "SELECT count(*) FROM articles": {"as_of": "2025-10-19T00:00:00+00:00"},
    "SELECT title FROM articles ORDER BY title": {"row_limit": 2},
    "SELECT title FROM articles ORDER BY title ": {"row_limit": 3},
    "FROM range(2500) SELECT count(*)": {},
    "SELECT title FROM search('headline') ORDER BY 1": {},
    "SELECT title FROM search('title:headline 1') ORDER BY 1": {},
    "FROM search('near (')": {},
    "SELECT getvariable('as_of')": {"as_of": "2025-10-19T02:00:00+02:00"},
    "SELECT current_setting('TimeZone'), current_setting('memory_limit'), current_setting('temp_directory'),"
    " current_setting('disabled_optimizers'), current_setting('enable_external_access'),"
    " current_setting('lock_configuration')": {"memory": "300MB"},
    "SELECT * FROM nothing": {},
    "SELECT": {},
    "": {},
    "SELECT 1; SELECT 2": {},
    "DROP TABLE archive.articles": {},
    "INSTALL x": {},
    "PIVOT (SELECT 1 AS a, 2 AS b) ON a USING sum(b)": {},
    "ATTACH 'x' AS y": {},
    "FROM read_csv('/etc/passwd')": {},
    "FROM frame": {},
}  # fmt: skip


def test_what_is_answered_and_refused_stays(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, limits: list[tuple[Any, ...]]
) -> None:
    found = []
    for sql, more in ASKED.items():
        told = list(answered(monkeypatch, sql=sql, snapshot=str(snapshot), **more))
        found.append(f"{sql} {more or ''}")
        found += [f"  {'done' if one[0] == 'done' else one}" for one in told]
    for place in ("none.duckdb", "ducklake:postgres:"):
        found += [f"{place}: {str(one)[:60]}" for one in answered(monkeypatch, sql="SELECT 1", snapshot=place)]
    found = [line.replace(str(snapshot.parent), "") for line in found]
    check(KEPT / "asked_in_sql.txt", (line.replace(str(snapshot.resolve().parent), "") for line in found))
    room = 10**9 + ROOM_BYTES
    assert limits[:3] == [
        (resource.RLIMIT_AS, (room, room)), (signal.SIGINT, signal.SIG_IGN), (7 + GRACE_SECONDS,),
    ]  # fmt: skip


def test_a_long_answer_is_sent_by_thousands(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, limits: list[tuple[Any, ...]]
) -> None:
    for limit, sizes in ((None, [1000, 1000, 500]), (1500, [1000, 500]), (1000, [1000, 0])):
        told = answered(monkeypatch, sql="FROM range(2500)", snapshot=str(snapshot), row_limit=limit)
        assert [len(one[1]) for one in told if one[0] == "rows"] == sizes


def test_an_answer_is_written_to_the_one_file_that_was_named(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, limits: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    target = str(tmp_path / "answer.parquet")
    asked = {"sql": "FROM range(7)", "snapshot": str(snapshot), "parquet": target}
    assert next(one[:2] for one in answered(monkeypatch, **asked)) == ("written", 7)
    asked["sql"] = f"FROM range(8) UNION ALL FROM read_parquet('{tmp_path / 'other.parquet'}')"
    with duckdb.connect() as connection:
        connection.execute("COPY (SELECT 1::BIGINT AS range) TO $1", [str(tmp_path / "other.parquet")])
    ((kind, name, _),) = answered(monkeypatch, **asked)
    assert (kind, name) == ("refused", "PermissionException")
    assert duckdb.read_parquet(target).fetchall() == [(number,) for number in range(7)]


def test_of_a_lake_its_own_folder_may_be_read_and_nothing_else(tmp_path: Path) -> None:
    for name in ("data", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text("n\n1\n")
    with duckdb.connect() as connection:
        sandbox(connection, as_of=datetime(2026, 1, 1, tzinfo=UTC), memory="1GB", data=str(tmp_path / "data"))
        assert connection.execute(f"FROM '{tmp_path / 'data' / 'a.csv'}'").fetchall() == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"FROM '{tmp_path / 'other' / 'a.csv'}'")
        with pytest.raises(duckdb.Error, match="locked"):
            connection.execute("SET memory_limit = '2GB'")


STATEMENTS = (
    (), (("SELECT", "SELECT 1"),), (("SELECT", "a"), ("SELECT", "b")), (("EXPLAIN", "EXPLAIN a"),),
    (("MULTI", " pivot a"),), (("MULTI", "(a"),), (("MULTI", "COPY a"),), (("INSERT", "insert into a"),),
    (("PRAGMA", " "),), (("SELECT", "FROM postgres_query('x')"),), (("SELECT", "FROM Query ('x')"),),
    (("SELECT", "FROM __ducklake_metadata_news.a"),), (("SELECT", "SELECT query FROM watches"),),
)  # fmt: skip


def outcome(ask: Any, *given: Any, **more: Any) -> str:
    try:
        return str(ask(*given, **more))
    except NewsError as error:
        return f"{type(error).__name__} ({error.subject}): {error}"


SAID = (
    "Parser Error: x", "Parser Error: x\nLINE 1: SELECT a b\n               ^", "a\nLINE 12: x\n         ^",
    "words\n\nmore",
    "x\nLINE 1: SELECT \"a b\" c\n                ^", "x\nLINE 3: \n        ^", "x\nLINE 2: (a)\n        ^",
    "bad allocation", "y" * 399,
    "y" * 400, "y" * 401,
    'Binder Error: Referenced column "Keld" not found in FROM\nLINE 1: a "Keld"\n          ^', "std::bad_alloc",
    'Referenced column "Keld" not found\nLINE 1: a "Other"\n          ^',
)  # fmt: skip


MOMENTS = (
    None, "2024-03-27", " 2024-03-27T12:00:00+02:00 ", "9999-12-31", "9999-12-29", "9999-12-30T01:00", "x",
    "0001-01-01T00:00+14:00",
)  # fmt: skip
AMOUNTS = ("1GB", "1.5 mib", "7KB", "2TB", " 3 GB ", "GB", "1", "1PB", "-1GB", "1B")
KINDS = ("", "OutOfMemoryException", "MemoryError", "PermissionException", "PermissionError", "IOError")


def test_what_is_said_of_questions_stays(snapshot: Path) -> None:
    found = [
        f"{list(one)} {lake}: {refusal(list(one), is_of_lake=lake)}" for one in STATEMENTS for lake in (False, True)
    ]
    for words in SAID:
        found += [repr(words), f"  {_one_line(words)}", f"  {_refused('', words, '1GB')}"]
    found += [f"{kind}: {_refused(kind, 'x', '1GB')}" for kind in KINDS]
    found += [f"{said}: {outcome(_moment, said)}" for said in MOMENTS]
    found += [f"{said}: {outcome(_bytes, said)}" for said in AMOUNTS]
    for place, seconds in ((snapshot, 0.0), (snapshot, -1.0), (snapshot, 1e6 + 1), (snapshot.with_name("none"), 1.0)):
        asked = messages(place, "SELECT 1", as_of=None, seconds=seconds, memory="1GB")
        found.append(f"{seconds}: {outcome(next, asked).replace(str(snapshot.parent), '')}")
    check(KEPT / "said_of_questions.txt", (line.replace("y" * 390, "…") for line in found))


def test_words_of_the_other_process_are_read_until_the_time_is_up() -> None:
    class Process:
        waited = 0

        def wait(self) -> None:
            self.waited += 1

    request = {"sql": "SELECT 1", "as_of": None, "seconds": 5, "memory": "1GB"}
    receiving, sending = Pipe(duplex=False)
    process: Any = Process()
    sending.send_bytes(encoded(("done", 1.5)))
    assert _next(receiving, process, 0.0, request) == ("done", 1.5)  # it came, however late
    with pytest.raises(NewsError, match=r"^Stopped after 5 seconds: narrow the question, or allow it more time\.$"):
        _next(receiving, process, 0.0, request)
    with pytest.raises(NewsError, match="Stopped after 5 seconds: "):
        _next(receiving, process, 0.0, request | {"sql": "SELECT * FROM articles", "as_of": NOW.isoformat()})
    assert process.waited == 0
    sending.close()
    with pytest.raises(NewsError, match="needed more than 1GB of memory"):
        _next(receiving, process, 0.0, request)
    assert process.waited == 1
