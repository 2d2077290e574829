"""Watches and the articles that they match, with their history."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from news.records import Watch, WatchMatch
from storage.tables.history import CURRENT, HistoryTables
from storage.tables.rows import columns_of, records, row_of

LANGUAGE = "2"  # of queries (docs/queries.md); an archive of an older one is rewritten when it is opened for writing


class WatchRepository(HistoryTables):
    """Saved queries and what they match."""

    def save(self, watches: Sequence[Watch], *, now: datetime) -> list[Watch]:
        """Save watches; return those that are new or whose query changed, to be matched with the whole archive."""
        known = {watch.watch: watch for watch in self.all()}
        changed = [watch for watch in watches if known.get(watch.watch) != watch]
        with self._store.transaction():
            self._replace("watches", "watch", [watch.watch for watch in changed], [row_of(w) for w in changed], now)
            if not known:  # the first queries of an archive are in the language of today
                self._note_language()
        return changed

    def renew(self, rewritten: Callable[[str], str], *, now: datetime) -> None:
        """Rewrite, once for an archive, the queries of an older query language; what they match stays."""
        if self._store.rows("SELECT value FROM archive.settings WHERE name = 'query_language'") == [(LANGUAGE,)]:
            return
        older = [watch for watch in self.all() if rewritten(watch.query) != watch.query]
        rows = [row_of(replace(watch, query=rewritten(watch.query))) for watch in older]
        with self._store.transaction():
            self._replace("watches", "watch", [watch.watch for watch in older], rows, now)
            self._note_language()

    def _note_language(self) -> None:
        self._store.write("DELETE FROM archive.settings WHERE name = 'query_language'")
        self._store.write("INSERT INTO archive.settings (name, value) VALUES ('query_language', $1)", [LANGUAGE])

    def all(self) -> list[Watch]:
        """Return the watches, by name."""
        sql = f"SELECT {columns_of(Watch)} FROM archive.watches WHERE {CURRENT} ORDER BY watch"
        return records(Watch, self._store.rows(sql))

    def drop(self, name: str, *, now: datetime) -> None:
        """Delete a watch and its matches."""
        with self._store.transaction():
            for table in ("watches", "watch_matches"):
                self._replace(table, "watch", [name], [], now)

    def save_matches(self, watches: Sequence[Watch], matches: Sequence[WatchMatch], *, now: datetime) -> None:
        """Make `matches` all that `watches` match."""
        with self._store.transaction():
            rows = [row_of(match) for match in matches]
            self._replace("watch_matches", "watch", [watch.watch for watch in watches], rows, now)

    def matches_of(self, watches: Collection[str]) -> list[WatchMatch]:
        """Return what these watches match."""
        return self._current(WatchMatch, "watch_matches", "watch", watches)
