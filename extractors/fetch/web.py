"""The only lines that touch the network: requests become pages, and whatever goes wrong becomes an outcome."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from extractors.fetch.address_guard import PrivateHosts
from extractors.fetch.client import Client
from extractors.fetch.limits import WebRules
from extractors.fetch.stream import as_they_come
from news.records import FetchedPage, FetchRequest
from news.urls import host_of, site_of

__all__ = ["PrivateHosts", "WebRules", "fetch_as_they_come", "fetch_pages"]


def fetch_pages(
    requests: Iterable[FetchRequest], *, user_agent: str, private_hosts: PrivateHosts, rules: WebRules = WebRules()
) -> list[FetchedPage]:
    """Make all requests, politely and within limits; return one page for each, in the order of the requests.

    One connection a host, a pause between two requests to it, robots.txt for article pages; a host that answers
    "too many requests" is asked no more, and what is left of it comes back "held". Hosts among `private_hosts` are
    let through by name, on any port, without pauses. Never raises for what the outside did.

    Args:
        requests: feeds and pages, also mixed.
        user_agent: with a contact, so that a publisher can reach the person who runs us.
        private_hosts: hosts that may have private addresses.
        rules: sizes, timeouts and pauses.
    """
    asked = list(requests)
    pages: dict[int, FetchedPage] = {}
    asyncio.run(_fetch(asked, Client(user_agent, private_hosts, rules, _now), _at_once, pages.__setitem__))
    return [pages[place] for place in range(len(asked))]


def fetch_as_they_come(
    requests: Iterable[FetchRequest],
    *,
    user_agent: str,
    private_hosts: PrivateHosts,
    rules: WebRules = WebRules(),
    group: int = 200,
) -> Iterator[list[tuple[int, FetchedPage]]]:
    """Make all requests as `fetch_pages` does, and give their pages in groups while the rest is still being fetched.

    For thousands of feeds: a host that hangs keeps nobody waiting, what has come is parsed and saved meanwhile, and
    memory holds a few groups instead of all.

    Args:
        requests: feeds and pages, also mixed.
        user_agent: with a contact.
        private_hosts: hosts that may have private addresses.
        rules: sizes, timeouts and pauses.
        group: pages given at a time, at most.

    Yields:
        Pairs of a request's place and its page, in the order of arrival; every place once.
    """
    asked = list(requests)

    def fetch(ready: Ready, put: Put) -> Awaitable[None]:
        return _fetch(asked, Client(user_agent, private_hosts, rules, _now), ready, put)

    return as_they_come(fetch, at_once=group, ahead=2 * group + rules.at_once)


Ready = Callable[[], Awaitable[object]]
Put = Callable[[int, FetchedPage], None]


async def _fetch(asked: Sequence[FetchRequest], client: Client, ready: Ready, put: Put) -> None:
    """Follow every host's requests one after the other, all hosts side by side."""
    lanes: dict[str, list[int]] = defaultdict(list)
    for place, request in enumerate(asked):
        lanes[site_of(host_of(request.at or request.url))].append(place)

    async def follow(lane: Sequence[int]) -> None:
        for place in lane:
            await ready()
            put(place, await client.fetch(asked[place], is_last=place == lane[-1]))

    async with client, asyncio.TaskGroup() as group:
        for lane in lanes.values():
            group.create_task(follow(lane))


async def _at_once() -> None:
    """Let a request begin as soon as its host allows."""


def _now() -> datetime:
    return datetime.now(UTC)
