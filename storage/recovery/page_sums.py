"""Checksums of kept pages, one a file: what a disk changes or loses of them is noticed, though nothing reads them.

Files of pages grow at their ends alone. So one that is longer than it was still begins with what was summed up.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import xxhash

from news.errors import ArchiveError
from news.frozen import record

NAME, PATTERN = "checksums.json", "*.warc.gz"
PIECE_BYTES = 1 << 20


@record
class PageSum:
    """One file of pages as it was when a run ended."""

    size: int
    mtime_ns: int
    xxh3: str  # XXH3, 128 bits, of its first `size` bytes

    def is_of(self, path: Path) -> bool:
        """Return whether the file was not touched since."""
        stat = path.stat()
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.mtime_ns)


class PageSums:
    """The checksums of an archive's kept pages; call it with the archive's lock held."""

    def __init__(self, folder: Path) -> None:
        """Name the archive's folder."""
        self._pages = folder / "pages"
        self._path = self._pages / NAME

    def refresh(self) -> None:
        """Sum up files that are new or have grown; what is missing or shorter stays as it was, for `faults` to tell."""
        if not self._pages.is_dir():
            return
        kept = dict(self._read())
        there = {path.name: path for path in self._pages.glob(PATTERN)}
        grown = {name: path for name, path in there.items() if name not in kept or not kept[name].is_of(path)}
        new = {
            name: _sum_of(path, path.stat().st_size)
            for name, path in grown.items()
            if name not in kept or _is_begun_by(path, kept[name])
        }
        if new:
            self._write(kept | new)

    def accept(self) -> None:
        """Take the files as they are: pages were removed on purpose."""
        if self._path.exists() or self._pages.is_dir():
            kept = self._read()
            files = sorted(self._pages.glob(PATTERN))
            self._write({path.name: self._present(path, kept.get(path.name)) for path in files})

    def _present(self, path: Path, old: PageSum | None) -> PageSum:
        return old if old and old.is_of(path) else _sum_of(path, path.stat().st_size)

    def faults(self) -> list[str]:
        """Return what is wrong with the files, each in a line.

        Raises:
            ArchiveError: the file that keeps the checksums is damaged.
        """
        return [fault for name, kept in sorted(self._read().items()) if (fault := _fault_of(self._pages / name, kept))]

    def whole(self) -> frozenset[str]:
        """Return the names of the files that are, to the last byte, as a run left them.

        Raises:
            ArchiveError: the file that keeps the checksums is damaged.
        """
        paths = {self._pages / name: kept for name, kept in self._read().items()}
        same = [path for path, kept in paths.items() if path.exists() and path.stat().st_size == kept.size]
        return frozenset(path.name for path in same if _is_begun_by(path, paths[path]))

    def _read(self) -> Mapping[str, PageSum]:
        if not self._path.exists():
            return {}
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            if stored["xxh3"] != _own(stored["files"]):
                raise ValueError(self._path)
            return {name: PageSum(**kept) for name, kept in stored["files"].items()}
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{self._path} is damaged; remove it, and the next run sums up the kept pages anew."
            raise ArchiveError(message, subject=str(self._path)) from error

    def _write(self, files: Mapping[str, PageSum]) -> None:
        entries = {name: asdict(kept) for name, kept in files.items()}
        draft = self._path.with_suffix(".tmp")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"files": entries, "xxh3": _own(entries)}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path)


def _fault_of(path: Path, kept: PageSum) -> str | None:
    if not path.exists():
        return f"{path} is missing: kept pages were lost, or removed by hand (then remove {NAME} beside it)."
    size = path.stat().st_size
    if size < kept.size:
        return f"{path} has {size:,} bytes where {kept.size:,} were written: kept pages were lost."
    if not _is_begun_by(path, kept):
        return f"{path} does not hold what was written: kept pages are damaged."
    return None


def _is_begun_by(path: Path, kept: PageSum) -> bool:
    """Return whether a file's first bytes are those that were summed up."""
    return path.stat().st_size >= kept.size and _sum_of(path, kept.size).xxh3 == kept.xxh3


def _sum_of(path: Path, size: int) -> PageSum:
    digest, left = xxhash.xxh3_128(), size
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(PIECE_BYTES, left))):
            digest.update(piece)
            left -= len(piece)
        mtime_ns = os.fstat(file.fileno()).st_mtime_ns
    return PageSum(size=size, mtime_ns=mtime_ns, xxh3=digest.hexdigest())


def _own(entries: Mapping[str, object]) -> str:
    return xxhash.xxh3_64_hexdigest(json.dumps(entries, sort_keys=True).encode())
