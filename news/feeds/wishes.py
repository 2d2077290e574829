"""What a publisher asks for: how long to wait, and when not to come; kept over answers that do not repeat it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from news.feeds.cadence import Visit
from news.feeds.websub import is_fruitless, is_pushed, with_hub
from news.records import FeedMemory, FetchedPage

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d+)", re.IGNORECASE)
_NO_CACHE = re.compile(r"\bno-(?:cache|store)\b|\bmust-revalidate\b.*\bmax-age=0\b", re.IGNORECASE)


def with_wishes(memory: FeedMemory, visit: Visit) -> FeedMemory:
    """Return the memory with what this answer asks for; a 304, and the same body again, leave the document's wishes.

    Headers count anew with each whole answer; a 304 replaces only what it names (RFC 9110 section 15.4.5).
    """
    stated = fresh_seconds(visit.page) if _states_freshness(visit.page) else None
    keeps = visit.page.outcome == "not_modified" and stated is None
    memory = replace(memory, fresh_seconds=memory.fresh_seconds if keeps else stated)
    parsed = visit.parsed
    if parsed is None:
        return memory
    return replace(
        with_hub(memory, hub=parsed.hub, topic=parsed.topic),
        title=parsed.title or memory.title,
        hint_seconds=parsed.ttl_seconds,
        skip_hours=tuple(sorted(parsed.skip_hours)),
        skip_days=tuple(sorted(parsed.skip_days)),
    )


def requested_wait(memory: FeedMemory, visit: Visit) -> float:
    """Return how long we may wait, or are asked to: max-age, Expires, ttl, sy:updatePeriod, Retry-After, a hub."""
    rules, is_early = visit.rules, is_fruitless(visit.memory, new_entries=visit.new_entries)
    return max(
        rules.pushed_seconds if is_pushed(memory, visit.now) and not is_early else 0.0,
        min(memory.fresh_seconds or 0.0, rules.cache_cap_seconds),
        min(memory.hint_seconds or 0.0, rules.hint_cap_seconds),
        min(visit.page.retry_after_seconds or 0.0, rules.longest_hold_seconds),
    )


def out_of_skipped(moment: datetime, memory: FeedMemory) -> datetime:
    """Move `moment` to the next hour that skipHours and skipDays leave open; a feed that leaves none is not obeyed."""
    if not (memory.skip_hours or memory.skip_days):
        return moment
    for step in range(8 * 24):
        later = moment.astimezone(UTC) + timedelta(hours=step)
        if later.hour not in memory.skip_hours and later.weekday() not in memory.skip_days:
            return moment if step == 0 else later.replace(minute=0, second=0, microsecond=0)
    return moment


def _states_freshness(page: FetchedPage) -> bool:
    names = {name for name, _ in page.headers}
    return "cache-control" in names or "expires" in names


def fresh_seconds(page: FetchedPage) -> float:
    """Return for how long the answer stays fresh: max-age less Age, else Expires less Date; 0 for no-cache.

    Source: RFC 9111 sections 4.2 and 5.2.2.
    """
    headers = dict(page.headers)
    control = headers.get("cache-control", "")
    if _NO_CACHE.search(control):
        return 0.0
    if stated := _MAX_AGE.search(control):
        age = headers.get("age", "")
        return max(float(stated[1][:9]) - (float(age[:9]) if age.isdigit() else 0.0), 0.0)
    expires, date = _http_date(headers.get("expires")), _http_date(headers.get("date"))
    if expires is None or date is None:
        return 0.0
    return max((expires - date).total_seconds(), 0.0)


def _http_date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
