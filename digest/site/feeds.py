"""Writes the feeds of one watch or story: Atom (RFC 4287) and JSON Feed 1.1, one entry an article, newest first."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from digest.safe_text import clean_text, clean_title, safe_url
from news.records import record
from news.records.site import ArticleLine, ChronicleRow

MOST = 50  # entries of a feed
VERSION = "https://jsonfeed.org/version/1.1"


@record
class FeedHead:
    """What a feed says of itself."""

    title: str
    path: str  # of the page within the site, such as "watches/ports.html"
    address: str  # where the site is served; empty: links to it are relative
    language: str

    def link(self, path: str) -> str:
        """Return where a file of the site is."""
        return f"{self.address.rstrip('/')}/{path}" if self.address else path.rpartition("/")[2]

    def feed_path(self, ending: str) -> str:
        """Return where the feed itself is within the site."""
        return self.path.removesuffix(".html") + ending


def lines_of(rows: Sequence[ChronicleRow]) -> list[ArticleLine]:
    """Return a story's chronicle as lines of a feed, newest first."""
    lines = [
        ArticleLine(
            article_id=row.article_id, ordered_at=row.ordered_at, outlet=row.outlet, title=row.title, url=row.url
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.ordered_at, line.article_id), reverse=True)


def atom(head: FeedHead, lines: Sequence[ArticleLine], *, made_at: datetime) -> str:
    """Return the feed as Atom; an entry's link is the article's own."""
    updated = max((line.ordered_at for line in lines[:MOST]), default=made_at)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(head.language)}>',
        f"<title>{escape(clean_title(head.title))}</title><id>{_urn(head.path)}</id><updated>{_instant(updated)}</updated>",
        "<author><name>newsthread</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(head.link(head.feed_path(".atom")))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(head.link(head.path))}/>',
        *(_atom_entry(line) for line in lines[:MOST]),
        "</feed>\n",
    ]
    return "\n".join(parts)


def _atom_entry(line: ArticleLine) -> str:
    url, title = safe_url(line.url), escape(clean_title(line.title))
    outlet = escape(clean_text(line.outlet or "")) or "–"
    link = f'<link rel="alternate" href={quoteattr(url)}/>' if url else ""
    return (
        f"<entry><title>{title or '–'}</title><id>{_urn(str(line.article_id))}</id>"
        f"<updated>{_instant(line.ordered_at)}</updated>{link}"
        f"<author><name>{outlet}</name></author><content>{title}</content></entry>"
    )


def json_feed(head: FeedHead, lines: Sequence[ArticleLine]) -> str:
    """Return the same as JSON Feed."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": clean_title(head.title),
        "home_page_url": head.link(head.path),
        "feed_url": head.link(head.feed_path(".json")),
        "language": head.language,
        "items": [_json_item(line) for line in lines[:MOST]],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _json_item(line: ArticleLine) -> dict[str, Any]:
    item = {
        "id": _urn(str(line.article_id)),
        "title": clean_title(line.title),
        "content_text": clean_title(line.title),
        "date_published": _instant(line.ordered_at),
        "authors": [{"name": clean_text(line.outlet)}] if line.outlet else [],
    }
    url = safe_url(line.url)
    return item | ({"url": url} if url else {})


def _urn(name: str) -> str:
    said = f"newsthread:{name}".encode(errors="backslashreplace").decode()
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
