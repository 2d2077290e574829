"""How likely a sentence tells a fact of its day that an editor would tell: a logistic model of ten measures.

The weights were fitted on the facts of benchmarks/digest/reading; its README tells how well they hold on events that
were left out of the fit.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, count
from math import exp

import numpy as np
from numpy.typing import NDArray

from news.facts.candidates import Candidate, ToldStory
from news.facts.sentence_terms import DENIAL
from news.records import record


@record
class WorthRules:
    """Weights of the measures; each measure lies between 0 and 1, or little above."""

    base: float = -4.67
    shared: float = 1.84  # what other new articles say too: share of its words in one sentence, mean of the two nearest
    begun: float = 0.95  # share of its words with which a new article begins …
    begun_by_two: float = 0.84  # … and with which two or more begin
    news: float = 1.79  # … weighed by how many begin with them, and whether the story used them before
    early: float = 2.12  # one divided by its number among the article's sentences
    titled: float = 1.22  # share of its headline's words in it
    length: float = 0.81
    told: float = -1.16  # share of its words in one sentence told before
    past: float = -0.93  # tells of an earlier year, or of what was so long ago
    attributed: float = 0.67  # says who says it
    full_length: int = 20  # words of a sentence that counts as 1 …
    longest: float = 1.2  # … and what the longest counts
    compared: int = 60  # sentences of an article that are compared with those of others


WORTH_RULES = WorthRules()


def chances(
    story: ToldStory, by_article: Sequence[Sequence[Candidate]], rules: WorthRules = WORTH_RULES
) -> dict[tuple[int, int], float]:
    """Return how likely each sentence tells a fact of the day, by its key."""
    shared = dict(_shared(by_article, rules.compared))
    return {
        one.key: 1.0 / (1.0 + exp(-_weighed(story, one, shared.get(one.key, 0.0), rules)))
        for one in chain.from_iterable(by_article)
    }


def _weighed(story: ToldStory, one: Candidate, shared: float, rules: WorthRules) -> float:
    words = one.terms - {DENIAL}
    begun = [story.begun[word] for word in words]
    return (
        rules.base
        + rules.shared * shared
        + rules.begun * sum(times >= 1 for times in begun) / (len(words) + 2)
        + rules.begun_by_two * sum(times > 1 for times in begun) / (len(words) + 2)
        + rules.news * story.news(one)
        + rules.early / (1 + one.readable.place)
        + rules.titled * len(words & one.title) / max(1, len(one.title))
        + rules.length * min(rules.longest, one.readable.words / rules.full_length)
        + rules.told * one.told
        + rules.past * one.readable.is_past
        + rules.attributed * one.readable.is_attributed
    )


def _shared(by_article: Sequence[Sequence[Candidate]], most: int) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield how much of each sentence other articles say, each in one sentence: the mean of the two that say most."""
    compared = [list(candidates[:most]) for candidates in by_article if candidates]
    if len(compared) < 2:
        return
    flat = list(chain.from_iterable(compared))
    uses = _uses(flat)
    shares = uses @ uses.T / np.maximum(1.0, uses.sum(axis=1))[:, None]
    starts = np.cumsum([0, *(len(candidates) for candidates in compared[:-1])])
    nearest = np.maximum.reduceat(shares, starts, axis=1)
    owners = np.repeat(np.arange(len(compared)), [len(candidates) for candidates in compared])
    nearest[np.arange(len(flat)), owners] = 0.0
    best = np.sort(nearest, axis=1)[:, -2:].mean(axis=1)
    yield from zip((one.key for one in flat), best.tolist(), strict=True)


def _uses(sentences: Sequence[Candidate]) -> NDArray[np.float32]:
    """Return a table of sentences and words: 1 where a sentence uses a word."""
    words = set(chain.from_iterable(one.terms for one in sentences)) - {DENIAL}
    number = dict(zip(sorted(words), count(), strict=False))
    uses = np.zeros((len(sentences), len(number)), dtype=np.float32)
    for row, one in enumerate(sentences):
        uses[row, [number[word] for word in one.terms if word != DENIAL]] = 1.0
    return uses
