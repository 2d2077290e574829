"""Whom an article credits: outlets, agencies, unnamed reports and documents, each with the sentence that says so."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from news.language.text_layers import TextLayers
from news.origins.cue_rules import cue_table
from news.origins.gazetteer import Gazetteer
from news.origins.marks import Mark
from news.origins.mentions import Reading
from news.origins.name_forms import bare_name
from news.records import Article, Citation, Link, Outlet, Relation

LEAD_SENTENCES = 3  # a report that rests on another's says so there
LEAD_SENTENCES_DOCUMENT = 5  # a document is named after what it says
DATELINE_SENTENCES = 8  # further down begins a report that the text only takes in
INITIALS = 4  # letters of a byline that may be somebody's initials
LABEL = 5  # code points of initials with their colon
SEVERAL = 3  # other outlets in brackets: no credit at the end is the whole text's
AGENCY_SHARE = 1 / 3  # of the sentences: above, an agency's report rests on those whom it credits there
NO_CLAIM = ("contributed", "about itself", "view", "aside")  # no lead claim rests on these cues
NO_RELAY = ("about itself", "view")  # under these an outlet is named without being relayed
# Words of somebody quoted credit nobody for the article, but for whom they were said to.
SAID_TO = re.compile(r"\b(?:told|tells?|telling|to|with)\s(?:[Tt]he\s)?", re.IGNORECASE)
# "Nobody came - the mayor told the Vale Post - before noon": an insertion is the article's.
INSERTED = re.compile(r"\s[-–—]\s(?:(?:ha|aveva|a|hat|heeft)\s)?$")
QUOTED_WORDS = 6  # fewer between quotation marks are a name or a term


def find_citations(article: Article, gazetteer: Gazetteer, *, layers: TextLayers | None = None) -> list[Citation]:
    """Return whom `article` credits, in the order of its text, then what only its byline or links say.

    An account of ours has the citations that its head gives, and no sentence. A text in a language
    without a cue table has none; its origin tells that it is not read.

    Args:
        layers: of its text, where another reader shares them.
    """
    if article.text_kind == "account":
        return _given(article)
    layers = layers or TextLayers(article.text, article.language)
    table = cue_table(layers.language) if layers.language else None
    if table is None:
        return []
    reading = Reading(article, layers, gazetteer, table)
    marks = sorted(reading.marks(), key=lambda mark: (mark.start, mark.end))
    labels = {
        cited for cited, times in Counter(one.cited for one in marks if _is_label(one)).items() if times >= SEVERAL
    }
    marks = [mark for mark in marks if not (_is_label(mark) and (mark.cited in labels or not _is_lead(mark, reading)))]
    weighed = _weigh(marks, reading)
    others = [*_from_byline(article, gazetteer, weighed), *_from_links(article, gazetteer, weighed, reading)]
    return [*weighed, *(one for one in others if bare_name(one.cited) not in reading.own)]


def _is_label(mark: Mark) -> bool:
    """Return whether a mark may be the initials of who speaks in an interview: "JC: Yeah."."""
    return mark.how == "dateline" and mark.kind != "agency" and mark.end - mark.start <= LABEL


def credits_alone(article: Article, line: str, gazetteer: Gazetteer) -> bool:
    """Return whether a line of `article`, read by itself at the end of a text, says that somebody is relayed."""
    alone = replace(article, text=f".\n{line}", authors=(), links=())
    return any(citation.relation == "relays" for citation in find_citations(alone, gazetteer))


def _given(article: Article) -> list[Citation]:
    return [
        Citation(
            article_id=article.article_id,
            cited=given.cited,
            kind=given.kind,
            relation=given.relation,
            is_lead_claim=given.is_lead_claim,
        )
        for given in article.given_citations
    ]


def _weigh(marks: Sequence[Mark], reading: Reading) -> list[Citation]:
    """Decide what each mark is worth: relays or mentions, and whether the lead claim rests on it."""
    signed = Counter(mark.cited for mark in marks if mark.how == "credit" and mark.is_lead)
    leading = [
        mark
        for mark in marks
        if _is_lead(mark, reading) and not (mark.how == "credit" and signed[mark.cited] >= SEVERAL)
    ]
    others = {mark.cited for mark in leading if mark.how in ("phrase", "verb")}
    listed = {mark.cited for mark in marks if mark.how == "bracket"}  # a list of news, each with its source
    chained = {mark.sentence: mark.cited for mark in leading if mark.is_chain}
    citations = []
    quoted = _in_quotations(marks, reading)
    for mark in marks:
        is_lead = mark in leading
        if mark.how in ("dateline", "credit", "owner") and others - {mark.cited} and _is_most(marks, mark, reading):
            is_lead = False  # the agency itself tells it after somebody else
        if mark.how == "credit" and len(listed - {mark.cited}) >= SEVERAL:
            is_lead = False
        if chained.get(mark.sentence, mark.cited) != mark.cited and not mark.is_chain:
            is_lead = False
        start, end = reading.sentences[mark.sentence]
        citations.append(
            Citation(
                article_id=reading.article.article_id,
                cited=mark.cited,
                kind=mark.kind,
                relation="mentions" if mark.how in NO_RELAY or mark in quoted else "relays",
                is_lead_claim=is_lead and mark not in quoted,
                span_start=mark.start,
                span_end=mark.end,
                sentence=reading.article.text[start:end],
            )
        )
    return citations


def _in_quotations(marks: Sequence[Mark], reading: Reading) -> list[Mark]:
    """Return the credits that stand in somebody's quoted words; they are the speaker's, not the article's."""
    spans = [(start, end) for start, end in reading.quotations if reading.text.count(" ", start, end) >= QUOTED_WORDS]
    return [
        mark
        for mark in marks
        if mark.kind in ("outlet", "agency")
        and any(start <= mark.start and mark.end <= end for start, end in spans)
        and SAID_TO.search(reading.text, mark.start, mark.end) is None
        and INSERTED.search(reading.text, max(0, mark.start - 12), mark.start) is None
    ]


def _is_most(marks: Sequence[Mark], agency: Mark, reading: Reading) -> bool:
    """Return whether others are credited in a good part of the sentences; of one of many the agency keeps its claim."""
    told = {mark.sentence for mark in marks if mark.how in ("phrase", "verb") and mark.cited != agency.cited}
    return len(told) > AGENCY_SHARE * reading.lines.telling


def _is_lead(mark: Mark, reading: Reading) -> bool:
    if mark.how in NO_CLAIM or mark.how == "owner":
        return mark.how == "owner"
    if mark.how == "dateline":
        return reading.rank[mark.sentence] < DATELINE_SENTENCES
    if mark.how == "interview":
        return reading.rank[mark.sentence] == 0  # later, what somebody said elsewhere is one quotation of several
    if mark.how == "credit":
        return mark.is_lead
    return reading.rank[mark.sentence] < (LEAD_SENTENCES_DOCUMENT if mark.how == "document" else LEAD_SENTENCES)


def _from_byline(article: Article, gazetteer: Gazetteer, found: Sequence[Citation]) -> list[Citation]:
    """Return the agencies that the byline names: "By Reuters", "Associated Press"."""
    known = {one.cited for one in found if one.is_lead_claim and one.kind in ("outlet", "agency")}
    named = {outlet: author for author in reversed(article.authors) if (outlet := _in_byline(author, gazetteer))}
    return [
        _without_sentence(article, outlet, author, is_lead_claim=not known)
        for outlet, author in reversed(named.items())
        if outlet.outlet != article.outlet and outlet.outlet not in known
    ]


def _in_byline(author: str, gazetteer: Gazetteer) -> Outlet | None:
    """Return the outlet that an author is, or that stands behind a name: "Tom Vale Associated Press"."""
    words = author.split()
    if len(author) <= INITIALS and (alone := gazetteer.named(author)) and alone.kind != "agency":
        return None  # "AS" is whoever wrote it
    behind = (gazetteer.named(" ".join(words[at:])) for at in range(2, len(words) - 1))
    return gazetteer.named(author) or next((one for one in behind if one and one.kind == "agency"), None)


def _from_links(article: Article, gazetteer: Gazetteer, found: Sequence[Citation], reading: Reading) -> list[Citation]:
    """Return the outlets to whose articles the text links, where words have not credited them already."""
    known = {citation.cited for citation in found}
    credited = {citation.cited for citation in found if citation.is_lead_claim}
    citations: dict[str, Citation] = {}
    base = gazetteer.of_host(article.based_on) if article.based_on else None
    if article.based_on and base and base.outlet != article.outlet and base.outlet not in credited:
        citations[base.outlet] = _without_sentence(article, base, article.based_on, is_lead_claim=True)
    for link in article.links:
        outlet = gazetteer.of_host(link.url)
        is_article = len(urlsplit(link.url).path.strip("/")) > 12
        if outlet and is_article and outlet.outlet != article.outlet and outlet.outlet not in known | citations.keys():
            citations[outlet.outlet] = _linked(article, outlet, link, reading, not credited)
    return list(citations.values())


def _linked(article: Article, outlet: Outlet, link: Link, reading: Reading, may_lead: bool) -> Citation:
    """Return the citation that a link makes: a mention, unless the words it stands on say that somebody reports.

    Others link to what went before, to a picture or a word's meaning; the lead claim does not rest on them either.
    """
    words = link.text
    place = article.text.find(words) if len(words) > 3 else -1
    if place < 0:
        return _without_sentence(article, outlet, link.url, is_lead_claim=False, relation="mentions")
    number = reading.sentence_at(place)
    start, end = reading.sentences[number]
    is_report = reading.says_report(words)
    return Citation(
        article_id=article.article_id,
        cited=outlet.outlet,
        kind="agency" if outlet.kind == "agency" else "outlet",
        relation="relays" if is_report else "mentions",
        is_lead_claim=may_lead and reading.rank[number] < LEAD_SENTENCES and is_report,
        span_start=place,
        span_end=place + len(words),
        sentence=article.text[start:end],
    )


def _without_sentence(
    article: Article, outlet: Outlet, words: str, *, is_lead_claim: bool, relation: Relation = "relays"
) -> Citation:
    """Return a citation that stands in no sentence, with the byline's words or the link's address in place of one."""
    return Citation(
        article_id=article.article_id,
        cited=outlet.outlet,
        kind="agency" if outlet.kind == "agency" else "outlet",
        relation=relation,
        is_lead_claim=is_lead_claim,
        sentence=words,
    )
