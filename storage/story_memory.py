"""What is remembered of running stories: their profiles, and how often terms occur."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date
from typing import Any

import duckdb
import pyarrow as pa

from news.records import Story
from news.story_memory import ALWAYS, EVERYTHING, Frequencies, norm

# A profile's own length stands beside its terms, under the term that no text has: ranking needs it for every story.
CANDIDATES = """
    WITH hit AS (
        SELECT q.query, t.story_id, sum(q.weight * t.weight) AS dot
        FROM story_queries q JOIN archive.story_terms t ON t.term = q.term GROUP BY ALL
    ), length AS (
        SELECT story_id, weight FROM archive.story_terms WHERE term = ''
    )
    SELECT DISTINCT story_id FROM (
        SELECT hit.story_id, dot / length.weight AS score,
            row_number() OVER (PARTITION BY hit.query ORDER BY score DESC, hit.story_id) AS place
        FROM hit JOIN length ON length.story_id = hit.story_id
    )
    WHERE place <= $1 AND (score >= $2 OR place <= $3)
"""
SPANS = """
    WITH member AS (
        SELECT story_id, article_id, copy_group_id FROM archive.placements
        WHERE superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00' AND story_id IN (SELECT unnest($1::VARCHAR[]))
    ), timed AS (
        SELECT member.*, a.ordered_at FROM member JOIN archive.articles a ON a.article_id = member.article_id
        WHERE a.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
    )
    SELECT s.story_id, s.title, s.is_closed, count(DISTINCT t.copy_group_id), min(t.ordered_at), max(t.ordered_at)
    FROM archive.stories s LEFT JOIN timed t ON t.story_id = s.story_id
    WHERE s.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00' AND s.merged_into IS NULL
        AND s.story_id IN (SELECT unnest($1::VARCHAR[]))
    GROUP BY s.story_id, s.title, s.is_closed ORDER BY s.story_id
"""
PROFILES = """
    SELECT story_id, list(term), list(weight), list(copy_groups)
    FROM archive.story_terms
    WHERE story_id IN (SELECT unnest($1::VARCHAR[])) GROUP BY story_id
"""
MERGED = """
    WITH RECURSIVE held AS (
        SELECT story_id, merged_into FROM archive.stories
        WHERE superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
    ), way AS (
        SELECT story_id AS asked, story_id AS at FROM held WHERE story_id IN (SELECT unnest($1::VARCHAR[]))
        UNION
        SELECT way.asked, held.merged_into FROM way JOIN held ON held.story_id = way.at
        WHERE held.merged_into IS NOT NULL
    )
    SELECT way.asked, way.at FROM way JOIN held ON held.story_id = way.at WHERE held.merged_into IS NULL
"""
FREQUENCIES = """
    SELECT term, sum(copy_groups)::BIGINT FROM archive.term_days
    WHERE day BETWEEN $1 AND $2 AND term IN (SELECT term FROM asked_terms) GROUP BY term
"""
SPREAD = """
    SELECT term, count(*) FROM archive.story_terms WHERE term IN (SELECT term FROM asked_terms) GROUP BY term
"""
KEEP_TERMS = """
    INSERT INTO archive.story_terms (story_id, term, weight, copy_groups)
    SELECT story_id, term, weight, copy_groups FROM story_batch
"""
KEEP_DAYS = """
    INSERT INTO archive.term_days (day, term, copy_groups) SELECT day, term, copy_groups FROM story_batch
"""


class StoredMemory:
    """The memory of stories in the archive (the StoryMemory of news/story_memory.py)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Work on an open archive."""
        self._connection = connection

    def frequencies(self, terms: Collection[str], *, since: date, until: date) -> Frequencies:
        """Return the frequencies of `terms` in the copy groups of the days `since` to `until`, both included."""
        asked = pa.table({"term": pa.array([*terms, EVERYTHING], pa.string())})
        counts = dict(self._with("asked_terms", asked, FREQUENCIES, [since, until]))
        total = counts.pop(EVERYTHING, 0)
        return Frequencies(counts=counts, total=total)

    def spread(self, terms: Collection[str]) -> Frequencies:
        """Return in how many stories `terms` occur, and how many stories there are."""
        asked = pa.table({"term": pa.array([*terms, EVERYTHING], pa.string())})
        counts = dict(self._with("asked_terms", asked, SPREAD, []))
        total = counts.pop(EVERYTHING, 0)
        return Frequencies(counts=counts, total=total)

    def candidates(self, queries: Iterable[Mapping[str, float]], *, limit: int, likeness: float) -> list[Story]:
        """Return the stories among the `limit` nearest to any query (term -> weight), as `nearest` tells."""
        rows = [(number, term, weight) for number, query in enumerate(queries) for term, weight in query.items()]
        if not rows:
            return []
        numbers, terms, weights = zip(*rows, strict=True)
        asked = pa.table({"query": pa.array(numbers), "term": pa.array(terms), "weight": pa.array(weights)})
        near = self._with("story_queries", asked, CANDIDATES, [limit, likeness, ALWAYS])
        return self._load(sorted(story_id for (story_id,) in near))

    def stories(self, story_ids: Collection[str]) -> dict[str, Story]:
        """Return the stories behind ids, merged ones followed to where they went: asked id -> story."""
        if not story_ids:
            return {}
        way = dict(self._connection.execute(MERGED, [sorted(story_ids)]).fetchall())
        found = {story.story_id: story for story in self._load(sorted(set(way.values())))}
        return {asked: found[at] for asked, at in sorted(way.items()) if at in found}

    def keep(self, stories: Iterable[Story], term_days: Mapping[date, Mapping[str, int]]) -> None:
        """Save the profiles that a run changed, and its frequencies; call inside the run's transaction, once.

        Titles, states and merges are rows of archive.stories and are saved with the other links.
        """
        changed = list(stories)
        gone = [story.story_id for story in changed]
        self._connection.execute(
            "DELETE FROM archive.story_terms WHERE story_id IN (SELECT unnest($1::VARCHAR[]))", [gone]
        )
        self._append(KEEP_TERMS, _term_columns([story for story in changed if story.profile]))
        days = [(day, term, n) for day, counts in term_days.items() for term, n in counts.items()]
        columns = zip(*days, strict=True) if days else ((), (), ())
        self._append(KEEP_DAYS, dict(zip(("day", "term", "copy_groups"), map(list, columns), strict=True)))

    def _load(self, story_ids: list[str]) -> list[Story]:
        profiles = {
            story_id: (dict(zip(terms, weights, strict=True)), dict(zip(terms, counts, strict=True)))
            for story_id, terms, weights, counts in self._connection.execute(PROFILES, [story_ids]).fetchall()
        }
        rows = self._connection.execute(SPANS, [story_ids]).fetchall()
        return [_story(row, *profiles.get(row[0], ({}, {}))) for row in rows]

    def _append(self, sql: str, columns: dict[str, list[Any]]) -> None:
        if all(columns.values()):
            self._with("story_batch", pa.table(columns), sql, [])

    def _with(self, name: str, table: pa.Table, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        """Run `sql` with an Arrow table under `name`."""
        self._connection.register(name, table)
        try:
            return self._connection.execute(sql, parameters).fetchall()
        finally:
            self._connection.unregister(name)


def _term_columns(stories: Sequence[Story]) -> dict[str, list[Any]]:
    """Return the profiles as columns, each story's length first."""
    columns: dict[str, list[Any]] = {"story_id": [], "term": [], "weight": [], "copy_groups": []}
    for story in stories:
        columns["story_id"] += [story.story_id] * (len(story.profile) + 1)
        columns["term"] += [EVERYTHING, *story.profile]
        columns["weight"] += [story.length or norm(story.profile), *story.profile.values()]
        columns["copy_groups"] += [story.members, *(story.counts.get(term, 1) for term in story.profile)]
    return columns


def _story(row: tuple[Any, ...], profile: dict[str, float], counts: dict[str, int]) -> Story:
    """Build a story from its row and its terms, of which the empty one tells the length."""
    story_id, title, is_closed, members, first_at, last_at = row
    counts.pop(EVERYTHING, None)
    return Story(
        story_id=story_id,
        title=title,
        length=profile.pop(EVERYTHING, 0.0),
        profile=profile,
        counts=counts,
        members=members,
        first_at=first_at.astimezone(UTC) if first_at else None,
        last_at=last_at.astimezone(UTC) if last_at else None,
        is_closed=is_closed,
    )
