"""Chooses where a chart's axes are labelled: round numbers up the side, days along the foot."""

from collections.abc import Sequence
from datetime import date
from math import ceil

from news.records import record

_LINES_AT_MOST = 4  # across a chart 130 to 190 pixels high
_DAYS_AT_MOST = 6  # "26 Mar" six times is as wide as a phone
_MONTHS_AT_MOST = 5  # "Mar 2026" is wider
_MONTH_STEPS = (1, 2, 3, 6, *range(12, 1212, 12))


@record
class Tick:
    """One label of the side: a value, and where, 0 at the foot to 1 at the top."""

    value: float
    at: float


@record
class DayTick:
    """One label of the foot: a day, and where, 0 at the left to 1."""

    day: date
    at: float
    form: str  # of the label: "day" ("26 Mar") or "month_year" ("Mar 2026")


def value_ticks(top: float, *, least: float = 1.0) -> tuple[Tick, ...]:
    """Return at most four round values, lowest first; the last is at or above `top`, and is the chart's upper edge.

    Args:
        top: the highest value.
        least: the smallest step: 1 where things are counted.
    """
    if top <= 0:
        return ()
    step = next(step for step in _steps(least) if ceil(_clean(top / step)) <= _LINES_AT_MOST)
    lines = ceil(_clean(top / step))
    return tuple(Tick(value=_clean(step * (line + 1)), at=_clean((line + 1) / lines)) for line in range(lines))


def _steps(least: float) -> Sequence[float]:
    """Return 1, 2, 5, 10, 20 … times the least step."""
    return [least * digit * 10**power for power in range(13) for digit in (1, 2, 5)]


def _clean(value: float) -> float:
    return round(value, 9)


def day_ticks(days: Sequence[date]) -> tuple[DayTick, ...]:
    """Return a few of `days` to label, each under the middle of its day: every so many days, or firsts of months."""
    if not days:
        return ()
    if len(days) <= 14 * _DAYS_AT_MOST:
        step = next(step for step in (1, 2, 3, 5, 7, 14) if step * _DAYS_AT_MOST >= len(days))
        chosen, form = list(range(0, len(days), step)), "day"
    else:
        firsts = [index for index, day in enumerate(days) if day.day == 1]
        step = next(step for step in _MONTH_STEPS if step * _MONTHS_AT_MOST >= len(firsts))
        chosen, form = [index for index in firsts if _month(days[index]) % step == 0], "month_year"
    return tuple(DayTick(day=days[index], at=round((index + 0.5) / len(days), 4), form=form) for index in chosen)


def _month(day: date) -> int:
    """Return the number of a month, January of each year a multiple of twelve."""
    return 12 * day.year + day.month - 1
