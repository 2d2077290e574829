"""What an article says of its own origin: whom it relays, that it is its own, or nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from news.language.segments import sentences, with_plain_signs
from news.records import Article, Citation, NearCopy, OriginState, Quote, record

LEAD_WORDS = 6  # a shorter line is a byline or a place


@record
class OriginRules:
    """When articles rest on one report."""

    days: float = 3.0  # from the first that credits an outlet: later, it is another of the outlet's reports
    lead_sentences: int = 5
    quote_words: int = 8  # of a shared quotation


ORIGIN_RULES = OriginRules()

# Words by which a text says that what it tells was told to, shown to or seen by its own outlet.
OWN = (
    r"(?:told|tells|speaking to|spoke to|seen by|obtained by|reviewed by|shown to|shared with|interview with|"
    r"asked by|given to|sent to|in a statement to|learned by|visited by|contacted by)\s+(?:the\s+)?{name}\b"
    r"|\b(?:the\s+)?{name}\s+(?:has\s+|had\s+|was\s+|can\s+)?"
    r"(?:learned|learnt|seen|obtained|reviewed|let in|spoken|spoke|visited|understands|analysed|analyzed|reveal)"
)
OUR_OWN = re.compile(
    r"\btold (?:this (?:newspaper|paper|website|magazine|reporter|programme)|our (?:reporter|correspondent)|me\b|us\b)"
    r"|\b(?:this (?:newspaper|paper|website|magazine)|our (?:reporter|correspondent)) "
    r"(?:has )?(?:learned|seen|visited|spoke|understands)",
    re.IGNORECASE,
)
# The lead rests on persons whom nobody can ask: unless they told the outlet itself, it may all be somebody else's.
NAMELESS = re.compile(
    r"\b(?:sources?|people|persons?|officials?|insiders?|someone|those)\s+(?:who (?:are|were|is) )?"
    r"(?:familiar with|with (?:direct )?knowledge of|close to|briefed on|privy to)"
    r"|\bon (?:the )?condition of anonymity\b|\b(?:unnamed|anonymous|unidentified) (?:sources?|officials?|people)\b"
    r"|\bsources? (?:said|say|told)\b|\baccording to sources\b",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(
    r"\baccording to (?:announcements?|a (?:joint )?statement|official|documents?|data|figures|"
    r"the (?:ministry|government|police|court|company|institute|report))\b"
    r"|\bin a (?:\w+ )?statement\b|\bat a (?:news|press) conference\b|\bcourt (?:documents?|filings?|papers)\b"
    r"|\btold (?:a (?:news|press) conference|reporters|parliament|lawmakers|councillors)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says of its own origin."""

    state: OriginState
    origin: str | None


class Evidence:
    """What is known of a story's articles beside their texts."""

    def __init__(
        self,
        articles: Sequence[Article],
        citations: Iterable[Citation],
        copies: Iterable[NearCopy],
        quotes: Iterable[Quote],
        copy_group_of: Mapping[int, int],
    ) -> None:
        """Sort what is known by article; `articles` are in order of time."""
        self.place = {article.article_id: at for at, article in enumerate(articles)}
        self.copies = [copy for copy in copies if copy.article_id in self.place and copy.original_id in self.place]
        self.copy_groups: dict[int, list[Article]] = defaultdict(list)
        for article in articles:
            self.copy_groups[copy_group_of.get(article.article_id, article.article_id)].append(article)
        self.citations: dict[int, list[Citation]] = defaultdict(list)
        for citation in citations:
            self.citations[citation.article_id].append(citation)
        self.quotes: dict[int, list[Quote]] = defaultdict(list)
        self.quoted_in: dict[int, set[int]] = defaultdict(set)
        for quote in quotes:
            if quote.article_id in self.place:
                self.quotes[quote.article_id].append(quote)
                self.quoted_in[quote.quote_group_id].add(quote.article_id)

    def claim(self, article: Article, names: Sequence[str], rules: OriginRules) -> Claim:
        """Return what an article says of its own origin."""
        for citation in self.citations[article.article_id]:
            is_another = citation.kind in ("outlet", "agency") and citation.cited != article.outlet
            if is_another and citation.is_lead_claim and citation.relation == "relays" and citation.is_explicit:
                return Claim("relays", citation.cited)
        return Claim("primary" if self._is_primary(article, names, rules) else "unknown", None)

    def _is_primary(self, article: Article, names: Sequence[str], rules: OriginRules) -> bool:
        """Say whether an article rests on documents, on persons it quotes first, or on what it says it saw."""
        text = with_plain_signs(article.text)
        if OUR_OWN.search(text) or _speaks_of_itself(text, names):
            return True
        lead = _lead(article, text, rules)
        if NAMELESS.search(lead):
            return False
        documents = any(
            citation.kind == "primary_document" and citation.is_lead_claim
            for citation in self.citations[article.article_id]
        )
        return documents or bool(ANNOUNCED.search(lead)) or any(map(self._is_first, self.quotes[article.article_id]))

    def _is_first(self, quote: Quote) -> bool:
        """Say whether nobody in the story has this quotation earlier."""
        earliest = min(self.place[article_id] for article_id in self.quoted_in[quote.quote_group_id])
        return earliest == self.place[quote.article_id]

    def original_of(self, members: Sequence[Article]) -> Article:
        """Return the member that the others credit, else the earliest."""
        credited = {
            member.article_id: sum(
                1
                for other in members
                if any(citation.cited == member.outlet for citation in self.citations[other.article_id])
            )
            for member in members
        }
        return min(members, key=lambda member: (-credited[member.article_id], self.place[member.article_id]))


def _speaks_of_itself(text: str, names: Sequence[str]) -> bool:
    """Say whether an article tells what its own outlet was told or has seen, under its full name or the last word."""
    forms = {form for name in names for form in (name, name.split()[-1] if name else "") if len(form) > 2}
    if not any(form in text for form in forms):
        return False
    alternatives = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    return re.search(OWN.format(name=f"(?:{alternatives})"), text) is not None


def _lead(article: Article, text: str, rules: OriginRules) -> str:
    spans = [span for span in sentences(article.text) if len(text[span[0] : span[1]].split()) >= LEAD_WORDS]
    return text[spans[0][0] : spans[: rules.lead_sentences][-1][1]] if spans else ""
