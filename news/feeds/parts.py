"""A feed in several documents: an index of sitemaps with its parts, a feed with its older pages."""

from collections.abc import Sequence
from dataclasses import replace

from news.records import ParsedFeed


def with_parts(feed: ParsedFeed, parts: Sequence[ParsedFeed]) -> ParsedFeed:
    """Return a feed with the entries of the further documents that were read, and where they go on.

    An index of which no part has news is no feed.
    """
    read = [part for part in parts if part.is_read and not part.is_index]
    if feed.is_index and not read:
        return replace(feed, outcome="not_a_feed", more=(), error="an index of sitemaps; its newest parts have no news")
    known = {(entry.guid, entry.url, entry.title) for entry in feed.entries}
    entries = list(feed.entries)
    for part in read:
        for entry in part.entries:
            if (key := (entry.guid, entry.url, entry.title)) not in known:
                known.add(key)
                entries.append(replace(entry, feed_url=feed.feed_url))
    return replace(
        feed,
        entries=tuple(entries),
        title=feed.title or next((part.title for part in read if part.title), None),
        language=feed.language or next((part.language for part in read if part.language), None),
        more=() if feed.is_index else tuple(url for part in read for url in part.more),
    )
