"""Answers written to files: CSV, JSON and Parquet, row by row, whole or not at all."""

import csv
import errno
import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

from news.errors import ArchiveError, InputError
from storage.snapshot.sql import messages

Format = Literal["csv", "json", "parquet"]
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so


def write_answer(
    snapshot: Path,
    sql: str,
    path: Path | IO[str],
    form: Format,
    *,
    as_of: str | None = None,
    seconds: float = 600.0,
    memory: str = "1GB",
    is_guarded: bool = False,
) -> int:
    """Write the answer to a file, or CSV and JSON to an open text stream, row by row; return the number of rows.

    A file appears whole or not at all. JSON is one list of objects; instants are ISO 8601, lists within CSV are JSON.
    `is_guarded`: texts in CSV that a spreadsheet would run as a formula begin with an apostrophe.

    Raises:
        InputError: as `ask`; the file cannot be written, or is a database; Parquet to a stream.
        ArchiveError: there is no snapshot, it cannot be read, or the disk is full.
    """
    asked = partial(messages, snapshot, sql, as_of=as_of, seconds=seconds, memory=memory)
    if not isinstance(path, Path):
        if form == "parquet":
            raise InputError("Parquet goes to a file: name one.", subject="--parquet")
        return _write_text(asked(), path, form, is_guarded=is_guarded)
    _refuse(path)
    try:
        with _draft(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            if form == "parquet":
                return _written(asked(parquet=draft.resolve()))
            return _write_text(asked(), file, form, is_guarded=is_guarded)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            message = f"{path} cannot be written: the disk is full; free some space and run again."
            raise ArchiveError(message, subject=str(path)) from error
        raise InputError(f"{path} cannot be written: {error.strerror or error}.", subject=str(path)) from error


def _refuse(path: Path) -> None:
    """No answer takes the place of an archive, as a slip like `--parquet archive/news.duckdb` would have it."""
    with suppress(OSError), path.open("rb") as file:
        if file.read(12)[8:] == b"DUCK":
            raise InputError(f"{path} is a DuckDB database; name another file for the answer.", subject=str(path))
    if not path.absolute().parent.is_dir():
        raise InputError(f"{path} cannot be written: there is no folder {path.parent}.", subject=str(path))


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _write_text(parts: Iterator[tuple[Any, ...]], file: IO[str], form: Format, *, is_guarded: bool) -> int:
    return _write_json(parts, file) if form == "json" else _write_csv(parts, file, is_guarded=is_guarded)


def _write_csv(parts: Iterator[tuple[Any, ...]], file: IO[str], *, is_guarded: bool) -> int:
    writer, count = csv.writer(file, lineterminator="\n"), 0
    cell = _guarded_cell if is_guarded else _cell
    for kind, *values in parts:
        if kind == "columns":
            writer.writerow([cell(name) for name in values[0]])
        elif kind == "rows":
            writer.writerows([cell(value) for value in row] for row in values[0])
            count += len(values[0])
    return count


def _write_json(parts: Iterator[tuple[Any, ...]], file: IO[str]) -> int:
    columns: list[str] = []
    count = 0
    for kind, *values in parts:
        if kind == "columns":
            columns = _distinct(values[0])
            file.write("[")
        for row in values[0] if kind == "rows" else ():
            found = {name: _in_json(value) for name, value in zip(columns, row, strict=True)}
            file.write((",\n" if count else "\n") + json.dumps(found, ensure_ascii=False, allow_nan=False))
            count += 1
    file.write("\n]\n")
    return count


def _distinct(names: list[str]) -> list[str]:
    """Number names that occur again: an object has each key once."""
    taken = {*names}
    numbered: list[str] = []
    for name in names:
        number, given = 1, name
        while given in (taken if number > 1 else numbered):
            number += 1
            given = f"{name}_{number}"
        taken.add(given)
        numbered.append(given)
    return numbered


def _cell(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return json.dumps(_in_json(value), ensure_ascii=False)
    if isinstance(value, (datetime, date, bool, bytes)):
        return _in_json(value) if not isinstance(value, bool) else str(value).lower()
    return value


def _guarded_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula, as OWASP advises."""
    cell = _cell(value)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _in_json(value: Any) -> Any:
    """Return what JSON can say of a value: numbers stay numbers, instants are ISO 8601, NaN is null."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [_in_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _in_json(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _written(parts: Iterator[tuple[Any, ...]]) -> int:
    """Return the number of rows that the process that answers has written to a file itself."""
    return next((values[0] for kind, *values in list(parts) if kind == "written"), 0)
