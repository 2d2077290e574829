"""The store: one writer, every refusal in one line, nothing lost, nothing missing unnoticed."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from news.errors import ArchiveBusy, ArchiveError
from news.records import Linkage
from storage.archive import Archive
from storage.maintenance.forget import forget
from storage.store import Store
from storage.tables.search_index import SearchIndex
from tests.storage.newsstand import NOW, article, articles, filled, placement, read_only, ready, save, small_disk, urls

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from storage.archive import Archive
from tests.storage.newsstand import NOW
with Archive.open(Path(sys.argv[1]), now=NOW) as archive:
    archive.store.connection
    print("held", flush=True)
    sys.stdin.read()
"""


def one_line(error: BaseException) -> str:
    words = str(error)
    assert "\n" not in words
    assert words
    return words


def holder_of(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def ended(process: subprocess.Popen[str], number: int) -> None:
    process.send_signal(number)
    process.communicate()


# --- saving ----------------------------------------------------------------------------------------------------------


def test_saving_twice_is_as_once(tmp_path: Path) -> None:
    with Archive.open(ready(tmp_path / "a"), now=NOW) as archive:
        assert len(save(archive, articles(50))) == 50
        assert save(archive, articles(50)) == []
        assert archive.articles.everything() == archive.articles.get([item.article_id for item in articles(50)])
    assert len(urls(tmp_path / "a")) == 50


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Archive.open(ready(tmp_path / "a"), now=NOW) as archive:
        save(archive, articles(5))
        with pytest.raises(KeyError):
            fail_halfway(archive)
        assert len(archive.articles.everything()) == 5


def fail_halfway(archive: Archive) -> None:
    with archive.store.transaction():
        archive.articles.save(articles(5, start=5), now=NOW)
        raise KeyError


def test_an_archive_opens_again_in_the_process_that_failed_in_it(tmp_path: Path) -> None:
    with pytest.raises(KeyError), Archive.open(ready(tmp_path / "a"), now=NOW) as archive:
        fail_halfway(archive)
    assert urls(tmp_path / "a") == []


# --- the lock --------------------------------------------------------------------------------------------------------


def test_a_lock_held_by_a_live_process_names_it(tmp_path: Path) -> None:
    process = holder_of(tmp_path)
    try:
        with pytest.raises(ArchiveBusy, match=f"process {process.pid}") as caught, Archive.open(tmp_path, now=NOW):
            pass
        one_line(caught.value)
    finally:
        ended(process, signal.SIGKILL)


def test_a_lock_held_by_a_dead_process_is_none(tmp_path: Path) -> None:
    ended(holder_of(tmp_path), signal.SIGKILL)
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, articles(1))


def test_a_program_that_opened_the_store_itself_is_named(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "store.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    try:
        with (
            pytest.raises(ArchiveBusy, match=f"Process {process.pid} has .* open") as caught,
            Archive.open(tmp_path, now=NOW),
        ):
            pass
        one_line(caught.value)
    finally:
        ended(process, signal.SIGTERM)
    assert len(urls(tmp_path)) == 1


def test_the_lock_is_given_back_when_opening_fails(tmp_path: Path) -> None:
    tmp_path.joinpath("store.duckdb").write_text("no database at all " * 200)
    for _ in range(2):
        with pytest.raises(ArchiveError, match="not a DuckDB file"), Archive.open(tmp_path, now=NOW):
            pass


# --- the disk --------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as disk:
        acknowledged: list[str] = []
        with pytest.raises(ArchiveError, match=r"is full; free some space") as caught:
            fill(disk, acknowledged)
        one_line(caught.value)
        assert acknowledged
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        found = urls(disk)
        assert set(acknowledged) <= set(found)
        assert len(found) == len(set(found))


def fill(disk: Path, acknowledged: list[str]) -> None:
    with Archive.open(disk, now=NOW) as archive:
        for start in range(0, 100_000, 200):
            save(archive, articles(200, start=start, words=1000))
            acknowledged += [item.url for item in articles(200, start=start, words=1)]


def test_a_disk_too_full_to_publish_keeps_the_old_snapshot(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 24) as disk:
        filled(disk, 100)
        before = (disk / "news.duckdb").read_bytes()
        with Archive.open(disk, now=NOW) as archive:
            save(archive, articles(100, start=100))
            SearchIndex(archive.store).refresh()
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize - 500_000))
        with pytest.raises(ArchiveError, match="No space left") as caught, Archive.open(disk, now=NOW) as archive:
            archive.publish(now=NOW)
        one_line(caught.value)
        assert (disk / "news.duckdb").read_bytes() == before
        assert not (disk / "news.tmp").exists()
        (disk / "ballast").unlink()
        assert len(urls(disk)) == 200


@pytest.mark.parametrize("count", [0, 5])
def test_a_read_only_folder_is_said(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    if count:
        filled(folder, count)
    with (
        read_only(folder),
        pytest.raises(ArchiveError, match=r"cannot be written to \(.*\); check its permissions") as caught,
        Archive.open(folder, now=NOW),
    ):
        pass
    assert str(folder) in one_line(caught.value)


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    tmp_path.joinpath("a").write_text("")
    with pytest.raises(ArchiveError) as caught, Archive.open(tmp_path / "a", now=NOW):
        pass
    assert "move it away" in one_line(caught.value)


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"something else entirely " * 500])
def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.duckdb"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is not a DuckDB file") as caught, Archive.open(tmp_path, now=NOW):
        pass
    one_line(caught.value)
    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_store_is_said(tmp_path: Path) -> None:
    tmp_path.joinpath("store.duckdb").mkdir()
    with pytest.raises(ArchiveError, match="is a directory") as caught, Archive.open(tmp_path, now=NOW):
        pass
    one_line(caught.value)


def test_a_file_that_does_not_hold_what_was_written_is_told_first(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    (tmp_path / "index.duckdb").write_bytes(b"garbage" * 3000)
    with pytest.raises(
        ArchiveError, match=r"index\.duckdb has .* it was damaged, or another program wrote to it"
    ) as caught:
        urls(tmp_path)
    assert f"or remove {tmp_path / 'index.duckdb'}: the next run makes it again" in one_line(caught.value)
    (tmp_path / "index.duckdb").unlink()
    assert len(urls(tmp_path)) == 3


def without_checksums(folder: Path) -> None:
    """Leave the archive as a run that was killed leaves it: nothing tells what its files should hold."""
    (folder / "checksums.json").unlink()


def test_a_damaged_index_is_not_taken_for_the_store(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    without_checksums(tmp_path)
    (tmp_path / "index.duckdb").write_bytes(b"garbage" * 3000)
    with pytest.raises(ArchiveError, match=r"index\.duckdb is damaged: bring back a backup") as caught:
        urls(tmp_path)
    assert "store.duckdb" not in one_line(caught.value)
    (tmp_path / "index.duckdb").unlink()
    assert len(urls(tmp_path)) == 3


def test_a_store_that_duckdb_1_wrote_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    with (tmp_path / "store.duckdb").open("r+b") as file:
        file.seek(52)
        assert file.read(6) == b"v2.0.0"
        file.seek(52)
        file.write(b"v1.5.5")
    with pytest.raises(ArchiveError, match=r"written by DuckDB v1\.5\.5.*newsthread restore") as caught:
        urls(tmp_path)
    one_line(caught.value)


def test_a_store_from_a_newer_newsthread_is_refused_and_left_alone(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    store = Store(tmp_path / "store.duckdb")
    store.write("INSERT INTO archive.migrations VALUES (9999, 'x', now(), '3')")
    store.close()
    without_checksums(tmp_path)
    before = (tmp_path / "store.duckdb").read_bytes()
    with pytest.raises(ArchiveError, match=r"newer newsthread \(migration 9999.*update newsthread") as caught:
        urls(tmp_path)
    one_line(caught.value)
    assert (tmp_path / "store.duckdb").read_bytes() == before


# --- rows that are missing -------------------------------------------------------------------------------------------


KILLED = """
import os, sys
from pathlib import Path
from storage.archive import Archive
from storage.store import Ledger
from tests.storage.newsstand import NOW, articles, save
with Archive.open(Path(sys.argv[1]), now=NOW) as archive:
    archive.store.write("SET wal_autocheckpoint = '1GB'")
    for start in range(0, 300, 10):
        save(archive, articles(10, start=start))
    Ledger(archive.folder).write(archive.store, NOW)
    os._exit(9)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with 300 acknowledged articles in the log alone, and a ledger that knows of them."""
    folder = tmp_path_factory.mktemp("killed")
    subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=ROOT, check=False)
    return folder


def copied(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to / "store.duckdb.wal"


def test_a_log_is_replayed_whole(killed: Path, tmp_path: Path) -> None:
    assert copied(killed, tmp_path).stat().st_size > 0
    assert len(urls(tmp_path)) == 300


@pytest.mark.parametrize("left", [0.0, 0.3, 0.7, 0.99])
def test_a_cut_log_is_noticed(killed: Path, tmp_path: Path, left: float) -> None:
    log = copied(killed, tmp_path)
    os.truncate(log, int(log.stat().st_size * left))
    with pytest.raises(ArchiveError, match=r"holds \d+ .* but \d+ were saved.*newsthread restore") as caught:
        urls(tmp_path)
    one_line(caught.value)


def test_a_lost_log_is_noticed(killed: Path, tmp_path: Path) -> None:
    copied(killed, tmp_path).unlink()
    with pytest.raises(ArchiveError, match="were saved"):
        urls(tmp_path)


@pytest.mark.parametrize("is_published", [False, True])
def test_an_older_copy_in_place_of_the_store_is_noticed(tmp_path: Path, is_published: bool) -> None:
    filled(tmp_path, 10, publish=is_published)
    older = (tmp_path / "store.duckdb").read_bytes()
    with Archive.open(tmp_path, now=NOW) as archive, archive.store.transaction():
        archive.links.save(Linkage(read=(), placements=tuple(map(placement, articles(10)))), now=NOW)
    (tmp_path / "store.duckdb").write_bytes(older)
    if not is_published:  # what was published is the snapshot, which a person may put in the place of a lost store
        with pytest.raises(ArchiveError, match=r"store\.duckdb (has .* bytes where|does not hold what was written)"):
            urls(tmp_path)
        without_checksums(tmp_path)
    with pytest.raises(ArchiveError, match="holds 0 placements, but 10 were saved"):
        urls(tmp_path)


def test_what_was_forgotten_is_not_missed(tmp_path: Path) -> None:
    filled(tmp_path, 10)
    with pytest.raises(RuntimeError):
        forget_and_fail(tmp_path)
    assert len(urls(tmp_path)) == 6


def test_what_is_lost_beside_what_was_forgotten_is_missed(tmp_path: Path) -> None:
    filled(tmp_path, 10)
    with pytest.raises(RuntimeError):
        forget_and_fail(tmp_path)
    with duckdb.connect(str(tmp_path / "store.duckdb")) as connection:
        connection.execute("DELETE FROM archive.articles WHERE article_id = $1", [article(9).article_id])
    without_checksums(tmp_path)
    with pytest.raises(ArchiveError, match="holds 9 articles ever, but 10 were saved"):
        urls(tmp_path)


def forget_and_fail(folder: Path) -> None:
    with Archive.open(folder, now=NOW) as archive:
        save(archive, [article(number, version_of="again") for number in range(10)])
        ids = [article(number).article_id for number in range(4)]
        with archive.store.transaction():
            forget(archive.store, ids, subject="https://lantern.example/", now=NOW)
        raise RuntimeError("the ledger is not written any more")


def test_a_damaged_ledger_does_not_keep_the_archive_shut(tmp_path: Path) -> None:
    filled(tmp_path, 10)
    (tmp_path / "ledger.json").write_text('{"article_ver')
    assert len(urls(tmp_path)) == 10


# --- migrations ------------------------------------------------------------------------------------------------------


def test_a_migration_that_fails_leaves_the_archive_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "a", 5)
    broken = tmp_path / "9000_broken.sql"
    broken.write_text("CREATE TABLE archive.half (i INTEGER NOT NULL); INSERT INTO archive.half VALUES (1), (NULL);")
    from storage import migrate

    known = migrate.migrations()
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "migrations", lambda: [*known, (9000, broken)])
        with pytest.raises(ArchiveError, match="NOT NULL constraint") as caught:
            urls(tmp_path / "a")
        one_line(caught.value)
    assert len(urls(tmp_path / "a")) == 5
    with duckdb.connect(str(tmp_path / "a" / "store.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchall() == [(0,)]


def test_files_that_were_made_ready_take_their_place_before_the_archive_is_opened(tmp_path: Path) -> None:
    """A run was killed amid a compaction or a restoration, when the new files were whole."""
    filled(tmp_path / "new", 5)
    folder = filled(tmp_path / "a", 3)
    (folder / ".ready").mkdir()
    for name in ("store.duckdb", "index.duckdb", "ledger.json"):
        shutil.copy(tmp_path / "new" / name, folder / ".ready" / name)
    (folder / ".next").mkdir()
    assert len(urls(folder)) == 5
    assert not {".ready", ".next"} & {path.name for path in folder.iterdir()}
