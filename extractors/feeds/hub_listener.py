"""Answers WebSub hubs: confirms what we asked for, and takes what they push as a sign to poll.

Source: W3C Recommendation WebSub, sections 5.3 (confirmation) and 7 to 8 (pushes and their signatures). A push is read
to check its signature, piece by piece, and thrown away. One with a wrong signature is answered like a good one, so
that nobody learns from the answer.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from aiohttp import web

from news.errors import ArchiveError, InputError
from news.feeds.websub import digest_for, is_signed
from news.records import HubEvent, HubEventKind, HubTopic, record

SIXTY_FOUR_DIGITS = r"[0-9a-f]{64}"


@record
class ListenerRules:
    """The limits of one call."""

    body_bytes: int = 10_000_000  # of a push; a longer one is refused
    seconds: float = 30.0  # for the whole of a push
    at_once: int = 32  # calls; more are asked to come again
    at_once_of_feed: int = 2
    challenge_signs: int = 4096


class Inbox(Protocol):
    """Where the feeds stand that may be called about, and where events are kept."""

    def topic(self, token: str) -> HubTopic | None:
        """Return the feed of a token."""
        ...

    def keep(self, token: str, event: HubEvent) -> None:
        """Keep an event."""
        ...


class HubListener:
    """The answers of one listener."""

    def __init__(self, inbox: Inbox, now: Callable[[], datetime], rules: ListenerRules = ListenerRules()) -> None:
        """Answer for the feeds of `inbox`, by the clock `now`."""
        self._inbox = inbox
        self._now = now
        self._rules = rules
        self._at_work: Counter[str] = Counter()

    def application(self) -> web.Application:
        """Return the routes: any path that ends in a token."""
        application = web.Application(client_max_size=self._rules.body_bytes)
        application.router.add_get(f"/{{path:.*}}{{token:{SIXTY_FOUR_DIGITS}}}", self._confirm, allow_head=False)
        application.router.add_post(f"/{{path:.*}}{{token:{SIXTY_FOUR_DIGITS}}}", self._take)
        return application

    async def _confirm(self, request: web.Request) -> web.Response:
        """Say that we asked for it, where we did; a hub that refuses is noted."""
        token, query = request.match_info["token"], request.query
        topic = self._inbox.topic(token)
        if topic is None or query.get("hub.topic") != topic.topic:
            return _plain(404, "no such subscription")
        if query.get("hub.mode") == "denied":
            await self._keep(token, topic, "denied")
            return _plain(200, "noted")
        challenge = query.get("hub.challenge", "")
        if query.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= self._rules.challenge_signs:
            return _plain(404, "not asked for")
        await self._keep(token, topic, "confirmed", lease_seconds=_seconds(query.get("hub.lease_seconds", "")))
        return _plain(200, challenge)

    async def _take(self, request: web.Request) -> web.Response:
        """Take a push; a feed that we follow no longer is said to be gone, which ends the hub's subscription."""
        token = request.match_info["token"]
        topic = self._inbox.topic(token)
        if topic is None:
            return _plain(410, "no such subscription")
        if self._at_work.total() >= self._rules.at_once or self._at_work[token] >= self._rules.at_once_of_feed:
            return web.Response(status=503, headers={"Retry-After": "60"})
        self._at_work[token] += 1
        try:
            async with asyncio.timeout(self._rules.seconds):
                is_good = await self._is_good(request, topic)
        except TimeoutError:
            return _plain(408, "too slow")
        finally:
            self._at_work[token] -= 1
            self._at_work += Counter()  # feeds without a call are let go
        if is_good is None:
            return _plain(413, "too long")
        if is_good:
            await self._keep(token, topic, "pushed")
        return web.Response(status=204)

    async def _is_good(self, request: web.Request, topic: HubTopic) -> bool | None:
        """Return whether the body is signed as agreed; None: it is too long."""
        signature = request.headers.get("X-Hub-Signature", "")
        digest, length = digest_for(signature, topic.secret), 0
        async for piece in request.content.iter_any():
            length += len(piece)
            if length > self._rules.body_bytes:
                return None
            if digest is not None:
                digest.update(piece)
        return digest is not None and is_signed(signature, digest)

    async def _keep(self, token: str, topic: HubTopic, kind: HubEventKind, *, lease_seconds: float = 0.0) -> None:
        """Keep an event before the hub is answered; the disk is waited for beside the event loop."""
        event = HubEvent(feed_url=topic.feed_url, kind=kind, at=self._now(), lease_seconds=lease_seconds)
        try:
            await asyncio.to_thread(self._inbox.keep, token, event)
        except ArchiveError as error:  # the hub comes again
            logging.getLogger(__name__).error("%s", error)
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "60"}) from error


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0.0


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, headers={"X-Content-Type-Options": "nosniff"})


async def serve(
    listener: HubListener, *, host: str, port: int, ready: Callable[[int], None], stop: asyncio.Event
) -> None:
    """Answer until `stop` is set.

    Args:
        ready: called with the port once calls are answered; port 0 chooses a free one.

    Raises:
        InputError: the address cannot be had.
    """
    runner = web.AppRunner(listener.application(), access_log=None, shutdown_timeout=2.0, auto_decompress=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            message = f"Port {port} of {host} cannot be had: {error.strerror}; name another with --port."
            raise InputError(message, subject=str(port)) from error
        ready(runner.addresses[0][1])
        await stop.wait()
    finally:
        await runner.cleanup()
