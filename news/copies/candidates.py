"""Which pairs of a batch are worth a look: those that share rare runs of words."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from news.copies.sketches import NOTHING, Sketch, flat
from news.copies.word_hashes import Hashes
from news.records import record

Places = NDArray[np.int64]
Pairs = set[tuple[int, int]]
Number = TypeVar("Number", np.uint64, np.int64)


@record
class CandidateRules:
    """What two sketches must share to be worth a look."""

    # Copy groups that hold a run: above, it is a formula of the trade and no evidence. Of 549 real pairs with a
    # containment of .3, as many are found with 20 as with 50 (with 8: 14 fewer), and a sixth of the chance ones.
    most_articles: int = 20
    least_shared: int = 2  # hashes
    least_containment: float = 0.10  # of the smaller sketch, estimated
    least_runs: int = 12  # a text with fewer is too short for the two gates above: one shared run will do
    copy_containment: float = 0.50  # estimated; from here on two articles stand for one when runs are counted


CANDIDATE_RULES = CandidateRules()
LOOK_UP_SPARSE_BITS = 4  # a table of bits has sixteen places for each hash that it knows
LOOK_UP_MOST_BITS = 25
LOOK_UP_TEXTS = 128  # at once: so many runs stay in the processor's cache


def candidates_within(sketches: Sequence[Sketch], rules: CandidateRules = CANDIDATE_RULES) -> Pairs:
    """Return the pairs of places in `sketches` that share rare runs, a quotation, or every word.

    A run held by more than `most_articles` articles is first used to tie its holders to the earliest of them, one
    tie each; those who then look like copies stand for one article when the run is counted again. So a wire story in
    500 outlets is found, in time linear in its size, and a formula that 500 articles use is dropped.

    Args:
        sketches: in order of time: ties lead to the earlier article.
    """
    hashes, owners = _held_by_several([sketch.hashes for sketch in sketches])
    sizes = Sizes(sketches, rules)
    stars = _star_pairs(hashes, owners, rules)
    tied = sizes.gate(*_counted(stars, len(sketches)))
    tied = [tie for tie in tied if tie[2] >= rules.copy_containment]
    stands_for = _representatives(tied, len(sketches))
    hashes, owners = _one_a_group(hashes, owners, stands_for)
    shared = sizes.gate(*_counted(_all_pairs(hashes, owners, rules.most_articles), len(sketches)))
    found = {(a, b) for a, b, _ in (*tied, *shared)}
    return found | _short_texts(sketches, rules) | _same_words(sketches) | _quotations(sketches)


class Sizes:
    """The sizes of the sketches, on the footing on which two of them can be compared."""

    def __init__(self, sketches: Sequence[Sketch], rules: CandidateRules) -> None:
        """Read the sizes of `sketches`."""
        self.rules = rules
        self.sampled = np.array([sketch.sampled for sketch in sketches], np.int64)
        self.kept = np.array([len(sketch.samples) + len(sketch.others) for sketch in sketches], np.int64)

    def gate(self, pairs: Places, shared: Places) -> list[tuple[int, int, float]]:
        """Return the pairs that share enough, with their estimated containment."""
        if not len(pairs):
            return []
        a, b = pairs.T
        both_whole = (self.kept[a] > self.sampled[a]) & (self.kept[b] > self.sampled[b])
        sampled = np.minimum(self.sampled[a], self.sampled[b])
        estimate = shared / np.maximum(np.where(both_whole, np.minimum(self.kept[a], self.kept[b]), sampled), 1)
        chosen = (shared >= self.rules.least_shared) & (estimate >= self.rules.least_containment)
        return list(zip(a[chosen].tolist(), b[chosen].tolist(), estimate[chosen].tolist(), strict=True))


def _rows(arrays: Sequence[Hashes]) -> tuple[Hashes, Places]:
    """Return all hashes with their owners' places, sorted by hash, then place."""
    hashes, owners = flat(arrays)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owners[order]


def _held_by_several(arrays: Sequence[Hashes]) -> tuple[Hashes, Places]:
    """Return the hashes that several arrays have, with their owners' places, sorted by hash, then place.

    The owner takes the place of a hash's lowest bits, so that one sort of numbers does, twice as fast as one of places:
    47 bits are left of a hash among 100,000 texts.
    """
    hashes, owners = flat(arrays)
    low = np.uint64((1 << len(arrays).bit_length()) - 1)
    hashes &= ~low
    hashes |= owners.view(np.uint64)
    hashes.sort()
    is_same = (hashes[1:] ^ hashes[:-1]) <= low
    if not is_same.any():
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    is_shared = np.zeros(len(hashes), dtype=bool)
    is_shared[1:] = is_same
    is_shared[:-1] |= is_same
    rows = _without_repeats(hashes[is_shared])
    return rows & ~low, (rows & low).view(np.int64)


def _without_repeats(in_order: NDArray[Number]) -> NDArray[Number]:
    """Return sorted numbers each once: `numpy.unique` takes four times as long for a million."""
    return in_order[np.concatenate(([True], in_order[1:] != in_order[:-1]))] if len(in_order) else in_order


def _groups(hashes: Hashes) -> tuple[Places, Places]:
    """Return where each stretch of equal hashes starts, and its length."""
    if not len(hashes):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    return starts, np.diff(np.concatenate((starts, [len(hashes)])))


def _star_pairs(hashes: Hashes, owners: Places, rules: CandidateRules) -> Places:
    """Pair every holder of an over-common hash with the first holder."""
    starts, counts = _groups(hashes)
    common = counts > rules.most_articles
    starts, counts = starts[common], counts[common]
    if not len(starts):
        return np.empty((0, 2), np.int64)
    first = np.repeat(owners[starts], counts)
    held = np.concatenate([owners[start : start + count] for start, count in zip(starts, counts, strict=True)])
    other = first != held
    return np.stack((first[other], held[other]), axis=1)


def _all_pairs(hashes: Hashes, owners: Places, most: int) -> Places:
    """Pair all holders of each hash that at most `most` hold."""
    starts, counts = _groups(hashes)
    found = [np.empty((0, 2), np.int64)]
    for count in range(2, most + 1):
        chosen = starts[counts == count]
        if len(chosen):
            held = owners[chosen[:, None] + np.arange(count)]
            a, b = np.triu_indices(count, 1)
            found.append(np.stack((held[:, a].ravel(), held[:, b].ravel()), axis=1))
    return np.concatenate(found)


def _counted(pairs: Places, total: int) -> tuple[Places, Places]:
    """Return the distinct pairs and how often each occurs."""
    keys, shared = np.unique(pairs[:, 0] * total + pairs[:, 1], return_counts=True)
    return np.stack(np.divmod(keys, max(total, 1)), axis=1), shared


def _representatives(tied: Iterable[tuple[int, int, float]], total: int) -> Places:
    """Return, for each article, the earlier article that stands for it when runs are counted."""
    stands_for = np.arange(total)
    best: dict[int, tuple[float, int]] = {}
    for earlier, later, estimate in tied:
        best[later] = max(best.get(later, (0.0, -1)), (estimate, -earlier))
    for later in sorted(best):
        stands_for[later] = stands_for[-best[later][1]]
    return stands_for


def _one_a_group(hashes: Hashes, owners: Places, stands_for: Places) -> tuple[Hashes, Places]:
    """Of each hash and group keep the first holder: a member is left with what its group lacks."""
    starts, counts = _groups(hashes)
    keys = np.repeat(np.arange(len(starts)), counts) * len(stands_for) + stands_for[owners]
    order = np.argsort(keys, kind="stable")  # the owners are in order already
    keys = keys[order]
    first = order[np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])]
    return hashes[first], owners[first]


def _short_texts(sketches: Sequence[Sketch], rules: CandidateRules) -> Pairs:
    """Pair each text that keeps all its runs with the texts that hold some of them: a sample would miss those."""
    whole = [place for place, sketch in enumerate(sketches) if sketch.is_whole]
    known, owners = _rows([sketches[place].hashes for place in whole])
    starts, counts = _groups(known)
    if not len(starts):
        return set()
    at, holders = _look_up(known[starts], (sketch.runs for sketch in sketches))
    at, holders = np.divmod(_without_repeats(np.sort(at * len(sketches) + holders)), len(sketches))
    is_rare = np.bincount(at, minlength=len(starts)) <= rules.most_articles
    at, holders = at[is_rare[at]], holders[is_rare[at]]
    pairs = [np.empty((0, 2), np.int64)]
    for step in range(int(counts.max())):
        has = counts[at] > step
        pairs.append(np.stack((owners[starts[at[has]] + step], holders[has]), axis=1))
    together, shared = _counted(np.concatenate(pairs), len(sketches))
    found: Pairs = set()
    for (owner, other), count in zip(together.tolist(), shared.tolist(), strict=True):
        short, runs = whole[owner], len(sketches[whole[owner]].hashes)
        enough = count >= max(rules.least_shared, rules.least_containment * runs) or runs < rules.least_runs
        if enough and short != other:
            found.add((min(short, other), max(short, other)))
    return found


def _look_up(known: Hashes, asked: Iterable[Hashes]) -> tuple[Places, Places]:
    """Return where in `known` (sorted, distinct) the hashes of `asked` stand, as often as they do, and whose they are.

    Nearly all stand nowhere, and two tables of bits tell so sooner than a search does.
    """
    bits = min(LOOK_UP_MOST_BITS, len(known).bit_length() + LOOK_UP_SPARSE_BITS)
    low, high = np.uint64((1 << bits) - 1), np.uint64(64 - bits)
    by_low, by_high = np.zeros(1 << bits, dtype=bool), np.zeros(1 << bits, dtype=bool)
    by_low[known & low], by_high[known >> high] = True, True
    found, owners = [NOTHING], [np.empty(0, np.int64)]
    arrays = iter(asked)
    first = 0
    while chunk := list(islice(arrays, LOOK_UP_TEXTS)):
        hashes = np.concatenate(chunk)
        at = np.flatnonzero(by_low.take((hashes & low).view(np.int64)))
        at = at[by_high[hashes[at] >> high]]
        found.append(hashes[at])
        ends = np.cumsum([len(array) for array in chunk])
        owners.append(np.searchsorted(ends, at, side="right") + first)
        first += len(chunk)
    return _places(known, np.concatenate(found), np.concatenate(owners))


def _places(known: Hashes, hashes: Hashes, owners: Places) -> tuple[Places, Places]:
    """Return where in `known` those of `hashes` stand that do, and their owners."""
    order = np.argsort(hashes)  # a search for numbers in order finds the next one near
    at = np.minimum(np.searchsorted(known, hashes[order]), len(known) - 1)
    is_known = known[at] == hashes[order]
    return at[is_known], owners[order[is_known]]


def _same_words(sketches: Sequence[Sketch]) -> Pairs:
    """Tie each text to the first with the same words."""
    first: dict[int, int] = {}
    return {
        (first[sketch.exact], place)
        for place, sketch in enumerate(sketches)
        if first.setdefault(sketch.exact, place) != place
    }


def _quotations(sketches: Sequence[Sketch]) -> Pairs:
    """Tie whoever holds a run of a quotation, quoted or not, to the first who quotes it."""
    quoted, quoting = _rows([sketch.quoted for sketch in sketches])
    starts, _ = _groups(quoted)
    known, first = quoted[starts], quoting[starts]
    if not len(known):
        return set()
    at, holders = _look_up(known, (sketch.passages for sketch in sketches))
    is_other = first[at] != holders
    pairs = _without_repeats(np.sort(first[at[is_other]] * len(sketches) + holders[is_other]))
    tied = (divmod(pair, len(sketches)) for pair in pairs.tolist())
    return {(min(a, b), max(a, b)) for a, b in tied}
