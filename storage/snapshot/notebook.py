"""A published snapshot for a notebook: questions in SQL become relations of DuckDB, or data frames."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from news.errors import ArchiveError, InputError
from storage.lake import is_lake, open_reader
from storage.recovery.damaged_file import damage_in_words

FRAMES = {"df": "pandas", "pl": "polars"}  # what a kind of frame needs beside DuckDB
VIEWS = "SELECT DISTINCT name FROM vocabulary WHERE kind IN ('view', 'table macro') ORDER BY name"


class OpenArchive:
    """One snapshot, opened read-only; it stays as it was when it was opened."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | str) -> None:
        """Ask over `connection`, which reads the snapshot at `path`."""
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._path = path

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> duckdb.DuckDBPyRelation:
        """Return the answer to `query` as a relation: shown in a notebook, filtered further, or fetched.

        Args:
            query: one question, or what DuckDB takes for one, such as FROM stories.
            parameters: for $1 or $name.

        Raises:
            InputError: the query cannot be answered; says why, and which views there are.
        """
        try:
            relation = self.connection.sql(query, params=parameters)
        except duckdb.Error as error:
            raise InputError(self._refusal(error), subject=query) from error
        if relation is None:
            raise InputError("The query returns nothing; an archive is asked with SELECT.", subject=query)
        return relation

    def rows(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the answer as a list of rows, each a dict by column: what charts take, with no other library.

        Raises:
            InputError: as for `sql`.
        """
        relation = self.sql(query, parameters)
        try:
            return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        except duckdb.Error as error:
            raise InputError(self._refusal(error), subject=query) from error

    def df(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> Any:
        """Return the answer as a data frame of pandas.

        Raises:
            InputError: pandas is not installed, or as for `sql`.
        """
        return self._frame("df", query, parameters)

    def pl(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> Any:
        """Return the answer as a data frame of polars.

        Raises:
            InputError: polars is not installed, or as for `sql`.
        """
        return self._frame("pl", query, parameters)

    def _frame(self, kind: str, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None) -> Any:
        try:
            import_module(FRAMES[kind])
        except ImportError as error:
            message = f".{kind}() needs {FRAMES[kind]}: pip install {FRAMES[kind]}; .sql() needs nothing more."
            raise InputError(message, subject=FRAMES[kind]) from error
        relation = self.sql(query, parameters)
        try:
            return getattr(relation, kind)()
        except duckdb.Error as error:
            raise InputError(self._refusal(error), subject=query) from error

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB's own connection, for all that a relation does not do.

        Raises:
            InputError: it was closed.
        """
        if self._connection is None:
            raise InputError(f"{self._path} was closed; newsthread.open opens it again.", subject=str(self._path))
        return self._connection

    def _refusal(self, error: duckdb.Error) -> str:
        said = " ".join(str(error).split("\n\nLINE")[0].split())
        if isinstance(error, duckdb.CatalogException):
            names = ", ".join(name for (name,) in self.connection.execute(VIEWS).fetchall())
            return f"{said} There are: {names}. FROM vocabulary says what each holds."
        return said

    def close(self) -> None:
        """Close the snapshot."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> "OpenArchive":
        """Return the archive; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Say which snapshot it is, and whether it is open."""
        return f"<newsthread archive {self._path}, {'closed' if self._connection is None else 'read-only'}>"


def open_archive(path: Path | str = "archive", *, as_of: datetime | None = None) -> OpenArchive:
    """Open an archive for reading.

    Args:
        path: the archive's folder, its news.duckdb, or the name of a lake.
        as_of: as the archive knew the world at this moment, an aware one; None: as it last did.

    Raises:
        InputError: there is no archive, or the moment has no zone.
        ArchiveError: the file is no snapshot of newsthread, or DuckDB cannot read it.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise InputError("as_of needs a zone, such as datetime(2026, 9, 20, tzinfo=UTC).", subject="as_of")
    place = path if is_lake(path) else _file_of(Path(path).expanduser())
    try:
        connection = open_reader(place)
        _set_up(connection, as_of)
        connection.execute("SELECT 1 FROM vocabulary LIMIT 1").fetchall()
    except duckdb.CatalogException as error:
        message = f"{place} is a file of DuckDB, but no snapshot of newsthread: open archive/news.duckdb."
        raise ArchiveError(message, subject=str(place)) from error
    except duckdb.Error as error:
        damage = None if is_lake(place) else damage_in_words(Path(place), str(error))
        said = damage or f"{place} cannot be read: {' '.join(str(error).split())}"
        raise ArchiveError(said, subject=str(place)) from error
    return OpenArchive(connection, place)


def _set_up(connection: duckdb.DuckDBPyConnection, as_of: datetime | None) -> None:
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")  # as in storage/snapshot/sql_worker.py
    if as_of is not None:
        connection.execute("SET VARIABLE as_of = ?::TIMESTAMPTZ", [as_of.astimezone(UTC)])


def _file_of(path: Path) -> Path:
    file = path / "news.duckdb" if path.is_dir() else path
    if file.is_file():
        return file
    message = (
        f"There is no archive at {path} (no {file.name}): `newsthread demo` makes one to try in demo-archive, "
        "`newsthread collect` one of your own."
    )
    raise InputError(message, subject=str(path))
