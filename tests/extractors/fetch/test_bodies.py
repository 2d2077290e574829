"""A body is decoded as it says or as it is, and left off at each limit, tried from both sides."""

import asyncio
import gzip
import zlib
from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.fetch.bodies import Body, BodyReader
from extractors.fetch.limits import WebRules

RULES = WebRules()


class Pieces:
    """A wire with these pieces on it."""

    def __init__(self, *pieces: bytes) -> None:
        self.left = list(pieces)

    async def readany(self) -> bytes:
        return self.left.pop(0) if self.left else b""


def read(
    *pieces: bytes, coding: str = "", rules: WebRules = RULES, most: int | None = None, sample: bool = False
) -> Body:
    async def run() -> Body:
        async with asyncio.timeout(30) as deadline:
            return await BodyReader(rules).read(Pieces(*pieces), coding, deadline, most=most, is_sample=sample)

    return asyncio.run(run())


def packed(plain: bytes) -> bytes:
    return gzip.compress(plain, mtime=0)


PLAIN = b"<html>Harbour</html>"
RAW = zlib.compress(PLAIN)[2:-4]


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("", PLAIN),
        ("identity", PLAIN),
        ("None, UTF-8, binary", PLAIN),
        ("gzip", packed(PLAIN)),
        ("X-GZIP", packed(PLAIN)),
        ("gzip", PLAIN),  # says so, and is plain
        ("", packed(PLAIN)),  # a packed file
        ("deflate", zlib.compress(PLAIN)),
        ("deflate", RAW),
        ("deflate", packed(PLAIN)),
        ("deflate", PLAIN),
        ("identity, gzip", packed(PLAIN)),
        ("gzip", packed(PLAIN[:5]) + packed(PLAIN[5:])),  # two members
        ("gzip", packed(PLAIN) + b"\0\0\0\0"),  # padding
    ],
)
def test_a_body_is_what_was_packed(coding: str, body: bytes) -> None:
    for pieces in ((body,), tuple(bytes([one]) for one in body)):
        got = read(*pieces, coding=coding)
        assert (got.outcome, got.content, got.wire_bytes, got.error) == ("ok", PLAIN, len(body), None)


@pytest.mark.parametrize("head", [b"{", b"\xef\xbb\xbf<", b"  <"])
def test_plain_beginnings_are_not_taken_for_deflated(head: bytes) -> None:
    assert read(head + b"a", coding="deflate").content == head + b"a"


@pytest.mark.parametrize("coding", ["br", "gzip, deflate", "zstd", "gzip, br", "gzip, gzip"])
def test_a_coding_that_we_did_not_ask_for_is_refused(coding: str) -> None:
    got = read(PLAIN, coding=coding)
    assert (got.outcome, got.content) == ("bad_encoding", b"")
    assert coding in (got.error or "")


@pytest.mark.parametrize(
    ("pieces", "outcome"),
    [
        ((packed(PLAIN)[:-9],), "truncated"),
        ((packed(PLAIN)[:10] + b"\xff" * 20,), "bad_encoding"),
        ((), "ok"),
        ((b"x",), "ok"),  # too short to say how it is packed
    ],
)
def test_what_cannot_be_decoded_says_why(pieces: Sequence[bytes], outcome: str) -> None:
    got = read(*pieces, coding="gzip")
    assert got.outcome == outcome
    assert got.wire_bytes == sum(map(len, pieces))
    assert (got.error is None) is (outcome == "ok")
    assert got.content == (b"".join(pieces) if outcome == "ok" else b"")


@pytest.mark.parametrize(
    ("rules", "body", "outcome", "said"),
    [
        (replace(RULES, wire_bytes=20), b"a" * 20, "ok", None),
        (replace(RULES, wire_bytes=20), b"a" * 21, "too_large", "more than 20 bytes on the wire"),
        (replace(RULES, decoded_bytes=40), packed(b"a" * 40), "ok", None),
        (replace(RULES, decoded_bytes=40), packed(b"a" * 41), "too_large", "more than 40 bytes decoded"),
        (replace(RULES, gzip_members=3), packed(b"a") * 3, "ok", None),
        (replace(RULES, gzip_members=3), packed(b"a") * 4, "bad_encoding", "more than 3 gzip members"),
    ],
)
def test_each_limit_holds_at_its_bound(rules: WebRules, body: bytes, outcome: str, said: str | None) -> None:
    got = read(body, coding="gzip", rules=rules)
    assert (got.outcome, got.error) == (outcome, said)
    assert got.wire_bytes == len(body)


@pytest.mark.parametrize(("from_bytes", "outcome"), [(4999, "too_large"), (5000, "ok")])
def test_the_ratio_counts_from_a_size_on(from_bytes: int, outcome: str) -> None:
    rules = replace(RULES, ratio_from_bytes=from_bytes, decoded_ratio=20.0)
    assert read(packed(b"\0" * 5000), rules=rules).outcome == outcome


@pytest.mark.parametrize("body", [b"abcdef" * 9, packed(b"abcdef" * 9)])
@pytest.mark.parametrize("most", [1, 6, 53, 54, 55])
def test_a_body_is_left_at_as_many_bytes_as_are_wanted(body: bytes, most: int) -> None:
    assert read(body, most=most).content == (b"abcdef" * 9)[:most]


def test_of_a_sample_one_piece_is_read() -> None:
    got = read(b"first", b"second", sample=True)
    assert (got.outcome, got.content, got.wire_bytes) == ("ok", b"first", 5)
    assert read(b"first", b"second").content == b"firstsecond"


class Open(Pieces):
    """A wire that stays open until it is told to end."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__(*pieces)
        self.ending = asyncio.Event()

    async def readany(self) -> bytes:
        if not self.left:
            await self.ending.wait()
        return await super().readany()


@pytest.mark.parametrize(
    ("first", "second", "turns", "outcome"),
    [
        (3000, 1000, 1, "ok"),  # no more than each may hold without a turn
        (3000, 1001, 1, "held"),
        (3000, 3000, 1, "held"),
        (3000, 3000, 2, "ok"),
        (500, 1500, 1, "ok"),  # not too much together
        (500, 1501, 1, "ok"),  # nobody has the turn
    ],
)
def test_large_bodies_take_turns_where_they_are_much_together(
    first: int, second: int, turns: int, outcome: str
) -> None:
    rules = replace(RULES, large_bytes=1000, bodies_bytes=2000, large_at_once=turns, turn_seconds=0.02)

    async def run() -> None:
        reader = BodyReader(rules)

        async def one(wire: Pieces) -> Body:
            async with asyncio.timeout(30) as deadline:
                return await reader.read(wire, "", deadline)

        waiting = Open(b"x" * first)
        before = asyncio.create_task(one(waiting))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert (await one(Pieces(b"y" * second))).outcome == outcome
        waiting.ending.set()
        assert (await before).outcome == "ok"
        assert (await one(Pieces(b"z" * 5000))).outcome == "ok"  # who had a turn gave it back
        assert reader._in_memory == 0

    asyncio.run(run())


def test_the_time_that_a_body_waits_for_its_turn_is_not_counted_against_it() -> None:
    rules = replace(RULES, large_bytes=10, bodies_bytes=10, large_at_once=1, turn_seconds=5.0)

    async def run() -> None:
        reader = BodyReader(rules)
        await reader._large.acquire()
        async with asyncio.timeout(0.05) as deadline:
            ends = deadline.when()
            reading = asyncio.create_task(reader.read(Pieces(b"x" * 100), "", deadline))
            await asyncio.sleep(0)
            while deadline.when() == ends:
                await asyncio.sleep(0)
            assert ends is not None
            assert deadline.when() == ends + 5.0  # never beyond the longest wait
            reader._large.release()
            assert (await reading).outcome == "ok"
            assert ends < (deadline.when() or 0) < ends + 5.0

    asyncio.run(run())
