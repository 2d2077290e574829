"""The archive as a DuckLake: its catalog in PostgreSQL, its data on a path or in object storage (experimental).

A lake is named as DuckLake names it, `ducklake:postgres:…`, followed by what PostgreSQL calls a connection string.
Such a name may stand wherever the path of a snapshot does: whoever reads attaches the lake, read-only.
"""

import re
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb

from news.errors import ArchiveBusy, ArchiveError, SettingsError
from news.frozen import record

PREFIX = "ducklake:"
NAME = "news"  # under which a lake is attached
# DuckDB takes the type of a column of Python's objects from a sample of them, of 1,000 unless told: it looks at all.
LOOK_AT_ALL = 9223372036854775807
INDEX = "idx"  # its schema of what can be made again from the articles
WRITTEN = re.compile(r"ducklake:postgres:(?:\w+ ?= ?\S|postgres(?:ql)?://\S)")
SLASH_LOST = re.compile(r"(postgres(?:ql)?:)/(?=[^/])")  # by a Path, of postgresql://
PASSWORD = re.compile(r"(password\s*=\s*)(?:'[^']*'|\S+)|(://[^:/@\s]+:)[^@\s]+(?=@)", re.IGNORECASE)
# How DuckLake says that another's commit was first, and how PostgreSQL's library says that the server is away.
LOST = re.compile(r"Transaction conflict|Failed to commit DuckLake")
AWAY = re.compile(
    r"[Cc]onnection refused|could not connect|server closed|terminating connection|starting up|shutting down"
)
# What a file has and a lake lacks: a table's compression, and comments on macros and on columns of views; those
# stand in the view `vocabulary`.
FILE_ONLY = re.compile(r" USING COMPRESSION zstd|^COMMENT ON (?:COLUMN|MACRO)\b.*? IS '(?:[^']|'')*';$", re.M | re.S)
# A lake gives a new column no default that is a list: its rows are given it one by one.
LIST_DEFAULT = re.compile(r"^ALTER TABLE (\S+) ADD COLUMN (\w+)\s+([^;]*?) DEFAULT \[\];", re.M)


@record
class Lake:
    """Where a lake is."""

    catalog: str  # ducklake:postgres:…
    data: str = ""  # a folder, or s3://…; a lake that is there knows its own

    @classmethod
    def named(cls, catalog: str, data: str = "") -> "Lake":
        """Return the lake that a person named.

        Raises:
            SettingsError: it is not written as one.
        """
        catalog = SLASH_LOST.sub(r"\1//", catalog.strip())
        if not WRITTEN.match(catalog):
            message = (
                f"The archive {masked(catalog)} is no lake that we know; a lake is named as in "
                '"ducklake:postgres:host=db.example dbname=news user=news".'
            )
            raise SettingsError(message, subject=masked(catalog))
        return cls(catalog=catalog, data=data)

    @property
    def place(self) -> Path:
        """The name as a path, for those who read; `attached` takes it."""
        return Path(self.catalog)

    @property
    def postgres(self) -> str:
        """What PostgreSQL calls a connection string."""
        return self.catalog.removeprefix("ducklake:postgres:")

    def __str__(self) -> str:
        """Return the name without its password."""
        return masked(self.catalog)


def is_lake(place: Path | str) -> bool:
    """Tell a lake's name from the path of a file."""
    return str(place).startswith(PREFIX)


def masked(words: str) -> str:
    """Return words of ours or of DuckDB without the password in them."""
    return PASSWORD.sub(lambda found: f"{found[1] or found[2]}…", words)


def refusal_of(place: Path, error: duckdb.Error) -> ArchiveError:
    """Return in our words why the lake refused."""
    words, name = masked(str(error)), masked(str(place))
    first = words.splitlines()[0].rstrip(".") if words else type(error).__name__
    if LOST.search(words):
        return ArchiveBusy(f"{name}: another process changed the same rows first; run again.", subject=name)
    if AWAY.search(words):
        reason = next((line.strip() for line in words.splitlines() if AWAY.search(line)), first)
        return ArchiveBusy(f"{name}: PostgreSQL does not answer ({reason}); is it running, and in reach?", subject=name)
    return ArchiveError(f"{name}: DuckDB refused: {first}", subject=name)


def for_lake(script: str) -> str:
    """Return a script of the archive's SQL less what a lake does not have."""
    adapted = LIST_DEFAULT.sub(r"ALTER TABLE \1 ADD COLUMN \2 \3; UPDATE \1 SET \2 = [];", script)
    return FILE_ONLY.sub("", adapted)


def on_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether `connection` works on a lake."""
    asked = "SELECT type FROM duckdb_databases() WHERE database_name = current_database()"
    return connection.execute(asked).fetchall() == [("ducklake",)]


def attached(lake: Lake, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Return a connection that works on the lake.

    Raises:
        ArchiveError: DuckDB's extensions are not there for its version.
        duckdb.Error: PostgreSQL does not answer, or the lake refuses.
    """
    _note_that_pandas_is_absent()
    connection = duckdb.connect()
    try:
        for name in ("ducklake", "postgres_scanner"):
            load_extension(connection, name)
        if "://" in lake.data:
            load_extension(connection, "httpfs")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET pandas_analyze_sample = {LOOK_AT_ALL}")
        options = ["READ_ONLY"] if read_only else []
        options += [f"DATA_PATH {_quoted(lake.data)}"] if lake.data and not read_only else []
        connection.execute(
            f"ATTACH {_quoted(lake.catalog)} AS {NAME}" + (f" ({', '.join(options)})" if options else "")
        )
        connection.execute(f"USE {NAME}")
        if "://" in data_path(connection):
            load_extension(connection, "httpfs")
    except BaseException:
        connection.close()
        raise
    return connection


def _note_that_pandas_is_absent() -> None:
    """Let DuckDB 1.5 find at once that there is no pandas: it looks for it at every value of a column of objects."""
    if find_spec("pandas") is None:
        sys.modules["pandas"] = None  # type: ignore[assignment]  # how Python notes a module that may not be imported


def data_path(connection: duckdb.DuckDBPyConnection) -> str:
    """Return where the lake on `connection` keeps its data."""
    rows = connection.execute(
        f"SELECT value FROM ducklake_options('{NAME}') WHERE option_name = 'data_path'"
    ).fetchall()
    return str(rows[0][0]) if rows else ""


def open_reader(place: Path | str) -> duckdb.DuckDBPyConnection:
    """Open a snapshot, or attach a lake, read-only; the views are in schema main of either."""
    if is_lake(place):
        return attached(Lake.named(str(place)), read_only=True)
    return duckdb.connect(str(place), read_only=True)


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load one of DuckDB's extensions: from its package of the package index, else from where DuckDB keeps them.

    Raises:
        ArchiveError: it is in neither place, nor can DuckDB download it.
    """
    if packaged := _packaged(name):
        connection.execute(f"LOAD {_quoted(str(packaged))}")
        return
    try:
        connection.execute(f"INSTALL {name}")
        connection.execute(f"LOAD {name}")
    except duckdb.Error as error:
        message = (
            f"DuckDB {duckdb.__version__} has no extension {name} here, which a lake needs; `make setup-lake` sets up "
            ".venv-lake, whose DuckDB has it: .venv-lake/bin/newsthread."
        )
        raise ArchiveError(message, subject=name) from error


def _packaged(name: str) -> Path | None:
    """Return the extension's file for this very version of DuckDB, where its package is installed."""
    found = find_spec(f"duckdb_extension_{name}")
    for folder in (found and found.submodule_search_locations) or ():
        path = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if path.exists():
            return path
    return None


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
