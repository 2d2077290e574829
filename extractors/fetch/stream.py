"""Pages as they come: fetching goes on in a thread of its own while the caller works on what has arrived."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from queue import Empty, SimpleQueue

from news.records import FetchedPage

_LULL_SECONDS = 0.5  # what has come by then need not wait for a host that hangs
Arrival = tuple[int, FetchedPage]  # the request's place, and what came of it
Fetching = Callable[[Callable[[], Awaitable[object]], Callable[[int, FetchedPage], None]], Awaitable[object]]


def as_they_come(fetch: Fetching, *, at_once: int, ahead: int) -> Iterator[list[Arrival]]:
    """Run `fetch` in a thread and give its pages in groups; memory holds `ahead` pages at most.

    Args:
        fetch: called with what to await before each request (a place among those ahead) and where to put its page.
        at_once: pages of a group, at most.
        ahead: requests begun whose pages the caller has not taken; more than `at_once`, else no group is ever full.

    Yields:
        Groups of arrivals. Who leaves early ends the fetching.
    """
    arrived: SimpleQueue[Arrival | None] = SimpleQueue()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="fetching", daemon=True)
    thread.start()
    places = asyncio.Semaphore(ahead)
    work = asyncio.run_coroutine_threadsafe(_run(fetch, places, arrived), loop)
    try:
        for group in _groups(arrived, at_once):
            loop.call_soon_threadsafe(_free, places, len(group))
            yield group
        work.result()  # a fault of ours, if there was one
    finally:
        asyncio.run_coroutine_threadsafe(_end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _run(fetch: Fetching, places: asyncio.Semaphore, arrived: "SimpleQueue[Arrival | None]") -> None:
    try:
        await fetch(places.acquire, lambda place, page: arrived.put((place, page)))
    finally:
        arrived.put(None)


def _groups(arrived: "SimpleQueue[Arrival | None]", size: int) -> Iterator[list[Arrival]]:
    """Give groups of `size`, and smaller ones whenever nothing more comes for a while."""
    group: list[Arrival] = []
    while True:
        try:
            arrival = arrived.get(timeout=_LULL_SECONDS if group else None)
        except Empty:
            yield group
            group = []
            continue
        if arrival is None:
            break
        group.append(arrival)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _free(places: asyncio.Semaphore, count: int) -> None:
    for _ in range(count):
        places.release()


async def _end() -> None:
    """Cancel what still runs in this loop, and wait for its end."""
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
