"""A page that is read again and says the same is read no further; one that changed becomes a version."""

from datetime import timedelta

import pytest

from flows.collecting import read_pages
from news.records import Article
from storage.archive import Archive
from tests.flows.collecting.loopback import NOW, Site, articles, collect

SENTENCES = (
    "The lighthouse at Skarn Point goes dark in spring, after a hundred and forty years, says the coast office.",
    "Nobody has lived in the keeper's house since 1988, and the lamp has been tended from a desk on the mainland.",
    "The office says that ships find their way by satellite, and that the upkeep costs as much as a rescue boat.",
    "Fishermen from the nearby harbour want it kept, for the nights when their instruments fail in a northerly gale.",
)


def page(token: str, *more: str) -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in (*SENTENCES, *more))
    return (
        "<html lang='en'><head><title>Lighthouse goes dark</title><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2026-11-20T08:00:00Z'></head>"
        f"<body><script>var nonce = '{token}'</script><article><h1>Lighthouse goes dark</h1>{text}</article>"
        f"<aside><a href='/{token}'>Most read: {token}</a></aside></body></html>"
    )


def test_a_page_that_says_the_same_is_read_no_further(
    archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[str] = []
    assembled = read_pages.article_from_page

    def counted(*args: object, url: str, **named: object) -> Article:
        whole.append(url)
        return assembled(*args, url=url, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(read_pages, "article_from_page", counted)
    address = site.put("/lighthouse", page("one"), "text/html")
    feed = site.put(
        "/rss",
        f"<rss version='2.0'><channel><item><title>Lighthouse</title><link>{address}</link></item></channel></rss>",
    )
    collect(archive, feed)
    assert len(whole) == 1
    site.put("/lighthouse", page("two"), "text/html")
    collect(archive, now=NOW + timedelta(hours=25))
    assert len(whole) == 1, "the words are the same"
    assert site.seen.count("/lighthouse") == 2
    ((status, rereads, number),) = archive.store.rows("SELECT last_status, rereads, fingerprint FROM archive.readings")
    assert (status, rereads, number is not None) == ("ok", 2, True)
    site.put("/lighthouse", page("three", "The decision can be appealed until March."), "text/html")
    collect(archive, now=NOW + timedelta(days=9))
    assert len(whole) == 2
    ((version, text),) = articles(archive, "version, text")
    assert (version, text.endswith("until March.")) == (2, True)
