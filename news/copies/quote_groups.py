"""Which quotations of several articles are the same although their wording drifts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import nsmallest

from rapidfuzz import fuzz

from news.language.segments import words
from news.records import Quote, record


@record
class QuoteRules:
    """When two quotations are the same one."""

    least_words: int = 6  # of the shorter; less is idiom
    same_words: float = 80.0  # rapidfuzz token ratio of the shorter with its best place in the longer, 0 to 100
    run_words: int = 3  # a shared run of so many words makes two quotations worth a comparison
    most_groups: int = 40  # that hold one run; above, it is a formula
    compared: int = 10  # wordings that share most runs
    least_shared: float = 0.1  # of the shorter one's runs; below, no comparison could reach same_words


QUOTE_RULES = QuoteRules()


def group_quotes(
    newcomers: Sequence[Quote],
    known: Sequence[Quote] = (),
    *,
    moments: Mapping[int, datetime] | None = None,
    rules: QuoteRules = QUOTE_RULES,
) -> list[Quote]:
    """Return `newcomers` with the groups they belong to: that of a known quotation, or of the earliest of them.

    Args:
        known: quotations with their groups, in any order; their groups never change.
        moments: when each article appeared; without it the article's id decides which quotation is the earliest.

    Returns:
        One quotation for each newcomer, in the order given.
    """
    index = QuoteIndex(rules)
    for quote in sorted(known, key=lambda quote: (quote.article_id, quote.span_start)):
        index.add(quote, quote.quote_group_id)
    groups: dict[tuple[int, int], int] = {}
    for quote in sorted(newcomers, key=lambda quote: _order(quote, moments)):
        group = index.group_of(quote)
        groups[quote.article_id, quote.span_start] = quote.quote_group_id if group is None else group
        index.add(quote, groups[quote.article_id, quote.span_start])
    return [replace(quote, quote_group_id=groups[quote.article_id, quote.span_start]) for quote in newcomers]


def _order(quote: Quote, moments: Mapping[int, datetime] | None) -> tuple[float, int, int]:
    at = moments[quote.article_id].timestamp() if moments and quote.article_id in moments else 0.0
    return (at, quote.article_id, quote.span_start)


class QuoteIndex:
    """Quotations by their runs of words; a group is known by its first few wordings."""

    def __init__(self, rules: QuoteRules) -> None:
        """Start empty."""
        self._rules = rules
        self._runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._group: dict[str, int] = {}
        self._length: dict[str, int] = {}  # of each wording, in runs

    def add(self, quote: Quote, group: int) -> None:
        """Remember one quotation; a wording that is known already costs nothing."""
        said = words(quote.quote)
        wording = " ".join(said)
        if len(said) < self._rules.least_words or wording in self._group:
            return
        self._group[wording] = group
        runs = self._runs_of(said)
        self._length[wording] = len(runs)
        for run in runs:
            if len(self._runs[run]) < self._rules.most_groups:
                self._runs[run].add(wording)

    def group_of(self, quote: Quote) -> int | None:
        """Return the group of the most similar wording, if one is similar enough."""
        said = words(quote.quote)
        wording = " ".join(said)
        if len(said) < self._rules.least_words or wording in self._group:
            return self._group.get(wording)
        runs = self._runs_of(said)
        shared = Counter(other for run in runs for other in self._runs.get(run, ()))
        scored = [
            (self._likeness(wording, other), other)
            for other, count in nsmallest(self._rules.compared, shared.items(), key=lambda item: (-item[1], item[0]))
            if count >= self._rules.least_shared * min(len(runs), self._length[other])
        ]
        best = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        return self._group[best[1]] if best[0] >= self._rules.same_words else None

    def _runs_of(self, said: Sequence[str]) -> set[tuple[str, ...]]:
        size = self._rules.run_words
        return {tuple(said[start : start + size]) for start in range(len(said) - size + 1)}

    def _likeness(self, one: str, other: str) -> float:
        """Compare the shorter wording with its best place in the longer; both are sentences, not articles."""
        return fuzz.partial_ratio(one, other) if one and other else 0.0
