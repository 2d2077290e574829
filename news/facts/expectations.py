"""What a story's articles announce for days to come, and which of those days have come."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from news.language.codes import is_read
from news.language.date_forms import DateForms, date_forms
from news.language.dates import NamedDate, read_dates
from news.language.segments import words
from news.language.text_language import reading_language
from news.language.text_layers import TextLayers
from news.records import Article, Expectation, record

_BORDER = re.compile(r"[,;:()\u2013\u2014\u201c\u201d\u201e\"\u00ab\u00bb]|\bthat\b|\bdass\b|\bque\b|\bche\b|\bdat\b")
_AFTER = 60  # characters behind a date at the beginning of its clause in which its verb must stand
LONGEST = 400  # characters of a sentence on each side of a date that are looked at
_FAR_DAYS = 183  # half a year: beyond, the same day of the year before is nearer
_SIGNATURE = re.compile(r"^\W*[–—-].{1,80}\(@\w+\)")  # a post that is quoted: "— Harbour Desk (@desk) August 5, 2031"
_ENDED = re.compile(r"[.!…:;。！][^\w\s]*\d{0,2}$")  # a note's number may follow
State = Literal["open", "due", "told"]


@record
class Awaited:
    """One date that a story awaits: who announced it, and how it stands."""

    first_day: date
    last_day: date
    announced: tuple[Expectation, ...]  # in order of time
    state: State  # open: still to come; due: it has come; told: a later article looks back on it


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
        start, end = layers.sentence_at(seen.start) or (seen.start, seen.end)
        near = (max(start, seen.start - LONGEST), min(end, seen.end + LONGEST))
        named = _next_time(seen, article.text[near[0] : seen.start], today, forms)
        is_ahead = named.last_day > today and named.first_day > _not_before(named, today)
        if not is_ahead or _is_doubtful(named, today) or not looks_ahead(named, article.text, near, today, forms):
            continue
        beside = article.text[slice(*near)].replace(seen.raw, " ")
        left = " ".join(words(beside))  # "Tomorrow: …" announces nothing either
        if (
            left
            and not (forms.offered and forms.offered.search(left))
            and not _SIGNATURE.match(article.text[start:end])
        ):
            found.append(_expectation(article, named, article.text[start:end]))
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
    is_told = any(a.ordered_at.date() > days[0] and _looks_back(a, days) for a in ordered)
    has_come = (days[1] if (days[1] - days[0]).days > 31 else days[0]) <= today  # a year is due when it ends
    state: State = "told" if is_told else "due" if has_come else "open"
    return Awaited(first_day=days[0], last_day=days[1], announced=tuple(expected), state=state)


def _looks_back(article: Article, days: tuple[date, date]) -> bool:
    """Return whether an article names the awaited days, or the month around an awaited day, as past."""
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
    """Return whether "22 May", written in September, is rather past: a day of the next year has its year."""
    is_day = named.first_day == named.last_day
    return is_day and not named.has_year and (named.first_day - today).days > _FAR_DAYS


def looks_ahead(named: NamedDate, text: str, sentence: tuple[int, int], today: date, forms: DateForms) -> bool:
    """Return whether the clause of a date speaks of a time to come; a year or "tomorrow" says so itself."""
    if named.is_present or _is_general(named, text[slice(*sentence)], today, forms):
        return False
    has_begun = named.first_day <= today and not named.is_relative
    if has_begun or (named.needs_sense and not named.has_year) or (named.has_year and _is_heading(text, sentence)):
        return _has_sign_to_come(named, text, sentence, forms)
    return True


def _is_general(named: NamedDate, sentence: str, today: date, forms: DateForms) -> bool:
    """Return whether a sentence speaks of a time in general: "what works today may fail tomorrow", advice for a year.

    A year alone says when something is so; only a sign to come beside it announces something.
    """
    beside = sentence.replace(named.raw, " ")
    if _is_year(named) and not named.is_deadline:
        if forms.to_reader is not None and forms.to_reader.search(beside):
            return True
        return named.has_year and not any(signs.search(sentence) for signs in (forms.future, forms.ahead))
    is_tomorrow = named.first_day == named.last_day == today + timedelta(1) and not named.needs_sense
    if not is_tomorrow or forms.general is None or not forms.general.search(beside):
        return False
    signs = (sign.group() for sign in forms.future.finditer(beside))
    return all(forms.doubted is not None and forms.doubted.fullmatch(sign) for sign in signs)


def _is_heading(text: str, sentence: tuple[int, int]) -> bool:
    """Return whether no mark ends a sentence, or one that asks: "Best harbours in 2025", "Ready for 2025?", a list."""
    return not _ENDED.search(text[slice(*sentence)].rstrip())


def _has_sign_to_come(named: NamedDate, text: str, sentence: tuple[int, int], forms: DateForms) -> bool:
    """Return whether the nearest sign of time in the clause of "in May" is one to come: before it, else behind it."""
    own = _signs(named.raw, forms)
    if forms.next_one.search(named.raw) or own:
        return not own or own[-1]
    before, behind = _clause(named, text, sentence, forms)
    signs = _signs(before, forms)
    if signs:
        return signs[-1] and not _closes_in_past(behind, forms)
    if not forms.has_spaces or _is_opening(before):
        return next(iter(_signs(behind, forms)), False)
    return named.first_day == named.last_day and _ends_in_verb(behind, forms)


def _clause(named: NamedDate, text: str, sentence: tuple[int, int], forms: DateForms) -> tuple[str, str]:
    """Return what stands before and behind a date in its clause; all of the sentence where no spaces part words."""
    before, behind = text[sentence[0] : named.start], text[named.end : sentence[1]]
    if not forms.has_spaces:
        return "", behind
    borders = [border.end() for border in _BORDER.finditer(before)]
    clause = before[borders[-1] if borders else 0 :].strip(" \n'\u2018")
    behind = behind[:_AFTER].lstrip(" ," if _is_opening(clause) else " ")
    border = _BORDER.search(behind)
    return clause, behind[: border.start() if border else None]


def _is_opening(before: str) -> bool:
    """Return whether a clause begins with its date: nothing, or one capitalised word ("Am 6. Mai"), stands before."""
    return len(before.split()) <= 1 and not before[:1].islower()


def _ends_in_verb(behind: str, forms: DateForms) -> bool:
    """Return whether a clause ends with a verb to come and has none of the past: "am 10. Juli stattfinden soll"."""
    last = behind.rstrip(" .!?\n").rpartition(" ")[2]
    return forms.future.fullmatch(last) is not None and all(_signs(behind, forms))


def _closes_in_past(behind: str, forms: DateForms) -> bool:
    """Return whether a clause ends with a verb of the past: "soll am 3. Mai begonnen haben" is hearsay."""
    closed = behind.rstrip(" .!?\n")
    return any(found.end() == len(closed) for found in forms.past.finditer(closed))


def _signs(clause: str, forms: DateForms) -> list[bool]:
    """Return the signs of time in a clause, in order: True is to come, False is past; where two overlap, the longer."""
    found = [(one.span(), True) for one in forms.future.finditer(clause)]
    found += [(one.span(), False) for one in forms.past.finditer(clause)]
    signs: list[tuple[tuple[int, int], bool]] = []
    for span, is_ahead in sorted(found, key=lambda sign: (sign[0][0] - sign[0][1], not sign[1])):
        if not any(span[0] < end and start < span[1] for (start, end), _ in signs):
            signs.append((span, is_ahead))
    return [is_ahead for _, is_ahead in sorted(signs)]


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
