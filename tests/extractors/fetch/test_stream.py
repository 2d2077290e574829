"""Pages are given in groups as they come; faults and who leaves early end the fetching."""

import asyncio
from typing import Any

import pytest

from extractors.fetch import connections, stream
from extractors.fetch.dns import _result
from extractors.fetch.stream import as_they_come
from news.records import FetchedPage


def page(number: int) -> FetchedPage:
    return FetchedPage(url=str(number), final_url=str(number), outcome="ok")


def places(groups: Any) -> list[list[int]]:
    return [[place for place, _ in group] for group in groups]


@pytest.mark.parametrize(
    ("pages", "groups"), [(0, []), (1, [[0]]), (3, [[0, 1, 2]]), (4, [[0, 1, 2], [3]]), (6, [[0, 1, 2], [3, 4, 5]])]
)
def test_groups_are_full_but_for_the_last(pages: int, groups: list[list[int]]) -> None:
    async def fetch(ready: Any, put: Any) -> None:
        for number in range(pages):
            await ready()
            put(number, page(number))

    assert places(as_they_come(fetch, at_once=3, ahead=20)) == groups


def test_what_has_come_is_given_while_a_host_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_LULL_SECONDS", 0.01)
    taken = asyncio.Event()
    loops = []

    async def fetch(ready: Any, put: Any) -> None:
        loops.append(asyncio.get_running_loop())
        put(0, page(0))
        await taken.wait()
        put(1, page(1))

    found = []
    for group in as_they_come(fetch, at_once=5, ahead=20):
        found.append([place for place, _ in group])
        loops[0].call_soon_threadsafe(taken.set)
    assert found == [[0], [1]]


def test_no_more_requests_are_begun_than_may_wait_for_the_caller() -> None:
    begun = []

    async def fetch(ready: Any, put: Any) -> None:
        for number in range(50):
            await ready()
            begun.append(number)
            put(number, page(number))

    coming = as_they_come(fetch, at_once=2, ahead=4)
    assert [place for place, _ in next(coming)] == [0, 1]
    assert len(begun) <= 6  # four ahead, and two that the group taken made room for
    rest = places(coming)
    assert [place for group in rest for place in group] == [*range(2, 50)]


def test_a_fault_of_ours_is_raised_behind_what_came() -> None:
    async def fetch(ready: Any, put: Any) -> None:
        put(0, page(0))
        raise KeyError("ours")

    coming = as_they_come(fetch, at_once=1, ahead=3)
    assert [place for place, _ in next(coming)] == [0]
    with pytest.raises(KeyError):
        next(coming)


def test_who_leaves_early_ends_the_fetching() -> None:
    ended = []

    async def fetch(ready: Any, put: Any) -> None:
        put(0, page(0))
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    coming = as_they_come(fetch, at_once=1, ahead=3)
    next(coming)
    coming.close()
    assert ended == [True]


class Answer:
    """The head of an answer with this status."""

    def __init__(self, code: int) -> None:
        self.code = code


@pytest.mark.parametrize(
    ("codes", "is_ended"),
    [
        ([100] * 100, False),
        ([100] * (100 + 1), True),
        ([199] * (100 + 1), True),
        ([101] * (100 + 1), False),
        ([200] * (100 + 1), False),
        (([103] * 100 + [200]) * 2, False),  # counted in a row
        ([100] * (100 + 9), True),
    ],
)
def test_a_flood_of_interim_answers_ends_the_connection(codes: list[int], is_ended: bool) -> None:
    async def run() -> tuple[bool, int]:
        connection = connections.Protocol(asyncio.get_running_loop())
        passed: list[int] = []
        aborted: list[bool] = []

        class Transport:
            def abort(self) -> None:
                aborted.append(True)

        connection.transport = Transport()  # type: ignore[assignment]
        base = connections.ResponseHandler.feed_data
        connections.ResponseHandler.feed_data = lambda self, data, size=0: passed.append(data[0].code)  # type: ignore[method-assign]
        try:
            for code in codes:
                connection.feed_data((Answer(code), None))  # type: ignore[arg-type]
        finally:
            connections.ResponseHandler.feed_data = base  # type: ignore[method-assign]
        error = connection.exception()
        assert len(aborted) == (1 if is_ended else 0)
        assert len(passed) == min(len(codes), 100) if is_ended else len(codes)
        return error is not None, len(aborted)

    assert asyncio.run(run()) == (is_ended, int(is_ended))


def test_an_address_of_a_name_is_handed_on_as_a_number() -> None:
    import socket

    info: Any = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", 443))
    told = _result("h.example", info)
    assert (told["hostname"], told["host"], told["port"], told["proto"]) == ("h.example", "192.0.2.7", 443, 6)
    assert told["flags"] == socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
