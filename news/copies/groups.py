"""Which articles stand for one original: a star of near-copies around it, never a chain."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from news.copies.near_copies import moment
from news.records import Article, Citation, Correction, NearCopy

COPIES = ("exact", "near_copy")  # updates, derived texts and shared passages never merge groups
NO_GROUPS: Mapping[int, int] = {}
Place = tuple[int, bool]  # copy group, is_original


def group_copies(
    newcomers: Sequence[Article],
    near_copies: Iterable[NearCopy],
    *,
    known: Sequence[Article] = (),
    groups: Mapping[int, int] = NO_GROUPS,
    citations: Iterable[Citation] = (),
    corrections: Iterable[Correction] = (),
) -> dict[int, Place]:
    """Return the copy group of every newcomer, and of known articles whose place that changes.

    In order of time, an article joins the group with whose first member or original it shares most; else it founds
    one. The original is the member that the others credit, else the first. A group's id is its founder's and never
    changes, though an article that came later and is older becomes the original.

    Args:
        newcomers: articles to be placed; all of them to place everything anew, whatever the order of arrival was.
        near_copies: between newcomers, and of newcomers with known articles; derived texts are passed over.
        known: the members of the groups that the near-copies touch; they stay where they are.
        groups: copy group of known articles; a newcomer's own former group lends its id again.
        citations: of all these articles, to tell whom copies credit.
        corrections: a person's word, which outranks the rule.
    """
    word = GroupOverrides(corrections)
    articles = {article.article_id: article for article in (*known, *newcomers)}
    new_ids = {article.article_id for article in newcomers}
    stars = Stars(articles, _edges(near_copies, articles, word), _credits(citations), word)
    for article in sorted(known, key=moment):
        if article.article_id not in new_ids:
            stars.keep(article.article_id, groups.get(article.article_id, article.article_id))
    stars.choose_originals()
    before = stars.places()
    for article in sorted((articles[article_id] for article_id in new_ids), key=moment):
        stars.place(article.article_id)
    for article_id in sorted(new_ids & word.joins.keys(), key=lambda article_id: moment(articles[article_id])):
        stars.obey(article_id)
    stars.choose_originals()
    former = {article_id: groups[article_id] for article_id in new_ids if article_id in groups}
    after = stars.places(former)
    return {key: place for key, place in after.items() if key in new_ids or place != before.get(key)}


def pairs_with_originals(
    candidates: Collection[tuple[int, int]], groups: Mapping[int, int], originals: Mapping[int, int]
) -> set[tuple[int, int]]:
    """Return `candidates` and, for each known member of a copy group among them, the pair with its original.

    The index holds each hash once a group, so a newcomer may be found through a member that is not the original.

    Args:
        groups: copy group of known articles.
        originals: original of each copy group.
    """
    more = {
        (new, originals[groups[old]])
        for new, old in candidates
        if old in groups and groups[old] in originals and originals[groups[old]] != new
    }
    return set(candidates) | more


def with_known(found: Iterable[NearCopy], known: Iterable[NearCopy]) -> list[NearCopy]:
    """Return the pairs found and, of those known before, the ones that were not found again."""
    pairs = {(copy.article_id, copy.original_id): copy for copy in (*known, *found)}
    return list(pairs.values())


def agreeing(near_copies: Iterable[NearCopy], group_of: Mapping[int, int]) -> list[NearCopy]:
    """Return the pairs, those of two groups as derived, so that no near-copy stands in two copy groups.

    A copy of a copy is no copy of the original, nor does a text link what a person took apart.

    Args:
        group_of: copy group of every article of the pairs.
    """
    return [
        replace(copy, kind="derived")
        if copy.kind in COPIES and group_of.get(copy.article_id) != group_of.get(copy.original_id)
        else copy
        for copy in near_copies
    ]


class GroupOverrides:
    """What persons said of copies: which article belongs to another, and which do not; the latest word holds."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        """Read `corrections`, of which only those on copies count."""
        self.joins: dict[int, int] = {}  # article -> the one whose group it belongs to
        self.parted: set[frozenset[int]] = set()
        self.alone: set[int] = set()
        for word in sorted(corrections, key=lambda correction: correction.corrected_at):
            if word.article_id is not None and word.verb == "join_copies":
                self._join(word.article_id, word.other_id)
            elif word.article_id is not None and word.verb == "split_copies":
                self._split(word.article_id, word.other_id)

    def _join(self, one: int, other: int | None) -> None:
        self.alone.discard(one)
        if other is not None:
            self.joins[one] = other
            self.parted.discard(frozenset((one, other)))
            self.alone.discard(other)

    def _split(self, one: int, other: int | None) -> None:
        for joined in ((one, other), (other, one)):
            if joined[0] is not None and (other is None or self.joins.get(joined[0]) == joined[1]):
                self.joins.pop(joined[0], None)
        if other is None:
            self.alone.add(one)
        else:
            self.parted.add(frozenset((one, other)))

    def parts(self, article_id: int, others: Iterable[int]) -> bool:
        """Return whether an article may not stand in a group with `others`."""
        if not self.parted:
            return False
        return any(frozenset((article_id, other)) in self.parted for other in others)


def _edges(
    near_copies: Iterable[NearCopy], articles: Mapping[int, Article], word: GroupOverrides
) -> dict[int, dict[int, float]]:
    """Return, for each article, those that it may share a group with, and how much they share; an exact copy most."""
    edges: dict[int, dict[int, float]] = defaultdict(dict)
    for copy in near_copies:
        a, b = copy.article_id, copy.original_id
        if copy.kind in COPIES and a in articles and b in articles and word.alone.isdisjoint((a, b)):
            shared = copy.containment + (copy.kind == "exact")  # the same text goes before one that holds it
            edges[a][b] = edges[b][a] = max(shared, edges[a].get(b, 0.0))
    return edges


def _credits(citations: Iterable[Citation]) -> dict[int, set[str]]:
    """Return, for each article, the outlets that it relays."""
    credited: dict[int, set[str]] = defaultdict(set)
    for citation in citations:
        if citation.relation == "relays" and citation.kind in ("outlet", "agency"):
            credited[citation.article_id].add(citation.cited)
    return credited


class Stars:
    """Copy groups as they grow, one article after the other, in order of time."""

    def __init__(
        self,
        articles: Mapping[int, Article],
        edges: Mapping[int, Mapping[int, float]],
        credited: Mapping[int, set[str]],
        word: GroupOverrides,
    ) -> None:
        """Start with no group."""
        self._articles = articles
        self._edges = edges
        self._credited = credited
        self._word = word
        self._members: dict[int, set[int]] = {}
        self._group_of: dict[int, int] = {}
        self._original: dict[int, int] = {}
        self._centres: dict[int, int] = {}  # first members and originals -> their group: a copy must repeat one of them
        self._known: set[int] = set()

    def keep(self, article_id: int, group: int) -> None:
        """Put a known article where it stands."""
        self._known.add(group)
        self._members.setdefault(group, set())
        self._enter(article_id, group)

    def place(self, article_id: int) -> None:
        """Put an article into the group whose centre it repeats most, or into a new one of its own."""
        shared = self._edges.get(article_id, {})
        reach = [centre for centre in shared if centre in self._centres]
        allowed = [centre for centre in reach if not self._is_parted(article_id, self._centres[centre])]
        if allowed:
            best = min(allowed, key=lambda centre: (-shared[centre], moment(self._articles[centre])))
            self._enter(article_id, self._centres[best])
        else:
            # A founder whose text has changed leaves its id to its copies, and takes one that no article can have.
            group = article_id if article_id not in self._members else ~article_id
            self._members[group] = set()
            self._enter(article_id, group)

    def _is_parted(self, article_id: int, group: int) -> bool:
        return self._word.parts(article_id, self._members[group])

    def _enter(self, article_id: int, group: int) -> None:
        if not self._members[group]:
            self._centres[article_id] = group
        self._members[group].add(article_id)
        self._group_of[article_id] = group

    def obey(self, article_id: int) -> None:
        """Move an article into the group to which a person joined it."""
        host = self._group_of.get(self._word.joins[article_id])
        if host is not None and host != self._group_of[article_id]:
            self._members[self._group_of[article_id]].discard(article_id)
            self._enter(article_id, host)

    def choose_originals(self) -> None:
        """Make the most credited member of each group its original, else the first."""
        for group, members in self._members.items():
            if members:
                counts = Counter(outlet for member in members for outlet in self._credited.get(member, ()))
                self._original[group] = min(members, key=lambda member: self._right(member, counts))
                self._centres[self._original[group]] = group

    def _right(self, article_id: int, counts: Mapping[str, int]) -> tuple[object, ...]:
        article = self._articles[article_id]
        own = article.outlet in self._credited.get(article_id, ())
        return (own - counts[article.outlet or ""], *moment(article))

    def places(self, former: Mapping[int, int] = NO_GROUPS) -> dict[int, Place]:
        """Return the group of every article, under the group's id, and whether it is the original."""
        return {
            article_id: (name, article_id == self._original[group])
            for group, members in self._members.items()
            if members and (name := self._name(group, former)) is not None
            for article_id in members
        }

    def _name(self, group: int, former: Mapping[int, int]) -> int:
        """Return the group's id: the one that its founder gave it before, if the founder is still in it."""
        if group in self._known:
            return group
        named = (article_id for article_id in self._members[group] if former.get(article_id) == article_id)
        founders = [article_id for article_id in named if article_id not in self._known]
        return min(founders, key=lambda founder: moment(self._articles[founder])) if founders else group
