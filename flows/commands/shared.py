"""What every command needs: options, an open archive, tables and JSON for answers."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.progress import LineProgress, Progress, TerminalProgress
from flows.settings import read_settings
from news.errors import ArchiveError

ArchiveOption = Annotated[
    Path | None, typer.Option("--archive", metavar="DIR", help="The archive's folder (NEWSTHREAD_ARCHIVE).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document for machines.")]


def snapshot_of(folder: Path | None) -> Path:
    """Return the snapshot to read.

    Raises:
        ArchiveError: there is none yet.
    """
    settings = read_settings(archive=folder)
    snapshot = settings.archive / "news.duckdb"
    if not snapshot.exists():
        message = f"There is no {snapshot} yet; run newsthread collect or newsthread import first."
        raise ArchiveError(message, subject=str(snapshot))
    return snapshot


def progress() -> Progress:
    """Return bars on a terminal, one line a stage elsewhere."""
    return TerminalProgress() if sys.stderr.isatty() else LineProgress()


def print_json(value: Any) -> None:
    """Print records, and lists and dictionaries of them, as one JSON document."""
    print(json.dumps(value, default=_jsonable, ensure_ascii=False, indent=2))


def _jsonable(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if not isinstance(value, (set, frozenset, tuple)) else list(value)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """Draw a table for a person; on a terminal it fits the width, elsewhere every cell is whole."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, expand=False)
    listed = [tuple(row) for row in rows]
    for number, column in enumerate(columns):
        numeric = all(isinstance(row[number], (int, float)) or row[number] is None for row in listed) and listed
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(cell(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 10_000, highlight=False)
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().strip("\n").splitlines()))


def cell(value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item) for item in value)
    return str(value)
