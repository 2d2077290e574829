"""Dates: every spelling that pages use, with the offset they state; no day out of nothing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from extractors.metadata.dates import address_date, believed_date, read_date, shown_times, spread_days
from news.records import DateCandidate


def offset(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


NINE = datetime(2025, 3, 4, 9, 5)  # noqa: DTZ001 (cases add the zone)
DAY = NINE.replace(hour=0, minute=0)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-03-04T09:05:00+02:00", NINE.replace(tzinfo=offset(2))),
        ("2025-03-04T09:05:00.123+0200", NINE.replace(tzinfo=offset(2))),
        ("2025-03-04T09:05Z", NINE.replace(tzinfo=UTC)),
        ("2025-03-04 09:05:00 +0530", NINE.replace(tzinfo=offset(5.5))),
        ("2025-03-04 09:05 EST", NINE.replace(tzinfo=offset(-5))),
        ("2025-03-04T09:05:00-03", NINE.replace(tzinfo=offset(-3))),
        ("20250304T090500Z", NINE.replace(tzinfo=UTC)),
        ("1741079100", datetime(2025, 3, 4, 9, 5, tzinfo=UTC)),
        ("1741079100000", datetime(2025, 3, 4, 9, 5, tzinfo=UTC)),
        ("Tue, 04 Mar 2025 09:05:00 +0100", NINE.replace(tzinfo=offset(1))),
        ("Tue Mar 04 09:05:00 UTC 2025", NINE.replace(tzinfo=UTC)),
        ("March 4, 2025 at 9:05 AM EDT", NINE.replace(tzinfo=offset(-4))),
        ("Mar. 4, 2025, 9:05 a.m. PST", NINE.replace(tzinfo=offset(-8))),
        ("2025-03-04T09:05:00 GMT+0100", NINE.replace(tzinfo=offset(1))),
        ("2025-03-04T09:05:00+8:00", NINE.replace(tzinfo=offset(8))),
        ("Tue Mar 04 2025 09:05:00 GMT+0100 (Central European Standard Time)", NINE.replace(tzinfo=offset(1))),
    ],
)
def test_a_stated_offset_is_kept(text: str, at: datetime) -> None:
    found = read_date(text, "meta")
    assert found is not None
    assert (found.at, found.at.utcoffset(), found.is_zone_known) == (at, at.utcoffset(), True)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-03-04T09:05:00", NINE),
        ("2025-03-04 09:05", NINE),
        ("2025-3-4", datetime(2025, 3, 4)),  # noqa: DTZ001
        ("20250304", datetime(2025, 3, 4)),  # noqa: DTZ001
        ("2025/03/04", datetime(2025, 3, 4)),  # noqa: DTZ001
        ("04.03.2025 09:05", NINE),
        ("4 March 2025", datetime(2025, 3, 4)),  # noqa: DTZ001
    ],
)
def test_without_an_offset_the_time_is_taken_as_utc_and_told_so(text: str, at: datetime) -> None:
    found = read_date(text, "meta")
    assert found is not None
    assert (found.at, found.is_zone_known) == (at.replace(tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("text", "language", "at"),
    [
        ("4. März 2025, 09:05 Uhr", "de", NINE), ("4 mars 2025 à 09:05", "fr", NINE),
        ("mardi 4 mars 2025 09h05", "fr", NINE),
        ("4 de marzo de 2025 09:05", "es", NINE), ("4 марта 2025, 09:05", "ru", NINE),
        ("2025年03月04日 09:05", "zh", NINE),
        ("2025年3月4日 09時05分", "ja", NINE), ("2025년 3월 4일 09:05", "ko", NINE),
        ("2025.03.04. 오전 9:05", "ko", NINE),
        ("4 Mart 2025 09:05", "tr", NINE), ("٤ مارس ٢٠٢٥", "ar", DAY), ("4 मार्च 2025", "hi", DAY),
        ("4 marca 2025", "pl", DAY), ("tirsdag 04. mars 2025 - 09:05", "no", NINE), ("4 mars 2025", "xx", DAY),
        ("4 marzo 2025", None, DAY), ("4 de março de 2025", "en", DAY), ("4th March 2025", "en", DAY),
        ("14/03/2025", "en", datetime(2025, 3, 14)),  # noqa: DTZ001
        ("03/14/2025 6:05 PM", "en", datetime(2025, 3, 14, 18, 5)),  # noqa: DTZ001
        ("04/03/2025", "fr", DAY), ("04.03.2025 | 09:05", "de", NINE),
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_pages_language(text: str, language: str | None, at: datetime) -> None:
    found = read_date(text, "json-ld", language)
    assert found is not None
    assert (found.at, found.is_zone_known) == (at.replace(tzinfo=UTC), False)


@pytest.mark.parametrize("text", ["03/04/2025", "2 hours ago", "March 2025", "Update 20250 of the wall"])
def test_what_may_be_two_days_is_none(text: str) -> None:
    assert read_date(text, "meta", "en") is None


def test_shown_times_leave_out_those_of_a_change() -> None:
    tree = html.document_fromstring(
        "<body><time class='updated' datetime='2025-03-05T10:00Z'>x</time><time datetime='2025-03-04T09:05Z'>x</time>"
        "<time>y</time></body>"
    )
    assert [c.at for c in shown_times(tree)] == [NINE.replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    "text", ["", "yesterday", "0000-00-00", "0001-01-01T00:00:00Z", "1970-01-01", "2025-13-40", "99", "2025-02-30"]
)
def test_what_is_no_day_of_the_web_is_none(text: str) -> None:
    assert read_date(text, "meta") is None


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_what_is_written_in_iso_is_read_back(at: datetime, minutes: int) -> None:
    stated = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    found = read_date(stated.isoformat(), "json-ld")
    assert found is not None
    assert (found.at, found.at.utcoffset()) == (stated, stated.utcoffset())


@settings(deadline=None)  # the first odd date loads the months' names of all languages
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    read_date(text, "meta")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/2025/03/04/wall", (2025, 3, 4)), ("https://x.example/wall-20250304", (2025, 3, 4)),
        ("https://x.example/2025/mar/04/wall", (2025, 3, 4)), ("https://x.example/a-2025-03-04.html", (2025, 3, 4)),
        ("https://x.example/wall-120250304", None), ("https://x.example/2025/13/04/", None), (None, None),
        ("https://x.example/2025/02/30/x", None),
    ],
)  # fmt: skip
def test_an_address_may_name_a_day(url: str | None, day: tuple[int, int, int] | None) -> None:
    found = address_date(url)
    assert (found and (found.at.year, found.at.month, found.at.day)) == day


def test_the_first_candidate_is_believed_and_a_later_one_adds_the_time() -> None:
    day = DateCandidate(source="json-ld", at=datetime(2025, 3, 4, tzinfo=UTC), is_zone_known=False)
    time = DateCandidate(source="meta", at=NINE.replace(tzinfo=offset(1)), is_zone_known=True)
    other = DateCandidate(source="meta", at=datetime(2025, 3, 9, 7, tzinfo=UTC), is_zone_known=True)
    assert believed_date([day, other, time]) == time
    assert believed_date([day, other]) == day
    assert believed_date([other, day]) == other
    assert believed_date([]) is None
    assert spread_days([day, other]) == 5.292
    assert spread_days([day]) is None
