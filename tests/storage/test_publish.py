"""The snapshot: whole or not at all, free when nothing changed, and no reader ever notices."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE

import duckdb
import pytest

from news.errors import ArchiveError
from storage.archive import Archive
from storage.publish import publish
from storage.store import Store
from tests.storage.newsstand import NOW, articles, filled, ready, save

ROOT = Path(__file__).parents[2]
# Opens the snapshot again and again until told to stop; a count that sinks, or any error, ends it with a traceback.
READ = """
import sys, threading
from pathlib import Path
from storage.snapshot.coverage import duckdb
told, seen, asked = threading.Event(), 0, 0
threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
while not told.is_set():
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        versions, texts = connection.execute("SELECT count(*), sum(length(text)) FROM archive.articles").fetchone()
        shown = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert versions == shown >= seen and texts > 0, (versions, shown, seen)
    seen, asked = shown, asked + 1
print(asked, seen)
"""


def count(snapshot: Path) -> int:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        found = connection.execute("SELECT count(*) FROM articles").fetchall()
    return int(found[0][0])


def test_the_snapshot_holds_what_was_saved(tmp_path: Path) -> None:
    assert count(filled(tmp_path, 30) / "news.duckdb") == 30


def test_nothing_is_copied_when_nothing_changed(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    before = (tmp_path / "news.duckdb").stat()
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, articles(30))
        assert archive.articles.everything()
        assert archive.publish(now=NOW) is False
    after = (tmp_path / "news.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_a_killed_publication_left_does_no_harm(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    (tmp_path / "news.tmp").write_bytes(b"half a copy")
    (tmp_path / "news.tmp.wal").write_bytes(b"the log of another copy")
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, articles(1, start=30))
        assert archive.publish(now=NOW)
    assert count(tmp_path / "news.duckdb") == 31
    assert sorted(path.name for path in tmp_path.glob("news.*")) == ["news.duckdb", "news.published.json"]


def test_a_snapshot_put_in_the_place_of_a_lost_store_counts_again(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    (tmp_path / "news.duckdb").rename(tmp_path / "store.duckdb")
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, articles(5, start=30))
        assert archive.store.rows("SELECT sum(articles) FROM collected_days") == [(35,)]
        assert archive.publish(now=NOW)
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT sum(articles), is_settled() FROM collected_days").fetchall() == [(35, True)]
        told = "SELECT comment FROM duckdb_functions() WHERE schema_name = 'main' AND function_name = 'is_settled'"
        assert [words[:20] for (words,) in connection.execute(told).fetchall()] == ["True of a snapshot u"]


def test_a_store_counts_what_came_since_whoever_opens_it(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, articles(5, start=30))
    found = {}
    for name in ("store", "news"):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb"), read_only=True) as connection:
            found[name] = connection.execute("SELECT sum(articles), is_settled() FROM collected_days").fetchall()
    assert found == {"store": [(35, False)], "news": [(30, True)]}


def test_a_change_and_a_lost_snapshot_are_published(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, articles(1, start=30))
        assert archive.publish(now=NOW) is True
    (tmp_path / "news.duckdb").unlink()
    with Archive.open(tmp_path, now=NOW) as archive:
        assert archive.publish(now=NOW) is True
    assert count(tmp_path / "news.duckdb") == 31


def test_a_snapshot_that_something_else_wrote_over_is_published_anew(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    (tmp_path / "news.duckdb").write_bytes(b"PAR1 is no database")
    with Archive.open(tmp_path, now=NOW) as archive:
        assert archive.publish(now=NOW) is True
    assert count(tmp_path / "news.duckdb") == 30


def test_the_archive_goes_on_after_publishing(tmp_path: Path) -> None:
    with Archive.open(ready(tmp_path), now=NOW) as archive:
        for start in range(0, 30, 10):
            save(archive, articles(10, start=start))
            assert archive.publish(now=NOW)
    assert count(tmp_path / "news.duckdb") == 30


def test_a_store_with_a_log_is_not_published(tmp_path: Path) -> None:
    filled(tmp_path, 10)
    store = Store(tmp_path / "store.duckdb")
    store.write("CREATE TABLE archive.more (i INTEGER)")
    with pytest.raises(ArchiveError, match="was not closed cleanly"):
        publish(store.path, tmp_path / "news.duckdb")
    store.close()
    assert publish(store.path, tmp_path / "news.duckdb")


def test_a_draft_left_by_a_killed_run_does_no_harm(tmp_path: Path) -> None:
    filled(tmp_path, 10, publish=False)
    (tmp_path / "news.tmp").write_bytes(b"half of a database" * 1000)
    with Archive.open(tmp_path, now=NOW) as archive:
        assert archive.publish(now=NOW)
    assert count(tmp_path / "news.duckdb") == 10
    assert not (tmp_path / "news.tmp").exists()


def test_a_reader_of_the_old_snapshot_is_undisturbed(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as reader:
        with Archive.open(tmp_path, now=NOW) as archive:
            save(archive, articles(500, start=30))
            archive.publish(now=NOW)
        assert reader.execute("SELECT count(*) FROM articles").fetchall() == [(30,)]
        assert len(reader.execute("SELECT * FROM articles").fetchall()) == 30


def test_a_snapshot_deleted_under_a_reader_harms_nobody(tmp_path: Path) -> None:
    filled(tmp_path, 30)
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as reader:
        (tmp_path / "news.duckdb").unlink()
        assert len(reader.execute("SELECT * FROM articles").fetchall()) == 30
    with Archive.open(tmp_path, now=NOW) as archive:
        assert archive.publish(now=NOW)
    assert count(tmp_path / "news.duckdb") == 30


def test_readers_beside_a_writer_never_see_an_error_nor_hold_it_up(tmp_path: Path) -> None:
    filled(tmp_path, 10)
    command = [sys.executable, "-c", READ, str(tmp_path / "news.duckdb")]
    readers = [subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(2)]
    for start in range(10, 70, 10):
        with Archive.open(tmp_path, now=NOW) as archive:
            save(archive, articles(10, start=start))
            assert archive.publish(now=NOW)
    with ThreadPoolExecutor() as pool:
        told = list(pool.map(lambda reader: reader.communicate(""), readers))
    for out, error in told:
        assert error == ""
        assert int(out.split()[0]) > 0
