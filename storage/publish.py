"""The private store becomes the snapshot that people read: counted, copied, and put in place in one atomic step.

The snapshot before last stays beside it, hidden, and becomes the next one: so only the blocks that changed are written.
Where the file system shares blocks between copies (reflinks), none is kept.
"""

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from news.errors import ArchiveError
from storage.block_copy import is_in_use, renew
from storage.checksums import FileSums, blocks_of, sums_of
from storage.counts.materialise import settle
from storage.counts.renewal import renew as renew_counts
from storage.file_swap import sync
from storage.store import CONFIG, COUNT_ANEW, MEMORY_LIMIT, plain_errors

OLDER = ".news.prev"  # the snapshot before the present one, beside it
MOST_RENEWALS = 336  # of one file, until it is copied whole: a week of publishing every quarter of an hour, by turns
COPY_SECONDS = 1800.0  # a copy of 100 GB on a slow disk


def publish(store: Path, public: Path, *, is_counted: bool = False) -> FileSums | None:
    """Copy a closed, checkpointed `store` to `public`; return the store's checksums; None: neither file changed since.

    `os.replace` leaves readers of the old snapshot undisturbed. What is asked again and again is counted in the store
    first: call it with the archive's lock held and its checksums set aside. A run that is killed leaves the old
    snapshot or the new one, and at most a draft, which the next run removes.

    Args:
        is_counted: `count` was called on the store before it was closed.

    Raises:
        ArchiveError: the copy does not hold what the store holds, or the disk refuses.
    """
    _refuse_log(store)
    if is_published(store, public):
        return None
    note, older, draft = public.with_suffix(".published.json"), public.with_name(OLDER), public.with_suffix(".tmp")
    made = _read(note, public)
    made.pop("before", None)
    if not is_counted:
        with plain_errors(store):
            _count(store)
    with plain_errors(public):
        stored = sums_of(store)
        try:
            _remove(draft)
            renewals = _draw(store, draft, older, stored, made)
            sync(draft)
            kept = _keep(public, older, store, made) if renewals is not None else None
            state = {"store": _stamp(store), "snapshot": _stamp(draft), "blocks": stored.blocks}
            _write(note, state | {"renewals": renewals, "older": kept, "before": made})
            os.replace(draft, public)
        finally:
            _remove(draft)
        sync(public.parent)
    return stored


def _draw(store: Path, draft: Path, older: Path, stored: FileSums, made: dict[str, Any]) -> int | None:
    """Make `draft` a copy of the store; return how often its file was renewed; None: such copies cost nothing here.

    The older file takes the draft's name before it is written to, so that a run that is killed leaves a draft alone.
    """
    if _share(store, draft):
        older.unlink(missing_ok=True)
        return None
    kept = made.get("older")
    if kept and older.exists() and kept["stamp"] == _stamp(older) and _is_of(store, made):
        os.replace(older, draft)
        sync(draft.parent)
        if kept["renewals"] < MOST_RENEWALS and draft.stat().st_nlink == 1 and not is_in_use(draft):
            draft.chmod(store.stat().st_mode & 0o777)
            renew(draft, store, older=kept["blocks"], present=stored.blocks)
            return int(kept["renewals"]) + 1
        draft.unlink()
    older.unlink(missing_ok=True)
    _copy(store, draft)
    verify_copy(stored, store, draft)
    return 0


def _keep(public: Path, older: Path, store: Path, made: dict[str, Any]) -> dict[str, Any] | None:
    """Let the present snapshot stay as the older one; tell what it is, or None where none is to stay.

    One of another store is never kept: that one was compacted, perhaps to forget what this snapshot still holds.
    """
    older.unlink(missing_ok=True)
    if not (_is_of(store, made) and "renewals" in made and public.exists() and made["snapshot"] == _stamp(public)):
        return None
    with suppress(OSError):  # a file system without links: each copy is a whole one
        os.link(public, older)
        return {"stamp": _stamp(older), "blocks": made["blocks"], "renewals": made["renewals"] or 0}
    return None


def _is_of(store: Path, made: dict[str, Any]) -> bool:
    """Return whether the last snapshot was made of this very file."""
    return "store" in made and made["store"]["inode"] == store.stat().st_ino


def is_published(store: Path, public: Path) -> bool:
    """Return whether `public` is what was made of `store` as it is, untouched since."""
    made = _read(public.with_suffix(".published.json"), public)
    return public.exists() and made.get("store") == _stamp(store) and made.get("snapshot") == _stamp(public)


def tells_all(store: Path, public: Path) -> bool:
    """Return whether `public` holds all that `store` and its log hold."""
    log = store.with_name(f"{store.name}.wal")
    return is_published(store, public) and not (log.exists() and log.stat().st_size)


def verify_copy(stored: FileSums, store: Path, copy: Path) -> None:
    """Compare every block of a copy with the store.

    Raises:
        ArchiveError: they differ.
    """
    if stored.blocks != blocks_of(copy):
        raise ArchiveError(f"The copy of {store} is not what was copied; run again.", subject=str(copy))


def published_sums(public: Path) -> FileSums | None:
    """Return the checksums of the snapshot as it was published; None: none were kept, or they cannot be read.

    A loss of power can undo the step that puts a snapshot in place after the note of it was written: what is there is
    the one before, whole, and the next run publishes again. It is told by its size, since a file that comes out of a
    repaired file system may have another inode.
    """
    note = public.with_suffix(".published.json")
    made = _read(note, public)
    try:
        before = made.get("before") or {}
        size = public.stat().st_size if public.exists() else None
        if before and before["snapshot"]["size"] == size != made["snapshot"]["size"]:
            made = before
        return FileSums(**made["snapshot"], blocks=str(made["blocks"]))
    except (KeyError, TypeError):
        return None


def _refuse_log(store: Path) -> None:
    """A copy would lack what is still in the log: the store was not closed, or could not be."""
    log = store.with_name(store.name + ".wal")
    if log.exists() and log.stat().st_size:
        message = (
            f"{store} was not closed cleanly, so nothing was published; run again. Nothing that was saved is lost."
        )
        raise ArchiveError(message, subject=str(store))


def _stamp(file: Path) -> dict[str, int]:
    stat = file.stat()
    return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "inode": stat.st_ino}


def _read(note: Path, public: Path) -> dict[str, Any]:
    """Return what was noted of the snapshot that is there: a run notes both before it puts its own in place."""
    try:
        made = json.loads(note.read_text(encoding="utf-8"))
        before = made.get("before") or {}
        is_older = public.exists() and before.get("snapshot") == _stamp(public)
    except (OSError, ValueError, AttributeError):
        return {}
    return before if is_older else made


def _write(note: Path, state: dict[str, Any]) -> None:
    """Keep a note in one atomic step that outlives a loss of power."""
    draft = note.with_name("news.published.tmp")
    draft.write_text(json.dumps(state), encoding="utf-8")
    sync(draft)
    os.replace(draft, note)


def _share(store: Path, draft: Path) -> bool:
    """Make a copy that shares the store's blocks; return whether the file system can."""
    done = _cp("--reflink=always", store, draft)
    if done.returncode:
        draft.unlink(missing_ok=True)
    return not done.returncode


def _copy(store: Path, draft: Path) -> None:
    done = _cp("-f", store, draft)
    if done.returncode:
        fault = (done.stderr.strip().splitlines() or ["cp failed"])[0]
        message = (
            f"The snapshot could not be written: {fault}. The store and the old snapshot are safe; free some space."
        )
        raise ArchiveError(message, subject=str(draft))


def _cp(option: str, store: Path, draft: Path) -> subprocess.CompletedProcess[str]:
    command = ["cp", option, str(store), str(draft)]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=COPY_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        message = f"Copying {store} took more than {COPY_SECONDS / 60:.0f} minutes; the old snapshot stays."
        raise ArchiveError(message, subject=str(draft)) from error


def count(connection: duckdb.DuckDBPyConnection) -> None:
    """Renew what is counted, in the store, so that a copy by blocks writes little of it and answers from it.

    Call it outside a transaction, as the last thing that is done with the connection: its views then tell these counts.
    """
    renew_counts(connection)
    settle(connection)
    connection.execute("CHECKPOINT")


def _count(store: Path) -> None:
    """Open a closed store to renew what is counted."""
    with duckdb.connect(str(store), config=CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("SET temp_directory = ?", [str(store.parent / "tmp")])
        connection.execute(COUNT_ANEW)
        count(connection)


def _remove(draft: Path) -> None:
    """Take away a draft and its log: the log of one that was killed would be played into the next."""
    draft.unlink(missing_ok=True)
    draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
