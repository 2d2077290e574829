"""Whose reporting an article's main claim rests on: an outlet that it relays, its own, or unknown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from news.copies.near_copies import moment
from news.language.segments import letters_of, words
from news.language.text_layers import TextLayers
from news.origins.described_names import one_spelling
from news.origins.marks import OriginStatement
from news.origins.own_origin import ORIGIN_RULES, TOLD_ITSELF, Evidence, OriginRules, is_dated
from news.records import Article, Basis, Citation, NearCopy, Origin, Outlet, Quote

SHARED = "shares prose or a quotation with an article of known origin"
NO_GROUPS: Mapping[int, int] = {}
NO_LAYERS: Mapping[int, TextLayers] = {}


def find_origins(
    story_id: str,
    articles: Sequence[Article],
    citations: Iterable[Citation],
    copies: Iterable[NearCopy],
    quotes: Iterable[Quote],
    copy_group_of: Mapping[int, int] = NO_GROUPS,
    outlets: "Sequence[Outlet] | OutletNames" = (),
    *,
    layers: Mapping[int, TextLayers] = NO_LAYERS,
    rules: OriginRules = ORIGIN_RULES,
) -> list[Origin]:
    """Return where each article's main claim comes from, by explicit citation and with text evidence.

    By citation, articles share an origin when they credit one outlet for their lead within three days; that outlet's
    own article belongs to them, and a copy has its original's origin. Text evidence also joins articles that share
    prose or a quotation. What is not known stays unknown, and is never counted as independent.

    Args:
        articles: all of the story.
        citations: of these articles, like copies and quotes; what concerns others is passed over.
        outlets: for the names by which an article speaks of its own outlet; for many stories as `OutletNames`.
        layers: of texts that were read before, by article.

    Returns:
        Two rows an article, basis "explicit" and "text", in order of time; `origin_group_id` is the id of the first
        article of its group.
    """
    in_time = sorted(articles, key=moment)
    evidence = Evidence(in_time, citations, copies, quotes, copy_group_of, layers)
    known = outlets if isinstance(outlets, OutletNames) else OutletNames(outlets)
    claims = {
        article.article_id: evidence.claim(article, known.of(article.outlet) if article.outlet else (), rules)
        for article in in_time
    }
    groups = Groups(in_time, claims)
    groups.join_relays(rules)
    groups.join_copies(evidence)
    explicit = groups.origins(story_id, "explicit")
    groups.join_text(evidence, rules)
    return [*explicit, *groups.origins(story_id, "text")]


class OutletNames:
    """The names of all outlets, looked up by the name that an article states."""

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        """Take the outlets; of two that are spelled alike the first is meant."""
        self._outlets = outlets

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        return {outlet.outlet: (outlet.outlet, *outlet.aliases) for outlet in self._outlets}

    @cached_property
    def _by_letters(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for names in self._by_name.values():
            for name in names:
                found.setdefault(letters_of(name), names)
        return found

    @cached_property
    def like_persons(self) -> frozenset[str]:
        """Return the names that could be a person's by their form, and are no ordinary words: "Dagens Nyheter"."""
        return frozenset(
            name
            for outlet in self._outlets
            for name in (outlet.outlet, *outlet.aliases)
            if " " in name and name not in (*outlet.ambiguous, *outlet.ordinary)
        )

    def of(self, stated: str) -> tuple[str, ...]:
        """Return the names of an outlet, also where it is stated as its host is written: "theintercept"."""
        return self._by_name.get(stated) or (stated, *self._by_letters.get(letters_of(stated), ()))


def _is_before(one: Article, other: Article | None) -> bool:
    """Return whether an article is known to be earlier than another."""
    return other is not None and is_dated(one) and is_dated(other) and moment(one) < moment(other)


def _copied(outlet: str | None) -> OriginStatement:
    return OriginStatement(state="relays", origin=outlet, reason=f"its text is that of {outlet}")


def _original_of(members: Sequence[Article], evidence: Evidence) -> Article:
    """Return the member that the others credit, else the earliest of those with a date."""
    credited = {
        member.article_id: sum(
            1
            for other in members
            if any(citation.cited == member.outlet for citation in evidence.citations[other.article_id])
        )
        for member in members
    }
    return min(members, key=lambda one: (-credited[one.article_id], not is_dated(one), evidence.place[one.article_id]))


def _is_direction_known(copy: Article, original: Article, evidence: Evidence) -> bool:
    """Return whether `copy` is known to be the later one: both have dates, or it credits the other."""
    is_credited = any(one.cited == original.outlet for one in evidence.citations[copy.article_id])
    return is_credited or (is_dated(copy) and is_dated(original))


class Groups:
    """Articles joined by their origins, step by step."""

    def __init__(self, articles: Sequence[Article], claims: dict[int, OriginStatement]) -> None:
        """Start with every article alone; `articles` are in order of time."""
        self._articles = articles
        self._claims = claims
        self._first = {article.article_id: article.article_id for article in articles}
        self._place = {article.article_id: at for at, article in enumerate(articles)}

    def _find(self, article_id: int) -> int:
        while self._first[article_id] != article_id:
            self._first[article_id] = self._first[self._first[article_id]]
            article_id = self._first[article_id]
        return article_id

    def _join(self, one: int, other: int) -> None:
        a, b = self._find(one), self._find(other)
        earlier, later = (a, b) if self._place[a] <= self._place[b] else (b, a)
        self._first[later] = earlier

    def join_relays(self, rules: OriginRules) -> None:
        """Join those who credit one outlet within the days, and its own article."""
        window = timedelta(days=rules.days)
        own: dict[str, list[Article]] = defaultdict(list)
        relaying: dict[str, list[Article]] = defaultdict(list)
        origins = [self._claims[article.article_id].origin for article in self._articles]
        outlets = [article.outlet for article in self._articles]
        spelled = one_spelling([name for name in (*outlets, *origins) if name])
        for article in self._articles:
            own[spelled.get(article.outlet or "", "")].append(article)
            claim = self._claims[article.article_id]
            if claim.origin is not None:
                relaying[spelled[claim.origin]].append(article)
        for outlet, relays in relaying.items():
            first = relays[0]
            self._join_own(first, own[outlet], window)
            for article in relays[1:]:
                if article.ordered_at - first.ordered_at > window:
                    first = article
                    self._join_own(first, own[outlet], window)
                self._join(first.article_id, article.article_id)

    def _join_own(self, first: Article, own: Sequence[Article], window: timedelta) -> None:
        """Join the article that the first relay had most likely read: the outlet's last one before it."""
        near = [article for article in own if abs(first.ordered_at - article.ordered_at) <= window]
        before = [article for article in near if article.ordered_at <= first.ordered_at]
        meant = before[-1:] or near[:1]
        for article in meant:
            self._join(first.article_id, article.article_id)

    def join_copies(self, evidence: Evidence) -> None:
        """Join copies to their originals: a copy has its original's origin, credited or not."""
        for members in evidence.copy_groups.values():
            original = _original_of(members, evidence)
            for copy in members:
                if copy is not original:
                    self._join(original.article_id, copy.article_id)
                    self._claims[copy.article_id] = self._claim_of_copy(copy, original, evidence)

    def _claim_of_copy(self, copy: Article, original: Article, evidence: Evidence) -> OriginStatement:
        own, theirs = self._claims[copy.article_id], self._claims[original.article_id]
        if own.state == "relays":
            return own
        if copy.outlet == original.outlet or theirs.state != "primary":
            return replace(theirs, span=None, evidence=None, reason=f"a copy: {theirs.reason}")
        if not _is_direction_known(copy, original, evidence):
            who = original.outlet or "another article"
            return OriginStatement(
                state="unknown", reason=f"shares its text with {who}; without dates, who copied is not known"
            )
        return own if original.outlet is None else _copied(original.outlet)

    def join_text(self, evidence: Evidence, rules: OriginRules) -> None:
        """Join those who share prose or a quotation, and give what is unknown the origin of its group."""
        for copy in evidence.copies:
            self._join(copy.original_id, copy.article_id)
        for group, article_ids in evidence.quoted_in.items():
            if len(article_ids) > 1 and self._is_telling(group, article_ids, evidence, rules):
                first, *others = sorted(article_ids, key=self._place.__getitem__)
                for other in others:
                    self._join(first, other)
        self._doubt_primaries()
        known = self._known_claims()
        for article in self._articles:
            found = known.get(self._find(article.article_id))
            if found is not None and self._claims[article.article_id].state == "unknown":
                shared = OriginStatement(state="unknown") if _is_before(article, found[1]) else found[0]
                self._claims[article.article_id] = replace(shared, span=None, evidence=None, reason=SHARED)

    def _doubt_primaries(self) -> None:
        """Leave open whose report it is that shares words with those who credit another, unless known to be first.

        What was said in public may be read in the agency's report as well as heard.
        """
        relays: dict[int, list[Article]] = defaultdict(list)
        for article in self._articles:
            if self._claims[article.article_id].state == "relays":
                relays[self._find(article.article_id)].append(article)
        for article in self._articles:
            claim = self._claims[article.article_id]
            others = relays.get(self._find(article.article_id), ())
            if claim.state != "primary" or claim.reason == TOLD_ITSELF or not others:
                continue
            is_meant = any(self._claims[other.article_id].origin == article.outlet for other in others)
            is_first = all(_is_before(article, one) for one in others)
            if not is_meant and not is_first:
                self._claims[article.article_id] = OriginStatement(state="unknown", reason=SHARED)

    def _is_telling(self, group: int, article_ids: Iterable[int], evidence: Evidence, rules: OriginRules) -> bool:
        """Return whether a quotation has words enough that are no names."""
        said = (quote for article_id in article_ids for quote in evidence.quotes[article_id])
        telling = (
            sum(1 for word in quote.quote.split() if word[:1].islower() or not word[:1].isascii())
            for quote in said
            if quote.quote_group_id == group and len(words(quote.quote)) >= rules.quote_words
        )
        return max(telling, default=0) >= rules.quote_words

    def _known_claims(self) -> dict[int, tuple[OriginStatement, Article | None]]:
        """Return, for each group, what its first article with a known origin makes of the others.

        With it the report itself, where it is in the group: what came before it cannot rest on it.
        """
        known: dict[int, tuple[OriginStatement, Article | None]] = {}
        for wanted in ("relays", "primary"):
            for article in self._articles:
                claim = self._claims[article.article_id]
                if claim.state == wanted:
                    told = (claim, None) if wanted == "relays" else (_copied(article.outlet), article)
                    known.setdefault(self._find(article.article_id), told)
        return known

    def origins(self, story_id: str, basis: Basis) -> list[Origin]:
        """Return the rows as things stand."""
        return [
            Origin(
                article_id=article.article_id,
                story_id=story_id,
                basis=basis,
                origin_group_id=self._find(article.article_id),
                state=self._claims[article.article_id].state,
                origin=self._claims[article.article_id].origin,
                reason=self._claims[article.article_id].reason or None,
                span_start=(self._claims[article.article_id].span or (None, None))[0],
                span_end=(self._claims[article.article_id].span or (None, None))[1],
                evidence=self._claims[article.article_id].evidence,
            )
            for article in self._articles
        ]
