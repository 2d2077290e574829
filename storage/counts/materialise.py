"""Expensive views are materialised at publication: trends and lists of stories then answer at once.

A view V with a table archive.settled_V reads it, and counts only where nothing is settled: in the store, and under an
as_of. It fills its table itself, so that each number is defined once. The tables are filled in the store, at
publication (renewal.py), and the snapshot is a copy of it, byte for byte. Only the snapshot, which never changes,
answers from them, so nothing goes stale: views count in a file that is named as the store is, whoever opens it, and
where a writer sets a variable.
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
IS_SETTLED = "getvariable('as_of') IS NULL AND NOT coalesce(getvariable('counts_anew'), current_database() = 'store')"
TABLES = ("settled", *(f"settled_{name}" for name in SETTLED), "settled_marks", "settled_basis")


def materialise(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what is settled, and let the views answer from it."""
    count_anew(connection)
    settle(connection)


def count_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Count everything in a transaction, and keep nothing of the counts of before."""
    connection.execute("BEGIN")
    forget_counts(connection)
    count_all(connection)
    connection.execute("COMMIT")


def count_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of counts, which are empty; call it inside a transaction.

    A view that stands on others reads what was just counted for them: a temporary view goes before the public one.
    """
    views = [name for name, (counted, _) in SETTLED.items() if counted == name]
    for name, (counted, order) in SETTLED.items():
        source = f"main.{name}" if name in views else counted
        connection.execute(f"INSERT INTO archive.settled_{name} BY NAME FROM {source} ORDER BY {order}")
        if name in views:
            connection.execute(f"CREATE TEMP VIEW {name} AS FROM archive.settled_{name}")
    for name in views:
        connection.execute(f"DROP VIEW temp.{name}")


def forget_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty every table of counts; call it inside a transaction."""
    for name in TABLES:
        connection.execute(f"DELETE FROM archive.{name}")


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the counts, which are renewed, be what the views answer: this connection's, and a copy's."""
    connection.execute("BEGIN")
    if connection.execute("SELECT list(moment) = [as_of()] FROM archive.settled").fetchall() != [(True,)]:
        connection.execute("DELETE FROM archive.settled")
        connection.execute("INSERT INTO archive.settled (moment) SELECT as_of()")
    connection.execute("SET VARIABLE counts_anew = false")
    if connection.execute("SELECT is_settled()").fetchall() != [(True,)]:
        connection.execute(f"CREATE OR REPLACE MACRO main.is_settled() AS {IS_SETTLED}")
        for comment in COMMENT.findall(public_sql()):  # a macro that is replaced loses its comment
            connection.execute(comment)
    connection.execute("COMMIT")
