"""A web page's feeds are found: those it names first, guesses last."""

import pytest

from extractors.feeds.discovery import find_feeds
from news.records import FetchedPage

HOME = "https://www.harbour.example/news/"


def feeds_of(markup: str) -> list[str]:
    return find_feeds(
        FetchedPage(url=HOME, final_url=HOME, outcome="ok", body=markup.encode(), content_type="text/html")
    )


def named(markup: str) -> list[str]:
    guesses = set(feeds_of("<p>nothing</p>"))
    return [url for url in feeds_of(markup) if url not in guesses]


RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"


@pytest.mark.parametrize(
    ("markup", "feeds"),
    [
        (f'<link rel="alternate" type="{RSS}" href="/main.xml">', ["https://www.harbour.example/main.xml"]),
        (f'<LINK REL="ALTERNATE" TYPE="{ATOM}; charset=utf-8" HREF="a.atom">', [HOME + "a.atom"]),
        (f"<link rel=alternate type={JSON} href=//cdn.example/f.json>", ["https://cdn.example/f.json"]),
        (f'<base href="/deep/"><link rel="alternate" type="{RSS}" href="x">', ["https://www.harbour.example/deep/x"]),
        (
            f'<link rel=alternate type="{RSS}" title="Comments" href="/c"><link rel=alternate type="{RSS}" href="/m">',
            ["https://www.harbour.example/m", "https://www.harbour.example/c"],
        ),
        ('<link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" href="/s.css">', []),
        (f'<link rel="alternate" type="{RSS}" href="javascript:alert(1)">', []),
        ('<a href="/world.rss">World</a> <a href="/about">About</a>', ["https://www.harbour.example/world.rss"]),
        ('<a href="https://feeds.harbour.example/top">top</a>', ["https://feeds.harbour.example/top"]),
        ('<a href="/blog/?feed=rss2">f</a>', ["https://www.harbour.example/blog/?feed=rss2"]),
        ('<a href="/politics/rss-chief-speaks">x</a> <a href="/feeding-cats">y</a>', []),
        ('<a href="/x1"> RSS </a>', ["https://www.harbour.example/x1"]),
        ("", []),
        ("\x00\x01", []),
        ("<" * 1000, []),
    ],
)
def test_feeds_that_a_page_names_are_found(markup: str, feeds: list[str]) -> None:
    assert named(markup) == feeds


def test_what_is_named_stands_before_what_is_guessed_and_each_once() -> None:
    found = feeds_of(f'<link rel="alternate" type="{RSS}" href="/feed"><a href="/feed">RSS</a>')
    assert found[0] == "https://www.harbour.example/feed"
    assert len(found) == len(set(found)) > 5
