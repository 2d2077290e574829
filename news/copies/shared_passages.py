"""Where two texts say the same, as it stands in each; how much of it is more than names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from news.copies.sketches import Indices, Runs
from news.copies.word_hashes import ASCII_END, word_bounds
from news.language.name_lists import CAPITALS_MEAN_NAMES_BELOW, ORDINARY, TITLES, NameList
from news.language.quotation_marks import quotation_spans
from news.language.segments import each_word, rough_sentences, sentences, words
from news.records import record

Mask = NDArray[np.bool_]

# Each begins with a class of characters, so that `re` leaps from one to the next, and looks behind only then.
FIGURE = re.compile(r"\d\d*(?:[.,:]\d+)*")
NAME = re.compile(r"[A-Z\x80-\U0010ffff](?<=[\w,;)] [^\W\d_])[^\W_]*")  # it may have a capital, and opens no sentence
CAPITAL = re.compile(r"[A-Z\x80-\U0010ffff](?<=[^\W\d_])(?<![^\W_](?s:.))[^\W_]*")
NO_NAMES = TITLES | ORDINARY
SHORTEST_SUBJECT = 3  # letters
SAME_SENTENCE = 80.0  # rapidfuzz ratio, 0 to 100, from which two sentences count as one


@record
class Passage:
    """A run of words that two texts share; spans are in code points of each text."""

    at: int  # number of its first word in the first text
    words: int
    telling: int  # words that are left when names, titles and outlets are discounted
    is_quoted: bool  # most of it stands within quotation marks, in either text
    a_span: tuple[int, int]
    b_span: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Prose:
    """One text, read once for comparison with several others; each part is made when it is first asked for."""

    text: str
    names: NameList

    @cached_property
    def bounds(self) -> tuple[Indices, Indices]:
        """Where each word starts and ends."""
        known = word_bounds(self.text)
        if known is None:
            spans = np.array([(start, end) for _, start, end in each_word(self.text)], np.int64).reshape(-1, 2)
            known = (spans[:, 0], spans[:, 1])
        return known

    @cached_property
    def _capitals_tell(self) -> bool:
        starts = self.bounds[0]
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)[starts]
        capitals = np.count_nonzero((codes >= ord("A")) & (codes <= ord("Z")))
        capitals += sum(chr(code).isupper() for code in codes[codes > ASCII_END].tolist())
        return bool(capitals <= CAPITALS_MEAN_NAMES_BELOW * len(starts))

    @cached_property
    def _quotations(self) -> tuple[Indices, Indices]:
        spans = np.array(quotation_spans(self.text), np.int64).reshape(-1, 2)
        return spans[:, 0], spans[:, 1]

    def span(self, at: int, end: int) -> tuple[int, int]:
        """Return where the words from number `at` to before `end` stand, as far as the text has them."""
        starts, ends = self.bounds
        return int(starts[min(at, len(starts) - 1)]), int(ends[min(end, len(ends)) - 1])

    def is_name(self, at: int, end: int) -> Mask:
        """Say of each of these words whether it is a name or title."""
        starts, ends = (bound[at:end].tolist() for bound in self.bounds)
        said = [self.text[start:stop] for start, stop in zip(starts, ends, strict=True)]
        return np.array(self.names.held(said, capitals_tell=self._capitals_tell), dtype=bool)

    def is_quoted(self, at: int, end: int) -> Mask:
        """Say of each of these words whether it stands within quotation marks."""
        opened, closed = self._quotations
        starts = self.bounds[0][at:end]
        if not len(opened):
            return np.zeros(len(starts), dtype=bool)
        before = np.searchsorted(opened, starts, side="right") - 1
        return (before >= 0) & (starts < closed[before])

    @cached_property
    def particulars(self) -> frozenset[str]:
        """What tells this report from the next of its kind: figures, and names that open no sentence."""
        names = NAME.findall(self.text) if self._capitals_tell else ()
        return frozenset(
            {name.lower() for name in names if name[0].isupper()} - NO_NAMES | {*FIGURE.findall(self.text)}
        )

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The names that it tells more than once, and that open no sentence there: what it is about."""
        names = NAME.findall(self.text) if self._capitals_tell else ()
        told = Counter(name.lower() for name in names if name[0].isupper() and len(name) >= SHORTEST_SUBJECT)
        return frozenset(name for name, times in told.items() if times > 1) - NO_NAMES

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Every figure and every word with a capital, those that open a sentence too."""
        return frozenset(map(str.lower, CAPITAL.findall(self.text))) | {*FIGURE.findall(self.text)}

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def spoken(self) -> str:
        """The words of the text alone, a space between them."""
        return " ".join(words(self.text))

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences, in lower case."""
        return rough_sentences(self.text)

    @cached_property
    def whole_sentences(self) -> list[str]:
        """The sentences, in lower case, read with care: "Sept. 6" ends none."""
        return [self.text[start:end].lower() for start, end in sentences(self.text)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive runs of words that two texts share: where they start in each, and how many they are."""

    at: int
    there: int
    count: int


def compare_runs(a: Runs, b: Runs) -> tuple[float, list[Stretch]]:
    """Return the containment of two texts' runs, and the stretches of `a` that stand in `b` too, longest first.

    Where a run stands in `b` more than once, its first place counts.
    """
    if not len(a.ordered) or not len(b.ordered):
        return 0.0, []
    at = np.minimum(b.distinct.searchsorted(a.ordered), len(b.distinct) - 1)
    here = (b.distinct[at] == a.ordered).nonzero()[0]
    if not len(here):
        return 0.0, []
    at = at[here]
    is_shared = np.zeros(len(b.distinct), dtype=bool)
    is_shared[at] = True
    shared = int(np.count_nonzero(is_shared)) / min(len(a.distinct), len(b.distinct))
    there = b.first[at]
    is_start = np.ones(len(here) + 1, dtype=bool)
    is_start[1:-1] = (here[1:] - here[:-1] != 1) | (there[1:] - there[:-1] != 1)
    starts = is_start.nonzero()[0]
    less = (starts[:-1] - starts[1:]).tolist()  # how many they are, below nought: the longest come first
    found = sorted(zip(less, here[starts[:-1]].tolist(), there[starts[:-1]].tolist(), strict=True))
    return shared, [Stretch(at, there, -count) for count, at, there in found]


def passages(a: Prose, b: Prose, stretches: Iterable[Stretch], run_words: int, least: int = 0) -> Iterator[Passage]:
    """Yield what is to be known of the words of each stretch that has at least so many."""
    for stretch in stretches:
        count = stretch.count + run_words - 1
        end, other_end = stretch.at + count, stretch.there + count
        if count < least or end > len(a.bounds[0]) or other_end > len(b.bounds[0]):
            continue  # too short, or a sign that NFKC takes apart: the words of text and comparison differ
        names = a.is_name(stretch.at, end) | b.is_name(stretch.there, other_end)
        quoted = a.is_quoted(stretch.at, end) | b.is_quoted(stretch.there, other_end)
        yield Passage(
            at=stretch.at,
            words=count,
            telling=int(np.count_nonzero(~names)),
            is_quoted=bool(np.count_nonzero(quoted) * 2 > count),
            a_span=a.span(stretch.at, end),
            b_span=b.span(stretch.there, other_end),
        )


def sentence_coverage(a: Prose, b: Prose) -> float:
    """Return how much of the shorter text's sentences, by length, stand in the other, 0 to 1."""
    shorter, longer = sorted((a.sentences, b.sentences), key=lambda of_one: (sum(map(len, of_one)), of_one))
    total = sum(map(len, shorter))
    if not total:
        return 0.0
    same = set(longer)
    others = [sentence for sentence in shorter if sentence not in same]
    missing = 0
    if others:
        best = process.cdist(others, longer, scorer=fuzz.ratio, score_cutoff=SAME_SENTENCE).max(axis=1)
        missing = sum(len(sentence) for sentence, score in zip(others, best, strict=True) if score < SAME_SENTENCE)
    return (total - missing) / total


def same_particulars(a: Prose, b: Prose, least: int) -> Iterator[float]:
    """Yield how many of each text's figures and names stand in the other, 0 to 1, the shorter first; 1: it has few."""
    for one, other in ((a, b), (b, a)) if len(a.text) <= len(b.text) else ((b, a), (a, b)):
        told = one.particulars
        yield len(told & other.capitalised) / len(told) if len(told) >= least else 1.0


def have_other_subjects(a: Prose, b: Prose, headlines: tuple[str, str] = ("", "")) -> bool:
    """Return whether each text has names that it repeats, or has in a given headline, and the other has none."""
    told = [headline_names(prose, headline) for prose, headline in zip((a, b), headlines, strict=True)]
    return _are_apart((a.subjects, b.subjects), (a, b)) or _are_apart((told[0], told[1]), (a, b))


def headline_names(prose: Prose, headline: str) -> frozenset[str]:
    """Return the words of a headline, in lower case, that stand in the text as names do."""
    told = {word for word in words(headline) if len(word) >= SHORTEST_SUBJECT and not word[0].isdigit()}
    return (prose.capitalised & told) - NO_NAMES


def _are_apart(names: tuple[frozenset[str], frozenset[str]], texts: tuple[Prose, Prose]) -> bool:
    """Return whether both texts have names, and neither holds one of the other's."""
    (one, other), (first, second) = names, texts
    if not one or not other:
        return False
    return not any(name in second.lowered for name in one) and not any(name in first.lowered for name in other)


def in_order(a: list[str], b: list[str]) -> float:
    """Return how many of the shorter text's words run in the same order in the other, 0 to 1."""
    shortest = min(len(a), len(b))
    if not shortest:
        return 0.0
    number = {word: at for at, word in enumerate(dict.fromkeys(a + b))}
    one, other = ("".join(chr(_letter(number[word])) for word in words) for words in (a, b))
    return float(LCSseq.similarity(one, other)) / shortest


def _letter(number: int) -> int:
    """Give each word a code point, past the surrogates: rapidfuzz compares strings far faster than lists."""
    return number + (0x100 if number < 0xD700 else 0x2100)
