"""What a run's newcomers say, with each term as a number: idf is applied to all of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, count, repeat

import numpy as np
import numpy.typing as npt

from news.stories.profiles import Idf

Numbers = npt.NDArray[np.float64]


class Wording:
    """The terms of the groups of a run."""

    def __init__(self, groups: Sequence[Mapping[str, float]]) -> None:
        """Take each group's terms, each with its damped count."""
        number: defaultdict[str, int] = defaultdict(count().__next__)
        sizes = [len(terms) for terms in groups]
        self._groups = groups
        self._ends = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
        self._owner = np.repeat(np.arange(len(groups)), sizes)
        self._number = np.fromiter(map(number.__getitem__, chain.from_iterable(groups)), np.int64, self._ends[-1])
        self._weight = np.fromiter(chain.from_iterable(terms.values() for terms in groups), np.float64, self._ends[-1])
        self.terms = list(number)

    def tally(self, groups: Sequence[int]) -> dict[str, int]:
        """Return how many of these groups, by their place, use each term."""
        is_asked = np.zeros(len(self._groups), dtype=bool)
        is_asked[list(groups)] = True
        counts = np.bincount(self._number[is_asked[self._owner]], minlength=len(self.terms)).tolist()
        return {term: n for term, n in zip(self.terms, counts, strict=True) if n}

    def vectors(self, idf: Idf, many: int) -> list[dict[str, float]]:
        """Return the `many` heaviest terms of each group, the heaviest first, weighted by their idf.

        Each is part of a vector of length 1, which has no term where the group has none.
        """
        weighed, terms = self._weighed(idf), self.terms
        found = []
        for start, end in zip(self._ends, self._ends[1:], strict=False):
            best = start + np.argsort(-weighed[start:end], kind="stable")[:many]
            numbers = self._number[best].tolist()
            found.append(dict(zip([terms[n] for n in numbers], weighed[best].tolist(), strict=True)))
        return found

    def _weighed(self, idf: Idf) -> Numbers:
        """Return the weights of the vectors of all groups, one after the other."""
        groups = np.fromiter(map(idf.counts.get, self.terms, repeat(0)), np.int64, len(self.terms))
        rare = np.array(idf.logs)[groups]
        weighed = self._weight * rare[self._number]
        squares = np.bincount(self._owner, weights=weighed * weighed, minlength=len(self._groups))
        return np.asarray(weighed / np.sqrt(squares)[self._owner], dtype=np.float64)
