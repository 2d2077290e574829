"""Scores of texts, titles, names and days, as the article-extraction-benchmark and its successors count them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from rapidfuzz import fuzz

SHINGLE_WORDS = 4  # scrapinghub/article-extraction-benchmark, evaluate.py
# Scripts without spaces between words are counted by character.
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class TextScore:
    """Precision and recall are means over pages; F1 is their harmonic mean."""

    f1: float
    precision: float
    recall: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the counts of 4-token shingles of `text`; a shorter text is one shingle."""
    tokens = TOKEN.findall(text)
    last = max(1, len(tokens) - SHINGLE_WORDS + 1)
    return Counter(tuple(tokens[i : i + SHINGLE_WORDS]) for i in range(last) if tokens[i : i + SHINGLE_WORDS])


def overlap(truth: str, found: str) -> tuple[float, float]:
    """Return precision and recall of one page's text."""
    true, predicted = shingles(truth), shingles(found)
    hits = sum((true & predicted).values())
    extra, missed = sum(predicted.values()) - hits, sum(true.values()) - hits
    precision = 1.0 if not extra and not missed else hits / (hits + extra) if hits else 0.0
    recall = 1.0 if not extra and not missed else hits / (hits + missed) if hits else 0.0
    return precision, recall


def text_score(pairs: Iterable[tuple[str, str]]) -> TextScore:
    """Return the score of (truth, found) pairs."""
    scored = [overlap(truth, found) for truth, found in pairs]
    precision, recall = fmean(p for p, _ in scored), fmean(r for _, r in scored)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return TextScore(f1=f1, precision=precision, recall=recall)


def plain(text: str | None) -> str:
    """Return `text` in lower case, without punctuation and extra spaces, in one Unicode form."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", str(text or "")).lower()))


def is_title_right(truth: str, found: str | None) -> bool:
    """Return whether titles are equal, alike (ratio ≥ 90), or one stands within the other."""
    a, b = plain(truth), plain(found)
    return bool(b) and (a == b or a in b or b in a or fuzz.ratio(a, b) >= 90)


def same_names(truth: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether two lists name the same people."""
    return {plain(name) for name in truth} == {plain(name) for name in found}


def names_f1(truth: Sequence[str], found: Sequence[str]) -> float:
    """Return the F1 of names on one page; 1 where both are empty."""
    a, b = {plain(name) for name in truth}, {plain(name) for name in found}
    return 1.0 if not a and not b else 2 * len(a & b) / (len(a) + len(b))
