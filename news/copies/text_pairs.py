"""Texts made ready to be compared in pairs: what a pair needs is made once, when it is first needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from news.copies.additions import AdditionRules, Additions, find_additions
from news.copies.boilerplate import without_boilerplate
from news.copies.shared_passages import (
    Passage,
    Prose,
    Stretch,
    compare_runs,
    have_other_subjects,
    passages,
    same_particulars,
    sentence_coverage,
)
from news.copies.sketches import Sketch, SketchRules, containment, runs_all, runs_of
from news.copies.word_hashes import Hashes
from news.language.name_lists import NameList
from news.language.quotation_marks import quotation_spans
from news.language.segments import words
from news.records import Article

NO_SKETCHES: Mapping[int, Sketch] = {}
QUOTED_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts and what they share, run by run."""

    later: int
    earlier: int
    containment: float
    stretches: list[Stretch]  # longest first
    run_words: int

    @property
    def longest(self) -> int:
        """How many words the longest shared passage has."""
        return self.stretches[0].count + self.run_words - 1 if self.stretches else 0


class Texts:
    """The texts of one call, cut into runs together."""

    def __init__(
        self,
        articles: Sequence[Article],
        names: NameList,
        rules: SketchRules,
        sketches: Mapping[int, Sketch] = NO_SKETCHES,
    ) -> None:
        """Read `articles`; those that have a sketch are not cut again."""
        self.articles = {article.article_id: article for article in articles}
        self._names = names
        self._rules = rules
        texts = [without_boilerplate(article.text, None) for article in articles]
        self._text = dict(zip(self.articles, texts, strict=True))
        self._runs = {one: runs_of(sketches[one]) for one in self.articles if one in sketches}
        others = [one for one in self.articles if one not in sketches]
        self._runs.update(zip(others, runs_all([self._text[one] for one in others], rules), strict=True))
        self._prose: dict[int, Prose] = {}
        self._unquoted: dict[int, Hashes] = {}
        self._quoted: dict[int, float] = {}
        self._coverage: dict[tuple[int, int], float] = {}
        self._additions: dict[tuple[int, int], Additions] = {}

    def pair(self, later: int, earlier: int) -> TextPair:
        """Return what two texts share."""
        a, b = self._runs[later], self._runs[earlier]
        shared, stretches = compare_runs(a, b)
        return TextPair(later, earlier, shared, stretches, a.size)

    def is_same(self, pair: TextPair) -> bool:
        """Return whether two texts have the same words."""
        a, b = self._runs[pair.later].ordered, self._runs[pair.earlier].ordered
        return len(a) > 0 and bool(np.array_equal(a, b))

    def shorter(self, pair: TextPair) -> int:
        """Return how many words the shorter text has."""
        return min(len(self._runs[one].ordered) + self._runs[one].size - 1 for one in (pair.later, pair.earlier))

    def coverage(self, pair: TextPair) -> float:
        """Return how much of the shorter text's sentences stand in the other, 0 to 1."""
        key = (pair.later, pair.earlier)
        if key not in self._coverage:
            self._coverage[key] = sentence_coverage(self.prose(pair.later), self.prose(pair.earlier))
        return self._coverage[key]

    def additions(self, pair: TextPair, rules: AdditionRules) -> Additions:
        """Return the sentences that the later text has of its own."""
        key = (pair.later, pair.earlier)
        if key not in self._additions:
            later, earlier = self.prose(pair.later), self.prose(pair.earlier)
            self._additions[key] = find_additions(later, earlier, pair.stretches, pair.run_words, rules)
        return self._additions[key]

    def same_particulars(self, pair: TextPair, least: int) -> Iterator[float]:
        """Yield how many of each text's figures and names stand in the other, 0 to 1, the shorter first."""
        return same_particulars(self.prose(pair.later), self.prose(pair.earlier), least)

    def have_other_subjects(self, pair: TextPair) -> bool:
        """Return whether each text has names that it tells again and again, and the other has none of them.

        Of two texts of one outlet the names of their headlines are enough.
        """
        later, earlier = self.articles[pair.later], self.articles[pair.earlier]
        is_one_outlet = bool(later.outlet) and later.outlet == earlier.outlet
        headlines = (later.title, earlier.title) if is_one_outlet else ("", "")
        return have_other_subjects(self.prose(pair.later), self.prose(pair.earlier), headlines)

    def least_prose_containment(self, pair: TextPair) -> float:
        """Return what `prose_containment` is at least, by the length of the quotations alone: far sooner told."""
        quoted = max(self._quoted_share(pair.later), self._quoted_share(pair.earlier))
        return (pair.containment - quoted) / (1.0 - quoted) if quoted < pair.containment else 0.0

    def _quoted_share(self, article_id: int) -> float:
        if article_id not in self._quoted:
            text = self._text[article_id]
            inside = sum(end - start for start, end in quotation_spans(text))
            # Runs that reach into a quotation count as quoted too, so the share is put higher than it is.
            self._quoted[article_id] = min(1.0, QUOTED_MARGIN * inside / max(1, len(text)))
        return self._quoted[article_id]

    def prose_containment(self, pair: TextPair) -> float:
        """Return the containment of what stands outside quotation marks, 0 to 1."""
        return containment(self._without_quotes(pair.later), self._without_quotes(pair.earlier))

    def passages(self, pair: TextPair, least: int = 0) -> Iterator[Passage]:
        """Yield the shared passages of at least so many words, longest first."""
        one, other = self.prose(pair.later), self.prose(pair.earlier)
        return passages(one, other, pair.stretches, pair.run_words, least)

    def telling(self, pair: TextPair, least: int) -> Iterator[Passage]:
        """Yield those of which so many words are left when names are discounted."""
        return (passage for passage in self.passages(pair, least) if passage.telling >= least)

    def prose(self, article_id: int) -> Prose:
        """Return a text as read for passages and sentences."""
        if article_id not in self._prose:
            self._prose[article_id] = Prose(self._text[article_id], self._names)
        return self._prose[article_id]

    def _without_quotes(self, article_id: int) -> Hashes:
        if article_id not in self._unquoted:
            self._unquoted[article_id] = self._cut_quotes(article_id)
        return self._unquoted[article_id]

    def _cut_quotes(self, article_id: int) -> Hashes:
        """Return the distinct runs that touch no quotation, by counting the words before each mark."""
        text, whole = self._text[article_id], self._runs[article_id]
        spans = quotation_spans(text)
        if not spans:
            return whole.distinct
        touched, word, place = np.zeros(len(whole.ordered), dtype=bool), 0, 0
        for start, end in spans:
            word += len(words(text[place:start]))
            first, word = word, word + len(words(text[start:end]))
            touched[max(0, first - whole.size + 1) : word] = True
            place = end
        return np.unique(whole.ordered[~touched])
