"""Publishing what changed: the copy is the store, byte for byte, and no file that anyone has open is written to."""

import fcntl
import mmap
import os
import random
from hashlib import blake2b
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.block_copy import _copy_run, is_in_use, renew
from storage.checksums import BLOCK_BYTES, HEAD_BYTES, blocks_of
from storage.maintenance.compact import compact
from tests.storage.newsstand import NOW, articles, filled, save
from tests.storage.publishing_turns import BATCH, Turns

PREV = ".news.prev"
needs_leases = pytest.mark.skipif(not hasattr(os, "copy_file_range"), reason="this system has no file leases")


def block(content: int) -> bytes:
    """A block as DuckDB writes it: a checksum, then what changes somewhere in the middle."""
    body = content.to_bytes(8, "little").rjust(BLOCK_BYTES // 2, b"x").ljust(BLOCK_BYTES - 8, b"y")
    return blake2b(body, digest_size=8).digest() + body


def database(blocks: list[int]) -> bytes:
    return bytes(HEAD_BYTES - 1) + bytes([sum(blocks) % 256]) + b"".join(map(block, blocks))


BLOCKS = st.lists(st.integers(0, 3), max_size=12)


@settings(deadline=None, max_examples=40)
@given(older=BLOCKS, present=BLOCKS)
def test_the_copy_is_the_store(tmp_path_factory: pytest.TempPathFactory, older: list[int], present: list[int]) -> None:
    folder = tmp_path_factory.mktemp("copy")
    store, copy = folder / "store", folder / "copy"
    store.write_bytes(database(present))
    copy.write_bytes(database(older))
    written = renew(copy, store, older=blocks_of(copy), present=blocks_of(store))
    assert copy.read_bytes() == database(present)
    changed = sum(at >= len(older) or older[at] != content for at, content in enumerate(present))
    assert written == HEAD_BYTES + changed * BLOCK_BYTES


def test_a_copy_that_reads_otherwise_is_refused(tmp_path: Path) -> None:
    store, copy = tmp_path / "store", tmp_path / "copy"
    store.write_bytes(database([1, 2]))
    copy.write_bytes(database([1, 3]))
    with pytest.raises(OSError, match="block 2"):
        renew(copy, store, older=blocks_of(copy), present=blocks_of(copy)[:-1] + "x")


def test_a_system_without_copies_in_the_kernel_copies_by_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    (tmp_path / "store").write_bytes(database(list(range(40))))
    (tmp_path / "copy").write_bytes(database([0, 5]))
    store, copy = tmp_path / "store", tmp_path / "copy"
    renew(copy, store, older=blocks_of(copy), present=blocks_of(store))
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "store").read_bytes()


@needs_leases
def test_whoever_has_a_file_open_or_mapped_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    assert not is_in_use(path)
    with path.open("rb") as file:
        assert is_in_use(path)
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    assert is_in_use(path)
    mapped.close()
    assert not is_in_use(path)


def published(folder: Path, first: int) -> int:
    """Save and publish once; return which file the snapshot is."""
    with Archive.open(folder, now=NOW) as archive:
        save(archive, articles(BATCH, start=first))
        assert archive.publish(now=NOW)
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(first + BATCH,)]
    return (folder / "news.duckdb").stat().st_ino


@needs_leases
def test_the_snapshot_before_last_becomes_the_next(tmp_path: Path) -> None:
    filled(tmp_path, BATCH)
    files = [published(tmp_path, turn * BATCH) for turn in range(1, 6)]
    if not (tmp_path / PREV).exists():
        pytest.skip("the file system shares blocks between copies: none is kept")
    assert files[0] == files[2] == files[4] != files[1] == files[3]


def test_a_reader_of_any_old_snapshot_is_undisturbed(tmp_path: Path) -> None:
    filled(tmp_path, BATCH)
    readers = []
    for turn in range(1, 6):
        with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as other:
            assert other.execute("SELECT count(*) FROM articles").fetchall() == [(turn * BATCH,)]
            readers.append((tmp_path / "news.duckdb").open("rb"))
        published(tmp_path, turn * BATCH)
    for turn, reader in enumerate(readers, 1):
        with reader:
            copy = tmp_path / f"read-{turn}.duckdb"
            copy.write_bytes(reader.read())
        with duckdb.connect(str(copy), read_only=True) as connection:
            assert connection.execute("SELECT count(*), count(text) FROM articles").fetchall() == [(turn * BATCH,) * 2]


def test_a_file_with_a_second_name_is_left_alone(tmp_path: Path) -> None:
    filled(tmp_path, BATCH)
    os.link(tmp_path / "news.duckdb", tmp_path / "mine.duckdb")
    before = (tmp_path / "mine.duckdb").read_bytes()
    for turn in range(1, 5):
        published(tmp_path, turn * BATCH)
    assert (tmp_path / "mine.duckdb").read_bytes() == before


def test_an_older_file_that_was_written_to_is_not_used(tmp_path: Path) -> None:
    filled(tmp_path, BATCH)
    for turn in range(1, 5):
        published(tmp_path, turn * BATCH)
        (tmp_path / PREV).write_bytes(b"no database at all" * 40_000)
    published(tmp_path, 5 * BATCH)


def test_a_compacted_store_leaves_no_older_snapshot(tmp_path: Path) -> None:
    filled(tmp_path, BATCH)
    for turn in range(1, 4):
        published(tmp_path, turn * BATCH)
    with Archive.open(tmp_path, now=NOW) as archive:
        compact(archive, now=NOW)
        archive.publish(now=NOW)
    assert not (tmp_path / PREV).exists()


@pytest.mark.slow
def test_killed_at_any_step_the_snapshot_is_right_and_readers_keep_theirs(tmp_path: Path) -> None:
    turns = Turns(folder=filled(tmp_path, BATCH), articles=BATCH, dice=random.Random("turns"))
    whole = []
    for _ in range(3):
        turns.turn(0)
        whole.append(turns.steps)
    steps = random.Random("steps")
    for most in (min, max) * 3:  # a turn takes a hundred steps or a thousand, by what is copied and counted
        turns.turn(steps.randrange(1, most(whole)))
        turns.turn(0)
        whole.append(turns.steps)
    turns.end()
    assert turns.kills >= 2  # a whole copy takes fewer steps
    assert turns.renewals >= 2


def test_the_copy_is_on_the_disk_before_it_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, copy, synced = tmp_path / "store", tmp_path / "copy", []
    store.write_bytes(database([1, 2, 3]))
    copy.write_bytes(database([1]))
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    renew(copy, store, older=blocks_of(copy), present=blocks_of(store))
    assert copy.stat().st_ino in synced


def test_where_the_system_cannot_tell_a_file_is_taken_for_one_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.delattr(fcntl, "F_SETLEASE", raising=False)
    assert is_in_use(tmp_path / "file") is True


@pytest.mark.parametrize("in_kernel", [True, False])
def test_a_store_that_ends_while_it_is_copied_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_kernel: bool
) -> None:
    if not in_kernel:
        monkeypatch.delattr(os, "copy_file_range", raising=False)
    with (tmp_path / "store").open("wb+") as store, (tmp_path / "copy").open("wb+") as copy:
        store.write(b"half")
        store.flush()
        with pytest.raises(OSError, match="the store ended while it was copied"):
            _copy_run(store.fileno(), copy.fileno(), 0, 5)
        copy.seek(0)
        assert copy.read() == b"half"
