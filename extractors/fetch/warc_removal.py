"""Pages are taken out of kept WARC files: each file is written anew without them, in one step."""

import io
import mmap
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from extractors.fetch.limits import WebRules
from extractors.fetch.warc_store import WARC_FAULTS, pieces_of
from news.records import record

PATTERN = "*.warc.gz"


@record
class Removal:
    """What was taken out."""

    pages: int = 0
    files: int = 0  # that were written anew
    unread: int = 0  # pieces that are damaged, could not be searched, and stay


def drop_pages(folder: Path, is_gone: Callable[[str, bytes], bool], rules: WebRules = WebRules()) -> Removal:
    """Write each WARC file in `folder` anew without the records that are to go; a file left empty is removed.

    Args:
        folder: that of the kept pages; it need not exist.
        is_gone: given a record's address and its bytes, unpacked, whether it shall go.
        rules: pieces that unpack to more than these allow are not searched.
    """
    pages = files = unread = 0
    for path in sorted(folder.glob(PATTERN)):
        gone, damaged = _drop(path, is_gone, most=4 * rules.decoded_bytes)
        pages, files, unread = pages + gone, files + (gone > 0), unread + damaged
    return Removal(pages=pages, files=files, unread=unread)


def _drop(path: Path, is_gone: Callable[[str, bytes], bool], *, most: int) -> tuple[int, int]:
    """Return how many records were taken out of a file, and how many pieces could not be searched."""
    if not path.stat().st_size:
        return 0, 0
    gone = unread = 0
    draft = path.with_name(f".{path.name}.tmp")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data, draft.open("wb") as new:
        for packed, plain in pieces_of(data, most=most):
            if plain is None:
                unread += 1
            elif any(is_gone(url, plain) for url in _addresses(plain)):
                gone += 1
                continue
            new.write(packed)
        new.flush()
        os.fsync(new.fileno())
    if not gone:
        draft.unlink()
    elif draft.stat().st_size:
        os.replace(draft, path)
    else:
        draft.unlink()
        path.unlink()
    return gone, unread


def _addresses(plain: bytes) -> Iterator[str]:
    """Give the address of each record in an unpacked piece; "" for a piece without one."""
    try:
        found = [
            record.rec_headers.get_header("WARC-Target-URI") or "" for record in ArchiveIterator(io.BytesIO(plain))
        ]
    except WARC_FAULTS:
        found = []
    yield from found or [""]
