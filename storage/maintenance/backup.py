"""The archive as portable Parquet files with a manifest, and back."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb

from news.errors import ArchiveError, InputError, NewsError
from news.records import record
from storage.checksums import Seal
from storage.file_swap import READY, finish_moving, next_files, sync
from storage.lake import Lake
from storage.lake_store import open_lake
from storage.maintenance.rebuild import TableRows, build, fill_lake, kept_tables, tables_of
from storage.parquet import pattern_of, rows_in_parquet
from storage.publish import publish
from storage.store import Ledger, Store, StoreLock, plain_errors

FORMAT = 1  # of the manifest
MANIFEST = "manifest.json"
OWN_SUM = "manifest_sha256"  # of all else that the manifest says
# Rows in one piece of a file: 20,000 texts of 4 kB are 80 MB, which any reader can hold.
COPY = "COPY (FROM {table}) TO $1 (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"
FILE_NAME = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+\.parquet")
CHUNK_BYTES = 1 << 20
NAMES = "%Y-%m-%d-%H%M%S"  # of backups that are made on a schedule
NAMED = re.compile(r"\d{4}-\d\d-\d\d-\d{6}")


@record
class BackedTable:
    """One table's file in a backup."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str


@record
class Manifest:
    """What a backup holds, and what made it."""

    format: int
    made_at: str
    newsthread: str
    duckdb: str
    migrations: tuple[int, ...]
    tables: tuple[BackedTable, ...]

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(table.rows for table in self.tables)


def back_up(store: Store, folder: Path, *, now: datetime) -> Manifest:
    """Write every table of the archive, and its index, to `folder`; it appears whole or not at all.

    The index is written too: texts that were retired cannot be sketched again.

    Raises:
        InputError: the folder holds something already.
        ArchiveError: the disk refuses.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} holds something already; name a new folder for the backup."
        raise InputError(message, subject=str(folder))
    with plain_errors(folder), _draft_of(folder) as draft:
        # Everything as it is at one moment, also while the same process goes on writing.
        with store.transaction():
            names = kept_tables(store)
            migrations = [number for (number,) in store.rows("SELECT number FROM archive.migrations ORDER BY 1")]
            tables = tuple(_write_table(store, name, draft) for name in names)
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            newsthread=_our_version(),
            duckdb=duckdb.__version__,
            migrations=tuple(migrations),
            tables=tables,
        )
        path = draft / MANIFEST
        content = asdict(manifest)
        path.write_text(json.dumps(content | {OWN_SUM: _sum_of(content)}, indent=1), encoding="utf-8")
        sync(path)
        sync(draft)
    return manifest


def superseded(folder: Path, *, kept: int) -> list[Path]:
    """Return the scheduled backups in `folder` that are whole, but for the newest `kept`, the oldest first."""
    whole = [path for path in folder.iterdir() if NAMED.fullmatch(path.name) and (path / MANIFEST).exists()]
    return sorted(whole)[:-kept]


@contextmanager
def _draft_of(folder: Path) -> Iterator[Path]:
    """Give a folder beside `folder` that takes its name at the end; one left by a killed run makes room."""
    draft = folder.with_name(f".{folder.name}.tmp")
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        yield draft
        draft.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_table(store: Store, table: str, folder: Path) -> BackedTable:
    path = folder / f"{table}.parquet"
    store.connection.execute(COPY.format(table=table), [str(path)])  # a refusal is about this disk, not the store's
    sync(path)
    rows = store.rows(f"SELECT count(*) FROM {table}")[0][0]
    return BackedTable(table=table, file=path.name, rows=rows, bytes=path.stat().st_size, sha256=_sha256(path))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _our_version() -> str:
    try:
        return version("newsthread")
    except PackageNotFoundError:  # run from a checkout, as is usual
        return "checkout"


# --- and back ---------------------------------------------------------------------------------------------------------


def restore(
    folder: Path, archive_folder: Path, *, now: datetime, replace: bool = False, lake: Lake | None = None
) -> Manifest:
    """Build the archive in `archive_folder`, or on `lake`, from the backup in `folder`, and publish it.

    The backup is verified first, and the new archive is whole before it takes the place of the old one in one step.

    Args:
        replace: also where the archive holds something, which then is gone.

    Raises:
        InputError: `folder` holds no whole backup; the archive holds something, and `replace` is false; the
            archive's folder holds other things than an archive.
        ArchiveBusy: another process is writing to the archive.
        ArchiveError: the backup is from a newer version; the disk refuses.
    """
    manifest = read_manifest(folder)
    _verify(folder, manifest)
    if lake:
        _restore_lake(folder, manifest, lake, archive_folder, now=now, replace=replace)
        return manifest
    lock = StoreLock(archive_folder)
    with plain_errors(archive_folder):
        archive_folder.mkdir(parents=True, exist_ok=True)
        _refuse_strange(archive_folder)
        lock.take()
    try:
        finish_moving(archive_folder)
        if not replace and _holds_something(archive_folder):
            message = f"{archive_folder} holds articles; name another folder with --archive, or say --replace."
            raise InputError(message, subject=str(archive_folder))
        with next_files(archive_folder) as draft:
            build(draft, _rows_of(folder, manifest), migrations=manifest.migrations, now=now)
        publish(archive_folder / "store.duckdb", archive_folder / "news.duckdb")
        Seal(archive_folder).close()
    finally:
        lock.release()
    return manifest


def _restore_lake(
    folder: Path, manifest: Manifest, lake: Lake, archive_folder: Path, *, now: datetime, replace: bool
) -> None:
    """Fill a lake in one transaction: whoever reads sees all of it or what was there before."""
    with open_lake(lake, archive_folder, alone=True) as store:
        if tables_of(store) and not replace and _has_rows(store):
            message = f"{lake} holds articles; name another lake, or say --replace."
            raise InputError(message, subject=str(lake))
        fill_lake(store, _rows_of(folder, manifest), migrations=manifest.migrations, now=now)


def read_manifest(folder: Path) -> Manifest:
    """Return what the backup in `folder` says of itself.

    Raises:
        InputError: there is no manifest, or it cannot be read.
        ArchiveError: a newer version wrote it.
    """
    path = folder / MANIFEST
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] > FORMAT:
            raise ArchiveError(f"{folder} was written by a newer newsthread; update newsthread.", subject=str(folder))
        own = content.pop(OWN_SUM, None)  # older backups have none
        if own is not None and own != _sum_of(content):
            raise ValueError(path)
        tables = tuple(BackedTable(**table) for table in content["tables"])
        return Manifest(**content | {"tables": tables, "migrations": tuple(content["migrations"])})
    except OSError as error:
        message = f"{folder} is no backup: {path.name} cannot be read ({error.strerror})."
        raise InputError(message, subject=str(folder)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no manifest of a backup.", subject=str(path)) from error


def verify(folder: Path) -> Manifest:
    """Prove that a backup holds what was written, without restoring it; return what it says of itself.

    Raises:
        InputError: it is no backup, or damaged.
        ArchiveError: a newer version wrote it.
    """
    manifest = read_manifest(folder)
    _verify(folder, manifest)
    return manifest


def _sum_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _verify(folder: Path, manifest: Manifest) -> None:
    with duckdb.connect() as connection:  # one for all: opening takes longer than counting
        for table in manifest.tables:
            if fault := _fault(connection, folder, table):
                message = f"{folder / table.file} {fault}: the backup is damaged, and nothing was changed."
                raise InputError(message, subject=str(folder))


def _fault(connection: duckdb.DuckDBPyConnection, folder: Path, table: BackedTable) -> str | None:
    if not FILE_NAME.fullmatch(table.file):
        return "has no name that a backup gives"
    path = folder / table.file
    if not path.is_file():
        return "is missing"
    if path.stat().st_size != table.bytes:
        return f"has {path.stat().st_size} bytes where {table.bytes} were written"
    if _sha256(path) != table.sha256:
        return "does not hold what was written"
    return None if _rows_in(connection, path) == table.rows else f"does not hold {table.rows} rows"


def _rows_in(connection: duckdb.DuckDBPyConnection, path: Path) -> int | None:
    """Return the number of rows that a Parquet file says it has; None where it is none."""
    try:
        return rows_in_parquet(connection, path)
    except duckdb.Error:
        return None


def _rows_of(folder: Path, manifest: Manifest) -> list[TableRows]:
    return [
        TableRows(table=table.table, source=f"read_parquet({pattern_of(folder / table.file)})", rows=table.rows)
        for table in manifest.tables
    ]


def _refuse_strange(folder: Path) -> None:
    """Refuse a folder that holds something and is no archive: a home folder is not where an archive is meant to be."""
    own = ("store.duckdb", "store.lock", "ledger.json", READY)
    if any(folder.iterdir()) and not any((folder / name).exists() for name in own):
        message = f"{folder} is not empty, and holds no archive; name a new folder with --archive."
        raise InputError(message, subject=str(folder))


def _holds_something(folder: Path) -> bool:
    """Return whether there is an archive that a person may miss; one that cannot be read may be one."""
    if not (folder / "store.duckdb").exists():
        return Ledger(folder).exists()
    store = Store(folder / "store.duckdb")
    try:
        return _has_rows(store)
    except NewsError:
        return True
    finally:
        store.close()


def _has_rows(store: Store) -> bool:
    asked = ("articles", "feeds", "corrections", "digests", "watches")
    return any(store.rows(f"SELECT 1 FROM archive.{name} LIMIT 1") for name in asked)
