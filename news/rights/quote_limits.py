"""How much of one text the site may quote: a number of words and a share of the text, by outlet."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from news.language.segments import word_count
from news.records import ChangedArticle, Difference, record
from news.records.site import CopyPair, QuoteLine, StoryNews, StoryPage

EVERY_OTHER = "*"  # outlets without a limit of their own
SHORT_WORDS = 25  # one sentence of a short text may stand, whatever share of the text it is
EVIDENCE_CHARS = 160  # of a copied passage, as the table of copies shows it
_CUT = " …"


@record
class QuoteLimits:
    """The most that is quoted of one text, by outlet; "*" stands for all that have no limit of their own."""

    words: Mapping[str, int] = field(default_factory=lambda: {EVERY_OTHER: 150})
    share: Mapping[str, float] = field(default_factory=lambda: {EVERY_OTHER: 0.25})  # of the text's words

    def allowed(self, outlet: str | None, text_words: int) -> int:
        """Return how many words of a text of so many may be quoted; 0: headline and link alone."""
        words = _of(self.words, outlet)
        share = _of(self.share, outlet)
        by_share = text_words if share is None else max(int(share * text_words), SHORT_WORDS if share else 0)
        return by_share if words is None else min(words, by_share)


@record
class Parts:
    """How what may be quoted of a text is shared by pages that are made apart, and never all at once."""

    page: float  # of a story
    feed: float
    digests: float  # all together

    @classmethod
    def of(cls, *, has_digests: bool) -> "Parts":
        """Return the parts of a site that shows digests, or none."""
        return cls(page=1 / 3, feed=1 / 6, digests=1 / 2) if has_digests else cls(page=2 / 3, feed=1 / 3, digests=0.0)


def _of(table: Mapping[str, float], outlet: str | None) -> int | None:
    """Return an outlet's own limit, else that of all others."""
    return table.get(outlet or "", table.get(EVERY_OTHER))  # type: ignore[return-value]


class Quotation:
    """What was quoted of each text so far. The same sentence is counted once."""

    def __init__(self, limits: QuoteLimits, text_words: Mapping[int, int], *, part: float = 1.0) -> None:
        """Begin with nothing quoted.

        Args:
            limits: the most that may be quoted.
            text_words: the length of each text; one that is not named counts as empty.
            part: of the limits; the rest is for another page.
        """
        self._limits, self._text_words, self._part = limits, text_words, part
        self._shown: dict[int, dict[str, str]] = defaultdict(dict)

    def fitting(self, article_id: int, outlet: str | None, sentence: str) -> str:
        """Return a sentence as far as it may be quoted, with "…" where it is cut; "": no more of this text may be."""
        shown = self._shown[article_id]
        if sentence and sentence not in shown:
            allowed = int(self._limits.allowed(outlet, self._text_words.get(article_id, 0)) * self._part)
            left = allowed - sum(map(word_count, shown.values()))
            shown[sentence] = sentence if word_count(sentence) <= left else _beginning(sentence, left)
        return shown.get(sentence, "")


def _beginning(sentence: str, words: int) -> str:
    """Return the first `words` words, cut where a word ends; a third of a sentence or more, else nothing."""
    if words <= 0 or 3 * words < word_count(sentence):
        return ""
    ends = [found.end() for found in re.finditer(r"\S+", sentence)]
    fitting = [end for end in ends if word_count(sentence[:end]) <= words]
    if fitting:
        return sentence[: fitting[-1]].rstrip(",;:–-") + _CUT
    end = len(sentence) * words // word_count(sentence)  # written without spaces
    while word_count(sentence[:end]) > words:
        end -= 1
    return sentence[:end] + _CUT


def limited_page(page: StoryPage, quotation: Quotation) -> StoryPage:
    """Return a story's page with as much of each text as may be quoted."""
    return replace(
        page,
        differences=tuple(_difference(difference, quotation) for difference in page.differences),
        quotes=tuple(line for quote in page.quotes if (line := _quote(quote, quotation)).wordings),
        changed=tuple(kept for change in page.changed for kept in _change(change, quotation)),
        copies=tuple(_copy(pair, quotation) for pair in page.copies),
    )


def limited_news(news: StoryNews, quotation: Quotation) -> StoryNews:
    """Return an entry of the site's feed with as much of each text as may be quoted."""
    shown = (
        replace(one, sentence=quotation.fitting(one.article_id, one.outlet, one.sentence)) for one in news.sentences
    )
    return replace(news, sentences=tuple(one for one in shown if one.sentence))


def _difference(difference: Difference, quotation: Quotation) -> Difference:
    """Return a difference; where no more may be quoted, the figure and the link remain."""
    sides = []
    for side in difference.sides:
        quoted = side.quoted
        shown = quotation.fitting(quoted.article_id, quoted.outlet, quoted.sentence)
        sides.append(replace(side, quoted=replace(quoted, sentence=shown)))
    return replace(difference, sides=tuple(sides))


def _quote(line: QuoteLine, quotation: Quotation) -> QuoteLine:
    """Return a quotation; a wording that repeats the first is not printed, and so not counted."""
    shown: list[tuple[str, str]] = []  # words, and what is shown of them
    wordings = []
    for wording in line.wordings:
        words = " ".join(re.findall(r"\w+", wording.sentence.casefold()))
        again = shown[0][1] if shown and shown[0][0] == words else None
        if again and not again.endswith(_CUT):
            again = wording.sentence
        sentence = again or quotation.fitting(wording.article_id, wording.outlet, wording.sentence)
        if sentence:
            shown.append((words, sentence))
            wordings.append(replace(wording, sentence=sentence))
    return replace(line, wordings=tuple(wordings))


def _change(change: ChangedArticle, quotation: Quotation) -> Iterator[ChangedArticle]:
    """Yield an edit if both of its sentences may be quoted whole: half of it would say something else."""
    sentences = (change.before, change.after)
    if all(quotation.fitting(change.article_id, change.outlet, sentence) == sentence for sentence in sentences):
        yield change


def _copy(pair: CopyPair, quotation: Quotation) -> CopyPair:
    shown = pair.evidence[: EVIDENCE_CHARS + 1]  # the page cuts it there, and says so
    return replace(pair, evidence=quotation.fitting(pair.article_id, pair.outlet, shown))
