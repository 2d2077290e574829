"""Feeds that the strict reader does not take: read by feedparser, brought to the same drafts."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

from extractors.feeds.entry_drafts import EntryDraft
from extractors.feeds.xml.document import XmlFeed
from news.urls import canonical_url, host_of

# What feedparser lets escape on broken documents, beside setting `bozo`.
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, SAXException)


class RefusedError(Exception):
    """feedparser gave up, or found no feed; says why."""


def read_with_feedparser(text: str, *, address: str) -> XmlFeed:
    """Return what feedparser makes of a document without prologue.

    The text goes to feedparser as UTF-8 inside BytesIO (bare bytes it first tries to open as a path); sanitising and
    relative links are off, since no markup is kept.

    Raises:
        RefusedError: it raised, or found neither a version nor entries that say something.
    """
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FAULTS as error:
        raise RefusedError(f"feedparser gives up: {error!r}"[:200]) from error
    if not found.get("version") and not any(entry.get("title") or entry.get("link") for entry in found.entries):
        raise RefusedError("no format that feedparser knows")
    feed = found.feed
    return XmlFeed(
        title=str(feed.get("title") or ""),
        language=str(feed.get("language") or ""),
        drafts=tuple(_drafts(found, address)),
        ttl=_text(feed, "ttl"),
        period=_text(feed, "sy_updateperiod"),
        frequency=_text(feed, "sy_updatefrequency"),
        links=tuple(
            (_text(link, "rel").lower(), _text(link, "href")) for link in _maps(feed, "links") if _text(link, "href")
        ),
        error=str(found.get("bozo_exception"))[:200] if found.get("bozo") else None,
    )


def _drafts(found: Mapping[str, Any], address: str) -> list[EntryDraft]:
    feed = found["feed"]
    link = _text(feed, "link")
    hosts = {host_of(address), host_of(link), link.partition("/")[0].lower()}
    own_hosts = frozenset(host for host in hosts if "." in host)
    is_atom = str(found.get("version") or "").startswith("atom")
    is_based_on_site = not is_atom and canonical_url(link) is not None
    inherited = _authors(feed) if is_atom else ()
    return [
        _draft(entry, link if is_based_on_site else address, own_hosts, inherited, is_atom=is_atom)
        for entry in found["entries"]
    ]


def _draft(
    entry: Mapping[str, Any], address: str, own_hosts: frozenset[str], inherited: tuple[str, ...], *, is_atom: bool
) -> EntryDraft:
    """Take from feedparser's dictionary what we know; `in` before `updated`, which else falls back to published."""
    contents = [_text(content, "value") for content in _maps(entry, "content")]
    summary = _text(entry, "summary")
    if len(contents) > 1 and summary == contents[0]:
        summary = contents[1]  # content:encoded stood before the description
    guid, link = _text(entry, "id"), _text(entry, "link")
    is_guid_alone = link == guid and bool(entry.get("guidislink"))
    links = (_text(entry, "feedburner_origlink"), "" if is_guid_alone else link, *_alternates(entry))
    title = entry.get("title_detail")
    return EntryDraft(
        guid=guid,
        is_guid_address=is_guid_alone or is_atom or not link,
        links=tuple("https://" + link if link.partition("/")[0].lower() in own_hosts else link for link in links),
        base=_base(entry, address),
        title=_text(entry, "title"),
        is_title_text=is_atom and isinstance(title, Mapping) and _text(title, "type") == "text/plain",
        summary=summary,
        content=max((content for content in contents if content != summary), key=len, default=""),
        authors=_authors(entry) or inherited,
        outlet=_outlet(entry, own_hosts),
        published=_text(entry, "published") or _text(entry, "created") or None,
        updated=_text(entry, "updated") if "updated" in entry else None,
        image=_image(entry),
    )


def _base(entry: Mapping[str, Any], address: str) -> str:
    """Return what an entry's links are relative to: xml:base, itself relative to the feed's address."""
    title = entry.get("title_detail")
    try:
        return urljoin(address, _text(title, "base")) if isinstance(title, Mapping) else address
    except ValueError:
        return address


def _outlet(entry: Mapping[str, Any], own_hosts: frozenset[str]) -> str | None:
    """Return the outlet that an aggregator names as the entry's source; forums name the thread in the same place."""
    source = entry.get("source")
    if not isinstance(source, Mapping):
        return None
    address = _text(source, "href") or _text(source, "link") or _text(source, "id")
    is_own = not address or host_of(address) in own_hosts or _text(source, "title") == _text(entry, "title")
    return None if is_own else _text(source, "title") or None


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _maps(entry: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return what stands under `name` as a list; an element of that name in the feed leaves a text there."""
    value = entry.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _alternates(entry: Mapping[str, Any]) -> list[str]:
    """Return links to the article apart from `link`; enclosures (a podcast's sound) are none."""
    return [_text(link, "href") for link in _maps(entry, "links") if link.get("rel") == "alternate"]


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return names as they stand; feedparser cuts the addresses of long domains out of `authors` wrongly."""
    if "@" in (author := _text(entry, "author")):
        return (author,)
    named = tuple(name for author in _maps(entry, "authors") if (name := _text(author, "name")))
    return named or ((author,) if author else ())


def _image(entry: Mapping[str, Any]) -> str | None:
    """Return the entry's picture: a thumbnail, an image among its media or enclosures."""
    for medium in [*_maps(entry, "media_content"), *_maps(entry, "links")]:
        kind = _text(medium, "type") or _text(medium, "medium")
        if kind.startswith("image") and (address := _text(medium, "url") or _text(medium, "href")):
            return address
    return next((_text(picture, "url") for picture in _maps(entry, "media_thumbnail") if _text(picture, "url")), None)
