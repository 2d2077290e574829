"""Computes the graph of who copied whom: a row an outlet, texts in the order in which they came, an arrow a copy.

The texts stand at even distances, with a mark where a day begins: copying is a matter of hours and a story of months,
and on an even scale of time each wave of copies would be one dot.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from news.records import CopyKind, record
from news.records.site import CopyPair


@record
class GraphRules:
    """Sizes of the graph, in units of the view box (a pixel on a wide screen)."""

    width: float = 720.0
    row_height: float = 26.0
    label_width: float = 170.0
    step_at_least: float = 16.0  # between two texts; a graph of many is wider, and scrolls
    day_label: float = 42.0  # between two labels of days at least; a day that comes sooner has a mark alone
    rows_at_most: int = 40  # outlets; more are counted in words


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
class DayMark:
    """Where a day begins in the graph."""

    day: date
    x: float
    has_label: bool


@record
class CopyGraph:
    """Who copied whom: a row an outlet, the order of time from left to right."""

    rows: tuple[tuple[str | None, float], ...]  # outlet and y, in the order in which they came in
    dots: tuple[Dot, ...]  # in the order of time
    arrows: tuple[Arrow, ...]
    days: tuple[DayMark, ...]
    rows_left_out: int
    width: float
    height: float
    label_width: float


def copy_graph(
    pairs: Sequence[CopyPair], *, zone: ZoneInfo = ZoneInfo("UTC"), rules: GraphRules = GraphRules()
) -> CopyGraph | None:
    """Return the graph of copies, outlets in the order in which they came in; None: there are none.

    Each text has one arrow: from the text that it names, else from the one with which it shares most.
    """
    if not pairs:
        return None
    articles = {pair.original_id: (pair.original_at, pair.original_outlet, pair.original_title) for pair in pairs}
    articles |= {pair.article_id: (pair.ordered_at, pair.outlet, pair.title) for pair in pairs}
    in_time = sorted(articles.items(), key=lambda article: (article[1][0], article[0]))
    outlets = list(dict.fromkeys(outlet for _, (_, outlet, _) in in_time))
    rows = {outlet: (index + 0.5) * rules.row_height for index, outlet in enumerate(outlets[: rules.rows_at_most])}
    drawn = [(article_id, said) for article_id, said in in_time if said[1] in rows]
    step = max(rules.step_at_least, (rules.width - rules.label_width) / (len(drawn) + 1))
    dots = {
        article_id: Dot(
            article_id=article_id,
            x=round(rules.label_width + (index + 0.8) * step, 1),
            y=rows[outlet],
            title=title,
            outlet=outlet,
            at=at,
        )
        for index, (article_id, (at, outlet, title)) in enumerate(drawn)
    }
    return CopyGraph(
        rows=tuple(rows.items()),
        dots=tuple(dots.values()),
        arrows=tuple(_arrow(pair, dots) for pair in _nearest(pairs, dots)),
        days=tuple(_days(list(dots.values()), step, zone, rules)),
        rows_left_out=len(outlets) - len(rows),
        width=round(max(rules.width, rules.label_width + (len(drawn) + 1) * step), 1),
        height=len(rows) * rules.row_height,
        label_width=rules.label_width,
    )


def _nearest(pairs: Sequence[CopyPair], dots: dict[int, Dot]) -> list[CopyPair]:
    """Return for each drawn text the pair with what it names, else shares most with, else came first."""
    best: dict[int, CopyPair] = {}
    for pair in sorted(
        pairs, key=lambda p: (not p.is_credited, -round(p.containment, 2), p.original_at, p.original_id)
    ):
        if pair.article_id in dots and pair.original_id in dots:
            best.setdefault(pair.article_id, pair)
    return sorted(best.values(), key=lambda pair: (pair.ordered_at, pair.article_id))


def _days(dots: Sequence[Dot], step: float, zone: ZoneInfo, rules: GraphRules) -> list[DayMark]:
    """Return where each day begins, with its label where there is room for one."""
    marks: list[DayMark] = []
    labelled = float("-inf")
    for before, dot in zip((None, *dots), dots, strict=False):
        day = dot.at.astimezone(zone).date()
        if before is None or before.at.astimezone(zone).date() != day:
            x = round(dot.x - step / 2, 1)
            has_label = x - labelled >= rules.day_label
            labelled = x if has_label else labelled
            marks.append(DayMark(day=day, x=x, has_label=has_label))
    return marks


def _arrow(pair: CopyPair, dots: dict[int, Dot]) -> Arrow:
    """Return a curve that leaves its text upright and reaches the copy from the side."""
    start, end = dots[pair.original_id], dots[pair.article_id]
    side = 5 if end.x >= start.x else -5
    middle = round((start.x + end.x) / 2, 1)
    bend = end.y if start.y != end.y else end.y - 11
    path = f"M{start.x} {start.y}C{start.x} {bend} {middle} {bend} {round(end.x - side, 1)} {end.y}"
    return Arrow(path=path, kind=pair.kind, is_credited=pair.is_credited, pair=pair)
