"""Near-copies of a batch among stored articles, and the copy groups that follow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from news.copies.boilerplate import line_keys, without_boilerplate
from news.copies.groups import Place, group_copies, pairs_with_originals
from news.copies.near_copies import find_near_copies, takes_part
from news.copies.sketches import Sketch, sketch_all
from news.language.name_lists import NameList
from news.records import Article, Citation, Correction, NearCopy, Outlet, Placement, record
from storage.archive import Archive
from storage.tables.boilerplate_index import ArticleLines


@record
class Copied:
    """What was found of copies in a batch, and the sketches to be kept for later batches."""

    near_copies: Sequence[NearCopy]
    places: Mapping[int, Place]  # of the batch, and of known articles whose place changes
    known_groups: Mapping[int, int]  # copy group of the known articles that were looked at
    sketched: Mapping[int, Sketch]
    days: Mapping[int, date]

    def keep_sketches(self, archive: Archive) -> None:
        """Add the batch's sketches to the index; what is there already stays, so a killed run may do it again."""
        groups = dict(self.known_groups) | {article_id: group for article_id, (group, _) in self.places.items()}
        ids = list(self.sketched)
        days, sketches = [self.days[key] for key in ids], [self.sketched[key] for key in ids]
        archive.sketches().save(ids, days, sketches, groups=groups)


def find_copies(
    archive: Archive,
    batch: Sequence[Article],
    *,
    since: date,
    outlets: Sequence[Outlet],
    citations: Sequence[Citation],
    corrections: Sequence[Correction],
    now: datetime,
) -> Copied:
    """Find the near-copies of `batch` (in order of time) among itself and stored articles from `since` on.

    Args:
        batch: without their outlets' furniture (`without_furniture`).
    """
    texts = [article for article in batch if takes_part(article)]
    sketched = dict(zip([a.article_id for a in texts], sketch_all([a.text for a in texts]), strict=True))
    index = archive.sketches()
    index.forget([article.article_id for article in batch if article.version > 1])
    found = index.candidates(sketched, since_day=since)
    ids = {article.article_id for article in batch}
    groups = _groups_of(archive, {old for _, old in found} | ids)
    members = archive.links.group_members(set(groups.values()))
    groups |= {item.article_id: item.copy_group_id for item in members}
    originals = {item.copy_group_id: item.article_id for item in members if item.is_original}
    pairs = pairs_with_originals(found, groups, originals)
    known = without_furniture(archive, archive.articles.get(({old for _, old in pairs} | set(groups)) - ids), now=now)
    copies = find_near_copies(batch, among=known, candidates=pairs, sketches=sketched, names=NameList.of(outlets))
    places = group_copies(
        batch,
        copies,
        known=[article for article in known if article.article_id in groups],
        groups=groups,
        citations=[*citations, *archive.links.citations([article.article_id for article in known])],
        corrections=corrections,
    )
    return Copied(
        near_copies=copies,
        places=places,
        known_groups=groups,
        sketched=sketched,
        days={article.article_id: article.ordered_at.date() for article in texts},
    )


def without_furniture(archive: Archive, articles: Sequence[Article], *, now: datetime) -> list[Article]:
    """Return the articles with their outlets' furniture blanked; every other word keeps its place.

    What is stored keeps it: only those who compare, cite and tell leave it out. What is found is marked.
    """
    lines = furniture_of(archive, articles)
    with archive.store.transaction():
        archive.links.save_furniture(lines, now=now)
    return blanked(articles, lines)


def furniture_of(archive: Archive, articles: Sequence[Article]) -> dict[str, frozenset[str]]:
    """Return the lines of these articles that are furniture of their outlets, by outlet."""
    asked: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        if article.outlet:
            asked[article.outlet] |= line_keys(article.text)
    return archive.boilerplate_index().recurring(asked)


def blanked(articles: Sequence[Article], lines: Mapping[str, frozenset[str]]) -> list[Article]:
    """Return the articles with `lines`, by outlet, blanked."""
    return [replace(a, text=without_boilerplate(a.text, lines.get(a.outlet or ""))) for a in articles]


def keep_lines(archive: Archive, batch: Sequence[Article], placements: Iterable[Placement]) -> None:
    """Add the lines of newly linked articles to the index, with the copy group and story in which each stands."""
    places = {item.article_id: item for item in placements}
    index = archive.boilerplate_index()
    index.forget([article.article_id for article in batch if article.version > 1])
    index.save(
        [
            ArticleLines(
                article_id=article.article_id,
                outlet=article.outlet,
                copy_group_id=places[article.article_id].copy_group_id,
                story_id=places[article.article_id].story_id,
                keys=line_keys(article.text),
            )
            for article in batch
            if article.outlet and article.text_kind in ("full", "partial")
        ]
    )


def _groups_of(archive: Archive, article_ids: Collection[int]) -> dict[int, int]:
    return {item.article_id: item.copy_group_id for item in archive.links.placements(article_ids)}
