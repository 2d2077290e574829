"""The rows that touched stories and days are counted of, as an archive in memory with the same public views.

So each number keeps one definition: what is renewed is counted by the view that counts everything.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from storage.counts.changes import SOURCES
from storage.counts.materialise import SETTLED
from storage.migrate import public_sql

PART = "counted_part"
KNOWN = "is_known(recorded_at, superseded_at)"
# Which rows of each table belong to it.
ROWS = {
    "articles": "article_id IN (FROM needed_articles)",
    "placements": "article_id IN (FROM needed_articles)",
    "origins": "rowid IN (SELECT place FROM touched_origins)",
    "stories": "story_id IN (FROM touched_stories)",
    "watch_matches": "article_id IN (FROM touched_articles)",
}
WHOLE = ("settings", "outlets", "feeds", "watches")
# The views and macros by which it is counted. Followed spans and bursts hang on the whole archive, and come from there.
COUNTING = (
    "is_known", "is_settled", "time_zone", "day_in", "day_of", "no_such_name", "polled_days", "reading_days",
    "is_mostly_read", "covered_days", "coverage_health", "collected_days", "merged_stories", "story_ids",
    "articles_of", "silent_for", "revived_for", "new_for", "story_state", "stories",
)  # fmt: skip
STATEMENT = re.compile(r"^CREATE (?:VIEW|MACRO) (\w+).*?;$", re.MULTILINE | re.DOTALL)


@contextmanager
def counted_part(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Ask the part while the block runs; the whole archive is `archive` again afterwards."""
    (whole,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    connection.execute(f"ATTACH ':memory:' AS {PART}")
    try:
        connection.execute(f"CREATE SCHEMA {PART}.archive")
        for table, rows in _tables().items():
            connection.execute(f"CREATE TABLE {PART}.archive.{table} AS {rows}")
        connection.execute(f"USE {PART}")
        for statement in _definitions():
            connection.execute(statement)
        yield
    finally:
        connection.execute(f'USE "{whole}"')
        connection.execute(f"DETACH {PART}")


def body_of(view: str) -> str:
    """Return the query that a public view is."""
    (found,) = (statement[0] for statement in STATEMENT.finditer(public_sql()) if statement[1] == view)
    return found.partition(" AS\n")[2].rstrip(";")


def _tables() -> dict[str, str]:
    """Return the part's tables, each with the query that fills it."""
    ends = "recorded_at, superseded_at"
    rows = {
        name: f"SELECT {', '.join(columns)}, {ends} FROM archive.{name} WHERE {KNOWN} AND {ROWS[name]}"
        for name, columns in SOURCES.items()
    }
    spans = """
        SELECT outlet, greatest(first_day, least_day) AS first_day, least(last_day, greatest_day) AS last_day
        FROM fresh_followed_spans, (SELECT min(day) AS least_day, max(day) AS greatest_day FROM touched_seen)
        WHERE first_day <= greatest_day AND last_day >= least_day
    """
    return (
        rows
        | {name: f"FROM archive.{name}" for name in WHOLE}
        | {f"settled_{name}": f"FROM archive.settled_{name} LIMIT 0" for name in SETTLED}
        | {
            "feed_days": "FROM archive.feed_days WHERE day IN (FROM touched_seen)",
            "settled": "SELECT as_of() AS moment",
            "spans": spans,
            "bursts": "FROM fresh_bursting_stories",
        }
    )


def _definitions() -> Iterator[str]:
    """Yield what makes the part's views and macros, in order."""
    own = {"covered_days": "followed_spans AS FROM archive.spans", "stories": "bursting_stories AS FROM archive.bursts"}
    found = {name: statement[0] for statement in STATEMENT.finditer(public_sql()) if (name := statement[1])}
    yield "CREATE MACRO as_of() AS (WITH t AS MATERIALIZED (FROM archive.settled) SELECT moment FROM t)"
    yield f"CREATE VIEW {own['covered_days']}"
    yield f"CREATE VIEW {own['stories']}"
    for name in COUNTING:
        yield found[name]
