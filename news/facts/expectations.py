"""What a story's articles announce for days to come, and which of those days have come."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from news.language.codes import is_read
from news.language.date_forms import DateForms, date_forms
from news.language.dates import NamedDate, read_dates
from news.language.reading import reading_language
from news.language.text_layers import TextLayers
from news.records import Article, Expectation, record

_BORDER = re.compile(r"[,;:()\u2013\u2014\u201c\u201d\u201e\"\u00ab\u00bb]|\bthat\b|\bdass\b|\bque\b|\bche\b|\bdat\b")
_AFTER = 60  # characters behind a date at the beginning of its clause in which its verb must stand
_FAR_DAYS = 183  # half a year: beyond, the same day of the year before is nearer
State = Literal["open", "due", "told"]


@record
class Awaited:
    """One date that a story awaits: who announced it, and how it stands."""

    first_day: date
    last_day: date
    announced: tuple[Expectation, ...]  # in order of time
    state: State  # open: still to come; due: it has come; told: a later article looks back on it
    told_by: int | None = None  # the first article that looks back


def read_expectations(article: Article, layers: TextLayers | None = None) -> list[Expectation]:
    """Return what an article announces for days after its own; nothing from an account, which has no sentences.

    Args:
        layers: of the article's text, where somebody else reads it, too.
    """
    layers = layers or TextLayers(article.text, article.language)
    language = layers.language
    if article.text_kind == "account" or not is_read(language):
        return []
    forms = date_forms(language)
    written = _day_of_writing(article)
    today = article.ordered_at.date()
    found = []
    for seen in read_dates(article.text, written, language):
        spans = layers.sentences
        start, end = next(((s, e) for s, e in spans if s <= seen.start < e), (seen.start, seen.end))
        sentence = article.text[start:end]
        named = _next_time(seen, article.text[start : seen.start], today, forms)
        is_ahead = named.last_day > today and named.first_day > _not_before(named, today)
        if is_ahead and not _is_doubtful(named, today) and looks_ahead(named, article.text, (start, end), forms):
            found.append(_expectation(article, named, sentence))
    return found


def awaited(articles: Sequence[Article], *, now: datetime) -> list[Awaited]:
    """Return the dates that a story's articles announced, by day, each with its state at `now`."""
    ordered = sorted(articles, key=lambda article: (article.ordered_at, article.article_id))
    announced: dict[tuple[date, date], list[Expectation]] = {}
    for article in ordered:
        for expectation in read_expectations(article):
            announced.setdefault((expectation.first_day, expectation.last_day), []).append(expectation)
    return [_stand(days, expected, ordered, now.date()) for days, expected in sorted(announced.items())]


def _next_time(named: NamedDate, before: str, today: date, forms: DateForms) -> NamedDate:
    """Read a month without a year as the one to come where the words before it point ahead ("ahead of November")."""
    if not named.needs_sense or named.has_year or named.last_day >= today or not forms.ahead.search(before[-60:]):
        return named
    first, last = (_a_year_on(day) for day in (named.first_day, named.last_day))
    return replace(named, first_day=first, last_day=last)


def _a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, monthrange(day.year + 1, day.month)[1]))


def _stand(days: tuple[date, date], expected: list[Expectation], ordered: Sequence[Article], today: date) -> Awaited:
    told_by = next((a.article_id for a in ordered if a.ordered_at.date() > days[0] and _looks_back(a, days)), None)
    has_come = (days[1] if (days[1] - days[0]).days > 31 else days[0]) <= today  # a year is due when it ends
    state: State = "told" if told_by is not None else "due" if has_come else "open"
    return Awaited(first_day=days[0], last_day=days[1], announced=tuple(expected), state=state, told_by=told_by)


def _looks_back(article: Article, days: tuple[date, date]) -> bool:
    """Tell whether an article names the awaited days, or the month around an awaited day, as past."""
    today = article.ordered_at.date()
    return any(
        named.last_day < today and named.first_day <= days[0] and days[1] <= named.last_day and not _is_year(named)
        for named in read_dates(
            article.text, _day_of_writing(article), reading_language(article.language, article.text)
        )
    )


def _is_year(named: NamedDate) -> bool:
    return (named.last_day - named.first_day).days > 31


def _day_of_writing(article: Article) -> date | None:
    """Return the day from which "next month" counts; None where only the day of our import is known."""
    is_known = article.ordered_by != "first_seen" or article.arrived_by == "feed"
    return article.ordered_at.date() if is_known else None


def _not_before(named: NamedDate, today: date) -> date:
    """Return the day after which a date must begin: "this month" and "in 2026" may have begun."""
    return today if (named.last_day - named.first_day).days < 1 else date(today.year - 1, 12, 31)


def _is_doubtful(named: NamedDate, today: date) -> bool:
    """Tell whether "22 May", written in September, is rather past: a day of the next year has its year."""
    is_day = named.first_day == named.last_day
    return is_day and not named.has_year and (named.first_day - today).days > _FAR_DAYS


def looks_ahead(named: NamedDate, text: str, sentence: tuple[int, int], forms: DateForms) -> bool:
    """Tell whether the sentence of a date speaks of a day to come; "this year" is the present."""
    if named.is_present:
        return False
    if named.needs_verb:
        return _has_verb_to_come(named, text, sentence, forms)
    return named.has_year or not named.needs_sense or forms.ahead.search(text, *sentence) is not None


def _has_verb_to_come(named: NamedDate, text: str, sentence: tuple[int, int], forms: DateForms) -> bool:
    """Tell whether the clause of "on Friday" has a verb of the time to come before it, or behind it where it begins."""
    before = text[sentence[0] : named.start]
    borders = [border.end() for border in _BORDER.finditer(before)]
    clause = before[borders[-1] if borders else 0 :].strip(" '\u2018")
    if clause:
        return forms.future.search(clause) is not None
    behind = text[named.end : min(sentence[1], named.end + _AFTER)].lstrip(" ,")
    border = _BORDER.search(behind)
    return forms.future.search(behind[: border.start() if border else None]) is not None


def _expectation(article: Article, named: NamedDate, sentence: str) -> Expectation:
    return Expectation(
        article_id=article.article_id,
        first_day=named.first_day,
        last_day=named.last_day,
        is_deadline=named.is_deadline,
        raw=named.raw,
        sentence=sentence,
        span_start=named.start,
        span_end=named.end,
    )
