"""What a finished page quotes of texts is found again by comparing it with them, and cut to what may be quoted."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import field

from news.language.segments import sentences, word_count
from news.records import record
from news.rights.quote_limits import QuoteLimits

LEAST_WORDS = 5  # a run of fewer words is a name, a label or a count
_CUT = "…"
_WORD = re.compile(r"\S+")


@record
class QuotableText:
    """One version of a text that a page may quote."""

    article_id: int
    outlet: str | None
    title: str
    text: str


@record
class Shown:
    """Which words of each text stand on pages already: each counts once, however often it is quoted."""

    places: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


class QuotedRuns:
    """Runs of a page's words, each as far as it may be quoted; a headline is no quotation."""

    def __init__(self, texts: Sequence[QuotableText], limits: QuoteLimits, shown: Shown, *, part: float = 1.0) -> None:
        """Compare with these texts, every version of them.

        Args:
            shown: what was quoted before; what is quoted here is added.
            part: of the limits; the rest is for other pages.
        """
        self._texts = [(one, _plain(one.text)) for one in texts]
        self._titles = frozenset(_plain(one.title) for one in texts)
        self._shown = shown
        lengths = _lengths(self._texts)
        self._allowed = {
            one.article_id: int(limits.allowed(one.outlet, lengths[one.article_id]) * part) for one in texts
        }

    def fitting(self, run: str, *, said_by: int | None = None) -> str:
        """Return a run of words as far as it may stand.

        Args:
            run: words between two tags.
            said_by: the article that the page names as the source of a quotation, for one whose text is no more.
        """
        if word_count(run) < LEAST_WORDS or _plain(run) in self._titles:
            return run
        source = self._source(run) or self._without_text(said_by)
        if source:
            return self._cut(run, *source)
        parts = [run[start:end] for start, end in sentences(run)]
        return " ".join(self._part(part) for part in parts) if len(parts) > 1 else run

    def _part(self, sentence: str) -> str:
        source = self._source(sentence) if word_count(sentence) >= LEAST_WORDS else None
        return self._cut(sentence, *source) if source else sentence

    def _source(self, words: str) -> tuple[int, int] | None:
        """Return the article in whose text these words stand as they are, and where."""
        sought = _plain(words).removesuffix(_CUT).rstrip()
        for one, text in self._texts:
            if (place := text.find(sought)) >= 0:
                return one.article_id, place
        return None

    def _without_text(self, said_by: int | None) -> tuple[int, int] | None:
        """Return an article that is quoted and whose text is not there to compare with: its places are unknown."""
        is_bare = any(one.article_id == said_by and not text for one, text in self._texts)
        return (said_by, len(self._shown.places[said_by]) * 10_000) if said_by is not None and is_bare else None

    def _cut(self, run: str, article_id: int, place: int) -> str:
        """Return the run, or as many of its first words as may still be quoted: a third of it or more, else "…"."""
        known, plain = self._shown.places[article_id], _plain(run)
        marks = [
            {place + word.start() + n for n in range(max(word_count(word[0]), 1))} for word in _WORD.finditer(plain)
        ]
        kept = _fitting(marks, known, self._allowed[article_id] - len(known))
        if kept < len(marks) and 3 * kept < len(marks):
            return _CUT
        known.update(*marks[:kept])
        return run if kept == len(marks) else f"{' '.join(plain.split()[:kept]).rstrip(',;:–-')} {_CUT}"


def _fitting(marks: Sequence[Set[int]], known: Set[int], left: int) -> int:
    """Return how many of the first words may be quoted when so many new ones may be."""
    for count, places in enumerate(marks):
        left -= len(places - known)
        if left < 0:
            return count
    return len(marks)


def _lengths(texts: Sequence[tuple[QuotableText, str]]) -> Mapping[int, int]:
    """Return how many words the longest version of each text has."""
    lengths: defaultdict[int, int] = defaultdict(int)
    for one, text in texts:
        lengths[one.article_id] = max(lengths[one.article_id], word_count(text))
    return lengths


def _plain(words: str) -> str:
    return " ".join(words.split())
