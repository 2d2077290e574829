"""A feed's bytes become entries: RSS and Atom through feedparser, JSON Feed and news sitemaps beside it."""

import io
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

from extractors.feeds.charset import decode
from extractors.feeds.entry_drafts import EntryDraft, entries_from
from extractors.feeds.json_feed import parse_json_feed
from extractors.feeds.news_sitemap import parse_sitemap
from extractors.feeds.plain_text import plain_text
from extractors.workers.pool import KillableWorkers, Lost, WorkerRules
from news.records import FetchedPage, Outcome, ParsedFeed
from news.urls import host_of

# What feedparser lets escape on broken documents, beside setting `bozo`.
_FEEDPARSER_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, SAXException)
_WORTH_A_PROCESS = 20  # feeds; fewer are parsed sooner than a process starts
_SMALL_BYTES = 300_000  # a larger feed may take many seconds, and goes where it can be ended
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_HTML_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays>(.{0,2000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_MAIL_AND_NAME = re.compile(r"[^\s@()<>]+@[^\s@()<>]+\s*\(([^()]*)\)|([^@<>]*?)\s*<[^\s@<>]+@[^\s@<>]+>")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {"hourly": 3600.0, "daily": 86400.0, "dayly": 86400.0, "weekly": 7 * 86400.0, "monthly": 30 * 86400.0,
            "yearly": 365 * 86400.0}  # fmt: skip


def parse_feed(page: FetchedPage, *, now: datetime) -> ParsedFeed:
    """Return what a feed's bytes say; what is no feed says what it is instead. Touches no network, raises nothing.

    Args:
        page: as fetched, outcome "ok".
        now: dates later than this are marked.
    """
    if not page.body.strip():
        return ParsedFeed(feed_url=page.url, outcome="empty", error="an empty document")
    text = decode(page.body, page.content_type)
    if text.startswith(("{", "[")):
        return parse_json_feed(text, page, now=now)
    prologue = _PROLOGUE.match(text)
    text = text[prologue.end() :] if prologue else text
    found = _ROOT.match(text)
    root = found[1].lower() if found else ""
    if root in {"urlset", "sitemapindex"}:
        return parse_sitemap(text, page, now=now)
    if root == "html" or not root:
        return _not_a_feed(page, text)
    return _parse_xml_feed(text, page, now)


def parse_feeds(
    pages: Sequence[FetchedPage], *, now: datetime, workers: int | None = None, seconds: float = 10.0
) -> list[ParsedFeed]:
    """Parse many feeds in processes of their own; return one result a page, in order.

    Args:
        pages: as fetched, outcome "ok".
        now: dates later than this are marked.
        workers: processes; None: one a core.
        seconds: for one feed; after that its worker is ended and the feed's outcome is "timeout".
    """
    with FeedParsers(now=now, workers=min(workers or os.cpu_count() or 1, len(pages) or 1), seconds=seconds) as parsers:
        return parsers.parse(pages)


class FeedParsers:
    """Parses groups of feeds, one after the other, in processes that stay; use as a context manager."""

    def __init__(self, *, now: datetime, workers: int | None = None, seconds: float = 10.0) -> None:
        """Plan the processes; each starts when there is work for it. Arguments as of `parse_feeds`."""
        self._now = now
        self._pool: KillableWorkers[FetchedPage, ParsedFeed] = KillableWorkers(
            "extractors.feeds.parse:parse_job",
            context=now,
            workers=workers or os.cpu_count() or 1,
            size=lambda page: len(page.body),
            rules=WorkerRules(seconds=seconds),
        )

    def __enter__(self) -> "FeedParsers":
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self._pool.close()

    def parse(self, pages: Sequence[FetchedPage]) -> list[ParsedFeed]:
        """Return one result a page, in order; a few small feeds are parsed here, sooner than a process starts."""
        if len(pages) < _WORTH_A_PROCESS and all(len(page.body) < _SMALL_BYTES for page in pages):
            return [parse_feed(page, now=self._now) for page in pages]
        return [_answered(page, answer) for page, answer in self._pool.map(pages)]


def parse_job(page: FetchedPage, now: datetime) -> ParsedFeed:
    """Do as `parse_feed`, in a worker."""
    return parse_feed(page, now=now)


def _answered(page: FetchedPage, answer: ParsedFeed | Lost) -> ParsedFeed:
    if not isinstance(answer, Lost):
        return answer
    outcome: Outcome = "timeout" if answer.how == "timeout" else "not_a_feed"
    return ParsedFeed(feed_url=page.url, outcome=outcome, error=f"its parsing came to no end: {answer.reason}")


def _parse_xml_feed(text: str, page: FetchedPage, now: datetime) -> ParsedFeed:
    """Read RSS or Atom.

    The text goes to feedparser as UTF-8 inside BytesIO (bare bytes it first tries to open as a path), without its
    declaration and DOCTYPE; sanitising and relative links are off, since no markup is kept.
    """
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FEEDPARSER_FAULTS as error:
        return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=f"feedparser gives up: {error!r}"[:200])
    if not found.get("version") and not found.entries:
        return _not_a_feed(page, text)
    feed = found.feed
    return ParsedFeed(
        feed_url=page.url,
        outcome="ok",
        title=plain_text(str(feed.get("title") or "")) or None,
        language=str(feed.get("language") or "").strip()[:35] or None,
        entries=entries_from(_drafts(found, page), feed_url=page.url, now=now),
        ttl_seconds=_ttl_seconds(feed),
        skip_hours=_skip_hours(text),
        skip_days=_skip_days(text),
        error=str(found.get("bozo_exception"))[:200] if found.get("bozo") else None,
    )


def _drafts(found: Mapping[str, Any], page: FetchedPage) -> list[EntryDraft]:
    link = _text(found["feed"], "link")
    hosts = {host_of(page.final_url), host_of(link), link.partition("/")[0].lower()}
    own_hosts = frozenset(host for host in hosts if "." in host)
    return [_draft(entry, page, own_hosts) for entry in found["entries"]]


def _draft(entry: Mapping[str, Any], page: FetchedPage, own_hosts: frozenset[str]) -> EntryDraft:
    """Take from feedparser's dictionary what we know; `in` before `updated`, which else falls back to published."""
    content = entry.get("content") or [{}]
    links = (_text(entry, "feedburner_origlink"), _text(entry, "link"), *_alternates(entry))
    return EntryDraft(
        guid=_text(entry, "id"),
        links=tuple(_with_scheme(link, own_hosts) for link in links),
        base=_base(entry, page),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        content=_text(content[0], "value"),
        authors=_authors(entry),
        outlet=_outlet(entry, own_hosts),
        published=_text(entry, "published") or _text(entry, "created") or None,
        updated=_text(entry, "updated") if "updated" in entry else None,
        image=_image(entry),
    )


def _base(entry: Mapping[str, Any], page: FetchedPage) -> str:
    """Return what an entry's links are relative to: xml:base, itself relative to the feed's address."""
    try:
        return urljoin(page.final_url, _text(entry.get("title_detail") or {}, "base"))
    except ValueError:
        return page.final_url


def _with_scheme(link: str, own_hosts: frozenset[str]) -> str:
    """Return a link that begins with the feed's own host, but without https://, as it was meant."""
    return "https://" + link if link.partition("/")[0].lower() in own_hosts else link


def _outlet(entry: Mapping[str, Any], own_hosts: frozenset[str]) -> str | None:
    """Return the outlet that an aggregator names as the entry's source; forums name the thread in the same place."""
    source = entry.get("source") or {}
    address = _text(source, "href") or _text(source, "link")
    is_own = not address or host_of(address) in own_hosts or _text(source, "title") == _text(entry, "title")
    return None if is_own else _text(source, "title") or None


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _alternates(entry: Mapping[str, Any]) -> list[str]:
    """Return links to the article apart from `link`; enclosures (a podcast's sound) are none."""
    return [_text(link, "href") for link in entry.get("links") or [] if link.get("rel") == "alternate"]


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return names; RSS writes `mail@host (Name)`, of which feedparser cuts long domains wrongly."""
    if found := _MAIL_AND_NAME.fullmatch(_text(entry, "author").strip()):
        return (found[1] or found[2],)
    named = [_text(author, "name") for author in entry.get("authors") or []]
    return tuple(name for name in named if name) or (_text(entry, "author"),)


def _image(entry: Mapping[str, Any]) -> str | None:
    """Return the entry's picture: a thumbnail, an image among its media or enclosures."""
    for medium in [*(entry.get("media_content") or []), *(entry.get("links") or [])]:
        kind = _text(medium, "type") or _text(medium, "medium")
        if kind.startswith("image") and (address := _text(medium, "url") or _text(medium, "href")):
            return address
    thumbnails: Sequence[Mapping[str, Any]] = entry.get("media_thumbnail") or []
    return next((_text(picture, "url") for picture in thumbnails if _text(picture, "url")), None)


def _ttl_seconds(feed: Mapping[str, Any]) -> float | None:
    """Return how long the document wants to be left alone: ttl (minutes), else sy:updatePeriod by its frequency.

    Some write "always" or a frequency of 0.1: a period that we do not know says nothing, and no wait is below zero.
    """
    ttl = _number(_text(feed, "ttl"))
    if ttl is not None:
        return ttl * 60
    period = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower())
    frequency = _number(_text(feed, "sy_updatefrequency")) or 1.0
    return period / frequency if period is not None else None


def _number(text: str) -> float | None:
    found = re.match(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*\Z", text)
    return float(found[1]) if found and float(found[1]) > 0 else None


def _skip_hours(text: str) -> frozenset[int]:
    found = _SKIP_HOURS.search(text) if "kipHours" in text else None
    # Hour 24 is the first draft's spelling of midnight.
    return (
        frozenset(int(hour) % 24 for hour in re.findall(r">\s*(\d{1,2})\s*<", found[1]) if int(hour) <= 24)
        if found
        else frozenset()
    )


def _skip_days(text: str) -> frozenset[int]:
    found = _SKIP_DAYS.search(text) if "kipDays" in text else None
    names = re.findall(r">\s*([A-Za-z]+)\s*<", found[1].lower()) if found else []
    return frozenset(_DAYS.index(name) for name in names if name in _DAYS)


def _not_a_feed(page: FetchedPage, text: str) -> ParsedFeed:
    title = _HTML_TITLE.search(text[:100_000])
    if "<html" in text[:2000].lower() or title:
        said = f"a web page, “{plain_text(title[1], longest=100)}”, not a feed" if title else "a web page, not a feed"
    else:
        said = f"neither RSS, Atom, JSON Feed nor a news sitemap; it begins “{plain_text(text[:60], longest=40)}”"
    return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=said)
