"""Failures: each kind once, with a count; no control characters."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news.records import Failure
from storage.archive import Archive
from storage.tables.failures import LONGEST, save_failures

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEPT = 'SELECT stage, subject, error, "at", times, first_at FROM archive.failures ORDER BY error'


def failure(error: str, hours: int, subject: str = "https://a.example/rss") -> Failure:
    return Failure(stage="feeds", subject=subject, error=error, at=NOW + timedelta(hours=hours))


def test_a_failure_that_comes_again_is_counted(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        for round_ in range(300):
            with archive.store.transaction():
                save_failures(archive.store, [failure("timeout", round_), failure("http (500)", 0)])
        rows = archive.store.rows(KEPT)
    assert [row[2:] for row in rows] == [
        ("http (500)", NOW, 300, NOW),
        ("timeout", NOW + timedelta(hours=299), 300, NOW),
    ]


def test_failures_of_one_round_are_counted_too(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive, archive.store.transaction():
        save_failures(archive.store, [failure("timeout", 2), failure("timeout", 1), failure("dns", 0)])
        assert [row[2:5] for row in archive.store.rows(KEPT)] == [
            ("dns", NOW, 1),
            ("timeout", NOW + timedelta(hours=2), 2),
        ]


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("a\x1b[31mred\x07", "a [31mred "),
        ("two\r\nlines", "two lines"),
        ("\u202etxt.exe", " txt.exe"),
        ("half \ud83d", "half ?"),
        ("x" * 5000, "x" * LONGEST),
    ],
)
def test_what_a_server_says_is_kept_as_one_plain_line(tmp_path: Path, stated: str, kept: str) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        for _ in range(2):
            with archive.store.transaction():
                save_failures(archive.store, [failure(stated, 0)])
        assert [(row[2], row[4]) for row in archive.store.rows(KEPT)] == [(kept, 2)]


def test_nothing_is_kept_of_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive, archive.store.transaction():
        save_failures(archive.store, [])
        assert archive.store.rows(KEPT) == []
