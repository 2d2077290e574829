"""What is remembered of feeds after each of eight polls of all kinds, drawn by lot, word for word."""

import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from news.feeds.address_variants import folded, joined, variant_keys
from news.feeds.announcements import announcements_of, has_page, sort_entries
from news.feeds.entry_identity import entry_ids, identities, shared_addresses
from news.feeds.poll_schedule import (
    ScheduleRules,
    after_poll,
    body_hash,
    due,
    hold_hosts,
    is_same_body,
    request_for,
    unheld,
)
from news.feeds.redirects import is_moved
from news.feeds.shards import shard_of
from news.records import FeedEntry, FeedMemory, FetchedPage, ParsedFeed
from tests.answers import check, told
from tests.drawn import mark
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/feeds")
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
URL = "https://example.org/feed"
FAULTS = ("timeout", "gone", "gone", "throttled", "http_error", "robots", "held", "tls")
OUTCOMES = ("ok",) * 8 + ("not_modified",) * 4 + FAULTS
SECONDS = (0.0, 1.0, 59.0, 61.0, 600.0, 3600.0, 7200.0, 86400.0, 3e5, 2e6, 1e9)
CASES = 90
GIVEN = ("body_sha256", "last_polled_at", "etag", "last_modified")  # as the page has them, or the moment of the poll


def entry(chance: random.Random, at: datetime) -> FeedEntry:
    number = chance.randrange(9)
    hosts = ("example.org", "www.example.org", "m.example.org", "elsewhere.example")
    host = chance.choice(hosts)
    url = chance.choice((f"https://{host}/news/{number}", f"http://example.org/{number}?utm_source=a", None))
    published = chance.choice((at - timedelta(seconds=chance.choice(SECONDS)), None))
    guid = chance.choice((f"guid-{number}", f"https://example.org/{number}", None))
    return FeedEntry(feed_url=URL, guid=guid, url=url, title=f"Story {number % 4}", published_at=published)


def document(chance: random.Random, at: datetime) -> ParsedFeed | None:
    if chance.random() < 0.3:
        return None
    gap = chance.choice(SECONDS)
    told_of = [entry(chance, at) for _ in range(chance.randrange(4))]
    told_of += [replace(entry(chance, at), published_at=at - timedelta(seconds=n * gap)) for n in range(5) if gap < 1e6]
    return ParsedFeed(
        feed_url=URL, outcome=chance.choice(("ok", "ok", "ok", "damaged", "cut", "not_a_feed")),
        title=chance.choice((None, "Paper", "Paper | Sport")), entries=tuple(told_of),
        ttl_seconds=chance.choice((None, *SECONDS)),
        skip_hours=frozenset(chance.choice(((), (), (9, 10, 11), tuple(range(24))))),
        skip_days=frozenset(chance.choice(((), (), (0, 1), tuple(range(7))))),
    )  # fmt: skip


def page(chance: random.Random) -> FetchedPage:
    outcome = chance.choice(OUTCOMES)
    headers = chance.choice(((), (("cache-control", "max-age=900"),), (("cache-control", "no-store"),)))
    moved = chance.choice((None, None, None, "https://example.org/new"))
    return FetchedPage(
        url=URL, final_url=moved or URL, outcome=outcome, status=200 if outcome == "ok" else 429,  # type: ignore[arg-type]
        body=chance.choice((b"one", b"two")), headers=headers, etag=chance.choice((None, '"1"', '"2"')),
        last_modified=chance.choice((None, "Mon", "Tue")), new_url=moved, error=chance.choice((None, "slow")),
        retry_after_seconds=chance.choice((None, None, None, *SECONDS)),
    )  # fmt: skip


def changed(before: FeedMemory, after: FeedMemory) -> str:
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(FeedMemory))
    return " ".join(f"{name}={told(now)}" for name, was, now in pairs if was != now and name not in GIVEN)


def polls(number: int) -> Iterator[str]:
    chance, now, rules = random.Random(number), START, ScheduleRules()
    memory = FeedMemory(url=URL, status=chance.choice(("new", "ok", "paused")), outlet=chance.choice((None, "Paper")))
    for _ in range(8):
        now += timedelta(seconds=chance.choice(SECONDS[:9]))
        answer, read = page(chance), document(chance, now)
        asked = request_for(memory, now)
        held = hold_hosts([memory, replace(memory, url="https://other.example/feed")], [answer], now=now)
        after = after_poll(
            memory, answer, read, new_entries=chance.randrange(3), known_entries=chance.randrange(3), now=now,
            chance=chance.random(),
        )  # fmt: skip
        yield f"  {now:%d %H:%M:%S} {answer.outcome} asked {told(asked)[:160]}"
        asked_now = f"{len(due([after], now))} {len(unheld([after], now))} {is_moved(after, rules)}"
        yield f"    {changed(memory, after)} due {asked_now}"
        yield from (f"    held: {changed(memory, one)}" for one in held)
        memory = after if is_same_body(memory, answer) else replace(after, body_sha256=body_hash(answer.body))


def test_what_is_remembered_of_feeds_stays() -> None:
    check(KEPT / "polls.txt", (line for number in range(CASES) for line in (f"feed {number}", *polls(number))))


def test_what_entries_become_stays() -> None:
    found = []
    for number in range(CASES):
        chance = random.Random(number)
        read = document(chance, START) or ParsedFeed(feed_url=URL, outcome="empty")
        memory = FeedMemory(url=URL, outlet="Paper", language="en")
        found.append(f"{number}: {told(entry_ids(read))} {told(identities(read.entries))}")
        found.append(f"  {told(shared_addresses(read.entries))}")
        announced = announcements_of(memory, read, now=START)
        found += [f"  {told(one)[:220]}" for one in joined(announced, dict.fromkeys(entry_ids(read)[:2], "Story 1"))]
    check(KEPT / "entries.txt", found)


def test_which_entries_are_one_and_which_are_new_stays() -> None:
    """Few guids, addresses and words in all their combinations, beside articles and headlines that are known."""
    found, memory = [], FeedMemory(url="https://post.example/feed", outlet="Post")
    urls = (None, "https://post.example/a", "https://post.example/b")
    for seed in range(150):
        dice = random.Random(seed)
        few = dice.choice((2, 3))
        entries = tuple(
            FeedEntry(feed_url=memory.url, guid=dice.choice((None, "g", "h")[:few]), url=dice.choice(urls[3 - few :]),
                      title=dice.choice(("Quay", "quay ", "Ferry", "")), summary=dice.choice(("", "", "It closes.")))
            for _ in range(dice.randrange(1, 5))
        )  # fmt: skip
        told_of = announcements_of(memory, ParsedFeed(feed_url=memory.url, outcome="ok", entries=entries), now=START)
        titles = {one.entry_id: dice.choice((one.entry.title, "Other")) for one in told_of if dice.randrange(2)}
        known = frozenset(one.article_id for one in told_of if dice.randrange(2))
        sorted_of = told(sort_entries(told_of, known_titles=titles, known_articles=known))
        found.append(f"{identities(entries)} {sorted(shared_addresses(entries))} {len(told_of)} {mark(sorted_of)}")
    check(KEPT / "entries_alike.txt", found)


def test_how_addresses_vary_stays() -> None:
    paths = ("", "/", "/news/1", "/news/1/", "/amp/news/1", "/news/1/amp", "/news/1.html?page=2", "/a?b=1&utm_source=x")
    hosts = ("example.org", "www.example.org", "m.example.org", "amp.example.co.uk", "news.example.org:8080")
    urls = [f"{scheme}://{host}{path}" for scheme in ("http", "https") for host in hosts for path in paths]
    lines = []
    for url in urls:
        keys = variant_keys(url)
        lines.append(f"{url}: {told(folded(url))} {len(keys)} {told(keys[-2:])} {has_page(url)} {shard_of(url, 7)}")
    check(KEPT / "addresses.txt", lines)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_feeds.txt", thresholds("news/feeds"))
