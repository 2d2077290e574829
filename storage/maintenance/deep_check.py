"""Reads every block of an archive and proves what it can: checksums, counts, texts against their hashes, backups.

Checksums come first. A file that passes them is then read whole by DuckDB, in a process of its own: a file that was
damaged before checksums were kept may end the process that reads it, and that too is an answer.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from news.errors import ArchiveError, NewsError
from news.records import record
from storage.checksums import Seal, fault_of
from storage.maintenance.backup import MANIFEST, verify
from storage.maintenance.whole_read import read
from storage.publish import published_sums
from storage.recovery.page_sums import PageSums
from storage.recovery.torn_log import is_unbegun, torn_end
from storage.store import StoreLock, plain_errors

READ_SECONDS = 4 * 3600.0  # of one file: 100 GB on a slow disk
ROOT = Path(__file__).resolve().parent.parent.parent


@record
class Finding:
    """One thing that was proved, or is wrong."""

    what: str  # "store", "snapshot", "backup"
    said: str  # a line for a person
    is_wrong: bool = False


def deep_check(folder: Path) -> list[Finding]:
    """Check the archive in `folder`, its snapshot and the backups in it; nothing is changed.

    Raises:
        ArchiveBusy: another process is writing to the archive.
    """
    lock = StoreLock(folder)
    with plain_errors(folder):
        lock.take()
    try:
        files = [*_store(folder), *_snapshot(folder)]
        between = [] if any(one.is_wrong for one in files) else list(_agreement(folder))
        return [*files, *between, *_pages(folder), *_backups(folder / "backups")]
    finally:
        lock.release()


def _store(folder: Path) -> Iterator[Finding]:
    seal = Seal(folder)
    try:
        is_sealed, faults = seal.read() is not None, seal.faults()
    except ArchiveError as error:
        is_sealed, faults = False, [str(error)]
    if faults:
        for fault in faults:
            yield Finding(what="store", said=f"{fault}: bring back a backup (newsthread restore).", is_wrong=True)
        return
    paths = [folder / name for name in ("store.duckdb", "index.duckdb")]
    present = [path for path in paths if path.exists() and not is_unbegun(path)]
    for path, found in zip(present, read_whole(*present), strict=True):
        yield _finding("store", path, found, is_sealed=is_sealed)


def _snapshot(folder: Path) -> Iterator[Finding]:
    snapshot = folder / "news.duckdb"
    if not snapshot.exists():
        return
    kept = published_sums(snapshot)
    fault = fault_of(snapshot, kept) if kept else None
    if fault:
        message = f"{snapshot} {fault}: newsthread link publishes it anew."
        yield Finding(what="snapshot", said=message, is_wrong=True)
        return
    if kept is None:
        message = f"{snapshot} has no checksums to compare with: newsthread link publishes it anew."
        yield Finding(what="snapshot", said=message, is_wrong=(folder / "store.duckdb").exists())
        return
    yield _finding("snapshot", snapshot, *read_whole(snapshot), is_sealed=True)


def _agreement(folder: Path) -> Iterator[Finding]:
    """Compare files that can each be read."""
    if not (folder / "store.duckdb").exists():
        return
    answer, fault = _apart("storage.maintenance.agreement", folder)
    if fault or answer.get("fault"):
        if not torn_end(str(fault or answer["fault"])):
            yield Finding(
                what="store", said=f"{folder}: files were not compared: {fault or answer['fault']}", is_wrong=True
            )
        return
    for said in answer["said"]:
        yield Finding(what="store", said=f"{folder}: {said}: bring back a backup (newsthread restore).", is_wrong=True)
    if not answer["said"]:
        yield Finding(what="store", said=f"{folder}: store, snapshot and index tell of the same articles.")


def _pages(folder: Path) -> Iterator[Finding]:
    """Compare kept pages with the checksums that runs left; each is read by whoever knows WARC."""
    kept = PageSums(folder)
    try:
        faults = kept.faults()
    except ArchiveError as error:
        faults = [str(error)]
    for fault in faults:
        yield Finding(what="pages", said=fault, is_wrong=True)


def _backups(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.glob("*/")) if folder.is_dir() else ():
        if not (path / MANIFEST).exists() and path.name.startswith("."):
            continue  # a draft that a killed run left
        try:
            manifest = verify(path)
            yield Finding(what="backup", said=f"{path} holds what was written: {manifest.rows:,} rows.")
        except NewsError as error:
            yield Finding(what="backup", said=str(error), is_wrong=True)


@record
class WholeRead:
    """What reading all of a file brought."""

    tables: dict[str, int]  # rows by name
    changed_texts: int = 0  # articles whose text is not the one that was saved
    fault: str | None = None  # DuckDB's words, or how the reader ended


def _finding(what: str, path: Path, read: WholeRead, *, is_sealed: bool) -> Finding:
    if read.fault and (torn := torn_end(read.fault)):
        message = (
            f"{path} was not read: the last run was ended amid a write, and the next one cuts off {torn[2]:,} bytes of "
            "its log that were not confirmed. Run newsthread link, and check again."
        )
        return Finding(what=what, said=message)
    if read.fault:
        return Finding(what=what, said=f"{path} cannot be read: {read.fault}", is_wrong=True)
    if read.changed_texts:
        message = f"{path} holds {read.changed_texts} texts that are not those that were saved; bring back a backup."
        return Finding(what=what, said=message, is_wrong=True)
    basis = "as it was written" if is_sealed else "readable; the last run was ended, and left no checksums to compare"
    message = f"{path} is {basis}: {sum(read.tables.values()):,} rows in {len(read.tables)} tables."
    return Finding(what=what, said=message)


def read_whole(*paths: Path) -> list[WholeRead]:
    """Read every column of every table of DuckDB files, in one process; if one of them ends it, each in its own."""
    if not paths:
        return []
    answers, fault = _apart("storage.maintenance.whole_read", *paths)
    if fault and len(paths) > 1:
        return [found for path in paths for found in read_whole(path)]
    return [WholeRead(tables={}, fault=fault)] if fault else [WholeRead(**answer) for answer in answers]


def _apart(module: str, *paths: Path) -> tuple[Any, str | None]:
    """Return what a module's main prints of paths, in a process of its own; or how that ended."""
    command = [sys.executable, "-m", module, *(str(path.resolve()) for path in paths)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=READ_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {}, f"not done after {READ_SECONDS / 3600:.0f} hours"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no words"])[-1]
        return {}, f"its reader ended with {done.returncode} ({last[:200]})"
    return json.loads(done.stdout), None


def rows_of(path: Path) -> WholeRead:
    """Do as `read_whole`, in this process."""
    return WholeRead(**read(path))
