"""Dates that a text names, with the days they may mean, seen from the day of writing. English names of months."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from news.records import record

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:(?:{'|'.join(name for name in _MONTHS if name not in _SHORT)})\b|(?:{'|'.join(_SHORT)})\b\.?)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
# The longest form first; a month's short name and "may" count only beside a day or year, or capitalised.
_FORMS = re.compile(
    rf"""
    (?<![\w-])(?:
      (?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)
    | (?:(?P<day1>{_DAY})\s(?:of\s)?(?P<month1>{_MONTH})|(?P<month2>{_MONTH})\s(?P<day2>{_DAY}))
      (?:,?\s(?P<year1>{_YEAR}))?
    | (?:the\s)?(?P<day3>{_DAY})\sof\s(?P<rel3>next|this)\smonth
    | (?P<month4>{_MONTH})(?:,?\s(?:of\s)?(?P<year4>{_YEAR}))
    | (?:the\s)?(?P<end>end|beginning|middle)\sof\s(?P<year6>{_YEAR})
    | (?P<prep>in|by|until|from|since|during|for|before|after|next|this|late|early|mid)[\s-](?P<month5>{_MONTH})
      (?:,?\s(?P<year7>{_YEAR}))?
    | (?P<month7>{_MONTH})(?=\s(?:summit|election|elections|vote|meeting|talks|conference|session|deadline))
    | (?P<rel>next|later\sthis|this)\s(?P<span>week|month|year|{"|".join(_WEEKDAYS)})
    | (?P<tomorrow>tomorrow)
    | on\s(?P<weekday>{"|".join(_WEEKDAYS)})
    | (?:in|by|until|before|from|for|since)\s(?:the\syear\s)?(?P<year5>{_YEAR})
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|before|until|no later than|not later than)(?:\s(?:the|early|late|mid))*[\s-]$", re.IGNORECASE
)
Precision = Literal["day", "week", "month", "year"]


@record
class NamedDate:
    """A date as a text names it, and the days it means."""

    raw: str
    start: int
    end: int
    first_day: date
    last_day: date
    has_year: bool  # the text says the year: no reading from the day of writing was needed
    is_deadline: bool
    needs_sense: bool  # past and future look alike ("in May"): the sentence must decide


def read_dates(text: str, written: date | None) -> Iterator[NamedDate]:
    """Yield the dates that a text names, in order.

    Args:
        text: any text.
        written: the day of writing; None: not known, and only dates with a year are read.
    """
    for found in _FORMS.finditer(text):
        days = _days(found, written)
        if days is None:
            continue
        before = text[max(0, found.start() - 25) : found.start()]
        starts_by = found.group().lower().startswith(("by ", "until ", "before "))
        yield NamedDate(
            raw=found.group(),
            start=found.start(),
            end=found.end(),
            first_day=days[0],
            last_day=days[1],
            has_year=any(found.group(name) for name in ("iso", "year1", "year4", "year5", "year6", "year7")),
            is_deadline=starts_by or bool(_BY.search(before)),
            needs_sense=any(found.group(name) for name in ("month1", "month2", "month5", "month7")),
        )


def _days(found: re.Match[str], written: date | None) -> tuple[date, date] | None:
    """Return the first and the last day that a form may mean."""
    try:
        return _with_year(found) or (_from_writing(found, written) if written else None)
    except ValueError:  # the 31st of a month that has 30 days
        return None


def _with_year(found: re.Match[str]) -> tuple[date, date] | None:
    if found.group("iso"):
        day = date.fromisoformat(found.group("iso"))
        return day, day
    if found.group("year1"):
        day = date(int(found.group("year1")), _month(found, "month1", "month2"), _day(found, "day1", "day2"))
        return day, day
    if found.group("year4") or found.group("year7"):
        year = found.group("year4") or found.group("year7")
        return _month_days(int(year), _month(found, "month4", "month5"))
    year = found.group("year5") or found.group("year6")
    return (date(int(year), 1, 1), date(int(year), 12, 31)) if year else None


def _from_writing(found: re.Match[str], written: date) -> tuple[date, date] | None:
    """Read a date without a year: the nearest one, or the one that "next" and "this" count from."""
    if found.group("month1") or found.group("month2"):
        month, day = _month(found, "month1", "month2"), _day(found, "day1", "day2")
        nearest = min((date(written.year + n, month, day) for n in (-1, 0, 1)), key=lambda d: abs(d - written))
        return nearest, nearest
    if found.group("day3"):
        first, _ = _shifted_month(written, found.group("rel3").lower() == "next")
        day_of = first.replace(day=_day(found, "day3"))
        return day_of, day_of
    if found.group("month5") or found.group("month7"):
        name = found.group("month5") or found.group("month7")
        if name[0].islower():  # "may" and "march" are verbs, too
            return None
        month = _MONTHS[name.lower().rstrip(".")]
        spans = [_month_days(written.year + n, month) for n in (-1, 0, 1)]
        return min(spans, key=lambda span: abs(span[0] - written))
    if found.group("tomorrow"):
        return written + timedelta(1), written + timedelta(1)
    return _relative(found, written) if found.group("rel") else None


def _relative(found: re.Match[str], written: date) -> tuple[date, date]:
    is_next = found.group("rel").lower() == "next"
    span = found.group("span").lower()
    if span == "year":
        year = written.year + is_next
        return date(year, 1, 1), date(year, 12, 31)
    if span == "month":
        return _shifted_month(written, is_next)
    if span == "week":
        monday = written - timedelta(written.weekday()) + timedelta(7 * is_next)
        return monday, monday + timedelta(6)
    return _weekday(written, span)


def _weekday(written: date, name: str) -> tuple[date, date]:
    """Return the first such weekday after the day of writing."""
    ahead = (_WEEKDAYS.index(name.lower()) - written.weekday()) % 7 or 7
    day = written + timedelta(ahead)
    return day, day


def _shifted_month(written: date, is_next: bool) -> tuple[date, date]:
    year, month = (
        (written.year + written.month // 12, written.month % 12 + 1) if is_next else (written.year, written.month)
    )
    return _month_days(year, month)


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month(found: re.Match[str], *groups: str) -> int:
    name = next(value for group in groups if (value := found.group(group)))
    return _MONTHS[name.lower().rstrip(".")]


def _day(found: re.Match[str], *groups: str) -> int:
    text = next(value for group in groups if (value := found.group(group)))
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]
