"""What people are told of feeds, of a new archive and of copies that stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.session import opened
from news.records import FeedMemory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_feeds_are_listed_as_they_are_those_that_fail_first() -> None:
    from flows.operations.artifacts import health  # with Prefect, which only this test needs

    feeds = [
        FeedMemory(url="https://a.example/feed", status="ok", last_new_at=NOW, interval_seconds=1790.0),
        FeedMemory(url="https://b.example/feed", status="ok", last_new_at=NOW - timedelta(days=9)),
        FeedMemory(url="https://c.example/feed", status="failing", failures_in_row=3, last_outcome="timeout"),
        FeedMemory(url="https://d.example/feed", status="gone", outlet="Post"),
    ]
    told = [(row["feed"][8], row["outlet"], row["every min"], row["last new"]) for row in health(feeds, NOW)]
    assert told == [
        ("d", "Post", 60, ""),
        ("c", "", 60, ""),
        ("b", "", 60, "2026-11-13 12:00"),
        ("a", "", 30, "2026-11-22 12:00"),
    ]
    assert [row["last outcome"] for row in health(feeds, NOW)] == [
        "never polled",
        "timeout",
        "never polled",
        "never polled",
    ]


def test_a_new_archive_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for said in (True, False):
        with opened(tmp_path / "archive", now=NOW) as (archive, _, moment):
            assert moment == NOW
            assert not archive.outlets.is_empty()
        assert ("a new archive was made in" in capsys.readouterr().err) == said
