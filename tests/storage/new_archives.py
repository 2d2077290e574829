"""New archives for tests: each is a copy of one that was migrated once in this process, which costs a twentieth."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path

import duckdb
import pytest

import storage.archive
from storage.migrate import migrate
from storage.store import CONFIG, Ledger, Store
from tests.storage.archive_copies import FOLDER

FIRST_MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
NUMBERS = count()


@cache
def migrated_store() -> Path:
    """Return a store with every table and view and no row."""
    path = Path(FOLDER.name) / "migrated.duckdb"
    with duckdb.connect(str(path), config=CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, now=FIRST_MOMENT)
    return path


def new_connection() -> duckdb.DuckDBPyConnection:
    """Return a connection to a new store in a file of its own."""
    return connection_to_copy(migrated_store())


def connection_to_copy(store: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to a copy of a closed store."""
    path = Path(FOLDER.name) / f"{next(NUMBERS)}.duckdb"
    shutil.copyfile(store, path)
    return duckdb.connect(str(path), config=CONFIG)


@contextmanager
def copied_archives() -> Iterator[None]:
    """Let an archive that is opened where there is none begin as a copy; the tests of migrations use `Store` itself."""

    def store_at(path: Path) -> Store:
        if path.parent.is_dir() and not path.exists() and not Ledger(path.parent).exists():
            shutil.copyfile(migrated_store(), path)
        return Store(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.archive, "Store", store_at)
        yield
