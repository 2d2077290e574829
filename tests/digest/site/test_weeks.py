from dataclasses import replace
from datetime import date, timedelta

from digest.site.pages import page_set
from digest.site.weeks import by_week, is_sparse
from news.records.site import CoverageDay
from tests.digest.sites import site_content, watch_page

MONDAY = date(2031, 3, 3)


def days(count, articles=1, total=20, **given):
    made = {"articles": articles, "copy_groups": articles, "total": total, "share": 0.9, "is_covered": True} | given
    return tuple(CoverageDay(day=MONDAY + timedelta(days=at), **made) for at in range(count))


def test_weeks_add_up_articles_and_all_that_was_collected():
    (first, second) = by_week(days(10))
    assert (first.day, first.articles, first.total, first.share) == (MONDAY, 7, 140, 0.05)
    assert (second.day, second.articles, second.share) == (MONDAY + timedelta(days=7), 3, 0.05)
    assert first.share_panel is None


def test_a_week_in_which_nothing_was_read_is_a_gap_and_one_of_few_articles_has_no_share():
    (gap,) = by_week(days(7, articles=None, copy_groups=None, total=None, is_covered=False))
    assert (gap.articles, gap.is_covered) == (None, False)
    (thin,) = by_week(days(7, total=7))
    assert (thin.articles, thin.share) == (7, None)


def test_days_that_were_not_read_do_not_count():
    week = (*days(5), *(replace(day, articles=None, total=None, is_covered=False) for day in days(7)[5:]))
    assert (by_week(week)[0].total, by_week(week)[0].share) == (100, 0.05)


def test_only_sparse_and_long_spans_are_told_by_week():
    assert is_sparse(days(28))
    assert not is_sparse(days(27))
    assert not is_sparse(days(28, articles=5))
    assert is_sparse(days(28, articles=5)[1:] + days(1, articles=4))


def test_a_watch_of_few_articles_says_that_it_is_told_by_week_or_not_at_all():
    page = page_set(site_content()).watch(replace(watch_page(), days=days(60)))
    assert "by week" in page
    page = page_set(site_content()).watch(replace(watch_page(), days=days(60, total=3)))
    assert "No share is told" in page
    assert "by week" not in page.replace("told by week", "")
