"""Files that a person imports: JSON Lines, CSV or Parquet, told apart by what is in them.

One bad row never costs another: it is named by file and line, and the rest is kept.
"""

import csv
import difflib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import duckdb

from news.errors import InputError
from news.records import ImportRow
from storage.imports.rows import COLUMNS, LONGEST_TEXT, Note, Remark, RowError, row_from
from storage.parquet import pattern_of

Batch = tuple[list[ImportRow], list[Remark]]
Numbered = tuple[str, Mapping[str, Any] | str | Note]  # where ("line 3"), and the row, or what is wrong with it
DELIMITERS = ",;\t|"
BOM = b"\xef\xbb\xbf"
HEAD_BYTES = 8192
SHOWN_COLUMNS = 12
ALIKE = 0.85  # of difflib's ratio, from which on a name is taken for a slip
OTHER_NAMES = {  # what other tools call our columns
    "link": "url", "address": "url", "headline": "title", "body": "text", "content": "text",
    "published": "published_at", "pubdate": "published_at", "date": "published_at", "date_published": "published_at",
    "source": "outlet", "publisher": "outlet", "site": "outlet",
    "lang": "language", "author": "authors", "byline": "authors", "fetched_at": "first_seen_at",
    "crawled_at": "first_seen_at",
}  # fmt: skip
MOST_COLUMNS = 100  # of a file whose every row has keys of its own, no more are named


def read_batches(path: Path, size: int = 5000) -> Iterator[Batch]:
    """Yield the good rows of `path` with a line on each bad one, at most `size` of both at a time.

    Columns: `url, title, text` and, if known, `published_at, outlet, language, authors, first_seen_at`; other columns
    are passed over, which is said once of each. A row without a url has the hash of its text as its address.

    Raises:
        InputError: the file cannot be opened, or is none of JSON Lines, CSV and Parquet.
    """
    rows: list[ImportRow] = []
    problems: list[Remark] = []
    known = set(COLUMNS)
    for where, raw in _numbered(path):
        if isinstance(raw, Note):
            problems.append(Remark(said=f"{path}, {where}: {raw.said}", is_left_out=False))
            continue
        is_row = not isinstance(raw, str) and len(known) < MOST_COLUMNS
        if is_row and (strange := [name for name in raw if name not in known]):
            known.update(strange)
            problems.append(Remark(said=f"{path}, {where}: {_passed_over(strange)}", is_left_out=False))
        try:
            if isinstance(raw, str):
                raise RowError(raw)
            rows.append(row_from(raw))
        except RowError as reason:
            problems.append(Remark(said=f"{path}, {where}: {reason}"))
        if len(rows) + len(problems) >= size:
            yield rows, problems
            rows, problems = [], []
    if rows or problems:
        yield rows, problems


def _numbered(path: Path) -> Iterator[Numbered]:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        if head.startswith(b"PAR1"):
            yield from _parquet_rows(path)
        elif not head.removeprefix(BOM).strip():
            yield "line 1", "the file is empty"
        else:
            yield from _text_rows(path, head)
    except (OSError, duckdb.Error) as error:
        message = f"{path} cannot be read: {getattr(error, 'strerror', None) or _first_line(error)}."
        raise InputError(message, subject=str(path)) from error


def _text_rows(path: Path, head: bytes) -> Iterator[Numbered]:
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not is_utf16:
        raise InputError(f"{path} is none of JSON Lines, CSV and Parquet.", subject=str(path))
    coding, errors = ("utf-16", "replace") if is_utf16 else ("utf-8-sig", "surrogateescape")
    with path.open(encoding=coding, errors=errors, newline="") as file:
        lines = _Lines(file)
        kind = _kind(path.suffix.lower(), lines.peek().lstrip()[:1])
        if kind == "JSON list":
            yield from _json_list(path, lines)
        else:
            yield from _with_notes(lines, _json_rows(lines) if kind == "JSON Lines" else _csv_rows(path, lines))


def _kind(suffix: str, first: str) -> str:
    """Tell the kind by the file's first character; where its name says otherwise, one faulty line may come first."""
    if suffix in (".csv", ".tsv"):
        return "CSV"
    if first == "[" and suffix not in (".jsonl", ".ndjson"):
        return "JSON list"
    return "JSON Lines" if first in ("{", "[") or suffix in (".jsonl", ".ndjson", ".json") else "CSV"


class _Lines:
    """The lines of a text file, numbered; some can be put back. Bytes that are no UTF-8 are read as Windows-1252."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self.number = 0  # of the line given last
        self.taken: list[str] = []  # since `begin`
        self.notes: list[tuple[str, Note]] = []
        self._was_said = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._mended(next(self._file))
        self.number += 1
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """A row begins with the next line."""
        self.taken = []

    def put_back_all_but_first(self) -> None:
        """Give the row's later lines again: they may be rows of their own."""
        again = self.taken[1:]
        self._waiting.extendleft(reversed(again))
        self.number -= len(again)

    def peek(self) -> str:
        """Return the first line that is not blank, without taking it."""
        for line in self:
            if line.strip():
                break
        self._waiting.extendleft(reversed(self.taken))
        self.number = 0
        return next((line for line in self._waiting if line.strip()), "")

    def _mended(self, line: str) -> str:
        if line.isascii():
            return line
        try:
            line.encode()
            return line
        except UnicodeEncodeError:
            if not self._was_said:
                self._was_said = True
                where = f"line {self.number + 1}"
                note = "not UTF-8; this line, and any other like it, is read as Windows-1252"
                self.notes.append((where, Note(said=note)))
            return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _with_notes(lines: _Lines, rows: Iterator[Numbered]) -> Iterator[Numbered]:
    for row in rows:
        yield from lines.notes
        lines.notes.clear()
        yield row
    yield from lines.notes


def _json_rows(lines: _Lines) -> Iterator[Numbered]:
    for line in lines:
        lines.begin()
        if line.strip():
            yield f"line {lines.number}", _json_row(line)


def _json_row(line: str) -> Mapping[str, Any] | str:
    try:
        found = json.loads(line.strip())
    except json.JSONDecodeError as error:
        return f"it is not JSON ({error.msg}, at character {error.pos + 1})"
    except (ValueError, RecursionError) as error:
        return f"it is not JSON ({error})"
    return _named(found)


def _named(found: Any) -> Mapping[str, Any] | str:
    """Return an object's columns under our names, whatever their case."""
    if not isinstance(found, dict):
        return "it is no JSON object"
    return {name.strip().lower(): value for name, value in found.items()}


def _json_list(path: Path, lines: _Lines) -> Iterator[Numbered]:
    try:
        found = json.loads("".join(lines))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON: {error}.", subject=str(path)) from error
    yield from lines.notes
    for number, item in enumerate(found, start=1):
        yield f"row {number}", _named(item)


def _csv_rows(path: Path, lines: _Lines) -> Iterator[Numbered]:
    csv.field_size_limit(LONGEST_TEXT)  # the default, 131,072 characters, is less than some articles have
    header_line = next((line for line in lines if line.strip()), "")
    delimiter, header = _header(path, header_line)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        number = lines.number + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.put_back_all_but_first()
            yield f"line {number}", _csv_fault(error)
            continue
        if fields:
            yield f"line {number}", _csv_row(header, fields)


def _csv_fault(error: csv.Error) -> str:
    if "unexpected end" in str(error) or "field limit" in str(error):
        return "a quotation mark is opened and never closed"
    return f"it is not CSV ({error})"


def _csv_row(header: list[str], fields: list[str]) -> Mapping[str, Any] | str:
    if len(fields) != len(header):
        return f"it has {len(fields)} fields, the header {len(header)}"
    return dict(zip(header, fields, strict=True))


def _header(path: Path, line: str) -> tuple[str, list[str]]:
    """Find the delimiter by which the header names most of our columns."""
    read = [(mark, _names(next(csv.reader([line], delimiter=mark), []))) for mark in DELIMITERS]
    delimiter, header = max(read, key=lambda item: sum(name in COLUMNS for name in item[1]))
    _check_columns(path, header)
    return delimiter, header


def _names(header: Iterable[str]) -> list[str]:
    return [name.strip().lower() for name in header]


def _check_columns(path: Path, names: list[str]) -> None:
    if not {"url", "text"} & set(names):
        shown = ", ".join(name[:30] for name in names[:SHOWN_COLUMNS])
        message = (
            f"{path} has neither a column url nor a column text (it has: {shown}); newsthread import reads "
            f"JSON Lines, CSV with a header, or Parquet, with the columns {', '.join(COLUMNS[:8])}."
        )
        raise InputError(message, subject=str(path))


def _parquet_rows(path: Path) -> Iterator[Numbered]:
    source = f"read_parquet({pattern_of(path)})"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        columns = connection.execute(f"DESCRIBE FROM {source}").fetchall()
        names = [name for name, *_ in columns]
        _check_columns(path, _names(names))
        wanted = [name for name in names if name.strip().lower() in COLUMNS]
        if strange := [name for name in names if name not in wanted]:
            yield "the schema", _passed_over(strange)
        selected = ", ".join(_in_microseconds(name, kind) for name, kind, *_ in columns if name in wanted)
        connection.execute(f"SELECT {selected} FROM {source}")
        number = 0
        while rows := connection.fetchmany(1000):
            for row in rows:
                number += 1
                yield f"row {number}", _named(dict(zip(wanted, row, strict=True)))


def _in_microseconds(name: str, kind: str) -> str:
    """Return the column for a SELECT: Python's datetime holds no nanoseconds."""
    column = '"' + name.replace('"', '""') + '"'
    return f"{column}::TIMESTAMP AS {column}" if kind in ("TIMESTAMP_NS", "TIMESTAMP_S", "TIMESTAMP_MS") else column


def _passed_over(strange: list[str]) -> str:
    more = len(strange) - SHOWN_COLUMNS
    named = (f"{name[:30]} ({near}?)" if (near := _meant(name)) else name[:30] for name in strange[:SHOWN_COLUMNS])
    shown = ", ".join(named) + (f" and {more} more" if more > 0 else "")
    return f"passed over, since we know no such column: {shown}"


def _meant(name: str) -> str:
    """Return the column that a strange name may mean: another usual name for it, or one letter apart; "": none."""
    plain = name.strip().lower()
    usual = OTHER_NAMES.get(plain)
    return usual or next(iter(difflib.get_close_matches(plain, COLUMNS, n=1, cutoff=ALIKE)), "")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
