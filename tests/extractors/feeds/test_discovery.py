"""A web page's feeds are found: those it names first, guesses last."""

import pytest

from extractors.feeds.discovery import find_feeds, usual_places
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
            ["https://www.harbour.example/m"],
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


WORDPRESS = (
    f'<link rel="alternate" type="{RSS}" title="Harbour Post &raquo; Feed" href="/feed">'
    f'<link rel="alternate" type="{ATOM}" title="Harbour Post &raquo; Atom Feed" href="/feed/atom">'
    f'<link rel="alternate" type="{RSS}" title="Harbour Post &raquo; Comments Feed" href="/comments/feed">'
    '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">'
)


def test_one_of_several_formats_is_found_and_no_comments() -> None:
    assert feeds_of(WORDPRESS) == ["https://www.harbour.example/feed"]
    sections = "".join(f'<link rel=alternate type="{RSS}" title="{name}" href="/{name}">' for name in ("a", "b"))
    assert feeds_of(sections) == ["https://www.harbour.example/a", "https://www.harbour.example/b"]


def test_a_header_names_a_feed_too() -> None:
    link = f'</main.rss>; rel="alternate"; type="{RSS}"; title="All", </x>; rel=preload'
    answer = FetchedPage(url=HOME, final_url=HOME, outcome="ok", body=b"<p>x", headers=(("link", link),))
    assert find_feeds(answer) == ["https://www.harbour.example/main.rss"]


def test_guesses_stand_apart() -> None:
    assert feeds_of("<p>nothing</p>") == []
    guesses = usual_places(FetchedPage(url=HOME, final_url=HOME, outcome="ok"))
    assert guesses[0] == "https://www.harbour.example/feed"
    assert len(guesses) == len(set(guesses)) > 5
