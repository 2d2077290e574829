"""A body from the wire: counted, decoded from gzip or deflate, and cut short as soon as it is too much."""

import asyncio
import zlib
from typing import Protocol

from extractors.fetch.limits import WebRules
from news.records import Outcome, record

_GZIP_MAGIC = b"\x1f\x8b"
_PLAIN_CODINGS = frozenset({"", "identity", "none", "utf-8", "binary"})
_ZIP_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_STEP = 65_536  # bytes decoded at a time
_STEPS_AT_ONCE = 16  # then others have their turn: a small piece may swell to megabytes


class Wire(Protocol):
    """What gives the bytes of a body as they come."""

    async def readany(self) -> bytes:
        """Return what has come; empty at the end."""
        ...


@record
class Body:
    """A body as far as it was read; `outcome` "ok" stands for all of it."""

    outcome: Outcome
    content: bytes = b""
    wire_bytes: int = 0
    error: str | None = None


class BodyReader:
    """Reads bodies under the limits of one run; where they are many megabytes together, large ones take turns."""

    def __init__(self, rules: WebRules) -> None:
        """Read under `rules`."""
        self._rules = rules
        self._large = asyncio.Semaphore(rules.large_at_once)
        self._decoding = asyncio.Lock()  # one piece at a time, so that many bombs do not swell side by side
        self._in_memory = 0  # decoded bytes of all bodies being read

    async def read(
        self, wire: Wire, coding: str, deadline: asyncio.Timeout, *, most: int | None = None, is_sample: bool = False
    ) -> Body:
        """Read a body to its end.

        Args:
            wire: the bytes as they come.
            coding: the Content-Encoding header.
            deadline: moved on while the body waits for its turn.
            most: leave it at so many decoded bytes; None: all of it, up to the limits.
            is_sample: stop after the first piece, for what cannot be a page or a feed.
        """
        codings = [word.strip().lower() for word in coding.split(",") if word.strip().lower() not in _PLAIN_CODINGS]
        if len(codings) > 1 or not _ZIP_CODINGS.issuperset(codings):
            return Body(outcome="bad_encoding", error=f"encoded as {coding!r}, which we did not ask for")
        sink = _Sink(self._rules, is_deflate="deflate" in codings)
        try:
            while piece := await wire.readany():
                sink.feed(piece)
                if (fault := await self._digest(sink, deadline, most)) is not None:
                    return fault
                if most is not None and sink.size >= most:
                    return sink.so_far(most)
                if is_sample and sink.size:
                    return sink.so_far()
            return sink.finish()
        except zlib.error as error:
            return Body(outcome="bad_encoding", wire_bytes=sink.wire, error=f"cannot be decoded: {error}")
        finally:
            self._in_memory -= sink.size
            if sink.has_turn:
                self._large.release()

    async def _digest(self, sink: "_Sink", deadline: asyncio.Timeout, most: int | None) -> Body | None:
        """Decode what has come, waiting for a turn where it is needed; return what ends the reading, if anything."""
        while not sink.is_drained and (most is None or sink.size < most):
            async with self._decoding:
                fault = await self._decode(sink, most)
            if fault is not None:
                return fault
            if self._needs_turn(sink) and not await self._has_come_to_turn(sink, deadline):
                return Body(outcome="held", wire_bytes=sink.wire, error="too many large answers at once; it stays due")
        return None

    async def _decode(self, sink: "_Sink", most: int | None) -> Body | None:
        """Decode until nothing is left, a turn is needed, or a fault shows; others have their turn in between."""
        steps, before = 0, sink.size
        while not self._needs_turn(sink) and (most is None or sink.size < most) and sink.step():
            self._in_memory += sink.size - before
            before, steps = sink.size, steps + 1
            if (fault := sink.fault()) is not None:
                return fault
            if steps % _STEPS_AT_ONCE == 0:
                await asyncio.sleep(0)
        return None

    def _needs_turn(self, sink: "_Sink") -> bool:
        is_large = sink.size > self._rules.large_bytes and self._in_memory > self._rules.bodies_bytes
        return is_large and not sink.has_turn

    async def _has_come_to_turn(self, sink: "_Sink", deadline: asyncio.Timeout) -> bool:
        """Wait for a turn, up to a limit; the deadline moves on meanwhile, though never beyond that limit."""
        clock = asyncio.get_running_loop().time
        longest = min(self._rules.turn_seconds, self._rules.total_seconds)
        began, ends = clock(), deadline.when()
        deadline.reschedule(None if ends is None else ends + longest)
        try:
            async with asyncio.timeout(longest):
                await self._large.acquire()
        except TimeoutError:
            return False
        sink.has_turn = True
        if ends is not None:
            deadline.reschedule(ends + clock() - began)
        return True


class _Sink:
    """The pieces of one body, decoded step by step, so that no step is large."""

    def __init__(self, rules: WebRules, *, is_deflate: bool) -> None:
        self._rules = rules
        self._is_deflate = is_deflate
        self._pieces: list[bytes] = []
        self._pending = b""
        self._inflate: _Inflate | None = None
        self._has_begun = False
        self.wire = 0
        self.size = 0
        self.has_turn = False

    @property
    def is_drained(self) -> bool:
        """Whether no more can be made of what is there."""
        return not self._has_begun or not self._pending

    def feed(self, piece: bytes) -> None:
        self.wire += len(piece)
        self._pending += piece
        if not self._has_begun and len(self._pending) > 1:
            self._has_begun = True
            self._inflate = _inflate_for(self._pending, is_deflate=self._is_deflate)

    def step(self) -> bool:
        """Decode a little of what is there; False: no more can be made of it."""
        if self.is_drained:
            return False
        if self._inflate is None:
            plain, self._pending = self._pending, b""
        else:
            plain, self._pending = self._inflate.decode(self._pending, _STEP)
        self._pieces.append(plain)
        self.size += len(plain)
        return True

    def fault(self) -> Body | None:
        rules = self._rules
        if self.wire > rules.wire_bytes or self.size > rules.decoded_bytes:
            is_wire = self.wire > rules.wire_bytes
            most = f"{rules.wire_bytes:,} bytes on the wire" if is_wire else f"{rules.decoded_bytes:,} bytes decoded"
            return Body(outcome="too_large", wire_bytes=self.wire, error=f"more than {most}")
        if self._inflate is not None and self._inflate.members > rules.gzip_members:
            reason = f"more than {rules.gzip_members:,} gzip members"
            return Body(outcome="bad_encoding", wire_bytes=self.wire, error=reason)
        if self.size > rules.ratio_from_bytes and self.size > rules.decoded_ratio * self.wire:
            return Body(outcome="too_large", wire_bytes=self.wire, error="swells like a decompression bomb")
        return None

    def so_far(self, most: int | None = None) -> Body:
        return Body(outcome="ok", content=(b"".join(self._pieces) or self._pending)[:most], wire_bytes=self.wire)

    def finish(self) -> Body:
        if self._inflate is not None and not self._inflate.is_complete:
            return Body(outcome="truncated", wire_bytes=self.wire, error="the compressed body ends too early")
        return self.so_far()


class _Inflate:
    """gzip (several members too), zlib, or raw deflate."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits)
        self.members = 1

    @property
    def is_complete(self) -> bool:
        return self._stream.eof

    def decode(self, pending: bytes, room: int) -> tuple[bytes, bytes]:
        """Return at most `room` decoded bytes, and what is left of `pending`; padding after the end is dropped."""
        if self._stream.eof:
            if not _GZIP_MAGIC.startswith(pending[:2]):
                return b"", b""
            self._stream = zlib.decompressobj(self._window_bits)
            self.members += 1
        plain = self._stream.decompress(pending, room)
        return plain, self._stream.unused_data or self._stream.unconsumed_tail


def _inflate_for(head: bytes, *, is_deflate: bool) -> _Inflate | None:
    """Return what decodes a body that begins with `head`; None: it is plain, whatever the header says.

    Many servers send plain bodies with "Content-Encoding: gzip", and gzip files without it (sitemaps). "deflate" is
    zlib by RFC 9110 and raw by the habit of some servers.
    """
    if head[:2] == _GZIP_MAGIC:
        return _Inflate(31)
    if not is_deflate or head.lstrip()[:1] in {b"<", b"{", b"\xef"}:
        return None
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _Inflate(15 if is_zlib else -15)
