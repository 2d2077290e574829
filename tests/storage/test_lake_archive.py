"""An archive on a lake, over a connection that stands for one: opened, published, backed up and filled again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from news.errors import ArchiveError, InputError
from storage import archive as archives
from storage.archive import Archive
from storage.lake import Lake
from storage.maintenance import backup as backups
from storage.maintenance.backup import back_up, restore
from storage.maintenance.compact import Compacted, compact
from storage.store import plain_errors
from tests.storage.new_archives import new_connection
from tests.storage.newsstand import NOW, articles, save
from tests.storage.test_lake_answers import INFO, LakeThere

LAKE = Lake.named("ducklake:postgres:host=db password=hush")


class ArchiveThere(LakeThere):
    """A lake with the archive's tables; what is written outlives the connection."""

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self.kept = getattr(self, "kept", None) or new_connection()
        for statement in INFO.split(";"):
            if "MACRO" in statement:
                self.kept.execute(statement.replace("CREATE MACRO", "CREATE OR REPLACE MACRO"))
        self.kept.execute("CREATE SCHEMA IF NOT EXISTS idx")
        return self.kept.cursor()


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note who opens the lake and how; it is one for all of a test."""
    found: list[str] = []
    store = ArchiveThere(LAKE, tmp_path)

    @contextmanager
    def opened(lake: Lake, folder: Path, *, alone: bool) -> Iterator[ArchiveThere]:
        found.append(f"{lake} {folder.name} {alone}")
        yield store
        found.append(f"{store.server.asked.count('wait 1852143475 1')} turns")
        store.close()

    for module in (archives, backups):
        monkeypatch.setattr(module, "open_lake", opened)
    return found


def test_an_archive_on_a_lake_is_read_where_it_is(tmp_path: Path, asked: list[str]) -> None:
    folder = tmp_path / "mine"
    for alone in (True, False):
        with Archive.open(folder, now=NOW, time_zone="Asia/Tokyo", lake=LAKE, alone=alone) as archive:
            assert len(save(archive, articles(3))) == (3 if alone else 0)
            assert archive.publish(now=NOW) is False
            assert archive.snapshot == LAKE.place
            zone = "SELECT value FROM archive.settings WHERE name = 'time_zone'"
            assert archive.store.rows(zone) == [("Asia/Tokyo",)]
            assert archive.store.rows("SELECT count(*) FROM archive.searchable") == [(3,)]
            assert compact(archive, now=NOW, kept_days=2) == Compacted(bytes_before=150, bytes_after=150)
    assert not folder.exists()
    assert [line for line in asked if "turns" not in line] == [f"{LAKE} mine True", f"{LAKE} mine False"]


def test_a_backup_fills_a_lake_that_holds_nothing_or_is_to_be_replaced(tmp_path: Path, asked: list[str]) -> None:
    backup = tmp_path / "backup"
    with Archive.open(tmp_path / "a", now=NOW, lake=LAKE) as archive:
        save(archive, articles(3))
        archive.sketches()  # the tables of the index are in the backup, too
        written = back_up(archive.store, backup, now=NOW)
    assert {"idx.sketches", "idx.house_lines"} <= {table.table for table in written.tables}
    with pytest.raises(InputError, match=r"^ducklake:postgres:host=db password=… holds articles; name another lake"):
        restore(backup, tmp_path / "a", now=NOW, lake=LAKE)
    with Archive.open(tmp_path / "a", now=NOW, lake=LAKE) as archive:
        save(archive, articles(2, start=3))
    assert restore(backup, tmp_path / "a", now=NOW, lake=LAKE, replace=True) == written
    assert asked[-2] == f"{LAKE} a True"
    with Archive.open(tmp_path / "a", now=NOW, lake=LAKE) as archive:
        assert archive.articles.everything() == archive.articles.get([one.article_id for one in articles(3)])
        for name in ("articles", "feeds"):
            archive.store.write(f"DELETE FROM archive.{name}")
    restore(backup, tmp_path / "a", now=NOW, lake=LAKE)
    with Archive.open(tmp_path / "a", now=NOW, lake=LAKE) as archive:
        assert len(archive.articles.everything()) == 3
    assert not (tmp_path / "a").exists()


def test_what_a_lake_refuses_is_said_without_its_password() -> None:
    said = r"^ducklake:postgres:host=db password=…: DuckDB refused: no$"
    with pytest.raises(ArchiveError, match=said), plain_errors(Path("ducklake:postgres:host=db password=hush")):
        raise duckdb.Error("no")
