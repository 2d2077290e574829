"""The archive's DuckDB file: one writer by a lock file, refusals in words, one transaction at a time."""

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypeVar

import duckdb

from news.errors import ArchiveBusy, ArchiveError, InputError
from storage.lake import LOOK_AT_ALL, is_lake, refusal_of
from storage.recovery.damaged_file import INDEX, NO_DUCKDB_FILE, damage_in_words
from storage.recovery.torn_log import DAMAGED_LOG, MAGIC, MAGIC_AT, TORN, drop_unbegun, drop_unfinished, mend

# Written by 2.x in the format of 1.5, so that both versions open the file (docs/decisions.md, "DuckDB 2.0.0").
CONFIG: dict[str, Any] = {"storage_compatibility_version": "v1.5.0", "pandas_analyze_sample": LOOK_AT_ALL}
COUNT_ANEW = "SET VARIABLE counts_anew = true"  # views then count, whatever is counted already: rows change here
VERSION_AT = slice(52, 84)  # of the library that created the file, in DuckDB's main header
T = TypeVar("T")
MEMORY_LIMIT = "4GB"  # DuckDB's own default takes most of the machine

# How DuckDB and the system say why they refuse.
LOCKED = re.compile(r"Could not set lock|Conflicting lock")
HOLDER = re.compile(r"\(PID (\d+)\)")
ASKED_WRONGLY = re.compile(r"Invalid Input Error: (There is no .*|\d+ \w+ are called .*)")  # said by our own macros
FULL = re.compile(r"No space left|Out of disk|could not write|quota exceeded", re.IGNORECASE)
REFUSED = re.compile(r"Permission denied|read-only|Operation not permitted", re.IGNORECASE)


class StoreLock:
    """The right to write to an archive, held by one process at a time; the system frees it when a process dies."""

    def __init__(self, folder: Path) -> None:
        """Name the lock file beside the store: opening the store itself would drop DuckDB's own lock."""
        self._path = folder / "store.lock"
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock at once.

        Raises:
            ArchiveBusy: another process holds it; the message names the process.
        """
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            message = f"{self._path.parent} is being written to by process {holder}; try again when it is done."
            raise ArchiveBusy(message, subject=str(self._path.parent)) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Store:
    """A DuckDB file open for writing; `rows` asks, `write` changes, `transaction` makes several writes one."""

    def __init__(self, path: Path) -> None:
        """Name the file; `connect` opens it."""
        self.path = path
        self._connection: duckdb.DuckDBPyConnection | None = None
        self.mended: list[str] = []  # what was put right when it was opened, each in a line

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The open connection, opened at first use."""
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    @property
    def is_open(self) -> bool:
        """Return whether the file is open."""
        return self._connection is not None

    def _connect(self) -> duckdb.DuckDBPyConnection:
        with plain_errors(self.path):
            refuse_foreign(self.path)
            connection = self._opened(self.path, lambda: duckdb.connect(str(self.path), config=CONFIG))
            connection.execute(f"SET TimeZone = 'UTC'; SET memory_limit = '{MEMORY_LIMIT}'; {COUNT_ANEW}")
            connection.execute("SET temp_directory = ?", [str(self.path.parent / "tmp")])
        try:
            with plain_errors(self.index_path):
                drop_unbegun(self.index_path)
                attach = "ATTACH IF NOT EXISTS ? AS idx (STORAGE_VERSION 'v1.5.0')"
                self._opened(self.index_path, lambda: connection.execute(attach, [str(self.index_path)]))
        except ArchiveError:
            connection.close()
            raise
        return connection

    def _opened(self, path: Path, opening: Callable[[], T]) -> T:
        """Open a file; where a crash tore its log's end, once more without it."""
        drop_unfinished(path.with_name(f"{path.name}.wal"))
        try:
            return opening()
        except duckdb.Error as error:
            mended = mend(str(error))
            if mended is None:
                raise
            self.mended.append(mended)
            return opening()

    @property
    def index_path(self) -> Path:
        """The file of what can be rebuilt from the articles and is never published: sketches."""
        return self.path.with_name(INDEX)

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that `sql` answers."""
        with plain_errors(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def write(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> None:
        """Run one statement that changes something."""
        with plain_errors(self.path):
            self.connection.execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one transaction: all of it or nothing."""
        self.write("BEGIN")
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def retry(self, work: Callable[[], T]) -> T:
        """Do `work`, a whole transaction with what it reads. Nobody else writes to a file, so once is enough."""
        return work()

    def _roll_back(self) -> None:
        try:
            self.connection.execute("ROLLBACK")
        except duckdb.Error:
            # After a full disk or a fault inside DuckDB the connection is dead; the log is replayed on opening.
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def close(self) -> None:
        """Write the log into the file and close it: a damaged log would lose rows without a word."""
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        with plain_errors(self.path):
            try:
                with suppress(duckdb.TransactionException):  # none is open, unless a fault left it so
                    connection.execute("ROLLBACK")
                connection.execute("CHECKPOINT")
                connection.execute("CHECKPOINT idx")
            finally:
                connection.close()


def refuse_foreign(path: Path) -> None:
    """Refuse a file that DuckDB 1.x made: 2.0 reads some of its columns wrongly, without any error.

    Raises:
        ArchiveError: naming the version and the way out.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(VERSION_AT.stop)
    if head and head[MAGIC_AT] != MAGIC:
        raise ArchiveError(NO_DUCKDB_FILE.format(path), subject=str(path))
    made_by = head[VERSION_AT].split(b"\0")[0].decode("ascii", "replace")
    if made_by.startswith(("v0.", "v1.")):
        message = (
            f"{path} was written by DuckDB {made_by}, which {duckdb.__version__} reads wrongly without an error. "
            "Write a backup with the old version (newsthread backup DIR) and read it back with newsthread restore DIR."
        )
        raise ArchiveError(message, subject=str(path))


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Translate refusals of DuckDB and of the system into one line that says what to do."""
    try:
        yield
    except duckdb.Error as error:
        if found := ASKED_WRONGLY.search(str(error)):
            raise InputError(found[1], subject=str(path)) from error
        if is_lake(path):
            raise refusal_of(path, error) from error
        kind = ArchiveBusy if LOCKED.search(str(error)) else ArchiveError
        raise kind(_in_words(str(error), path), subject=str(path)) from error
    except OSError as error:
        message = _in_words(
            error.strerror or str(error), path, otherwise="{path} cannot be used: {first}; name another."
        )
        raise ArchiveError(message, subject=str(path)) from error


def _in_words(error: str, path: Path, *, otherwise: str = "DuckDB refused ({path.name}): {first}") -> str:
    first = error.splitlines()[0].rstrip(".")
    folder = path.parent if path.suffix else path
    if LOCKED.search(error):
        holder = HOLDER.search(error)
        who = f"Process {holder[1]}" if holder else "Another program"
        return f"{who} has {path} open; close it (people should open news.duckdb beside it instead)."
    if FULL.search(error):
        return f"The disk of {folder} is full; free some space and run again. Nothing that was saved is lost."
    if REFUSED.search(error):
        return f"{folder} cannot be written to ({first}); check its permissions."
    if log := TORN.search(error):
        return DAMAGED_LOG.format(log=log[1])
    if damage := damage_in_words(path, error):
        return damage
    if "is a directory" in error.lower() or "not a directory" in error.lower() or "File exists" in error:
        said = first.removeprefix("IO Error: ")
        return f"{path}: {said[:1].lower()}{said[1:]}; move it away, or name another folder with --archive."
    return otherwise.format(path=path, first=first)


class Ledger:
    """Counts kept beside the store, to notice on opening that rows are missing (a cut log opens without an error)."""

    def __init__(self, folder: Path) -> None:
        """Name the file."""
        self._path = folder / "ledger.json"

    def exists(self) -> bool:
        """Return whether an archive was here."""
        return self._path.exists()

    def check(self, store: Store) -> None:
        """Compare the store with what the last run left.

        Raises:
            ArchiveError: rows are missing that were saved, and that nobody had asked to forget.
        """
        kept = self._read()
        found = _counts(store)
        # Forgetting removes rows; then an article must be either there or forgotten, and the rest is not compared.
        compared = GROWING if found["forgotten"] == kept.get("forgotten", 0) else NEVER_FORGOTTEN
        for name in compared:
            if found[name] < kept.get(name, 0):
                message = (
                    f"{store.path} holds {found[name]} {name.replace('_', ' ')}, but {kept[name]} were saved: the file "
                    "was damaged or replaced. Bring back a backup (newsthread restore DIR), "
                    f"or remove {self._path} to go on with what is there."
                )
                raise ArchiveError(message, subject=str(store.path))

    def write(self, store: Store, now: datetime) -> None:
        """Keep the present counts, in one atomic step."""
        counts = _counts(store)
        draft = self._path.with_suffix(".tmp")
        with plain_errors(self._path):
            draft.write_text(json.dumps(counts | {"at": now.isoformat()}), encoding="utf-8")
            os.replace(draft, self._path)

    def _read(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}


# Tables whose rows are overtaken, never removed, unless somebody asks to forget an article.
GROWING = ("article_versions", "placements", "copies", "citations", "quotes", "origins", "figures", "expectations",
           "differences", "stories", "corrections",
           "digests", "deliveries", "articles_ever", "forgotten")  # fmt: skip
NEVER_FORGOTTEN = ("stories", "corrections", "digests", "deliveries", "articles_ever", "forgotten")


def _counts(store: Store) -> dict[str, int]:
    tables = [name for name in GROWING if name not in ("article_versions", "articles_ever", "forgotten")]
    counted = ", ".join(f"(SELECT count(*) FROM archive.{name})" for name in tables)
    rest = """
        (SELECT count(*) FROM archive.articles), (SELECT count(*) FROM archive.articles WHERE version = 1),
        (SELECT count(DISTINCT article_id) FROM archive.forgotten)
    """
    *plain_counts, versions, articles, forgotten = store.rows(f"SELECT {counted}, {rest}")[0]
    named = dict(zip(tables, plain_counts, strict=True))
    return named | {"article_versions": versions, "articles_ever": articles + forgotten, "forgotten": forgotten}
