"""When a feed is asked next, and what we remember of it: pure decisions, with the moment as an argument.

The tick of a collection (15 minutes) is not the interval of a feed. A feed's interval follows its own rhythm, is kept
down by an overlap guard (a document without one known entry means that we missed some), and is raised by what the
server asks for. Nothing is dropped for good: a feed that is gone is looked at again every month.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from news.feeds.cadence import ScheduleRules, Visit, is_due, next_interval, publish_gap
from news.feeds.redirects import is_moved, not_moved, with_redirect
from news.feeds.websub import with_unpushed
from news.feeds.wishes import out_of_skipped, requested_wait, with_wishes
from news.records import READ_FEED, FeedMemory, FetchedPage, FetchRequest, Outcome, ParsedFeed
from news.urls import host_of, site_of

__all__ = ["ScheduleRules", "after_poll", "body_hash", "due", "hold_hosts", "is_same_body", "request_for", "unheld"]

_HARD: frozenset[Outcome] = frozenset(
    {"blocked", "gone", "bad_url", "not_a_feed", "private_address", "too_large", "bad_encoding", "redirect_loop"}
)
_HARD_STATUS = frozenset({400, 401, 403})


def due(feeds: Sequence[FeedMemory], now: datetime) -> list[FeedMemory]:
    """Return the feeds to be asked now: one of each site first, the longest due of each first.

    Source: Media Cloud rss-fetcher, `headhunter` (rank within the host, then time).
    """
    waiting = [feed for feed in feeds if is_due(feed, now)]
    waiting.sort(key=lambda feed: (feed.next_at is not None, feed.next_at or now, feed.url))
    ranks: dict[str, int] = defaultdict(int)
    ranked = []
    for place, feed in enumerate(waiting):
        site = site_of(host_of(feed.url))
        ranked.append((ranks[site], place, feed))
        ranks[site] += 1
    return [feed for _, _, feed in sorted(ranked, key=lambda rank: rank[:2])]


def unheld(feeds: Sequence[FeedMemory], now: datetime) -> list[FeedMemory]:
    """Return the feeds that may be asked at all, due or not: their servers do not ask us to wait."""
    return [feed for feed in feeds if feed.status != "paused" and not (feed.held_until and feed.held_until > now)]


def request_for(memory: FeedMemory, now: datetime, rules: ScheduleRules = ScheduleRules()) -> FetchRequest:
    """Return the request for a poll: conditional whenever we hold a validator, unless there is a reason to doubt it.

    A server whose validators are frozen answers 304 for ever. A feed known for that is always asked whole; one that is
    silent for much longer than its rhythm lets expect is asked whole once, and again when the silence has doubled.
    """
    at = memory.redirect_to if is_moved(memory, rules) else None
    if not memory.conditional or memory.last_full_at is None or _is_doubtful(memory, now, rules):
        return FetchRequest(url=memory.url, at=at)
    return FetchRequest(url=memory.url, at=at, etag=memory.etag, last_modified=memory.last_modified)


def _is_doubtful(memory: FeedMemory, now: datetime, rules: ScheduleRules) -> bool:
    """Return whether nothing but 304 came for longer than the feed's rhythm explains."""
    since = memory.last_new_at or memory.last_full_at
    if memory.last_outcome != "not_modified" or since is None or memory.last_full_at is None:
        return False
    gap = memory.publish_gap_seconds
    patience = max(rules.full_every_seconds, rules.doubt_gaps * gap) if gap else rules.doubt_seconds
    silence = (now - since).total_seconds()
    since_full = (now - memory.last_full_at).total_seconds()
    return silence >= patience and since_full >= max(rules.full_every_seconds, silence / 2)


def body_hash(body: bytes) -> str:
    """Return the SHA-256 by which two bodies are told apart."""
    return hashlib.sha256(body).hexdigest()


def is_same_body(memory: FeedMemory, page: FetchedPage) -> bool:
    """Return whether a page brings the very bytes of the poll before: parsing it again tells nothing."""
    return page.outcome == "ok" and memory.body_sha256 == body_hash(page.body)


def after_poll(
    memory: FeedMemory,
    page: FetchedPage,
    parsed: ParsedFeed | None,
    *,
    new_entries: int,
    known_entries: int,
    now: datetime,
    chance: float,
) -> FeedMemory:
    """Return what to remember of a feed after one attempt to read it.

    Args:
        memory: what we remembered when the request was made.
        page: what came back.
        parsed: None when there was nothing to parse (304, the same body, a failure).
        new_entries, known_entries: never seen before, and seen before.
        now: the moment of the run, the same for all its feeds, so that a feed due every tick stays due every tick.
        chance: 0 to 1, for the jitter.

    Returns:
        The next memory. A request that was held back leaves it as it is, apart from the hold.
    """
    if page.outcome == "held":
        return _held(memory, page, now)
    visit = Visit(
        memory=replace(memory, last_polled_at=now),
        page=page,
        parsed=parsed,
        outcome=parsed.outcome if page.outcome == "ok" and parsed is not None else page.outcome,
        new_entries=new_entries,
        known_entries=known_entries,
        now=now,
        chance=chance,
        is_moved=is_moved(memory, ScheduleRules()),
    )
    if visit.outcome in READ_FEED:
        return _read(visit)
    if visit.outcome == "throttled":
        return _throttled(visit)
    return _gone(visit, memory) if visit.outcome == "gone" else _failed(visit)


def hold_hosts(
    memories: Iterable[FeedMemory],
    pages: Iterable[FetchedPage],
    *,
    now: datetime,
    rules: ScheduleRules = ScheduleRules(),
) -> list[FeedMemory]:
    """Return the memories whose site answered one of `pages` with "too many requests", put off until it may be asked.

    Args:
        memories: any feeds; those of other sites, and those that wait longer anyway, are not in the result.
        pages: of this run, feeds and article pages alike.
        now: the moment of the run.
        rules: the numbers.
    """
    until: dict[str, datetime] = {}
    for page in pages:
        if page.outcome == "throttled":
            wait = rules.hold_seconds if page.retry_after_seconds is None else page.retry_after_seconds
            end = now + timedelta(seconds=min(wait, rules.longest_hold_seconds))
            for site in {site_of(host_of(page.url)), site_of(host_of(page.final_url))}:
                until[site] = max(end, until.get(site, end))
    on_hold = []
    for memory in memories:
        end_of_hold = until.get(site_of(host_of(memory.url)))
        if end_of_hold is not None and (memory.next_at is None or memory.next_at < end_of_hold):
            on_hold.append(replace(memory, next_at=end_of_hold, held_until=end_of_hold))
    return on_hold


def _held(memory: FeedMemory, page: FetchedPage, now: datetime) -> FeedMemory:
    """Never asked: still due, unless its host wants to be left alone."""
    if page.retry_after_seconds is None:
        return memory
    end = now + timedelta(seconds=page.retry_after_seconds)
    return replace(memory, next_at=max(end, memory.next_at or end), held_until=end)


def _throttled(visit: Visit) -> FeedMemory:
    """Obey Retry-After in full up to a day; without one, wait an hour, doubled each time."""
    memory, rules, asked = visit.memory, visit.rules, visit.page.retry_after_seconds
    note = visit.page.error
    if asked is None:
        doubled = rules.hold_seconds * 2 ** min(memory.failures_in_row, 10)
        wait = min(doubled, rules.longest_hold_seconds) + visit.chance * rules.hold_jitter_seconds
    else:
        wait = min(asked, rules.longest_hold_seconds)
        if asked > wait:
            note = f"the server asks us to wait {asked / 86400:.1f} days; we ask again after one"
    return replace(
        memory,
        status="gone" if memory.status == "gone" else "failing",
        failures_in_row=memory.failures_in_row + 1,
        last_outcome="throttled",
        next_at=visit.after(max(wait, rules.tick_seconds)),
        held_until=visit.after(wait) if asked is not None else None,
        note=note,
    )


def _gone(visit: Visit, before: FeedMemory) -> FeedMemory:
    """410: believed at the second sighting a day later, and looked at again every month all the same."""
    rules = visit.rules
    seen_at = before.last_polled_at if before.last_outcome == "gone" else None
    was_gone = seen_at is not None and visit.now - seen_at >= timedelta(seconds=rules.gone_apart_seconds)
    is_certain = before.status == "gone" or was_gone
    return replace(
        visit.memory,
        status="gone" if is_certain else "failing",
        failures_in_row=visit.memory.failures_in_row + 1,
        fail_score=visit.memory.fail_score + rules.hard_weight,
        last_outcome="gone",
        next_at=visit.after(rules.gone_again_seconds if is_certain else rules.ceiling_seconds),
        note="410: the publisher removed it" + ("; looked at once a month" if is_certain else ""),
    )


def _failed(visit: Visit) -> FeedMemory:
    """Wait longer with each failure, by its kind; a fault of the new address of a moved feed sends us back."""
    memory, rules = visit.memory, visit.rules
    failures = memory.failures_in_row + 1
    score = memory.fail_score + _weight(visit.outcome, visit.page.status, rules)
    ceiling = rules.ceiling_seconds if failures <= rules.many_failures else rules.dead_ceiling_seconds
    wait = min(memory.interval_seconds * (1 + score), ceiling) * rules.spread(memory.interval_seconds, visit.chance)
    parse_error = visit.parsed.error if visit.parsed is not None else None
    failed = replace(
        memory,
        status="gone" if memory.status == "gone" else "failing",
        failures_in_row=failures,
        fail_score=score,
        last_outcome=visit.outcome,
        next_at=visit.after(max(wait, visit.page.retry_after_seconds or 0.0)),
        note=parse_error or visit.page.error,
    )
    return not_moved(failed) if visit.is_moved else failed


def _weight(outcome: Outcome, status: int | None, rules: ScheduleRules) -> float:
    if outcome == "dns":
        return rules.dns_weight
    return rules.hard_weight if outcome in _HARD or status in _HARD_STATUS else rules.soft_weight


def _read(visit: Visit) -> FeedMemory:
    """All went well: keep the validators, follow the rhythm, forget the faults."""
    gap = publish_gap(visit)
    interval = next_interval(visit, gap)
    memory = with_wishes(_with_validators(visit), visit)
    memory = with_unpushed(memory, visit.memory, new_entries=visit.new_entries, now=visit.now)
    wait = max(interval * visit.rules.spread(interval, visit.chance), requested_wait(memory, visit))
    read = replace(
        memory,
        status="ok",
        fail_score=0.0,
        failures_in_row=0,
        last_outcome=visit.outcome,
        held_until=None,
        last_ok_at=visit.now,
        last_new_at=visit.now if visit.new_entries else visit.memory.last_new_at,
        publish_gap_seconds=gap,
        interval_seconds=interval,
        next_at=out_of_skipped(visit.after(wait), memory),
        note=visit.parsed.error if visit.parsed is not None and visit.outcome != "ok" else None,
    )
    return with_redirect(read, visit)


def _with_validators(visit: Visit) -> FeedMemory:
    """Keep the newest validators as they came, also from a 304 and from the same body.

    A 304 replaces only what it names (RFC 9110 section 15.4.5). New entries under the old validators show that the
    server's are frozen: such a feed is asked whole until they move.
    """
    memory, page = visit.memory, visit.page
    if page.outcome == "not_modified":
        return replace(memory, etag=page.etag or memory.etag, last_modified=page.last_modified or memory.last_modified)
    if visit.parsed is not None and visit.parsed.is_index:
        # Its parts change while it stays the same.
        return replace(memory, etag=None, last_modified=None, body_sha256=None, last_full_at=visit.now)
    has_validator = page.etag is not None or page.last_modified is not None
    is_same = (memory.etag, memory.last_modified) == (page.etag, page.last_modified)
    digest = body_hash(page.body)
    has_changed = memory.body_sha256 is not None and memory.body_sha256 != digest and visit.new_entries > 0
    is_frozen = has_validator and is_same and has_changed
    return replace(
        memory,
        etag=page.etag,
        last_modified=page.last_modified,
        body_sha256=digest,
        last_full_at=visit.now,
        conditional=not is_frozen and (memory.conditional or (has_validator and not is_same)),
    )
