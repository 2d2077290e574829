"""Dates are read as they were meant, or not at all."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feeds.dates import read_date
from news.articles.plausible_dates import is_plausible

NOON = "2026-11-02T12:00:00+00:00"
ZONED = [
    ("Mon, 02 Nov 2026 12:00:00 GMT", NOON),
    ("Mon, 02 Nov 2026 12:00:00 +0000", NOON),
    ("Mon, 2 Nov 26 12:00 UT", NOON),
    ("Mon, 02 Nov 2026 17:30:00 +0530", NOON),
    ("Mon, 02 Nov 2026 17:30:00 +05:30", NOON),
    ("Mon, 02 Nov 2026 17:30:00 +530", NOON),
    ("Mon, 02 Nov 2026 21:00:00 +9", NOON),
    ("Mon, 02 Nov 2026 13:00:00 CET", NOON),
    ("Sun, 02 Aug 2026 14:00:00 CEST", "2026-08-02T12:00:00+00:00"),
    ("Sun, 02 Aug 2026 13:00:00 BST", "2026-08-02T12:00:00+00:00"),
    ("Mon, 02 Nov 2026 17:30:00 IST", NOON),
    ("Mon, 02 Nov 2026 23:00:00 AEDT", NOON),
    ("Mon, 02 Nov 2026 21:00:00 JST", NOON),
    ("Mon, 02 Nov 2026 07:00:00 EST", NOON),
    ("Mon, 02 Nov 2026 04:00:00 PST", NOON),
    ("Mon, 02 Nov 2026 20:00:00 GMT+0800", NOON),
    ("Mon, 02 Nov 2026 20:00:00 GMT+8", NOON),
    ("Mo, 02 Nov 2026 13:00:00 +0100", NOON),
    ("Mon, 02 Nov 2026 07:00:00 \u22120500", NOON),
    ("Mon, 02 Nov 1998 12:00:00 GMT", "1998-11-02T12:00:00+00:00"),
    ("Mon, 02 Nov 98 12:00:00 GMT", "1998-11-02T12:00:00+00:00"),
    ("Sat, 02 Nov 68 12:00:00 GMT", "1968-11-02T12:00:00+00:00"),
    ("Sat, 02 Nov 50 12:00:00 GMT", "1950-11-02T12:00:00+00:00"),
    ("lun., 02 nov. 2026 13:00:00 +0100", NOON),
    ("Пн, 02 ноя 2026 15:00:00 MSK", NOON),
    ("02-Nov-2026 07:00:00 -0500", NOON),
    ("Monday, November 2, 2026 at 7:00 AM EST", NOON),
    ("Nov 2, 2026 12:00 PM UTC", NOON),
    ("Mon Nov  2 12:00:00 UTC 2026", NOON),
    ("2026-11-02T12:00:00Z", NOON),
    ("2026-11-02T12:00:00.123456Z", NOON),
    ("2026-11-02T21:00:00+0900", NOON),
    ("2026-11-02T21:00+09:00", NOON),
    ("2026-11-02 12:00:00 UTC", NOON),
    ("20261102T120000Z", NOON),
    ("2026-11-02t12:00:00z", NOON),
    ("1793620800", NOON),
    ("1793620800000", NOON),
    ("Sun, 01 Nov 2026 24:00:00 GMT", "2026-11-02T00:00:00+00:00"),
    ("Thu, 31 Dec 2026 23:59:60 Z", "2026-12-31T23:59:59+00:00"),
    ("Di, 03 Mär 2026 12:00:00 Z", "2026-03-03T12:00:00+00:00"),
    ("mar, 05 mai 2026 14:00:00 +0200", "2026-05-05T12:00:00+00:00"),
    ("5 de diciembre de 2026 12:00 Z", "2026-12-05T12:00:00+00:00"),
    ("1 août 2026 12:00:00 GMT", "2026-08-01T12:00:00+00:00"),
    ("14 juillet 2026 12:00 GMT", "2026-07-14T12:00:00+00:00"),
    ("  Mon, 02\n Nov 2026\t12:00:00 GMT ", NOON),
]  # fmt: skip
UNZONED = [
    ("Mon, 02 Nov 2026 10:00:00", "2026-11-02T10:00:00"),
    ("2016/6/29 15:07:41", "2016-06-29T15:07:41"),
    ("2026-11-02", "2026-11-02T00:00:00"),
    ("2026-11", "2026-11-01T00:00:00"),
    ("Sept 5, 2026", "2026-09-05T00:00:00"),
    ("5 September 2026", "2026-09-05T00:00:00"),
    ("02.11.2026 10:00", "2026-11-02T10:00:00"),
    ("13/11/2026", "2026-11-13T00:00:00"),
    ("11/13/2026 3:04 PM", "2026-11-13T15:04:00"),
    ("2026年11月2日 10:00", "2026-11-02T10:00:00"),
    ("2026년 11월 2일", "2026-11-02T00:00:00"),
    ("Mon Nov  2 10:00:00 2026", "2026-11-02T10:00:00"),
]


@pytest.mark.parametrize(("text", "instant"), ZONED)
def test_a_date_with_a_zone_is_an_instant(text: str, instant: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found.placed(timedelta(hours=-7)) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(("text", "clock"), UNZONED)
def test_a_date_without_a_zone_keeps_its_clock_until_it_is_placed(text: str, clock: str) -> None:
    found = read_date(text)
    assert found is not None
    assert found.offset is None
    assert found.at == datetime.fromisoformat(clock)
    assert found.placed(None) == datetime.fromisoformat(clock + "+00:00")
    assert found.placed(timedelta(hours=9)) == datetime.fromisoformat(clock + "+09:00")


@pytest.mark.parametrize(
    "text",
    ["", None, "yesterday", "05/09/2026", "2026-13-45T00:00:00Z", "32 Nov 2026", "0", "12", "99999999999999999999",
     "Mon, 02 Foo 2026 10:00:00 GMT", "Nov", "2026", "-1", "25:00", "T", "0000-00-00T00:00:00Z"],
)  # fmt: skip
def test_what_is_not_sure_is_not_read(text: str | None) -> None:
    found = read_date(text)
    assert found is None or text == "2026"


def test_a_date_at_the_edge_of_the_calendar_is_no_instant() -> None:
    found = read_date("0001-01-01T00:00:00+09:00")
    assert found is not None
    assert found.placed(None) is None


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail(text: str) -> None:
    found = read_date(text)
    for usual in (None, timedelta(hours=9)):
        placed = found.placed(usual) if found else None
        assert placed is None or placed.tzinfo is UTC


INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(INSTANTS)
def test_what_the_standards_write_is_read_exactly(instant: datetime) -> None:
    instant = instant.replace(microsecond=0)
    for text in (format_datetime(instant), format_datetime(instant, usegmt=True), instant.isoformat()):
        found = read_date(text)
        assert found is not None
        assert found.placed(None) == instant


@pytest.mark.parametrize(
    ("instant", "is_good"),
    [("2026-11-02T12:00:00", True), ("2026-11-02T12:09:00", True), ("2026-11-02T12:11:00", False),
     ("1990-01-01T00:00:00", True), ("1989-12-31T23:59:59", False)],
)  # fmt: skip
def test_the_future_and_the_time_before_feeds_are_not_plausible(instant: str, is_good: bool) -> None:
    now = datetime.fromisoformat(NOON)
    assert is_plausible(datetime.fromisoformat(instant + "+00:00"), now=now) is is_good
