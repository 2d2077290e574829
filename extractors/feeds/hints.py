"""What a feed says of itself beside its entries: how often it wants to be asked, where it pushes, where it goes on."""

import re
from collections.abc import Iterable

from extractors.feeds.xml.document import XmlFeed
from news.language.lexicon import english

_SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays>(.{0,2000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAYS = tuple(names[0] for names in english().dates.weekdays)
_PERIODS = {"hourly": 3600.0, "daily": 86400.0, "dayly": 86400.0, "weekly": 7 * 86400.0, "monthly": 30 * 86400.0,
            "yearly": 365 * 86400.0}  # fmt: skip
LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s,;\"]+))*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s,;\"]+))", re.IGNORECASE)


def ttl_seconds(feed: XmlFeed) -> float | None:
    """Return how long the document wants to be left alone: ttl (minutes), else sy:updatePeriod by its frequency.

    Some write "always" or a frequency of 0.1: a period that we do not know says nothing, and no wait is below zero.
    """
    ttl = _number(feed.ttl)
    if ttl is not None:
        return ttl * 60
    period = _PERIODS.get(feed.period.strip().lower())
    frequency = _number(feed.frequency) or 1.0
    return period / frequency if period is not None else None


def skip_hours(text: str) -> frozenset[int]:
    """Return the hours (UTC) in which the feed of this document does not change; hour 24 is midnight, too."""
    place = text.find("kipHours")
    found = _SKIP_HOURS.search(text, max(0, place - 2)) if place >= 0 else None
    hours = re.findall(r">\s*(\d{1,2})\s*<", found[1]) if found else []
    return frozenset(int(hour) % 24 for hour in hours if int(hour) <= 24)


def skip_days(text: str) -> frozenset[int]:
    """Return the days of the week, Monday is 0, on which the feed of this document does not change."""
    place = text.find("kipDays")
    found = _SKIP_DAYS.search(text, max(0, place - 2)) if place >= 0 else None
    names = re.findall(r">\s*([A-Za-z]+)\s*<", found[1].lower()) if found else []
    return frozenset(_DAYS.index(name) for name in names if name in _DAYS)


def header_links(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the links of HTTP headers as (rel, address); source: RFC 8288."""
    found = []
    for name, value in headers:
        if name == "link":
            for address, parameters in LINK.findall(value[:10_000]):
                if rel := _REL.search(parameters):
                    found += [(word, address.strip()) for word in (rel[1] or rel[2]).lower().split()]
    return tuple(found)


def linked(links: Iterable[tuple[str, str]], *rels: str) -> str | None:
    """Return the first address that one of `rels` names, the first rel first."""
    listed = list(links)
    return next((address for rel in rels for name, address in listed if name == rel and address), None)


def _number(text: str) -> float | None:
    found = re.match(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*\Z", text)
    return float(found[1]) if found and float(found[1]) > 0 else None
