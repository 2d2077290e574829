"""A feed with a WebSub hub: asked for, confirmed, pushed and polled; strangers' calls change nothing."""

import asyncio
import hashlib
import hmac
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from extractors.feeds.hub_listener import HubListener, ListenerRules, serve
from flows.collecting.hubs import listen
from flows.collecting.pipeline import POLL, CollectionRequest, with_open_archive
from flows.configuration.settings import Settings
from flows.configuration.values import callback_address
from news.errors import InputError
from news.records import Feed, FeedMemory, HubEvent, HubTopic
from storage.archive import Archive
from storage.hub_inbox import HubInbox
from tests.flows.collecting.loopback import NOW, Handler, Site, serving, settings

RULES = ListenerRules(body_bytes=20_000, seconds=0.5, challenge_signs=100)
FEED = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour Post</title>'
    '<atom:link rel="hub" href="{hub}"/><atom:link rel="self" href="{topic}"/>{items}</channel></rss>'
)
ITEM = "<item><title>Ferry {n} is late again</title><link>{base}/ferry-{n}</link><guid>{n}</guid></item>"


@contextmanager
def hub() -> Iterator[list[dict[str, str]]]:
    """A hub that takes every request; the site of `Handler` answers GET alone."""
    forms: list[dict[str, str]] = []

    def do_post(handler: Handler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        forms.append(dict(parse_qsl(body)))
        handler.send_response(202)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    Handler.do_POST = do_post  # type: ignore[attr-defined]
    try:
        yield forms
    finally:
        del Handler.do_POST  # type: ignore[attr-defined]


@contextmanager
def listening(archive: Path) -> Iterator[int]:
    """Answer hubs in a thread; the port."""
    ports: list[int] = []
    is_ready, stops = threading.Event(), []

    async def run() -> None:
        stop = asyncio.Event()
        stops.append((asyncio.get_running_loop(), stop))

        def ready(port: int) -> None:
            ports.append(port)
            is_ready.set()

        listener = HubListener(HubInbox(archive), lambda: NOW + timedelta(minutes=1), RULES)
        await serve(listener, host="127.0.0.1", port=0, ready=ready, stop=stop)

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    assert is_ready.wait(30)
    yield ports[0]
    loop, stop = stops[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)


def call(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """Call the listener as a hub does; status and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def signed(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def put_feed(site: Site, *, items: int) -> str:
    """Let a feed with so many entries stand at the site, which is its own hub."""
    rows = "".join(ITEM.format(n=n, base=site.base) for n in range(items))
    return site.put("/feed", FEED.format(hub=f"{site.base}/hub", topic=f"{site.base}/feed", items=rows))


def poll(archive: Archive, chosen: Settings, minutes: int, *, all_feeds: bool = False) -> FeedMemory:
    """Poll what is due; what is remembered of the one feed."""
    request = CollectionRequest(now=NOW + timedelta(minutes=minutes), all_feeds=all_feeds)
    with_open_archive(archive, chosen, request)(POLL)
    return archive.feeds.all()[0]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", now=NOW) as opened:
        yield opened


def test_a_feed_is_asked_for_confirmed_pushed_and_polled(archive: Archive) -> None:
    chosen = replace(settings(archive), websub_address="https://me.example/hooks")
    with serving() as site, hub() as forms, listening(archive.folder) as port:
        archive.feeds.add([Feed(url=put_feed(site, items=1))], now=NOW)
        first = poll(archive, chosen, 0)
        [form] = forms
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", first.url)
        path = urlsplit(form["hub.callback"]).path
        query = {"hub.mode": "subscribe", "hub.topic": first.url, "hub.challenge": "c-1", "hub.lease_seconds": "432000"}
        assert call(port, "GET", f"{path}?{urlencode(query)}") == (200, "c-1")

        assert not [item for item in archive.feeds.all() if item.pushed_until]
        confirmed = poll(archive, chosen, 2)
        assert confirmed.pushed_until == NOW + timedelta(minutes=1, days=5)
        assert len(forms) == 1, "a hub that promised is not asked again"

        put_feed(site, items=2)
        body = b"<rss>whatever the hub sends is not read</rss>"
        assert call(port, "POST", path, body, X_Hub_Signature=signed(body, form["hub.secret"])) == (204, "")
        assert (confirmed.next_at or NOW) > NOW + timedelta(minutes=10)
        pushed = poll(archive, chosen, 10)
        assert (pushed.last_new_at, pushed.pushed_at) == (NOW + timedelta(minutes=10), NOW + timedelta(minutes=1))
        assert pushed.next_at == NOW + timedelta(minutes=10, days=1)
        assert HubInbox(archive.folder).events() == []


STRANGERS = {
    "an unknown token": ("GET", "/hooks/" + "0" * 64, {}, 404),
    "a push to an unknown token": ("POST", "/hooks/" + "0" * 64, {}, 410),
    "another path": ("GET", "/", {}, 404),
    "another topic": ("GET", None, {"hub.topic": "https://evil.example/"}, 404),
    "an end that nobody asked for": ("GET", None, {"hub.mode": "unsubscribe"}, 404),
    "no challenge": ("GET", None, {"hub.challenge": ""}, 404),
    "a challenge of great length": ("GET", None, {"hub.challenge": "c" * 101}, 404),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_s_call_changes_nothing(tmp_path: Path, name: str) -> None:
    method, path, changed, status = STRANGERS[name]
    inbox = HubInbox(tmp_path)
    _follow(inbox)
    query = {"hub.mode": "subscribe", "hub.topic": "https://a.example/", "hub.challenge": "c"} | changed
    with listening(tmp_path) as port:
        assert call(port, method, path or f"/x/{'a' * 64}?{urlencode(query)}")[0] == status
    assert inbox.events() == []


def _follow(inbox: HubInbox) -> None:
    topic = HubTopic(feed_url="https://a.example/", topic="https://a.example/", secret="s3")
    inbox.save_topics({"a" * 64: topic})


def test_pushes_that_are_forged_long_or_slow_are_no_sign(tmp_path: Path) -> None:
    inbox = HubInbox(tmp_path)
    _follow(inbox)
    path, body = f"/{'a' * 64}", b"feed"
    with listening(tmp_path) as port:
        for forged in ("", signed(body, "guess"), signed(b"another", "s3"), "md5=1"):
            assert call(port, "POST", path, body, X_Hub_Signature=forged)[0] == 204
        long = b"x" * 20_001
        assert call(port, "POST", path, long, X_Hub_Signature=signed(long, "s3"))[0] == 413
        assert call(port, "POST", path, X_Hub_Signature=signed(b"", "s3"), Content_Length="100")[0] == 408
        assert inbox.events() == []
        assert call(port, "POST", path, body, X_Hub_Signature=signed(body, "s3"))[0] == 204
    assert [event.kind for _, event in inbox.events()] == ["pushed"]


def test_another_hub_s_word_counts_for_nothing(archive: Archive) -> None:
    chosen = replace(settings(archive), websub_address="https://me.example/hooks")
    with serving() as site, hub():
        archive.feeds.add([Feed(url=put_feed(site, items=1))], now=NOW)
        asked = poll(archive, chosen, 0)
        told = HubEvent(feed_url=asked.url, kind="confirmed", at=NOW, lease_seconds=86_400)
        HubInbox(archive.folder).keep("0" * 64, told)
        assert poll(archive, chosen, 2).pushed_until is None
        assert HubInbox(archive.folder).events() == []


def test_a_hub_that_gives_no_answer_is_asked_once_for_all_its_feeds(archive: Archive) -> None:
    chosen = replace(settings(archive), websub_address="https://me.example/hooks")
    with serving() as site:
        nobody = f"http://127.0.0.1:{free_port()}/hub"
        urls = [
            site.put(f"/feed-{n}", FEED.format(hub=nobody, topic=f"{site.base}/feed-{n}", items=""))
            for n in range(3)
        ]  # fmt: skip
        archive.feeds.add([Feed(url=url) for url in urls], now=NOW)
        poll(archive, chosen, 0)
    assert {memory.hub_asked_at for memory in archive.feeds.all()} == {NOW}
    assert all("does not push" in (memory.note or "") for memory in archive.feeds.all())


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def test_an_event_that_cannot_be_kept_is_asked_for_again(tmp_path: Path) -> None:
    inbox = HubInbox(tmp_path)
    _follow(inbox)
    (tmp_path / "websub" / "events").write_text("no folder")
    with listening(tmp_path) as port:
        assert call(port, "POST", f"/{'a' * 64}", b"feed", X_Hub_Signature=signed(b"feed", "s3"))[0] == 503
    assert sorted(path.name for path in (tmp_path / "websub").iterdir()) == ["events", "topics.json"]


def test_a_damaged_list_of_topics_knows_no_feed(tmp_path: Path) -> None:
    inbox = HubInbox(tmp_path)
    _follow(inbox)
    (tmp_path / "websub" / "topics.json").write_text("{")
    assert HubInbox(tmp_path).topic("a" * 64) is None


def test_a_hub_that_refuses_leaves_a_polled_feed_and_a_note(archive: Archive) -> None:
    chosen = replace(settings(archive), websub_address="https://me.example/hooks")
    with serving() as site:
        archive.feeds.add([Feed(url=put_feed(site, items=1))], now=NOW)
        memory = poll(archive, chosen, 0)  # the site answers POST with 501
    assert memory.note == "its hub does not push to us (status 501); it is polled"
    assert (memory.hub_asked_at, memory.pushed_until) == (NOW, None)


def test_without_a_public_address_no_hub_is_asked_and_nobody_listens(archive: Archive) -> None:
    with serving() as site, hub() as forms:
        archive.feeds.add([Feed(url=put_feed(site, items=1))], now=NOW)
        memory = poll(archive, settings(archive), 0)
    assert forms == []
    assert (memory.hub, memory.hub_asked_at) == (f"{site.base}/hub", None)
    assert not (archive.folder / "websub").exists()
    with pytest.raises(InputError, match="set websub_address"):
        listen(settings(archive), host="127.0.0.1", port=1, say=print)


def test_what_was_told_while_events_were_taken_is_kept(tmp_path: Path) -> None:
    inbox, at = HubInbox(tmp_path), NOW
    _follow(inbox)
    inbox.keep("a" * 64, HubEvent(feed_url="https://a.example/", kind="pushed", at=at))
    (tmp_path / "websub" / "events" / "torn.json").write_text("{")
    taken = inbox.events()
    assert len(taken) == 1
    later = HubEvent(feed_url="https://a.example/", kind="pushed", at=at + timedelta(seconds=1))
    inbox.keep("a" * 64, later)
    inbox.drop(taken)
    assert [event for _, event in inbox.events()] == [later]
    inbox.drop(inbox.events())
    assert list((tmp_path / "websub" / "events").iterdir()) == []


def test_the_key_and_secrets_are_their_owner_s_alone(tmp_path: Path) -> None:
    inbox = HubInbox(tmp_path)
    key = inbox.key()
    _follow(inbox)
    assert (len(key), inbox.key()) == (32, key)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "websub").iterdir()}
    assert modes == {"key": 0o600, "topics.json": 0o600}
    assert (tmp_path / "websub").stat().st_mode & 0o777 == 0o700
    assert json.loads((tmp_path / "websub" / "topics.json").read_text())


@pytest.mark.parametrize("value", ["", "https://me.example", "https://me.example/hooks/", "http://127.0.0.1:8095"])
def test_an_address_for_hubs(value: str) -> None:
    assert callback_address(value) == value.rstrip("/")


@pytest.mark.parametrize(
    "value",
    [
        "me.example",
        "https://",
        "https://me.example/?x=1",
        "https://me.example/#a",
        5,
        "https://[::1",
        "https://me.example:99999",
        "https://:80/x",
        "https://u:p@me.example",
    ],
)
def test_what_is_no_address_for_hubs(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        callback_address(value)
