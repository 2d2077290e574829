"""Damage of store, index, snapshot and backups is noticed by the deep check: bit flips, cut files, swapped blocks."""

import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from news.errors import ArchiveError, InputError
from storage.archive import Archive
from storage.checksums import BLOCK_BYTES, HEAD_BYTES
from storage.maintenance.backup import back_up, verify
from storage.maintenance.deep_check import deep_check, read_whole, rows_of
from storage.maintenance.rebuild import TableRows, build
from tests.storage.newsstand import article

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
TRIES = 4  # of each kind of damage and file


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def swap(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    size = BLOCK_BYTES if len(data) > HEAD_BYTES + 2 * BLOCK_BYTES else 512
    starts = range(HEAD_BYTES if size == BLOCK_BYTES else 0, len(data) - size, size)
    if len(starts) < 2:
        return
    one, other = sorted(chance.sample(starts, 2))
    blocks = data[one : one + size], data[other : other + size]
    path.write_bytes(data[:one] + blocks[1] + data[one + size : other] + blocks[0] + data[other + size :])


def zero(path: Path, chance: random.Random) -> None:
    """A torn write: part of a page never came to the disk."""
    data = bytearray(path.read_bytes())
    start = chance.randrange(0, max(len(data) - 4096, 1), 4096)
    data[start : start + 4096] = bytes(len(data[start : start + 4096]))
    path.write_bytes(data)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "archive"
    with Archive.open(folder, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save([article(number) for number in range(60)], now=NOW)
        archive.sketches()
        archive.publish(now=NOW)
        back_up(archive.store, folder / "backups" / "2026-11-28-090000", now=NOW)
    assert [one for one in deep_check(folder) if one.is_wrong] == []
    return folder


@pytest.mark.parametrize("harm", [flip, cut, swap, zero])
@pytest.mark.parametrize("name", ["store.duckdb", "index.duckdb", "news.duckdb", "backup", "checksums.json"])
def test_damage_is_noticed(sound: Path, tmp_path: Path, name: str, harm: Callable[[Path, random.Random], None]) -> None:
    chance = random.Random(f"{harm.__name__} {name}")
    for _ in range(TRIES if name != "checksums.json" else 3):
        folder = tmp_path / "archive"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sound, folder)
        path = folder / name
        if name == "backup":
            path = chance.choice(sorted((folder / "backups").rglob("*.*")))
        before = path.read_bytes()
        harm(path, chance)
        if path.read_bytes() == before:
            continue
        noticed = _noticed(folder, name)
        is_same = path.name in ("manifest.json", "checksums.json") and path.read_bytes().split() == before.split()
        assert noticed or is_same, (path, harm)


def _noticed(folder: Path, name: str) -> bool:
    if name == "backup":
        try:
            verify(folder / "backups" / "2026-11-28-090000")
        except (InputError, ArchiveError):
            return True
        return False
    return any(one.is_wrong for one in deep_check(folder))


def test_a_damaged_store_is_not_written_to(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    flip(folder / "store.duckdb", random.Random(7))
    harmed = (folder / "store.duckdb").read_bytes()
    for _ in range(2):
        with pytest.raises(ArchiveError, match="damaged, or another program wrote"), Archive.open(folder, now=NOW):
            pass
    assert (folder / "store.duckdb").read_bytes() == harmed
    (folder / "checksums.json").unlink()


def test_a_copied_archive_opens_and_keeps_its_checksums(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    with Archive.open(folder, now=NOW):
        assert not (folder / "checksums.json").exists()
    assert (folder / "checksums.json").exists()
    assert [one for one in deep_check(folder) if one.is_wrong and one.what == "store"] == []


def test_without_checksums_a_changed_text_is_noticed_by_its_hash(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    with Archive.open(folder, now=NOW) as archive:
        archive.store.write("UPDATE archive.articles SET text = text || '.' WHERE rowid = 3")
    assert rows_of(folder / "store.duckdb").changed_texts == 1
    assert any("not those that were saved" in one.said for one in deep_check(folder))


def test_a_file_that_ends_its_reader_hides_nothing_of_the_others(sound: Path, tmp_path: Path) -> None:
    """DuckDB ends a process that is to open a name which is no UTF-8, as it ends one that reads some damaged blocks."""
    good, bad = tmp_path / "good.duckdb", tmp_path / os.fsdecode(b"\xff.duckdb")
    for path in (good, bad):
        shutil.copyfile(sound / "store.duckdb", path)
    first, second, third = read_whole(good, bad, good)
    assert first == third == rows_of(good)
    assert first.fault is None
    assert second.fault is not None
    assert second.fault.startswith("its reader ended with 1")


def test_the_files_of_an_archive_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.open(folder, now=NOW) as archive:
        archive.publish(now=NOW)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in folder.iterdir() if path.stat().st_mode & 0o077} == set()
    with Archive.open(folder, now=NOW, share_snapshot=True) as archive:
        archive.publish(now=NOW)
    assert {path.name for path in folder.iterdir() if path.stat().st_mode & 0o077} == {"news.duckdb"}


def test_a_store_that_could_not_be_filled_is_closed(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="none of the tables") as refused:
        build(tmp_path, [TableRows(table="archive.quays", source="nowhere", rows=1)], migrations=(), now=NOW)
    with duckdb.connect(str(tmp_path / "store.duckdb"), config={"threads": 1}) as other:  # refused while it is open
        assert other.execute("SELECT 1").fetchone() == (1,)
    assert refused.value.__traceback__ is not None
