"""What linking found: placements, near-copies, citations, quotations, origins, stories; and corrections by people."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime

from news.records import (
    Citation,
    Correction,
    KeptFigure,
    Linkage,
    NearCopy,
    Origin,
    Placement,
    Quote,
    Story,
)
from storage.tables.history import CURRENT, IN_IDS, HistoryTables
from storage.tables.rows import columns_of, insert, records, row_of

STORY_COLUMNS = ("story_id", "title", "first_title", "title_at", "is_closed", "merged_into")


class LinkRepository(HistoryTables):
    """What linking found of the archive's articles, and what people corrected."""

    def save(self, found: Linkage, *, now: datetime) -> None:
        """Save all that one run of linking found; call inside a transaction.

        The rows of `found.read` (the articles that were looked at) replace those that held for them before, as do the
        copies of every later article among them; origins are replaced story by story, and the profiles of the stories
        that changed are written anew.
        """
        read = list(found.read)
        known = self._placed(read)  # what is read for the first time has nothing that it could lose
        placed = [row_of(item) for item in found.placements]
        self._replace("placements", "article_id", [row["article_id"] for row in placed], placed, now)
        others = {copy.article_id for copy in found.copies}.difference(read)
        copies = [row_of(item) for item in found.copies]
        self._replace("copies", "article_id", [*read, *others], copies, now, known=[*known, *others])
        self._replace("citations", "article_id", read, [row_of(item) for item in found.citations], now, known=known)
        self._replace("quotes", "article_id", read, [row_of(item) for item in found.quotes], now, known=known)
        origins = [row_of(item) for item in found.origins]
        self._replace("origins", "story_id", list(found.origin_stories), origins, now)
        self._replace("figures", "article_id", read, [row_of(item) for item in found.figures], now, known=known)
        expectations = [row_of(item) for item in found.expectations]
        self._replace("expectations", "article_id", read, expectations, now, known=known)
        differences = [row_of(item) for item in found.differences]
        self._replace("differences", "story_id", list(found.origin_stories), differences, now)
        self._replace("watch_matches", "article_id", read, [row_of(item) for item in found.matches], now)
        self.save_stories(found.stories, now=now)

    def _placed(self, article_ids: Sequence[int]) -> list[int]:
        """Return which of these articles have, or had, a place."""
        sql = f"SELECT DISTINCT article_id FROM archive.placements WHERE article_id {IN_IDS}"
        return [key for (key,) in self._store.rows(sql, [list(article_ids)])] if article_ids else []

    def save_stories(self, stories: Sequence[Story], *, now: datetime) -> None:
        """Save stories' titles and states, with history; call inside a transaction."""
        rows = [
            row_of(story, without=[item.name for item in fields(Story) if item.name not in STORY_COLUMNS])
            for story in stories
        ]
        self._replace("stories", "story_id", [story.story_id for story in stories], rows, now)

    # --- questions --------------------------------------------------------------------------------------------

    def placements(self, article_ids: Collection[int] | None = None) -> list[Placement]:
        """Return the present placements of `article_ids`, or of every article."""
        return self._current(Placement, "placements", "article_id", article_ids)

    def group_members(self, group_ids: Collection[int]) -> list[Placement]:
        """Return the present placements of all members of these copy groups."""
        return self._current(Placement, "placements", "copy_group_id", group_ids)

    def story_members(self, story_ids: Collection[str]) -> list[Placement]:
        """Return the present placements of all articles of these stories."""
        return self._current(Placement, "placements", "story_id", story_ids)

    def story_titles(self, story_ids: Collection[str]) -> dict[str, str]:
        """Return the titles of those of `story_ids` that exist."""
        chosen = f"{CURRENT} AND story_id IN (SELECT unnest($1::VARCHAR[]))"
        rows = self._store.rows(f"SELECT story_id, title FROM archive.stories WHERE {chosen}", [list(story_ids)])
        return dict(rows)

    def copies(self, article_ids: Collection[int] | None = None) -> list[NearCopy]:
        """Return the near-copies in which `article_ids` (None: all) are the later article."""
        return self._current(NearCopy, "copies", "article_id", article_ids)

    def repeaters_of(self, article_ids: Collection[int]) -> set[int]:
        """Return the later articles that are known to repeat one of these."""
        sql = f"SELECT DISTINCT article_id FROM archive.copies WHERE {CURRENT} AND original_id {IN_IDS}"
        return {article_id for (article_id,) in self._store.rows(sql, [list(article_ids)])} if article_ids else set()

    def citations(self, article_ids: Collection[int] | None = None) -> list[Citation]:
        """Return the citations of `article_ids`, or all."""
        return self._current(Citation, "citations", "article_id", article_ids)

    def quotes(self, article_ids: Collection[int] | None = None) -> list[Quote]:
        """Return the quotations of `article_ids`, or all."""
        return self._current(Quote, "quotes", "article_id", article_ids)

    def figures(self, article_ids: Collection[int] | None = None) -> list[KeptFigure]:
        """Return the figures of `article_ids`, or all."""
        return self._current(KeptFigure, "figures", "article_id", article_ids)

    def origins(self, story_ids: Collection[str] | None = None) -> list[Origin]:
        """Return the origins of the articles of `story_ids`, or all."""
        return self._current(Origin, "origins", "story_id", story_ids)

    # --- what people tell us ------------------------------------------------------------------------------------

    def correct(self, correction: Correction) -> None:
        """Save a person's correction; later runs keep to it."""
        with self._store.transaction():
            insert(self._store, "archive.corrections", [row_of(correction)])

    def corrections(self) -> list[Correction]:
        """Return every correction, in the order in which they were made."""
        sql = f"SELECT {columns_of(Correction)} FROM archive.corrections ORDER BY corrected_at"
        return records(Correction, self._store.rows(sql))
