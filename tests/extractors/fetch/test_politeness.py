"""A host is left alone as long as it asks, as long as it fails, and never shorter than it was told before."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from extractors.fetch.limits import WebRules
from extractors.fetch.politeness import HostGate, HostGates
from news.records import FetchedPage

RULES = WebRules()


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def page(outcome: str, status: int | None = None, wait: float | None = None) -> FetchedPage:
    given: Any = {"outcome": outcome, "status": status, "retry_after_seconds": wait}
    return FetchedPage(url="https://h.example/", final_url="https://h.example/", **given)


def gate(clock: Clock, *, is_paced: bool = True) -> HostGate:
    return HostGate(RULES, clock, is_paced=is_paced)


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [
        (None, 3600.0),
        (0.0, 0.0),
        (30.0, 30.0),
        (86_399.0, 86_399.0),
        (86_401.0, 86_400.0),
    ],
)
def test_a_throttled_host_is_held_as_long_as_it_asks_up_to_our_longest(wait: float | None, seconds: float) -> None:
    clock = Clock()
    host = gate(clock)
    assert host.hold_seconds() is None
    host.learn(page("throttled", 429, wait))
    assert host.hold_seconds() == seconds
    clock.now += seconds + 5
    assert host.hold_seconds() == 0.0  # for the rest of the run it stays held


def test_a_shorter_wait_does_not_shorten_a_longer_one() -> None:
    clock = Clock()
    host = gate(clock)
    host.learn(page("throttled", 429, 60.0))
    host.learn(page("throttled", 503, 5.0))
    assert host.hold_seconds() == 60.0
    host.learn(page("throttled", 503, 90.0))
    assert host.hold_seconds() == 90.0


@pytest.mark.parametrize("fault", ["connect", "timeout", "dns", "tls"])
def test_the_third_failed_connection_in_a_row_holds_a_host(fault: str) -> None:
    host = gate(Clock())
    host.learn(page(fault))
    host.learn(page(fault))
    assert host.hold_seconds() is None
    host.learn(page(fault))
    assert host.hold_seconds() == 600.0


@pytest.mark.parametrize("between", [page("ok", 200), page("http_error", 404), page("timeout", 200), page("truncated")])
def test_an_answer_in_between_begins_the_count_anew(between: FetchedPage) -> None:
    host = gate(Clock())
    for seen in (page("connect"), page("connect"), between, page("connect"), page("connect")):
        host.learn(seen)
    assert host.hold_seconds() is None
    host.learn(page("connect"))
    assert host.hold_seconds() is not None


def slept(
    monkeypatch: pytest.MonkeyPatch, *spacings: float, is_paced: bool = True, until: float = 1e9, delay: float = 0.0
) -> list[float]:
    """Return how long each turn waits, one behind the other, where a request takes two seconds."""
    clock, waits = Clock(), []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.now += seconds

    async def run() -> None:
        host = gate(clock, is_paced=is_paced)
        host.crawl_delay = delay
        for spacing in spacings:
            async with host.turn(spacing, until=until):
                clock.now += 2.0

    monkeypatch.setattr(asyncio, "sleep", sleep)
    asyncio.run(run())
    return waits


def test_a_pause_is_counted_from_the_start_of_the_request_before(monkeypatch: pytest.MonkeyPatch) -> None:
    assert slept(monkeypatch, 5.0, 1.0, 5.0) == [3.0]  # 5 - 2 s; behind the second no pause is left
    assert slept(monkeypatch, 5.0, 5.0, 5.0) == [3.0, 3.0]
    assert slept(monkeypatch, 1.0, 1.0) == []
    assert slept(monkeypatch, 5.0, 5.0, is_paced=False) == []


def test_a_crawl_delay_lengthens_the_pause_and_never_shortens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert slept(monkeypatch, 5.0, 5.0, delay=12.0) == [10.0]
    assert slept(monkeypatch, 5.0, 5.0, delay=1.0) == [3.0]


def test_nobody_rests_beyond_the_end_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert slept(monkeypatch, 60.0, 60.0, until=110.0) == [8.0]


def test_each_host_has_one_gate_and_some_are_not_paced() -> None:
    gates = HostGates(RULES, Clock(), lambda host: host == "localhost")
    assert gates.of("a.example") is gates.of("a.example")
    assert gates.of("a.example") is not gates.of("b.example")
    assert (gates.of("a.example")._is_paced, gates.of("localhost")._is_paced) == (True, False)


def test_the_bounds_of_holding_are_those_of_the_timetable() -> None:
    strict = replace(RULES, failed_connects=1)
    host = HostGate(strict, Clock(), is_paced=True)
    host.learn(page("dns"))
    assert host.hold_seconds() == strict.failed_hold_seconds
