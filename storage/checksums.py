"""Checksums of the archive's files, block by block, by which damage and foreign writes are noticed.

DuckDB checks each block that it reads, but not whether the block is the one that was written at this place, and it
reads few of them. So a run that ends cleanly leaves `checksums.json`; the next one sets it aside before it writes.
Where the file is there, nothing of ours has written since, and every byte must be as it was.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import xxhash

from news.errors import ArchiveError
from news.frozen import record
from storage.file_swap import sync
from storage.recovery.torn_log import confirmed_end

FILES = ("store.duckdb", "index.duckdb")
NAME, ASIDE = "checksums.json", "checksums.open.json"
HEAD_BYTES = 3 * 4096  # DuckDB's three headers
BLOCK_BYTES = 262_144  # DuckDB's blocks
DIGITS = 16  # of one block's checksum


@record
class FileSums:
    """One file as it was written."""

    size: int
    mtime_ns: int
    inode: int
    blocks: str  # XXH3 of the headers, then of each block, sixteen hexadecimal digits each

    def is_touched(self, path: Path) -> bool:
        """Return whether the file was written to, or replaced, since."""
        stat = path.stat()
        return (stat.st_size, stat.st_mtime_ns, stat.st_ino) != (self.size, self.mtime_ns, self.inode)


def sums_of(path: Path) -> FileSums:
    """Return the checksums of a file that nobody writes to."""
    stat = path.stat()
    return FileSums(size=stat.st_size, mtime_ns=stat.st_mtime_ns, inode=stat.st_ino, blocks=blocks_of(path))


def blocks_of(path: Path) -> str:
    """Return the checksums of the file's blocks, as `FileSums.blocks` keeps them."""
    sums, room = [], memoryview(bytearray(BLOCK_BYTES))  # one piece of memory: a new one a block costs a fifth more
    with path.open("rb", buffering=0) as file:
        count = file.readinto(room[:HEAD_BYTES])
        while count:
            sums.append(xxhash.xxh3_64_hexdigest(room[:count]))
            count = file.readinto(room)
    return "".join(sums)


def fault_of(path: Path, kept: FileSums) -> str | None:
    """Return what is wrong with a file, in words that follow its name; None: every byte is as it was written."""
    if not path.is_file():
        return "is missing"
    if (size := path.stat().st_size) != kept.size:
        return f"has {size:,} bytes where {kept.size:,} were written"
    found = blocks_of(path)
    if found == kept.blocks:
        return None
    places = range(0, len(found), DIGITS)
    wrong = [at // DIGITS for at in places if found[at : at + DIGITS] != kept.blocks[at : at + DIGITS]]
    which = f"block {wrong[0]}" if len(wrong) == 1 else f"{len(wrong)} blocks, the first of them {wrong[0]},"
    return f"does not hold what was written ({which} of {len(found) // DIGITS})"


def _is_suspect(path: Path, sums: FileSums) -> bool:
    """Return whether a file is to be read before the archive is opened; a missing index can be made again."""
    return sums.is_touched(path) if path.exists() else path.name == FILES[0]


class Seal:
    """The checksums of an archive's private files: there while nobody writes, set aside while somebody does."""

    def __init__(self, folder: Path) -> None:
        """Name the archive's folder; call the rest with its lock held."""
        self._folder = folder
        self._path, self._aside = folder / NAME, folder / ASIDE

    def read(self) -> dict[str, FileSums] | None:
        """Return the checksums; None: the last run did not end cleanly, or none has left them yet.

        Raises:
            ArchiveError: the file that keeps them is damaged.
        """
        return _read(self._path) if self._path.exists() else None

    def faults(self) -> list[str]:
        """Return what is wrong with the files, each in a line; nothing where there are no checksums.

        Raises:
            ArchiveError: the file that keeps them is damaged.
        """
        kept = self.read()
        return [] if kept is None else self._faults(kept, lambda path, sums: True)

    def open(self) -> None:
        """Set the checksums aside, before the store is written to; files that something else touched are read first.

        Raises:
            ArchiveError: they do not hold what was written.
        """
        kept = self.read()
        if kept is None:
            return
        faults = self._faults(kept, _is_suspect)
        if faults:
            message = (
                f"{faults[0]}: it was damaged, or another program wrote to it. Bring back a backup (newsthread restore "
                f"DIR --replace), or {self._else_do(faults)}."
            )
            raise ArchiveError(message, subject=str(self._folder))
        os.replace(self._path, self._aside)
        sync(self._folder)

    def _else_do(self, faults: Sequence[str]) -> str:
        """Say how a person goes on who has no backup."""
        store, index = (self._folder / name for name in FILES)
        if all(fault.startswith(f"{index} ") for fault in faults):
            return f"remove {index}: the next run makes it again from the texts that are there"
        if store.exists():
            return f"remove {self._path} to go on with what is there"
        return f"copy news.duckdb to {store}: it holds what was published last"

    def _faults(self, kept: Mapping[str, FileSums], is_read: Callable[[Path, FileSums], bool]) -> list[str]:
        faults = []
        for name, sums in kept.items():
            path = self._folder / name
            fault = fault_of(path, sums) if is_read(path, sums) else None
            if fault and not (name == FILES[0] and self._is_snapshot(path)):
                faults.append(f"{path} {fault}")
            log = path.with_name(f"{name}.wal")
            if log.exists() and confirmed_end(log) != 0:
                faults.append(f"{log} is a log that newsthread did not leave")
        return faults

    def _is_snapshot(self, path: Path) -> bool:
        """Return whether a store is the published snapshot, byte for byte: a person put it in a lost one's place."""
        try:
            note = json.loads((self._folder / "news.published.json").read_text(encoding="utf-8"))
            return path.exists() and bool(note["blocks"] == blocks_of(path))
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _before(self) -> dict[str, FileSums]:
        """Return the checksums that were set aside; none where they cannot be read: all files are read then."""
        try:
            return _read(self._aside) if self._aside.exists() else {}
        except ArchiveError:
            return {}

    def close(self, published: FileSums | None = None) -> None:
        """Keep the checksums of the closed files; those of a file that was not touched are kept as they were.

        Args:
            published: those of the store when it was published: they hold where it was not written to since.
        """
        before = self._before()
        if published:
            before |= {FILES[0]: published}
        files = {}
        for path in (self._folder / name for name in FILES):
            if path.exists():
                old = before.get(path.name)
                files[path.name] = sums_of(path) if old is None or old.is_touched(path) else old
        write(self._path, files)
        self._aside.unlink(missing_ok=True)


def _damaged(path: Path) -> str:
    return f"{path} is damaged; remove it to go on without the checksums of the last run."


def write(path: Path, files: Mapping[str, FileSums]) -> None:
    """Keep checksums at `path`, with one of their own, in one atomic step."""
    entries = {name: asdict(sums) for name, sums in files.items()}
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps({"files": entries, "xxh3": _own(entries)}), encoding="utf-8")
    sync(draft)
    os.replace(draft, path)


def _read(path: Path) -> dict[str, FileSums]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["xxh3"] != _own(stored["files"]):
            raise ValueError(path)
        return {name: FileSums(**sums) for name, sums in stored["files"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(_damaged(path), subject=str(path)) from error


def _own(entries: Any) -> str:
    return xxhash.xxh3_64_hexdigest(json.dumps(entries, sort_keys=True).encode())
