"""Pages are kept as they were fetched, and come back the same; a torn file costs its torn records only."""

import gzip
import io
import mmap
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.fetch.limits import WebRules
from extractors.fetch.warc_store import KeptPages, PagesRead, drop_before, keep, pieces_of, read_kept, read_pages
from news.records import FetchedPage

NOW = datetime(2026, 11, 22, 12, 30, 15, tzinfo=UTC)


def page(number: int = 1, body: bytes = b"<html>Gr\xc3\xb6\xc3\x9fe</html>") -> FetchedPage:
    return FetchedPage(
        url=f"https://harbour.example/{number}?a=ü",
        final_url=f"https://www.harbour.example/{number}",
        outcome="ok",
        status=200,
        body=body,
        content_type="text/html; charset=utf-8",
        headers=(("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"), ("etag", '"1"')),
        etag='"1"',
        fetched_at=NOW,
    )


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = keep([page(1), page(2, b"\x00\xff" * 5000)], tmp_path / "pages", now=NOW)
    assert path is not None
    assert path.name == "pages-2026-11-22.warc.gz"
    first, second = read_kept(path)
    for back, kept in ((first, page(1)), (second, page(2, b"\x00\xff" * 5000))):
        assert (back.url, back.final_url, back.body) == (kept.url, kept.final_url, kept.body)
        assert (back.status, back.outcome, back.content_type) == (200, "ok", kept.content_type)
        assert (back.etag, back.fetched_at) == (kept.etag, kept.fetched_at)
        assert "content-encoding" not in dict(back.headers)


def test_a_day_has_one_file_to_which_runs_append(tmp_path: Path) -> None:
    for number in range(3):
        keep([page(number)], tmp_path, now=NOW)
    keep([page(9)], tmp_path, now=NOW + timedelta(days=1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages-2026-11-22.warc.gz", "pages-2026-11-23.warc.gz"]
    assert len(list(read_kept(tmp_path / "pages-2026-11-22.warc.gz"))) == 3


def test_only_pages_with_a_body_are_kept(tmp_path: Path) -> None:
    assert keep([replace(page(), outcome="timeout", body=b""), replace(page(), body=b"")], tmp_path, now=NOW) is None
    assert not list(tmp_path.iterdir())


def test_a_file_cut_short_loses_its_last_record_alone(tmp_path: Path) -> None:
    path = keep([page(number, bytes(range(256)) * 20) for number in range(3)], tmp_path, now=NOW)
    assert path is not None
    path.write_bytes(path.read_bytes()[:-30])
    pages = KeptPages(path)
    assert len(list(pages)) == 2
    assert pages.skipped == 1
    keep([page(7)], tmp_path, now=NOW)
    assert [back.url[-5:] for back in KeptPages(path)][-1] == "7?a=ü"


def test_a_bad_record_amid_good_ones_is_skipped(tmp_path: Path) -> None:
    path = keep([page(1)], tmp_path, now=NOW)
    assert path is not None
    good = path.read_bytes()
    path.write_bytes(good + b"\x1f\x8b\x08\x00garbage" * 5 + good)
    pages = KeptPages(path)
    assert len(list(pages)) == 2
    assert pages.skipped >= 1


@pytest.mark.parametrize("body", [b"", b"no warc", b"\x1f\x8b", b"WARC/1.0\r\n"])
def test_what_is_no_warc_gives_no_pages(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(body)
    assert list(read_kept(path)) == []


@pytest.mark.parametrize("is_packed", [True, False])
def test_warc_files_of_others_are_read(tmp_path: Path, is_packed: bool) -> None:
    path = tmp_path / "other.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed)
        writer.write_record(writer.create_warcinfo_record("other.warc", {"software": "other"}))
        for status, url in (("200 OK", "http://a.example/"), ("404 Not Found", "http://b.example/")):
            said = StatusAndHeaders(
                status, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], "HTTP/1.1"
            )
            payload = io.BytesIO(b"4\r\nbody\r\n0\r\n\r\n")
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=said))
            request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
    pages = list(read_kept(path))
    assert [(page.url, page.outcome, page.body) for page in pages] == [
        ("http://a.example/", "ok", b"body"),
        ("http://b.example/", "http_error", b"body"),
    ]


def test_a_file_packed_as_one_member_is_read_as_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "whole.warc.gz"
    kept = keep([page(number, b"x" * 3000) for number in range(4)], tmp_path, now=NOW)
    assert kept is not None
    path.write_bytes(gzip.compress(gzip.decompress(kept.read_bytes())))
    small = WebRules(decoded_bytes=1500)
    assert [back.outcome for back in KeptPages(path)] == ["ok"] * 4
    assert [back.outcome for back in KeptPages(path, small)] == ["too_large"] * 4


def test_files_of_the_days_before_are_dropped_and_no_other(tmp_path: Path) -> None:
    for name in ("pages-2026-11-21.warc.gz", "pages-2026-11-22.warc.gz", "pages-2026-11-23.warc.gz", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert drop_before(tmp_path, date(2026, 11, 22)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "notes.txt", "pages-2026-11-22.warc.gz", "pages-2026-11-23.warc.gz",
    ]  # fmt: skip
    assert drop_before(tmp_path / "absent", date(2026, 11, 22)) == 0


def test_readers_share_a_file_and_each_record_is_one_readers(tmp_path: Path) -> None:
    path = keep([page(number, bytes([number]) * 900) for number in range(6)], tmp_path, now=NOW)
    assert path is not None
    size = path.stat().st_size
    starts = [found.start() for found in re.finditer(rb"\x1f\x8b\x08", path.read_bytes())]
    for cut in (*starts, 1, size // 2, size):
        first, second = KeptPages(path, end=cut), KeptPages(path, first=cut)
        numbers = [back.body[0] for reader in (first, second) for back in reader]
        if cut:
            assert numbers == [*range(6)]
        assert (first.skipped, second.skipped) == (0, 0)
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    assert [len(list(KeptPages(plain, first=first))) for first in (0, 1)] == [6, 0]


@pytest.mark.parametrize(("length", "outcome"), [(1500, "ok"), (1501, "too_large")])
def test_a_body_of_the_longest_length_is_read_and_a_longer_one_is_told(
    tmp_path: Path, length: int, outcome: str
) -> None:
    path = keep([page(1, b"x" * length)], tmp_path, now=NOW)
    assert path is not None
    (back,) = KeptPages(path, WebRules(decoded_bytes=1500))
    assert (back.outcome, len(back.body)) == (outcome, length if outcome == "ok" else 0)


def test_a_record_that_unpacks_to_four_times_the_limit_is_skipped(tmp_path: Path) -> None:
    path = keep([page(1, b"x" * 8000), page(2, b"y" * 100)], tmp_path, now=NOW)
    assert path is not None
    pages = KeptPages(path, WebRules(decoded_bytes=1500))
    assert [back.body for back in pages][-1:] == [b"y" * 100]


def test_what_is_kept_of_an_answer(tmp_path: Path) -> None:
    headers = (
        ("content-type", "text/html"), ("content-type", "text/plain"), ("set-cookie", "a=1"), ("connection", "close"),
        ("last-modified", "Sun"), ("content-length", "3"), ("transfer-encoding", "chunked"),
    )  # fmt: skip
    kept = replace(page(), headers=headers, status=203, fetched_at=None)
    path = keep([kept], tmp_path, now=NOW + timedelta(hours=14))
    assert path is not None
    assert path.name == "pages-2026-11-23.warc.gz"
    (back,) = read_kept(path)
    assert [name for name, _ in back.headers] == ["content-type", "content-type", "last-modified", "content-length"]
    assert dict(back.headers)["content-length"] == str(len(kept.body))
    assert (back.content_type, back.last_modified, back.etag) == ("text/html", "Sun", None)
    assert (back.status, back.outcome, back.fetched_at) == (203, "http_error", NOW + timedelta(hours=14))


def test_reading_everything_counts_what_is_damaged(tmp_path: Path) -> None:
    path = keep([page(number, b"quay " * 200) for number in range(3)], tmp_path / "pages", now=NOW)
    assert path is not None
    good = path.read_bytes()
    assert read_pages(tmp_path / "pages") == [PagesRead(path=path, pages=3)]
    path.write_bytes(good[:-20])
    assert read_pages(tmp_path / "pages") == [PagesRead(path=path, pages=2, unread=1)]
    path.write_bytes(b"junk" + good)
    assert read_pages(tmp_path / "pages") == [PagesRead(path=path, pages=3, unread=1)]
    path.write_bytes(gzip.compress(gzip.decompress(good).replace(b"quay", b"Quay", 1)))
    (found,) = read_pages(tmp_path / "pages")
    assert (found.unread, found.changed) == (0, 1)
    (tmp_path / "pages" / "empty.warc.gz").write_bytes(b"")
    assert len(read_pages(tmp_path / "pages")) == 1
    assert read_pages(tmp_path / "absent") == []


def test_the_pieces_of_a_file_are_all_of_its_bytes(tmp_path: Path) -> None:
    first, second = gzip.compress(b"first"), gzip.compress(b"second" * 50)
    whole = first + b"damage" + second + first[:-3]
    path = tmp_path / "x.gz"
    path.write_bytes(whole)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = list(pieces_of(data, most=1000))
        assert b"".join(packed for packed, _ in found) == whole
        assert [plain for _, plain in found] == [b"first", None, b"second" * 50, None]
        assert [plain for _, plain in pieces_of(data, most=299)] == [
            b"first",
            None,
        ]  # what is too large is not unpacked
        assert [plain is None for _, plain in pieces_of(data, most=300)] == [False, True, False, True]
