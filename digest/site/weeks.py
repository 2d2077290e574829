"""Adds days up to weeks where most days hold too little for a share to mean anything."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from news.records import record
from news.records.site import CoverageDay


@record
class WeekRules:
    """When a share is told by week."""

    articles_a_day: float = 5.0  # on average of the days that were read; one article more or less is then 20 % and more
    shortest_days: int = 28  # fewer are four points or less as weeks
    least_total: int = 50  # collected in a week; the share among fewer has a standard error of up to 7 points


def is_sparse(days: Sequence[CoverageDay], *, rules: WeekRules = WeekRules()) -> bool:
    """Return whether the days hold so few articles that their share is told by week."""
    read = [day.articles for day in days if day.articles is not None]
    return len(days) >= rules.shortest_days and sum(read) < rules.articles_a_day * len(read)


def by_week(days: Sequence[CoverageDay], *, rules: WeekRules = WeekRules()) -> tuple[CoverageDay, ...]:
    """Return one row a week, on its Monday: articles and share of the days that were read; a week without one is a gap.

    Where little was collected in all, the share is unknown.

    The share among outlets read throughout cannot be added up from its days, and is not told.
    """
    return tuple(_week(monday, list(group), rules) for monday, group in groupby(days, key=lambda day: _monday(day.day)))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(monday: date, days: Sequence[CoverageDay], rules: WeekRules) -> CoverageDay:
    read = [day for day in days if day.articles is not None and day.is_covered is not False]
    if not read:
        return CoverageDay(day=monday, articles=None, copy_groups=None, is_covered=False)
    articles, total = sum(day.articles or 0 for day in read), sum(day.total or 0 for day in read)
    return CoverageDay(
        day=monday,
        articles=articles,
        copy_groups=sum(day.copy_groups or 0 for day in read),
        total=total,
        share=articles / total if total >= rules.least_total else None,
        is_covered=all(day.is_covered for day in read) or None,
    )
