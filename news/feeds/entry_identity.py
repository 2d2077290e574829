"""Which entry is which: within its document, and between two polls of its feed."""

from collections import Counter
from collections.abc import Sequence

import xxhash

from news.records import FeedEntry, ParsedFeed


def entry_ids(parsed: ParsedFeed) -> list[int]:
    """Return one key for each entry of a document, in its order: 63 bits, of the feed and the entry's identity.

    Entries that a document repeats have one key. Across feeds an article's canonical address decides, so that a new
    guid with an address that we know is an edit of the article, not another one.
    """
    return [_key(parsed.feed_url, identity) for identity in identities(parsed.entries)]


def identities(entries: Sequence[FeedEntry]) -> list[str]:
    """Return each entry's identity within its feed.

    Its guid, if no entry with another address has it; guid and address, where several share one; else its canonical
    address; else its words.

    Source: miniflux/v2 (guid and address for repeated guids), NewsBlur (one guid for all), FreshRSS#5909.
    """
    addresses = {(entry.guid, entry.url) for entry in entries}
    counts = Counter(guid for guid, _ in addresses)
    return [_identity(entry, is_unique=counts[entry.guid] == 1) for entry in entries]


def _identity(entry: FeedEntry, *, is_unique: bool) -> str:
    if entry.guid and is_unique:
        return f"guid {entry.guid}"
    if entry.guid and entry.url:
        return f"guid {entry.guid} {entry.url}"
    if entry.url:
        return f"url {entry.url}"
    return f"words {entry.title}\n{entry.summary}"


def _key(feed_url: str, identity: str) -> int:
    return int(xxhash.xxh3_64_intdigest(f"{feed_url}\n{identity}".encode("utf-8", "surrogatepass"))) >> 1
