"""Tables that keep their history: a row holds from when it was recorded until it is superseded.

Saving compares what is new with what holds and touches only what differs, so that saving twice writes nothing the
second time.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from storage.store import Store
from storage.tables.rows import NEVER, columns_of, insert, plain, records

CURRENT = "superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'"
TYPES = {"story_id": "VARCHAR", "watch": "VARCHAR"}  # of the keys that are no numbers
IN_IDS = "IN (SELECT unnest($1::BIGINT[]))"
R = TypeVar("R")


class HistoryTables:
    """Reads and replaces what holds, by a key."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def _replace(
        self,
        table: str,
        key: str,
        keys: Sequence[Any],
        rows: Sequence[Mapping[str, Any]],
        now: datetime,
        *,
        known: Sequence[Any] | None = None,
    ) -> None:
        """Make `rows` all that holds for `keys`: supersede what no longer does, add what is new.

        Args:
            known: those of `keys` for which anything can hold yet; None: all of them.
        """
        if not keys:
            return
        kind = TYPES.get(key, "BIGINT")
        columns = list(rows[0]) if rows else [key]
        wanted: Counter[tuple[Any, ...]] = Counter(tuple(row[name] for name in columns) for row in rows)
        names = ", ".join(f'"{name}"' for name in columns)
        searched = list(keys if known is None else known)
        select = f"SELECT rowid, {names} FROM archive.{table} WHERE {CURRENT} AND {key} "
        current = self._store.rows(f"{select} IN (SELECT unnest($1::{kind}[]))", [searched]) if searched else ()
        overtaken = []
        for rowid, *values in current:
            row_values = tuple(plain(value) for value in values)
            if rows and wanted[row_values] > 0:
                wanted[row_values] -= 1
            else:
                overtaken.append(rowid)
        if overtaken:
            self._store.write(f"UPDATE archive.{table} SET superseded_at = $2 WHERE rowid {IN_IDS}", [overtaken, now])
        new = [dict(zip(columns, row_values, strict=True)) for row_values in wanted.elements()]
        insert(self._store, f"archive.{table}", [row | {"recorded_at": now, "superseded_at": NEVER} for row in new])

    def _current(self, kind: type[R], table: str, key: str, keys: Collection[Any] | None) -> list[R]:
        """Return the records that hold now for `keys`, or all."""
        sql = f"SELECT {columns_of(kind)} FROM archive.{table} WHERE {CURRENT}"
        if keys is None:
            return records(kind, self._store.rows(f"{sql} ORDER BY {key}"))
        if not keys:
            return []
        chosen = f" AND {key} IN (SELECT unnest($1::{TYPES.get(key, 'BIGINT')}[])) ORDER BY {key}"
        return records(kind, self._store.rows(sql + chosen, [list(keys)]))
