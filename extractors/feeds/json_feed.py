"""JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

import json
import re
from datetime import datetime
from typing import Any

from extractors.feeds.entry_drafts import EntryDraft, entries_from
from extractors.feeds.plain_text import plain_text
from news.language.codes import language_code
from news.records import FetchedPage, Outcome, ParsedFeed
from news.urls import canonical_url

_VERSION = "jsonfeed.org/version"
_MOST_FAULTS = 500  # places that look like an item's beginning; each costs a try
_TITLE = re.compile(r'"title"\s*:\s*"((?:[^"\\\\]|\\\\.){0,300})"')
_CONTENT = frozenset({"content_html", "content_text"})  # no other format names an entry's text so
_ITEM_NAMES = _CONTENT | {"id", "date_published", "external_url"}


def parse_json_feed(text: str, page: FetchedPage, *, now: datetime) -> ParsedFeed:
    """Return the feed in `text`; values of a wrong type count as absent."""
    outcome: Outcome = "ok"
    error = None
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as fault:
        document = {"items": _whole_items(text), "title": _title_of(text)}
        outcome, error = "damaged", f"JSON that cannot be read whole: {fault}"
        if not document["items"]:
            return _not_a_feed(page, f"JSON that cannot be read: {fault}")
    if isinstance(document, dict) and not isinstance(document.get("items"), list):
        found = _items_within(document)
        if _VERSION in text[:1000] or any("id" in item and not _CONTENT.isdisjoint(item) for item in found):
            document["items"], outcome, error = found, "damaged", "its list of items has lost its name"
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return _not_a_feed(page, "JSON, but not a JSON Feed: it has no list of items")
    feed_authors = _authors(document)
    home = canonical_url(_text(document, "home_page_url"), page.final_url) or page.final_url
    drafts = [_draft(item, home, feed_authors) for item in document["items"] if isinstance(item, dict)]
    language = language_code(_text(document, "language"))
    entries = entries_from(drafts, feed_url=page.url, now=now, language=language)
    return ParsedFeed(
        feed_url=page.url,
        outcome=outcome if entries.remark is None else "cut",
        title=plain_text(_text(document, "title")) or None,
        language=language,
        entries=entries.kept,
        hub=_hub(document),
        error=error or entries.remark,
    )


def _whole_items(text: str) -> list[dict[str, Any]]:
    """Return the items that stand whole in JSON that is broken elsewhere."""
    start = text.find('"items"')
    decoder = json.JSONDecoder(strict=False)
    found: list[dict[str, Any]] = []
    place, faults = text.find("{", max(start, 0) + 1), 0
    while place >= 0 and faults < _MOST_FAULTS:
        try:
            item, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            faults, end = faults + 1, place + 1
        else:
            found += _items_within(item)
        place = text.find("{", end)
    return found


def _items_within(value: Any) -> list[dict[str, Any]]:
    """Return what looks like an item in `value`, itself first: a bracket that is lost puts one into another."""
    if isinstance(value, list):
        return [item for part in value for item in _items_within(part)]
    if not isinstance(value, dict):
        return []
    own = [] if _ITEM_NAMES.isdisjoint(value) else [value]
    return own + [item for part in value.values() for item in _items_within(part)]


def _title_of(text: str) -> str:
    found = _TITLE.search(text[:5000].partition('"items"')[0])
    return found[1] if found else ""


def _hub(document: dict[str, Any]) -> str | None:
    hubs = document.get("hubs")
    first = next((hub for hub in hubs if isinstance(hub, dict)), {}) if isinstance(hubs, list) else {}
    return canonical_url(_text(first, "url"))


def _draft(item: dict[str, Any], home: str, feed_authors: tuple[str, ...]) -> EntryDraft:
    return EntryDraft(
        guid=_text(item, "id") or None,
        links=(_text(item, "url"), _text(item, "external_url")),
        base=home,
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
    people = listed if isinstance(listed, list) else [listed, item.get("author")]
    return tuple(_text(person, "name") for person in people if isinstance(person, dict))


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _not_a_feed(page: FetchedPage, error: str) -> ParsedFeed:
    return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=error)
