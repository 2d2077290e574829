"""The outlet that a feed belongs to, where the feed list names none."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import replace

from news.articles.outlet_index import OutletIndex
from news.language.segments import letters_of
from news.records import FeedMemory, ParsedFeed
from news.urls import host_of

_BETWEEN = re.compile(r"\s+[|\-–—»>·•/:]+\s+|\s*[|»·•]\s*|:\s+")
_NO_NAME = re.compile(
    r"^(?:the\s+)?(?:latest|newest|top|all|recent|main|home|front\s*page)?\s*(?:news|stories|posts|articles|headlines)?\s*"
    r"(?:rss|atom|feeds?|xml)?\s*$",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(
    r"\s*[\[(]?\b(?:rss|atom)\b(?:\s*[\d.]+)?(?:\s*feeds?)?[\])]?\s*$|^rss\s*[:-]\s*", re.IGNORECASE
)
_OWN_SHARE = 0.5  # of a feed's links: with fewer on its own site it lists other outlets' articles
_LONGEST = 60  # characters; a longer title is a sentence
_COMMON_LABELS = frozenset("www feeds feed rss m news api cdn static com org net co uk example".split())


def named(memory: FeedMemory, parsed: ParsedFeed, outlets: OutletIndex, siblings: Mapping[str, str]) -> FeedMemory:
    """Return the memory with its outlet: as stated, else of its domain, of a feed of the same host, or by its title.

    A feed that lists other sites' articles gets none: each article is named by its own host.

    Args:
        memory: of the feed.
        parsed: what it says now.
        outlets: those known by name and domain.
        siblings: the outlet by host of the other feeds.
    """
    if memory.outlet or not parsed.is_read:
        return memory
    hosts = {host_of(entry.url) for entry in parsed.entries if entry.url}
    host = host_of(memory.url)
    known = outlets.of_url(memory.url) or (outlets.of_url(f"https://{next(iter(hosts))}/") if len(hosts) == 1 else None)
    if known is not None:
        return memory if known.kind == "aggregator" else _with(memory, known.outlet)
    if not _is_own(parsed, host):
        return memory
    if host in siblings and not _is_number(host):
        return _with(memory, siblings[host])
    name = name_in_title(parsed.title or "", hosts | {host})
    return _with(memory, name) if name else memory


def name_in_title(title: str, hosts: set[str]) -> str | None:
    """Return the outlet's name in a feed's title: the part that its host spells, else the whole, if it is a name."""
    title = _FEED_WORDS.sub("", " ".join(title.split())).strip()
    labels = {letters_of(label) for host in hosts for label in host.split(".")} - _COMMON_LABELS - {""}
    parts = [part for part in _BETWEEN.split(title) if part]
    for part in parts if len(parts) > 1 else ():
        if letters_of(part) in labels or letters_of(part.removeprefix("The ")) in labels:
            return part
    return None if not title or _NO_NAME.match(title) or len(title) > _LONGEST else title


def _with(memory: FeedMemory, outlet: str) -> FeedMemory:
    return replace(memory, outlet=outlet)


def _is_own(parsed: ParsedFeed, host: str) -> bool:
    """Return whether most of a feed's entries stand on one site, or have no link at all."""
    sites = [_site(host_of(entry.url)) for entry in parsed.entries if entry.url]
    if not sites:
        return True
    most = max(sites.count(site) for site in set(sites))
    return sites.count(_site(host)) >= _OWN_SHARE * len(sites) or most == len(sites)


def _site(host: str) -> str:
    labels = host.split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3
    return host if _is_number(host) else ".".join(labels[-3:] if short else labels[-2:])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
