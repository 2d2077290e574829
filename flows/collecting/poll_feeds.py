"""Due feeds → entries: fetched as they come, parsed while the rest is fetched, saved a group a transaction."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from extractors.feeds.parse import FeedParsers
from extractors.fetch.web import PrivateHosts, WebRules, fetch_as_they_come, fetch_pages
from flows.collecting.failures import failure_of_page
from flows.collecting.run_time import RunTime
from flows.configuration.settings import Settings
from flows.progress import Progress
from news.articles.feed_outlets import named
from news.articles.outlet_index import OutletIndex
from news.feeds.address_variants import joined, variant_keys
from news.feeds.announcements import SortedEntries, announcements_of, sort_entries
from news.feeds.parts import with_parts
from news.feeds.poll_schedule import after_poll, hold_hosts, is_same_body, request_for
from news.records import Announcement, Failure, FeedMemory, FetchedPage, FetchRequest, Outcome, ParsedFeed, Poll, record
from news.urls import host_of
from storage.archive import Archive

GROUP = 500  # feeds a transaction at most: what a killed run polls again
PART_BYTES = 1_000_000  # of feeds a transaction: what they say takes many times their room until it is saved
MOST_PAGES = 5  # older pages of a feed, read on first contact
MOST_ON_FIRST_CONTACT = 500  # entries; with so many no older page is asked for
_NOTHING = ParsedFeed(feed_url="", outcome="empty")


def poll_feeds(
    archive: Archive,
    memories: Sequence[FeedMemory],
    settings: Settings,
    *,
    now: datetime,
    progress: Progress,
    rules: WebRules = WebRules(),
) -> tuple[Counter[str], int]:
    """Fetch and parse these feeds; save entries, validators and rhythm, each group in one transaction.

    Args:
        rules: limits of time and size, and pauses.

    Returns:
        The outcomes, counted, and how many entries were new.
    """
    left = RunTime(rules=rules)
    arrivals = fetch_as_they_come(
        [request_for(memory, now) for memory in memories],
        user_agent=settings.user_agent,
        private_hosts=PrivateHosts.parse(settings.private_hosts),
        group=GROUP,
        rules=rules,
    )
    outcomes: Counter[str] = Counter()
    new_entries = 0
    parsers = FeedParsers(now=now, workers=settings.workers)
    with progress.stage("feeds", len(memories)) as step, parsers:
        for group in (part for arrived in arrivals for part in in_parts(arrived)):
            asked = [(memories[place], page) for place, page in group]
            answers = _with_parts(_parsed(asked, parsers), parsers, settings, left)
            for result in archive.store.retry(partial(save_group, archive, answers, now=now)):
                outcomes[result.poll.outcome] += 1
                new_entries += result.poll.new_entries
            for _ in group:
                step()
    return outcomes, new_entries


def in_parts(group: Sequence[tuple[int, FetchedPage]]) -> Iterator[list[tuple[int, FetchedPage]]]:
    """Yield what came in parts of about PART_BYTES of bodies; answers without a body stay together."""
    part: list[tuple[int, FetchedPage]] = []
    size = 0
    for place, page in group:
        part.append((place, page))
        size += len(page.body)
        if size >= PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def save_group(archive: Archive, answers: Sequence["Answered"], *, now: datetime) -> list["PollResult"]:
    """Save what these polls brought in one transaction: no validator runs ahead of its entries."""
    outlets = OutletIndex(archive.outlets.all())
    answers = _with_outlets(archive, answers, outlets)
    announced = [announcements_of(a.memory, a.parsed, now=now) if a.parsed else [] for a in answers]
    titles = archive.feeds.known_entries({item.entry_id for items in announced for item in items})
    announced, known = _with_known_spellings(archive, announced, titles)
    entries = [sort_entries(items, known_titles=titles, known_articles=known) for items in announced]
    results = [_result(answer, found, now) for answer, found in zip(answers, entries, strict=True)]
    asked = [result for result in results if result.poll.outcome != "held"]  # the others were never asked
    outlet_of = {a.memory.url: outlets.name_for(a.memory.url, feed_outlet=a.memory.outlet) for a in answers}
    archive.feeds.save_polls(
        _with_holds(archive, [result.memory for result in results], [answer.page for answer in answers], now),
        [result.poll for result in asked],
        [item for found in entries for item in found.to_save],
        [result.failure for result in asked if result.failure],
        outlets=outlet_of,
    )
    return results


def _with_outlets(archive: Archive, answers: Sequence["Answered"], outlets: OutletIndex) -> list["Answered"]:
    """Give feeds that the list names no outlet for the one that they say they are of."""
    if not any(answer.memory.outlet is None and answer.parsed for answer in answers):
        return list(answers)
    siblings = {host_of(memory.url): memory.outlet for memory in archive.feeds.all() if memory.outlet}
    found = []
    for answer in answers:
        memory = named(answer.memory, answer.parsed, outlets, siblings) if answer.parsed else answer.memory
        if memory.outlet:
            siblings.setdefault(host_of(memory.url), memory.outlet)
        found.append(replace(answer, memory=memory))
    return found


def _with_known_spellings(
    archive: Archive, announced: Sequence[list[Announcement]], titles: Mapping[int, str]
) -> tuple[list[list[Announcement]], frozenset[int]]:
    """Join other spellings of addresses that we know; return the announcements, and the articles known of them."""
    new = [item for items in announced for item in items if item.entry_id not in titles]
    keys = {item.article_id for items in announced for item in items}
    keys |= {key for item in new for key in variant_keys(item.entry.url or "")}
    known = archive.feeds.announced_titles(keys)
    joined_items = iter(joined(new, known))
    whole = [[item if item.entry_id in titles else next(joined_items) for item in items] for items in announced]
    return whole, frozenset(known)


def _with_holds(
    archive: Archive, memories: Sequence[FeedMemory], pages: Sequence[FetchedPage], now: datetime
) -> list[FeedMemory]:
    """Put off every feed of a host that asked to be left alone, also those that were not polled now."""
    mine = {memory.url: memory for memory in memories}
    if any(page.outcome == "throttled" for page in pages):
        others = {memory.url: memory for memory in archive.feeds.all()} | mine
        mine |= {memory.url: memory for memory in hold_hosts(others.values(), pages, now=now)}
    return list(mine.values())


@record
class Answered:
    """A feed that was polled, and what came."""

    memory: FeedMemory
    page: FetchedPage
    parsed: ParsedFeed | None  # None: nothing came that could be parsed

    @property
    def outcome(self) -> Outcome:
        """What the poll came to: the fetch's outcome, or the parser's where a page came."""
        return self.parsed.outcome if self.parsed else self.page.outcome

    @property
    def error(self) -> str | None:
        """Why, in words."""
        return self.page.error or (self.parsed.error if self.parsed else None)


@record
class PollResult:
    """What one poll leaves behind, beside its entries."""

    memory: FeedMemory
    poll: Poll
    failure: Failure | None


def _parsed(asked: Sequence[tuple[FeedMemory, FetchedPage]], parsers: FeedParsers) -> list[Answered]:
    """Parse what came, unless it is the body of the poll before."""
    fresh = [page.outcome == "ok" and not is_same_body(memory, page) for memory, page in asked]
    read = iter(parsers.parse([page for (_, page), is_fresh in zip(asked, fresh, strict=True) if is_fresh]))
    return [
        Answered(memory=memory, page=page, parsed=next(read) if is_fresh else None)
        for (memory, page), is_fresh in zip(asked, fresh, strict=True)
    ]


def _with_parts(answers: Sequence[Answered], parsers: FeedParsers, settings: Settings, left: RunTime) -> list[Answered]:
    """Read where a document goes on: the parts of an index each time, older pages (RFC 5005) on first contact."""
    found = list(answers)
    for _ in range(MOST_PAGES):
        places = [place for place, answer in enumerate(found) if _goes_on(answer)]
        asked = [(place, url) for place in places for url in (found[place].parsed or _NOTHING).more]
        if not asked:
            break
        pages = fetch_pages(
            [FetchRequest(url=url) for _, url in asked],
            user_agent=settings.user_agent,
            private_hosts=PrivateHosts.parse(settings.private_hosts),
            rules=left.for_pages(),
        )
        read = iter(parsers.parse([page for page in pages if page.outcome == "ok"]))
        parts: dict[int, list[ParsedFeed]] = defaultdict(list)
        for (place, _url), page in zip(asked, pages, strict=True):
            parts[place] += [next(read)] if page.outcome == "ok" else []
        for place in places:
            parsed = found[place].parsed or _NOTHING
            found[place] = replace(found[place], parsed=with_parts(parsed, parts[place]))
    return found


def _goes_on(answer: Answered) -> bool:
    parsed = answer.parsed
    if parsed is None or not parsed.is_read or not parsed.more:
        return False
    return parsed.is_index or (answer.memory.last_ok_at is None and len(parsed.entries) < MOST_ON_FIRST_CONTACT)


def _result(answer: Answered, entries: SortedEntries, now: datetime) -> PollResult:
    known = len(entries.known) + len(entries.edits)
    after = after_poll(
        answer.memory,
        answer.page,
        answer.parsed,
        new_entries=len(entries.new),
        known_entries=known,
        now=now,
        chance=random.random(),
    )
    poll = Poll(
        feed_url=answer.memory.url,
        at=now,
        outcome=answer.outcome,
        status=answer.page.status,
        entries=len(entries.new) + known,
        new_entries=len(entries.new),
        wire_bytes=answer.page.wire_bytes,
        seconds=answer.page.seconds,
        error=answer.error,
    )
    what = replace(answer.page, url=answer.memory.url, outcome=answer.outcome, error=answer.error)
    return PollResult(memory=after, poll=poll, failure=failure_of_page(what, "feeds", now))
