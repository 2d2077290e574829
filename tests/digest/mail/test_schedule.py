from datetime import UTC, datetime, timedelta

import pytest

from digest.mail.schedule import first_period_start, is_digest_time, last_hour
from news.records import Reader


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# zone, hour, rhythm, now (UTC) -> the hour that struck last (UTC)
CASES = [
    ("UTC", 7, "day", "2031-03-26 07:00", "2031-03-26 07:00"),
    ("UTC", 7, "day", "2031-03-26 06:59", "2031-03-25 07:00"),
    ("Asia/Tokyo", 7, "day", "2031-03-25 22:30", "2031-03-25 22:00"),
    ("America/New_York", 7, "day", "2031-03-26 10:59", "2031-03-25 11:00"),
    ("Europe/Berlin", 7, "day", "2031-03-29 12:00", "2031-03-29 06:00"),
    ("Europe/Berlin", 7, "day", "2031-03-30 12:00", "2031-03-30 05:00"),  # summer time began
    ("Europe/Berlin", 2, "day", "2031-03-30 12:00", "2031-03-30 01:00"),  # an hour that is skipped that day
    ("UTC", 7, "week", "2031-03-26 07:00", "2031-03-24 07:00"),  # Monday
    ("UTC", 7, "week", "2031-03-24 06:00", "2031-03-17 07:00"),
]


@pytest.mark.parametrize(("zone", "hour", "every", "now", "struck"), CASES)
def test_the_hour_is_that_of_the_readers_clock(zone, hour, every, now, struck):
    reader = Reader(name="anna", address="a@x.example", time_zone=zone, hour=hour, every=every)
    assert last_hour(reader, now=at(now)) == at(struck)


def test_a_letter_is_written_once_an_hour_that_struck_however_late_the_run():
    reader = Reader(name="anna", address="a@x.example")
    now = at("2031-03-26 11:20")
    assert is_digest_time(reader, last_end=at("2031-03-25 07:00"), now=now)
    assert is_digest_time(reader, last_end=at("2031-03-20 07:00"), now=now)
    assert not is_digest_time(reader, last_end=now, now=now + timedelta(hours=1))


def test_a_new_reader_is_written_to_at_once_about_the_last_day():
    reader = Reader(name="anna", address="a@x.example")
    now = at("2031-03-26 11:20")
    assert is_digest_time(reader, last_end=None, now=now)
    assert first_period_start(reader, now=now) == now - timedelta(days=1)
    weekly = Reader(name="anna", address="a@x.example", every="week")
    assert first_period_start(weekly, now=now) == now - timedelta(days=7)


def test_a_letter_that_ended_at_the_hour_is_not_written_again():
    reader = Reader(name="anna", address="a@x.example")
    now = at("2031-03-26 07:00")
    assert last_hour(reader, now=now) == now
    assert not is_digest_time(reader, last_end=now, now=now)
    assert is_digest_time(reader, last_end=now - timedelta(seconds=1), now=now)
