"""Pages are kept as they were fetched, and come back the same; a torn file costs its torn records only."""

import gzip
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.fetch.limits import WebRules
from extractors.fetch.warc_store import KeptPages, keep, read_kept
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
