"""What every command needs: options, a snapshot to read, progress, and JSON for machines."""

import json
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.configuration.moments import read_moment
from flows.configuration.settings import present, read_settings
from flows.progress import LineProgress, Progress, TerminalProgress
from news.errors import ArchiveError, InputError

ArchiveOption = Annotated[
    Path | None, typer.Option("--archive", metavar="DIR", help="The archive's folder (NEWSTHREAD_ARCHIVE).")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Skip the confirmation; required without a terminal.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document, for scripts.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="WHEN", help="Answer as the archive knew it then: 2026-11-01, yesterday, '7 days'."
    ),
]


def snapshot_of(folder: Path | None) -> Path:
    """Return the snapshot to read.

    Raises:
        ArchiveError: there is none yet.
    """
    settings = read_settings(archive=folder)
    snapshot = settings.snapshot
    if not settings.lake and settings.archive.is_file():
        raise InputError(f"{settings.archive} is a file; --archive names the folder that holds news.duckdb.")
    if folder is not None and not (settings.lake or folder.exists()):
        raise ArchiveError(f"There is no archive in {folder}; name its folder with --archive.", subject=str(snapshot))
    if not (settings.lake or snapshot.exists()):
        message = f"There is no {snapshot} yet; run newsthread collect or newsthread import first."
        raise ArchiveError(message, subject=str(snapshot))
    return snapshot


def known_snapshot(folder: Path | None) -> Path:
    """Return the snapshot to read, of an archive that must be there: a name may be mistyped.

    Raises:
        InputError: there is none.
    """
    try:
        return snapshot_of(folder)
    except ArchiveError as error:
        name = Path(error.subject).parent
        raise InputError(f"There is no archive in {name}; name its folder with --archive.") from error


def moment_of(text: str | None, archive: Path | None) -> datetime | None:
    """Return the moment that --as-of names, in the zone of the settings."""
    zone = read_settings(archive=archive).zone
    return read_moment(text, now=present(), zone=zone, option="--as-of") if text else None


def confirm(question: str, *, yes: bool) -> bool:
    """Return whether what cannot be undone shall be done: a person is asked, and a script must have said --yes.

    Raises:
        InputError: --yes was not said, and there is no terminal to ask on.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise InputError(f"{question} There is no terminal to ask on: say --yes.", subject="--yes")
    return typer.confirm(question)


def progress() -> Progress:
    """Return bars on a terminal, one line a stage elsewhere."""
    return TerminalProgress() if sys.stderr.isatty() else LineProgress()


def print_result(value: Any, words: Iterable[str], *, as_json: bool) -> None:
    """Print what a command did or found: as JSON, else in words, line by line."""
    if as_json:
        print_json(value)
    else:
        for line in words:
            print(line)


def print_json(value: Any) -> None:
    """Print records, and lists and dictionaries of them, as one JSON document."""
    print(json.dumps(value, default=_jsonable, ensure_ascii=False, indent=2))


def _jsonable(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        # Not `asdict`: it makes a Counter anew from its pairs, and counts them.
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if not isinstance(value, (set, frozenset, tuple)) else list(value)
