"""One run of requests over shared connections: whose turn it is, where redirects lead, what came of each."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp

from extractors.fetch.address_guard import PrivateHosts, SocketGate
from extractors.fetch.bodies import BodyReader
from extractors.fetch.connections import Connector
from extractors.fetch.dns import Names
from extractors.fetch.http_messages import fault_page, first_headers, headers_for, joined, page_from, validators_of
from extractors.fetch.limits import WebRules
from extractors.fetch.outcomes import FOREIGN_ERRORS, PERMANENT, REDIRECTS, outcome_of_error, outcome_of_status
from extractors.fetch.politeness import HostGate, HostGates
from extractors.fetch.robots import RobotsRules, robots_from
from news.records import FetchedPage, FetchRequest, record
from news.urls import host_of, site_of

A = TypeVar("A")
R = TypeVar("R")

# Neither a page nor a feed, however it is read: the beginning is enough to say so.
_NOT_TEXT = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/vnd.")


@record
class _Hop:
    """One answer on the way: either the end (`page`) or where it leads to."""

    page: FetchedPage
    location: str | None = None
    is_permanent: bool = False


class Client:
    """The connections, pauses and robots rules of one run."""

    def __init__(self, user_agent: str, private: PrivateHosts, rules: WebRules, now: Callable[[], datetime]) -> None:
        """Prepare a run; connections are made inside `async with`."""
        self._now = now
        self._user_agent = user_agent
        self._private = private
        self._rules = rules
        self._robots: dict[str, asyncio.Task[RobotsRules]] = {}

    async def __aenter__(self) -> "Client":
        """Open the sessions: one guarded by addresses, one for hosts let through by name."""
        loop = asyncio.get_running_loop()
        self._clock = loop.time
        self._ends_at = loop.time() + self._rules.run_seconds
        self._everyone = asyncio.Semaphore(self._rules.at_once)
        self._bodies = BodyReader(self._rules)
        self._gates = HostGates(self._rules, loop.time, self._private.has_host)
        self._names = Names(self._rules.at_once)
        self._readers = ThreadPoolExecutor(self._rules.robots_threads, thread_name_prefix="robots")
        buffer = self._rules.socket_bytes
        self._guarded = self._session(SocketGate(self._private, buffer_bytes=buffer))
        self._named = self._session(SocketGate(self._private, is_open=True, buffer_bytes=buffer))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close what is open."""
        for task in self._robots.values():
            task.cancel()
        await self._guarded.close()
        await self._named.close()
        await self._names.close()
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _session(self, gate: SocketGate) -> aiohttp.ClientSession:
        rules = self._rules
        return aiohttp.ClientSession(
            connector=Connector(
                limit=0,
                limit_per_host=1,
                resolver=self._names,
                ttl_dns_cache=300,
                keepalive_timeout=rules.keepalive_seconds,
                socket_factory=gate,
            ),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=rules.connect_seconds, sock_read=rules.read_seconds),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            auto_decompress=False,
            read_bufsize=32_768,  # what 64 slow readings may hold at once
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=rules.header_bytes,
            max_field_size=rules.header_bytes,
        )

    async def fetch(self, request: FetchRequest, *, is_last: bool = False) -> FetchedPage:
        """Make one request with its redirects.

        Args:
            request: what to ask for.
            is_last: nothing else is to be asked of its host; connections to thousands of hosts are not kept open.
        """
        spent, is_permanent = 0.0, True
        url, seen = joined("", request.at or request.url), set[str]()
        while True:
            if len(seen) > self._rules.redirects or url in seen:
                page = fault_page(request, url, "redirect_loop", f"{len(seen)} redirects lead nowhere", self._now())
                return replace(page, seconds=spent)
            seen.add(url)
            hop, seconds = await self._hop(request, url, self._rules.total_seconds - spent, is_last)
            spent += seconds
            if hop.location is None:
                break
            is_permanent = is_permanent and hop.is_permanent
            url = hop.location
        is_read = hop.page.outcome in {"ok", "not_modified"}
        new_url = url if is_permanent and is_read and len(seen) > 1 else None
        return replace(hop.page, new_url=new_url, seconds=spent)

    async def _hop(self, request: FetchRequest, url: str, seconds: float, is_last: bool) -> tuple[_Hop, float]:
        """Ask one address once it is our turn; return the answer and the seconds it took."""
        fault = self._wrong_with(url)
        if fault is not None:
            return _Hop(page=fault_page(request, url, "bad_url", fault, self._now())), 0.0
        if request.kind == "page" and (refusal := await self._refusal(request, url)) is not None:
            return _Hop(page=refusal), 0.0
        gate = self._gates.of(site_of(host_of(url)))
        rules = self._rules
        spacing = rules.page_spacing_seconds if request.kind == "page" else rules.feed_spacing_seconds
        async with gate.turn(spacing, until=self._ends_at):
            if (held_page := self._held(request, url, gate)) is not None:
                return _Hop(page=held_page), 0.0
            async with self._everyone:
                began = self._clock()
                if began > self._ends_at:  # others had the places all the while
                    return _Hop(page=self._too_late(request, url)), 0.0
                hop = await self._exchange(request, url, seconds, is_last)
                took = self._clock() - began
            gate.learn(hop.page)
        return await self._with_reservations(request, url, hop), took

    async def _with_reservations(self, request: FetchRequest, url: str, hop: _Hop) -> _Hop:
        """Add to a page what the files of its host reserve."""
        if request.kind != "page" or hop.page.outcome != "ok":
            return hop
        robots = await self._robots_of(url)
        return replace(hop, page=replace(hop.page, reservations=robots.reservations(url)))

    def _held(self, request: FetchRequest, url: str, gate: HostGate) -> FetchedPage | None:
        wait = gate.hold_seconds()
        if wait is not None:
            page = fault_page(request, url, "held", "its host wants to be left alone", self._now())
            return replace(page, retry_after_seconds=wait)
        return self._too_late(request, url) if self._clock() > self._ends_at else None

    def _too_late(self, request: FetchRequest, url: str) -> FetchedPage:
        return fault_page(request, url, "held", "the time of this run was over; it stays due", self._now())

    def _wrong_with(self, url: str) -> str | None:
        if len(url) > self._rules.url_characters:
            return f"longer than {self._rules.url_characters} characters"
        try:
            parts = urlsplit(url)
            is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError as error:
            return str(error)
        return None if is_good else "only http and https addresses are read"

    async def _refusal(self, request: FetchRequest, url: str) -> FetchedPage | None:
        """Return the page that stands for what robots.txt forbids; None: it may be read."""
        robots = await self._robots_of(url)
        if robots.outcome != "ok":
            return fault_page(request, url, robots.outcome, robots.error or robots.outcome, self._now())
        if self._clock() > self._ends_at:
            return self._too_late(request, url)
        if not await self._aside(robots.may_read, url):
            return fault_page(request, url, "robots", "robots.txt asks us not to read it", self._now())
        return None

    async def _aside(self, work: Callable[[A], R], argument: A) -> R:
        """Do what may take long in a thread: a hostile robots.txt must not hold up everybody else's answers."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work, argument)

    async def _robots_of(self, url: str) -> RobotsRules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        task = self._robots.get(origin)
        if task is None:
            task = asyncio.create_task(self._read_robots(origin, host_of(url)))
            self._robots[origin] = task
        return await asyncio.shield(task)

    async def _read_robots(self, origin: str, host: str) -> RobotsRules:
        page = await self.fetch(FetchRequest(url=origin + "/robots.txt", kind="robots"))
        robots = await self._aside(robots_from, page)
        if self._rules.reads_tdm_file and robots.outcome == "ok":
            file = await self.fetch(FetchRequest(url=origin + "/.well-known/tdmrep.json", kind="robots"))
            robots = replace(robots, tdm_file=file.body if file.outcome == "ok" else b"")
        gate = self._gates.of(site_of(host))
        gate.crawl_delay = max(gate.crawl_delay, min(robots.crawl_delay, self._rules.longest_crawl_delay_seconds))
        return robots

    async def _exchange(self, request: FetchRequest, url: str, seconds: float, is_last: bool) -> _Hop:
        """Send one request and read its answer; every fault of the outside becomes an outcome."""
        session = self._named if self._private.has_name(host_of(url)) else self._guarded
        last_moment = self._ends_at + self._rules.grace_seconds
        try:
            async with (
                asyncio.timeout(max(last_moment - self._clock(), 0.0)),
                asyncio.timeout(max(seconds, 0.0)) as deadline,
                session.get(url, headers=headers_for(request, is_last=is_last), allow_redirects=False) as answer,
            ):
                return await self._hop_from(request, url, answer, deadline)
        except FOREIGN_ERRORS as error:
            if self._clock() >= last_moment:
                return _Hop(page=self._too_late(request, url))
            outcome, words = outcome_of_error(error)
            return _Hop(page=fault_page(request, url, outcome, words, self._now()))

    async def _hop_from(
        self, request: FetchRequest, url: str, answer: aiohttp.ClientResponse, deadline: asyncio.Timeout
    ) -> _Hop:
        headers = first_headers(answer)
        if answer.status in REDIRECTS and (location := headers.get("location")):
            target = joined(url, location)
            page = fault_page(request, url, "http_error", f"leads to {target}", self._now())
            return _Hop(page=page, location=target, is_permanent=answer.status in PERMANENT)
        outcome = outcome_of_status(answer.status, headers, was_conditional=bool(validators_of(request)))
        longest = self._rules.validator_characters
        page = page_from(request, url, answer, outcome, longest=longest, now=self._now())
        if outcome != "ok":
            return _Hop(page=page)
        is_sample = (page.content_type or "").lower().startswith(_NOT_TEXT)
        most = self._rules.robots_bytes if request.kind == "robots" else None
        body = await self._bodies.read(
            answer.content, headers.get("content-encoding", ""), deadline, most=most, is_sample=is_sample
        )
        if body.outcome == "ok" and not body.content.strip():
            return _Hop(page=replace(page, outcome="empty", error="an empty body", wire_bytes=body.wire_bytes))
        return _Hop(
            page=replace(page, outcome=body.outcome, body=body.content, wire_bytes=body.wire_bytes, error=body.error)
        )
