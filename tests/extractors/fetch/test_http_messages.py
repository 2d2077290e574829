"""What goes out and what is kept of an answer: headers, validators, addresses."""

import pytest

from extractors.fetch.http_messages import _kept, headers_for, joined, validators_of
from news.records import FetchRequest

URL = "https://h.example/feed"


@pytest.mark.parametrize(
    ("etag", "modified", "sent"),
    [
        (None, None, {}),
        ("", "", {}),
        ('W/"1"', None, {"If-None-Match": 'W/"1"'}),
        (None, "yesterday", {"If-Modified-Since": "yesterday"}),
        ("a\tb", "x", {"If-None-Match": "a\tb", "If-Modified-Since": "x"}),
        ("a\nb", "x\x7f", {}),
        ("a\x00", "\ud800", {}),
    ],
)
def test_validators_go_out_where_a_header_can_hold_them(
    etag: str | None, modified: str | None, sent: dict[str, str]
) -> None:
    assert validators_of(FetchRequest(url=URL, etag=etag, last_modified=modified)) == sent


@pytest.mark.parametrize(
    ("validator", "longest", "kept"),
    [("abcd", 4, "abcd"), ("abcde", 4, None), ("", 4, None), (None, 4, None), ("a\nb", 4, None), ("a\tb", 4, "a\tb")],
)
def test_a_validator_that_could_not_be_sent_back_is_not_kept(
    validator: str | None, longest: int, kept: str | None
) -> None:
    assert (_kept(validator, longest) or None) == kept


def test_each_kind_asks_for_what_it_reads_and_the_last_closes() -> None:
    feed, page, robots = (
        headers_for(FetchRequest(url=URL, kind=kind))["Accept"] for kind in ("feed", "page", "robots")
    )
    assert feed.startswith("application/atom+xml")
    assert page.startswith("text/html")
    assert robots.startswith("text/plain")
    assert "Connection" not in headers_for(FetchRequest(url=URL))
    last = headers_for(FetchRequest(url=URL, etag="1"), is_last=True)
    assert (last["Connection"], last["If-None-Match"]) == ("close", "1")


@pytest.mark.parametrize(
    ("base", "url", "absolute"),
    [
        ("https://h.example/a/b", " ../c#part ", "https://h.example/c"),
        ("https://h.example/a", "//other.example/x", "https://other.example/x"),
        ("", "https://h.example/#top", "https://h.example/"),
        ("https://h.example/", "http://[broken", "http://[broken"),
    ],
)
def test_an_address_becomes_absolute_and_loses_its_fragment(base: str, url: str, absolute: str) -> None:
    assert joined(base, url) == absolute
