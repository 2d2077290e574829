"""The archive: open, save, ask; one writer at a time, and a snapshot for everyone who reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.file_swap import finish_moving, remove_drafts
from storage.lake import Lake
from storage.lake_store import open_lake
from storage.materialise import drop_materialised
from storage.migrate import migrate
from storage.publish import publish
from storage.store import Ledger, Store, StoreLock, plain_errors
from storage.tables.alerts import AlertRepository
from storage.tables.articles import ArticleRepository
from storage.tables.backfills import BackfillRepository
from storage.tables.boilerplate_index import BoilerplateIndex
from storage.tables.digests import DigestRepository
from storage.tables.feeds import FeedRepository
from storage.tables.links import LinkRepository
from storage.tables.search_index import SearchIndex
from storage.tables.sketch_index import SketchTable
from storage.tables.story_profiles import StoredProfiles


class Archive:
    """A folder with the private store, its index, and the published snapshot `news.duckdb`."""

    def __init__(self, folder: Path, store: Store, *, lake: Lake | None = None) -> None:
        """Use `Archive.open`."""
        self.folder = folder
        self.store = store
        self._lake = lake
        self.feeds = FeedRepository(store)
        self.articles = ArticleRepository(store)
        self.links = LinkRepository(store)
        self.digests = DigestRepository(store)
        self.alerts = AlertRepository(store)
        self.backfills = BackfillRepository(store, self.articles)

    @classmethod
    @contextmanager
    def open(
        cls, folder: Path, *, now: datetime, time_zone: str = "UTC", lake: Lake | None = None, alone: bool = True
    ) -> Iterator["Archive"]:
        """Hold the archive in `folder` for writing, made and brought up to date as needed.

        Args:
            lake: the archive is there, and `folder` holds what is this machine's own.
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
        with plain_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = StoreLock(folder)
            lock.take()
        store = Store(folder / "store.duckdb")
        try:
            finish_moving(folder)
            remove_drafts(folder)
            migrate(store.connection, now=now, subject=str(store.path))
            drop_materialised(store.connection)
            _keep_zone(store, time_zone)
            ledger = Ledger(folder)
            ledger.check(store)
            yield cls(folder, store)
            ledger.write(store, now)
        finally:
            try:
                store.close()
            finally:
                lock.release()

    @property
    def snapshot(self) -> Path:
        """What people read: a file, or the name of the lake itself."""
        return self._lake.place if self._lake else self.folder / "news.duckdb"

    def sketches(self) -> SketchTable:
        """The index of near-copy sketches."""
        table = SketchTable(self.store.connection, "idx")
        table.create()
        return table

    def boilerplate_index(self) -> BoilerplateIndex:
        """The index of lines that come back in an outlet's articles."""
        return BoilerplateIndex(self.store.connection, "idx")

    def stories(self) -> StoredProfiles:
        """What is remembered of running stories."""
        return StoredProfiles(self.store.connection)

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
        self.store.close()
        return publish(self.store.path, self.snapshot)


def _keep_zone(store: Store, time_zone: str) -> None:
    kept = store.rows("SELECT value FROM archive.settings WHERE name = 'time_zone'")
    if kept != [(time_zone,)]:
        with store.transaction():
            store.write("DELETE FROM archive.settings WHERE name = 'time_zone'")
            store.write("INSERT INTO archive.settings (name, value) VALUES ('time_zone', ?)", [time_zone])
