"""Hostile answers hold up nobody: a run ends in its time, and the event loop stays free while they arrive."""

import asyncio
import gzip
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.fetch.client import Client
from extractors.fetch.robots import PRODUCT, robots_from
from extractors.fetch.web import PrivateHosts, WebRules, fetch_pages
from news.records import FetchedPage, FetchRequest
from tests.faulty_server import FaultyServer, Talk, faults
from tests.growth import effort, in_reference_loops

LOOPBACK = PrivateHosts.parse("127.7.0.0/16")
SHORT = WebRules(total_seconds=1.0, read_seconds=0.5, connect_seconds=1.0, run_seconds=2.0, grace_seconds=0.2)
MOMENT = datetime(2026, 11, 28, tzinfo=UTC)
LOOP_EFFORT = 0.5  # of a reference loop: computing on the event loop in one go
LARGE = b"<rss><channel><title>" + b"a" * 400_000


async def large_drip(talk: Talk) -> None:
    """A large beginning, then a byte now and then."""
    talk.head("200 OK", content_type="application/rss+xml", content_length="900000")
    talk.send(LARGE)
    for _ in range(300):
        talk.send(b"a")
        await talk.drain()
        await asyncio.sleep(0.1)


async def flood_of_continues(talk: Talk) -> None:
    for _ in range(200):
        talk.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)
        await talk.drain()
        await asyncio.sleep(0.01)


async def empty_members(talk: Talk) -> None:
    body = gzip.compress(b"") * 150_000
    talk.answer("200 OK", body, content_type="application/rss+xml", content_encoding="gzip")


async def steep_bomb(talk: Talk) -> None:
    talk.answer("200 OK", gzip.compress(b"a" * 9_000_000, 9), content_encoding="gzip")


async def many_headers(talk: Talk) -> None:
    talk.head("200 OK", content_length="0", **{f"set_cookie_{n}": "x" * 200 for n in range(100)})


HOSTILE = faults(large_drip, flood_of_continues, empty_members, steep_bomb, many_headers)


def fetch(requests: list[FetchRequest], rules: WebRules) -> list[FetchedPage]:
    return fetch_pages(requests, user_agent="t", private_hosts=LOOPBACK, rules=rules)


def test_hosts_that_drip_hold_a_run_no_longer_than_its_time() -> None:
    hosts = [f"127.7.2.{n}" for n in range(1, 121)]
    with FaultyServer(hosts=hosts, more=HOSTILE) as server:
        requests = [FetchRequest(url=server.url("large_drip", host)) for host in hosts]
        began = time.monotonic()
        pages = fetch(requests, replace(SHORT, at_once=8))
        took = time.monotonic() - began
    assert took < SHORT.run_seconds + 3  # 120 hosts in 8 places would take 15 s
    assert {page.outcome for page in pages} == {"timeout", "held"}
    assert all(page.retry_after_seconds is None for page in pages if page.outcome == "held")  # they stay due


def test_honest_hosts_are_read_beside_hosts_that_drip() -> None:
    bad, good = [f"127.7.3.{n}" for n in range(1, 81)], [f"127.7.4.{n}" for n in range(1, 9)]
    with FaultyServer(hosts=[*bad, *good], more=HOSTILE) as server:
        requests = [FetchRequest(url=server.url("large_drip", host)) for host in bad]
        requests += [FetchRequest(url=server.url("ok", host)) for host in good]
        pages = fetch(requests, replace(SHORT, run_seconds=20.0, at_once=32))
    assert [page.outcome for page in pages[len(bad) :]] == ["ok"] * len(good)


def test_a_paced_lane_does_not_rest_beyond_the_end_of_the_run() -> None:
    with FaultyServer() as server:
        requests = [FetchRequest(url=server.url(f"ok/{n}", "0x7f070001"), kind="page") for n in range(40)]
        began = time.monotonic()
        pages = fetch(requests, WebRules(run_seconds=1.0, page_spacing_seconds=0.4))
        took = time.monotonic() - began
    assert took < 4
    assert {page.outcome for page in pages[10:]} == {"held"}


def test_a_request_under_way_at_the_end_is_cut_off_and_stays_due() -> None:
    with FaultyServer() as server:
        began = time.monotonic()
        (page,) = fetch([FetchRequest(url=server.url("hang"))], replace(WebRules(), run_seconds=0.3, grace_seconds=0.3))
    assert time.monotonic() - began < 5
    assert (page.outcome, page.retry_after_seconds) == ("held", None)


def test_large_answers_wait_for_a_turn_no_longer_than_they_may() -> None:
    hosts = [f"127.7.5.{n}" for n in range(1, 9)]
    rules = replace(SHORT, run_seconds=30.0, bodies_bytes=500_000, large_at_once=1, turn_seconds=0.3)
    with FaultyServer(hosts=hosts, more=HOSTILE) as server:
        pages = fetch([FetchRequest(url=server.url("large_drip", host)) for host in hosts], rules)
    held = [page.error or "" for page in pages if page.outcome == "held"]
    assert held
    assert all("stays due" in said for said in held)


class Loop:
    """Computes how long the event loop's thread worked without giving others a turn, in seconds of its processor."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        last = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            self.longest = max(self.longest, now - last)
            last = now


async def longest_hold(requests: list[FetchRequest], rules: WebRules) -> float:
    loop = Loop()
    watching = asyncio.create_task(loop.watch())
    async with Client("t", LOOPBACK, rules, lambda: MOMENT) as client:
        loop.longest = 0.0
        await asyncio.gather(*(client.fetch(request) for request in requests))
    watching.cancel()
    return loop.longest


def hold(requests: list[FetchRequest], rules: WebRules) -> float:
    """Return the longest work on the event loop in one go, in reference loops."""
    return in_reference_loops(lambda: asyncio.run(longest_hold(requests, rules)), LOOP_EFFORT)


ROBOTS = {
    "names": lambda: b"".join(b"User-agent: a%d\n" % n for n in range(20_000)) + b"Disallow: /p\n" * 20_000,
    "rules": lambda: b"User-agent: *\n" + b"".join(b"Disallow: /*a%d*b*c\n" % n for n in range(400_000)),
    "groups": lambda: b"".join(b"User-agent: a%d\nAllow: /\n\n" % n for n in range(350_000)),
}


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_hostile_robots_txt_does_not_hold_the_event_loop(kind: str) -> None:
    robots = ROBOTS[kind]()
    hosts = [f"127.7.6.{n}" for n in range(1, 4)]
    with FaultyServer(hosts=hosts, robots=dict.fromkeys(hosts, robots[:9_900_000])) as server:
        requests = [FetchRequest(url=server.url("ok", host), kind="page") for host in hosts]
        assert hold(requests, WebRules()) < LOOP_EFFORT


@pytest.mark.parametrize("fault", sorted({*HOSTILE, "bomb", "densebomb", "huge", "bighead", "longhead", "billion"}))
def test_a_hostile_answer_does_not_hold_the_event_loop(fault: str) -> None:
    hosts = [f"127.7.6.{n}" for n in range(1, 4)]
    rules = replace(SHORT, run_seconds=20.0)
    with FaultyServer(hosts=hosts, more=HOSTILE) as server:
        requests = [FetchRequest(url=server.url(fault, host)) for host in hosts]
        assert hold(requests, rules) < LOOP_EFFORT


def page_of(robots: bytes) -> FetchedPage:
    return FetchedPage(url="http://a.example/robots.txt", final_url="", outcome="ok", body=robots)


def test_robots_txt_is_read_up_to_its_limit_and_what_stands_there_holds() -> None:
    robots = b"User-agent: *\nDisallow: /early\n" + b"# a comment\n" * 100_000 + b"Disallow: /late\n"
    with FaultyServer(robots={"127.7.0.1": robots}) as server:
        names = ("early", "ok")
        refused, allowed = fetch([FetchRequest(url=server.url(name), kind="page") for name in names], WebRules())
    assert (refused.outcome, allowed.outcome) == ("robots", "ok")


@pytest.mark.parametrize(
    ("robots", "is_allowed"),
    [
        ("User-agent: newsthread\nDisallow: /p\n", False),
        ("User-Agent: NewsThread/1.0\nDisallow: /p\n", True),  # as Protego reads it: the product's name alone
        ("user agent newsthread\nDisallow: /p\n", False),
        ("Useragent: newsthread # us\nDisallow: /p\n", False),
        ("User-agent: *\nDisallow: /p\n", False),
        ("User-agent: news*\nDisallow: /p\n", False),
        ("User-agent: otherbot\nDisallow: /p\n", True),
        ("User-agent: otherbot\nUser-agent: newsthread\nDisallow: /p\n", False),
        ("User-agent: otherbot\nDisallow: /\nUser-agent: *\nAllow: /p\n", True),
        ("User-agent: thread\nDisallow: /p\n", True),  # no name of its own within ours
    ],
)
def test_names_of_others_are_put_together_and_ours_are_obeyed(robots: str, is_allowed: bool) -> None:
    assert robots_from(page_of(robots.encode())).may_read("http://a.example/p/1") is is_allowed
    from protego import Protego

    assert bool(Protego.parse(robots).can_fetch("http://a.example/p/1", PRODUCT)) is is_allowed


def test_robots_txt_of_many_names_and_rules_is_read_in_time() -> None:
    page = page_of(ROBOTS["names"]()[:512_000])
    assert effort(lambda: robots_from(page).may_read("http://a.example/p/1"), 10.0) < 10.0  # .4 when measured
    assert robots_from(page).may_read("http://a.example/p/1")
