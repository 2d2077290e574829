"""One connection a host, a pause between two requests to it, and none while it asks us to wait."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from extractors.fetch.limits import WebRules
from news.records import FetchedPage

_CONNECT_FAULTS = frozenset({"connect", "timeout", "dns", "tls"})


class HostGate:
    """One host in one run: who may ask it, and when."""

    def __init__(self, rules: WebRules, clock: Callable[[], float], *, is_paced: bool) -> None:
        """Keep the pauses of `rules` towards one host; without pacing only one connection is kept to."""
        self._rules = rules
        self._clock = clock
        self._is_paced = is_paced
        self._turn = asyncio.Lock()
        self._free_at = 0.0
        self._failed_connects = 0
        self.held_until: float | None = None
        self.crawl_delay = 0.0

    def hold_seconds(self) -> float | None:
        """Return for how long the host is to be left alone; None: it may be asked."""
        if self.held_until is None:
            return None
        return max(self.held_until - self._clock(), 0.0)

    @asynccontextmanager
    async def turn(self, spacing: float, *, until: float) -> AsyncIterator[None]:
        """Wait until the host is free and rested, and keep it until the request is over.

        Args:
            spacing: seconds until the next request to it may begin.
            until: of the clock; nobody rests beyond it, since no request is begun then.
        """
        async with self._turn:
            wait = min(self._free_at, until) - self._clock()
            if self._is_paced and wait > 0:
                await asyncio.sleep(wait)
            self._free_at = self._clock() + max(spacing, self.crawl_delay)
            yield

    def learn(self, page: FetchedPage) -> None:
        """Take from an answer whether the host wants to be left alone."""
        rules = self._rules
        if page.outcome == "throttled":
            wait = page.retry_after_seconds if page.retry_after_seconds is not None else rules.hold_seconds
            self._hold(min(wait, rules.longest_hold_seconds))
        elif page.outcome in _CONNECT_FAULTS and page.status is None:
            self._failed_connects += 1
            if self._failed_connects >= rules.failed_connects:
                self._hold(rules.failed_hold_seconds)
        else:
            self._failed_connects = 0

    def _hold(self, seconds: float) -> None:
        self.held_until = max(self._clock() + seconds, self.held_until or 0.0)


class HostGates:
    """The gates of one run, made as they are needed."""

    def __init__(self, rules: WebRules, clock: Callable[[], float], is_unpaced: Callable[[str], bool]) -> None:
        """Make gates by `rules`; hosts for which `is_unpaced` says so are asked without pauses."""
        self._rules = rules
        self._clock = clock
        self._is_unpaced = is_unpaced
        self._gates: dict[str, HostGate] = {}

    def of(self, host: str) -> HostGate:
        """Return the gate of `host`."""
        gate = self._gates.get(host)
        if gate is None:
            gate = HostGate(self._rules, self._clock, is_paced=not self._is_unpaced(host))
            self._gates[host] = gate
        return gate
