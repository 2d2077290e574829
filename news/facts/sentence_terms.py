"""What a sentence is about, as a set of stems, and how much of it another sentence says."""

from collections.abc import Iterable, Sequence
from itertools import chain, count, pairwise

import numpy as np
from numpy.typing import NDArray

from news.language.lexicon import stop_words
from news.language.segments import HAS_SPACELESS, sentences, words
from news.language.stances import confirms, denials
from news.language.terms import fold
from news.records import Article

STEM_LETTERS = 7
_DENIED = 0.6  # what two sentences share counts for so much where one denies and the other does not, or confirms
DENIAL = "¬"  # stands among the terms of a sentence that denies something
CONFIRMATION = "✓"  # … and of one that says that something is so: "admitted", "confirms"
STANCES = frozenset((DENIAL, CONFIRMATION))


def terms_of(text: str, language: str | None) -> frozenset[str]:
    """Return the stems of the words that say something; pairs of characters in a script without spaces."""
    found = words(text)
    if HAS_SPACELESS.search(text):
        runs = [first + second for first, second in pairwise(found)]
        return frozenset(run for run in runs if HAS_SPACELESS.search(run) or len(run) > 3)
    stops = stop_words(language)
    denial = frozenset((DENIAL,) if denials(text, language) else ())
    return denial | frozenset(fold(word, STEM_LETTERS) for word in found if word not in stops and len(word) > 1)


def stated_terms(text: str, language: str | None) -> frozenset[str]:
    """Return the terms of a sentence, with one more where it confirms something: a claim confirmed is news."""
    return terms_of(text, language) | frozenset((CONFIRMATION,) if confirms(text, language) else ())


def sentence_terms(article: Article) -> list[frozenset[str]]:
    """Return the terms of the headline and of each sentence."""
    spans = sentences(article.text, article.language)
    texts = [article.title, *(article.text[start:end] for start, end in spans)]
    return [stated_terms(text, article.language) for text in texts]


def nearest(terms: frozenset[str], others: Iterable[frozenset[str]]) -> float:
    """Return the greatest share of `terms` that one of the others holds."""
    if not terms:
        return 1.0
    return max((_shared(terms, other) for other in others), default=0.0) / len(terms)


def _shared(terms: frozenset[str], other: frozenset[str]) -> float:
    """Return how many terms two sentences share; less where one denies what the other says, or only one confirms it."""
    shared = len(terms & other)
    is_other_stance = (DENIAL in terms) != (DENIAL in other) or (CONFIRMATION in terms and CONFIRMATION not in other)
    return shared * (_DENIED if is_other_stance else 1.0)


def said_by_others(by_article: Sequence[Sequence[frozenset[str]]]) -> list[float]:
    """Return how much of each sentence other articles say, each in one sentence: the mean of the two that say most."""
    flat = list(chain.from_iterable(by_article))
    if len(by_article) < 2:
        return [0.0] * len(flat)
    uses = _uses(flat)
    shares = uses @ uses.T / np.maximum(1.0, uses.sum(axis=1))[:, None]
    starts = np.cumsum([0, *(len(own) for own in by_article[:-1])])
    most = np.maximum.reduceat(shares, starts, axis=1)
    owners = np.repeat(np.arange(len(by_article)), [len(own) for own in by_article])
    most[np.arange(len(flat)), owners] = 0.0
    best: list[float] = np.sort(most, axis=1)[:, -2:].mean(axis=1).tolist()
    return best


def _uses(told: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    """Return a table of sentences and words: 1 where a sentence uses a word."""
    number = dict(zip(sorted(frozenset().union(*told) - STANCES), count(), strict=False))
    uses = np.zeros((len(told), len(number)), dtype=np.float32)
    for row, terms in enumerate(told):
        uses[row, [number[word] for word in terms if word not in STANCES]] = 1.0
    return uses
