"""A feed's bytes become entries: RSS, Atom, JSON Feed and news sitemaps, whole or damaged."""

import os
import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from lxml import etree

from extractors.feeds.charset import decode
from extractors.feeds.entry_drafts import entries_from
from extractors.feeds.hints import header_links, linked, skip_days, skip_hours, ttl_seconds
from extractors.feeds.json_feed import parse_json_feed
from extractors.feeds.news_sitemap import parse_sitemap
from extractors.feeds.plain_text import plain_text
from extractors.feeds.xml.damaged import read_damaged
from extractors.feeds.xml.document import ROOTS, IllFormedError, XmlFeed, read_tree, tree_of
from extractors.feeds.xml.entries import UnfamiliarError
from extractors.feeds.xml.mending import (
    declared_entities,
    with_declared_prefixes,
    with_escaped_quotes,
    with_mended_references,
)
from extractors.feeds.xml.names import Names
from extractors.feeds.xml.with_feedparser import RefusedError, read_with_feedparser
from extractors.workers.pool import KillableWorkers, Lost, WorkerRules
from news.language.codes import language_code
from news.records import FetchedPage, Outcome, ParsedFeed
from news.urls import canonical_url

_WORTH_A_PROCESS = 20  # feeds; fewer are parsed sooner than a process starts
_SMALL_BYTES = 300_000  # a larger feed may take many seconds, and goes where it can be ended
_LARGEST = 10_000_000  # bytes of an unpacked document
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ENTRY = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s>]", re.IGNORECASE)
# JSON that says it is a feed, after what does not belong there.
_JSON_FEED = re.compile(r'(?:(?!<(?:\w+:)?(?:rss|feed|rdf)\b).){0,300}?"version"\s*:\s*"https?://jsonfeed', re.I | re.S)
_FEED_ROOTS = frozenset({"rss", "rdf", "feed", "html"})
_SITEMAP = re.compile(r"<url>\s*<loc>")
PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
# A page that holds nothing but a feed: what a broken proxy or template writes around it.
_WRAPPED = re.compile(
    r"(?:</?(?:html|head|body|pre)(?:\s[^<>]*)?>\s*)+(?=<\?xml|<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>])",
    re.IGNORECASE,
)
_HTML_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)


def parse_feed(page: FetchedPage, *, now: datetime) -> ParsedFeed:
    """Return what a feed's bytes say; what is no feed says what it is instead. Touches no network, raises nothing.

    Args:
        page: as fetched, outcome "ok".
        now: dates later than this are marked.
    """
    if not page.body.strip():
        return ParsedFeed(feed_url=page.url, outcome="empty", error="an empty document")
    whole = _unwrapped(decode(_unpacked(page.body), page.content_type))
    is_said_to_be_json = _JSON_FEED.match(whole) is not None
    if is_said_to_be_json or whole.startswith(("{", "[")) or (not _ENTRY.search(whole) and '"items"' in whole):
        parsed = parse_json_feed(whole, page, now=now)
        if parsed.outcome != "not_a_feed" or not _ENTRY.search(whole):
            return parsed
    prologue = PROLOGUE.match(whole)
    if prologue and _ENTRY.search(prologue[0]):
        prologue = None  # a mark that lost its end would hide entries
    text = whole[prologue.end() :] if prologue else whole
    entities = declared_entities(prologue[0]) if prologue and "<!ENTITY" in prologue[0] else {}
    text = with_mended_references(text, entities)
    found = _ROOT.match(text)
    root = found[1].lower() if found else ""
    if root in {"urlset", "sitemapindex"} or (root not in _FEED_ROOTS and _SITEMAP.search(text)):
        return parse_sitemap(text, page, now=now)
    if root == "html" or not (root or _ENTRY.search(text)):
        return _not_a_feed(page, text)
    return _parse_xml_feed(text, page, now)


def _unwrapped(text: str) -> str:
    """Return the feed without the tags of a web page before it, where nothing else stands between."""
    start = PROLOGUE.match(text)
    found = _WRAPPED.match(text, start.end() if start else 0)
    return text[found.end() :] if found else text


def _unpacked(body: bytes) -> bytes:
    """Return the document inside a gzip file, which news sitemaps often are, within the limit of a body."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, _LARGEST)
    except zlib.error:
        return body


class FeedParsers:
    """Parses groups of feeds, one after the other, in processes that stay; use as a context manager."""

    def __init__(self, *, now: datetime, workers: int | None = None, seconds: float = 10.0) -> None:
        """Plan the processes; each starts when there is work for it.

        Args:
            now: dates later than this are marked.
            workers: processes; None: one a core.
            seconds: for one feed; after that its worker is ended and the feed's outcome is "timeout".
        """
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
        """Return one result a page, in order; a few small ones are parsed here, sooner than a process starts."""
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
    """Read RSS or Atom: strictly where the document is well-formed, else with feedparser and entry by entry."""
    read, is_damaged, refusal = _read_xml(text, page.final_url)
    language = language_code(plain_text(read.language)) if read else None
    entries = entries_from(read.drafts if read else (), feed_url=page.url, now=now, language=language)
    if read is None or (is_damaged and not entries.kept):
        refused = _not_a_feed(page, text)
        return (
            replace(refused, error=f"{refused.error} ({refusal})"[:300])
            if refusal and "gives up" in refusal
            else refused
        )
    outcome: Outcome = "damaged" if is_damaged else "ok" if entries.remark is None else "cut"
    links = (*header_links(page.headers), *read.links)
    return ParsedFeed(
        feed_url=page.url,
        outcome=outcome,
        title=plain_text(read.title, longest=300) or None,
        language=language,
        entries=entries.kept,
        ttl_seconds=ttl_seconds(read),
        skip_hours=skip_hours(text),
        skip_days=skip_days(text),
        hub=_absolute(linked(links, "hub"), page),
        topic=linked(links, "self"),
        more=tuple(filter(None, [_absolute(linked(links, "prev-archive", "next"), page)])),
        error=entries.remark or read.error,
    )


def _absolute(address: str | None, page: FetchedPage) -> str | None:
    return canonical_url(address, page.final_url) if address else None


def _read_xml(text: str, address: str) -> tuple[XmlFeed | None, bool, str | None]:
    """Return what the document says, whether it is damaged, and why feedparser refused it.

    feedparser reads what the strict reader does not know. A document that is not well-formed is read entry by entry
    beside it: "damaged" says that feedparser refused it, or lost an entry that stands whole.
    """
    tree, refusal = None, None
    read: XmlFeed | None = None
    try:
        tree, fault = _tree(text)
        read = replace(read_tree(tree, address=address), error=fault)
        if len(_ENTRY.findall(text)) <= len(read.drafts):
            return read, False, None
        # Well-formed, but a section that lost its end may hide entries.
        whole = read_damaged(text, read, address=address)
        return (whole, True, None) if whole is not None and whole.lost else (read, False, None)
    except (IllFormedError, UnfamiliarError):
        read = None
    try:
        read = read_with_feedparser(text, address=address)
    except RefusedError as error:
        refusal = str(error)
    if tree is not None and (read is not None or Names().of(tree) not in ROOTS):
        return read, False, refusal
    whole = read_damaged(text, read, address=address)
    return whole, whole is not None and (read is None or whole.lost > 0), refusal


def _tree(text: str) -> tuple[etree._Element, str | None]:
    """Return the tree of a document, and the fault that was mended in it.

    Prefixes that it forgot to declare are declared, which is no fault; quotes within quoted values are escaped.
    """
    try:
        return tree_of(text), None
    except IllFormedError as error:
        refusal = error
    for mend, fault in ((with_declared_prefixes, None), (with_escaped_quotes, f"mended: {refusal}")):
        if (mended := mend(text)) != text:
            text = mended
            with suppress(IllFormedError):
                return tree_of(text), fault
    raise refusal


def _not_a_feed(page: FetchedPage, text: str) -> ParsedFeed:
    title = _HTML_TITLE.search(text[:100_000])
    if "<html" in text[:2000].lower() or title:
        reason = f"a web page, “{plain_text(title[1], longest=100)}”, not a feed" if title else "a web page, not a feed"
    else:
        reason = f"neither RSS, Atom, JSON Feed nor a news sitemap; it begins “{plain_text(text[:60], longest=40)}”"
    return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=reason)
