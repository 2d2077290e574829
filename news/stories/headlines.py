"""The title of a story: the headline of its newest development, changed only by a newer one."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from math import sqrt
from pathlib import Path

from news.language.terms import text_terms
from news.records import Article, record
from news.stories.profiles import LiveStory
from news.stories.thresholds import StoryRules


@record
class Headline:
    """A headline of a story, and when its article came out."""

    words: str
    at: datetime | None  # None: its article has no date of its own
    language: str | None = None

    @property
    def is_aside(self) -> bool:
        """Whether it is a feature's, a comment's, a question: it tells no news."""
        return is_aside(self.words, self.language)


def headlines_of(articles: Iterable[Article]) -> list[Headline]:
    """Return the headlines of these articles, with their dates."""
    return [
        Headline(
            words=article.title,
            at=article.ordered_at if article.ordered_by != "first_seen" else None,
            language=article.language,
        )
        for article in articles
        if article.title.strip()
    ]


def is_aside(headline: str, language: str | None = None) -> bool:
    """Return whether a headline tells no news, by its words: a question, a feature's, a comment's, a live page's."""
    code = (language or "en").partition("-")[0].lower()
    return any(pattern.search(headline.strip()) for pattern in (_asides().get(code), _asides()["any"]) if pattern)


@cache
def _asides() -> dict[str, re.Pattern[str]]:
    tables = tomllib.loads((Path(__file__).parent / "asides.toml").read_text(encoding="utf-8"))
    return {code: re.compile("|".join(table["headline"]), re.IGNORECASE) for code, table in tables.items()}


def first_headline(headlines: Sequence[Headline]) -> str:
    """Return the earliest headline, a dated one if there is any; empty: none."""
    dated = [(headline.at, place) for place, headline in enumerate(headlines) if headline.at]
    place = min(dated)[1] if dated else 0
    return headlines[place].words if headlines else ""


def retitle(story: LiveStory, headlines: Sequence[Headline], rules: StoryRules) -> None:
    """Let a story of which `headlines` are new be named after its newest development.

    Of the headlines newer than the title those count that are near enough to the profile, and of the newest of them the
    one nearest to it is taken that does not say again what a title said. Where there is none the title stays until
    another is clearly nearer: a title should not flicker. A headline that tells no news gives way to any that does, and
    follows none.
    """
    pool = _candidates(story, headlines, rules)
    if pool:
        best = max(pool, key=lambda headline: _worth(story, headline, rules))
        story.title, story.title_at = best.words, best.at


def _worth(story: LiveStory, headline: Headline, rules: StoryRules) -> float:
    """Return how well a headline names a story: near to its words, and not what its titles said before."""
    terms = set(text_terms(headline.words, ""))
    told = {*text_terms(story.title, ""), *text_terms(story.first_title, "")}
    retold = len(terms & told) / len(terms) if terms and story.title else 0.0
    return nearness(story, headline.words) * (1 - rules.title_retold * retold)


def _candidates(story: LiveStory, headlines: Sequence[Headline], rules: StoryRules) -> list[Headline]:
    """Return the headlines of which the nearest is to be the title; empty: the title stays."""
    told = [headline for headline in headlines if not headline.is_aside]
    if not story.title:
        return _last(told or headlines, rules)
    if told and is_aside(story.title, told[0].language):
        return _last(_nearer_than_title(story, told, rules.title_nearness), rules)
    newer = [headline for headline in told if _has_moved_on(story, headline, rules)]
    if fitting := _nearer_than_title(story, newer, rules.title_nearness):
        return _last(fitting, rules)
    beside = [headline for headline in told if _is_beside(story, headline, rules)]
    return _nearer_than_title(story, beside, 1 + rules.title_margin)


def _has_moved_on(story: LiveStory, headline: Headline, rules: StoryRules) -> bool:
    return headline.at is not None and (
        story.title_at is None or headline.at - story.title_at >= timedelta(days=rules.title_days)
    )


def _is_beside(story: LiveStory, headline: Headline, rules: StoryRules) -> bool:
    """Return whether a headline is about as old as the title."""
    if headline.at is None or story.title_at is None:
        return headline.at is None and story.title_at is None
    return abs(headline.at - story.title_at) < timedelta(days=rules.title_days)


def _nearer_than_title(story: LiveStory, headlines: Sequence[Headline], bar: float) -> list[Headline]:
    """Return the headlines nearer to the profile than so many times the title."""
    least = bar * nearness(story, story.title)
    return [one for one in headlines if not story.title or nearness(story, one.words) > least]


def _last(headlines: Sequence[Headline], rules: StoryRules) -> list[Headline]:
    """Return the newest headline and those little older; all where none has a date."""
    dated = [one.at for one in headlines if one.at]
    if not dated:
        return list(headlines)
    since = max(dated) - timedelta(days=rules.title_days)
    return [one for one in headlines if one.at and one.at > since]


def nearness(story: LiveStory, headline: str) -> float:
    """Return how near a headline's words are to a profile; 0 for none."""
    terms = text_terms(headline, "")
    length = sqrt(sum(weight * weight for weight in terms.values()))
    return sum(weight * story.weighted.get(term, 0.0) for term, weight in terms.items()) / length if length else 0.0
