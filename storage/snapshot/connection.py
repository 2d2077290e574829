"""A published snapshot, opened read-only as of a moment: what every question to it stands on."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from storage.lake import open_reader
from storage.store import plain_errors

# News to a reader: what a feed brought since, and what arrived otherwise but was published in the period.
IS_NEWS = """
    first_seen_at > $since AND first_seen_at <= $until
    AND (arrived_by = 'feed' OR coalesce(published_at > $since AND published_at <= $until, false))
"""
FRESH = f"""
    SELECT article_id, story_id, copy_group_id, is_original, outlet, page_status FROM articles
    WHERE {IS_NEWS} AND story_id IS NOT NULL
"""


class Snapshot:
    """An open connection to one snapshot."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Ask over `connection`, which reads the file at `path`."""
        self._connection = connection
        self._path = path

    def _rows(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with plain_errors(self._path):
            return self._connection.execute(sql, parameters).fetchall()


@contextmanager
def connected(snapshot: Path, *, as_of: datetime | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the snapshot read-only, as the archive knew the world at `as_of`; None: as it last did."""
    with plain_errors(snapshot), open_reader(snapshot) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")  # as in storage/snapshot/sql_worker.py
        if as_of is not None:
            connection.execute("SET VARIABLE as_of = ?::TIMESTAMPTZ", [as_of])
        yield connection
