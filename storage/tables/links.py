"""What linking found: placements, near-copies, citations, quotations, origins, stories, matches.

Every table keeps its history. Saving compares what is new with what holds and touches only what differs, so that
linking twice writes nothing the second time.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from news.records import (
    Citation,
    Correction,
    Linkage,
    NearCopy,
    Origin,
    Outlet,
    Placement,
    Quote,
    Story,
    Watch,
    WatchMatch,
)
from storage.store import Store
from storage.tables.rows import NEVER, columns_of, insert, plain, records, row_of

CURRENT = "superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'"
TYPES = {"story_id": "VARCHAR", "watch": "VARCHAR"}  # of the keys that are no numbers
IN_IDS = "IN (SELECT unnest($1::BIGINT[]))"
R = TypeVar("R")


class LinkRepository:
    """The archive's memory of how articles stand to each other."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def save(self, found: Linkage, *, now: datetime) -> None:
        """Save all that one run of linking found; call inside a transaction.

        The rows of `found.read` (the articles that were looked at) replace those that held for them before, as do the
        copies of every later article among them; origins are replaced story by story, and the profiles of the stories
        that changed are written anew.
        """
        read = list(found.read)
        placed = [row_of(item) for item in found.placements]
        self._replace("placements", "article_id", [row["article_id"] for row in placed], placed, now)
        later = [*{*read, *(copy.article_id for copy in found.copies)}]
        self._replace("copies", "article_id", later, [row_of(item) for item in found.copies], now)
        self._replace("citations", "article_id", read, [row_of(item) for item in found.citations], now)
        self._replace("quotes", "article_id", read, [row_of(item) for item in found.quotes], now)
        told = [row_of(item) for item in found.origins]
        self._replace("origins", "story_id", list(found.origin_stories), told, now)
        self._replace("watch_matches", "article_id", read, [row_of(item) for item in found.matches], now)
        self.save_stories(found.stories, now=now)

    def save_stories(self, stories: Sequence[Story], *, now: datetime) -> None:
        """Save stories' titles and states, with history; call inside a transaction."""
        rows = [
            row_of(story, without=[item.name for item in fields(Story) if item.name not in STORY_COLUMNS])
            for story in stories
        ]
        self._replace("stories", "story_id", [story.story_id for story in stories], rows, now)

    def _replace(
        self, table: str, key: str, keys: Sequence[Any], rows: Sequence[Mapping[str, Any]], now: datetime
    ) -> None:
        """Make `rows` all that holds for `keys`: supersede what no longer does, add what is new."""
        if not keys:
            return
        kind = TYPES.get(key, "BIGINT")
        columns = list(rows[0]) if rows else [key]
        wanted: Counter[tuple[Any, ...]] = Counter(tuple(row[name] for name in columns) for row in rows)
        names = ", ".join(f'"{name}"' for name in columns)
        held = self._store.rows(
            f"SELECT rowid, {names} FROM archive.{table} WHERE {CURRENT} AND {key} IN (SELECT unnest($1::{kind}[]))",
            [list(keys)],
        )
        overtaken = []
        for rowid, *values in held:
            values_ = tuple(plain(value) for value in values)
            if rows and wanted[values_] > 0:
                wanted[values_] -= 1
            else:
                overtaken.append(rowid)
        self._store.write(f"UPDATE archive.{table} SET superseded_at = $2 WHERE rowid {IN_IDS}", [overtaken, now])
        new = [dict(zip(columns, values_, strict=True)) for values_ in wanted.elements()]
        insert(self._store, f"archive.{table}", [row | {"recorded_at": now, "superseded_at": NEVER} for row in new])

    # --- questions --------------------------------------------------------------------------------------------

    def placements(self, article_ids: Collection[int] | None = None) -> list[Placement]:
        """Return the present placements of `article_ids`, or of every article."""
        return self._held(Placement, "placements", "article_id", article_ids)

    def group_members(self, group_ids: Collection[int]) -> list[Placement]:
        """Return the present placements of all members of these copy groups."""
        return self._held(Placement, "placements", "copy_group_id", group_ids)

    def story_members(self, story_ids: Collection[str]) -> list[Placement]:
        """Return the present placements of all articles of these stories."""
        return self._held(Placement, "placements", "story_id", story_ids)

    def story_titles(self, story_ids: Collection[str]) -> dict[str, str]:
        """Return the titles of those of `story_ids` that exist."""
        chosen = f"{CURRENT} AND story_id IN (SELECT unnest($1::VARCHAR[]))"
        rows = self._store.rows(f"SELECT story_id, title FROM archive.stories WHERE {chosen}", [list(story_ids)])
        return dict(rows)

    def copies(self, article_ids: Collection[int] | None = None) -> list[NearCopy]:
        """Return the near-copies in which `article_ids` (None: all) are the later article."""
        return self._held(NearCopy, "copies", "article_id", article_ids)

    def repeaters_of(self, article_ids: Collection[int]) -> set[int]:
        """Return the later articles that are known to repeat one of these."""
        sql = f"SELECT DISTINCT article_id FROM archive.copies WHERE {CURRENT} AND original_id {IN_IDS}"
        return {article_id for (article_id,) in self._store.rows(sql, [list(article_ids)])} if article_ids else set()

    def citations(self, article_ids: Collection[int] | None = None) -> list[Citation]:
        """Return the citations of `article_ids`, or all."""
        return self._held(Citation, "citations", "article_id", article_ids)

    def quotes(self, article_ids: Collection[int] | None = None) -> list[Quote]:
        """Return the quotations of `article_ids`, or all."""
        return self._held(Quote, "quotes", "article_id", article_ids)

    def origins(self, story_ids: Collection[str] | None = None) -> list[Origin]:
        """Return the origins of the articles of `story_ids`, or all."""
        return self._held(Origin, "origins", "story_id", story_ids)

    def _held(self, kind: type[R], table: str, key: str, keys: Collection[Any] | None) -> list[R]:
        sql = f"SELECT {columns_of(kind)} FROM archive.{table} WHERE {CURRENT}"
        if keys is None:
            return records(kind, self._store.rows(f"{sql} ORDER BY {key}"))
        chosen = f" AND {key} IN (SELECT unnest($1::{TYPES.get(key, 'BIGINT')}[])) ORDER BY {key}"
        return records(kind, self._store.rows(sql + chosen, [list(keys)]))

    # --- what people tell us ------------------------------------------------------------------------------------

    def correct(self, correction: Correction) -> None:
        """Keep a person's word for ever."""
        with self._store.transaction():
            insert(self._store, "archive.corrections", [row_of(correction)])

    def corrections(self) -> list[Correction]:
        """Return every correction, in the order in which they were made."""
        sql = f"SELECT {columns_of(Correction)} FROM archive.corrections ORDER BY corrected_at"
        return records(Correction, self._store.rows(sql))

    def save_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Replace the table of outlets."""
        rows = [row_of(outlet) | {"family": outlet.family or outlet.outlet} for outlet in outlets]
        with self._store.transaction():
            self._store.write("DELETE FROM archive.outlets")
            insert(self._store, "archive.outlets", rows)

    def outlets(self) -> list[Outlet]:
        """Return every outlet that we know."""
        sql = f"SELECT {columns_of(Outlet)} FROM archive.outlets ORDER BY outlet"
        return records(Outlet, self._store.rows(sql))

    def save_boilerplate(self, lines: Mapping[str, Collection[str]], *, now: datetime) -> None:
        """Mark lines (as keys) as their outlet's boilerplate; call inside a transaction."""
        held = self.boilerplate(lines)
        rows = [
            {"outlet": outlet, "line": line, "found_at": now}
            for outlet, found in lines.items()
            for line in sorted(set(found) - held.get(outlet, frozenset()))
        ]
        insert(self._store, "archive.furniture", rows)

    def boilerplate(self, outlets: Collection[str]) -> dict[str, frozenset[str]]:
        """Return the lines (as keys) that are the boilerplate of these outlets."""
        sql = """
            SELECT outlet, list(line) FROM archive.furniture
            WHERE outlet IN (SELECT unnest($1::VARCHAR[])) GROUP BY outlet
        """
        return {outlet: frozenset(lines) for outlet, lines in self._store.rows(sql, [list(outlets)])}

    def save_watches(self, watches: Sequence[Watch], *, now: datetime) -> list[Watch]:
        """Save watches; return those that are new or whose query changed, to be matched with the whole archive."""
        held = {watch.watch: watch for watch in self.watches()}
        changed = [watch for watch in watches if held.get(watch.watch) != watch]
        with self._store.transaction():
            self._replace("watches", "watch", [watch.watch for watch in changed], [row_of(w) for w in changed], now)
        return changed

    def watches(self) -> list[Watch]:
        """Return the watches, by name."""
        sql = f"SELECT {columns_of(Watch)} FROM archive.watches WHERE {CURRENT} ORDER BY watch"
        return records(Watch, self._store.rows(sql))

    def drop_watch(self, name: str, *, now: datetime) -> None:
        """Let a watch, and what it matches, hold no longer."""
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
        return self._held(WatchMatch, "watch_matches", "watch", watches)


STORY_COLUMNS = ("story_id", "title", "is_closed", "merged_into")
