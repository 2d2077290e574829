"""Fields that say something of an article and not of its words: its language, its outlet's country, its time."""

import re
from datetime import UTC, datetime, timedelta

from news.watches.query import Country, Language, Query, Span

SPECIAL_FIELDS = ("language", "country", "after", "before", "published")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
_RANGE = re.compile(r"([\[{])\s*(\S+)\s+TO\s+([^\s\]}]+)\s*([\]}])", re.IGNORECASE)
A_DAY = "a day such as 2026-03-31, a month such as 2026-03, or a year"
A_RANGE = f"two days, as in published:[2026-03-01 TO 2026-03-31], or * for no end: {A_DAY}"


def special(field: str, value: str) -> Query:
    """Return what a value of such a field asks for.

    Raises:
        ValueError: the value cannot be read; its words say what was expected.
    """
    if field == "published":
        return _published(value)
    if value[:1] in ("[", "{", "=") or re.search(r"[~*?]", value):
        raise ValueError(f"a plain value for {field}:")
    if field == "language":
        return Language(tag=value.casefold().replace("_", "-"))
    if field == "country":
        return Country(name=value.casefold())
    start, _ = _span(value)
    return Span(after=start) if field == "after" else Span(before=start)


def _published(value: str) -> Query:
    if value[:1] not in ("[", "{"):
        start, end = _span(value)
        return Span(after=start, before=end)
    found = _RANGE.fullmatch(value)
    if not found:
        raise ValueError(A_RANGE)
    opens, first, last, closes = found.groups()
    after = None if first == "*" else _span(first)[opens == "{"]
    before = None if last == "*" else _span(last)[closes == "]"]
    if after and before and after >= before:
        raise ValueError("a first day before the last")
    return Span(after=after, before=before)


def _span(value: str) -> tuple[datetime, datetime]:
    """Return where a day, month or year begins and ends."""
    found = _DAY.match(value)
    if not found:
        raise ValueError(A_DAY)
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        start = datetime(year, month, day, tzinfo=UTC)
        if found[3]:
            return start, start + timedelta(days=1)
        if found[2]:
            return start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return start, datetime(year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(A_DAY) from error
