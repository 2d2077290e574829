"""The feeds of a web page: those it names, then the usual places."""

import re

from lxml import html
from lxml.etree import LxmlError

from extractors.feeds.charset import decode
from news.records import FetchedPage
from news.urls import canonical_url

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
    | {"application/json", "application/xml", "text/xml", "application/x.atom+xml", "application/x-atom+xml"}
)
# From the misses of mitmedialab/feed_seeker (issue 17) and the content systems of news sites.
_USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feeds", "/feed.json",
                "/news-sitemap.xml", "/sitemap-news.xml")  # fmt: skip
_FEED_ADDRESS = re.compile(
    r"//(?:feeds?|rss)\.|/(?:rss|feeds?|atom|rdf)(?:[./?]|$)|\.(?:rss|rdf|atom)(?:\?|$)|[?&](?:feed|format)=(?:rss|atom)",
    re.IGNORECASE,
)
_MOST_LINKS = 10


def find_feeds(page: FetchedPage) -> list[str]:
    """Return addresses of feeds that belong to a web page, likeliest first; nothing is asked of the network.

    First what the page names (link rel=alternate), then links whose address or words look like a feed's, then the
    usual paths of the host, which are guesses: the caller tries them in turn and stops at the first feed.
    """
    tree = _tree(page)
    named = _named(tree, page) if tree is not None else []
    linked = _linked(tree, page) if tree is not None else []
    usual = [found for path in _USUAL_PATHS if (found := canonical_url(path, page.final_url)) is not None]
    return list(dict.fromkeys([*named, *linked[:_MOST_LINKS], *usual]))


def _tree(page: FetchedPage) -> html.HtmlElement | None:
    text = decode(page.body, page.content_type)
    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None


def _base(tree: html.HtmlElement, page: FetchedPage) -> str:
    stated = tree.xpath("string(//base/@href)")
    return canonical_url(str(stated), page.final_url) or page.final_url


def _named(tree: html.HtmlElement, page: FetchedPage) -> list[str]:
    """Return what link rel=alternate names, comments' feeds last."""
    found: list[tuple[bool, str]] = []
    base = _base(tree, page)
    for link in tree.iter("link"):
        words = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        is_feed = ("alternate" in words or "feed" in words) and (kind in _TYPES or ("feed" in words and not kind))
        address = canonical_url(link.get("href") or "", base) if is_feed and not link.get("hreflang") else None
        if address is not None:
            says = f"{link.get('title') or ''} {address}".lower()
            found.append(("comment" in says, address))
    return [address for _, address in sorted(found, key=lambda pair: pair[0])]


def _linked(tree: html.HtmlElement, page: FetchedPage) -> list[str]:
    """Return links in the text that look like a feed's."""
    base = _base(tree, page)
    found = []
    for link in tree.iter("a"):
        address = canonical_url(link.get("href") or "", base)
        words = (link.text or "").strip().lower()
        if address is not None and (words in {"rss", "atom", "feed"} or _FEED_ADDRESS.search(address)):
            found.append(address)
    return found
