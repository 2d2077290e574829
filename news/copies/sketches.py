"""A text's runs of words as numbers: every run for exact comparison, a fixed sample of them for finding candidates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import xxhash
from numpy.typing import NDArray

from news.copies.word_hashes import HashedText, Hashes, hash_words, stir
from news.language.quotation_marks import quotation_spans
from news.records import record

Indices = NDArray[np.int64]

ODD = np.array(
    [
        0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
        0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3,
        0x1D8E4E27C47D124F, 0xEB44ACCAB455D165, 0x9C6E6877736C46E3, 0xDA942042E4DD58B5,
        0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x8CB92BA72F3D8DD7, 0x2545F4914F6CDD1D,
    ],
    dtype=np.uint64,
)  # fmt: skip
NOTHING = np.empty(0, np.uint64)
NOTHING.flags.writeable = False
BATCH_TEXTS = 512  # enough for numpy to pay, little enough to stay in the processor's cache


@record
class SketchRules:
    """How a text is cut into runs, and which of them are kept."""

    run_words: int = 5  # words a run; sampled, they find .99 of pairs with 30 % copied text (MinHash at .5: .23)
    run_characters: int = 8  # characters a run in scripts without spaces
    keep_one_in: int = 8  # a run's hash is kept if this divides it: recall .991 (16: .971)
    keep_all_below: int = 12  # sampled hashes; a shorter text keeps every run
    passage_words: int = 8  # words a run of a quotation: less is no evidence
    passage_characters: int = 16


SKETCH_RULES = SketchRules()


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is remembered of one text, enough to find what repeats it; `runs` and `passages` serve one batch only."""

    samples: Hashes  # the runs divisible by `keep_one_in`: sorted, distinct
    others: Hashes  # of a short text all other runs too; of a longer one none
    total: int  # runs in the text, repeated ones too
    exact: int  # hash of all its words; two texts with the same words have the same
    runs: Hashes  # every run as they stand, for comparison with texts that keep all of theirs
    quoted: Hashes  # runs of its quotations: of each three neighbours the least, so 10 shared words are found
    passages: Hashes  # every run that might stand in another's quotation
    size: int  # words a run

    @property
    def is_whole(self) -> bool:
        """Whether every run is kept, not a sample."""
        return len(self.others) > 0

    @property
    def hashes(self) -> Hashes:
        """All runs that are kept, sorted."""
        return np.sort(np.concatenate((self.samples, self.others))) if self.is_whole else self.samples

    @property
    def sampled(self) -> int:
        """How many of the kept runs are samples."""
        return len(self.samples)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Every run of one text."""

    ordered: Hashes  # one a position, as they stand
    distinct: Hashes  # sorted
    first: Indices  # where each of the distinct ones stands first
    size: int  # words a run


def sketch_all(texts: Sequence[str], rules: SketchRules = SKETCH_RULES) -> list[Sketch]:
    """Return the sketches of `texts`, in their order."""
    batches = (texts[start : start + BATCH_TEXTS] for start in range(0, len(texts), BATCH_TEXTS))
    return [sketch for batch in batches for sketch in _sketches(batch, rules)]


def runs_all(texts: Sequence[str], rules: SketchRules = SKETCH_RULES) -> list[Runs]:
    """Return every run of each of `texts`, for exact comparison."""
    batches = (texts[start : start + BATCH_TEXTS] for start in range(0, len(texts), BATCH_TEXTS))
    cut = (_cut(batch, rules) for batch in batches)
    return [_runs(runs, size) for batch in cut for runs, _, size in batch.each(rules)]


def runs_of(sketch: Sketch) -> Runs:
    """Return every run of a text that is sketched already."""
    return _runs(sketch.runs, sketch.size)


def _runs(ordered: Hashes, size: int) -> Runs:
    order = np.argsort(ordered, kind="stable")
    in_order = ordered[order]
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = in_order[1:] != in_order[:-1]
    return Runs(ordered=ordered, distinct=in_order[is_first], first=order[is_first], size=size)


def flat(arrays: Sequence[Hashes]) -> tuple[Hashes, Indices]:
    """Return all hashes end to end, and for each the place of the array that it comes from."""
    owners = np.repeat(np.arange(len(arrays), dtype=np.int64), [len(array) for array in arrays])
    return (np.concatenate(arrays) if len(arrays) else np.empty(0, np.uint64)), owners


def containment(a: Hashes, b: Hashes) -> float:
    """Return how much of the smaller set of runs stands in the other, 0 to 1; both sorted and distinct."""
    smaller, larger = (a, b) if len(a) <= len(b) else (b, a)
    if not len(smaller):
        return 0.0
    at = np.searchsorted(larger, smaller)
    at[at == len(larger)] = 0
    return float(np.count_nonzero(larger[at] == smaller)) / len(smaller)


def hash_runs(ids: Hashes, size: int) -> Hashes:
    """Return a hash for each run of `size` consecutive words, from the hashes of the words."""
    count = len(ids) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    hashed = ids[:count] * ODD[0]
    for place in range(1, size):
        hashed += ids[place : place + count] * ODD[place]
    return stir(hashed)


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A batch of texts in hashes, end to end; a run that reaches into the next text belongs to none."""

    texts: list[HashedText]
    starts: list[int]  # the number of each text's first word
    runs: Hashes
    passages: Hashes

    def each(self, rules: SketchRules) -> Iterator[tuple[Hashes, Hashes, int]]:
        """Yield the runs of each text, its runs of a passage's length, and how many words a run has."""
        for text, start in zip(self.texts, self.starts, strict=True):
            if text.has_no_spaces:
                size = rules.run_characters
                yield hash_runs(text.hashes, size), hash_runs(text.hashes, rules.passage_characters), size
            else:
                end = start + len(text.hashes)
                runs = self.runs[start : max(start, end - rules.run_words + 1)]
                yield runs, self.passages[start : max(start, end - rules.passage_words + 1)], rules.run_words


def _cut(texts: Sequence[str], rules: SketchRules) -> _Cut:
    hashed = hash_words(texts)
    ids = np.concatenate([text.hashes for text in hashed]) if hashed else NOTHING
    starts = list(accumulate((len(text.hashes) for text in hashed), initial=0))[:-1]
    return _Cut(hashed, starts, hash_runs(ids, rules.run_words), hash_runs(ids, rules.passage_words))


def _sketches(texts: Sequence[str], rules: SketchRules) -> Iterator[Sketch]:
    cut = _cut(texts, rules)
    quoted = _quoted(texts, cut, rules)
    every = np.uint64(rules.keep_one_in)
    for hashed, in_quotes, (runs, passages, size) in zip(cut.texts, quoted, cut.each(rules), strict=True):
        is_sample = runs % every == 0
        samples = _distinct(runs[is_sample])
        yield Sketch(
            samples=samples,
            others=_distinct(runs[~is_sample]) if len(samples) < rules.keep_all_below else NOTHING,
            total=len(runs),
            exact=xxhash.xxh3_64_intdigest(hashed.hashes.tobytes()),
            quoted=in_quotes,
            runs=runs,
            passages=passages,
            size=size,
        )


def _quoted(texts: Sequence[str], cut: _Cut, rules: SketchRules) -> Iterator[Hashes]:
    """Yield, for each text, the least of each window of three neighbouring runs in its quotations."""
    least = _least_of_three(cut.passages)
    short = rules.passage_words
    for text, hashed, word in zip(texts, cut.texts, cut.starts, strict=True):
        spans = [span for span in quotation_spans(text) if span[1] - span[0] > short]
        if not spans:
            yield NOTHING
        elif hashed.starts is None:
            own = _cut([text[start:end] for start, end in spans], rules)
            yield _distinct(np.concatenate([_least_of_three(passages) for _, passages, _ in own.each(rules)]))
        else:
            within = (np.searchsorted(hashed.starts, spans) + word).tolist()
            yield _distinct(
                np.concatenate(
                    [
                        least[first : last - short - 1]
                        if last - first > short + 1
                        else _least_of_three(cut.passages[first : max(first, last - short + 1)])
                        for first, last in within
                    ]
                )
            )


def _least_of_three(runs: Hashes) -> Hashes:
    if len(runs) > 2:
        return np.minimum(np.minimum(runs[:-2], runs[1:-1]), runs[2:])
    return runs.min(keepdims=True) if len(runs) else NOTHING


def _distinct(hashes: Hashes) -> Hashes:
    """Sort and drop what repeats; `numpy.unique` does the same at three times the cost for short arrays."""
    hashes = np.sort(hashes)
    repeats = hashes[1:] == hashes[:-1]
    return hashes[np.concatenate(([True], ~repeats))] if repeats.any() else hashes
