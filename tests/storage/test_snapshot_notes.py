"""What is noted of a snapshot and believed of the note: this store, this snapshot, the one before, the older one."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from news.errors import ArchiveError
from storage import publish
from storage.checksums import FileSums
from storage.publish import OLDER, _draw, _keep, _refuse_log, _stamp, is_published, published_sums, verify_copy


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    path.write_bytes(b"store")
    (tmp_path / "news.duckdb").write_bytes(b"snapshot")
    return path


def public(store: Path) -> Path:
    return store.with_name("news.duckdb")


def note(store: Path, **differs: Any) -> dict[str, Any]:
    made = {"store": _stamp(store), "snapshot": _stamp(public(store)), "blocks": "ab", "renewals": 4} | differs
    store.with_name("news.published.json").write_text(json.dumps(made))
    return made


def test_a_snapshot_is_published_where_neither_file_changed_since(store: Path) -> None:
    assert not is_published(store, public(store))
    note(store)
    assert is_published(store, public(store))
    store.with_name("news.published.json").write_text("{")
    assert not is_published(store, public(store))
    for changed in (store, public(store)):
        note(store)
        stamp = changed.stat()
        changed.write_bytes(changed.read_bytes() + b".")
        assert not is_published(store, public(store))
        changed.write_bytes(changed.read_bytes()[:-1])
        os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    note(store)
    public(store).unlink()
    assert not is_published(store, public(store))


def test_the_sums_of_a_snapshot_are_those_of_its_note_or_of_the_one_before(store: Path) -> None:
    assert published_sums(public(store)) is None
    made = note(store)
    assert published_sums(public(store)) == FileSums(**made["snapshot"], blocks="ab")
    before = {"snapshot": _stamp(public(store)), "blocks": "cd"}
    note(store, before=before, snapshot=_stamp(public(store)) | {"size": 99})
    found = published_sums(public(store))
    assert found is not None
    assert found.blocks == "cd"  # the present one was lost with the power
    note(store, before=before | {"snapshot": before["snapshot"] | {"size": 98, "inode": 1}})
    found = published_sums(public(store))
    assert found is not None
    assert found.blocks == "ab"
    for broken in ({"blocks": "ab"}, {"snapshot": {"size": 1}, "blocks": "ab"}):
        store.with_name("news.published.json").write_text(json.dumps(broken))
        assert published_sums(public(store)) is None


def test_the_present_snapshot_stays_as_the_older_one_where_it_is_of_this_store(store: Path) -> None:
    older = store.with_name(OLDER)
    made = note(store)
    kept = _keep(public(store), older, store, made)
    assert kept == {"stamp": _stamp(older), "blocks": "ab", "renewals": 4}
    assert older.stat().st_ino == public(store).stat().st_ino
    assert _keep(public(store), older, store, made | {"renewals": None}) == kept | {"renewals": 0}
    others = (
        {name: value for name, value in made.items() if name != "renewals"},
        {name: value for name, value in made.items() if name != "store"},
        made | {"store": made["store"] | {"inode": 1}},
        made | {"snapshot": made["snapshot"] | {"size": 1}},
    )
    for other in others:
        assert _keep(public(store), older, store, other) is None
        assert not older.exists()
    public(store).unlink()
    assert _keep(public(store), older, store, made) is None


@pytest.mark.parametrize(
    ("renewals", "in_use", "links", "differs", "is_renewed"),
    [
        (0, False, 1, {}, True),
        (335, False, 1, {}, True),
        (336, False, 1, {}, False),  # then it is copied whole
        (0, True, 1, {}, False),
        (0, False, 2, {}, False),
        (0, False, 1, {"older": None}, False),
        (0, False, 1, {"store": {"inode": 1}}, False),
        (0, False, 1, {"older": {"stamp": {}, "renewals": 0, "blocks": "x"}}, False),
    ],
)
def test_an_older_snapshot_that_nobody_reads_is_renewed_so_many_times(
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    renewals: int,
    in_use: bool,
    links: int,
    differs: Any,
    is_renewed: bool,
) -> None:
    older, draft = store.with_name(OLDER), store.with_name("news.tmp")
    older.write_bytes(b"older")
    if links == 2:
        os.link(older, store.with_name("second"))
    done: list[str] = []
    monkeypatch.setattr(publish, "_share", lambda store, draft: False)
    monkeypatch.setattr(publish, "is_in_use", lambda path: in_use)
    monkeypatch.setattr(publish, "renew", lambda draft, store, older, present: done.append(f"{older} to {present}"))
    monkeypatch.setattr(publish, "_copy", lambda store, draft: done.append("copied"))
    monkeypatch.setattr(publish, "verify_copy", lambda stored, store, draft: done.append("verified"))
    made = {"store": _stamp(store), "older": {"stamp": _stamp(older), "renewals": renewals, "blocks": "ab"}} | differs
    stored = FileSums(size=1, mtime_ns=1, inode=1, blocks="cd")
    assert _draw(store, draft, older, stored, made) == (renewals + 1 if is_renewed else 0)
    assert done == (["ab to cd"] if is_renewed else ["copied", "verified"])
    assert (older.exists(), draft.exists()) == (False, is_renewed)
    if is_renewed:
        assert draft.stat().st_mode & 0o777 == store.stat().st_mode & 0o777


def test_where_copies_share_blocks_no_older_one_is_kept(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = store.with_name(OLDER)
    older.write_bytes(b"older")
    monkeypatch.setattr(publish, "_share", lambda store, draft: True)
    assert (
        _draw(store, store.with_name("news.tmp"), older, FileSums(size=1, mtime_ns=1, inode=1, blocks=""), {}) is None
    )
    assert not older.exists()


def test_a_copy_that_differs_and_a_store_that_was_not_closed_are_refused(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = FileSums(size=1, mtime_ns=1, inode=1, blocks="ab")
    monkeypatch.setattr(publish, "blocks_of", lambda path: "ab")
    verify_copy(stored, store, public(store))
    monkeypatch.setattr(publish, "blocks_of", lambda path: "ac")
    with pytest.raises(ArchiveError, match="is not what was copied"):
        verify_copy(stored, store, public(store))
    log = store.with_name("store.duckdb.wal")
    _refuse_log(store)
    log.write_bytes(b"")
    _refuse_log(store)
    log.write_bytes(b"x")
    with pytest.raises(ArchiveError, match="was not closed cleanly"):
        _refuse_log(store)


def test_a_snapshot_that_came_out_of_a_repaired_file_system_is_told_by_its_size(store: Path) -> None:
    size = public(store).stat().st_size
    before = {"snapshot": _stamp(public(store)) | {"inode": 1}, "blocks": "cd"}
    for of_before, of_made, blocks in ((size, size + 1, "cd"), (size, size, "ab"), (size + 1, size + 2, "ab")):
        before["snapshot"] |= {"size": of_before}
        note(store, before=before, snapshot=_stamp(public(store)) | {"size": of_made, "inode": 2})
        found = published_sums(public(store))
        assert found is not None
        assert (found.blocks, found.size) == (blocks, of_before if blocks == "cd" else of_made)
    public(store).unlink()
    found = published_sums(public(store))
    assert found is not None
    assert found.blocks == "ab"


def test_a_copy_that_takes_too_long_is_given_up(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cp").write_text("#!/bin/sh\nexec sleep 9\n")
    (tmp_path / "cp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(publish, "COPY_SECONDS", 0.06)
    with pytest.raises(
        ArchiveError, match=r"^Copying .*store\.duckdb took more than 0 minutes; the old snapshot stays"
    ):
        publish._copy(store, store.with_name("news.tmp"))
