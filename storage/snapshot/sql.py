"""Questions in SQL to the published snapshot: read-only, sandboxed, limited in time and memory."""

import errno
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from news.errors import ArchiveError, InputError
from news.records import record
from storage.lake import is_lake, masked
from storage.named_sql import named_sql
from storage.recovery.damaged_file import damage_in_words
from storage.snapshot.worker_messages import receive
from storage.sql_advice import advice
from storage.tables.rows import NEVER

SQL = named_sql(__file__)

ROOT = Path(__file__).resolve().parents[2]
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
LONGEST_SECONDS = 1e6  # eleven days; far beyond it the system's clocks overflow
LONGEST_ERROR = 400  # characters of DuckDB's words that a person is shown


@record
class Answer:
    """What a question to the snapshot brought."""

    columns: tuple[str, ...]
    types: tuple[str, ...]  # DuckDB's names
    rows: list[tuple[Any, ...]]
    truncated: bool = False  # there were more rows than `row_limit`
    seconds: float = 0.0  # that DuckDB took


def ask(
    snapshot: Path,
    sql: str,
    *,
    as_of: str | None = None,
    seconds: float = 60.0,
    memory: str = "1GB",
    row_limit: int | None = None,
) -> Answer:
    """Return the answer to one reading statement.

    Args:
        as_of: answer as the archive knew it at this moment (ISO 8601; without a zone it is UTC).
        seconds: when the question is stopped; above 0.
        memory: what it may use, such as "500MB" or "1GB".
        row_limit: keep no more rows than this.

    Raises:
        InputError: DuckDB cannot read the question, or it was stopped; one line, with DuckDB's hint.
        ArchiveError: there is no snapshot, or it cannot be read.
    """
    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    truncated, took = False, 0.0
    for kind, *values in messages(snapshot, sql, as_of=as_of, seconds=seconds, memory=memory, row_limit=row_limit):
        if kind == "columns":
            columns, types = tuple(values[0]), tuple(values[1])
        elif kind == "rows":
            rows.extend(values[0])
        elif kind == "truncated":
            truncated = True
        else:
            took = values[0]
    return Answer(columns=columns, types=types, rows=rows, truncated=truncated, seconds=took)


def vocabulary(snapshot: Path) -> list[tuple[str, str, tuple[str, ...], str]]:
    """Return the public views and macros as (name, kind, columns or parameters, comment), views first."""
    return [
        (name, kind, tuple(names or ()), comment)
        for name, kind, names, comment in ask(snapshot, SQL["vocabulary"]).rows
    ]


def columns(snapshot: Path, name: str) -> list[tuple[str, str, str]]:
    """Return the columns of a view as (name, type, comment)."""
    return [(column, kind, comment) for column, kind, comment in ask(snapshot, SQL["columns"].format(name=name)).rows]


def messages(
    snapshot: Path,
    sql: str,
    *,
    as_of: str | None,
    seconds: float,
    memory: str,
    row_limit: int | None = None,
    parquet: Path | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield the messages of storage/snapshot/sql_worker.py up to "done"; refusals become errors in words."""
    if not (is_lake(snapshot) or snapshot.exists()):
        words = f"There is no snapshot at {snapshot} yet: run newsthread collect, or newsthread import FILE, first."
        raise ArchiveError(words, subject=str(snapshot))
    if not 0 < seconds <= LONGEST_SECONDS:
        raise InputError(f"{seconds:g} seconds is no time limit; write a number above 0, such as 60.", subject=sql)
    request = {
        "snapshot": str(snapshot if is_lake(snapshot) else snapshot.resolve()),
        "sql": sql,
        "parquet": str(parquet) if parquet else None,
        "as_of": _moment(as_of),
        "seconds": seconds,
        "memory": memory,
        "memory_bytes": _bytes(memory),
        "row_limit": row_limit,
    }
    with _asked(request) as (pipe, process):
        deadline = time.monotonic() + seconds
        while True:
            message = _next(pipe, process, deadline, request)
            is_error = message[0] in {"closed", "refused"} and not is_lake(snapshot)
            if is_error and (damage := damage_in_words(snapshot, message[2])):
                raise ArchiveError(damage, subject=str(snapshot))
            if message[0] == "closed":
                name = masked(str(snapshot))
                raise ArchiveError(f"{name} cannot be read: {_one_line(message[2])}", subject=name)
            if message[0] == "refused":
                raise _refusal(message[1], message[2], memory, sql)
            yield message
            if message[0] == "done":
                return


@contextmanager
def _asked(request: dict[str, Any]) -> Iterator[tuple[Connection, subprocess.Popen[bytes]]]:
    """Start the process that answers, and end it whatever happens."""
    receiving, sending = Pipe(duplex=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "storage.snapshot.sql_worker"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[sending.fileno()],
    )
    try:
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(json.dumps(request | {"pipe": sending.fileno()}).encode() + b"\n")
        sending.close()
        yield receiving, process
    finally:
        process.kill()
        process.wait()
        receiving.close()
        sending.close()


def _next(
    pipe: Connection, process: subprocess.Popen[bytes], deadline: float, request: dict[str, Any]
) -> tuple[Any, ...]:
    try:
        if not pipe.poll(max(0.0, deadline - time.monotonic())):
            told = advice(request["sql"], as_of=request["as_of"]) or ["narrow the question"]
            message = f"Stopped after {request['seconds']:g} seconds: {'; '.join(told)}, or allow it more time."
            raise InputError(message, subject=request["sql"])
        received = receive(pipe)
    except EOFError as error:
        process.wait()
        message = f"Stopped: the question needed more than {request['memory']} of memory, or DuckDB failed inside."
        raise InputError(message, subject=request["sql"]) from error
    return received


def _refusal(kind: str, words: str, memory: str, sql: str) -> InputError | OSError:
    """Return what the process refused as an error: a full disk is none of the question."""
    if (full := os.strerror(errno.ENOSPC)) in words:
        return OSError(errno.ENOSPC, full)
    return InputError(_refused(kind, words, memory), subject=sql)


def _refused(kind: str, words: str, memory: str) -> str:
    if kind in ("OutOfMemoryException", "MemoryError") or "bad allocation" in words or "bad_alloc" in words:
        return f"Stopped: the question needs more than {memory} of memory. Ask for less at a time, or allow it more."
    if kind in ("PermissionException", "PermissionError"):
        return f"{_one_line(words)} (questions read the snapshot and nothing else)"
    line = _one_line(words)
    if quoted := re.search(r'Referenced column ("[^"]*") not found.*, at \1\)$', line):
        return f"{line[:-1]}; a text stands in single quotes, '{quoted[1][1:-1]}')"
    return line


def _one_line(words: str) -> str:
    """Return DuckDB's message and hint in one line, with the place instead of the drawn arrow."""
    sentence, _, drawn = words.partition("\nLINE ")
    line = " ".join(sentence.split())
    line = line if len(line) <= LONGEST_ERROR else line[: LONGEST_ERROR - 1] + "…"
    return f"{line} ({place})" if (place := _place(drawn)) else line


def _place(drawn: str) -> str:
    match = re.match(r"(\d+): (.*)\n( *)\^", drawn)
    if not match:
        return ""
    number, shown, spaces = match.groups()
    column = max(0, len(spaces) - len(f"LINE {number}: "))
    word = re.match(r'"[^"]*"|[\w.]+|\S+', shown[column:])
    return f"line {number}, at {word.group()}" if word else f"line {number}"


def _moment(as_of: str | None) -> str | None:
    if as_of is None:
        return None
    try:
        moment = datetime.fromisoformat(as_of.strip())
        asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        return min(asked, NEVER - timedelta(days=1)).isoformat()  # at NEVER nothing holds any more
    except (ValueError, OverflowError) as error:
        message = f"{as_of!r} is no moment; write 2024-03-27, or 2024-03-27T12:00:00Z."
        raise InputError(message, subject=as_of) from error


def _bytes(memory: str) -> int:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])i?B\s*", memory, re.IGNORECASE)
    if not match:
        raise InputError(f"{memory!r} is no amount of memory; write 500MB or 2GB.", subject=memory)
    return int(float(match[1]) * UNITS[match[2].upper() + "B"])
