"""A place where somebody is credited, and the text in which it stands."""

from bisect import bisect_right
from collections.abc import Sequence

from news.records import Article, CitationKind, Outlet, record

SENTENCE_WORDS = 6  # fewer, or no stop and fewer than the next: a byline, a place, a caption
SENTENCE_SIGNS = 14  # the same in a script without spaces
LINE_WORDS = 15
STOPS = (".", "!", "?", "。", "！", "？", "」", "…")


@record
class Mark:
    """A place where somebody is credited, before it is weighed."""

    cited: str
    kind: CitationKind
    how: str
    start: int
    end: int
    sentence: int
    outlet: Outlet | None = None
    is_chain: bool = False
    is_lead: bool = False


class Lines:
    """A text with its sentences, numbered by how many tell something before them."""

    def __init__(self, article: Article, plain: str, sentences: Sequence[tuple[int, int]]) -> None:
        """Number the sentences of `article`, whose text with plain signs is `plain`."""
        self.article = article
        self.text = plain
        self.sentences = sentences
        self._ends = [end for _, end in sentences]
        self.rank, self.telling = self._ranks(" ".join(article.title.split()))

    def _ranks(self, title: str) -> tuple[list[int], int]:
        """Number the sentences that tell something from 0; captions and bylines take the number of the next."""
        ranks, told = [], 0
        for start, end in self.sentences:
            ranks.append(told)
            sentence = self.text[start:end]
            count = len(sentence.split(None, LINE_WORDS))
            is_long = count >= SENTENCE_WORDS or (not sentence.isascii() and len(sentence) >= SENTENCE_SIGNS > count)
            is_whole = is_long and sentence.rstrip("\"')»”0123456789").endswith(STOPS)
            if (is_whole or count >= LINE_WORDS) and sentence.strip() != title:
                told += 1
        return ranks, told

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence in which `place` stands."""
        return min(bisect_right(self._ends, place), len(self.sentences) - 1)
