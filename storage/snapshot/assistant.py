"""What assistants ask of a snapshot, in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from news.language.segments import HAS_SPACELESS
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot, connected
from storage.store import plain_errors

SQL = named_sql(__file__)

Told = dict[str, Any]  # a row, by column


class AssistantQuestions(Snapshot):
    """Named questions to one snapshot."""

    @classmethod
    @contextmanager
    def opened(cls, snapshot: Path, *, as_of: datetime | None = None) -> Iterator["AssistantQuestions"]:
        """Open the snapshot read-only."""
        with connected(snapshot, as_of=as_of) as connection:
            yield cls(connection, snapshot)

    def stories(self, state: str | None, most: int) -> list[Told]:
        """Return stories, the latest to move first."""
        return self._told(SQL["stories"], state=state, most=most)

    def story(self, story: str) -> list[Told]:
        """Return a story by its id, also one merged, or its title."""
        return self._told(SQL["story"], story=story)

    def story_articles(self, story: str, most: int) -> list[Told]:
        """Return a story's articles in order, copies left out."""
        return self._told(SQL["story_articles"], story=story, most=most)

    def watch(self, watch: str) -> list[Told]:
        """Return a watch by its name."""
        return self._told(SQL["watch"], watch=watch)

    def new_since(self, since: datetime, watch: str | None, most: int) -> list[Told]:
        """Return the articles first seen since a moment."""
        return self._told(SQL["new_since"], since=since, watch=watch, most=most)

    def who_said(self, words: str, most: int) -> list[Told]:
        """Return quotations by their speaker, then by their words, each with how many there are in all."""
        return self._told(SQL["who_said"], words=words, most=most, is_spaceless=bool(HAS_SPACELESS.search(words)))

    def near_speakers(self, words: str) -> list[Told]:
        """Return speakers whose name, or a word of it, is spelt nearly so."""
        return self._told(SQL["near_speakers"], words=words)

    def coverage(self, name: str, since: date, until: date, most: int) -> list[Told]:
        """Return the days on which a watch or story had articles, and the gaps."""
        return self._told(SQL["coverage"], name=name, since=since, until=until, most=most)

    def near(self, name: str) -> list[Told]:
        """Return names of watches, stories and outlets that are spelt nearly so."""
        return self._told(SQL["near"], name=name)

    def zone(self) -> list[Told]:
        """Return the zone in which the archive's days are cut."""
        return self._told("SELECT time_zone() AS zone")

    def digest(self) -> list[Told]:
        """Return the latest digest."""
        return self._told(SQL["digest"])

    def _told(self, sql: str, **asked: Any) -> list[Told]:
        with plain_errors(self._path):
            found = self._connection.execute(sql, asked)
            columns = [column[0] for column in found.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
