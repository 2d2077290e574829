"""The private store becomes the snapshot that people read: copied, counted, and put in place in one atomic step."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb

from news.errors import ArchiveError
from storage.checksums import FileSums, blocks_of
from storage.file_swap import sync
from storage.materialise import materialise
from storage.store import CONFIG, MEMORY_LIMIT, plain_errors

COPY_SECONDS = 1800.0  # a copy of 100 GB on a slow disk


def publish(store: Path, public: Path) -> bool:
    """Copy a closed, checkpointed `store` to `public`; return False when neither changed since the last time.

    The copy is made by another process: opening the store here would drop DuckDB's lock on it, should it be open.
    `os.replace` leaves readers of the old snapshot undisturbed. What is asked again and again is counted in the copy.

    Raises:
        ArchiveError: the copy does not hold what the store holds, or the disk refuses.
    """
    _refuse_log(store)
    if _is_published(store, public):
        return False
    stamp, note = _stamp(store), public.with_suffix(".published.json")
    draft = public.with_suffix(".tmp")
    with plain_errors(public):
        try:
            _remove(draft)
            _copy(store, draft)
            verify_copy(store, draft)
            _finish(draft)
            sync(draft)
            os.replace(draft, public)
        finally:
            _remove(draft)
        sync(public.parent)
        note.write_text(
            json.dumps({"store": stamp, "snapshot": _stamp(public), "blocks": blocks_of(public)}), encoding="utf-8"
        )
    return True


def _is_published(store: Path, public: Path) -> bool:
    """Tell whether `public` is what was made of `store` as it is, untouched since."""
    made = _read(public.with_suffix(".published.json"))
    if not (public.exists() and isinstance(made, dict)):
        return False
    return bool(made.get("store") == _stamp(store) and made.get("snapshot") == _stamp(public))


def verify_copy(store: Path, copy: Path) -> None:
    """Compare every block of a copy with the store.

    Raises:
        ArchiveError: they differ.
    """
    if blocks_of(store) != blocks_of(copy):
        raise ArchiveError(f"The copy of {store} is not what was copied; run again.", subject=str(copy))


def published_sums(public: Path) -> FileSums | None:
    """Return the checksums of the snapshot as it was published; None: none were kept, or they cannot be read."""
    made = _read(public.with_suffix(".published.json"))
    try:
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


def _read(note: Path) -> Any:
    try:
        return json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _copy(store: Path, draft: Path) -> None:
    # Not every cp knows reflinks; a plain copy says in words what is wrong.
    for options in (["--reflink=auto"], []):
        command = ["cp", *options, str(store), str(draft)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=COPY_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            message = f"Copying {store} took more than {COPY_SECONDS / 60:.0f} minutes; the old snapshot stays."
            raise ArchiveError(message, subject=str(draft)) from error
        if not done.returncode:
            return
    fault = (done.stderr.strip().splitlines() or ["cp failed"])[0]
    message = f"The snapshot could not be written: {fault}. The store and the old snapshot are safe; free some space."
    raise ArchiveError(message, subject=str(draft))


def _finish(draft: Path) -> None:
    """Settle the copy; that it opens at all tells that it is whole."""
    with duckdb.connect(str(draft), config=CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("SET temp_directory = ?", [str(draft.parent / "tmp")])
        materialise(connection)
        connection.execute("CHECKPOINT")


def _remove(draft: Path) -> None:
    """Take away a draft and its log: the log of one that was killed would be played into the next."""
    draft.unlink(missing_ok=True)
    draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
