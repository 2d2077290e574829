"""Dates as feeds write them: RFC 822 and ISO 8601, and the dialects that feedparser reads wrongly or not at all."""

import re
from datetime import UTC, datetime, timedelta, timezone

from news.records import record

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # earlier claims come from clocks that never ran
EARLY = timedelta(minutes=10)  # how far a publisher's clock may run ahead of ours

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
# Month names by their beginning, in the languages of most feeds.
_MONTHS = (
    ("jan ene gen янв sty oca tam", 1), ("feb fev fév féb фев lut şub hel", 2), ("mar mär mrt mars maa мар", 3),
    ("apr abr avr апр kwi nis huh", 4), ("may mai mag mei maj май мая tou", 5), ("jun giu juin июн cze haz kes", 6),
    ("jul lug juil июл lip tem hei", 7), ("aug ago aoû aou agu авг sie ağu elo", 8), ("sep set сен wrz eyl syy", 9),
    ("oct ott okt out окт paź eki lok", 10), ("nov ноя lis kas", 11), ("dec dez dic déc des дек gru ara jou", 12),
)  # fmt: skip
_MONTH_OF = {name: number for names, number in _MONTHS for name in names.split()}

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})(?!\d))"
    r"(?:[T\s_]+(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?(?:[.,]\d+)?)?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_CJK = re.compile(
    r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]\s*(?:(\d{1,2})[:：時时시](\d{1,2})?)?(.*)", re.DOTALL
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|º|er)?[\s-]+(?:de\s+)?([^\W\d_]{3,})\.?,?[\s-]+(?:de\s+)?(\d{4}|\d{2})\b(.*)",
    re.DOTALL,
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})\b(.*)", re.DOTALL)
_ASCTIME = re.compile(r"([^\W\d_]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*(\S*)\s+(\d{4})\b(.*)", re.DOTALL)
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b(.*)", re.DOTALL)
_CLOCK = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?\s*(?:([AaPp]\.?[Mm])\b\.?)?")
_OFFSET = re.compile(r"(?:GMT|UTC|Z)?\s*([+\u2212-])\s*(\d{1,2}):?(\d{2})?(?::?\d{2})?\b")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")
_WORD = re.compile(r"[A-Za-z]+")


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


def read_date(text: str | None) -> FeedDate | None:
    """Read one date; None: nothing that we are sure of.

    Day and month as two small numbers are read only where one of them is above twelve, or where dots part them.
    """
    text = " ".join((text or "").split())[:120]
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return FeedDate(at=datetime(1970, 1, 1) + timedelta(seconds=seconds), offset=timedelta(0))  # noqa: DTZ001
    for read in (_read_iso, _read_cjk, _read_words, _read_numbers):
        if (found := read(text)) is not None:
            return found
    return None


def is_plausible(moment: datetime, *, now: datetime) -> bool:
    """Return whether a date may be used to order and count: not in the future, not before 1990."""
    return EARLIEST <= moment <= now + EARLY


def _read_iso(text: str) -> FeedDate | None:
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day = int(found[1]), found[2] or found[4] or found[6], found[3] or found[5] or found[7]
    if found[8] is None:
        return _with_clock(year, int(month or 1), int(day or 1), found[11])
    clock = (_hour(int(found[8]), found[11]), int(found[9] or 0), int(found[10] or 0))
    return _date((year, int(month or 1), int(day or 1)), clock, found[11])


def _read_cjk(text: str) -> FeedDate | None:
    found = _CJK.match(text)
    if found is None:
        return None
    if found[4] is None:
        return _with_clock(int(found[1]), int(found[2]), int(found[3]), found[6])
    clock = (int(found[4]), int(found[5] or 0), 0)
    return _date((int(found[1]), int(found[2]), int(found[3])), clock, found[6])


def _read_words(text: str) -> FeedDate | None:
    """Read a date with the month's name, in any order and many languages; the day's name is not looked at."""
    if found := _ASCTIME.search(text):
        day, month, year, rest = found[2], found[1], found[5], f"{found[3]} {found[4]} {found[6]}"
    elif found := _DAY_FIRST.search(text):
        day, month, year, rest = found[1], found[2], found[3], found[4]
    elif found := _MONTH_FIRST.search(text):
        day, month, year, rest = found[2], found[1], found[3], found[4]
    else:
        return None
    number = _month(month)
    if number is None:
        return None
    return _with_clock(_full_year(year), number, int(day), rest)


def _read_numbers(text: str) -> FeedDate | None:
    found = _NUMBERS.search(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 or "." in text[: found.end(3)]:
        return _with_clock(int(found[3]), second, first, found[4])
    return _with_clock(int(found[3]), first, second, found[4]) if second > 12 else None


def _with_clock(year: int, month: int, day: int, rest: str | None) -> FeedDate | None:
    """Read the time of day and the zone from what follows the date."""
    rest = rest or ""
    clock = _CLOCK.search(rest)
    if clock is None:
        return _date((year, month, day), (0, 0, 0), rest)
    time = (_hour(int(clock[1]), clock[4]), int(clock[2]), int(clock[3] or 0))
    return _date((year, month, day), time, rest[clock.end() :])


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of 24, by AM or PM where `half` begins with it."""
    half = (half or "").replace(".", "").strip()[:2].lower()
    if half == "pm" and hour < 12:
        return hour + 12
    return 0 if half == "am" and hour == 12 else hour


def _date(day: tuple[int, int, int], clock: tuple[int, int, int], zone: str) -> FeedDate | None:
    """Build the date; 24:00 is the next day's beginning, a leap second its minute's end."""
    hour, minute, second = clock
    try:
        whole = datetime(*day, hour % 24, minute, min(second, 59))  # noqa: DTZ001
        at = whole + timedelta(days=hour // 24) if hour <= 24 else None
    except (ValueError, OverflowError):
        return None
    return None if at is None else FeedDate(at=at, offset=_offset(zone))


def _offset(text: str) -> timedelta | None:
    """Return the zone's offset from UTC; None: it is not stated."""
    if found := _OFFSET.search(text):
        sign = 1 if found[1] == "+" else -1
        digits = found[2] + (found[3] or "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        span = timedelta(hours=hours, minutes=minutes)
        return sign * span if span < timedelta(hours=24) else None
    for word in _WORD.findall(text):
        if word.upper() in _ZONES:
            return timedelta(hours=_ZONES[word.upper()])
    return None


def _month(name: str) -> int | None:
    name = name.lower()
    for length in (4, 3):
        if (number := _MONTH_OF.get(name[:length])) is not None:
            return number
    return None


def _full_year(text: str) -> int:
    """Return a year of two digits as RFC 5322 reads it."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 50 else 1900)
