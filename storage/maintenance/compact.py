"""The archive's files are written anew without the room that deleted and changed rows left."""

from datetime import datetime
from pathlib import Path

from news.records import record
from storage.archive import Archive
from storage.checksums import FILES
from storage.file_swap import next_files
from storage.lake_store import KEPT_DAYS, LakeStore
from storage.maintenance.rebuild import TableRows, build, kept_tables


@record
class Compacted:
    """How many bytes the archive's own files took before and after; of a lake, those that are in use."""

    bytes_before: int
    bytes_after: int

    def in_words(self) -> str:
        """Say it in one line."""
        before, after = self.bytes_before / 1e6, self.bytes_after / 1e6
        return f"Compacted: {before:,.1f} MB before, {after:,.1f} MB now."


def compact(archive: Archive, *, now: datetime, kept_days: int = KEPT_DAYS) -> Compacted:
    """Write the store and its index anew, and put them in place in one step; the snapshot follows with `publish`.

    It needs room for both at once. DuckDB itself gives back only the room at a file's end.

    Args:
        kept_days: how long a lake's older files stay.

    Raises:
        ArchiveError: the disk refuses; the archive is as it was.
    """
    store = archive.store
    archive.sketches()
    if isinstance(store, LakeStore):
        return _compact_lake(store, kept_days)
    store.write("CHECKPOINT")
    before = _bytes(archive.folder)
    migrations = [number for (number,) in store.rows("SELECT number FROM archive.migrations")]
    tables = [_rows_in_old(archive, name) for name in kept_tables(store)]
    store.close()
    with next_files(archive.folder) as draft:
        build(draft, tables, migrations=migrations, now=now, old=archive.folder)
    return Compacted(bytes_before=before, bytes_after=_bytes(archive.folder))


def _compact_lake(store: LakeStore, kept_days: int) -> Compacted:
    """Merge a lake's small files; the ones that nobody needs any longer are removed after some days."""
    before = store.bytes_in_use()
    store.tidy(kept_days=kept_days)
    return Compacted(bytes_before=before, bytes_after=store.bytes_in_use())


def _rows_in_old(archive: Archive, table: str) -> TableRows:
    rows = archive.store.rows(f"SELECT count(*) FROM {table}")[0][0]
    database, name = table.split(".")
    source = f"old_idx.main.{name}" if database == "idx" else f"old.archive.{name}"
    return TableRows(table=table, source=source, rows=rows)


def _bytes(folder: Path) -> int:
    return sum((folder / name).stat().st_size for name in FILES if (folder / name).exists())
