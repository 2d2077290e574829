"""Computes the shapes of the web edition's charts; the templates draw them as SVG. A gap is hatched, never a zero.

Shapes of our own and no chart library: an edition of ten thousand stories has as many charts, and the pages work
without scripts. Measured with altair 6.3 and vl-convert 1.9 on two cores: 36 ms for one specification and 178 ms for
one still picture, half an hour for the edition; with scripts, 0.9 MB beside it and nothing to see without them.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from news.edition import CopyPair, CoverageDay, HealthDay
from news.records import CopyKind, record


@record
class ChartRules:
    """Sizes of the drawings, in units of the view box (a pixel on a wide screen)."""

    width: float = 720.0
    height: float = 180.0
    bins_at_most: int = 120  # more bars than that are thinner than 4 pixels on a phone
    row_height: float = 26.0
    label_width: float = 170.0
    rows_at_most: int = 40  # outlets in the graph of copies; more are counted in words


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


@record
class VolumeChart:
    """Texts and copies over time, with what was not read."""

    bins: tuple[Bin, ...]
    top: int  # articles in the highest bar
    peak: Bin | None
    gap_days: int
    days_a_bin: int
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
    top: float  # share at the upper edge
    width: float
    height: float


@record
class Dot:
    """One article in the graph of copies."""

    article_id: int
    x: float
    y: float
    title: str
    outlet: str | None
    at: datetime


@record
class Arrow:
    """One copy in the graph: from the original to the article that repeats it."""

    path: str
    kind: CopyKind
    is_credited: bool
    pair: CopyPair


@record
class CopyGraph:
    """Who copied whom: a row an outlet, time from left to right."""

    rows: tuple[tuple[str | None, float], ...]  # outlet and y, in the order in which they came in
    dots: tuple[Dot, ...]
    arrows: tuple[Arrow, ...]
    rows_left_out: int
    first_at: datetime
    last_at: datetime
    width: float
    height: float
    label_width: float


def volume_chart(days: Sequence[CoverageDay], *, rules: ChartRules = ChartRules()) -> VolumeChart:
    """Return the bars of `days`, several days a bar where they are many."""
    days_a_bin = max(1, -(-len(days) // rules.bins_at_most))
    groups = [days[start : start + days_a_bin] for start in range(0, len(days), days_a_bin)]
    top = max((_sum(group, lambda day: day.articles) for group in groups), default=0)
    step = rules.width / max(1, len(groups))
    bins = tuple(_bin(group, index * step, step, top) for index, group in enumerate(groups))
    return VolumeChart(
        bins=bins,
        top=top,
        peak=max(bins, key=lambda one: one.copy_groups + one.copies) if top else None,
        gap_days=sum(one.gap_days for one in bins),
        days_a_bin=days_a_bin,
        width=rules.width,
        height=rules.height,
    )


def _bin(group: Sequence[CoverageDay], x: float, width: float, top: int) -> Bin:
    articles, own = _sum(group, lambda day: day.articles), _sum(group, lambda day: day.copy_groups)
    own = min(own, articles)
    return Bin(
        first=group[0].day,
        last=group[-1].day,
        x=round(x, 2),
        width=round(width, 2),
        copy_groups=own,
        copies=articles - own,
        own_height=round(own / top, 4) if top else 0.0,
        copies_height=round((articles - own) / top, 4) if top else 0.0,
        gap_days=sum(1 for day in group if _is_gap(day)),
    )


def _sum(days: Sequence[CoverageDay], count: Callable[[CoverageDay], int | None]) -> int:
    return sum(count(day) or 0 for day in days)


def _is_gap(day: CoverageDay) -> bool:
    return day.is_covered is False or day.articles is None


def share_chart(days: Sequence[CoverageDay], *, rules: ChartRules = ChartRules()) -> ShareChart:
    """Return the lines of `days`; the scale begins at zero."""
    shares = [share for day in days for share in (day.share, day.share_panel) if share is not None]
    top = max(shares, default=0.0)
    step = rules.width / max(1, len(days))
    return ShareChart(
        share=_line([day.share for day in days], top, step, rules),
        panel=_line([day.share_panel for day in days], top, step, rules),
        gaps=tuple((round(index * step, 2), round(step, 2)) for index, day in enumerate(days) if _is_gap(day)),
        top=top,
        width=rules.width,
        height=rules.height,
    )


def _line(values: Sequence[float | None], top: float, step: float, rules: ChartRules) -> Line:
    """Return the path through the middles of the days; a value alone between gaps is a short dash."""
    parts: list[str] = []
    is_drawing = False
    for index, value in enumerate(values):
        if value is None:
            is_drawing = False
            continue
        x, y = (index + 0.5) * step, rules.height * (1 - (value / top if top else 0.0))
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
    return HealthChart(cells=cells, width=rules.width, height=rules.height / 2)


def copy_graph(pairs: Sequence[CopyPair], *, rules: ChartRules = ChartRules()) -> CopyGraph | None:
    """Return the graph of copies, outlets in the order in which they came in; None: there are none."""
    if not pairs:
        return None
    articles = {pair.original_id: (pair.original_at, pair.original_outlet, pair.original_title) for pair in pairs}
    articles |= {pair.article_id: (pair.ordered_at, pair.outlet, pair.title) for pair in pairs}
    in_time = sorted(articles.items(), key=lambda article: (article[1][0], article[0]))
    outlets = list(dict.fromkeys(outlet for _, (_, outlet, _) in in_time))
    rows = {outlet: (index + 0.5) * rules.row_height for index, outlet in enumerate(outlets[: rules.rows_at_most])}
    first, last = in_time[0][1][0], in_time[-1][1][0]
    dots = {
        article_id: Dot(
            article_id=article_id, x=_x(at, first, last, rules), y=rows[outlet], title=title, outlet=outlet, at=at
        )
        for article_id, (at, outlet, title) in in_time
        if outlet in rows
    }
    return CopyGraph(
        rows=tuple(rows.items()),
        dots=tuple(dots.values()),
        arrows=tuple(_arrow(pair, dots) for pair in pairs if pair.article_id in dots and pair.original_id in dots),
        rows_left_out=len(outlets) - len(rows),
        first_at=first,
        last_at=last,
        width=rules.width,
        height=len(rows) * rules.row_height,
        label_width=rules.label_width,
    )


def _x(at: datetime, first: datetime, last: datetime, rules: ChartRules) -> float:
    span = (last - first) / timedelta(seconds=1)
    share = (at - first) / timedelta(seconds=1) / span if span else 0.5
    return round(rules.label_width + 12 + share * (rules.width - rules.label_width - 28), 1)


def _arrow(pair: CopyPair, dots: dict[int, Dot]) -> Arrow:
    """Return a curve that bends to the right, so that arrows between neighbours do not hide each other."""
    start, end = dots[pair.original_id], dots[pair.article_id]
    bend = max(14.0, abs(end.y - start.y) / 3)
    path = f"M{start.x} {start.y}C{start.x + bend:.1f} {start.y} {end.x - bend:.1f} {end.y} {end.x - 5:.1f} {end.y}"
    if end.x - start.x < bend:
        path = f"M{start.x} {start.y}C{start.x + bend:.1f} {start.y} {end.x + bend:.1f} {end.y} {end.x + 5:.1f} {end.y}"
    return Arrow(path=path, kind=pair.kind, is_credited=pair.is_credited, pair=pair)
