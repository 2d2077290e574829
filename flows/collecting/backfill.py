"""WARC files → articles → archive, batch by batch: the work of backfill_pages, as plain functions."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from extractors.fetch.warc_store import KeptPages
from extractors.pages.extract import extract_articles
from news.articles.outlet_index import OutletIndex
from news.articles.warc_pieces import BATCH_BYTES, Backfill, Batch, BatchRead, articles_of, batches_of, not_done
from news.errors import InputError
from news.records import Outlet, PageToRead
from storage.archive import Archive

BEGINNINGS = (b"\x1f\x8b", b"WARC/", b"filedesc:")  # packed by gzip, plain, and of the older ARC
LONGEST_BEGINNING = 9
ReadAll = Callable[[Sequence[Batch], Sequence[Outlet], datetime], Iterable[BatchRead]]


def backfill(
    archive: Archive,
    files: Sequence[Path],
    read_all: ReadAll,
    *,
    now: datetime,
    say: Callable[[str], None],
    batch_bytes: int = BATCH_BYTES,
) -> Backfill:
    """Read what earlier runs left of `files`, and save each batch as it comes, with the note that it is done.

    Args:
        read_all: reads batches, wherever and in whatever order.
        say: told how far it is after each batch.

    Raises:
        InputError: a file is not there, or is no WARC file.
    """
    batches = [batch for path in files for batch in batches_of(str(path), size_of(path), batch_bytes=batch_bytes)]
    done = archive.backfills.done({batch.source for batch in batches})
    left = not_done(batches, done)
    state = Backfill(
        batches=len({batch.key for batch in batches}),
        bytes=sum(path.stat().st_size for path in set(files)),
        before=len({batch.key for batch in batches}) - len(left),
        bytes_before=sum({batch.key: batch.bytes for batch in batches if batch.key in done}.values()),
        statuses={},
    )
    if state.before:
        say(f"{state.before} of {state.batches} batches were done before.")
    started = time.monotonic()
    for read in read_all(left, archive.outlets.all(), now) if left else ():
        new = archive.store.retry(partial(archive.backfills.save, read, now=now))
        state = state.plus(read, new=new)
        say(state.progress(time.monotonic() - started))
    return replace(state, seconds=time.monotonic() - started)


def read_batch(batch: Batch, outlets: Sequence[Outlet], *, now: datetime) -> BatchRead:
    """Return the articles of the pages in a batch, each read in a process that can be killed.

    Raises:
        InputError: the file is not there as it was.
    """
    path = Path(batch.path)
    if size_of(path) != batch.source_bytes:
        raise InputError(f"{path} has changed since its reading was planned; start again.", subject=str(path))
    pages = [page for page in KeptPages(path, first=batch.first_byte, end=batch.end_byte) if page.outcome == "ok"]
    found = list(extract_articles(map(PageToRead.of, pages), workers=1))
    return BatchRead(
        batch=batch,
        pages=len(pages),
        statuses=Counter(extraction.status for extraction in found),
        articles=tuple(articles_of(pages, found, outlets=OutletIndex(outlets), now=now)),
    )


def size_of(path: Path) -> int:
    """Return the size of a file that begins as a WARC file does.

    Raises:
        InputError: it is not there, or is another kind of file.
    """
    try:
        size = path.stat().st_size
        begins = _first_bytes(path) if path.is_file() else b""
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", subject=str(path)) from error
    if not begins.startswith(BEGINNINGS):
        raise InputError(f"{path} is no WARC file.", subject=str(path))
    return size


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST_BEGINNING)
