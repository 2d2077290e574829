"""What publishers reserve is read from headers, heads and files; what says nothing reserves nothing."""

import pytest

from extractors.fetch.reservations import licenses_in, reservations_of, reserved_by_file
from news.records import FetchedPage

URL = "https://h.example/news/a.html"


def page(body: str = "", **headers: str) -> FetchedPage:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return FetchedPage(url=URL, final_url=URL, outcome="ok", body=body.encode(), headers=named)


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (page(), []),
        (page(tdm_reservation="1"), ["tdm"]),
        (page(tdm_reservation="0"), []),
        (page(x_robots_tag="noindex, noai"), ["noai"]),
        (page(x_robots_tag="noindex"), []),
        (page("<meta name='tdm-reservation' content='1'><meta content=NOAI name=robots>"), ["tdm", "noai"]),
        (page("<meta name='tdm-reservation' content='0'><meta name=robots content='index'>"), []),
        (page("<p>We write of noai and tdm-reservation.</p>"), []),
    ],
)
def test_headers_and_heads(answer: FetchedPage, kinds: list[str]) -> None:
    assert [right.kind for right in reservations_of(answer)] == kinds


@pytest.mark.parametrize(
    ("rules", "is_reserved"),
    [
        ('[{"location": "/", "tdm-reservation": 1}]', True),
        ('[{"location": "/news/*.html", "tdm-reservation": 1, "tdm-policy": "https://h.example/p"}]', True),
        ('[{"location": "/news/*.html$", "tdm-reservation": "1"}]', True),
        ('[{"location": "/news", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', False),
        ('[{"location": "/sport", "tdm-reservation": 1}]', False),
        ('[{"location": "/news/$", "tdm-reservation": 1}]', False),
        ('{"location": "/"}', False),
        ("<html>", False),
        ("[1, null, []]", False),
        ("[" * 100_000, False),
    ],
)
def test_the_file_of_a_host(rules: str, is_reserved: bool) -> None:
    assert bool(reserved_by_file(rules.encode(), URL)) is is_reserved


def test_many_wildcards_cost_nothing() -> None:
    rules = '[{"location": "' + "*a" * 240 + '$", "tdm-reservation": 1}]'
    assert reserved_by_file(rules.encode(), "https://h.example/" + "a" * 2000 + "b") == ()


def test_licences_in_robots_txt_are_named_once() -> None:
    text = b"License: https://h.example/l.xml\nUser-agent: *\nlicense : https://h.example/l.xml # same\nDisallow:"
    assert [right.policy for right in licenses_in(text)] == ["https://h.example/l.xml"]
