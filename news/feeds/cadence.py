"""How often a feed is worth asking: its own rhythm, and the overlap guard."""

from datetime import UTC, datetime, timedelta

from news.records import FeedMemory, FetchedPage, Outcome, ParsedFeed, record

CLOCK_SLACK = timedelta(minutes=15)  # a clock that was set back by less delays nothing that matters


@record
class ScheduleRules:
    """Every number of the scheduling, in seconds unless its name says otherwise.

    Anchors: Media Cloud rss-fetcher (overlap, weights of failures), CommaFeed (half the mean gap), RFC 9111
    (max-age), rachelbythebay.com/w/feed (at most once an hour; whole at most once a day), miniflux/v2 (24 h).
    """

    tick_seconds: float = 900.0
    start_seconds: float = 3600.0  # before a rhythm is known
    busy_floor_seconds: float = 900.0  # for feeds whose mean gap is at most `busy_gap_seconds`
    floor_seconds: float = 3600.0
    ceiling_seconds: float = 86400.0
    gap_entries: int = 20  # the newest of a document, for its mean gap
    busy_gap_seconds: float = 3600.0
    gap_weight: float = 0.3  # of the newest document in the running mean of gaps
    silence_share: float = 0.125  # a feed silent for t waits at least this share of t
    enough_entries: int = 5  # for the overlap to mean something
    high_overlap: float = 0.67
    slower: float = 1.25  # at most, from poll to poll
    faster: float = 0.5
    cache_cap_seconds: float = 86400.0  # of max-age
    hint_cap_seconds: float = 7 * 86400.0  # of ttl and sy:updatePeriod; a feed is looked at once a week at least
    pushed_seconds: float = 86400.0  # of a feed whose hub pushes: it is polled once a day all the same
    heavy_body_bytes: int = 250_000  # asked seldom when the server gives no validator
    full_every_seconds: float = 86400.0  # between two whole requests, at least
    doubt_gaps: float = 10.0  # of the feed's own gaps: a silence that makes its validators doubtful
    doubt_seconds: float = 14 * 86400.0  # likewise, where no gap is known
    hard_weight: float = 1.0
    soft_weight: float = 0.5
    dns_weight: float = 0.25
    many_failures: int = 30
    dead_ceiling_seconds: float = 7 * 86400.0
    hold_seconds: float = 3600.0  # of a host that answers 429 or 503 without Retry-After
    hold_jitter_seconds: float = 1800.0
    longest_hold_seconds: float = 86400.0
    gone_apart_seconds: float = 20 * 3600.0  # between two sightings of a 410 that make it certain
    gone_again_seconds: float = 30 * 86400.0
    move_after_count: int = 5
    move_after_seconds: float = 86400.0
    jitter: tuple[float, float] = (0.95, 1.10)
    tick_jitter: tuple[float, float] = (0.88, 0.98)

    def spread(self, interval: float, chance: float) -> float:
        """Return the factor for `chance` 0 to 1; near the tick it only shortens, else every second tick is missed."""
        low, high = self.jitter if interval > 2 * self.tick_seconds else self.tick_jitter
        return low + (high - low) * chance


@record
class Visit:
    """One attempt to read a feed, with all that a decision on it needs."""

    memory: FeedMemory  # as before the attempt, but for `last_polled_at`
    page: FetchedPage
    parsed: ParsedFeed | None
    outcome: Outcome  # of the page, or of its parsing
    new_entries: int
    known_entries: int
    now: datetime
    chance: float
    is_moved: bool  # the request went to the feed's new address
    rules: ScheduleRules = ScheduleRules()

    def after(self, seconds: float) -> datetime:
        """Return the moment so many seconds after the run."""
        return self.now + timedelta(seconds=seconds)

    def moments(self) -> list[datetime]:
        """Return the distinct plausible dates of the newest entries, oldest first; empty when nothing was parsed."""
        entries = self.parsed.entries if self.parsed is not None else ()
        stated = {entry.published_at for entry in entries if entry.is_date_plausible and entry.published_at}
        return sorted(moment for moment in stated if moment <= self.now)[-self.rules.gap_entries :]


def publish_gap(visit: Visit) -> float | None:
    """Return the running mean of the gaps between entries; None: no document has told yet."""
    moments, before = visit.moments(), visit.memory.publish_gap_seconds
    if len(moments) >= 2:
        gap = (moments[-1] - moments[0]).total_seconds() / (len(moments) - 1)
    elif visit.new_entries and visit.memory.last_new_at is not None:
        # No dates, or one entry alone: how long the new ones took to come.
        gap = (visit.now - visit.memory.last_new_at).total_seconds() / visit.new_entries
    else:
        return before
    return gap if before is None else before + visit.rules.gap_weight * (gap - before)


def next_interval(visit: Visit, gap: float | None) -> float:
    """Return the interval by the feed's rhythm and the overlap guard, in seconds.

    Half the mean gap, longer when the feed is silent; halved when a document held nothing known (entries were
    missed); otherwise it grows by a quarter a poll at most, and only while most of the document was known.
    """
    memory, rules = visit.memory, visit.rules
    own = _own_rhythm(memory, gap, visit.now, rules)
    entries = visit.new_entries + visit.known_entries
    if memory.last_ok_at is None:
        return own
    is_enough = entries >= rules.enough_entries or (entries > 0 and len(visit.moments()) < 2)
    if is_enough and visit.known_entries == 0 and _was_punctual(visit):
        return max(min(own, memory.interval_seconds * rules.faster), rules.busy_floor_seconds)
    own = max(own, _heavy_floor(visit))
    if visit.known_entries >= rules.high_overlap * entries:
        return min(own, memory.interval_seconds * rules.slower)
    return min(own, memory.interval_seconds)


def _was_punctual(visit: Visit) -> bool:
    """Return whether this poll came when it was due: after our own outage, missed entries tell nothing."""
    last = visit.memory.last_ok_at
    latest = 1.5 * visit.memory.interval_seconds + visit.rules.tick_seconds
    return last is not None and (visit.now - last).total_seconds() <= latest


def _own_rhythm(memory: FeedMemory, gap: float | None, now: datetime, rules: ScheduleRules) -> float:
    silence = (now - memory.last_new_at).total_seconds() if memory.last_new_at else 0.0
    if gap is None:
        return min(max(rules.start_seconds, silence * rules.silence_share), rules.ceiling_seconds)
    floor = rules.busy_floor_seconds if gap <= rules.busy_gap_seconds else rules.floor_seconds
    return min(max(gap / 2, silence * rules.silence_share, floor), rules.ceiling_seconds)


def _heavy_floor(visit: Visit) -> float:
    """Large documents without a validator are asked for at half the time that one of them covers."""
    page, rules = visit.page, visit.rules
    if page.etag or page.last_modified or len(page.body) <= rules.heavy_body_bytes:
        return 0.0
    moments = visit.moments()
    covered = (moments[-1] - moments[0]).total_seconds() if len(moments) > 1 else 0.0
    return min(covered / 2, rules.ceiling_seconds)


def is_skipped(feed: FeedMemory, moment: datetime) -> bool:
    """Return whether a feed wants no visit at `moment`; one that leaves no hour of the week open is not obeyed."""
    leaves_open = len(set(feed.skip_hours)) < 24 and len(set(feed.skip_days)) < 7
    at = moment.astimezone(UTC)
    return leaves_open and (at.hour in feed.skip_hours or at.weekday() in feed.skip_days)


def is_due(feed: FeedMemory, now: datetime) -> bool:
    """Return whether a feed's time has come, or was set by a clock that has since been set back."""
    if feed.status == "paused":
        return False
    if is_skipped(feed, now):
        return False
    was_ahead = feed.last_polled_at is not None and feed.last_polled_at > now + CLOCK_SLACK
    return feed.next_at is None or feed.next_at <= now or was_ahead
