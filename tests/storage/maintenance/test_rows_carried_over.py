"""Rows that do not fit are refused, old texts go in batches, and what was done is said in a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from news.errors import ArchiveError
from storage.archive import Archive
from storage.maintenance import retire as retiring
from storage.maintenance.compact import Compacted
from storage.maintenance.rebuild import TableRows, build
from storage.maintenance.retire import Retired, retire
from storage.migrate import migrations
from storage.parquet_files import ParquetFiles, _stamp
from tests.storage.newsstand import NOW, articles, filled, save

ALL = [number for number, _ in migrations()]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("archive.none", "archive.none is none of the tables that this newsthread knows; update newsthread"),
        ("archive.settings", "archive.settings holds 1 rows where 2 were expected; nothing was changed"),
    ],
)
def test_rows_of_no_table_of_ours_and_others_than_were_told_are_refused(tmp_path: Path, table: str, said: str) -> None:
    item = TableRows(table=table, source="(SELECT 'x' AS name, 'y' AS value)", rows=2)
    with pytest.raises(ArchiveError, match=said) as caught:
        build(tmp_path, [item], migrations=ALL, now=NOW)
    assert caught.value.subject == table
    assert not (tmp_path / "ledger.json").exists()


@pytest.mark.parametrize(("batch", "transactions"), [(2, 3), (4, 2), (5, 2), (6, 1)])
def test_old_texts_go_in_batches_each_a_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, transactions: int
) -> None:
    monkeypatch.setattr(retiring, "BATCH_ROWS", batch)
    begun = []
    with Archive.open(filled(tmp_path, 5, publish=False), now=NOW) as archive:
        begin = archive.store.transaction

        @contextmanager
        def counted() -> Iterator[None]:
            begun.append(1)
            with begin():
                yield

        monkeypatch.setattr(archive.store, "transaction", counted)
        done = retire(archive, older_than=NOW.date(), now=NOW)
        assert (done.versions, len(begun)) == (5, transactions)
        assert archive.store.rows("SELECT count(*) FROM archive.articles WHERE text <> ''") == [(0,)]
        save(archive, articles(1))  # it is found again, whatever was dropped


def test_what_was_done_is_said_in_a_line() -> None:
    said = "Retired: the texts of {} of articles before 2026-03-01 are gone; newsthread compact gives their room back."
    for count, words in ((1, "1 version"), (1200, "1200 versions")):
        assert Retired(versions=count, older_than=date(2026, 3, 1)).in_words() == said.format(words)
    said = Compacted(bytes_before=1_234_500_000, bytes_after=40_000).in_words()
    assert said == "Compacted: 1,234.5 MB before, 0.0 MB now."
    written = ParquetFiles(folder=Path("p"), rows=1200, views=3, is_new=True)
    assert written.in_words() == "Parquet: 1,200 rows of 3 views written to p."
    assert ParquetFiles(folder=Path("p"), rows=0, views=3, is_new=False).in_words() == "Parquet: p is up to date."


def test_a_lake_has_no_stamp_and_neither_has_what_is_not_there(tmp_path: Path) -> None:
    assert _stamp(Path("ducklake:postgres:host=db")) is None
    assert _stamp(tmp_path / "none") is None
    (tmp_path / "file").write_bytes(b"words")
    found = _stamp(tmp_path / "file")
    stat = (tmp_path / "file").stat()
    assert found == {"size": 5, "mtime_ns": stat.st_mtime_ns, "inode": stat.st_ino}
