"""The hash of every word of many texts at once, by arithmetic on their bytes."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from news.language.segments import HAS_MARKS, HAS_SPACELESS, OPTIONAL, has_no_spaces, with_plain_signs, words

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

NO_PLACES = np.empty(0, np.int64)
ASCII_END = 0x7F

# A word's hash is the value of its bytes as a polynomial at FACTOR, modulo 2 to the 64, stirred. Sums of the terms up
# to each place give the value of every word by one subtraction; INVERSE takes out the power of its first place.
FACTOR = 0x9E3779B97F4A7C15
INVERSE = pow(FACTOR, -1, 1 << 64)
BATCH_BYTES = 1 << 16  # so that the sums stay in the processor's cache

# Tables for `bytes.translate`, which takes half the time of numpy's look-up.
LOWER = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
IS_WORD = bytes(chr(code).isalnum() if code < 128 else True for code in range(256))
FEW_SIGNS = 40  # distinct ones beyond ASCII: so many are cheaper to replace one by one than to normalise the text
JAMO = ("\u1100", "\u11ff")
# Of the signs that count for nothing, those that are no letter.
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
SIGMA = "\u03a3"  # its lower case depends on its place


@dataclass(frozen=True, slots=True, eq=False)
class HashedText:
    """The words of one text in hashes."""

    hashes: Hashes
    has_no_spaces: bool
    starts: Places | None  # where each word starts in the text; None: NFKC changes the text, or it needs no spaces


def hash_words(texts: Sequence[str]) -> list[HashedText]:
    """Return, for each text, the hashes of its words (as `text.words` finds them).

    Equal words have equal hashes in every process and on every machine. Five times faster than a table of words.
    """
    found: list[HashedText] = []
    batches = list(_batches([_plain_bytes(text) for text in texts]))
    longest = max((sum(len(part.data) + 1 for part in batch) for batch in batches), default=0)
    powers, inverses = _powers(FACTOR, longest), _powers(INVERSE, longest)
    for batch in batches:
        found += _hash_batch(batch, powers, inverses)
    return found


def word_bounds(text: str) -> tuple[Places, Places] | None:
    """Return where each word of `text` starts and ends; None where NFKC changes the text, or it needs no spaces."""
    part = _plain_bytes(text)
    if not part.keeps_places:
        return None
    starts, ends = _bounds(part.data)
    later_bytes = _later_bytes(part.data)
    starts, ends = starts - np.searchsorted(later_bytes, starts), ends - np.searchsorted(later_bytes, ends)
    return part.in_text(starts), part.in_text(ends)


def _later_bytes(data: bytes) -> Places:
    """Return where the second and later bytes of characters stand: by so many a place in UTF-8 is ahead of the text."""
    if data.isascii():
        return NO_PLACES
    return np.flatnonzero((np.frombuffer(data, np.uint8) & 0xC0) == 0x80)


def _bounds(data: bytes) -> tuple[Places, Places]:
    """Return where the words start and end."""
    is_word = np.frombuffer(b"\0" + data.translate(IS_WORD) + b"\0", np.uint8)
    edges = np.flatnonzero(is_word[1:] != is_word[:-1])
    return edges[::2], edges[1::2]


@dataclass(frozen=True, slots=True)
class _Part:
    """A text with nothing but words above ASCII."""

    data: bytes
    has_no_spaces: bool = False
    keeps_places: bool = False  # its words stand where they stood in the text, but for signs taken out
    taken_out: Places = field(default_factory=lambda: NO_PLACES)  # how many characters are left before each of them

    def in_text(self, places: Places) -> Places:
        """Turn places in what is left into places in the text: signs before a word and at its end are passed."""
        return places + np.searchsorted(self.taken_out, places, side="right") if len(self.taken_out) else places


def _plain_bytes(text: str) -> _Part:
    plain = text = with_plain_signs(text)
    signs = _signs(text)
    taken_out = NO_PLACES
    if INVISIBLE.search(signs):
        signs = INVISIBLE.sub("", signs)
        taken_out = np.array([found.start() - at for at, found in enumerate(INVISIBLE.finditer(text))])
        text = INVISIBLE.sub("", text)
    if len(signs) <= FEW_SIGNS and _stand_alone(signs):
        for sign in signs:
            text = text.replace(sign, sign.lower() if sign.isalnum() else " ")
        return _Part(text.encode("utf-8"), keeps_places=True, taken_out=taken_out)
    return _normalised_bytes(plain)


def _normalised_bytes(text: str) -> _Part:
    plain, text = text, unicodedata.normalize("NFKC", text)
    keeps_places = text == plain
    text = text.lower()
    odd = _signs(text)
    kept = OPTIONAL.sub("", odd)
    if HAS_MARKS.search(kept) or HAS_SPACELESS.search(kept):
        tokens = words(plain)  # normalised once: a second time may put marks in another order
        return _Part(" ".join(tokens).encode("utf-8", "replace"), has_no_spaces(tokens))
    if kept != odd:
        text, odd, keeps_places = OPTIONAL.sub("", text), kept, False
    for character in odd:
        if not character.isalnum():
            text = text.replace(character, " ")
    return _Part(text.encode("utf-8"), keeps_places=keeps_places and len(text) == len(plain))


def _signs(text: str) -> str:
    """Return the distinct characters beyond ASCII."""
    if text.isascii():
        return ""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return "".join(map(chr, set(codes[codes > ASCII_END].tolist())))


def _stand_alone(signs: str) -> bool:
    """Return whether text of these characters is NFKC whatever their order, each with one lower case, in one sign."""
    return (
        unicodedata.is_normalized("NFKC", signs)
        and HAS_MARKS.search(signs) is None
        and HAS_SPACELESS.search(signs) is None
        and not any(
            sign == SIGMA or JAMO[0] <= sign <= JAMO[1] or unicodedata.category(sign)[0] == "M" or len(sign.lower()) > 1
            for sign in signs
        )
    )


def _batches(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    batch: list[_Part] = []
    size = 0
    for part in parts:
        if batch and size + len(part.data) > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += len(part.data) + 1
    if batch:
        yield batch


def _hash_batch(parts: Sequence[_Part], powers: Hashes, inverses: Hashes) -> Iterator[HashedText]:
    data = b"\n".join(part.data for part in parts)
    starts, ends = _bounds(data)
    sums = np.zeros(len(data) + 1, np.uint64)
    np.multiply(np.frombuffer(data.translate(LOWER), np.uint8), powers[: len(data)], out=sums[1:])
    np.cumsum(sums, out=sums)
    hashes = stir((sums[ends] - sums[starts]) * inverses[starts])
    places = list(accumulate((len(part.data) + 1 for part in parts), initial=0))
    borders = pairwise(np.searchsorted(starts, places).tolist())
    later_bytes = _later_bytes(data)
    starts = starts - np.searchsorted(later_bytes, starts)
    before = np.searchsorted(later_bytes, places).tolist()
    for part, place, later, (start, end) in zip(parts, places[:-1], before[:-1], borders, strict=True):
        words_at = part.in_text(starts[start:end] - (place - later)) if part.keeps_places else None
        yield HashedText(hashes[start:end], part.has_no_spaces, words_at)


def _powers(factor: int, count: int) -> Hashes:
    powers = np.full(count, factor, np.uint64)
    powers[0] = 1
    multiplied: Hashes = np.cumprod(powers)
    return multiplied


def stir(hashes: Hashes) -> Hashes:
    """Spread every bit of each hash over all of it, in place."""
    hashes ^= hashes >> np.uint64(33)
    hashes *= np.uint64(0xFF51AFD7ED558CCD)
    hashes ^= hashes >> np.uint64(33)
    hashes *= np.uint64(0xC4CEB9FE1A85EC53)
    hashes ^= hashes >> np.uint64(33)
    return hashes
