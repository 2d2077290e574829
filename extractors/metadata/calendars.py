"""Dates of other calendars, and of Arabic months: Solar Hijri, Thai years, Japanese eras, the years of the Republic."""

import re
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from persiantools.jdatetime import JalaliDate

_NAMES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_ERAS = {"令和": 2018, "平成": 1988}  # the year before the era's first
_REPUBLIC = 1911  # of China: the year before its first
_THAI = 543  # years that Thailand counts more
_DIGITS = {ord(sign): str(value) for start in (0x660, 0x6F0, 0xE50, 0xFF10, 0x966) for value in range(10)
           for sign in (chr(start + value),)}  # fmt: skip
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:٫.]([0-5]\d)(?!\d)")


def _spelled(calendar: str, years: str) -> re.Pattern[str]:
    groups = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(_NAMES[calendar]["months"], start=1))
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})\s*(?:من\s+|ماه\s+)?(?:{groups})\s*(?:ماه\s*)?,?،?\s*(?:พ\.ศ\.\s*)?({years})(?!\d)"
    )


_PERSIAN = _spelled("persian", r"1[34]\d\d")
_PERSIAN_FIGURES = re.compile(r"(?<!\d)(1[34]\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
_ARABIC = _spelled("arabic", r"(?:19|20)\d\d")
_THAI_SPELLED = _spelled("thai", r"2[45]\d\d")
_THAI_FIGURES = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-](25\d\d)(?!\d)")
_ERA = re.compile(r"(令和|平成)\s*(\d{1,2}|元)年\s*(\d{1,2})月\s*(\d{1,2})日")
_OF_REPUBLIC = re.compile(r"(?:中華)?民國\s*(\d{2,3})年\s*(\d{1,2})月\s*(\d{1,2})日")


def plain_digits(text: str) -> str:
    """Return `text` with the digits of every script as ASCII ones."""
    return text if text.isascii() else text.translate(_DIGITS)


def calendar_date(text: str) -> datetime | None:
    """Return the first date of another calendar in `text`, naive, with the time where one follows; None: there is none.

    Raises:
        ValueError: the calendar has no such day.
    """
    said = plain_digits(text)
    for expression, read in _READERS[_FIGURES_ONLY:] if text.isascii() else _READERS:
        if found := expression.search(said):
            time = _TIME.search(said, found.end()) or _TIME.search(said[: found.start()])
            return read(found).replace(hour=int(time[1]), minute=int(time[2])) if time else read(found)
    return None


def _month(found: re.Match[str]) -> int:
    return next(n for n in range(1, 13) if found[f"m{n}"])


def _jalali(year: int, month: int, day: int) -> datetime:
    date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    return datetime(date.year, date.month, date.day)  # noqa: DTZ001 (the page's own clock, told by no zone)


def _gregorian(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 (likewise)


def _era(found: re.Match[str]) -> datetime:
    return _gregorian(_ERAS[found[1]] + (1 if found[2] == "元" else int(found[2])), int(found[3]), int(found[4]))


_LAST = 14  # the group of the year behind those of the day and the twelve months
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], datetime]], ...] = (
    (_PERSIAN, lambda m: _jalali(int(m[_LAST]), _month(m), int(m[1]))),
    (_ARABIC, lambda m: _gregorian(int(m[_LAST]), _month(m), int(m[1]))),
    (_THAI_SPELLED, lambda m: _gregorian(int(m[_LAST]) - _THAI, _month(m), int(m[1]))),
    (_ERA, _era),
    (_OF_REPUBLIC, lambda m: _gregorian(_REPUBLIC + int(m[1]), int(m[2]), int(m[3]))),
    (_PERSIAN_FIGURES, lambda m: _jalali(int(m[1]), int(m[2]), int(m[3]))),
    (_THAI_FIGURES, lambda m: _gregorian(int(m[3]) - _THAI, int(m[2]), int(m[1]))),
)
_FIGURES_ONLY = 5  # from here on: those that need no letters
