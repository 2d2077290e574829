"""The archive: open, save, ask; one writer at a time, and a snapshot for everyone who reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from news.errors import ArchiveError
from storage.checksums import FileSums, Seal
from storage.file_swap import finish_moving, remove_drafts
from storage.lake import Lake
from storage.lake_store import open_lake
from storage.migrate import migrate
from storage.publish import count, is_published, publish
from storage.recovery.page_sums import PageSums
from storage.recovery.torn_log import drop_unbegun, is_written_by_sectors
from storage.snapshot.query_hits import QueryHits
from storage.store import Ledger, Store, StoreLock, plain_errors, refuse_foreign
from storage.tables.alerts import AlertRepository
from storage.tables.articles import ArticleRepository
from storage.tables.backfills import BackfillRepository
from storage.tables.boilerplate_index import BoilerplateIndex
from storage.tables.digests import DigestRepository
from storage.tables.feeds import FeedRepository
from storage.tables.links import LinkRepository
from storage.tables.notices import NoticeRepository
from storage.tables.outlets import OutletRepository
from storage.tables.search_index import SearchIndex
from storage.tables.sketch_index import SketchTable
from storage.tables.story_profiles import StoredProfiles
from storage.tables.watches import WatchRepository


class Archive:
    """A folder with the private store, its index, and the published snapshot `news.duckdb`."""

    def __init__(self, folder: Path, store: Store, *, lake: Lake | None = None, share_snapshot: bool = False) -> None:
        """Use `Archive.open`."""
        self._share_snapshot = share_snapshot
        self.folder = folder
        self.store = store
        self._lake = lake
        self._indexed: duckdb.DuckDBPyConnection | None = None  # that for which the index was made
        self.sums: FileSums | None = None  # of the store as it was last published from here
        self.feeds = FeedRepository(store)
        self.articles = ArticleRepository(store)
        self.links = LinkRepository(store)
        self.outlets = OutletRepository(store)
        self.watches = WatchRepository(store)
        self.digests = DigestRepository(store)
        self.alerts = AlertRepository(store)
        self.notices = NoticeRepository(store)
        self.backfills = BackfillRepository(store, self.articles)

    @classmethod
    @contextmanager
    def open(
        cls,
        folder: Path,
        *,
        now: datetime,
        time_zone: str = "UTC",
        lake: Lake | None = None,
        alone: bool = True,
        share_snapshot: bool = False,
    ) -> Iterator["Archive"]:
        """Hold the archive in `folder` for writing, made and brought up to date as needed.

        Args:
            lake: the archive is there, and `folder` holds what is this machine's own.
            share_snapshot: let other users of the machine read the snapshot; all else is its owner's alone.
            alone: of a lake: as the one process that links, sends or corrects; collectors are not alone.

        Raises:
            ArchiveBusy: another process is writing.
            ArchiveError: the folder, the file or the disk refuses; the archive is from a newer version or DuckDB 1.x;
                rows are missing that an earlier run had saved.
        """
        if lake:
            with open_lake(lake, folder, alone=alone) as on_lake:
                with on_lake.turn():
                    migrate(on_lake.connection, now=now, subject=str(lake))
                _keep_zone(on_lake, time_zone)
                yield cls(folder, on_lake, lake=lake)
            return
        with private_files(), held_lock(folder):
            archive = cls(folder, Store(folder / "store.duckdb"), share_snapshot=share_snapshot)
            with archive._sealed():
                migrate(archive.store.connection, now=now, subject=str(archive.store.path))
                _keep_zone(archive.store, time_zone)
                ledger = Ledger(folder)
                ledger.check(archive.store)
                yield archive
                if archive.store.is_open:  # else it was published last, which wrote the ledger before
                    ledger.write(archive.store, now)

    @contextmanager
    def _sealed(self) -> Iterator[None]:
        """Put right what a crash left and compare the files' checksums; at the end close the store and sum up anew."""
        finish_moving(self.folder)
        remove_drafts(self.folder)
        seal, path = Seal(self.folder), self.store.path
        with plain_errors(self.folder):
            if path.exists() and is_written_by_sectors(path):
                drop_unbegun(path)
            refuse_foreign(path)
            seal.open()
        try:
            yield
        finally:
            self.store.close()
            with suppress(OSError):  # a full disk: the next run finds no checksums, and compares nothing
                seal.close(self.sums)
            with suppress(OSError, ArchiveError):  # a damaged list is told by the deep check
                PageSums(self.folder).refresh()

    @property
    def snapshot(self) -> Path:
        """What people read: a file, or the name of the lake itself."""
        return self._lake.place if self._lake else self.folder / "news.duckdb"

    def sketches(self) -> SketchTable:
        """The index of near-copy sketches."""
        return SketchTable(self._with_index(), "idx")

    def boilerplate_index(self) -> BoilerplateIndex:
        """The index of lines that come back in an outlet's articles."""
        return BoilerplateIndex(self._with_index(), "idx")

    def _with_index(self) -> duckdb.DuckDBPyConnection:
        """Return the connection, once the tables of the index are there."""
        connection = self.store.connection
        if connection is not self._indexed:
            SketchTable(connection, "idx").create()
            BoilerplateIndex(connection, "idx").create()
            self._indexed = connection
        return connection

    def stories(self) -> StoredProfiles:
        """What is remembered of running stories."""
        return StoredProfiles(self.store.connection)

    def query_hits(self) -> QueryHits:
        """Questions in the query language to all that is stored, which is indexed first."""
        SearchIndex(self.store).refresh()
        return QueryHits(self.store.rows)

    def publish(self, *, now: datetime) -> bool:
        """Index and add up what came since, and replace the snapshot if anything changed; return whether it did.

        A lake is read where it is, and shows each transaction as soon as it is committed.
        """
        SearchIndex(self.store).refresh()
        with self.store.transaction():
            self.stories().add_up()
        if self._lake:
            return False
        Ledger(self.folder).write(self.store, now)
        self.store.write("CHECKPOINT")  # the file then tells whether anything changed
        if is_counted := not is_published(self.store.path, self.snapshot):
            with plain_errors(self.store.path):
                count(self.store.connection)
        self.store.close()
        sums = publish(self.store.path, self.snapshot, is_counted=is_counted)
        self.sums = sums or self.sums
        if self._share_snapshot:
            self.snapshot.chmod(0o644)
            self.folder.chmod(0o755)
        return sums is not None


@contextmanager
def private_files() -> Iterator[None]:
    """Make new files for their owner alone while the block runs, whoever makes them: DuckDB, too."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def held_lock(folder: Path) -> Iterator[None]:
    """Hold the right to write to the archive in `folder`, which is made where it is missing."""
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = StoreLock(folder)
        lock.take()
    try:
        yield
    finally:
        lock.release()


def _keep_zone(store: Store, time_zone: str) -> None:
    kept = store.rows("SELECT value FROM archive.settings WHERE name = 'time_zone'")
    if kept != [(time_zone,)]:
        with store.transaction():
            store.write("DELETE FROM archive.settings WHERE name = 'time_zone'")
            store.write("INSERT INTO archive.settings (name, value) VALUES ('time_zone', ?)", [time_zone])
