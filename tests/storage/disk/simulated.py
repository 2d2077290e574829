"""What a disk may hold after the power went: of recorded writes, those that no sync settled are lost, torn or kept.

The model is that of a journaling file system in ordered mode (ext4, XFS): changes of names keep their order and are on
the disk when anything is synced; a file's data is there when the file is synced. A disk that lies about syncing is the
harder case.
"""

import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HEAD = struct.Struct("6Q")
SECTOR = 512  # what a disk writes whole
PAGE = 4096  # what the system hands to it


class Operation(NamedTuple):
    """One recorded call.

    Its kind: w(rite), t(runcate), s(ync), c(reate), n(ew: create and empty), r(ename), l(ink), u(nlink), d(irectory).
    """

    kind: str
    path: str
    other: str
    offset: int
    data: bytes


def recorded(path: Path, folder: Path) -> list[Operation]:
    """Return the operations of a record, with paths relative to the recorded folder."""
    whole = path.read_bytes()
    found, place = [], 0
    while place < len(whole):
        kind, first, second, offset, length, _ = HEAD.unpack_from(whole, place)
        place += HEAD.size
        names = [whole[place : place + first], whole[place + first : place + first + second]]
        place += first + second
        one, other = (name.decode().removeprefix(f"{folder}/").removesuffix(" (deleted)") for name in names)
        found.append(Operation(chr(kind), one, other, offset, whole[place : place + length]))
        place += length
    return found


@dataclass
class File:
    """The data of one file: what is surely on the disk, and what was written since."""

    data: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)  # offset and data; None: cut there

    def settle(self, chance: random.Random | None = None) -> None:
        """Put what waits on the disk: all of it, or by lot."""
        for offset, data in self.waiting:
            for place, piece in (
                [(offset, data)] if chance is None or data is None else _survivors(offset, data, chance)
            ):
                self._put(place, piece)
        self.waiting = []

    def _put(self, offset: int, data: bytes | None) -> None:
        end = offset + len(data or b"")
        if len(self.data) < end:
            self.data.extend(bytes(end - len(self.data)))
        if data is None:
            del self.data[offset:]
        else:
            self.data[offset:end] = data


def _survivors(offset: int, data: bytes, chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """Yield what is left of one write: all, nothing, its beginning to some sector, or some of its pages."""
    fate = chance.choice(("whole", "whole", "lost", "torn", "pages"))
    if fate == "whole":
        yield offset, data
    elif fate == "torn":
        yield offset, data[: chance.randrange(0, len(data) + 1, SECTOR)]
    elif fate == "pages":
        for start in range(0, len(data), PAGE):
            if chance.random() < 0.5:
                yield offset + start, data[start : start + PAGE]


class Disk:
    """Carries out operations, and loses some of those that no sync has settled."""

    def __init__(self, *, lies: bool = False) -> None:
        """Begin empty.

        Args:
            lies: syncing settles nothing of the last few writes of each file.
        """
        self._lies = lies
        self.names: dict[str, File | None] = {}  # None: a folder
        self._settled: dict[str, File | None] = {}
        self._history: list[dict[str, File | None]] = []  # the names after each change that no sync has settled

    def run(self, operations: Sequence[Operation]) -> None:
        """Carry out operations in order."""
        for operation in operations:
            self._run(operation)

    def _run(self, operation: Operation) -> None:
        kind, path = operation.kind, operation.path
        if kind in "wts":
            self._touch(operation)
            return
        before = dict(self.names)
        if kind in "cn":
            file = self.names.setdefault(path, File())
            if kind == "n" and file is not None and (file.data or file.waiting):
                file.waiting.append((0, None))
        elif kind == "d":
            self.names[path] = None
        elif kind == "u":
            self.names.pop(path, None)
        elif kind == "l":
            self.names[operation.other] = self.names[path]
        else:
            inner = [name for name in self.names if name == path or name.startswith(path + "/")]
            for name in inner:
                self.names[operation.other + name[len(path) :]] = self.names.pop(name)
        if before != self.names:
            self._history.append(before)

    def _touch(self, operation: Operation) -> None:
        file = self.names.get(operation.path)
        if operation.kind == "s":
            self._history = [] if not self._lies else self._history[-3:]
            if file is not None and not self._lies:
                file.settle()
            elif file is not None:
                waiting, file.waiting = file.waiting[-8:], file.waiting[:-8]
                file.settle()
                file.waiting = waiting
        elif file is not None:  # else the file has lost its name already
            file.waiting.append((operation.offset, operation.data if operation.kind == "w" else None))

    def crash(self, folder: Path, chance: random.Random, *, loses: bool = True) -> None:
        """Write to `folder` what may be found after a crash now; without losses: after a kill."""
        names = self.names
        if loses and self._history and chance.random() < 0.5:
            names = chance.choice(self._history)
        for file in {id(file): file for file in names.values() if file is not None}.values():
            file.settle(chance if loses else None)
        for name, one in sorted(names.items()):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if one is None:
                target.mkdir(exist_ok=True)
            else:
                target.write_bytes(one.data)
