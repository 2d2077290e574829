"""Feeds with a WebSub hub: the hub is asked to push, what it told is taken over, and its calls are answered."""

import asyncio
import signal
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from extractors.feeds.hub_listener import HubListener, serve
from extractors.fetch.address_guard import PrivateHosts
from extractors.fetch.post import post
from flows.configuration.settings import Settings, present
from news.errors import InputError
from news.feeds.shards import Shard
from news.feeds.websub import after_event, hubs_to_ask, secret_of, subscription_form, token_of, topic_of
from news.records import FeedMemory, HandedOver, HubTopic
from news.urls import host_of
from storage.archive import Archive
from storage.hub_inbox import HubInbox

ASK_SECONDS = 10.0  # for a hub's answer
AT_ONCE = 8  # hubs


def take_events(archive: Archive, settings: Settings) -> None:
    """Save what hubs told since the last collection; feeds that were pushed are due."""
    if not _subscribes(settings):
        return
    inbox = HubInbox(archive.folder)
    events = inbox.events()
    if not events:
        return
    key = inbox.key()
    memories = {memory.url: memory for memory in archive.feeds.all([event.feed_url for _, event in events])}
    for path, event in events:
        memory = memories.get(event.feed_url)
        if memory and path.name.startswith(f"{token_of(memory, key)}."):  # another hub's word counts for nothing
            memories[event.feed_url] = after_event(memory, event)
    with archive.store.transaction():
        archive.feeds.hold(list(memories.values()))
    inbox.drop(events)


def ask_hubs(archive: Archive, settings: Settings, *, now: datetime, shard: Shard = Shard()) -> None:
    """Ask the hubs of feeds to push, where that is due, and tell the listener which feeds it answers for."""
    if not _subscribes(settings):
        return
    inbox = HubInbox(archive.folder)
    key, memories = inbox.key(), archive.feeds.all()
    asked = [memory for memory in hubs_to_ask(memories, now) if shard.has(memory.url)]
    # A hub may call before its answer to our request has come, so the listener is told first.
    inbox.save_topics(_topics([memory for memory in memories if memory.hub_asked_at] + asked, key))
    if not asked:
        return
    with archive.store.transaction():
        archive.feeds.hold([replace(memory, hub_asked_at=now) for memory in asked])
    of_host: dict[str, list[FeedMemory]] = defaultdict(list)
    for memory in asked:
        of_host[host_of(memory.hub or "")].append(memory)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        groups = pool.map(lambda group: _ask_host(group, settings, key), of_host.values())
        answers = [answer for group in groups for answer in group]
    asked = [memory for group in of_host.values() for memory in group]
    refused = [
        replace(memory, hub_asked_at=now, note=_in_words(answer))
        for memory, answer in zip(asked, answers, strict=True)
        if answer.state != "sent"
    ]
    with archive.store.transaction():
        archive.feeds.hold(refused)


def _subscribes(settings: Settings) -> bool:
    """Return whether hubs are asked at all; on a lake no machine is the one that they call."""
    return bool(settings.websub_address) and settings.lake is None


def _topics(memories: Sequence[FeedMemory], key: bytes) -> dict[str, HubTopic]:
    return {
        token_of(memory, key): HubTopic(feed_url=memory.url, topic=topic_of(memory), secret=secret_of(memory, key))
        for memory in sorted(memories, key=lambda memory: memory.url)
        if memory.hub and memory.status not in ("gone", "paused")
    }


def _ask_host(memories: Sequence[FeedMemory], settings: Settings, key: bytes) -> list[HandedOver]:
    """Ask one host for each feed in turn; when it gives no answer the others wait for another day."""
    answers: list[HandedOver] = []
    for memory in memories:
        is_silent = bool(answers) and answers[-1].code is None and answers[-1].state != "refused"
        answers.append(answers[-1] if is_silent else _ask(memory, settings, key))
    return answers


def _ask(memory: FeedMemory, settings: Settings, key: bytes) -> HandedOver:
    form = subscription_form(memory, settings.websub_address, key)
    return post(
        _encrypted(memory.hub or "", settings),
        urlencode(form).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        private=PrivateHosts.parse(settings.private_hosts),
        user_agent=settings.user_agent,
        seconds=ASK_SECONDS,
    )


def _encrypted(hub: str, settings: Settings) -> str:
    """Return a hub's address with https: the secret never goes out in the clear but to a host of one's own."""
    if not hub.startswith("http://") or PrivateHosts.parse(settings.private_hosts).has_host(host_of(hub)):
        return hub
    return f"https://{hub.removeprefix('http://')}"


def _in_words(answer: HandedOver) -> str:
    why = answer.text or f"status {answer.code}"
    return f"its hub does not push to us ({why}); it is polled"


def listen(settings: Settings, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Answer hubs until Ctrl-C or SIGTERM.

    Raises:
        InputError: no public address is set, the archive is a lake, or the port cannot be had.
    """
    if not settings.websub_address:
        message = "No public address is set at which hubs could call: set websub_address in newsthread.toml."
        raise InputError(message, subject="websub_address")
    if settings.lake:
        raise InputError("newsthread listen is for an archive in a folder; feeds of a lake are polled.", subject="lake")
    listener = HubListener(HubInbox(settings.archive), present)
    asyncio.run(_listen(listener, settings, host, port, say))


async def _listen(listener: HubListener, settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    def ready(chosen: int) -> None:
        say(f"Answering hubs on {host}:{chosen}, for calls to {settings.websub_address}/… (Ctrl-C stops it).")

    await serve(listener, host=host, port=port, ready=ready, stop=stop)
