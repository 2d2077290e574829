"""The feeds of a web page: those it names, else links that look like feeds; the usual places are guesses apart."""

import re
from collections.abc import Sequence

from lxml import html
from lxml.etree import LxmlError

from extractors.feeds.charset import decode
from extractors.feeds.hints import LINK
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
_COMMENTS = re.compile(r"\bcomments?\b|\bcommentaires?\b|\bkommentare?\b|\bcomentarios\b|\bcommenti\b", re.IGNORECASE)
_FORMAT_WORDS = re.compile(r"\b(?:rss|atom|rdf|json|xml)(?:\s*[0-9.]+)?\b|\bfeeds?\b|\b[0-9]\.[0-9]\b")
_PREFERRED = ("rss", "atom", "rdf", "xml", "json", "")  # formats, the most complete reading first
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(\"[^\"]*\"|[^\s,;\"]+)")
_API = re.compile(r"/wp-json/|/oembed")  # JSON, but no feed


def find_feeds(page: FetchedPage) -> list[str]:
    """Return addresses of feeds that a web page names, likeliest first; nothing is asked of the network.

    What it names (link rel=alternate, the HTTP Link header), comments left out and one of several formats of the same
    feed; only where it names none, links whose address or words look like a feed's.
    """
    tree = _tree(page)
    named = _one_of_each([*_in_header(page), *(_named(tree, page) if tree is not None else [])])
    if named or tree is None:
        return named
    return list(dict.fromkeys(_linked(tree, page)))[:_MOST_LINKS]


def usual_places(page: FetchedPage) -> list[str]:
    """Return the usual addresses of feeds on a page's host: guesses, to be tried in turn until one is a feed."""
    return [found for path in _USUAL_PATHS if (found := canonical_url(path, page.final_url)) is not None]


def _in_header(page: FetchedPage) -> list[tuple[str, str, str]]:
    """Return the feeds of the HTTP Link header: address, format and title."""
    found = []
    for name, value in page.headers:
        for address, parameters in LINK.findall(value[:10_000]) if name == "link" else ():
            attributes = {key.lower(): stated.strip('"') for key, stated in _PARAMETER.findall(parameters)}
            url = canonical_url(address, page.final_url)
            if (
                url
                and "alternate" in attributes.get("rel", "").lower().split()
                and attributes.get("type", "").lower() in _TYPES
            ):
                found.append((url, attributes["type"].lower(), attributes.get("title", "")))
    return found


def _one_of_each(found: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return the addresses without comments' feeds, and one for each feed that is offered in several formats."""
    kept: dict[str, tuple[int, str]] = {}
    for address, kind, title in found:
        if _COMMENTS.search(f"{title} {address}"):
            continue
        words = " ".join(_FORMAT_WORDS.sub(" ", title.lower()).split()).strip(" »|-–:()[]")
        place = words or _FORMAT_WORDS.sub("", address.lower().partition("://")[2]).strip("/?=.&")
        offered = (next(rank for rank, name in enumerate(_PREFERRED) if name in kind), address)
        if place not in kept or offered[0] < kept[place][0]:
            kept[place] = offered
    return list(dict.fromkeys(address for _, address in kept.values()))


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


def _named(tree: html.HtmlElement, page: FetchedPage) -> list[tuple[str, str, str]]:
    """Return what link rel=alternate names: address, format and title."""
    found = []
    base = _base(tree, page)
    for link in tree.iter("link"):
        words = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        is_feed = ("alternate" in words or "feed" in words) and (kind in _TYPES or ("feed" in words and not kind))
        address = canonical_url(link.get("href") or "", base) if is_feed and not link.get("hreflang") else None
        if address is not None and (kind != "application/json" or not _API.search(address)):
            found.append((address, kind, link.get("title") or ""))
    return found


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
