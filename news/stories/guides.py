"""Evergreen texts: guides, how-tos and lists of the best, which tell of no event and so follow no story."""

import re
import tomllib
from functools import cache
from pathlib import Path

from news.language.quotation_marks import quotation_spans
from news.records import Article, record

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@record
class GuideRules:
    """From where on a text counts as a guide.

    Source: 250 pages of web magazines against 411 of news, by headline (docs/decisions.md, "guides follow no story").
    """

    reader_share: float = 0.012  # of the words outside quotations that speak to the reader …
    reader_words: int = 6  # … and so many of them


GUIDE_RULES = GuideRules()


@record
class _Cues:
    reader: frozenset[str]
    headline: re.Pattern[str]


def is_guide(article: Article, rules: GuideRules = GUIDE_RULES) -> bool:
    """Say whether an article advises its reader and tells of no event; False in languages without cues."""
    cues = _cues().get((article.language or "en").partition("-")[0].lower())
    if cues is None or not article.text:
        return False
    if cues.headline.search(article.title.strip()) is not None:
        return True
    if sum(map(article.text.count, cues.reader)) < rules.reader_words:  # far sooner told of most texts
        return False
    words, spoken = _counts(article.text, cues.reader)
    return spoken >= rules.reader_words and spoken >= rules.reader_share * words


def _counts(text: str, reader: frozenset[str]) -> tuple[int, int]:
    """Return how many words stand outside quotations, and how many of them speak to the reader."""
    parts, end = [], 0
    for start, stop in quotation_spans(text):
        parts.append(text[end:start])
        end = stop
    words = _WORD.findall(" ".join([*parts, text[end:]]))
    return len(words), sum(word in reader for word in words)


@cache
def _cues() -> dict[str, _Cues]:
    """Return the cues by language."""
    tables = tomllib.loads((Path(__file__).parent / "guides.toml").read_text(encoding="utf-8"))
    return {
        language: _Cues(
            reader=frozenset(table["reader"]), headline=re.compile("|".join(table["headline"]), re.IGNORECASE)
        )
        for language, table in tables.items()
    }
