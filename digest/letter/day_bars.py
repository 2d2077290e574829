"""Draws coverage over days: bars as table cells for letters, digits for the text part. A gap is never a zero."""

from collections.abc import Sequence
from datetime import date

from news.records import record


@record
class Bar:
    """One day of a bar chart."""

    day: date
    count: int | None  # None: a gap, most outlets were not read
    height: int  # pixels; 0 for a gap
    label: str  # the number as text; "–" for a gap


def bars(days: Sequence[tuple[date, int | None]], *, height: int = 30) -> tuple[Bar, ...]:
    """Return one bar a day, the highest `height` pixels high; a zero is a line of one pixel, a gap has no bar."""
    top = max((count for _, count in days if count), default=1)
    return tuple(
        Bar(day=day, count=count, height=_height(count, top, height), label=number_label(count)) for day, count in days
    )


def _height(count: int | None, top: int, height: int) -> int:
    if count is None:
        return 0
    return max(3, round(height * count / top)) if count else 1


def number_label(count: int | None) -> str:
    """Return a number of at most four characters, so that fourteen stand side by side on a phone."""
    if count is None:
        return "–"
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"


def number_row(days: Sequence[tuple[date, int | None]]) -> str:
    """Return "0 0 1 – 3": the days' numbers for the text part, a gap as a dash."""
    return " ".join(number_label(count) for _, count in days)


def has_gap(days: Sequence[tuple[date, int | None]]) -> bool:
    """Return whether some day was not read."""
    return any(count is None for _, count in days)
