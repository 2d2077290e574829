"""The entries of one document become announcements: new, known, or edits of what we know."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from news.feeds.entry_identity import entry_ids, shared_addresses, title_key
from news.records import Announcement, FeedMemory, ParsedFeed, record
from news.urls import article_key


@record
class SortedEntries:
    """A document's entries, told apart by what we knew before."""

    new: tuple[Announcement, ...] = ()
    known: tuple[Announcement, ...] = ()
    edits: tuple[Announcement, ...] = ()  # a new guid, or a new headline, for an article that we know

    @property
    def to_save(self) -> tuple[Announcement, ...]:
        """Those that tell something."""
        return self.new + self.edits


def announcements_of(memory: FeedMemory, parsed: ParsedFeed, *, now: datetime) -> list[Announcement]:
    """Return one announcement for each entry of a document, each once.

    An entry without a link gets an address of its own (urn:sha256:…), and one of several that share an address its
    own place in it (#!entry=…), so that what each says is kept.

    Args:
        now: the moment of the first sighting.
    """
    found: dict[int, Announcement] = {}
    shared = shared_addresses(parsed.entries)
    for entry_id, entry in zip(entry_ids(replace(parsed, feed_url=memory.url)), parsed.entries, strict=True):
        url = entry.url or "urn:sha256:" + hashlib.sha256(str(entry_id).encode()).hexdigest()
        if url in shared:
            url = f"{url}#!entry={title_key(entry)}"
        announcement = Announcement(
            entry_id=entry_id,
            article_id=article_key(url),
            entry=replace(entry, feed_url=memory.url, url=url),
            feed_outlet=memory.outlet,
            language=memory.language or parsed.language,
            first_seen_at=now,
        )
        found.setdefault(entry_id, announcement)
    return list(found.values())


def has_page(url: str) -> bool:
    """Return whether an announced address leads to a page of the article's own."""
    return not url.startswith("urn:") and "#!entry=" not in url


def sort_entries(
    announcements: Sequence[Announcement], *, known_titles: Mapping[int, str], known_articles: frozenset[int]
) -> SortedEntries:
    """Tell new entries from known ones, and both from edits.

    A new guid with a known address is an edit, not a new article: publishers that mend a headline often change the
    guid with it. A known guid with another headline is one too.

    Args:
        known_titles: the headline last seen for each entry_id that we know.
        known_articles: every article_id that some entry announced before.
    """
    new, known, edits = [], [], []
    for announcement in announcements:
        title = known_titles.get(announcement.entry_id)
        if title is None and announcement.article_id not in known_articles:
            new.append(announcement)
        elif title == announcement.entry.title:
            known.append(announcement)
        else:
            edits.append(announcement)
    return SortedEntries(new=tuple(new), known=tuple(known), edits=tuple(edits))
