"""What moved in a period: late polls, backlog, imports, days without an hour."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.articles.news_of_period import Arrival, Movement, Period, movement_of

END = datetime(2026, 11, 28, 6, tzinfo=UTC)
DAY = timedelta(days=1)
PERIOD = Period(since=END - DAY, until=END)
BERLIN = Period(since=END - DAY, until=END, time_zone="Europe/Berlin")


def arrival(hours: float | None, *, by: str = "feed", seen: float = 1, **more: bool) -> Arrival:
    published = None if hours is None else END - timedelta(hours=hours)
    seen_at = END - timedelta(hours=seen)
    return Arrival(first_seen_at=seen_at, arrived_by=by, published_at=published, **more)  # type: ignore[arg-type]


CASES: list[tuple[str, Arrival, Movement]] = [
    ("published today", arrival(3), "news"),
    ("published shortly before the period, polled late", arrival(30), "news"),
    ("published weeks ago, by a feed followed for long", arrival(24 * 30), "backlog"),
    ("published shortly before, by a feed newly followed", arrival(30, is_newly_followed=True), "backlog"),
    ("published today, by a feed newly followed", arrival(3, is_newly_followed=True), "news"),
    ("without a date, from a feed", arrival(None), "news"),
    ("without a date, imported", arrival(None, by="import"), "none"),
    ("imported, published today", arrival(3, by="import"), "news"),
    ("imported, published last year", arrival(24 * 400, by="import"), "none"),
    ("seen before the period", arrival(3, seen=25), "none"),
    ("seen after it", arrival(3, seen=-1), "none"),
    ("from a backfill, published today", arrival(3, by="backfill"), "news"),
]


@pytest.mark.parametrize(("arrived", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_an_arrival_is_to_a_reader(arrived: Arrival, expected: Movement) -> None:
    assert movement_of(arrived, PERIOD) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(28, "news"), (27, "news"), (26, "none"), (29, "none")],
)
def test_a_date_without_an_hour_is_the_whole_day(day: int, expected: Movement) -> None:
    published = datetime(2026, 11, day, tzinfo=UTC)
    came = Arrival(first_seen_at=END, arrived_by="import", published_at=published, is_zone_known=False)
    assert movement_of(came, PERIOD) == expected


def test_a_day_is_that_of_the_archives_zone() -> None:
    zone = Period(since=datetime(2026, 11, 27, 23, tzinfo=UTC), until=END, time_zone="Europe/Berlin")
    came = Arrival(
        first_seen_at=END, arrived_by="import", published_at=datetime(2026, 11, 27, tzinfo=UTC), is_zone_known=False
    )
    assert movement_of(came, zone) == "none"  # in Berlin 27 November ended at 23:00 UTC
    assert movement_of(came, Period(since=zone.since, until=END)) == "news"


@given(st.floats(-100, 100), st.floats(0, 2000), st.sampled_from(["feed", "import"]), st.booleans())
def test_an_article_is_news_in_one_of_two_following_periods_at_most(
    seen: float, published: float, by: str, is_new: bool
) -> None:
    came = arrival(published, by=by, seen=seen, is_newly_followed=is_new)
    after = Period(since=END, until=END + DAY)
    assert [movement_of(came, period) for period in (PERIOD, after)].count("news") <= 1
