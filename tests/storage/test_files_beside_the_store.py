"""Files beside the store: the hubs' inbox, sums of kept pages, swaps of files, Prefect's rows,
runs of changed blocks."""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news.errors import ArchiveError
from news.records import HubEvent, HubTopic
from storage.block_copy import _offset, _runs
from storage.checksums import BLOCK_BYTES, DIGITS, HEAD_BYTES
from storage.file_swap import finish_moving, next_files, remove_drafts
from storage.hub_inbox import HubInbox
from storage.recovery.page_sums import PageSums

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOPIC = HubTopic(feed_url="https://f.example/feed", topic="https://f.example/self", secret="s")
EVENT = HubEvent(feed_url="https://f.example/feed", kind="pushed", at=NOW, lease_seconds=0.0)


# --- the inbox of hubs --------------------------------------------------------------------------------------------


def test_a_key_is_made_once_for_its_owner_alone_and_anew_where_it_is_cut(tmp_path: Path) -> None:
    inbox = HubInbox(tmp_path)
    key = inbox.key()
    assert (len(key), inbox.key(), HubInbox(tmp_path).key()) == (32, key, key)
    path = tmp_path / "websub" / "key"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    path.write_bytes(key[:31])
    assert len(inbox.key()) == 32
    assert inbox.key() != key


def test_topics_are_those_of_the_last_collection_and_written_only_when_they_change(tmp_path: Path) -> None:
    inbox, listener = HubInbox(tmp_path), HubInbox(tmp_path)
    assert listener.topic("a") is None
    inbox.save_topics({"a": TOPIC})
    assert (listener.topic("a"), listener.topic("b")) == (TOPIC, None)
    path = tmp_path / "websub" / "topics.json"
    before = path.stat().st_ino
    inbox.save_topics({"a": TOPIC})
    assert path.stat().st_ino == before
    inbox.save_topics({"b": replace(TOPIC, secret="t")})
    os.utime(path, ns=(1, 1))
    assert (listener.topic("a"), listener.topic("b")) == (None, replace(TOPIC, secret="t"))
    for number, text in enumerate(("{", "[]", '{"a": {"feed_url": "x"}}', '{"a": 1}')):
        path.write_text(text)
        os.utime(path, ns=(2 + number, 2 + number))
        assert listener.topic("a") is None


def test_events_are_taken_in_the_order_of_time_and_stay_until_they_are_dropped(tmp_path: Path) -> None:
    inbox = HubInbox(tmp_path)
    assert inbox.events() == []
    later = replace(EVENT, kind="confirmed", at=NOW + timedelta(hours=1), lease_seconds=60.0)
    inbox.keep("b", later)
    inbox.keep("a", EVENT)
    inbox.keep("a", replace(EVENT, at=NOW + timedelta(minutes=1)))  # takes the place of the one before
    folder = tmp_path / "websub" / "events"
    for number, text in enumerate(("{", "{}", '{"at": "x"}', json.dumps({"at": "2026-11-22", "kind": "pushed"}))):
        (folder / f"{number}.pushed.json").write_text(text)
    taken = inbox.events()
    assert [event for _, event in taken] == [replace(EVENT, at=NOW + timedelta(minutes=1)), later]
    assert sorted(path.suffix for path in folder.iterdir()) == [".taken", ".taken"]
    inbox.keep("a", replace(EVENT, at=NOW + timedelta(hours=2)))  # while the others are worked on
    assert len(inbox.events()) == 3
    inbox.drop(taken)
    inbox.drop(taken)
    assert [event.at for _, event in inbox.events()] == [NOW + timedelta(hours=2)]


# --- sums of kept pages -------------------------------------------------------------------------------------------


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(b"harbour" * 10)
    (folder / "b.warc.gz").write_bytes(b"")
    (folder / "note.txt").write_bytes(b"no pages")
    return folder


def test_pages_as_they_were_have_no_fault_and_are_whole(pages: Path) -> None:
    sums = PageSums(pages.parent)
    assert (sums.faults(), sums.whole()) == ([], frozenset())
    sums.refresh()
    assert (sums.faults(), sums.whole()) == ([], frozenset({"a.warc.gz", "b.warc.gz"}))
    before = (pages / "checksums.json").stat().st_ino
    sums.refresh()
    assert (pages / "checksums.json").stat().st_ino == before  # nothing is new


def test_a_file_that_grew_is_summed_up_again_and_is_not_whole_before(pages: Path) -> None:
    sums = PageSums(pages.parent)
    sums.refresh()
    with (pages / "a.warc.gz").open("ab") as file:
        file.write(b"more")
    (pages / "c.warc.gz").write_bytes(b"new")
    assert (sums.faults(), sums.whole()) == ([], frozenset({"b.warc.gz"}))
    sums.refresh()
    assert sums.whole() == frozenset({"a.warc.gz", "b.warc.gz", "c.warc.gz"})


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (None, "is missing: kept pages were lost"),
        (b"harbour" * 9, "has 63 bytes where 70 were written"),
        (b"Harbour" * 10, "does not hold what was written"),
        (b"Harbour" * 11, "does not hold what was written"),
    ],
)
def test_what_a_disk_lost_or_changed_of_pages_is_told_until_it_is_accepted(
    pages: Path, harm: bytes | None, said: str
) -> None:
    sums = PageSums(pages.parent)
    sums.refresh()
    path = pages / "a.warc.gz"
    path.unlink()
    if harm is not None:
        path.write_bytes(harm)
    for _ in range(2):
        (fault,) = sums.faults()
        assert said in fault
        assert sums.whole() == frozenset({"b.warc.gz"})
        sums.refresh()  # what is wrong stays as it was
    sums.accept()
    assert sums.faults() == []
    assert sums.whole() == frozenset({"b.warc.gz"} | ({"a.warc.gz"} if harm else set()))


def test_damaged_sums_are_told_and_no_pages_have_none(pages: Path, tmp_path: Path) -> None:
    sums = PageSums(pages.parent)
    sums.refresh()
    path = pages / "checksums.json"
    for text in (path.read_text().replace('"size": 70', '"size": 71'), "{", "{}", "[]"):
        path.write_text(text)
        with pytest.raises(ArchiveError, match="is damaged; remove it"):
            sums.faults()
    empty = PageSums(tmp_path / "none")
    empty.refresh()
    empty.accept()
    assert (empty.faults(), empty.whole(), (tmp_path / "none").exists()) == ([], frozenset(), False)


# --- files that take the place of others --------------------------------------------------------------------------


def written(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def test_new_files_take_the_place_of_the_old_ones_with_their_logs_and_sums(tmp_path: Path) -> None:
    for name in (
        "store.duckdb",
        "store.duckdb.wal",
        "other",
        "checksums.json",
        "checksums.open.json",
        "news.published.json",
        ".news.prev",
    ):
        (tmp_path / name).write_text("old")
    with next_files(tmp_path) as draft:
        (draft / "store.duckdb").write_text("new")
        (draft / "tmp").mkdir()
        (draft / "tmp" / "x").write_text("room")
    assert written(tmp_path) == {"other": "old", "store.duckdb": "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "store.duckdb"]


def test_a_failure_on_the_way_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "store.duckdb").write_text("old")

    def fail(draft: Path) -> None:
        (draft / "store.duckdb").write_text("new")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), next_files(tmp_path) as draft:
        fail(draft)
    assert (written(tmp_path), (tmp_path / ".next").exists()) == ({"store.duckdb": "old"}, False)


def test_what_was_made_ready_is_moved_by_the_next_and_what_was_not_is_removed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    finish_moving(tmp_path)
    assert written(tmp_path) == {"a": "old"}
    for folder in (".ready", ".next", "tmp", "pages", "site/x"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / ".ready" / "a").write_text("new")
    finish_moving(tmp_path)
    assert (written(tmp_path), (tmp_path / ".ready").exists()) == ({"a": "new"}, False)
    left = ("pages/.a.warc.gz.tmp", "site/x/.index.html.part", "news.tmp", "news.tmp.wal", "news.published.tmp",
    "ledger.tmp",
            "checksums.tmp", "pages/a.tmp", "site/x/index.html", ".other.tmp")  # fmt: skip
    for name in left:
        (tmp_path / name).write_text("x")
    remove_drafts(tmp_path)
    kept = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {"a", "pages/a.tmp", "site/x/index.html", ".other.tmp"}
    assert not (tmp_path / ".next").exists()
    assert not (tmp_path / "tmp").exists()


# --- Prefect's database -------------------------------------------------------------------------------------------


class Named:
    """What names an article: this word."""

    def are_in(self, text: str) -> bool:
        return "quay-4711" in text


def test_rows_that_name_an_article_go_and_what_runs_stand_on_is_told(tmp_path: Path) -> None:
    from storage.maintenance.naming_rows import REMOVED
    from storage.maintenance.prefect_rows import RowsRemoved, remove_rows

    assert remove_rows(tmp_path, Named()) == RowsRemoved()  # type: ignore[arg-type]
    path = tmp_path / "prefect.db"
    long = "https://h.example/quay-4711-and-some-more-words-of-its-address"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE log (id INTEGER, message VARCHAR)")
        database.execute("CREATE TABLE flow_run (name TEXT, parameters JSON, run_count INTEGER)")
        database.executemany(
            "INSERT INTO log VALUES (1, ?)",
            [(long,), ("other words that are long enough to be read",), (long.encode(),)],
        )
        database.executemany("INSERT INTO flow_run VALUES (?, ?, 4711)", [(long, long), ("run", "{}")])
    database.close()
    found = remove_rows(tmp_path, Named())  # type: ignore[arg-type]
    assert found.rows == 3
    assert found.remains == (f"1 rows of flow_run (parameters) in {path}",)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM log").fetchall() == [(1,)]
        assert database.execute("SELECT name FROM flow_run").fetchall() == [(REMOVED,), ("run",)]
    database.close()
    assert remove_rows(tmp_path, Named()).rows == 0  # type: ignore[arg-type]
    path.write_bytes(b"no database at all, whatever its name says")
    (said,) = remove_rows(tmp_path, Named()).remains  # type: ignore[arg-type]
    assert "stop Prefect's server and remove this folder" in said


@pytest.mark.parametrize(("is_read", "remains"), [(False, 0), (True, 1)])
def test_no_old_page_holds_what_was_removed_beside_a_server(tmp_path: Path, is_read: bool, remains: int) -> None:
    from storage.maintenance.prefect_rows import remove_rows

    path = tmp_path / "prefect.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode = WAL")
        server.execute("CREATE TABLE log (message VARCHAR)")
        server.execute("INSERT INTO log VALUES ('https://h.example/quay-4711-and-some-more-words-of-its-address')")
        if is_read:
            server.execute("BEGIN")
            server.execute("SELECT count(*) FROM log").fetchall()
        found = remove_rows(tmp_path, Named())  # type: ignore[arg-type]
        assert (found.rows, len(found.remains)) == (1, remains)
        assert all("while Prefect's server is running" in said for said in found.remains)
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert (b"quay-4711" in left) == is_read


# --- blocks that differ -------------------------------------------------------------------------------------------


def sums(*letters: str) -> str:
    return "".join(letter * DIGITS for letter in letters)


@pytest.mark.parametrize(
    ("older", "present", "runs"),
    [
        ("habc", "habc", []),
        ("habc", "gabc", []),  # the headers are copied last, apart
        ("habc", "hxbc", [(1, 2)]),
        ("habc", "hxyc", [(1, 3)]),
        ("habc", "hxbz", [(1, 2), (3, 4)]),
        ("habc", "habcde", [(4, 6)]),
        ("habcde", "habc", []),
        ("h", "hab", [(1, 3)]),
        ("habcdef", "hxbcyzf", [(1, 2), (4, 6)]),
    ],
)
def test_neighbouring_blocks_that_differ_are_one_run(older: str, present: str, runs: list[tuple[int, int]]) -> None:
    assert list(_runs(sums(*older), sums(*present))) == runs


def test_a_block_begins_behind_the_headers_and_those_before_it() -> None:
    assert [_offset(number) for number in (0, 1, 2, 5)] == [
        0, HEAD_BYTES, HEAD_BYTES + BLOCK_BYTES, HEAD_BYTES + 4 * BLOCK_BYTES,
    ]  # fmt: skip


def test_pages_of_a_database_that_cannot_be_made_anew_are_told(tmp_path: Path) -> None:
    from storage.maintenance.prefect_rows import _given_back

    with closing(sqlite3.connect(tmp_path / "prefect.db", isolation_level=None)) as database:
        database.execute("CREATE TABLE log (message VARCHAR)")
        assert list(_given_back(database, tmp_path, has_changed=True)) == []
        database.execute("BEGIN")  # then SQLite refuses
        (said,) = _given_back(database, tmp_path, has_changed=True)
        assert said == f"old pages of {tmp_path}, while Prefect's server is running: they go when it is stopped"
        assert list(_given_back(database, tmp_path, has_changed=False)) == []
