"""What moved in a period: which arrivals are its news, and which are older articles that came late.

Digest, site and command line all ask here. An article counts once, in the period in which we first saw it. It is news
if it was published in that period, or so shortly before that the poll came late. What a feed brings from longer ago is
backlog: it came with a feed newly followed, or stood in one for long. A date without a time of day is the whole day.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from news.articles.assemble import is_day_only
from news.records import ArrivedBy, record

Movement = Literal["news", "backlog", "none"]


@record
class MovedRules:
    """How late an article may come and still be news."""

    late: timedelta = timedelta(days=2)  # between publication and the period's beginning; polls are hours apart


MOVED_RULES = MovedRules()


@record
class Period:
    """A span of time that is told: after `since`, up to and with `until`."""

    since: datetime
    until: datetime
    time_zone: str = "UTC"  # in which a date without a time of day is a day

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment lies in the period."""
        return self.since < moment <= self.until


@record
class Arrival:
    """When an article came, and when it says that it was published."""

    first_seen_at: datetime
    arrived_by: ArrivedBy
    published_at: datetime | None  # None: it does not say, or what it says cannot be
    is_zone_known: bool = True
    is_newly_followed: bool = False  # its outlet was first followed in the period


def movement_of(arrival: Arrival, period: Period, rules: MovedRules = MOVED_RULES) -> Movement:
    """Return what an arrival is to a reader of the period.

    What a feed brings is news unless it is older than the period; of a feed newly followed nothing older is. What came
    otherwise (an import, a backfill) is news only if it says that it was published in the period.
    """
    if not period.holds(arrival.first_seen_at):
        return "none"
    is_feed = arrival.arrived_by == "feed"
    if arrival.published_at is None:
        return "news" if is_feed else "none"
    begins, ends = published_span(arrival.published_at, arrival.is_zone_known, period.time_zone)
    if is_feed:
        oldest = period.since if arrival.is_newly_followed else period.since - rules.late
        return "news" if ends > oldest else "backlog"
    return "news" if begins <= period.until and ends > period.since else "none"


def published_span(published_at: datetime, is_zone_known: bool, time_zone: str) -> tuple[datetime, datetime]:
    """Return from when to when an article may have been published: a moment, or a whole day where no hour is stated."""
    stated = published_at.astimezone(UTC)
    if not is_day_only(stated, is_zone_known):
        return published_at, published_at
    begins = stated.replace(tzinfo=ZoneInfo(time_zone))
    return begins, begins + timedelta(days=1)
