"""What an article says of its own origin: whom it relays, that it is its own, or nothing, with the words for it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from news.language.text_layers import TextLayers
from news.origins.cue_rules import CueTable, cue_table, first_match, own_words
from news.origins.cued_names import unlisted
from news.origins.described_names import host_label, written_like
from news.origins.gazetteer import outlet_url
from news.origins.marks import (
    HEARSAY,
    Lead,
    OriginStatement,
    claim_of,
    doubt_of,
    in_text_order,
    is_beside,
    is_called_false,
    is_early,
    is_later,
    is_of_long_ago,
    is_pasted,
    is_signed,
    is_somebodys,
    named_of,
    public_source,
    relays_of,
    sentence_of,
    unknown_of,
)
from news.records import Article, Citation, NearCopy, Quote, record

SIGNED = 60  # code points of a text's end: "ABC/wires", "With agencies"
LEAST_OF_CAPITALS = 4  # letters of a name that texts also write in capitals
NOT_READ = "not read in this language"
TOLD_ITSELF = "says that it was told or saw it itself"
NO_TEXT = "only a headline or a summary is known"
DASHED = re.compile(r"^[-\u2013\u2014] .+", re.MULTILINE)  # words that somebody speaks, as some languages mark them
PASSED_BY = re.compile(r"^\W*(?:[Tt]he )?")  # between "first published in" and a name
SHORT = ("headline", "summary")  # kinds of text that say little of their origin


@record
class OriginRules:
    """When articles rest on one report: chosen among 24 settings, all labelled outlets in view (docs/method.md)."""

    days: float = 3.0  # from the first that credits an outlet: later, it is another of the outlet's reports
    lead_sentences: int = 5
    early_sentences: int = 8  # whoever is credited there, or in the share below, may be whom an article rests on
    early_share: float = 0.25  # of an article's sentences
    short: int = 14  # an article of so many sentences is read as a whole for credits
    several: int = 4  # outlets that are credited, wherever they stand: too many for a report of one's own
    dense: int = 2  # credits of one outlet that make it the origin of a short article, wherever they stand …
    dense_share: float = 0.25  # … when they stand in so many of its sentences
    quote_words: int = 8  # of a shared quotation
    voices: int = 3  # persons quoted where nobody is credited: they carry a report that credits others behind its lead


ORIGIN_RULES = OriginRules()


class Evidence:
    """What is known of a story's articles beside their texts."""

    def __init__(
        self,
        articles: Sequence[Article],
        citations: Iterable[Citation],
        copies: Iterable[NearCopy],
        quotes: Iterable[Quote],
        copy_group_of: Mapping[int, int],
        layers: Mapping[int, TextLayers],
    ) -> None:
        """Sort what is known by article; `articles` are in order of time."""
        self._layers = layers
        self.place = {article.article_id: at for at, article in enumerate(articles)}
        self.copies = [copy for copy in copies if copy.article_id in self.place and copy.original_id in self.place]
        self.copy_groups: dict[int, list[Article]] = defaultdict(list)
        for article in articles:
            self.copy_groups[copy_group_of.get(article.article_id, article.article_id)].append(article)
        self.citations: dict[int, list[Citation]] = defaultdict(list)
        for citation in citations:
            self.citations[citation.article_id].append(citation)
        for article in articles:
            self.citations[article.article_id] = in_text_order(self.citations[article.article_id], article)
        self.quotes: dict[int, list[Quote]] = defaultdict(list)
        self.quoted_in: dict[int, set[int]] = defaultdict(set)
        for quote in sorted(quotes, key=lambda quote: (quote.span_start, quote.span_end)):
            if quote.article_id in self.place:
                self.quotes[quote.article_id].append(quote)
                self.quoted_in[quote.quote_group_id].add(quote.article_id)

    def claim(self, article: Article, names: Sequence[str], rules: OriginRules) -> OriginStatement:
        """Return what an article says of its own origin."""
        relayed = [one for one in self.citations[article.article_id] if _is_anothers(one, article)]
        layers = self._layers_of(article)
        table = cue_table(layers.language) if layers.language else None
        lead = Lead.of(layers, rules.lead_sentences, rules.early_sentences, rules.early_share, rules.short)
        for citation in relayed:
            if not self._is_main(citation, article, table, lead):
                continue
            if table is not None and is_called_false(citation, table, lead):
                return unknown_of(citation, "tells of a report that it calls false")
            own = _own_words(article, layers, names, table) if table is not None else None
            if own is not None and own.span is not None and own.span[0] < min(lead.first, citation.span_start or 0):
                return own
            return relays_of(citation, "credited for the main claim")
        if table is None:
            is_too_short = not layers.language and article.text_kind in SHORT
            return OriginStatement(state="unknown", reason=NO_TEXT if is_too_short else NOT_READ)
        if (dense := _dense(relayed, table, lead, rules)) is not None:
            return relays_of(dense, "credited again and again")
        if (pasted := next((one for one in relayed if is_pasted(one, table, lead)), None)) is not None:
            return relays_of(pasted, "credited for what follows")
        passed = first_match(table, "passed_on", lead.text, lead.quoted)
        if passed is not None and not PASSED_BY.sub("", article.text[passed.end() :]).startswith(tuple(names)):
            return claim_of(article, "unknown", "says that it passes on another's text", passed.span())
        own = _own_words(article, layers, names, table)
        if own is not None and not is_later(own, relayed, table, lead):
            return own
        return self._without_lead(article, table, [*relayed, *self._linked(article)], lead, rules)

    def _is_main(self, citation: Citation, article: Article, table: CueTable | None, lead: Lead) -> bool:
        """Return whether the main claim rests on a credit, by its words or by where it stands."""
        sentence = sentence_of(citation)
        if table is not None and first_match(table, "main_claim", sentence) is not None:
            return is_early(citation, table, lead)
        if not citation.is_lead_claim or not citation.is_explicit:
            return False
        if is_of_long_ago(sentence, article.ordered_at.year):
            return False
        return table is None or not is_beside(citation, self.citations[article.article_id], table, lead)

    def _layers_of(self, article: Article) -> TextLayers:
        known = self._layers.get(article.article_id)
        return known if known and known.text == article.text else TextLayers(article.text, article.language)

    def _without_lead(
        self, article: Article, table: CueTable, others: Sequence[Citation], lead: Lead, rules: OriginRules
    ) -> OriginStatement:
        """Return what is known of an article whose main claim credits nobody: its own, if nothing speaks against it."""
        if len({one.cited for one in others if one.span_start is not None}) >= rules.several:
            return unknown_of(others[0], "credits several others")
        early = self._early_credits(article, table, others, lead)
        for one in early:
            if one.span_start is None or one.span_start < lead.end or one.kind == "agency":
                return unknown_of(early[0], f"credits {named_of(early[0])} early")
        if (doubt := self._doubt_of_lead(article, table, lead)) is not None:
            return doubt
        if early:
            doubt = unknown_of(early[0], f"credits {named_of(early[0])} early")
            return self._by_voices(article, table, lead, rules) or doubt
        return self._own_evidence(article, table, others, lead, rules)

    def _early_credits(
        self, article: Article, table: CueTable, others: Sequence[Citation], lead: Lead
    ) -> list[Citation]:
        """Return the credits that an article may rest on, in the order of their places."""
        known = self.citations[article.article_id]
        unnamed = [one for one in known if one.kind == "unnamed_report"]
        found = [
            one for one in (*others, *unnamed) if is_early(one, table, lead) and not is_beside(one, known, table, lead)
        ]
        return sorted(found, key=lambda one: -1 if one.span_start is None else one.span_start)

    def _doubt_of_lead(self, article: Article, table: CueTable, lead: Lead) -> OriginStatement | None:
        """Return why the first sentences, the end or the kind of a text leave its origin open."""
        last = max(0, len(lead.text) - SIGNED)
        if (found := first_match(table, "signed_unnamed", lead.text[last:])) is not None:
            span = (last + found.start(), last + found.end())
            return claim_of(article, "unknown", "credits agencies without their names", span)
        if article.text_kind in SHORT:
            return OriginStatement(state="unknown", reason=NO_TEXT)
        if (doubt := doubt_of(article, table, lead.text[: lead.end], "nameless", *HEARSAY)) is not None:
            return doubt
        if (place := unlisted(table, lead.text, 0, lead.early)) is not None:
            return claim_of(article, "unknown", "credits a name that no list tells", place)
        return None

    def _by_voices(self, article: Article, table: CueTable, lead: Lead, rules: OriginRules) -> OriginStatement | None:
        """Return an article as its outlet's own where several persons are quoted, each where nobody is credited."""
        if first_match(table, "gathers", article.title) or first_match(table, "on_film", lead.text[: lead.end]):
            return None
        heard: dict[str, Quote] = {}
        for quote in self.quotes[article.article_id]:
            if quote.speaker and quote.speaker_kind == "person" and self._is_first(quote):
                surname = quote.speaker.split()[-1]
                if surname not in heard and self._is_told_here(article, quote, table, lead):
                    heard[surname] = quote
        if len(heard) < rules.voices:
            public = public_source(table, lead)
            if public is None or first_match(table, "second_hand", article.text[slice(*public)]) is not None:
                return None
            return claim_of(article, "primary", "rests on what was said in public", public)
        first = next(iter(heard.values()))
        return claim_of(article, "primary", "quotes several persons itself", (first.span_start, first.span_end))

    def _own_evidence(
        self, article: Article, table: CueTable, others: Sequence[Citation], lead: Lead, rules: OriginRules
    ) -> OriginStatement:
        """Return an article as its outlet's own where documents, announcements or first quotations carry it."""
        if first_match(table, "gathers", article.title) is not None:
            return OriginStatement(state="unknown", reason="gathers several matters, and credits nobody early")
        for citation in self.citations[article.article_id]:
            is_document = citation.kind == "primary_document" and citation.is_lead_claim
            if is_document and (at := citation.span_start) is not None and not lead.is_quoted(at):
                return claim_of(article, "primary", "rests on a document", (at, citation.span_end or 0))
        if (found := first_match(table, "announced", lead.text[: lead.end], lead.quoted)) is not None:
            return claim_of(article, "primary", "rests on what was said in public", found.span())
        if (doubt := doubt_of(article, table, lead.text[: lead.end], "on_film")) is not None:
            return doubt
        if (doubt := doubt_of(article, table, lead.text[: lead.early], *HEARSAY)) is not None:
            return self._by_voices(article, table, lead, rules) or doubt
        for quote in self.quotes[article.article_id]:
            if self._is_first(quote) and self._is_told_here(article, quote, table, lead):
                span = (quote.span_start, quote.span_end)
                return claim_of(article, "primary", "quotes first, and credits nobody early", span)
        places = (first_match(table, group, lead.text[: lead.first]) for group in ("place", "own_place"))
        if not others and (found := next(filter(None, places), None)) is not None:
            return claim_of(article, "primary", "is dated from a place, and credits nobody", found.span())
        if not others and (found := first_match(table, "seen", lead.text[: lead.end], lead.quoted)) is not None:
            return claim_of(article, "primary", "tells what all could see, and credits nobody", found.span())
        return OriginStatement(state="unknown", reason="credits nobody early, and says nothing of its own sources")

    def _linked(self, article: Article) -> list[Citation]:
        """Return the outlets that a text links to without saying that they report: it may rest on them."""
        words = {link.text for link in article.links}
        named = [one for one in self.citations[article.article_id] if one.kind in ("outlet", "agency")]
        return [
            one
            for one in named
            if one.relation == "mentions"
            and one.span_start is not None
            and one.cited != article.outlet
            and article.text[one.span_start : one.span_end] in words
        ]

    def _is_first(self, quote: Quote) -> bool:
        """Return whether nobody in the story has this quotation earlier."""
        earliest = min(self.place[article_id] for article_id in self.quoted_in[quote.quote_group_id])
        return earliest == self.place[quote.article_id]

    def _is_told_here(self, article: Article, quote: Quote, table: CueTable, lead: Lead) -> bool:
        """Return whether somebody told it, and nobody is credited beside it, nor what stood written."""
        if not is_somebodys(quote, table) or is_signed(article.text, quote):
            return False
        start, end = lead.around(quote.span_start, quote.span_end)
        cited = (one for one in self.citations[article.article_id] if one.kind != "primary_document")
        others = [one for one in cited if one.relation == "relays" and one.span_start is not None]
        # A credit that names the speaker: what is quoted was said to those whom it credits.
        named = [re.compile(rf"\b{re.escape(word)}\b") for word in (quote.speaker or "").split() if word.istitle()]
        if any(name.search(sentence_of(one)) for name in named for one in others):
            return False
        if any(start <= (one.span_start or 0) < end for one in others):
            return False
        sentences = (lead.text[first:last] for first, last in lead.sentences)
        if any(first_match(table, "told_media", one) for one in sentences if any(name.search(one) for name in named)):
            return False
        if unlisted(table, lead.text, start, end, of_several_words=True) is not None:
            return False
        told = lead.text[start : quote.span_start] + lead.text[quote.span_end : end]
        return all(first_match(table, group, told) is None for group in (*HEARSAY, "nameless", "written"))


def is_dated(article: Article) -> bool:
    """Return whether an article has a plausible date; else its order is only that in which we saw it."""
    return article.ordered_by != "first_seen"


def _is_anothers(citation: Citation, article: Article) -> bool:
    is_source = citation.kind in ("outlet", "agency") and citation.relation == "relays"
    return is_source and citation.cited != article.outlet


def _dense(relayed: Sequence[Citation], table: CueTable, lead: Lead, rules: OriginRules) -> Citation | None:
    """Return a credit of the one outlet that a good part of the sentences credits, beside remarks at the side."""
    placed = [one for one in relayed if one.span_start is not None]
    relayed = [one for one in placed if first_match(table, "side_remark", sentence_of(one)) is None]
    counted = Counter(one.cited for one in relayed)
    for cited, times in counted.most_common(1):
        if times >= rules.dense and times >= rules.dense_share * lead.count:
            return next(one for one in relayed if one.cited == cited)
    return None


def _own_words(article: Article, layers: TextLayers, names: Sequence[str], table: CueTable) -> OriginStatement | None:
    """Return the claim of an article that says its own outlet was told, shown or saw it, outside quotations."""
    text = layers.plain
    found = first_match(table, "own", text, [*layers.quotations, *(one.span() for one in DASHED.finditer(text))])
    span = found.span() if found else None
    if span is None:
        forms = {form for name in names for form in (name, name.split()[-1] if name else "") if len(form) > 2}
        forms |= {name.upper() for name in names if len(name) > LEAST_OF_CAPITALS}
        forms |= {
            form for url in (article.url, outlet_url(article.outlet)) for form in written_like(host_label(url), text)
        }
        span = own_words(table, text, forms)
    return claim_of(article, "primary", TOLD_ITSELF, span) if span else None
