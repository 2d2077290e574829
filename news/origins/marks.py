"""A place where somebody is credited, the text in which it stands, and what is said of an origin for it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from news.language.segments import LEAST_SENTENCE_WORDS
from news.language.text_layers import TextLayers
from news.origins.cue_rules import CueTable, first_match
from news.records import Article, Citation, CitationKind, OriginState, Outlet, Quote, record

SENTENCE_SIGNS = 14  # as many as LEAST_SENTENCE_WORDS, in a script without spaces
LINE_WORDS = 15
PASTED_WORDS = 8  # of a line that credits somebody for what is put below it
PASTED_SHARE = 0.25  # of a text that is put there
OF_LONG_AGO = re.compile(
    r"^\W*(?:(?:Back |Already )?[Ii]n|Im Jahr|En|Nel|Em) (?:(?:early|late|mid)[ -])?((?:19|20)\d\d)\b"
)
HEARSAY = ("hearsay", "told_media")
DOUBTS = {  # groups of patterns that leave an origin unknown, and why
    "nameless": "rests on persons without a name",
    "hearsay": "tells what others report",
    "told_media": "tells what others report",
    "on_film": "tells what a recording shows",
}
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


@record
class OriginStatement:
    """What one article says of its own origin, why, and the words it rests on (code points in its text)."""

    state: OriginState
    origin: str | None = None
    reason: str = ""
    span: tuple[int, int] | None = None
    evidence: str | None = None


@record
class Lead:
    """The beginning of an article, on which its main claim stands."""

    text: str  # of the whole article, with plain signs
    first: int  # end of the first two sentences: a claim and its source
    end: int  # of the first sentences
    early: int  # of the part in which a credit counts
    count: int  # of sentences that tell something
    is_short: bool  # credits count wherever they stand
    sentences: Sequence[tuple[int, int]]
    quoted: Sequence[tuple[int, int]] = ()  # what stands between quotation marks

    @staticmethod
    def of(layers: TextLayers, first: int, early: int, share: float, short: int) -> "Lead":
        """Return that of a text: its `first` sentences, its `early` ones or that `share`; so few make a `short` one."""
        text = layers.plain
        spans = [span for span in layers.sentences if tells(text[span[0] : span[1]])]
        early = max(early, round(share * len(spans)))
        return Lead(
            text=text,
            first=spans[:2][-1][1] if spans else 0,
            end=spans[:first][-1][1] if spans else 0,
            early=spans[:early][-1][1] if len(spans) > early else len(text),
            count=len(spans),
            is_short=len(spans) <= short,
            sentences=layers.sentences,
            quoted=layers.quotations,
        )

    def is_quoted(self, place: int) -> bool:
        """Return whether a place stands between quotation marks."""
        return any(start <= place < end for start, end in self.quoted)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentences of a span begin and end."""
        first = bisect_right(self.sentences, (start, len(self.text))) - 1
        last = bisect_left([stop for _, stop in self.sentences], end)
        return self.sentences[max(0, first)][0], self.sentences[min(last, len(self.sentences) - 1)][1]


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
            is_long = tells(sentence)
            is_whole = is_long and sentence.rstrip("\"')»”0123456789").endswith(STOPS)
            if (is_whole or count >= LINE_WORDS) and sentence.strip() != title:
                told += 1
        return ranks, told

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence in which `place` stands."""
        return min(bisect_right(self._ends, place), len(self.sentences) - 1)


def tells(sentence: str) -> bool:
    """Return whether a sentence is long enough to tell something: a shorter line is a byline, a place or a caption."""
    return len(sentence.split(None, LEAST_SENTENCE_WORDS)) >= LEAST_SENTENCE_WORDS or (
        not sentence.isascii() and len(sentence) >= SENTENCE_SIGNS
    )


def is_of_long_ago(sentence: str, year: int) -> bool:
    """Return whether a sentence tells of a year before the last: "In 1971, her essay for Art News"."""
    found = OF_LONG_AGO.match(sentence)
    return found is not None and int(found.group(1)) < year - 1


def sentence_of(citation: Citation) -> str:
    """Return the sentence of a credit; empty: it stands in none."""
    return (citation.sentence or "") if citation.span_start is not None else ""


def in_text_order(citations: Iterable[Citation], article: Article) -> list[Citation]:
    """Return an article's credits in one order: the text's, then that of its head, byline and links."""
    beside = [given.cited for given in article.given_citations]
    beside += [*article.authors, article.based_on or "", *(link.url for link in article.links)]
    places = {words: place for place, words in reversed(list(enumerate(beside)))}

    def order(one: Citation) -> tuple[object, ...]:
        place = places.get(one.sentence or one.cited, len(beside)) if one.span_start is None else one.span_start
        same_place = (not one.is_lead_claim, one.relation != "relays", one.kind, one.cited)
        return (one.span_start is None, place, one.span_end or 0, *same_place)

    return sorted(citations, key=order)


def is_early(citation: Citation, table: CueTable, lead: Lead) -> bool:
    """Return whether a credit may be the one an article rests on; none of long ago below the first sentences."""
    if citation.span_start is None:
        return True
    if not citation.is_lead_claim and first_match(table, "aside", sentence_of(citation)) is not None:
        return citation.span_start < lead.first
    if citation.span_start < lead.early:
        return True
    return lead.is_short and first_match(table, "background", sentence_of(citation)) is None


def is_called_false(citation: Citation, table: CueTable, lead: Lead) -> bool:
    """Return whether a text calls the report that it credits false, there or where it begins."""
    sentence = sentence_of(citation)
    if first_match(table, "called_false", sentence) is not None:
        return True
    if citation.span_start is None or first_match(table, "sets_right", sentence) is not None:
        return False
    return first_match(table, "called_rumour", lead.text[: lead.first], lead.quoted) is not None


def is_beside(citation: Citation, known: Sequence[Citation], table: CueTable, lead: Lead) -> bool:
    """Return whether a credit is for one remark, behind first sentences that a public source carries and no medium."""
    if citation.span_start is None or citation.span_start < lead.first:
        return False
    if first_match(table, "detail", sentence_of(citation)) is None:
        return False
    media = (one for one in known if one.relation == "relays" and one.kind != "primary_document")
    if any((one.span_start or 0) < lead.first for one in media):
        return False
    return public_source(table, lead) is not None


def public_source(table: CueTable, lead: Lead) -> tuple[int, int] | None:
    """Return the words by which the first sentences rest on a public source, and on nobody who cannot be asked."""
    first = lead.text[: lead.first]
    if any(first_match(table, group, first) is not None for group in ("nameless", "answers", *HEARSAY)):
        return None
    found = first_match(table, "announced", first, lead.quoted)
    return found.span() if found else None


def is_pasted(citation: Citation, table: CueTable, lead: Lead) -> bool:
    """Return whether a short line credits somebody for what is put below it: "The Vale Post reports:"."""
    sentence = sentence_of(citation).rstrip()
    if not sentence.endswith(":") or len(sentence.split()) > PASTED_WORDS or not is_early(citation, table, lead):
        return False
    end = citation.span_end or 0
    return len(lead.text) - end >= PASTED_SHARE * len(lead.text)


def claim_of(article: Article, state: OriginState, reason: str, span: tuple[int, int]) -> OriginStatement:
    """Return a statement that rests on these words of the text."""
    return OriginStatement(state=state, reason=reason, span=span, evidence=article.text[span[0] : span[1]])


def doubt_of(article: Article, table: CueTable, text: str, *groups: str) -> OriginStatement | None:
    """Return why the words of a beginning leave an origin open; None: they do not."""
    found = ((group, first_match(table, group, text)) for group in groups)
    return next((claim_of(article, "unknown", DOUBTS[group], at.span()) for group, at in found if at), None)


def named_of(citation: Citation) -> str:
    """Return whom a credit names, in words of a reason."""
    return citation.cited if citation.kind != "unnamed_report" else "others without their names"


def relays_of(citation: Citation, reason: str) -> OriginStatement:
    """Return that an article relays whom it credits."""
    return _of_citation("relays", citation.cited, citation, reason)


def unknown_of(citation: Citation, reason: str) -> OriginStatement:
    """Return that a credit leaves an origin open."""
    return _of_citation("unknown", None, citation, reason)


def _of_citation(state: OriginState, origin: str | None, citation: Citation, reason: str) -> OriginStatement:
    start, end = citation.span_start, citation.span_end
    span = (start, end) if start is not None and end is not None else None
    if span is None:
        reason = _outside(citation.sentence)
    return OriginStatement(state=state, origin=origin, reason=reason, span=span, evidence=citation.sentence)


def _outside(words: str | None) -> str:
    """Return where a credit stands that is in no sentence, from the words that it has instead."""
    if words is None:
        return "stated in its head"
    return "links to it as its source" if words.startswith(("http://", "https://")) else "named in the byline"


def is_somebodys(quote: Quote, table: CueTable) -> bool:
    """Return whether a person or body is quoted who may have been asked: no sign, post or witness without a name."""
    source, told_by = quote.speaker or quote.source or "", table.lists.get("told_by")
    is_named = quote.speaker is not None and quote.speaker_kind in ("person", "body")
    if told_by is not None and not is_named and source.lower() not in told_by:
        return False
    return bool(source) and quote.speaker_kind != "document" and first_match(table, "anybodys", source) is None


def is_signed(text: str, quote: Quote) -> bool:
    """Return whether a dash and a name stand behind a quotation: it is put there from elsewhere, and was not heard."""
    is_name = text[quote.source_start : quote.source_end] == quote.source  # no verb: "— said Ann Vale"
    return is_name and re.match(r"\W*[-\u2013\u2014]\s*$", text[quote.span_end : quote.source_start]) is not None


def is_later(own: OriginStatement, relayed: Sequence[Citation], table: CueTable, lead: Lead) -> bool:
    """Return whether somebody else is credited early, before the words that it was told itself: of what it added."""
    first = own.span[0] if own.span else 0
    return any(is_early(one, table, lead) and one.span_start is not None and one.span_start < first for one in relayed)
