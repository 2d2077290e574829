"""What every command needs: options, a snapshot to read, progress, and JSON for machines."""

import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.configuration.settings import read_settings
from flows.progress import LineProgress, Progress, TerminalProgress
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
    snapshot = settings.snapshot
    if not (settings.lake or snapshot.exists()):
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
