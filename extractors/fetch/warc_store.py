"""Pages as they were fetched, kept in one gzip WARC file a day, so that extraction can be run again."""

import gzip
import io
import mmap
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.fetch.limits import WebRules
from news.records import FetchedPage, record

# Of the stored answer, so that it says what its body is: decoded, whole, and of this length.
_NOT_KEPT = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie"})
_GZIP_MAGIC = b"\x1f\x8b"
_MEMBER = _GZIP_MAGIC + b"\x08"
_PIECE = 1 << 20  # bytes read at a time
WARC_FAULTS = (ArchiveLoadFailed, ValueError, OSError, EOFError, zlib.error)
_FINAL_URL = "WARC-Newsthread-Final-URL"


def keep(pages: Iterable[FetchedPage], folder: Path, *, now: datetime) -> Path | None:
    """Append pages that have a body to the day's file in `folder`; return its path, None if there was nothing.

    Each record is a gzip member of its own, so that a file cut short by a crash loses its last record at most.
    """
    whole = [page for page in pages if page.outcome == "ok" and page.body]
    if not whole:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pages-{now.astimezone(UTC):%Y-%m-%d}.warc.gz"
    with path.open("ab") as file:
        for page in whole:
            file.write(_record(page, now))
    return path


def drop_before(folder: Path, day: date) -> int:
    """Remove the files of the days before `day` from `folder`; return how many."""
    old = [path for path in folder.glob("pages-*.warc.gz") if path.name < f"pages-{day:%Y-%m-%d}"]
    for path in old:
        path.unlink()
    return len(old)


class KeptPages:
    """The pages of one WARC file, ours or any other, gzipped or not.

    `skipped` counts the pieces of the last reading that could not be read.
    """

    def __init__(self, path: Path, rules: WebRules = WebRules(), *, first: int = 0, end: int | None = None) -> None:
        """Read `path`; bodies beyond the limit of `rules` come as "too_large".

        Args:
            first: give only the records that begin at this byte or later, and before `end`. So several readers share
                a file, each record for one of them. A file that is not packed record by record is all the first's.
        """
        self._path = path
        self._rules = rules
        self._first = first
        self._end = end
        self.skipped = 0

    def __iter__(self) -> Iterator[FetchedPage]:
        """Give each web page among the records; what cannot be read is skipped and counted."""
        self.skipped = 0
        with self._path.open("rb") as file:
            if file.read(2) != _GZIP_MAGIC:
                file.seek(0)
                yield from self._pages(file) if self._first == 0 else ()
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                for member in _members(data, most=4 * self._rules.decoded_bytes, first=self._first, end=self._end):
                    if member is None:
                        self.skipped += 1
                    else:
                        yield from self._pages(member)

    def _pages(self, records: BinaryIO) -> Iterator[FetchedPage]:
        """Give the pages of WARC records that follow each other."""
        try:
            for found in ArchiveIterator(records):
                page = _page(found, self._rules) if found.rec_type == "response" else None
                if page is not None:
                    yield page
        except WARC_FAULTS:
            self.skipped += 1


def read_kept(path: Path) -> Iterator[FetchedPage]:
    """Give the pages of a WARC file, ours or another's; records that cannot be read are skipped."""
    return iter(KeptPages(path))


def _members(data: mmap.mmap, *, most: int, first: int = 0, end: int | None = None) -> Iterator[BinaryIO | None]:
    """Give each gzip member that begins at `first` or later, before `end`, unpacked; None for one that is damaged.

    One member a record is how WARC files are packed, so that a damaged one need not cost those behind it. A file
    that was packed as one member is given as a stream.
    """
    place = data.find(_MEMBER, first) if first else 0
    is_found = first == 0  # before the first whole member the bytes are the end of one that begins earlier
    while 0 <= place < min(len(data), end or len(data)):
        plain, after = _unpacked(data, place, most)
        if plain is not None:
            yield io.BytesIO(plain)
            place, is_found = after, True
        elif after > place == 0:
            yield cast(BinaryIO, gzip.GzipFile(fileobj=data))
            return
        else:
            if is_found:
                yield None
            place = data.find(_MEMBER, place + 1)


def pieces_of(data: mmap.mmap, *, most: int) -> Iterator[tuple[bytes, bytes | None]]:
    """Give every byte of a gzip file in pieces, each a member with what it unpacks to; None for one that cannot be."""
    place, begin = 0, 0
    while place < len(data):
        plain, after = _unpacked(data, place, most)
        if plain is None:
            found = data.find(_MEMBER, place + 1)
            place = found if found >= 0 else len(data)
            continue
        if begin < place:
            yield data[begin:place], None
        yield data[place:after], plain
        place = begin = after
    if begin < len(data):
        yield data[begin:], None


@record
class PagesRead:
    """What reading a file of kept pages brought."""

    path: Path
    pages: int = 0
    unread: int = 0  # pieces that do not unpack: damaged, or cut when a run was ended
    changed: int = 0  # bodies that are not those of their digests


def read_pages(folder: Path, rules: WebRules = WebRules()) -> list[PagesRead]:
    """Read every file of kept pages in `folder`, which need not exist."""
    return [
        _read(path, most=4 * rules.decoded_bytes) for path in sorted(folder.glob("*.warc.gz")) if path.stat().st_size
    ]


def _read(path: Path, *, most: int) -> PagesRead:
    pages = unread = changed = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for _, plain in pieces_of(data, most=most):
            if plain is None:
                unread += 1
                continue
            read, wrong = _digests(plain)
            pages, changed = pages + read, changed + wrong
    return PagesRead(path=path, pages=pages, unread=unread, changed=changed)


def _digests(plain: bytes) -> tuple[int, int]:
    """Return how many records an unpacked piece holds, and how many of them are not what their digests say."""
    read = wrong = 0
    try:
        for held in ArchiveIterator(io.BytesIO(plain), check_digests=True):
            held.content_stream().read()
            read += 1
            wrong += held.digest_checker.passed is False
    except WARC_FAULTS:
        return read, wrong + 1
    return read, wrong


def _unpacked(data: mmap.mmap, place: int, most: int) -> tuple[bytes | None, int]:
    """Return the member at `place` and where it ends; None and `place`: damaged; None and further on: too large."""
    stream, pieces, size, end = zlib.decompressobj(31), [], 0, place
    try:
        while not stream.eof and end < len(data):
            packed = data[end : end + _PIECE]
            end += len(packed)
            pieces.append(stream.decompress(packed, most + 1))
            size += len(pieces[-1])
            if size > most:
                return None, end
    except zlib.error:
        return None, place
    return (b"".join(pieces), end - len(stream.unused_data)) if stream.eof else (None, place)


def _record(page: FetchedPage, now: datetime) -> bytes:
    kept = [(name, value) for name, value in page.headers if name not in _NOT_KEPT]
    kept.append(("content-length", str(len(page.body))))
    head = StatusAndHeaders(f"{page.status or 200} OK", kept, protocol="HTTP/1.1")
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=True)
    moment = (page.fetched_at or now).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    warc_headers = {"WARC-Date": moment, _FINAL_URL: page.final_url}
    record = writer.create_warc_record(
        page.url, "response", payload=io.BytesIO(page.body), http_headers=head, warc_headers_dict=warc_headers
    )
    writer.write_record(record)
    return sink.getvalue()


def _page(record: ArcWarcRecord, rules: WebRules) -> FetchedPage | None:
    """Return the page that a record holds; None: it holds something else."""
    url = record.rec_headers.get_header("WARC-Target-URI")
    if not url or record.http_headers is None:
        return None
    body = record.content_stream().read(rules.decoded_bytes + 1)
    status = record.http_headers.get_statuscode()
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    first = dict(reversed(headers))
    url = url.strip("<>")
    page = FetchedPage(
        url=url,
        final_url=record.rec_headers.get_header(_FINAL_URL) or url,
        outcome="ok" if status == "200" else "http_error",
        status=int(status) if status.isdigit() else None,
        body=body,
        content_type=first.get("content-type"),
        headers=headers,
        etag=first.get("etag"),
        last_modified=first.get("last-modified"),
        fetched_at=_moment(record.rec_headers.get_header("WARC-Date")),
    )
    return page if len(body) <= rules.decoded_bytes else replace(page, outcome="too_large", body=b"")


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
