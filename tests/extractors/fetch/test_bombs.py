"""A body that swells two hundred times is refused once it is large; one that swells less, or is small, is read."""

import zlib

import pytest

from extractors.fetch.bodies import _Sink
from extractors.fetch.limits import WebRules

RULES = WebRules()


def outcome(plain: bytes) -> str:
    """Return what becomes of a body as it is decoded, piece by piece."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    sink = _Sink(RULES, is_deflate=False)
    sink.feed(packing.compress(plain) + packing.flush())
    while sink.step():
        if (fault := sink.fault()) is not None:
            return f"{fault.outcome}: {fault.error}"
    return sink.finish().outcome


def noise(seed: int, length: int) -> bytes:
    out = bytearray()
    while len(out) < length:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        out += seed.to_bytes(8, "big")
    return bytes(out[:length])


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        (b"\0" * 2_000_000, "too_large: swells like a decompression bomb"),
        (b"\0" * (RULES.ratio_from_bytes - 1), "ok"),  # small: the ratio says nothing yet
        (noise(1, 12_000) + b"\0" * 2_000_000, "ok"),  # 2,012,000 bytes of some 14,000: 143 times
        (noise(2, 5_000) + b"\0" * 2_000_000, "too_large: swells like a decompression bomb"),  # 290 times
    ],
)
def test_the_bound_is_two_hundred_times(plain: bytes, said: str) -> None:
    assert outcome(plain) == said
