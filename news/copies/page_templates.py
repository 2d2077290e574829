"""Texts that are a page's template: an error or a notice that stands under several headlines and tells of none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from news.language.segments import normalise, words
from news.records import Article

LEAST_LETTERS = 4  # of a headline's words that a text on its matter repeats
STEM_LETTERS = 5  # longer words are cut: one form for most endings


def without_templates(batch: Sequence[Article]) -> list[Article]:
    """Return the articles, those that have a template in place of their text with their headline alone.

    A text is a template if an outlet prints it, word for word, under unlike headlines of which it repeats no word.
    """
    under: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in batch:
        if article.text and not _tells_of_headline(article):
            under[article.outlet or "", normalise(article.text)].append(article)
    templates = {
        article.article_id
        for articles in under.values()
        if len({normalise(article.title) for article in articles}) > 1
        for article in articles
    }
    return [
        replace(article, text="", text_kind="headline") if article.article_id in templates else article
        for article in batch
    ]


def _tells_of_headline(article: Article) -> bool:
    """Say whether a text repeats a word of its headline, or the headline has too few words to tell."""
    told = _stems(article.title)
    return len(told) < 2 or not told.isdisjoint(_stems(article.text))


def _stems(text: str) -> set[str]:
    return {word[:STEM_LETTERS] for word in words(text) if len(word) >= LEAST_LETTERS}
