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
    address, with its words where entries of other words share it; else its words.

    Source: miniflux/v2 (guid and address for repeated guids), NewsBlur (one guid for all), FreshRSS#5909.
    """
    addresses = {(entry.guid, entry.url) for entry in entries}
    counts = Counter(guid for guid, _ in addresses)
    shared = shared_addresses(entries)
    return [_identity(entry, shared, is_unique=counts[entry.guid] == 1) for entry in entries]


def shared_addresses(entries: Sequence[FeedEntry]) -> frozenset[str]:
    """Return addresses under which several articles stand: a live ticker, a front page, a form.

    Entries that share an address are apart where each has its own guid (or none has one), headline and text.
    """
    by_address: dict[str, set[tuple[str | None, str, str]]] = {}
    for entry in entries:
        if entry.url:
            by_address.setdefault(entry.url, set()).add((entry.guid, _words(entry.title), _words(entry.summary)))
    return frozenset(url for url, same in by_address.items() if len(same) > 1 and _are_apart(same))


def title_key(entry: FeedEntry) -> str:
    """Return a short name for an entry's headline (its text, where it has none), the same for every spelling."""
    words = _words(entry.title) or _words(entry.summary)
    return f"{int(xxhash.xxh3_64_intdigest(words.encode('utf-8', 'surrogatepass'))):016x}"


def _are_apart(entries: set[tuple[str | None, str, str]]) -> bool:
    guids, titles, texts = ({parts[place] for parts in entries} for place in range(3))
    has_own_guids = len(guids - {None}) > 1 or guids == {None}
    return has_own_guids and len(titles) > 1 and (len(texts) > 1 or texts == {""})


def _words(text: str) -> str:
    return " ".join(text.lower().split())


def _identity(entry: FeedEntry, shared: frozenset[str], *, is_unique: bool) -> str:
    if entry.guid and is_unique:
        return f"guid {entry.guid}"
    if entry.guid and entry.url:
        return f"guid {entry.guid} {entry.url}"
    if entry.url:
        return f"url {entry.url}" + (f" {title_key(entry)}" if entry.url in shared else "")
    return f"words {entry.title}\n{entry.summary}"


def _key(feed_url: str, identity: str) -> int:
    return int(xxhash.xxh3_64_intdigest(f"{feed_url}\n{identity}".encode("utf-8", "surrogatepass"))) >> 1
