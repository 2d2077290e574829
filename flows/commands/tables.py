"""Answers drawn for a person: as a table where it fits, else row by row; no cell is cut."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import fill
from typing import Any

from news.language.segments import without_controls

WHOLE = 24  # characters up to which a column is never broken; wider ones are wrapped, to no fewer than these
GAP = 3  # between columns
EDGES = 2  # the blank at either side of a table
NARROWEST = 40
NOTHING = "–"
ELSEWHERE = 120  # characters a line where there is no terminal, and COLUMNS does not say


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, headline: str | None = None) -> None:
    """Draw rows for a person, as wide as the terminal, or as COLUMNS says; no cell is cut.

    Args:
        headline: the column that heads a row where the table is too wide and each row is told in lines of its own.
    """
    width = _width() or ELSEWHERE
    print("\n" + drawn(columns, [tuple(row) for row in rows], width=width, headline=headline) + "\n")


def print_lines(*lines: str) -> None:
    """Print lines for a person, each continued under its own beginning where the terminal, or COLUMNS, is narrower."""
    width = _width()
    for line in lines:
        text = line.lstrip(" ")
        margin = line[: len(line) - len(text)]
        print(
            fill(
                text, width, initial_indent=margin, subsequent_indent=margin, break_long_words=False,
                break_on_hyphens=False, drop_whitespace=True,
            ) if width else line
        )  # fmt: skip


def _width() -> int | None:
    """Return the width of the terminal, or what COLUMNS says; None: neither says."""
    from rich.console import Console

    columns = os.environ.get("COLUMNS", "")
    if sys.stdout.isatty():
        return Console().width
    return int(columns) if columns.isdecimal() and int(columns) >= NARROWEST else None


def drawn(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int, headline: str | None = None) -> str:
    """Return rows drawn within `width` characters: a table, or row by row where a table would break words apart."""
    cells = [tuple(cell(value) for value in row) for row in rows]
    wide = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    if sum(min(one, WHOLE) for one in wide) + GAP * (len(columns) - 1) + EDGES <= width:
        return _table(columns, rows, wide, width)
    if headline is None:
        return "\n\n".join(_record(columns, row, width) for row in cells)
    return "\n\n".join(_lines(columns, row, width, columns.index(headline)) for row in cells)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], wide: Sequence[int], width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for number, (column, size) in enumerate(zip(columns, wide, strict=True)):
        is_number = rows and all(isinstance(row[number], (int, float)) or row[number] is None for row in rows)
        table.add_column(
            column, justify="right" if is_number else "left", overflow="fold", min_width=min(size, WHOLE),
            no_wrap=size <= WHOLE,
        )  # fmt: skip
    for row in rows:
        table.add_row(*(Text(cell(value)) for value in row))
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n")


def _record(columns: Sequence[str], row: Sequence[str], width: int) -> str:
    """Return a row as a line for each column, its name before it."""
    margin = max(map(len, columns)) + 2
    return "\n".join(
        fill(f"{column:>{margin - 2}}  {value}", width, subsequent_indent=" " * margin)
        for column, value in zip(columns, row, strict=True)
    )


def _lines(columns: Sequence[str], row: Sequence[str], width: int, headline: int) -> str:
    """Return a row as its headline, and the rest of it in a few words below."""
    rest = [
        f"{column}\u00a0{value}".replace(" ", "\u00a0")
        for number, (column, value) in enumerate(zip(columns, row, strict=True))
        if number != headline and value != NOTHING
    ]
    below = fill("\u00a0· ".join(rest), width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return fill(row[headline], width) + "\n" + below.replace("\u00a0", " ")


def cell(value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:.0f}" if 1e6 <= abs(value) < 1e15 else f"{value:.6g}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item) for item in value) or NOTHING
    return without_controls(str(value))
