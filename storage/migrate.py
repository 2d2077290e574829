"""Applies what is missing, then rebuilds the public views."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from news.errors import ArchiveError
from storage.lake import for_lake, on_lake
from storage.store import plain_errors

HERE = Path(__file__).parent


def migrations() -> list[tuple[int, Path]]:
    """Return the migrations, numbered, in order."""
    files = sorted((HERE / "migrations").glob("[0-9]*.sql"))
    return [(int(path.name.split("_")[0]), path) for path in files]


def public_files() -> list[Path]:
    """Return the files that define the public views and macros, in the order in which they run."""
    return sorted((HERE / "public").glob("*.sql"))


def migrate(
    connection: duckdb.DuckDBPyConnection, *, now: datetime, subject: str = "", more: Sequence[tuple[int, Path]] = ()
) -> None:
    """Bring the archive to the newest form; every migration is one transaction, and so are the views.

    Args:
        more: migrations beyond our own, numbered; for trials.

    Raises:
        ArchiveError: the archive is from a newer version of newsthread.
    """
    with plain_errors(Path(subject or "archive")):
        _found(connection)
        done = {row[0] for row in connection.execute("SELECT number FROM archive.migrations").fetchall()}
    known = [*migrations(), *more]
    if newer := done - {number for number, _ in known}:
        message = (
            f"{subject or 'This archive'} was written by a newer newsthread (migration {max(newer)}, "
            f"here {known[-1][0]}); update newsthread."
        )
        raise ArchiveError(message, subject=subject)
    with plain_errors(Path(subject or "archive")):
        missing = [(number, path) for number, path in known if number not in done]
        for number, path in missing:
            _apply(connection, number, path, now)
        _rebuild_if_changed(connection, now)


def _found(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS archive")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS archive.migrations "
        "(number INTEGER NOT NULL, name VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL, duckdb VARCHAR NOT NULL)"
    )


def apply_only(connection: duckdb.DuckDBPyConnection, numbers: Collection[int]) -> None:
    """Make the tables as these migrations leave them, unrecorded: the record comes with the rows of a backup.

    Call it inside a transaction.

    Raises:
        ArchiveError: a number that we do not know: a newer version of newsthread made it.
    """
    known = dict(migrations())
    if newer := set(numbers) - set(known):
        message = (
            f"This was written by a newer newsthread (migration {max(newer)}, here {max(known)}); update newsthread."
        )
        raise ArchiveError(message, subject=str(max(newer)))
    with plain_errors(Path("archive")):
        _found(connection)
        for number in sorted(numbers):
            connection.execute(_script(connection, known[number]))


def _apply(connection: duckdb.DuckDBPyConnection, number: int, path: Path, now: datetime) -> None:
    with _transaction(connection):
        connection.execute(_script(connection, path))
        connection.execute(
            "INSERT INTO archive.migrations (number, name, applied_at, duckdb) VALUES (?, ?, ?, ?)",
            [number, path.stem, now, duckdb.__version__],
        )


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # the fault itself says more than the failure to roll back
            connection.execute("ROLLBACK")
        raise


def public_sql() -> str:
    """Return the whole public vocabulary as one script."""
    return "\n".join(path.read_text(encoding="utf-8") for path in public_files())


def _rebuild_if_changed(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    sha = hashlib.sha256(public_sql().encode()).hexdigest()
    kept = connection.execute("SELECT value FROM archive.settings WHERE name = 'public_sha256'").fetchone()
    if kept and kept[0] == sha:
        return
    with _transaction(connection):
        rebuild_public(connection)
        connection.execute("DELETE FROM archive.settings WHERE name = 'public_sha256'")
        connection.execute("INSERT INTO archive.settings (name, value) VALUES ('public_sha256', ?)", [sha])


def rebuild_public(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every view and macro of schema main and make them anew from storage/public."""
    views = (
        "SELECT view_name FROM duckdb_views() "
        "WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()"
    )
    macros = (
        "SELECT DISTINCT function_name, function_type FROM duckdb_functions() "
        "WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()"
    )
    for (name,) in connection.execute(views).fetchall():
        connection.execute(f'DROP VIEW IF EXISTS main."{name}"')
    for name, kind in connection.execute(macros).fetchall():
        connection.execute(f'DROP MACRO {"TABLE " if kind == "table_macro" else ""}IF EXISTS main."{name}"')
    for path in public_files():
        connection.execute(_script(connection, path))


def _script(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    script = path.read_text(encoding="utf-8")
    return for_lake(script) if on_lake(connection) else script
