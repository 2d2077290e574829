"""Quotations of a batch, and the origins of every article of the stories that it touches."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from news.copies.quote_groups import group_quotes
from news.language.text_layers import TextLayers
from news.origins.origin_groups import OutletNames, find_origins
from news.records import Article, Citation, KeptFigure, Linkage, NearCopy, Origin, Placement, Quote, record
from news.speakers.quotations import find_quotes

NO_LAYERS: Mapping[int, TextLayers] = {}

R = TypeVar("R", Citation, NearCopy, Quote)


@record
class StoryContext:
    """The articles of the stories that a batch touches, and what was known of those not in it."""

    articles: Mapping[int, Article]
    placements: Mapping[int, Placement]
    quotes: Sequence[Quote]  # of articles outside the batch, as are the next three
    citations: Sequence[Citation]
    copies: Sequence[NearCopy]
    figures: Sequence[KeptFigure]


def with_origins(
    found: Linkage,
    batch: Sequence[Article],
    context: StoryContext,
    outlets: OutletNames,
    layers: Mapping[int, TextLayers] = NO_LAYERS,
) -> Linkage:
    """Add the batch's quotations, and the origins of every article of the stories that it touches.

    Args:
        layers: of the batch's texts, by article.
    """
    quotes = group_quotes(
        [quote for article in batch for quote in find_quotes(article, layers=layers.get(article.article_id))],
        context.quotes,
        moments={key: article.ordered_at for key, article in context.articles.items()},
    )
    quotes = _with_bodies(quotes, outlets)
    citations = _by_article([*context.citations, *found.citations])
    paired = {copy.article_id for copy in found.copies}
    copies = _by_article([*(copy for copy in context.copies if copy.article_id not in paired), *found.copies])
    quotations = _by_article([*context.quotes, *quotes])
    members = _by_story(context)
    origins: list[Origin] = []
    for story_id, articles in sorted(members.items()):
        origins += find_origins(
            story_id,
            articles,
            citations=_of(articles, citations),
            copies=_of(articles, copies),
            quotes=_of(articles, quotations),
            copy_group_of={a.article_id: context.placements[a.article_id].copy_group_id for a in articles},
            outlets=outlets,
            layers=layers,
        )
    return replace(found, quotes=tuple(quotes), origin_stories=tuple(sorted(members)), origins=tuple(origins))


def _with_bodies(quotes: Iterable[Quote], outlets: OutletNames) -> list[Quote]:
    """Call outlets bodies that look like a person's name: "Dagens Nyheter"."""
    return [
        replace(quote, speaker_kind="body")
        if quote.speaker_kind == "person" and quote.speaker in outlets.like_persons
        else quote
        for quote in quotes
    ]


def _by_story(context: StoryContext) -> dict[str, list[Article]]:
    members: dict[str, list[Article]] = defaultdict(list)
    for article_id, placement in context.placements.items():
        members[placement.story_id].append(context.articles[article_id])
    return members


def _by_article(items: Iterable[R]) -> dict[int, list[R]]:
    by_article: dict[int, list[R]] = defaultdict(list)
    for item in items:
        by_article[item.article_id].append(item)
    return by_article


def _of(members: Collection[Article], items: Mapping[int, list[R]]) -> list[R]:
    return [item for article in members for item in items.get(article.article_id, ())]
