"""JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

import json
from datetime import datetime
from typing import Any

from extractors.feeds.entry_drafts import EntryDraft, entries_from
from extractors.feeds.plain_text import plain_text
from news.records import FetchedPage, ParsedFeed


def parse_json_feed(text: str, page: FetchedPage, *, now: datetime) -> ParsedFeed:
    """Return the feed in `text`; values of a wrong type count as absent."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _not_a_feed(page, f"JSON that cannot be read: {error}")
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return _not_a_feed(page, "JSON, but not a JSON Feed: it has no list of items")
    outlet_authors = _authors(document)
    drafts = [_draft(item, page, outlet_authors) for item in document["items"] if isinstance(item, dict)]
    return ParsedFeed(
        feed_url=page.url,
        outcome="ok",
        title=plain_text(_text(document, "title")) or None,
        language=_text(document, "language") or None,
        entries=entries_from(drafts, feed_url=page.url, now=now),
    )


def _draft(item: dict[str, Any], page: FetchedPage, feed_authors: tuple[str, ...]) -> EntryDraft:
    return EntryDraft(
        guid=_text(item, "id") or None,
        links=(_text(item, "url"), _text(item, "external_url")),
        base=page.final_url,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or _text(item, "content_text"),
        authors=_authors(item) or feed_authors,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        image=_text(item, "image") or _text(item, "banner_image") or None,
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    return tuple(_text(person, "name") for person in people if isinstance(person, dict))


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _not_a_feed(page: FetchedPage, error: str) -> ParsedFeed:
    return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=error)
