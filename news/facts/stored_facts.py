"""What the archive keeps of facts: figures and days to come of each article, and where a story's articles differ."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from news.facts.expectations import read_expectations
from news.facts.figures import differences_of, read_figures
from news.language.text_layers import TextLayers
from news.records import (
    Article,
    Difference,
    Figure,
    KeptDifference,
    KeptExpectation,
    KeptFigure,
    Linkage,
    Placement,
    record,
)


@record
class KeepingRules:
    """How much is compared; a difference concerns figures stated within two days, so that the latest are enough."""

    texts: int = 40  # of a story, the latest; comparing 60 of 2,200 characters took 63 ms, 120 took 202


KEEPING_RULES = KeepingRules()


def with_facts(
    found: Linkage,
    batch: Sequence[Article],
    articles: Mapping[int, Article],
    placements: Mapping[int, Placement],
    kept: Sequence[KeptFigure],
    layers: Mapping[int, TextLayers],
    rules: KeepingRules = KEEPING_RULES,
) -> Linkage:
    """Add the figures and the days to come of a batch, and the differences within the stories that it touches.

    Args:
        found: what linking found so far.
        batch: the articles that are linked.
        articles: all articles of the stories that the batch touches, those of the batch as they stand in it.
        placements: where these stand.
        kept: the figures of those articles that are not in the batch, as they were read when these were linked.
        layers: of the batch's texts, by article.
        rules: how much is compared.
    """
    figures: list[KeptFigure] = []
    expectations: list[KeptExpectation] = []
    read = _stored_figures(articles, kept)
    for article in batch:
        shared = layers.get(article.article_id)
        read[article.article_id] = read_figures(article, shared)
        figures += _figures(article, read[article.article_id])
        expectations += _expectations(article, shared)
    stories: dict[str, list[Article]] = defaultdict(list)
    for article_id, place in placements.items():
        if place.is_original:
            stories[place.story_id].append(articles[article_id])
    differences = [
        one for story_id, texts in sorted(stories.items()) for one in _differences(story_id, texts, read, rules)
    ]
    return replace(found, figures=tuple(figures), expectations=tuple(expectations), differences=tuple(differences))


def _figures(article: Article, figures: Iterable[Figure]) -> Iterator[KeptFigure]:
    for figure in figures:
        start, end = _span(article.text, figure.sentence, figure.span_end)
        yield KeptFigure(
            article_id=article.article_id, version=article.version, raw=figure.raw, value=figure.value, low=figure.low,
            high=figure.high, unit=figure.unit, noun=figure.noun, qualifier=figure.qualifier,
            span_start=figure.span_start, span_end=figure.span_end, sentence_start=start, sentence_end=end,
        )  # fmt: skip


def _stored_figures(articles: Mapping[int, Article], kept: Iterable[KeptFigure]) -> dict[int, list[Figure]]:
    """Return the figures of the stored articles' present versions, each with its sentence; no text, no figure."""
    read: dict[int, list[Figure]] = {article_id: [] for article_id in articles}
    languages: dict[int, str] = {}
    for one in kept:
        article = articles[one.article_id]
        if not article.text or one.version != article.version:
            continue
        if one.article_id not in languages:
            languages[one.article_id] = TextLayers(article.text, article.language).language or "en"
        read[one.article_id].append(
            Figure(
                article_id=one.article_id, at=article.ordered_at, language=languages[one.article_id], raw=one.raw,
                value=one.value, low=one.low, high=one.high, unit=one.unit, noun=one.noun, qualifier=one.qualifier,
                span_start=one.span_start, span_end=one.span_end,
                sentence=article.text[one.sentence_start : one.sentence_end],
            )
        )  # fmt: skip
    for figures in read.values():
        figures.sort(key=lambda figure: (figure.span_start, figure.span_end, figure.value, figure.unit, figure.noun))
    return read


def _expectations(article: Article, layers: TextLayers | None) -> Iterator[KeptExpectation]:
    for one in read_expectations(article, layers):
        start, end = _span(article.text, one.sentence, one.span_end)
        yield KeptExpectation(
            article_id=article.article_id, version=article.version, first_day=one.first_day, last_day=one.last_day,
            is_deadline=one.is_deadline, raw=one.raw, span_start=one.span_start, span_end=one.span_end,
            sentence_start=start, sentence_end=end,
        )  # fmt: skip


def _differences(
    story_id: str, texts: Sequence[Article], read: Mapping[int, Sequence[Figure]], rules: KeepingRules
) -> Iterator[KeptDifference]:
    latest = sorted(texts, key=lambda article: (article.ordered_at, article.article_id))[-rules.texts :]
    if len(latest) < 2:
        return
    by_id = {article.article_id: article for article in latest}
    for difference in differences_of(latest, read=read):
        key = _key(story_id, difference)
        for side in difference.sides:
            article = by_id[side.quoted.article_id]
            start, end = _span(article.text, side.quoted.sentence)
            yield KeptDifference(
                story_id=story_id, difference_id=key, about=difference.about, article_id=article.article_id,
                version=article.version, figure=side.value, sentence_start=start, sentence_end=end,
            )  # fmt: skip


def _span(text: str, sentence: str, end_of_figure: int = 0) -> tuple[int, int]:
    """Return where a sentence stands in its text, around the figure; (0, 0): it is told without one."""
    start = text.find(sentence, max(0, end_of_figure - len(sentence))) if sentence else -1
    return (start, start + len(sentence)) if start >= 0 else (0, 0)


def _key(story_id: str, difference: Difference) -> int:
    sides = [(side.quoted.article_id, side.value) for side in difference.sides]
    words = "\x00".join([story_id, difference.about, *(f"{number} {value}" for number, value in sides)])
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big") >> 1
