"""The title of a story: the headline of its newest development, chosen so that it does not flicker."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import sqrt

from news.language.terms import text_terms
from news.records import Article, record
from news.stories.profiles import LiveStory
from news.stories.thresholds import StoryRules


@record
class Headline:
    """A headline of a story, and when its article came out."""

    words: str
    at: datetime | None  # None: its article has no date of its own


def headlines_of(articles: Iterable[Article]) -> list[Headline]:
    """Return the headlines of these articles, with their dates."""
    return [
        Headline(words=article.title, at=article.ordered_at if article.ordered_by != "first_seen" else None)
        for article in articles
        if article.title.strip()
    ]


def first_headline(headlines: Sequence[Headline]) -> str:
    """Return the earliest headline, a dated one if there is any; empty: none."""
    dated = [(headline.at, place) for place, headline in enumerate(headlines) if headline.at]
    place = min(dated)[1] if dated else 0
    return headlines[place].words if headlines else ""


def retitle(story: LiveStory, headlines: Sequence[Headline], rules: StoryRules) -> None:
    """Let a story of which `headlines` are new be named after its newest development.

    Of the headlines of the newest day the one nearest to the profile is chosen, if it is near enough. Within that day
    the title stays until another is clearly nearer: a title should not flicker.
    """
    newest = _newest(headlines, story.title_at, rules)
    best = max(newest, key=lambda headline: nearness(story, headline.words), default=None)
    if best is None:
        return
    is_old = best.at is not None and (story.title_at is None or _days(story.title_at, best.at) >= rules.title_days)
    bar = rules.title_nearness if is_old else 1 + rules.title_margin
    if not story.title or nearness(story, best.words) > bar * nearness(story, story.title):
        story.title, story.title_at = best.words, best.at


def _newest(headlines: Sequence[Headline], title_at: datetime | None, rules: StoryRules) -> list[Headline]:
    """Return the headlines of the day before the newest one, or those without a date where none has any."""
    dated = [headline.at for headline in headlines if headline.at]
    if not dated:
        return [] if title_at else list(headlines)
    since = max([*dated, *([title_at] if title_at else [])]) - timedelta(days=rules.title_days)
    return [headline for headline in headlines if headline.at and headline.at > since]


def _days(earlier: datetime, later: datetime) -> float:
    return (later - earlier) / timedelta(days=1)


def nearness(story: LiveStory, headline: str) -> float:
    """Return how near a headline's words are to a profile; 0 for none."""
    terms = text_terms(headline, "")
    length = sqrt(sum(weight * weight for weight in terms.values()))
    return sum(weight * story.weighted.get(term, 0.0) for term, weight in terms.items()) / length if length else 0.0
