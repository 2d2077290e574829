"""Computes the shapes of the site's charts; the templates draw them as SVG. A gap is hatched, never a zero.

Shapes of our own and no chart library: a site of ten thousand stories has as many charts, and the pages work
without scripts. Measured with altair 6.3 and vl-convert 1.9 on two cores: 36 ms for one specification and 178 ms for
one still picture, half an hour for the site; with scripts, 0.9 MB beside it and nothing to see without them.
"""

from collections.abc import Callable, Sequence
from datetime import date

from digest.site.axes import DayTick, Tick, day_ticks, value_ticks
from news.records import record
from news.records.site import CoverageDay, HealthDay

_LEAST_SHARE = 0.0001  # between two lines of a chart of shares


@record
class ChartRules:
    """Sizes of the drawings, in units of the view box (a pixel on a wide screen)."""

    width: float = 720.0
    height: float = 180.0
    bins_at_most: int = 120  # more bars than that are thinner than 4 pixels on a phone


@record
class Bin:
    """One bar: a day or several, as fractions 0 to 1 of the chart's height."""

    first: date
    last: date
    x: float
    width: float
    copy_groups: int
    copies: int
    own_height: float
    copies_height: float
    gap_days: int  # days in it that were not read
    total: int | None  # articles collected in all; None: not known


@record
class VolumeChart:
    """Texts and copies over time, with what was not read."""

    bins: tuple[Bin, ...]
    top: int  # articles in the highest bar
    peak: Bin | None
    gap_days: int
    days_a_bin: int
    ticks: tuple[Tick, ...]  # of the side; the last is the upper edge
    day_ticks: tuple[DayTick, ...]
    width: float
    height: float


@record
class Line:
    """One line of a chart: SVG path data in pieces, broken where there is a gap."""

    path: str


@record
class ShareChart:
    """Share of everything collected over time: all outlets, and the panel read throughout."""

    share: Line
    panel: Line
    gaps: tuple[tuple[float, float], ...]  # x and width
    top: float  # the highest share
    columns: tuple[tuple[CoverageDay, float, float], ...]  # days with a share, x and width: to be pointed at
    ticks: tuple[Tick, ...]  # of the side; the last is the upper edge
    day_ticks: tuple[DayTick, ...]
    width: float
    height: float


def volume_chart(days: Sequence[CoverageDay], *, rules: ChartRules = ChartRules()) -> VolumeChart:
    """Return the bars of `days`, several days a bar where they are many."""
    days_a_bin = max(1, -(-len(days) // rules.bins_at_most))
    groups = [days[start : start + days_a_bin] for start in range(0, len(days), days_a_bin)]
    top = max((_sum(group, lambda day: day.articles) for group in groups), default=0)
    step = rules.width / max(1, len(groups))
    ticks = value_ticks(top)
    edge = int(ticks[-1].value) if ticks else 0
    bins = tuple(_bin(group, index * step, step, edge) for index, group in enumerate(groups))
    return VolumeChart(
        bins=bins,
        top=top,
        peak=max(bins, key=lambda one: one.copy_groups + one.copies) if top else None,
        gap_days=sum(one.gap_days for one in bins),
        days_a_bin=days_a_bin,
        ticks=ticks,
        day_ticks=day_ticks([day.day for day in days]),
        width=rules.width,
        height=rules.height,
    )


def _bin(group: Sequence[CoverageDay], x: float, width: float, edge: int) -> Bin:
    articles, own = _sum(group, lambda day: day.articles), _sum(group, lambda day: day.copy_groups)
    own = min(own, articles)
    return Bin(
        first=group[0].day,
        last=group[-1].day,
        x=round(x, 2),
        width=round(width, 2),
        copy_groups=own,
        copies=articles - own,
        own_height=round(own / edge, 4) if edge else 0.0,
        copies_height=round((articles - own) / edge, 4) if edge else 0.0,
        gap_days=sum(1 for day in group if _is_gap(day)),
        total=_sum(group, lambda day: day.total) if any(day.total is not None for day in group) else None,
    )


def _sum(days: Sequence[CoverageDay], count: Callable[[CoverageDay], int | None]) -> int:
    return sum(count(day) or 0 for day in days)


def _is_gap(day: CoverageDay) -> bool:
    return day.is_covered is False or day.articles is None


def share_chart(days: Sequence[CoverageDay], *, rules: ChartRules = ChartRules()) -> ShareChart:
    """Return the lines of `days`; the scale begins at zero."""
    shares = [share for day in days for share in (day.share, day.share_panel) if share is not None]
    top = max(shares, default=0.0)
    ticks = value_ticks(top, least=_LEAST_SHARE)
    edge = ticks[-1].value if ticks else 0.0
    step = rules.width / max(1, len(days))
    return ShareChart(
        share=_line([day.share for day in days], edge, step, rules),
        panel=_line([day.share_panel for day in days], edge, step, rules),
        gaps=tuple((round(index * step, 2), round(step, 2)) for index, day in enumerate(days) if _is_gap(day)),
        top=top,
        columns=tuple(
            (day, round(index * step, 2), round(step, 2)) for index, day in enumerate(days) if day.share is not None
        ),
        ticks=ticks,
        day_ticks=day_ticks([day.day for day in days]),
        width=rules.width,
        height=rules.height,
    )


def _line(values: Sequence[float | None], edge: float, step: float, rules: ChartRules) -> Line:
    """Return the path through the middles of the days; a value alone between gaps is a short dash."""
    parts: list[str] = []
    is_drawing = False
    for index, value in enumerate(values):
        if value is None:
            is_drawing = False
            continue
        x, y = (index + 0.5) * step, rules.height * (1 - (value / edge if edge else 0.0))
        is_alone = not is_drawing and (index + 1 == len(values) or values[index + 1] is None)
        parts.append(f"{'L' if is_drawing else 'M'}{x:.1f} {y:.1f}" + ("h3" if is_alone else ""))
        is_drawing = True
    return Line(path="".join(parts))


@record
class HealthCell:
    """One day of an outlet: the share of polls that worked."""

    day: date
    share: float | None  # None: nothing was polled
    x: float
    width: float
    is_read: bool
    label: str


@record
class HealthChart:
    """How well an outlet was read, day by day."""

    cells: tuple[HealthCell, ...]
    day_ticks: tuple[DayTick, ...]
    width: float
    height: float


def health_chart(days: Sequence[HealthDay], *, rules: ChartRules = ChartRules()) -> HealthChart:
    """Return a bar a day, as high as the share of polls that worked."""
    step = rules.width / max(1, len(days))
    cells = tuple(
        HealthCell(
            day=day.day,
            share=round(day.polls_ok / day.polls, 4) if day.polls else None,
            x=round(index * step, 2),
            width=round(step, 2),
            is_read=day.is_read,
            label=f"{day.polls_ok} / {day.polls}",
        )
        for index, day in enumerate(days)
    )
    ticks = day_ticks([day.day for day in days])
    return HealthChart(cells=cells, day_ticks=ticks, width=rules.width, height=rules.height / 2)
