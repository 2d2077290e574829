"""What is said of refusals, of files that are none of ours, of rows that are missing, and of logs that were torn."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from news.errors import NewsError
from storage.recovery.torn_log import (
    FLUSH,
    HEAD,
    LEAST_BYTES,
    confirmed_end,
    drop_unbegun,
    drop_unfinished,
    is_unbegun,
    is_written_by_sectors,
    mend,
    torn_end,
)
from storage.store import Ledger, StoreLock, _counts, plain_errors, refuse_foreign
from tests.answers import check
from tests.storage.small_archive import OpenStore, at
from tests.storage.snapshot.whole_days import archive

KEPT = Path("tests/fixtures/answers/storage")
SAID_BY_DUCKDB = (
    'IO Error: Could not set lock on file "x": Conflicting lock is held in /usr/bin/python (PID 4711). See also',
    'IO Error: Could not set lock on file "x"',
    "IO Error: No space left on device.\nmore",
    "Out of disk space",
    "IO Error: could not write all bytes",
    "Disk quota exceeded",
    "IO Error: Permission denied.",
    "Cannot open file: Read-only file system",
    "Operation not permitted",
    'Failure while replaying WAL file "/a/store.duckdb.wal": Corrupt WAL file: entry at byte position 17 is',
    "Invalid Input Error: There is no story or watch 'x'; the nearest names: y.",
    "Invalid Input Error: 2 outlets are called 'P': a, b.\nmore",
    "IO Error: The file exists, but it is not a valid DuckDB database file!",
    "IO Error: x is a directory.",
    "IO Error: Not a directory",
    "File exists",
    "Parser Error: syntax error.\nLINE 1",
)
SAID_BY_THE_SYSTEM = (
    OSError(28, "No space left on device"),
    OSError(13, "Permission denied"),
    OSError(21, "Is a directory"),
    OSError(5, "Input/output error"),
    OSError("words alone"),
)
PATHS = (Path("/a/store.duckdb"), Path("/a/index.duckdb"), Path("/a/folder"))
HEADS = {
    "nothing": b"",
    "one byte": b"D",
    "zeros": bytes(5000),
    "words": b"something else entirely " * 10,
    **{
        f"made by {name}": bytes(8) + b"DUCK" + bytes(40) + name.encode() + bytes(90)
        for name in ("v0.10.2", "v1.4.4", "v1.5.5", "v2.0.0", "", "1.0")
    },
}
WORK = HEAD + b"work" * 9 + FLUSH
LOGS = {
    "none": None,
    "empty": b"",
    "of nothing confirmed": HEAD + b"half",
    "of another program": b"dear diary",
    "confirmed": WORK,
    "confirmed and half": WORK + b"half",
    "twice confirmed": WORK + b"more" + FLUSH,
    "of another program with our end": b"dear" + FLUSH + b"x",
}


def refused(path: Path, error: Exception) -> str:
    try:
        with plain_errors(path):
            raise error
    except NewsError as told:
        return f"{type(told).__name__} {told.subject}: {told}"


def test_what_refusals_are_told_in_stays() -> None:
    found = []
    for path in PATHS:
        for said in SAID_BY_DUCKDB:
            found += [f"{path.name}: {said[:60]!r}", f"  {refused(path, duckdb.Error(said))}"]
        for error in SAID_BY_THE_SYSTEM:
            found += [f"{path.name}: {error}", f"  {refused(path, error)}"]
    check(KEPT / "refusals.txt", found)


def outcome(ask: object, *given: object) -> str:
    try:
        return str(ask(*given))  # type: ignore[operator]
    except NewsError as error:
        return f"{type(error).__name__}: {error}"


def test_what_is_told_of_files_by_their_beginning_stays(tmp_path: Path) -> None:
    """Of a file that another version or program made, and of one that a first run did not make to its end."""
    found, path = [f"absent: {outcome(refuse_foreign, tmp_path / 'absent')}"], tmp_path / "store.duckdb"
    for name, head in HEADS.items():
        path.write_bytes(head)
        found.append(f"{name}: {outcome(refuse_foreign, path)} {is_unbegun(path)} {is_written_by_sectors(path)}")
    for length in (0, 1, 511, 512, 1024, 4096, LEAST_BYTES, LEAST_BYTES + 1):
        for log in (None, b"", HEAD, WORK):
            for is_first in (True, False):
                path.write_bytes((HEADS["made by v2.0.0"] + bytes(LEAST_BYTES))[:length])
                wal = path.with_name("store.duckdb.wal")
                wal.unlink(missing_ok=True) if log is None else wal.write_bytes(log)
                ledger = path.with_name("ledger.json")
                ledger.unlink(missing_ok=True) if is_first else ledger.touch()
                told = f"{is_unbegun(path)} {is_written_by_sectors(path)}"
                drop_unbegun(path)
                found.append(f"{length} {log and len(log)} {is_first}: {told} {path.exists()}")
    check(
        KEPT / "beginnings.txt",
        (line.replace(str(tmp_path), "").replace(duckdb.__version__, "2.0.0") for line in found),
    )


def cut(log: Path, content: bytes | None) -> Iterator[str]:
    """Yield where the confirmed work ends, what is left of the log, and what mending does at each place."""
    log.unlink(missing_ok=True)
    if content is not None:
        log.write_bytes(content)
    yield f"ends at {confirmed_end(log)}"
    drop_unfinished(log)
    yield f"leaves {len(log.read_bytes()) if log.exists() else None}"
    for place in (0, 5, len(WORK) - len(FLUSH), len(WORK) - 1, len(WORK)) if content else ():
        log.write_bytes(content or b"")
        error = f'replaying WAL file "{log}": Corrupt WAL file: torn at byte position {place}'
        yield f"torn at {place}: {(torn_end(error) or ())[1:]} {mend(error)} {len(log.read_bytes())}"


def test_what_is_cut_off_a_log_stays(tmp_path: Path) -> None:
    found = []
    for name, content in LOGS.items():
        found += [f"{name}: {said}".replace(str(tmp_path), "") for said in cut(tmp_path / "store.duckdb.wal", content)]
    assert mend("IO Error: something else") is None
    check(KEPT / "logs.txt", found)


def test_rows_that_are_missing_are_told_of_every_table(tmp_path: Path) -> None:
    """One more kept than there is, and as many, beside as many articles forgotten as before, and one more since."""
    made = archive.__wrapped__()
    made.row("forgotten", subject="x", article_id=1, forgotten_at=at(1))
    store, ledger, found = OpenStore(made.connection), Ledger(tmp_path), []
    assert (ledger.exists(), outcome(ledger.check, store)) == (False, "None")
    ledger.write(store, at(60))
    counts = json.loads((tmp_path / "ledger.json").read_text())
    found.append(str(counts))
    assert counts == {**_counts(store), "at": at(60).isoformat()}
    for name in _counts(store):
        for more in (0, 1):
            for since in (0, 1):
                kept = counts | {name: counts[name] + more}
                kept |= {"forgotten": kept["forgotten"] - since}
                (tmp_path / "ledger.json").write_text(json.dumps(kept))
                found.append(f"{name} {more:+} {since}: {outcome(ledger.check, store)}")
    for broken in ("{", "[]", "[1]", "{}"):
        (tmp_path / "ledger.json").write_text(broken)
        found.append(f"{broken}: {outcome(ledger.check, store)}")
    check(KEPT / "ledgers.txt", (line.replace(str(tmp_path), "") for line in found))


def test_a_lock_is_held_by_one_and_names_it(tmp_path: Path) -> None:
    first, second = StoreLock(tmp_path), StoreLock(tmp_path)
    first.release()  # it was not taken
    first.take()
    held = (tmp_path / "store.lock").read_text()
    with pytest.raises(NewsError, match=f"process {held}; try again"):
        second.take()
    (tmp_path / "store.lock").write_text("")
    with pytest.raises(NewsError, match="process unknown"):
        second.take()
    first.release()
    second.take()
    assert (tmp_path / "store.lock").read_text() == held
    second.release()
