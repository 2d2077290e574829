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
    """Reads bodies under the limits of one run; large ones take turns."""

    def __init__(self, rules: WebRules) -> None:
        """Read under `rules`."""
        self._rules = rules
        self._large = asyncio.Semaphore(rules.large_at_once)

    async def read(self, wire: Wire, coding: str, deadline: asyncio.Timeout, *, is_sample: bool = False) -> Body:
        """Read a body to its end.

        Args:
            wire: the bytes as they come.
            coding: the Content-Encoding header.
            deadline: moved on while the body waits for its turn.
            is_sample: stop after the first piece, for what cannot be a page or a feed.
        """
        codings = [word.strip().lower() for word in coding.split(",") if word.strip().lower() not in _PLAIN_CODINGS]
        if len(codings) > 1 or not _ZIP_CODINGS.issuperset(codings):
            return Body(outcome="bad_encoding", error=f"encoded as {coding!r}, which we did not ask for")
        sink = _Sink(self._rules, is_deflate="deflate" in codings)
        try:
            while piece := await wire.readany():
                sink.feed(piece)
                while sink.step():
                    if (fault := sink.fault()) is not None:
                        return fault
                    if sink.size > self._rules.large_bytes and not sink.has_turn:
                        await self._wait_for_turn(sink, deadline)
                if is_sample and sink.size:
                    return sink.so_far()
            return sink.finish()
        except zlib.error as error:
            return Body(outcome="bad_encoding", wire_bytes=sink.wire, error=f"cannot be decoded: {error}")
        finally:
            if sink.has_turn:
                self._large.release()

    async def _wait_for_turn(self, sink: "_Sink", deadline: asyncio.Timeout) -> None:
        clock = asyncio.get_running_loop().time
        began, ends = clock(), deadline.when()
        deadline.reschedule(None)
        await self._large.acquire()
        sink.has_turn = True
        if ends is not None:
            deadline.reschedule(ends + clock() - began)


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

    def feed(self, piece: bytes) -> None:
        self.wire += len(piece)
        self._pending += piece
        if not self._has_begun and len(self._pending) > 1:
            self._has_begun = True
            self._inflate = _inflate_for(self._pending, is_deflate=self._is_deflate)

    def step(self) -> bool:
        """Decode a little of what is there; False: no more can be made of it."""
        if not self._has_begun or not self._pending:
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
            return Body(outcome="too_large", wire_bytes=self.wire, error=f"more than {rules.decoded_bytes:,} bytes")
        if self.size > rules.ratio_from_bytes and self.size > rules.decoded_ratio * self.wire:
            return Body(outcome="too_large", wire_bytes=self.wire, error="swells like a decompression bomb")
        return None

    def so_far(self) -> Body:
        return Body(outcome="ok", content=b"".join(self._pieces) or self._pending, wire_bytes=self.wire)

    def finish(self) -> Body:
        if self._inflate is not None and not self._inflate.is_complete:
            return Body(outcome="truncated", wire_bytes=self.wire, error="the compressed body ends too early")
        return self.so_far()


class _Inflate:
    """gzip (several members too), zlib, or raw deflate."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits)

    @property
    def is_complete(self) -> bool:
        return self._stream.eof

    def decode(self, pending: bytes, room: int) -> tuple[bytes, bytes]:
        """Return at most `room` decoded bytes, and what is left of `pending`; padding after the end is dropped."""
        if self._stream.eof:
            if not _GZIP_MAGIC.startswith(pending[:2]):
                return b"", b""
            self._stream = zlib.decompressobj(self._window_bits)
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
