"""The repositories of an archive on its published snapshot: for questions that must not wait for a writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from storage.snapshot.connection import connected
from storage.store import Store
from storage.tables.articles import ArticleRepository
from storage.tables.feeds import FeedRepository
from storage.tables.links import LinkRepository
from storage.tables.outlets import OutletRepository
from storage.tables.story_profiles import StoredProfiles


class ReadStore(Store):
    """A snapshot where repositories expect a store; DuckDB refuses whatever would write to it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Ask over `connection`, which reads the snapshot at `path`."""
        super().__init__(path)
        self._connection = connection


class ReadArchive:
    """What a snapshot remembers of articles, feeds, outlets, links and stories, as of now."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Use `read_archive`."""
        store = ReadStore(connection, path)
        self.articles = ArticleRepository(store)
        self.feeds = FeedRepository(store)
        self.links = LinkRepository(store)
        self.outlets = OutletRepository(store)
        self.stories = StoredProfiles(connection)


@contextmanager
def read_archive(snapshot: Path) -> Iterator[ReadArchive]:
    """Open the snapshot read-only, also while a writer runs."""
    with connected(snapshot, as_of=None) as connection:
        yield ReadArchive(connection, snapshot)
