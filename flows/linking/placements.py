"""Where every article of a batch stands, and whose reporting the stories it touches rest on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from flows.linking.near_copies import Copied
from news.origins.origin_groups import find_origins
from news.origins.quotes import find_quotes, group_quotes
from news.records import Article, Linkage, Origin, Outlet, Placement
from news.stories.follow import StoryRun
from storage.archive import Archive

R = TypeVar("R")


def place(archive: Archive, batch: Sequence[Article], copied: Copied, run: StoryRun) -> Iterator[Placement]:
    """Yield the placements of the batch, and those of stored articles whose group or story changed."""
    versions = {article.article_id: article.version for article in batch}
    for link in run.links:
        group, is_original = copied.places[link.article_id]
        yield Placement(
            article_id=link.article_id,
            version=versions[link.article_id],
            copy_group_id=group,
            is_original=is_original,
            story_id=link.story_id,
            similarity=link.similarity,
            linked_by=link.linked_by,
        )
    into = dict(run.merges)
    merged = archive.links.story_members(into)
    regrouped = archive.links.placements([key for key in copied.places if key not in versions])
    for held in {item.article_id: item for item in (*merged, *regrouped)}.values():
        if held.article_id not in versions:
            group, is_original = copied.places.get(held.article_id, (held.copy_group_id, held.is_original))
            story_id = into.get(held.story_id, held.story_id)
            yield replace(held, copy_group_id=group, is_original=is_original, story_id=story_id)


def tell_origins(archive: Archive, found: Linkage, batch: Sequence[Article], outlets: Sequence[Outlet]) -> Linkage:
    """Add the batch's quotations, and the origins of every article of the stories that it touches."""
    touched = {item.story_id for item in found.placements}
    places = {item.article_id: item for item in archive.links.story_members(touched)}
    places |= {item.article_id: item for item in found.placements}
    ids = [key for key, item in places.items() if item.story_id in touched]
    articles = {article.article_id: article for article in (*archive.articles.get(ids), *batch)}
    known = [quote for quote in archive.links.quotes(ids) if quote.article_id not in found.read]
    quotes = group_quotes(
        [quote for article in batch for quote in find_quotes(article)],
        known,
        moments={key: article.ordered_at for key, article in articles.items()},
    )
    citations = _by_article([*archive.links.citations(set(ids) - set(found.read)), *found.citations])
    copies = _by_article([*archive.links.copies(set(ids) - set(found.read)), *found.copies])
    said = _by_article([*known, *quotes])
    by_story: dict[str, list[Article]] = defaultdict(list)
    for key in ids:
        by_story[places[key].story_id].append(articles[key])
    origins: list[Origin] = []
    for story_id, members in sorted(by_story.items()):
        origins += find_origins(
            story_id,
            members,
            citations=_of(members, citations),
            copies=_of(members, copies),
            quotes=_of(members, said),
            copy_group_of={article.article_id: places[article.article_id].copy_group_id for article in members},
            outlets=outlets,
        )
    return replace(found, quotes=tuple(quotes), origin_stories=tuple(sorted(by_story)), origins=tuple(origins))


def _by_article(items: Sequence[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for item in items:
        found[item.article_id].append(item)  # type: ignore[attr-defined]
    return found


def _of(members: Sequence[Article], items: dict[int, list[R]]) -> list[R]:
    return [item for article in members for item in items.get(article.article_id, ())]
