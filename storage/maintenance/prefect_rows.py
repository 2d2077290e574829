"""Prefect's own database, which holds the logs of runs: rows that name an article are removed from it.

Prefect's API deletes whole runs, and no line of a log. So its SQLite file is written to, a row at a time, as a server
beside it allows; what SQLite cannot free while the server has the file open is reported.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from news.records import record
from news.rights.traces import Traces
from storage.maintenance.naming_rows import LEAST_CHARACTERS, REMOVED

NAME = "prefect.db"
BUSY_SECONDS = 5.0
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
# Rows that no other row needs: they are removed whole.
WHOLE = frozenset({"log", "artifact", "artifact_collection", "events", "event_resources", "automation_bucket",
                   "composite_trigger_child_firing", "flow_run_input"})  # fmt: skip
# Names of runs and messages of their states: nothing reads them, so they are blanked.
WORDS = frozenset({("flow_run", "name"), ("task_run", "name"), ("flow_run_state", "message"),
                   ("task_run_state", "message")})  # fmt: skip


@record
class RowsRemoved:
    """What was removed from Prefect's database, and what is left in it."""

    rows: int = 0
    remains: tuple[str, ...] = ()  # each in words


def remove_rows(folder: Path, traces: Traces) -> RowsRemoved:
    """Remove rows that name articles from the database in Prefect's home, if there is one."""
    path = folder / NAME
    if not path.exists():
        return RowsRemoved()
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("BEGIN IMMEDIATE")
            rows, remains = 0, []
            for table, column in list(_text_columns(database)):
                count, kept = _remove(database, table, column, traces)
                rows += count
                remains += [f"{kept} rows of {table} ({column}) in {path}"] if kept else []
            database.execute("COMMIT")
            return RowsRemoved(rows=rows, remains=(*remains, *_given_back(database, path, has_changed=rows > 0)))
    except sqlite3.Error as error:
        message = f"{path} ({error}): stop Prefect's server and remove this folder: the history of runs goes with it"
        return RowsRemoved(remains=(message,))


def _text_columns(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield every column of every table that may hold words, whatever this version of Prefect calls it."""
    for (table,) in database.execute(TABLES).fetchall():
        for _, column, kind, *_ in database.execute(f'PRAGMA table_info("{table}")').fetchall():
            if any(word in kind.upper() for word in ("CHAR", "TEXT", "JSON", "CLOB")) or not kind:
                yield table, column


def _remove(database: sqlite3.Connection, table: str, column: str, traces: Traces) -> tuple[int, int]:
    """Return how many rows were removed or emptied for what a column says, and how many stay."""
    sql = f'SELECT rowid, "{column}" FROM "{table}" WHERE length("{column}") >= {LEAST_CHARACTERS}'
    named = [(rowid,) for rowid, words in database.execute(sql) if traces.are_in(_as_text(words))]
    if table in WHOLE:
        database.executemany(f'DELETE FROM "{table}" WHERE rowid = ?', named)
    elif (table, column) in WORDS:
        database.executemany(f'UPDATE "{table}" SET "{column}" = \'{REMOVED}\' WHERE rowid = ?', named)
    else:
        return 0, len(named)
    return len(named), 0


def _as_text(words: object) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _given_back(database: sqlite3.Connection, path: Path, *, has_changed: bool) -> Iterator[str]:
    """Let no freed page hold what went; tell where a server that is running keeps SQLite from it."""
    if not has_changed:
        return
    try:
        database.execute("VACUUM")
        is_busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        is_busy = 1
    if is_busy:
        yield f"old pages of {path}, while Prefect's server is running: they go when it is stopped"
