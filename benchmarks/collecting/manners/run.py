"""A simulated fortnight of 300 feeds with mixed wishes: polls, bytes, forced requests, lateness, wishes broken.

    python -m benchmarks.collecting.manners.run

Each feed publishes at random moments of its own rhythm and states its own wishes; the same feeds are asked by
newsthread's rules, by Miniflux's (round robin of 60 minutes, and entry frequency; max of ttl, max-age and Expires) and
by reader's (one hour, max-age, Retry-After). Nothing touches the network: only the decisions are compared. The rivals'
rules are written anew after reading their sources (miniflux/v2, internal/model/feed.go at 112494bb; lemon24/reader,
src/reader/_update/__init__.py at 0e0a3b3), with their default settings; neither program is run.
"""

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from news.feeds.poll_schedule import after_poll, body_hash, due, request_for
from news.records import FeedEntry, FeedMemory, FetchedPage, ParsedFeed

START = datetime(2026, 11, 2, tzinfo=UTC)
DAYS = 14
TICK = timedelta(minutes=15)
SHOWN = 20  # entries of a document
ENTRY_BYTES, HEAD_BYTES, ANSWER_BYTES = 1100, 700, 250


@dataclass
class Site:
    """A feed as its publisher makes it."""

    url: str
    moments: list[datetime]
    ttl: float | None = None
    max_age: float | None = None
    says_max_age_in_304: bool = True
    skip_hours: frozenset[int] = frozenset()
    has_dates: bool = True
    has_validators: bool = True
    shown: int = SHOWN
    busy: tuple[datetime, datetime, float] | None = None  # from, to, Retry-After: it answers 429

    def entries(self, now: datetime) -> list[datetime]:
        """Return the moments of the entries that stand in it, newest first."""
        return [moment for moment in self.moments if moment <= now][-self.shown :][::-1]


@dataclass
class Count:
    """What one contestant did."""

    polls: int = 0
    answers_304: int = 0
    forced: int = 0  # whole requests although a validator was held
    wire_bytes: int = 0
    broken: int = 0  # requests before the publisher's wish allowed
    lateness: list[float] = field(default_factory=list)
    missed: int = 0


def make_feeds(chance: random.Random, many: int = 300) -> list[Site]:
    """Return feeds of mixed rhythms and wishes."""
    feeds = []
    for number in range(many):
        gap = chance.choice((0.25, 0.5, 1, 2, 4, 8, 24, 72, 168)) * 3600
        moments, at = [], START - timedelta(days=20)
        while at < START + timedelta(days=DAYS):
            at += timedelta(seconds=chance.expovariate(1 / gap))
            is_night = at.hour < 6 and chance.random() < 0.8
            if not is_night:
                moments.append(at)
        kind = number % 10
        site = Site(url=f"https://h{number}.example/feed", moments=moments)
        if kind in {0, 1}:
            site.ttl = chance.choice((60, 120, 360, 720, 1440)) * 60
        elif kind in {2, 3}:
            site.max_age = chance.choice((300, 900, 1800, 3600, 14400))
            site.says_max_age_in_304 = chance.random() < 0.5
        elif kind == 4:
            site.skip_hours = frozenset(range(chance.randrange(1, 6)))
        elif kind == 5:
            site.has_dates = False
        elif kind == 6:
            site.shown = 1
        elif kind == 7:
            begin = START + timedelta(hours=chance.randrange(24, 240))
            site.busy = (begin, begin + timedelta(hours=6), chance.choice((3600.0, 7200.0, 21600.0)))
        elif kind == 8:
            site.has_validators = False
        feeds.append(site)
    return feeds


@dataclass
class Asked:
    """A request to a feed, and the validator sent with it."""

    at: datetime
    validator: str | None


def answer(site: Site, asked: Asked) -> tuple[FetchedPage, ParsedFeed | None]:
    """Return what the site answers, as bytes on the wire and as a document."""
    if site.busy and site.busy[0] <= asked.at < site.busy[1]:
        return page(site, "throttled", 429, retry_after_seconds=site.busy[2], wire_bytes=ANSWER_BYTES), None
    entries = site.entries(asked.at)
    tag = f'"{entries[0].isoformat() if entries else 0}"' if site.has_validators else None
    headers: tuple[tuple[str, str], ...] = ()
    if site.max_age and (site.says_max_age_in_304 or asked.validator != tag or tag is None):
        headers = (("cache-control", f"max-age={site.max_age:.0f}"),)
    if tag is not None and asked.validator == tag:
        return page(site, "not_modified", 304, etag=tag, headers=headers, wire_bytes=ANSWER_BYTES), None
    size = HEAD_BYTES + ENTRY_BYTES * len(entries)
    told = tuple(
        FeedEntry(
            feed_url=site.url, guid=at.isoformat(), url=None, title="x", published_at=at if site.has_dates else None
        )
        for at in entries
    )
    document = ParsedFeed(
        feed_url=site.url, outcome="ok", entries=told, ttl_seconds=site.ttl, skip_hours=site.skip_hours
    )  # fmt: skip
    body = repr(entries).encode()
    return page(site, "ok", 200, etag=tag, headers=headers, body=body, wire_bytes=ANSWER_BYTES + size), document


def page(site: Site, outcome: str, status: int, **more: object) -> FetchedPage:
    """Return an answer."""
    said = {"url": site.url, "final_url": site.url, "outcome": outcome, "status": status} | more
    return FetchedPage(**said)  # type: ignore[arg-type]


class Watch:
    """Counts what is asked of one site, and whether its wish was kept."""

    def __init__(self, site: Site, count: Count) -> None:
        self.site, self.count = site, count
        self.seen: set[datetime] = set(site.entries(START))
        self.not_before = START - timedelta(days=1)
        self.has_said = False  # a wish is known once the site has told it

    def ask(self, asked: Asked, *, holds: bool) -> tuple[FetchedPage, ParsedFeed | None, int, int]:
        """Ask; return the answer, and how many entries were new and known."""
        count, site = self.count, self.site
        count.polls += 1
        count.forced += holds and asked.validator is None
        count.broken += self.has_said and (asked.at < self.not_before or asked.at.hour in site.skip_hours)
        said, document = answer(site, asked)
        self.has_said |= document is not None
        count.answers_304 += said.outcome == "not_modified"
        count.wire_bytes += said.wire_bytes
        wish = max(site.ttl or 0.0, site.max_age or 0.0, said.retry_after_seconds or 0.0)
        self.not_before = asked.at + timedelta(seconds=wish)
        shown = site.entries(asked.at) if document else []
        new = [moment for moment in shown if moment not in self.seen]
        count.lateness += [(asked.at - moment).total_seconds() / 60 for moment in new if moment > START]
        self.seen |= set(new)
        return said, document, len(new), len(shown) - len(new)

    def finish(self) -> None:
        """Count the entries that came and went between two polls."""
        end = START + timedelta(days=DAYS - 1)
        self.count.missed += sum(START < moment <= end and moment not in self.seen for moment in self.site.moments)


def ticks() -> Sequence[datetime]:
    """Return the moments at which a scheduler wakes."""
    return [START + TICK * number for number in range(int(timedelta(days=DAYS) / TICK))]


def ours(sites: Sequence[Site], chance: random.Random) -> Count:
    """Ask by newsthread's rules."""
    count = Count()
    watches = {site.url: Watch(site, count) for site in sites}
    memories = {site.url: FeedMemory(url=site.url) for site in sites}
    for now in ticks():
        for memory in due(list(memories.values()), now):
            request = request_for(memory, now)
            holds = memory.etag is not None
            asked = Asked(at=now, validator=request.etag)
            said, document, new, known = watches[memory.url].ask(asked, holds=holds)
            if said.outcome == "ok" and memory.body_sha256 == body_hash(said.body):
                document = None
            memories[memory.url] = after_poll(
                memory, said, document, new_entries=new, known_entries=known, now=now, chance=chance.random()
            )
    for watch in watches.values():
        watch.finish()
    return count


Rule = Callable[[Site, FetchedPage, ParsedFeed | None, datetime, "Plain"], float]


@dataclass
class Plain:
    """What the rivals remember."""

    etag: str | None = None
    ttl: float = 0.0
    weekly: int = 0
    next_at: datetime = START


def rival(sites: Sequence[Site], rule: Rule) -> Count:
    """Ask by a rule that tells the seconds to the next poll."""
    count = Count()
    for site in sites:
        watch, memory = Watch(site, count), Plain()
        for now in ticks():
            if memory.next_at > now:
                continue
            said, document, _, _ = watch.ask(Asked(at=now, validator=memory.etag), holds=memory.etag is not None)
            if said.outcome != "throttled":
                memory.etag = said.etag
            memory.next_at = now + timedelta(seconds=rule(site, said, document, now, memory))
        watch.finish()
    return count


def _max_age(said: FetchedPage) -> float:
    control = dict(said.headers).get("cache-control", "")
    return float(control.partition("max-age=")[2] or 0)


def miniflux_round_robin(
    site: Site, said: FetchedPage, document: ParsedFeed | None, now: datetime, mem: Plain
) -> float:
    """60 minutes; ttl, max-age or Retry-After (429) where they are longer; at most 24 hours."""
    hint = max((document.ttl_seconds or 0.0) if document else 0.0, _max_age(said), said.retry_after_seconds or 0.0)
    return min(max(3600.0, hint), 86400.0)


def miniflux_entry_frequency(
    site: Site, said: FetchedPage, document: ParsedFeed | None, now: datetime, mem: Plain
) -> float:
    """A week by the entries of a week, between 5 minutes and 24 hours."""
    week = now - timedelta(days=7)
    weekly = sum(week < moment <= now for moment in site.moments)
    own = min(max(7 * 86400.0 / weekly, 300.0), 86400.0) if weekly else 86400.0
    hint = max((document.ttl_seconds or 0.0) if document else 0.0, _max_age(said), said.retry_after_seconds or 0.0)
    return min(max(own, hint), 86400.0)


def reader_hourly(site: Site, said: FetchedPage, document: ParsedFeed | None, now: datetime, mem: Plain) -> float:
    """The next full hour; where max-age or Retry-After end later, the full hour after their end."""
    hint = max(_max_age(said), said.retry_after_seconds or 0.0)
    return 3600.0 if hint <= 3600.0 else (hint // 3600 + 1) * 3600


def main() -> None:
    """Run and print one table."""
    sites = make_feeds(random.Random(15))
    counts = {
        "newsthread": ours(sites, random.Random(1)),
        "Miniflux, round robin": rival(sites, miniflux_round_robin),
        "Miniflux, entry frequency": rival(sites, miniflux_entry_frequency),
        "reader, hourly": rival(sites, reader_hourly),
    }
    print("| rules | polls | answered 304 | forced whole | MB | wishes broken | lateness median, 90 % (min) | missed |")
    print("|---|---|---|---|---|---|---|---|")
    for name, count in counts.items():
        late = sorted(count.lateness)
        print(
            f"| {name} | {count.polls:,} | {count.answers_304:,} | {count.forced:,} | {count.wire_bytes / 1e6:.1f} "
            f"| {count.broken:,} | {statistics.median(late):.0f}, {late[int(0.9 * len(late))]:.0f} | {count.missed:,} |"
        )


if __name__ == "__main__":
    main()
