"""Days and times as people write them on a command line."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.configuration.moments import read_moment
from news.errors import InputError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 27, 22, 30, tzinfo=UTC)  # in Berlin half an hour into the 28th


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-09-01", datetime(2026, 9, 1, tzinfo=BERLIN)),
        (" 2026-09-01T08:00 ", datetime(2026, 9, 1, 8, tzinfo=BERLIN)),
        ("2026-09-01 08:00", datetime(2026, 9, 1, 8, tzinfo=BERLIN)),
        ("2026-09-01T08:00:00Z", datetime(2026, 9, 1, 8, tzinfo=UTC)),
        ("2026-09-01T08:00:00+05:30", datetime(2026, 9, 1, 2, 30, tzinfo=UTC)),
        ("today", datetime(2026, 9, 28, tzinfo=BERLIN)),
        ("Yesterday", datetime(2026, 9, 27, tzinfo=BERLIN)),
        ("now", NOW),
        ("7 days ago", NOW - timedelta(days=7)),
        ("7 days", NOW - timedelta(days=7)),
        ("7d", NOW - timedelta(days=7)),
        ("1 day", NOW - timedelta(days=1)),
        ("12 hours", NOW - timedelta(hours=12)),
        ("12h", NOW - timedelta(hours=12)),
        ("2  weeks ago", NOW - timedelta(days=14)),
    ],
)
def test_what_people_write(said: str, meant: datetime) -> None:
    assert read_moment(said, now=NOW, zone=BERLIN, option="--since") == meant


@pytest.mark.parametrize(
    "said", ["", "tomorrow?", "2026-02-30", "7", "seven days", "-3 days", "7 days later", "99999 d"]
)
def test_what_nobody_can_read_is_refused_by_its_option(said: str) -> None:
    with pytest.raises(InputError, match="--since"):
        read_moment(said, now=NOW, zone=BERLIN, option="--since")


@given(st.text(max_size=30))
def test_any_text_is_a_moment_with_a_zone_or_refused(said: str) -> None:
    with suppress(InputError):
        assert read_moment(said, now=NOW, zone=BERLIN, option="--until").tzinfo
