"""Alerts: what is worth telling at once, and each cause only once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.alerts import (
    ALERT_RULES,
    Alert,
    DeploymentSign,
    FeedSign,
    ReadingSign,
    RunSign,
    StorySign,
    feed_alerts,
    not_told_yet,
    reading_alerts,
    run_alerts,
    story_alerts,
)

NOW = datetime(2026, 9, 27, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STORY = StorySign(story_id="sabc", title="The dredging", copy_groups=9)
FEED = FeedSign(
    url="https://a.example/feed", outlet="A", status="ok", rhythm_seconds=3600, last_new_at=NOW, last_outcome="ok"
)
RUN = RunSign(name="collect-news Sun", state="COMPLETED", message="", due_at=NOW)
TICK = DeploymentSign(name="collect-news", known_since=NOW - DAY, is_scheduled=True, has_next=True, runs=(RUN,) * 3)


@pytest.mark.parametrize(
    ("sign", "kinds"),
    [
        (STORY, []),
        (replace(STORY, burst_day=date(2026, 9, 27)), ["burst"]),
        (replace(STORY, is_revived=True), []),  # nobody watches it
        (replace(STORY, is_revived=True, watches=("harbour",)), ["revival"]),
        (replace(STORY, is_revived=True, watches=("harbour",), burst_day=date(2026, 9, 26)), ["burst", "revival"]),
    ],
)
def test_a_burst_is_told_always_and_a_revival_where_a_watch_follows_the_story(
    sign: StorySign, kinds: list[str]
) -> None:
    assert [alert.kind for alert in story_alerts([sign], now=NOW)] == kinds


@pytest.mark.parametrize(
    ("rhythm", "silence", "status", "told"),
    [
        (900.0, timedelta(hours=10), "ok", False),  # a night
        (900.0, timedelta(hours=66), "ok", False),  # from Friday evening to Monday noon
        (900.0, timedelta(hours=73), "ok", True),
        (7 * 86400.0, timedelta(days=20), "ok", False),  # a weekly is silent for two weeks
        (7 * 86400.0, timedelta(days=22), "ok", True),
        (900.0, timedelta(days=9), "failing", True),
        (900.0, timedelta(days=9), "paused", False),
    ],
)
def test_a_feed_is_silent_after_three_times_its_rhythm_of_at_least_a_day(
    rhythm: float, silence: timedelta, status: str, told: bool
) -> None:
    sign = replace(FEED, rhythm_seconds=rhythm, last_new_at=NOW - silence, status=status)
    assert bool(list(feed_alerts([sign], now=NOW))) is told


def test_a_silent_feed_that_fails_is_told_with_its_fault() -> None:
    sign = replace(FEED, last_new_at=NOW - 9 * DAY, last_outcome="http_error")
    (alert,) = feed_alerts([sign], now=NOW)
    assert "9 days, usually every hour; " in alert.said
    assert "the last poll said http error" in alert.said


@pytest.mark.parametrize(
    ("recent", "recent_read", "before", "before_read", "told"),
    [
        (10, 9, 100, 95, False),
        (10, 4, 100, 95, True),
        (10, 5, 100, 95, False),
        (10, 0, 100, 0, False),  # never was any better
        (4, 0, 100, 95, False),  # too few to tell
        (10, 0, 10, 10, False),  # too little known of before
    ],
)
def test_an_outlet_is_told_whose_pages_give_half_the_texts_they_gave(
    recent: int, recent_read: int, before: int, before_read: int, told: bool
) -> None:
    sign = ReadingSign(outlet="A", recent=recent, recent_read=recent_read, before=before, before_read=before_read)
    assert bool(list(reading_alerts([sign], now=NOW))) is told


def runs(*states: str) -> tuple[RunSign, ...]:
    return tuple(
        replace(RUN, state=state.rstrip("*"), is_dropped=state.endswith("*"), due_at=NOW - place * HOUR)
        for place, state in enumerate(states)
    )


@pytest.mark.parametrize(
    ("sign", "kinds"),
    [
        (TICK, []),
        (replace(TICK, runs=runs("COMPLETED", "FAILED")), ["run_failed"]),
        (replace(TICK, runs=runs("COMPLETED", "CRASHED", "CRASHED")), ["run_failed"]),
        (replace(TICK, runs=runs("SCHEDULED", "CANCELLED", "CANCELLED")), ["run_missing"]),
        (replace(TICK, runs=runs("CANCELLED", "CANCELLED", "RUNNING")), []),  # it takes its time
        (replace(TICK, runs=runs("SCHEDULED", "SCHEDULED")), []),  # too early to tell
        (replace(TICK, runs=runs("SCHEDULED", "CANCELLED*", "CANCELLED*", "COMPLETED")), []),  # the machine slept
        (replace(TICK, has_next=False), ["run_missing"]),
        (replace(TICK, has_next=False, known_since=NOW), []),  # not planned yet
        (replace(TICK, has_next=False, is_scheduled=False), []),  # somebody paused it
    ],
)
def test_runs_that_failed_and_runs_that_never_came_are_told(sign: DeploymentSign, kinds: list[str]) -> None:
    assert [alert.kind for alert in run_alerts([sign], now=NOW)] == kinds


def alert(kind: str = "silent_feed", subject: str = "a", hours: float = 0.0) -> Alert:
    return Alert(kind=kind, subject=subject, said="said", raised_at=NOW + hours * HOUR)  # type: ignore[arg-type]


def test_a_condition_that_lasts_is_told_again_after_a_while() -> None:
    told = {alert().cause: NOW}
    assert not_told_yet([alert(hours=6 * 24)], told) == []
    assert not_told_yet([alert(hours=7 * 24)], told) == [alert(hours=7 * 24)]


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ALERT_RULES.again_days)), st.sampled_from("ab"), st.integers(0, 24 * 30)),
        max_size=40,
    )
)
def test_no_cause_is_told_twice_a_day(said: list[tuple[str, str, int]]) -> None:
    told: dict[tuple[str, str, str], datetime] = {}
    for kind, subject, hours in sorted(said, key=lambda item: item[2]):
        found = alert(kind, subject, hours)
        for new in not_told_yet([found, found], told):
            assert new.cause not in told or new.raised_at - told[new.cause] >= DAY
            told[new.cause] = new.raised_at
