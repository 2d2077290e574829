"""The outlets that we know, and the boilerplate of each."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from news.records import Outlet
from storage.store import Store
from storage.tables.rows import columns_of, insert, records, row_of


class OutletRepository:
    """What is known of outlets, apart from their articles."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def save(self, outlets: Iterable[Outlet]) -> None:
        """Replace the table of outlets."""
        rows = [row_of(outlet) | {"family": outlet.family or outlet.outlet} for outlet in outlets]
        with self._store.transaction():
            self._store.write("DELETE FROM archive.outlets")
            insert(self._store, "archive.outlets", rows)

    def is_empty(self) -> bool:
        """Return whether no outlet is known, without reading any."""
        return not self._store.rows("SELECT 1 FROM archive.outlets LIMIT 1")

    def all(self) -> list[Outlet]:
        """Return every outlet that we know."""
        sql = f"SELECT {columns_of(Outlet)} FROM archive.outlets ORDER BY outlet"
        return records(Outlet, self._store.rows(sql))

    def save_boilerplate(self, lines: Mapping[str, Collection[str]], *, now: datetime) -> None:
        """Mark lines (as keys) as their outlet's boilerplate; call inside a transaction."""
        known = self.boilerplate(lines)
        rows = [
            {"outlet": outlet, "line": line, "found_at": now}
            for outlet, found in lines.items()
            for line in sorted(set(found) - known.get(outlet, frozenset()))
        ]
        insert(self._store, "archive.furniture", rows)

    def boilerplate(self, outlets: Collection[str]) -> dict[str, frozenset[str]]:
        """Return the lines (as keys) that are the boilerplate of these outlets."""
        sql = """
            SELECT outlet, list(line) FROM archive.furniture
            WHERE outlet IN (SELECT unnest($1::VARCHAR[])) GROUP BY outlet
        """
        return {outlet: frozenset(lines) for outlet, lines in self._store.rows(sql, [list(outlets)])}
