"""What a lake is asked and what is said of it, answered by a connection that stands for PostgreSQL and the lake."""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from news.errors import ArchiveBusy, NewsError
from storage import lake as lakes
from storage import lake_store
from storage.lake import Lake, data_path, for_lake, is_lake, masked, on_lake, open_reader, refusal_of
from storage.lake_store import ALONE, PAUSES, TURN, LakeStore, open_lake
from storage.maintenance.compact import _compact_lake
from tests.answers import check
from tests.storage.postgres_words import HELD, LockThere, Server

KEPT = Path("tests/fixtures/answers/storage")
LAKE = Lake.named("ducklake:postgres:host=db password=hush")
INFO = """
    CREATE SCHEMA archive; CREATE TABLE archive.articles (i INTEGER);
    CREATE MACRO ducklake_table_info(lake) AS TABLE
        SELECT * FROM (VALUES ('news', 100, 7), ('news', 50, NULL), ('news', 40, 3), ('other', 9, 9))
            AS t(name, file_size_bytes, delete_file_size_bytes) WHERE name = lake;
"""


class LakeThere(LakeStore):
    """A lake in memory, whose turn a server as above gives."""

    def __init__(self, lake: Lake, folder: Path, server: Server | None = None) -> None:
        super().__init__(lake, folder)
        self.server = server or Server()
        self.written: list[str] = []
        self._turn = LockThere(lake, TURN, self.server)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute(INFO)
        return connection

    def write(self, sql: str, parameters: Any = ()) -> None:
        self.written.append(sql)
        if not sql.startswith("CALL"):
            super().write(sql, parameters)


def outcome(ask: Callable[..., Any], *given: Any, **more: Any) -> str:
    try:
        return str(ask(*given, **more))
    except (NewsError, duckdb.Error, KeyError) as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]


def test_what_a_lock_asks_and_says_stays() -> None:
    found = []
    for held in HELD:
        server = Server(is_free=False)
        found += [f"held {held}: {outcome(LockThere(LAKE, TURN, server, held).take)}", f"  {server.asked}"]
    for seconds, fails_with in ((0.0, ""), (1.5, ""), (300, "due to lock timeout"), (300, "terminating connection")):
        server = Server(fails_with=fails_with)
        lock = LockThere(LAKE, ALONE, server)
        lock.release()
        steps = [outcome(lock.take, seconds=seconds)[:90], outcome(lock.check), str(lock._connection is None)]
        for end in (lock.release, lock.release, lock.close, lock.close):
            steps += [outcome(end), str(lock._connection is None)]
        found += [f"{seconds} {fails_with}: {server.asked}", f"  {steps}"]
    check(KEPT / "lake_locks.txt", found)


def test_a_lock_is_given_back_at_the_end_and_where_it_is_not_given() -> None:
    server = Server()
    lock = LockThere(LAKE, TURN, server)
    for _ in range(2):  # no transaction is left open
        lock.take()
        lock.release()
    server.is_free = False
    for _ in range(2):
        with pytest.raises(ArchiveBusy):
            lock.take()


def turns(store: LakeThere) -> Iterator[str]:
    """Yield what a transaction asks and leaves, as the turn is given, lost amid it, or the work fails."""

    def insert(then: Callable[[], object] = lambda: None) -> int:
        with suppress(KeyError), store.transaction():
            store.write("INSERT INTO archive.articles VALUES (1)")
            then()
        return int(store.rows("SELECT count(*) FROM archive.articles")[0][0])

    def fail() -> None:
        raise KeyError

    def lose() -> None:
        store._turn._connected().close()

    for name, then in {"done": lambda: None, "failed": fail, "lost": lose, "after": lambda: None}.items():
        store.server.asked.clear()
        store.written.clear()
        if name == "after":
            store._turn.close()
        yield f"{name}: {outcome(insert, then)} {store.server.asked} {store.written}"
        yield f"  left: {store.rows('SELECT count(*) FROM archive.articles')}"


def test_what_a_lake_is_asked_stays(tmp_path: Path) -> None:
    store = LakeThere(LAKE, tmp_path)
    found = [*turns(store), f"in use: {store.bytes_in_use()}"]
    for days in (7, 0):
        store.written.clear()
        store.tidy(kept_days=days)
        found += [f"tidy {days}: {store.server.asked}", *store.written]
    store.written.clear()
    found += [f"compacted {_compact_lake(store, 3)}", *store.written[-3:]]
    assert store.is_open
    store.close()
    found.append(f"open {store.is_open} {store._turn._connection}")
    check(KEPT / "lake_asked.txt", found)


def test_work_is_tried_again_while_a_lake_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    for fails in (0, 1, len(PAUSES), len(PAUSES) + 1):
        store, left = LakeThere(LAKE, tmp_path), [fails]

        def work(store: LakeThere = store, left: list[int] = left) -> str:
            assert (store.is_open, store._turn._connection) == (False, None)  # a connection may be dead
            store.rows("SELECT 1")
            store._turn.take()
            left[0] -= 1
            if left[0] >= 0:
                raise ArchiveBusy("away", subject="lake")
            return "done"

        slept.clear()
        assert outcome(store.retry, work) == ("done" if fails <= len(PAUSES) else "ArchiveBusy: away")
        assert slept == list(PAUSES)[:fails]
    assert [record.getMessage() for record in caplog.records][:2] == ["Once more in 0.2 s: away"] * 2
    with pytest.raises(KeyError):
        store.retry(dict[str, str]().popitem)


@pytest.mark.parametrize("alone", [True, False])
def test_whoever_links_is_alone_and_others_are_not_asked(
    alone: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    made: list[Any] = []

    def kept(kind: type) -> Callable[..., Any]:
        def make(*given: Any) -> Any:
            made.append(kind(*given, server))
            return made[-1]

        return make

    monkeypatch.setattr(lake_store, "LakeStore", kept(LakeThere))
    monkeypatch.setattr(lake_store, "AdvisoryLock", kept(LockThere))
    with open_lake(LAKE, tmp_path, alone=alone) as store:
        assert store.rows("SELECT schema_name FROM duckdb_schemas() WHERE schema_name = 'idx'") == [("idx",)]
        assert server.asked == ([f"try {lake_store.OURS} {ALONE}"] if alone else [])
        assert (store.path, str(store._folder)) == (Path(str(LAKE)), str(tmp_path))
    assert {one._connection for one in made} == {None}
    server.is_free = False
    with pytest.raises(ArchiveBusy), open_lake(LAKE, tmp_path, alone=True):
        pass
    assert {one._connection for one in made} == {None}


# --- names, refusals, and what is asked when a lake is attached -----------------------------------------------------

NAMES = (
    "ducklake:postgres:host=db", "ducklake:postgres:host = db password='a b'", " ducklake:postgres:host=db ",
    "ducklake:postgres:postgresql://u:pw@db/news", "ducklake:postgres:postgres:/u:pw@db/news",
    "ducklake:postgres:postgresql:///news", "ducklake:postgres:", "ducklake:postgres:host", "ducklake:sqlite:x",
    "ducklake:postgres:host=", "archive", "ducklake:postgres:http://db", "postgres:host=db password=hush",
)  # fmt: skip
REFUSALS = (
    "Transaction conflict: x", "Failed to commit DuckLake transaction", "Connection refused",
    "a\nconnection refused. b",
    "could not connect to server\nmore", "server closed the connection", "terminating connection due to",
    "the database system is starting up", "is shutting down", "password authentication failed password=hush", "",
    "words.\nsecond line",
)  # fmt: skip
SCRIPTS = (
    "CREATE TABLE t (a VARCHAR USING COMPRESSION zstd, b INTEGER);",
    "COMMENT ON COLUMN t.a IS 'it''s; one';\nCOMMENT ON MACRO m IS 'x';\nCOMMENT ON VIEW v IS 'y';",
    "ALTER TABLE archive.articles ADD COLUMN keywords VARCHAR[] DEFAULT [];",
    "ALTER TABLE t ADD COLUMN a VARCHAR DEFAULT 'x';\nALTER TABLE t ADD COLUMN b  BIGINT[] DEFAULT [];",
)


def test_what_is_said_of_names_and_refusals_stays() -> None:
    found = []
    for name in NAMES:
        found.append(f"{name!r}: {is_lake(name)} {masked(name)} {outcome(Lake.named, name, 'data')}")
        with suppress(NewsError):
            named = Lake.named(name)
            found.append(f"  {named.place} {named.postgres} {named.data!r} {named.catalog}")
    for words in REFUSALS:
        error = refusal_of(Path("ducklake:postgres:host=db password=hush"), duckdb.Error(words))
        found += [f"{words[:50]!r}", f"  {type(error).__name__} {error.subject}: {error}"]
    found += [line for script in SCRIPTS for line in (script, "  " + for_lake(script))]
    check(KEPT / "lake_names.txt", found)


class Noting:
    """A connection that notes what it is asked; of a lake, it says where its data are."""

    def __init__(self, data: str = "", fails_at: str = "never") -> None:
        self.asked: list[str] = []
        self.data, self.fails_at = data, fails_at
        self.is_closed = False

    def execute(self, sql: str) -> "Noting":
        self.asked.append(" ".join(sql.split()))
        if self.fails_at in sql:
            raise duckdb.IOException("refused")
        return self

    def fetchall(self) -> list[tuple[str]]:
        return [(self.data,)] if self.data else []

    def close(self) -> None:
        self.is_closed = True


def attaching(lake: Lake, noting: Noting, *, is_reading: bool) -> Iterator[str]:
    said = outcome(lakes.attached, lake, read_only=is_reading)
    is_given = said == str(noting)
    yield f"{lake.data} {is_reading} {noting.data} {noting.fails_at}: {is_given or said} {noting.is_closed}"
    yield from (f"  {asked}" for asked in noting.asked)


def test_what_is_asked_when_a_lake_is_attached_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lakes, "_packaged", lambda name: None)
    found: list[str] = []
    for data in ("", "/srv/it's", "s3://bucket/news"):
        for is_reading in (True, False):
            for kept_at in ("", "s3://kept"):
                for fails_at in ("never", "ATTACH", "INSTALL postgres") if kept_at else ("never",):
                    noting = Noting(kept_at, fails_at)
                    monkeypatch.setattr(duckdb, "connect", lambda noting=noting: noting)
                    lake = Lake.named("ducklake:postgres:host=it's", data)
                    found += attaching(lake, noting, is_reading=is_reading)
    check(KEPT / "lake_attached.txt", (line.replace(duckdb.__version__, "2.0.0") for line in found))


def test_a_reader_opens_a_file_or_attaches_a_lake_and_changes_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    noting = Noting()

    def connect(*given: str, **more: bool) -> Noting:
        noting.asked.append(f"{given} {more}")
        return noting

    monkeypatch.setattr(duckdb, "connect", connect)
    monkeypatch.setattr(lakes, "_packaged", lambda name: None)
    open_reader("/a/news.duckdb")
    open_reader(Path("ducklake:postgres:host=db"))
    assert noting.asked[:2] == ["('/a/news.duckdb',) {'read_only': True}", "() {}"]
    assert "ATTACH 'ducklake:postgres:host=db' AS news (READ_ONLY)" in noting.asked


def test_an_extension_comes_from_its_package_where_that_is_of_this_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    assert lakes._packaged("tried") is None
    folder = tmp_path / "duckdb_extension_tried" / "extensions"
    for version in ("v0.0.1", f"v{duckdb.__version__}"):
        file = folder / version / "tried.duckdb_extension"
        file.parent.mkdir(parents=True)
        (folder.parent / "__init__.py").touch()
        importlib.invalidate_caches()
        file.touch()
        assert lakes._packaged("tried") == (file if version != "v0.0.1" else None)
    noting = Noting()
    lakes.load_extension(noting, "tried")  # type: ignore[arg-type]
    assert noting.asked == [f"LOAD '{file}'"]


def test_pandas_that_is_absent_is_noted_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    for is_there in (True, False):
        monkeypatch.delitem(sys.modules, "pandas", raising=False)
        monkeypatch.setattr(lakes, "find_spec", lambda name, found=is_there: found or None)
        lakes._note_that_pandas_is_absent()
        assert ("pandas" in sys.modules) is not is_there


def test_a_lake_is_told_from_a_file_by_what_the_connection_works_on() -> None:
    databases = "CREATE OR REPLACE MACRO duckdb_databases() AS TABLE SELECT 'ducklake' AS type, '{}' AS database_name"
    rows = "SELECT * FROM (VALUES ('encrypted', 'x'), ('data_path', '/srv/data')) AS t(option_name, value)"
    with duckdb.connect() as connection:
        assert on_lake(connection) is False
        for name in ("memory", "other"):
            connection.execute(databases.format(name))
            assert on_lake(connection) is (name == "memory")
        for lake, data in (("news", "/srv/data"), ("other", "")):
            connection.execute(f"CREATE OR REPLACE MACRO ducklake_options(lake) AS TABLE {rows} WHERE lake = '{lake}'")
            assert data_path(connection) == data
