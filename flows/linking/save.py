"""What linking a batch writes: first the index, which can be made again, then all links in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from news.copies.batch import BatchCopies
from news.copies.boilerplate import line_keys
from news.records import Article, Linkage, Placement
from news.stories.follow import StoryRun
from storage.archive import Archive
from storage.tables.boilerplate_index import ArticleLines


def save_batch(
    archive: Archive,
    articles: Sequence[Article],
    linkage: Linkage,
    *,
    copies: BatchCopies,
    run: StoryRun,
    boilerplate: Mapping[str, frozenset[str]],
    now: datetime,
) -> None:
    """Save all that linking a batch decided.

    The index stands in a database of its own, which one transaction cannot share with the store. It is written
    first: a batch whose links were not saved is linked again, and finds its own index entries and leaves them.

    Args:
        articles: the batch, with its boilerplate.
        boilerplate: the lines that were left out, by outlet.
    """
    _save_index(archive, articles, linkage.placements, copies)
    with archive.store.transaction():
        archive.outlets.save_boilerplate(boilerplate, now=now)
        archive.links.save(linkage, now=now)
        archive.stories().keep(run.stories, run.term_days)


def _save_index(
    archive: Archive, articles: Sequence[Article], placements: Iterable[Placement], copies: BatchCopies
) -> None:
    """Add sketches and lines; those of a former version of an article go first."""
    changed = [article.article_id for article in articles if article.version > 1]
    sketches, lines = archive.sketches(), archive.boilerplate_index()
    sketches.forget(changed)
    ids = list(copies.sketches)
    sketches.save(ids, [copies.days[key] for key in ids], [copies.sketches[key] for key in ids], groups=copies.groups)
    lines.forget(changed)
    lines.save(_lines_of(articles, {item.article_id: item for item in placements}))


def _lines_of(articles: Sequence[Article], places: Mapping[int, Placement]) -> list[ArticleLines]:
    return [
        ArticleLines(
            article_id=article.article_id,
            outlet=article.outlet,
            copy_group_id=places[article.article_id].copy_group_id,
            story_id=places[article.article_id].story_id,
            keys=line_keys(article.text),
        )
        for article in articles
        if article.outlet and article.text_kind in ("full", "partial")
    ]
