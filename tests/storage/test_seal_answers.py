"""What the checksums of an archive say of everything that may have happened to its files since the last run."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from news.errors import ArchiveError
from storage.checksums import ASIDE, BLOCK_BYTES, FILES, NAME, Seal, blocks_of, sums_of
from tests.answers import check

KEPT = Path("tests/fixtures/answers/storage/seals.txt")
STORE, INDEX = FILES
BODY = b"".join(bytes([number]) * BLOCK_BYTES for number in range(3))
OTHER = BODY[:-1] + b"!"


def rewritten(name: str, body: bytes, *, is_quiet: bool = False) -> Callable[[Path], None]:
    """Write a file anew, with the time that it had where nobody is to see it."""

    def write(folder: Path) -> None:
        path = folder / name
        moment = path.stat().st_mtime_ns if is_quiet else 1
        path.write_bytes(body)
        os.utime(path, ns=(moment, moment))

    return write


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def snapshot_in_place(said: str) -> Callable[[Path], None]:
    """Put other bytes in the store's place, which the snapshot's note calls its own, or does not."""

    def write(folder: Path) -> None:
        (folder / STORE).write_bytes(OTHER)
        blocks = blocks_of(folder / STORE) if said == "its own" else "0" * 64
        note = "no JSON" if said == "nothing" else json.dumps({"blocks": blocks})
        (folder / "news.published.json").write_text(note, encoding="utf-8")

    return write


EVENTS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda folder: None,
    "the time of the store alone": lambda folder: os.utime(folder / STORE, ns=(1, 1)),
    "the store": rewritten(STORE, OTHER),
    "the store, and nobody sees it": rewritten(STORE, OTHER, is_quiet=True),
    "the store's length": rewritten(STORE, BODY + b"!"),
    "no store": removed(STORE),
    "the index": rewritten(INDEX, OTHER),
    "no index": removed(INDEX),
    "the snapshot for the store": snapshot_in_place("its own"),
    "another file for the store": snapshot_in_place("another's"),
    "a note that says nothing": snapshot_in_place("nothing"),
    "an empty log": rewritten(f"{STORE}.wal", b""),
    "a log": rewritten(f"{STORE}.wal", b"words of another program" * 9),
    "the checksums": rewritten(NAME, b'{"files": {}, "xxh3": "0"}'),
    "no checksums": removed(NAME),
    "checksums of another form": rewritten(NAME, b"[]"),
}


def outcome(folder: Path) -> Iterator[str]:
    for name, ask in (("faults", lambda seal: seal.faults()), ("open", lambda seal: seal.open())):
        try:
            yield f"  {name}: {ask(Seal(folder))}".replace(str(folder), "")
        except ArchiveError as error:
            yield f"  {name} refuses: {error}".replace(str(folder), "")
    yield f"  there: {sorted(path.name for path in folder.iterdir())}"


def archive(folder: Path) -> Path:
    folder.mkdir()
    for name in FILES:
        (folder / name).write_bytes(BODY)
    Seal(folder).close()
    return folder


def test_what_may_have_happened_to_files_is_told(tmp_path: Path) -> None:
    found = []
    for number, (event, happen) in enumerate(EVENTS.items()):
        folder = archive(tmp_path / str(number))
        happen(folder)
        found += [event, *outcome(folder)]
    check(KEPT, found)


def test_sums_of_a_file_that_was_not_touched_are_kept_and_others_made_anew(tmp_path: Path) -> None:
    folder = archive(tmp_path / "a")
    seal = Seal(folder)
    seal.open()
    assert (folder / ASIDE).exists()
    published = replace(sums_of(folder / STORE), blocks="f" * 64)
    seal.close(published)  # it was not written to since it was published: its sums hold
    kept = seal.read()
    assert kept is not None
    assert kept[STORE].blocks == "f" * 64
    assert kept[INDEX] == sums_of(folder / INDEX)
    assert not (folder / ASIDE).exists()

    (folder / ASIDE).write_text("no JSON", encoding="utf-8")
    os.utime(folder / STORE, ns=(1, 1))
    seal.close(published)
    kept = seal.read()
    assert kept == {name: sums_of(folder / name) for name in FILES}
    (folder / INDEX).unlink()
    seal.close()
    assert list(seal.read() or {}) == [STORE]
