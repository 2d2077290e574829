"""Bars and lines stand for what was counted: heights, gaps, days a bar, and who copied whom in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.site.charts import ChartRules, health_chart, share_chart, volume_chart
from digest.site.copy_graph import GraphRules, copy_graph
from news.records.site import CopyPair, CoverageDay, HealthDay

FIRST = date(2031, 3, 3)
NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)
RULES = ChartRules(width=100.0, height=50.0, bins_at_most=4)


def day(at=0, articles=4, own=3, **more):
    return CoverageDay(day=FIRST + timedelta(days=at), articles=articles, copy_groups=own, **more)


@pytest.mark.parametrize(("days", "a_bin", "bars"), [(1, 1, 1), (4, 1, 4), (5, 2, 3), (8, 2, 4), (9, 3, 3), (0, 1, 0)])
def test_many_days_share_a_bar(days, a_bin, bars):
    chart = volume_chart([day(at) for at in range(days)], rules=RULES)
    assert (chart.days_a_bin if days else 1, len(chart.bins)) == (a_bin, bars)
    assert sum(one.copy_groups for one in chart.bins) == 3 * days


def test_bars_are_as_high_as_their_counts_and_gaps_are_counted():
    days = [day(0, total=9), day(1, 8, 8), day(2, None, None), day(3, 2, 5), day(4, 4, 1, is_covered=False)]
    chart = volume_chart(days, rules=replace(RULES, bins_at_most=5))
    assert [(one.copy_groups, one.copies) for one in chart.bins] == [(3, 1), (8, 0), (0, 0), (2, 0), (1, 3)]
    assert [one.gap_days for one in chart.bins] == [0, 0, 1, 0, 1]
    assert [one.total for one in chart.bins] == [9, None, None, None, None]
    assert [(one.x, one.width) for one in chart.bins] == [(0, 20), (20, 20), (40, 20), (60, 20), (80, 20)]
    assert [(one.own_height, one.copies_height) for one in chart.bins[:2]] == [(0.375, 0.125), (1.0, 0.0)]
    assert (chart.top, chart.gap_days) == (8, 2)
    assert chart.peak == chart.bins[1]


def test_a_chart_of_nothing_has_no_peak():
    chart = volume_chart([day(0, 0, 0), day(1, None, None)], rules=RULES)
    assert (chart.top, chart.peak, chart.ticks) == (0, None, ())
    assert [one.own_height for one in chart.bins] == [0.0, 0.0]


def test_a_line_goes_through_the_middle_of_its_days_and_breaks_at_gaps():
    shares = [0.02, 0.04, None, 0.01]
    days = [day(at, share=share, share_panel=None, is_covered=share is not None) for at, share in enumerate(shares)]
    chart = share_chart(days, rules=RULES)
    assert chart.top == 0.04
    assert chart.share.path == "M12.5 25.0L37.5 0.0M87.5 37.5h3"
    assert chart.panel.path == ""
    assert chart.gaps == ((50.0, 25.0),)
    assert [(x, width) for _, x, width in chart.columns] == [(0.0, 25.0), (25.0, 25.0), (75.0, 25.0)]
    assert share_chart([], rules=RULES).share.path == ""
    (column,) = share_chart([day(share=0.5)], rules=RULES).columns
    assert column[1:] == (0.0, 100.0)


def pair(article, original, *, hours=1.0, original_hours=0.0, **more):
    told = {
        "outlet": f"Outlet {article}", "original_outlet": f"Outlet {original}", "kind": "near", "title": "",
        "evidence": "", "original_title": "", "is_retitled": False, "is_credited": False,
        "containment": 0.8, "sentence_coverage": 0.8,
    }  # fmt: skip
    return CopyPair(
        article_id=article, original_id=original, ordered_at=NOON + timedelta(hours=hours),
        original_at=NOON + timedelta(hours=original_hours), **told | more,
    )  # fmt: skip


def test_texts_stand_in_the_order_of_time_each_in_its_outlet_s_row():
    graph = copy_graph([pair(3, 1, hours=5), pair(2, 1, hours=2)], rules=GraphRules(width=400, label_width=100))
    assert [name for name, _ in graph.rows] == ["Outlet 1", "Outlet 2", "Outlet 3"]
    assert [(dot.article_id, dot.x, dot.y) for dot in graph.dots] == [
        (1, 160.0, 13.0),
        (2, 235.0, 39.0),
        (3, 310.0, 65.0),
    ]
    assert (graph.width, graph.height, graph.rows_left_out) == (400, 78.0, 0)
    assert copy_graph([]) is None


def test_outlets_beyond_the_rows_are_counted():
    graph = copy_graph([pair(3, 1, hours=5), pair(2, 1, hours=2)], rules=GraphRules(rows_at_most=2))
    assert ([dot.article_id for dot in graph.dots], graph.rows_left_out) == ([1, 2], 1)
    assert [arrow.pair.article_id for arrow in graph.arrows] == [2]


def test_a_text_s_arrow_comes_from_what_it_names_then_what_it_shares_most_with_then_what_came_first():
    def source(*pairs):
        (arrow,) = copy_graph(list(pairs)).arrows[-1:]
        return arrow.pair.original_id

    most, named = pair(9, 1, hours=9, containment=0.9), pair(9, 2, hours=9, original_hours=1, is_credited=True)
    first, later = pair(9, 3, hours=9, containment=0.801), pair(9, 4, hours=9, original_hours=2, containment=0.804)
    assert source(most, named) == source(named, most) == 2
    assert source(first, most) == source(most, first) == 1
    assert source(later, first) == source(first, later) == 3


def test_a_day_is_labelled_where_there_is_room_since_the_last_label():
    pairs = [pair(n, 1, hours=24.0 * (n - 1)) for n in (2, 3, 4)]
    rules = GraphRules(width=100, label_width=0, step_at_least=20)
    near = copy_graph(pairs, rules=replace(rules, day_label=40))
    assert [mark.has_label for mark in near.days] == [True, False, True, False]
    assert [mark.x for mark in near.days] == [6.0, 26.0, 46.0, 66.0]
    wide = copy_graph(pairs, rules=replace(rules, day_label=41))
    assert [mark.has_label for mark in wide.days] == [True, False, False, True]
    assert [mark.day.day for mark in wide.days] == [3, 4, 5, 6]


def polled(at, polls, polls_ok):
    return HealthDay(
        day=FIRST + timedelta(days=at), polls=polls, polls_ok=polls_ok, entries=0, articles=0, extraction_ok=0,
        is_read=bool(polls_ok),
    )  # fmt: skip


def test_a_feed_s_days_stand_side_by_side_as_high_as_the_share_of_polls_that_worked():
    chart = health_chart([polled(0, 24, 24), polled(1, 24, 6), polled(2, 0, 0), polled(3, 3, 0)], rules=RULES)
    assert [cell.share for cell in chart.cells] == [1.0, 0.25, None, 0.0]
    assert [(cell.x, cell.width) for cell in chart.cells] == [(0, 25), (25, 25), (50, 25), (75, 25)]
    assert [cell.label for cell in chart.cells] == ["24 / 24", "6 / 24", "0 / 0", "0 / 3"]
    assert [cell.is_read for cell in chart.cells] == [True, True, False, False]
    assert (chart.width, chart.height) == (100, 25)
    assert health_chart([], rules=RULES).cells == ()
