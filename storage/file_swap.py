"""Several new files take the place of the archive's own in one step, whatever happens on the way.

They are made in `.next`. Renaming that folder to `.ready` is the one step: from then on the new files are the
archive, and whoever opens it next moves what is not yet moved. A run killed before leaves the old archive, one killed
after it the new; never a new store with an old index, or with the log of an old store.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.store import plain_errors

NEXT, READY = ".next", ".ready"


@contextmanager
def next_files(folder: Path) -> Iterator[Path]:
    """Give a folder for new files; when all is done without an error they take the place of those of their names.

    Call it with the archive's lock held and its store closed at the end.

    Raises:
        ArchiveError: the disk refuses; the archive is as it was.
    """
    draft = folder / NEXT
    with plain_errors(folder):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        try:
            yield draft
            shutil.rmtree(draft / "tmp", ignore_errors=True)  # what DuckDB had no room for in memory
            for path in draft.iterdir():
                sync(path)
            sync(draft)
            draft.rename(folder / READY)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    finish_moving(folder)


def finish_moving(folder: Path) -> None:
    """Move what an earlier run had made ready; call it with the lock held, before the store is opened.

    Raises:
        ArchiveError: the disk refuses.
    """
    ready = folder / READY
    with plain_errors(folder):
        if not ready.exists():
            return
        # Those of the old files. An older snapshot goes, too: the store may have been replaced to forget an article.
        for name in ("checksums.json", "checksums.open.json", "news.published.json", ".news.prev"):
            (folder / name).unlink(missing_ok=True)
        for path in sorted(ready.iterdir()):
            # An old log would be replayed into the new file.
            (folder / f"{path.name}.wal").unlink(missing_ok=True)
            os.replace(path, folder / path.name)
        sync(folder)
        ready.rmdir()
        sync(folder)


def remove_drafts(folder: Path) -> None:
    """Remove what runs that were killed left half-made; call it with the lock held, before the store is opened."""
    with plain_errors(folder):
        for name in (NEXT, "tmp"):
            shutil.rmtree(folder / name, ignore_errors=True)
        for name in ("news.tmp", "news.tmp.wal", "news.published.tmp", "ledger.tmp", "checksums.tmp"):
            (folder / name).unlink(missing_ok=True)
        for draft in (*folder.glob("pages/.*.tmp"), *folder.glob("site/**/.*.part")):
            draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
