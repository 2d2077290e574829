"""What is remembered of running stories: their profiles, and how often terms occur."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date
from typing import Any

import duckdb
import numpy as np

from news.records import Story
from news.stories.memory import EVERYTHING, KEYS, Asked, Frequencies, norm
from storage.named_sql import named_sql
from storage.python_columns import Table, execute, integers, objects

SQL = named_sql(__file__)

# The number of a term or of a story's id: numbers are compared faster than words, and stay the same for ever.
NUMBER = "(md5_number({}) & 9223372036854775807::UHUGEINT)::BIGINT"
OF_TERM = {"number_of_term": NUMBER.format("term")}
# Rows are picked by their place: then only theirs are read of the wide columns.
PROFILES = """
    SELECT story_id, length, terms, weights, copy_groups FROM archive.story_profiles
    WHERE rowid IN (
        SELECT rowid FROM archive.story_profiles WHERE story_id IN (SELECT unnest($1::VARCHAR[]))
    )
"""
FORGET = """
    DELETE FROM archive.{} WHERE story IN (SELECT {} FROM (SELECT unnest($1::VARCHAR[]) AS story_id))
"""
KEEP_PROFILES = f"""
    INSERT INTO archive.story_profiles (story_id, story, length, terms, weights, copy_groups)
    SELECT story_id, {NUMBER.format("story_id")}, length, terms, weights, copy_groups FROM story_batch
"""
KEEP_DAYS = f"""
    INSERT INTO archive.term_days (day, term, number, copy_groups)
    SELECT $1, term, {NUMBER.format("term")}, copy_groups FROM story_batch
"""

# Each run adds rows of its own; a day of many runs is added up, so that it is read as fast as a day of one.
CROWDED = f"""
    SELECT day FROM archive.term_days WHERE number = {NUMBER.format("$1")}
    GROUP BY day HAVING count(*) > $2 ORDER BY day
"""
ADDED_UP = """
    CREATE OR REPLACE TEMP TABLE added_up AS
    SELECT day, term, number, sum(copy_groups)::INTEGER AS copy_groups FROM archive.term_days
    WHERE day IN (SELECT unnest($1::DATE[])) GROUP BY day, term, number
"""
RUNS_A_DAY = 16  # kept apart


class StoredProfiles:
    """The memory of stories in the archive (the StoryMemory of news/stories/memory.py)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Work on an open archive."""
        self._connection = connection

    def frequencies(self, terms: Collection[str], *, since: date, until: date) -> Frequencies:
        """Return the frequencies of `terms` in the copy groups of the days `since` to `until`, both included."""
        asked = {"term": objects([*terms, EVERYTHING])}
        counts = dict(self._with("asked_terms", asked, SQL["frequencies"].format(**OF_TERM), [since, until]))
        total = counts.pop(EVERYTHING, 0)
        return Frequencies(counts=counts, total=total)

    def frequencies_of(self, asked: Sequence[Asked]) -> list[Frequencies]:
        """Return what `frequencies` returns for each of `asked`; one statement reads the days once for all."""
        counts: list[dict[str, int]] = [{} for _ in asked]
        pairs = [(place, term) for place, (terms, _, _) in enumerate(asked) for term in (*terms, EVERYTHING)]
        of_terms = {"place": integers([place for place, _ in pairs]), "term": objects([term for _, term in pairs])}
        of_spans = {
            "place": integers(range(len(asked))),
            "since": objects([since for _, since, _ in asked]),
            "until": objects([until for _, _, until in asked]),
        }
        given = {"asked_terms": of_terms, "asked_spans": of_spans}
        rows = execute(self._connection, SQL["frequencies_of"].format(**OF_TERM), **given).fetchall() if asked else ()
        for place, term, copy_groups in rows:
            counts[place][term] = copy_groups
        return [Frequencies(total=found.pop(EVERYTHING, 0), counts=found) for found in counts]

    def spread(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return of how many stories `terms` are keys."""
        asked = {"term": objects(terms)}
        return dict(self._with("asked_terms", asked, SQL["spread"].format(**OF_TERM), []))

    def candidates(self, queries: Iterable[Mapping[str, float]], *, limit: int, similarity: float) -> list[Story]:
        """Return the stories among the `limit` nearest to any query (term -> weight), as `nearest` tells."""
        rows = [(number, term, weight) for number, query in enumerate(queries) for term, weight in query.items()]
        if not rows:
            return []
        numbers, terms, weights = zip(*rows, strict=True)
        asked = {"query": integers(numbers), "term": objects(terms), "weight": np.array(weights, np.float64)}
        near = self._with("story_queries", asked, SQL["candidates"].format(**OF_TERM), [limit, similarity])
        return self._load(sorted(story_id for (story_id,) in near))

    def stories(self, story_ids: Collection[str]) -> dict[str, Story]:
        """Return the stories behind ids, merged ones followed to where they went: asked id -> story."""
        if not story_ids:
            return {}
        way = dict(self._connection.execute(SQL["merged"], [sorted(story_ids)]).fetchall())
        found = {story.story_id: story for story in self._load(sorted(set(way.values())))}
        return {asked: found[at] for asked, at in sorted(way.items()) if at in found}

    def keep(self, stories: Iterable[Story], term_days: Mapping[date, Mapping[str, int]]) -> None:
        """Save the profiles that a run changed, and its frequencies; call inside the run's transaction, once.

        Titles, states and merges are rows of archive.stories and are saved with the other links.
        """
        changed = list(stories)
        for table in ("story_profiles", "story_keys"):
            forget = FORGET.format(table, NUMBER.format("story_id"))
            self._connection.execute(forget, [[story.story_id for story in changed]])
        profiles = _profile_table([story for story in changed if story.profile])
        self._with("story_batch", profiles, KEEP_PROFILES, [])
        self._with(
            "story_batch", profiles, SQL["keep_keys"].format(number_of_key_term=NUMBER.format("key.term")), [KEYS]
        )
        for day, counts in term_days.items():
            terms = {"term": objects(counts), "copy_groups": integers(counts.values(), np.int32)}
            self._with("story_batch", terms, KEEP_DAYS, [day])

    def add_up(self) -> int:
        """Add up the frequencies of days that many runs have added to; return the number of days. No answer changes.

        Call it inside a transaction.
        """
        days = [day for (day,) in self._connection.execute(CROWDED, [EVERYTHING, RUNS_A_DAY]).fetchall()]
        if days:
            self._connection.execute(ADDED_UP, [days])
            self._connection.execute("DELETE FROM archive.term_days WHERE day IN (SELECT unnest($1::DATE[]))", [days])
            self._connection.execute("INSERT INTO archive.term_days BY NAME FROM added_up ORDER BY day, term")
            self._connection.execute("DROP TABLE added_up")
        return len(days)

    def _load(self, story_ids: list[str]) -> list[Story]:
        found = self._connection.execute(PROFILES, [story_ids]).fetchnumpy()
        profiles = {story_id: _profile(*row) for story_id, *row in zip(*found.values(), strict=True)}
        rows = self._connection.execute(SQL["spans"], [story_ids]).fetchall()
        return [_story(row, *profiles.get(row[0], (0.0, {}, {}))) for row in rows]

    def _with(self, name: str, table: Table, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        """Run `sql` with a table under `name`."""
        return execute(self._connection, sql, parameters, **{name: table}).fetchall()


def _profile_table(stories: Sequence[Story]) -> Table:
    counts = [story.counts or dict.fromkeys(story.profile, 1) for story in stories]
    return {
        "story_id": objects([story.story_id for story in stories]),
        "length": np.array([story.length or norm(story.profile) for story in stories], np.float64),
        "terms": objects(["\n".join(story.profile) for story in stories]),
        "weights": objects([np.fromiter(story.profile.values(), np.float64) for story in stories]),
        "copy_groups": objects([list(map(of.get, story.profile)) for of, story in zip(counts, stories, strict=True)]),
    }


def _profile(
    length: float, terms: str, weights: Any, copy_groups: Any
) -> tuple[float, dict[str, float], dict[str, int]]:
    names = terms.split("\n")
    return (
        float(length),
        dict(zip(names, weights.tolist(), strict=True)),
        dict(zip(names, copy_groups.tolist(), strict=True)),
    )


def _story(row: tuple[Any, ...], length: float, profile: dict[str, float], counts: dict[str, int]) -> Story:
    story_id, title, first_title, title_at, is_closed, members, first_at, last_at, is_dated = row
    return Story(
        story_id=story_id,
        title=title,
        first_title=first_title,
        title_at=title_at.astimezone(UTC) if title_at else None,
        length=length,
        profile=profile,
        counts=counts,
        members=members,
        first_at=first_at.astimezone(UTC) if first_at else None,
        last_at=last_at.astimezone(UTC) if last_at else None,
        is_dated=is_dated,
        is_closed=is_closed,
    )
