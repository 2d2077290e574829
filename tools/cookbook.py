"""Reads the questions in docs/sql.md and runs them; python -m tools.fill_cookbook writes their answers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from storage.snapshot.article_search import with_queries

PAGE = Path(__file__).parents[1] / "docs" / "sql.md"
BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)
HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
WIDEST_CELL = 48  # characters; a page must be read without turning the head
MOST_ROWS = 12


def questions(page: str) -> Iterator[tuple[str, str]]:
    """Yield (heading, sql) of every block."""
    for block in BLOCK.finditer(page):
        yield HEADING.findall(page[: block.start()])[-1], block["sql"]


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of the columns and the rows; what the question set is reset."""
    cursor = connection.execute(with_queries(connection, sql))
    names, rows = [column[0] for column in cursor.description or ()], cursor.fetchall()
    connection.execute("RESET VARIABLE as_of")
    return names, rows


def drawn(names: list[str], rows: list[tuple[Any, ...]]) -> str:
    """Return a table for people."""
    table = [names, *([_cell(value) for value in row] for row in rows[:MOST_ROWS])]
    widths = [max(len(row[place]) for row in table) for place in range(len(names))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    lines.insert(1, "  ".join("-" * width for width in widths))
    if left := len(rows) - MOST_ROWS:
        lines += [f"… {left} more"] * (left > 0)
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return _cell(" | ".join(map(str, value)))
    words = f"{value:g}" if isinstance(value, float) else str(value).removesuffix("+00:00")
    words = " ".join(words.split())
    return words if len(words) <= WIDEST_CELL else words[: WIDEST_CELL - 1] + "…"
