"""What the later of two texts adds to the prose that it shares with the earlier: sentences of its own, and where."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from news.copies.changed_sentences import is_changed
from news.copies.shared_passages import SAME_SENTENCE, Prose, Stretch
from news.language.quotation_marks import quotation_spans
from news.language.segments import IS_WHOLE, LEAST_SENTENCE_WORDS, sentences, words
from news.records import record

_IS_STATEMENT = re.compile(r"[^.…?？][.!。！।۔]?[\"'”’»）)\]]*$")  # no question, nor a teaser that breaks off
_IS_ADDRESS = re.compile(r"https?://|www\.")


@record
class AdditionRules:
    """From where on a text that repeats most of another is an update of it, and no copy.

    Source: 124 pairs of real articles read by a person (tests/news/copies/pairs_read.jsonl), thresholds set on
    one half of them. An edition may have a paragraph added at its end, or its lead in other words: it is a copy still.
    """

    lead_words: int = 100  # of the text's beginning, where news stands
    lead_share: float = 0.6  # … of a shorter text: the end of a notice is no news
    own_share: float = 0.5  # of a sentence's words outside shared runs, from which it is the text's own
    least_words: int = LEAST_SENTENCE_WORDS
    lead_own_words: int = 30  # of own sentences in the lead …
    lead_new_terms: int = 12  # … with so many terms that the earlier text has nowhere, …
    text_share: float = 0.18  # … in a text with such a share of own sentences: an update
    # Real copies with a lead in other words have up to .30 new terms a word of it, invented follow-ups .42 to .63.
    lead_news: float = 0.36  # new terms a word of the own sentences in a lead, from which it tells other news …
    text_share_of_lead: float = 0.08  # … in a text with such a share of own sentences: an update
    lead_mostly_own: int = 65  # words of own sentences in the lead, whatever their terms, …
    text_share_then: float = 0.24  # … in a text with such a share of own sentences: an update, too
    whole: float = 0.95  # share of the earlier text that another outlet keeps, from which it prints that text, …
    republished: float = 0.4  # … if less than this share of the sentences is its own: a copy
    mostly_own: float = 0.5  # share of own sentences in a text from which it is no copy, if its lead has one
    new_particulars: int = 12  # names and figures of own sentences that the earlier text has nowhere …
    text_share_told: float = 0.25  # … in a text with such a share of own sentences, one in its lead: an update
    least_particulars: int = 2  # names and figures of own sentences that the earlier text has nowhere, below which …
    quotation_words: int = 4  # … without a quotation of so many words that it has not, an update only retells
    names_told: int = 5  # in a text, below which its capitals tell of no names and nothing is said of that
    lost_lead_words: int = 90  # of the earlier text's lead that the later one has nowhere …
    lost_lead_terms: int = 20  # … with so many terms that it has nowhere: two leads, two reports on one background
    told_terms: float = 0.3  # of a sentence's terms that the earlier text has nowhere, from which it tells news
    term_letters: int = 6  # longer words are cut: one form for most endings
    shortest_term: int = 4  # letters; figures may be shorter


ADDITION_RULES = AdditionRules()


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A sentence that only the later text of a pair has."""

    span: tuple[int, int]
    first: int  # its first word in the text, and the one behind its last
    last: int
    new_terms: frozenset[str]  # that the earlier text has nowhere


@dataclass(frozen=True, slots=True)
class Additions:
    """The own sentences of the later text of a pair."""

    spans: tuple[tuple[int, int], ...]  # in code points of the later text
    news: tuple[tuple[int, int], ...]  # those that tell what the earlier text does not, and those that change it
    words: int  # in them
    text_words: int
    lead_words: int  # in those of the lead
    lead_new_terms: int  # distinct, in those of the lead, that the earlier text has nowhere
    new_particulars: int  # names and figures in own sentences that the earlier text has nowhere
    earlier_kept: float  # share of the earlier text's words that stand in shared runs, 0 to 1
    is_quoting: bool = False  # own sentences have a quotation that the earlier text has nowhere
    is_naming: bool = False  # the text's capitals tell its names

    @property
    def share(self) -> float:
        """How much of the text its own sentences are, 0 to 1."""
        return self.words / self.text_words if self.text_words else 0.0

    def is_update(self, rules: AdditionRules = ADDITION_RULES, *, is_other_outlet: bool = False) -> bool:
        """Return whether so much is added, above all in the lead, that the text is no copy.

        Another outlet that prints the whole of the earlier text, its lead included, beside paragraphs of its own
        has republished it. The outlet of the earlier text that does so has news to tell.
        """
        if not self.lead_words:
            return False
        if is_other_outlet and self.earlier_kept >= rules.whole and self.share < rules.republished:
            return False
        if self.share >= rules.mostly_own:
            return True
        if self.share >= rules.text_share_told and self.new_particulars >= rules.new_particulars:
            return True
        is_news = self.lead_words >= rules.lead_own_words and self.lead_new_terms >= rules.lead_new_terms
        if is_news and self.lead_new_terms >= rules.lead_news * self.lead_words:
            return self.share >= rules.text_share_of_lead
        if self.share < rules.text_share:
            return False
        return is_news or (self.lead_words >= rules.lead_mostly_own and self.share >= rules.text_share_then)

    def retells(self, rules: AdditionRules = ADDITION_RULES) -> bool:
        """Return whether an update tells what the earlier text told: no name, figure, quotation or day in it is new.

        A lead whose terms are new tells news without any of these: "the shaft is empty".
        """
        is_lead_news = self.lead_new_terms >= rules.lead_news * self.lead_words
        has_none = not self.is_quoting and self.new_particulars < rules.least_particulars
        return self.is_naming and has_none and not is_lead_news

    def replaces_lead(self, lost: "Additions", rules: AdditionRules = ADDITION_RULES) -> bool:
        """Return whether the text has a lead of its own in place of the earlier text's, of which nothing is left.

        Args:
            lost: what the earlier text has and this one has not.
        """
        is_lost = lost.lead_words >= rules.lost_lead_words and lost.lead_new_terms >= rules.lost_lead_terms
        return is_lost and self.lead_words >= rules.lead_own_words


def find_additions(
    later: Prose,
    earlier: Prose,
    stretches: Sequence[Stretch],
    run_words: int,
    rules: AdditionRules = ADDITION_RULES,
) -> Additions:
    """Return the sentences of `later` of which most words stand outside the runs that it shares with `earlier`."""
    starts, ends = later.bounds
    is_shared, is_kept = _shared_words(later, earlier, stretches, run_words)
    known = frozenset(_terms(earlier, 0, len(earlier.bounds[0]), rules))
    found: list[OwnSentence] = []
    news: list[tuple[int, int]] = []
    for start, end in sentences(later.text):
        first, last = int(starts.searchsorted(start)), int(ends.searchsorted(end, side="right"))
        own = int(np.count_nonzero(~is_shared[first:last]))
        sentence = later.text[start:end]
        if own and is_changed(sentence, earlier):
            news.append((start, end))
        if not _is_own(sentence, own, last - first, rules) or _stands_in(earlier, sentence):
            continue
        terms = frozenset(_terms(later, first, last, rules))
        found.append(OwnSentence((start, end), first, last, terms - known))
        if len(terms - known) >= rules.told_terms * len(terms) and _IS_STATEMENT.search(sentence):
            news.append((start, end))
    in_lead = [one for one in found if one.first < min(rules.lead_words, rules.lead_share * len(starts))]
    spans = tuple(one.span for one in found)
    names = sum(not name[0].isdigit() for name in later.particulars)
    return Additions(
        spans=spans,
        news=tuple(news),
        words=sum(one.last - one.first for one in found),
        text_words=len(starts),
        lead_words=sum(one.last - one.first for one in in_lead),
        lead_new_terms=len({term for one in in_lead for term in one.new_terms}),
        new_particulars=len(_particulars(later, spans) - earlier.capitalised),
        earlier_kept=float(is_kept.mean()) if len(is_kept) else 0.0,
        is_quoting=any(_is_new_quotation(later.text[start:end], earlier, rules) for start, end in spans),
        is_naming=names >= rules.names_told,
    )


def _is_new_quotation(sentence: str, earlier: Prose, rules: AdditionRules) -> bool:
    """Return whether a sentence quotes words that the earlier text has nowhere, in quotation marks or without."""
    quoted = (words(sentence[start:end]) for start, end in quotation_spans(sentence))
    return any(len(said) >= rules.quotation_words and " ".join(said) not in earlier.spoken for said in quoted)


def _shared_words(
    later: Prose, earlier: Prose, stretches: Sequence[Stretch], run_words: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which words of the one text, and which of the other, stand in a run that both share."""
    is_shared = np.zeros(len(later.bounds[0]) + 1, dtype=bool)
    is_kept = np.zeros(len(earlier.bounds[0]), dtype=bool)
    for stretch in stretches:
        is_shared[stretch.at : stretch.at + stretch.count + run_words - 1] = True
        is_kept[stretch.there : stretch.there + stretch.count + run_words - 1] = True
    return is_shared, is_kept


def _particulars(text: Prose, spans: Sequence[tuple[int, int]]) -> Set[str]:
    return Prose(" ".join(text.text[start:end] for start, end in spans), text.names).particulars


def _is_own(sentence: str, own: int, words: int, rules: AdditionRules) -> bool:
    """Return whether a sentence is prose of the text's own."""
    if words < rules.least_words or own < rules.own_share * words:
        return False
    return IS_WHOLE.search(sentence) is not None and _IS_ADDRESS.search(sentence) is None


def _stands_in(text: Prose, sentence: str) -> bool:
    """Return whether a sentence stands in `text`, spelled in another way or with a word changed."""
    best = process.extractOne(sentence.lower(), text.sentences, scorer=fuzz.ratio, score_cutoff=SAME_SENTENCE)
    return best is not None


def _terms(text: Prose, first: int, last: int, rules: AdditionRules) -> Iterator[str]:
    """Yield the longer words and the figures among the words `first` to `last`, cut to their beginnings."""
    starts, ends = text.bounds
    for start, end in zip(starts[first:last].tolist(), ends[first:last].tolist(), strict=True):
        word = text.text[start:end].lower()
        if len(word) >= rules.shortest_term or word[0].isdigit() or word[0] >= "\u0e00":
            yield word[: rules.term_letters]
