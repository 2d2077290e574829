"""Decides which digests are due now, and where their period begins; pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from news.records import Reader, record


@record
class SendingRules:
    """How the days of digests are cut."""

    weekday: int = 0  # weekly digests come on Mondays
    first_digest_days: int = 1  # what a new reader's first digest tells


def is_digest_time(reader: Reader, *, last_end: datetime | None, now: datetime) -> bool:
    """Return whether the reader's last appointed hour has passed since their last digest's `last_end`.

    A run that comes late still writes, once: hours missed while the machine slept make one digest.
    """
    return last_end is None or last_end < last_hour(reader, now=now)


def last_hour(reader: Reader, *, now: datetime, rules: SendingRules = SendingRules()) -> datetime:
    """Return the latest moment, not after `now`, at which the reader's clock struck their hour on a day of digests."""
    zone = ZoneInfo(reader.time_zone)
    today = now.astimezone(zone).date()
    for days_ago in range(15):
        day = today - timedelta(days=days_ago)
        struck = datetime(day.year, day.month, day.day, reader.hour, tzinfo=zone).astimezone(ZoneInfo("UTC"))
        if struck <= now and (reader.every == "day" or day.weekday() == rules.weekday):
            return struck
    raise AssertionError("every fortnight has a day of digests")


def first_period_start(reader: Reader, *, now: datetime, rules: SendingRules = SendingRules()) -> datetime:
    """Return since when a reader's first digest tells."""
    return now - timedelta(days=7 if reader.every == "week" else rules.first_digest_days)
