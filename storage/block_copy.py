"""An older copy of a DuckDB file becomes a copy of the present one: the blocks whose checksums differ are written."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import pairwise
from pathlib import Path

import xxhash

from storage.checksums import BLOCK_BYTES, DIGITS, HEAD_BYTES

PIECE_BYTES = 16 * BLOCK_BYTES  # copied at once


def is_in_use(path: Path) -> bool:
    """Return whether any process, this one too, has the file open or mapped; True where the system cannot tell.

    A write lease is granted for a file that nobody else has open. It also counts readers that take no lock, and those
    of this process, whose locks are dropped when any other handle of the file is closed.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return True
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def renew(copy: Path, store: Path, *, older: str, present: str) -> int:
    """Make `copy`, which nobody reads, equal to `store`; return how many bytes were written.

    Args:
        copy: a file that was a copy of an older store.
        store: the file to copy, closed.
        older: the checksums of the blocks of `copy`, as `FileSums.blocks` keeps them.
        present: those of `store`.

    Raises:
        OSError: the disk refuses, or what was written reads otherwise; `copy` is of no use then.
    """
    with ExitStack() as opened:
        source = opened.enter_context(store.open("rb", buffering=0)).fileno()
        target = opened.enter_context(copy.open("r+b", buffering=0)).fileno()
        size = os.fstat(source).st_size
        runs = [*_runs(older, present), (0, 1)]  # the headers last: they name the blocks
        for first, end in runs:
            _copy_run(source, target, _offset(first), min(_offset(end), size))
        os.ftruncate(target, size)
        os.fsync(target)
        for number in (number for run in runs for number in range(*run)):
            if _sum(target, number) != present[number * DIGITS :][:DIGITS]:
                raise OSError(errno.EIO, f"block {number} of the copy does not hold what was copied")
    return sum(min(_offset(end), size) - _offset(first) for first, end in runs)


def _runs(older: str, present: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of blocks that differ, the headers apart, as the first number and the one after the last."""
    numbers = range(1, len(present) // DIGITS)
    differing = [at for at in numbers if present[at * DIGITS :][:DIGITS] != older[at * DIGITS :][:DIGITS]]
    starts = [0, *(at for at, (one, next_one) in enumerate(pairwise(differing), 1) if next_one != one + 1)]
    for start, end in zip(starts, [*starts[1:], len(differing)], strict=True):
        if start < end:
            yield differing[start], differing[end - 1] + 1


def _offset(number: int) -> int:
    """Return where a block begins; the headers are number 0."""
    return HEAD_BYTES + (number - 1) * BLOCK_BYTES if number else 0


def _sum(handle: int, number: int) -> str:
    return xxhash.xxh3_64_hexdigest(os.pread(handle, BLOCK_BYTES if number else HEAD_BYTES, _offset(number)))


def _copy_run(source: int, target: int, start: int, end: int) -> None:
    while start < end:
        start += _copy_piece(source, target, start, min(PIECE_BYTES, end - start))


def _copy_piece(source: int, target: int, at: int, count: int) -> int:
    with suppress(AttributeError, OSError):  # not on this system, or not between these files
        done = os.copy_file_range(source, target, count, at, at)
        if done:
            return done
    found = os.pread(source, count, at)
    if not found:
        raise OSError(errno.EIO, "the store ended while it was copied")
    return os.pwrite(target, found, at)
