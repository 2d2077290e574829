"""How calls of hubs are answered: what was asked for is confirmed, what is signed is kept, all else does nothing."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from extractors.feeds.hub_listener import HubListener, ListenerRules
from news.errors import ArchiveError
from news.records import HubEvent, HubTopic

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKEN = "ab" * 32
TOPIC = HubTopic(feed_url="https://f.example/feed", topic="https://f.example/self", secret="s3cret")
RULES = ListenerRules(body_bytes=1000, seconds=5.0, challenge_signs=10)


class Box:
    """An inbox in memory."""

    def __init__(self, *, is_full: bool = False) -> None:
        self.events: list[HubEvent] = []
        self.is_full = is_full

    def topic(self, token: str) -> HubTopic | None:
        return TOPIC if token == TOKEN else None

    def keep(self, token: str, event: HubEvent) -> None:
        if self.is_full:
            raise ArchiveError("no room", subject="x")
        self.events.append(event)


Call = Callable[[Any], Awaitable[web.Response]]


def told(call: Call, box: Box | None = None, rules: ListenerRules = RULES) -> tuple[Any, Box]:
    box = box or Box()

    async def run() -> Any:
        application = HubListener(box, lambda: NOW, rules).application()
        async with TestClient(TestServer(application)) as client:
            answer = await call(client)
            return answer.status, await answer.text(), answer.headers

    return asyncio.run(run()), box


GOOD = {"hub.mode": "subscribe", "hub.topic": TOPIC.topic, "hub.challenge": "yes", "hub.lease_seconds": "600"}


@pytest.mark.parametrize(
    ("token", "asked", "status", "text", "events"),
    [
        (TOKEN, {}, 200, "yes", [("confirmed", 600.0)]),
        (TOKEN, {"hub.lease_seconds": None}, 200, "yes", [("confirmed", 0.0)]),
        (TOKEN, {"hub.lease_seconds": "-5"}, 200, "yes", [("confirmed", 0.0)]),
        (TOKEN, {"hub.lease_seconds": "9" * 11}, 200, "yes", [("confirmed", 99999999999.0)]),
        (TOKEN, {"hub.lease_seconds": "9" * 12}, 200, "yes", [("confirmed", 0.0)]),
        (TOKEN, {"hub.lease_seconds": "٣"}, 200, "yes", [("confirmed", 0.0)]),
        (TOKEN, {"hub.challenge": "x" * 10}, 200, "x" * 10, [("confirmed", 600.0)]),
        (TOKEN, {"hub.challenge": "x" * 11}, 404, "not asked for", []),
        (TOKEN, {"hub.challenge": ""}, 404, "not asked for", []),
        (TOKEN, {"hub.challenge": None}, 404, "not asked for", []),
        (TOKEN, {"hub.mode": "unsubscribe"}, 404, "not asked for", []),
        (TOKEN, {"hub.mode": None}, 404, "not asked for", []),
        (TOKEN, {"hub.mode": "denied"}, 200, "noted", [("denied", 0.0)]),
        (TOKEN, {"hub.topic": "https://other.example/"}, 404, "no such subscription", []),
        (TOKEN, {"hub.topic": None}, 404, "no such subscription", []),
        ("cd" * 32, {}, 404, "no such subscription", []),
        ("cd" * 32, {"hub.mode": "denied"}, 404, "no such subscription", []),
    ],
)
def test_a_subscription_is_confirmed_where_it_was_asked_for(
    token: str, asked: dict[str, str | None], status: int, text: str, events: list[tuple[str, float]]
) -> None:
    query = {name: value for name, value in (GOOD | asked).items() if value is not None}
    (code, body, headers), box = told(lambda client: client.get(f"/hub/{token}", params=query))
    assert (code, body) == (status, text)
    assert [(event.kind, event.lease_seconds) for event in box.events] == events
    assert all((event.feed_url, event.at) == (TOPIC.feed_url, NOW) for event in box.events)
    assert headers["X-Content-Type-Options"] == "nosniff"


def signed(body: bytes, secret: str = TOPIC.secret, method: str = "sha256") -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@pytest.mark.parametrize(
    ("body", "signature", "status", "kinds"),
    [
        (b"<feed/>", signed(b"<feed/>"), 204, ["pushed"]),
        (b"<feed/>", signed(b"<feed/>", method="sha512"), 204, ["pushed"]),
        (b"<feed/>", signed(b"<feed>"), 204, []),
        (b"<feed/>", signed(b"<feed/>", secret="other"), 204, []),
        (b"<feed/>", "", 204, []),
        (b"<feed/>", "md5=00", 204, []),
        (b"x" * 1000, signed(b"x" * 1000), 204, ["pushed"]),
        (b"x" * 1001, signed(b"x" * 1001), 413, []),
        (b"", signed(b""), 204, ["pushed"]),
    ],
)
def test_a_push_is_kept_where_it_is_signed_and_not_too_long(
    body: bytes, signature: str, status: int, kinds: list[str]
) -> None:
    headers = {"X-Hub-Signature": signature} if signature else {}
    (code, _, _), box = told(lambda client: client.post(f"/{TOKEN}", data=body, headers=headers))
    assert (code, [event.kind for event in box.events]) == (status, kinds)


def test_a_push_of_a_feed_that_nobody_follows_is_gone() -> None:
    (code, text, _), _ = told(lambda client: client.post(f"/{'cd' * 32}", data=b""))
    assert (code, text) == (410, "no such subscription")


@pytest.mark.parametrize("path", [f"/{TOKEN}x", f"/{TOKEN[1:]}", f"/{TOKEN.upper()}", "/"])
def test_a_path_that_ends_in_no_token_is_not_found(path: str) -> None:
    assert told(lambda client: client.get(path, params=GOOD))[0][0] == 404


@pytest.mark.parametrize("mode", ["subscribe", "denied"])
def test_a_hub_comes_again_where_its_event_cannot_be_kept(mode: str) -> None:
    query = GOOD | {"hub.mode": mode}
    (code, _, headers), _ = told(lambda client: client.get(f"/{TOKEN}", params=query), Box(is_full=True))
    assert (code, headers["Retry-After"]) == (503, "60")


@pytest.mark.parametrize(
    ("busy", "rules", "status"),
    [
        ({TOKEN: 1}, RULES, 204),
        ({TOKEN: 2}, RULES, 503),
        ({"other": 31}, RULES, 204),
        ({"other": 32}, RULES, 503),
        ({"other": 1}, replace(RULES, at_once=1), 503),
    ],
)
def test_calls_beyond_those_at_once_are_asked_to_come_again(
    busy: dict[str, int], rules: ListenerRules, status: int
) -> None:
    async def run() -> tuple[int, int]:
        listener = HubListener(Box(), lambda: NOW, rules)
        listener._at_work.update(busy)
        async with TestClient(TestServer(listener.application())) as client:
            answer = await client.post(f"/{TOKEN}", data=b"")
            assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)
            return answer.status, listener._at_work[TOKEN]

    assert asyncio.run(run()) == (status, busy.get(TOKEN, 0))  # who was served is counted down


def test_a_push_that_does_not_end_is_too_slow() -> None:
    async def endless() -> Any:
        yield b"x"
        await asyncio.Event().wait()

    (code, text, _), box = told(
        lambda client: client.post(f"/{TOKEN}", data=endless()), rules=replace(RULES, seconds=0.05)
    )
    assert (code, text, box.events) == (408, "too slow", [])
