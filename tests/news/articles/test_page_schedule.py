"""When a page is read, read again, and given up."""

from datetime import UTC, datetime, timedelta

import pytest

from news.articles.page_schedule import NO_MORE, after_reading, trusted_urls
from news.records import Reading

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRESH = Reading(article_id=1, url="https://a.example/1", next_at=NOW)


def hours(reading: Reading) -> float | None:
    return None if reading.next_at == NO_MORE else (reading.next_at - NOW) / timedelta(hours=1)


def test_a_page_that_was_read_is_read_again_after_a_day_and_a_week() -> None:
    once = after_reading(FRESH, "ok", now=NOW)
    assert (hours(once), once.rereads) == (24, 1)
    twice = after_reading(once, "ok", now=NOW)
    assert hours(twice) == 144
    assert hours(after_reading(twice, "ok", now=NOW)) is None


def test_a_page_that_failed_is_tried_three_times_more_within_a_day() -> None:
    waits, reading = [], FRESH
    for _ in range(4):
        reading = after_reading(reading, "timeout", now=NOW)
        waits.append(hours(reading))
    assert waits == [1, 5, 18, None]


@pytest.mark.parametrize("status", ["gone", "non_html", "not_article", "robots", "bad_url"])
def test_what_will_not_be_there_in_an_hour_is_not_asked_again(status: str) -> None:
    assert hours(after_reading(FRESH, status, now=NOW)) is None


def test_a_failed_rereading_waits_for_the_next_one() -> None:
    read = after_reading(FRESH, "ok", now=NOW)
    assert hours(after_reading(read, "gone", now=NOW)) == 144


def test_a_pages_own_address_is_believed_unless_several_pages_claim_it() -> None:
    pairs = [
        ("https://a.example/1?x=1", "https://a.example/1"),
        ("https://a.example/2", "https://a.example/section"),
        ("https://a.example/3", "https://a.example/section"),
        ("https://a.example/4", None),
    ]
    assert trusted_urls(pairs) == [
        "https://a.example/1", "https://a.example/2", "https://a.example/3", "https://a.example/4",
    ]  # fmt: skip
