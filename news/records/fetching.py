"""Requests, pages and feeds, and what is remembered of them between polls."""

from datetime import datetime
from typing import Literal

from news.frozen import record

Outcome = Literal[
    "ok", "not_modified", "gone", "throttled", "http_error", "blocked", "timeout", "connect", "tls", "dns",
    "truncated", "too_large", "bad_encoding", "redirect_loop", "private_address", "bad_url", "empty",
    "not_a_feed", "protocol", "robots", "held", "damaged", "cut",
]  # fmt: skip
HubEventKind = Literal["confirmed", "denied", "pushed"]
# Outcomes of a feed that was read; "damaged": entry by entry, "cut": it has more entries than are kept.
READ_FEED: frozenset[Outcome] = frozenset({"ok", "not_modified", "damaged", "cut"})


@record
class FetchRequest:
    """One request to be made; validators are opaque and go out byte for byte."""

    url: str
    kind: Literal["feed", "page", "robots"] = "feed"
    etag: str | None = None
    last_modified: str | None = None
    at: str | None = None  # where to ask for a feed that moved for good; None: at its url


@record
class Reservation:
    """A right that a publisher reserves, in its own words."""

    kind: Literal["tdm", "license", "noai"]
    stated_in: str  # "header", "page", "robots.txt" or "tdmrep.json"
    statement: str
    policy: str | None = None  # where the terms stand


@record
class FetchedPage:
    """One HTTP response, not yet understood; whatever happened is in `outcome`, never an exception."""

    url: str  # as asked
    final_url: str  # after redirects
    outcome: Outcome
    status: int | None = None  # None: no answer
    body: bytes = b""  # decoded from gzip or deflate
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()  # lower-case names, in order
    etag: str | None = None
    last_modified: str | None = None
    retry_after_seconds: float | None = None
    new_url: str | None = None  # only after a chain of permanent redirects
    fetched_at: datetime | None = None
    seconds: float = 0.0
    wire_bytes: int = 0
    error: str | None = None  # in words, for a person
    reservations: tuple[Reservation, ...] = ()  # of the host's files


@record
class FeedEntry:
    """One announcement in a feed, as text: no markup is left in title and summary."""

    feed_url: str
    guid: str | None
    url: str | None  # canonical; None: the entry has no link
    raw_url: str | None = None  # as the feed gave it
    title: str = ""
    summary: str = ""
    content: str = ""  # the text that the feed brings along, one paragraph a line; empty where it is a teaser alone
    authors: tuple[str, ...] = ()
    outlet: str | None = None  # only where the entry names another source
    published_at: datetime | None = None
    is_zone_known: bool = True
    is_date_plausible: bool = True  # False: in the future or before 1990; never used to order or count
    updated_at: datetime | None = None
    image: str | None = None


@record
class Announcement:
    """An entry as the archive keeps it: first sighting, and the article that it announces."""

    entry_id: int  # of the feed and the entry's identity within it
    article_id: int
    entry: FeedEntry
    feed_outlet: str | None
    language: str | None
    first_seen_at: datetime


@record
class ParsedFeed:
    """A feed's bytes, understood; `outcome` is one of READ_FEED, "not_a_feed", "empty", "timeout" or "too_large"."""

    feed_url: str
    outcome: Outcome
    title: str | None = None
    language: str | None = None
    entries: tuple[FeedEntry, ...] = ()  # in the feed's order
    ttl_seconds: float | None = None  # from ttl or sy:updatePeriod and sy:updateFrequency
    skip_hours: frozenset[int] = frozenset()  # 0 to 23, UTC
    skip_days: frozenset[int] = frozenset()  # Monday is 0
    hub: str | None = None  # where it pushes by WebSub
    topic: str | None = None  # its own address, as it states it
    more: tuple[str, ...] = ()  # where it goes on: older pages (RFC 5005), or the parts of an index of sitemaps
    is_index: bool = False  # its entries stand in `more` alone
    error: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether it is a feed, whole or not."""
        return self.outcome in READ_FEED


@record
class FeedMemory:
    """What we remember of a feed between polls: validators, rhythm, faults. One row a feed."""

    url: str
    outlet: str | None = None
    language: str | None = None
    status: Literal["new", "ok", "failing", "gone", "paused"] = "new"
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    next_at: datetime | None = None  # None: due now
    interval_seconds: float = 3600.0
    fail_score: float = 0.0
    failures_in_row: int = 0
    last_outcome: Outcome | None = None  # None: never polled
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    last_full_at: datetime | None = None  # the last unconditional request
    publish_gap_seconds: float | None = None  # running mean of the gaps between entries
    redirect_to: str | None = None
    redirect_since: datetime | None = None
    redirect_count: int = 0
    conditional: bool = True  # False: the server's validators are frozen
    title: str | None = None  # as the feed states it
    hint_seconds: float | None = None  # ttl or sy:updatePeriod of the last document
    fresh_seconds: float | None = None  # max-age or Expires of the last answer that stated one
    skip_hours: tuple[int, ...] = ()  # of the last document; 0 to 23, UTC
    skip_days: tuple[int, ...] = ()  # Monday is 0
    held_until: datetime | None = None  # Retry-After; not even a person's --now asks before
    hub: str | None = None  # where it pushes by WebSub
    topic: str | None = None  # the address by which its hub knows it
    hub_asked_at: datetime | None = None  # when its hub was last asked to push
    pushed_until: datetime | None = None  # the hub confirmed that it pushes until then; None: it does not
    pushed_at: datetime | None = None  # when the hub last pushed
    unpushed_at: datetime | None = None  # when a poll last found entries that the hub had not pushed
    note: str | None = None  # for a person


@record
class HubTopic:
    """A feed whose WebSub hub may call us."""

    feed_url: str
    topic: str  # the address by which the hub knows it
    secret: str  # with which the hub signs what it pushes


@record
class HubEvent:
    """What a WebSub hub told of one feed."""

    feed_url: str
    kind: HubEventKind
    at: datetime
    lease_seconds: float = 0.0  # of a confirmation: for how long the hub pushes


@record
class Poll:
    """One attempt to read a feed, for the log and for coverage_health."""

    feed_url: str
    at: datetime
    outcome: Outcome
    status: int | None = None
    entries: int = 0
    new_entries: int = 0
    wire_bytes: int = 0
    seconds: float = 0.0
    error: str | None = None
