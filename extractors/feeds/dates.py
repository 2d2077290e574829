"""Dates as feeds write them: RFC 822, ISO 8601, and their dialects; what is not sure is not read."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from extractors.feeds.date_words import HALVES, month_of
from news.records import record

DayOrder = Literal["day first", "month first"]

# Hours east of UTC. Doubtful ones mean what most feeds mean by them: IST is India, BST is Britain, CST is America
# (RFC 822), AMT is the Amazon.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3, "SAST": 2, "CAT": 2, "WAT": 1, "EAT": 3, "MSK": 3, "TRT": 3,
    "GST": 4, "IRST": 3.5, "PKT": 5, "NPT": 5.75, "BDT": 6, "MMT": 6.5, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9,
    "SGT": 8, "MYT": 8, "HKT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13, "NST": -3.5, "NDT": -2.5, "ADT": -3, "AST": -4, "EDT": -4, "EST": -5,
    "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10, "BRT": -3,
    "ART": -3, "CLT": -4, "AMT": -4, "COT": -5, "PET": -5, "ET": -5, "CT": -6, "MT": -7, "PT": -8,
}  # fmt: skip

# As the two standards write them, and nearly every feed: read at once. Groups from the fourth on: clock and zone.
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) "
    r"(\d\d):(\d\d):(\d\d) (?:GMT|UTC|Z|([+-])(\d\d)(\d\d))",
    re.ASCII,
)
_RFC_3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))", re.ASCII)
# Names of one word, and months of one word with a dot, as `2026. nov. 24.` has them.
_WORD = r"([^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f\u0e30-\u0e4e\u0900-\u097f][^\W\d_]*)*)"
_ISO = re.compile(
    r"(?<!\d)(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})(?=$|T|\s))(?!\d)", re.IGNORECASE
)
_YEAR_AND_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?")
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s+(?:tháng|thg\.?|th\.?)\s*(\d{1,2})\s*,?\s*(?:năm\s+)?(\d{4})\b", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[.,]?[\s-]+" + _WORD + r"\.?,?[\s-]+(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_MONTH_FIRST = re.compile(_WORD + r"\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})\b(?!:)")
_DAY_FIRST = re.compile(
    r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th|\.|º|ª|er)?[\s-]+(?:de\s+|d['’]\s*)?" + _WORD
    + r"\.?,?[\s-]+(?:de\s+|del\s+)?(\d{4}|\d{2}(?![\d:]))(?!\d)"
)  # fmt: skip
_ASCTIME = re.compile(_WORD + r"\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*(\S*)\s+(\d{4})\b")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2\s?(\d{4})(?!\d)")
_HALF = "|".join(sorted((r"\.?\s?".join(map(re.escape, word)) for word in HALVES), key=len, reverse=True))
_CLOCK = re.compile(
    rf"(?:(?<![^\W\d_])({_HALF})\.?[\s:]*)?(?<!\d)(\d{{1,2}})(?:\s?[:：hH]\s?|\.)(\d{{2}})(?!\d)(?:[:：.](\d{{1,2}})(?!\d))?(?:[.,]\d+)?"
    rf"\s*(?:({_HALF})(?![^\W\d_])\.?)?",
    re.IGNORECASE,
)
_CJK_CLOCK = re.compile(
    rf"(?:({_HALF})\s*)?(\d{{1,2}})\s*[時时点點시]\s*(?:(\d{{1,2}})\s*[分분]?)?\s*(?:(\d{{1,2}})\s*[秒초])?"
)
_BARE_CLOCK = re.compile(r"\s*[T_\s]\s*(\d{2})(?:(\d{2})(?:(\d{2}))?)?(?:[.,]\d+)?(?![\d:])", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC|Z)?\s*([+\u2212-])\s*(\d{1,2}):?(\d{2})?(?::?\d{2})?\b")
_PLACE = re.compile(
    r"\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US|Canada|Brazil)/[A-Za-z0-9_+/-]+"
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")
_LETTERS = re.compile(r"[A-Za-z]+")
_BUDDHIST_YEARS = 543  # ahead of ours; Thai feeds count so
Day = tuple[int, int, int]


@record
class FeedDate:
    """A date as it was stated; without a zone it is the wall clock, to be placed by the feed's usual offset."""

    at: datetime  # naive where `offset` is None
    offset: timedelta | None

    def placed(self, usual: timedelta | None) -> datetime | None:
        """Return the instant in UTC, by `usual` where no zone was stated; None: out of the calendar."""
        offset = self.offset if self.offset is not None else usual or timedelta(0)
        try:
            return self.at.replace(tzinfo=timezone(offset)).astimezone(UTC)
        except (OverflowError, ValueError):
            return None


def read_date(text: str | None, *, language: str | None = None, order: DayOrder | None = None) -> FeedDate | None:
    """Read one date; None: nothing that we are sure of.

    Args:
        text: as the feed writes it.
        language: the feed's, for months whose names mean another month elsewhere.
        order: of day and month where both are small numbers; None: such a date is not read, unless dots part them.
    """
    text = " ".join((text or "").split())[:120]
    if (found := _RFC_822.fullmatch(text)) and (month := month_of(found[2], language)) is not None:
        return _stated((_full_year(found[3]), month, int(found[1])), found, 4)
    if found := _RFC_3339.fullmatch(text):
        return _stated((_common_year(int(found[1])), int(found[2]), int(found[3])), found, 4)
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return FeedDate(at=datetime(1970, 1, 1) + timedelta(seconds=seconds), offset=timedelta(0))  # noqa: DTZ001
    if found := _YEAR_AND_MONTH.fullmatch(text):
        return _date((int(found[1]), int(found[2] or 1), 1), (0, 0, 0), "")
    if (moment_ := _asctime(text, language)) is not None:
        return moment_
    day = _iso(text) or _east_asian(text) or _in_words(text, language) or _in_numbers(text, order)
    return _with_clock(*day) if day else None


def order_of(texts: Iterable[str | None]) -> DayOrder | None:
    """Return the order of day and month that the dates of one feed show; None: they show none, or both."""
    shown: set[DayOrder] = set()
    for text in texts:
        if (found := _NUMBERS.search(text or "")) and found[2] != ".":
            if int(found[1]) > 12 >= int(found[3]):
                shown.add("day first")
            elif int(found[3]) > 12 >= int(found[1]):
                shown.add("month first")
    return shown.pop() if len(shown) == 1 else None


def _stated(day: Day, found: re.Match[str], first: int) -> FeedDate | None:
    """Return the date of a day and the groups from `first` on: hour, minute, second, the zone's sign and figures."""
    hour, minute, second, sign, hours, minutes = found.groups()[first - 1 :]
    span = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    at = _moment(day, (int(hour), int(minute), int(second)))
    offset = None if span >= timedelta(hours=24) else -span if sign == "-" else span
    return None if at is None else FeedDate(at=at, offset=offset)


Found = tuple[Day, str, str]  # the day, what stands before it, and after it


def _iso(text: str) -> Found | None:
    found = _ISO.search(text)
    if found is None:
        return None
    year, month, day = int(found[1]), found[2] or found[4] or found[6], found[3] or found[5] or found[7]
    return (_common_year(year), int(month), int(day)), text[: found.start()], text[found.end() :]


def _east_asian(text: str) -> Found | None:
    if found := _CJK.search(text):
        return (int(found[1]), int(found[2]), int(found[3])), "", text[found.end() :]
    if found := _VIETNAMESE.search(text):
        return (int(found[3]), int(found[2]), int(found[1])), text[: found.start()], text[found.end() :]
    return None


def _in_words(text: str, language: str | None) -> Found | None:
    """Return the day of a date with the month's name, in any order; the day's name is not looked at."""
    for pattern, places in ((_YEAR_FIRST, (1, 2, 3)), (_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1))):
        for found in pattern.finditer(text):
            year, word, day = (found[place] for place in places)
            if (month := month_of(word, language)) is not None:
                return (_full_year(year), month, int(day)), text[: found.start()], text[found.end() :]
    return None


def _asctime(text: str, language: str | None) -> FeedDate | None:
    found = _ASCTIME.search(text)
    month = month_of(found[1], language) if found else None
    if found is None or month is None:
        return None
    return _with_clock((int(found[5]), month, int(found[2])), "", f"{found[3]} {found[4]} {text[found.end() :]}")


def _in_numbers(text: str, order: DayOrder | None) -> Found | None:
    found = _NUMBERS.search(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > 12:
        order = "day first"
    elif second > 12:
        order = "month first"
    if order is None:
        return None
    day, month = (first, second) if order == "day first" else (second, first)
    return (_common_year(int(found[4])), month, day), text[: found.start()], text[found.end() :]


def _with_clock(day: Day, before: str, after: str) -> FeedDate | None:
    """Read the time of day and the zone from what follows the date, else from what stands before it."""
    if found := _BARE_CLOCK.match(after):
        return _date(day, (int(found[1]), int(found[2] or 0), int(found[3] or 0)), after[found.end() :])
    for text in (after, before):
        if found := _CLOCK.search(text) or _CJK_CLOCK.search(text):
            hour, minute, second = int(found[2]), int(found[3] or 0), int(found[4] or 0)
            half = (found[1] or (found[5] if found.re is _CLOCK else None)) or ""
            return _date(day, (_hour(hour, half), minute, second), text[found.end() :])
    return _date(day, (0, 0, 0), after)


def _hour(hour: int, half: str) -> int:
    """Return the hour of 24."""
    half_of_day = HALVES.get(re.sub(r"[.\s]", "", half).lower())
    if half_of_day == "pm" and hour < 12:
        return hour + 12
    return 0 if half_of_day == "am" and hour == 12 else hour


def _date(day: Day, clock: tuple[int, int, int], zone: str) -> FeedDate | None:
    at = _moment(day, clock)
    return None if at is None else FeedDate(at=at, offset=_offset(zone, at))


def _moment(day: Day, clock: tuple[int, int, int]) -> datetime | None:
    """Return the wall clock; 24:00 is the next day's beginning, a leap second its minute's end."""
    hour, minute, second = clock
    try:
        whole = datetime(*day, hour % 24, minute, min(second, 59))  # noqa: DTZ001
        return whole + timedelta(days=hour // 24) if hour < 24 or (hour, minute, second) == (24, 0, 0) else None
    except (ValueError, OverflowError):
        return None


def _offset(text: str, at: datetime) -> timedelta | None:
    """Return the zone's offset from UTC at the moment `at` of its clock; None: it is not stated."""
    if place := _PLACE.search(text):
        return _offset_of_place(place[0], at)
    if found := _OFFSET.search(text):
        sign = 1 if found[1] == "+" else -1
        digits = found[2] + (found[3] or "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        span = timedelta(hours=hours, minutes=minutes)
        return sign * span if span < timedelta(hours=24) else None
    for word in _LETTERS.findall(text):
        if word.upper() in _ZONES:
            return timedelta(hours=_ZONES[word.upper()])
    return None


def _offset_of_place(name: str, at: datetime) -> timedelta | None:
    try:
        return at.replace(tzinfo=ZoneInfo(name)).utcoffset()
    except (KeyError, ValueError, OSError):
        return None


def _full_year(text: str) -> int:
    """Return a year of two digits as RFC 5322 reads it."""
    year = int(text)
    if len(text) > 2:
        return _common_year(year)
    return year + (2000 if year < 50 else 1900)


def _common_year(year: int) -> int:
    return year - _BUDDHIST_YEARS if 2500 <= year < 2700 else year
