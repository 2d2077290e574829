"""Expensive views are materialised at publication: trends and lists of stories then answer at once.

A view V with a table archive.settled_V reads it, and counts only where nothing is settled: in the store, and under an
as_of. It fills its table itself, so that each number is defined once. The tables are filled in the store, at
publication (renewal.py); only a snapshot, which never changes, answers from them, so nothing goes stale.
"""

import re

import duckdb

from storage.migrate import public_sql

# What is counted, and in which order it is kept, so that a question reads a small part.
SETTLED = {
    "collected_days": ("collected_days", "day, outlet"),
    "polled_days": ("polled_days", "outlet, day"),
    "followed_spans": ("followed_spans", "outlet"),
    "covered_days": ("covered_days", "day"),
    "coverage_health": ("coverage_health", "day, outlet"),
    "followed_articles": ("articles_of([], everything := true)", "kind, name, ordered_at"),
    "bursting_stories": ("bursting_stories", "story_id"),
    "stories": ("stories", "last_at, story_id"),
}


# Asking DuckDB for a macro's comment lists all its functions, which takes 15 ms.
COMMENT = re.compile(r"^COMMENT ON MACRO is_settled IS '(?:[^']|'')*';$", re.MULTILINE)
TABLES = ("settled", *(f"settled_{name}" for name in SETTLED), "settled_marks", "settled_basis")


def materialise(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what is settled, in a copy that is to become a snapshot, in one transaction."""
    connection.execute("BEGIN")
    count_all(connection)
    _settle(connection)
    connection.execute("COMMIT")


def count_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of counts, which are empty; call it inside a transaction."""
    for name, (counted, order) in SETTLED.items():
        connection.execute(f"INSERT INTO archive.settled_{name} BY NAME FROM {counted} ORDER BY {order}")


def forget_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty every table of counts; call it inside a transaction."""
    for name in TABLES:
        connection.execute(f"DELETE FROM archive.{name}")


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a copy of a store whose counts are renewed a snapshot: from here on they are what its views answer."""
    connection.execute("BEGIN")
    _settle(connection)
    connection.execute("COMMIT")


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("INSERT INTO archive.settled (moment) SELECT as_of()")
    _answer(connection, "getvariable('as_of') IS NULL")


def drop_materialised(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a snapshot that somebody put in the place of a store count again: it will change."""
    if connection.execute("SELECT count(*) FROM archive.settled").fetchone() == (0,):
        return
    connection.execute("BEGIN")
    forget_counts(connection)
    _answer(connection, "false")
    connection.execute("COMMIT")


def _answer(connection: duckdb.DuckDBPyConnection, words: str) -> None:
    """Let is_settled() be `words`; a macro that is replaced loses its comment."""
    connection.execute(f"CREATE OR REPLACE MACRO main.is_settled() AS {words}")
    for comment in COMMENT.findall(public_sql()):
        connection.execute(comment)
