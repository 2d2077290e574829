"""Texts that are a page's template: an error or a notice that stands under several headlines and tells of none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from news.language.segments import normalise, words
from news.records import Article

LEAST_LETTERS = 4  # of a headline's words that a text on its matter repeats
STEM_LETTERS = 5  # longer words are cut: one form for most endings


def without_templates(batch: Sequence[Article], among: Sequence[Article] = ()) -> list[Article]:
    """Return the articles, those that have a template in place of their text with their headline alone.

    A text is a template if an outlet prints it, word for word, under unlike headlines of which it repeats no word, or
    if nothing is left of it without boilerplate.

    Args:
        among: articles known before, one of which may have such a text first.
    """
    under: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in (*batch, *among):
        if article.text and not _tells_of_headline(article):
            under[_printed(article)].add(normalise(article.title))
    return [
        replace(article, text="", text_kind="headline")
        if article.text and (not article.text.strip() or len(under.get(_printed(article), ())) > 1)
        else article
        for article in batch
    ]


def _printed(article: Article) -> tuple[str, str]:
    return article.outlet or "", normalise(article.text)


def _tells_of_headline(article: Article) -> bool:
    """Say whether a text repeats a word of its headline, or the headline has too few words to tell."""
    told = _stems(article.title)
    return len(told) < 2 or not told.isdisjoint(_stems(article.text))


def _stems(text: str) -> set[str]:
    return {word[:STEM_LETTERS] for word in words(text) if len(word) >= LEAST_LETTERS}
