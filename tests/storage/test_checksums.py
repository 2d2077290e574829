"""What is wrong with a file is told block by block: missing, of another size, or other bytes, and where."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from storage.block_copy import BLOCK_BYTES, HEAD_BYTES
from storage.checksums import blocks_of, fault_of, sums_of

BLOCKS = 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    path.write_bytes(b"".join(bytes([n]) * (BLOCK_BYTES if n else HEAD_BYTES) for n in range(BLOCKS)))
    return path


def damage(file: Path, *blocks: int) -> None:
    with file.open("r+b") as opened:
        for number in blocks:
            opened.seek(HEAD_BYTES + (number - 1) * BLOCK_BYTES + 7 if number else 7)
            opened.write(b"!")


@pytest.mark.parametrize(
    ("damaged", "said"),
    [
        ((0,), "does not hold what was written (block 0 of 4)"),
        ((1,), "does not hold what was written (block 1 of 4)"),
        ((3,), "does not hold what was written (block 3 of 4)"),
        ((1, 3), "does not hold what was written (2 blocks, the first of them 1, of 4)"),
        ((0, 1, 2, 3), "does not hold what was written (4 blocks, the first of them 0, of 4)"),
    ],
)
def test_damaged_blocks_are_told_by_their_numbers(file: Path, damaged: tuple[int, ...], said: str) -> None:
    kept = sums_of(file)
    assert fault_of(file, kept) is None
    damage(file, *damaged)
    assert fault_of(file, kept) == said


def test_a_file_that_is_missing_or_of_another_size_is_told(file: Path) -> None:
    kept = sums_of(file)
    with file.open("ab") as opened:
        opened.write(b"1")
    assert fault_of(file, kept) == f"has {kept.size + 1:,} bytes where {kept.size:,} were written"
    file.unlink()
    assert fault_of(file, kept) == "is missing"


def test_each_block_has_a_sum_of_its_own_and_a_part_of_one_too(file: Path) -> None:
    whole = blocks_of(file)
    assert len({whole[at : at + 16] for at in range(0, len(whole), 16)}) == BLOCKS
    with file.open("ab") as opened:
        opened.write(b"1")
    assert blocks_of(file)[: len(whole)] == whole
    assert len(blocks_of(file)) == 16 * (BLOCKS + 1)
    file.write_bytes(b"")
    assert blocks_of(file) == ""


def test_a_file_is_touched_when_its_size_its_time_or_the_file_itself_is_another(file: Path) -> None:
    kept = sums_of(file)
    assert not kept.is_touched(file)
    assert replace(kept, size=kept.size + 1).is_touched(file)
    assert replace(kept, inode=kept.inode + 1).is_touched(file)
    os.utime(file, ns=(kept.mtime_ns, kept.mtime_ns + 1))
    assert kept.is_touched(file)
