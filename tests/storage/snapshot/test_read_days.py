"""A day counts as read from half of its polls on, and as covered from half of the outlets on: both bounds."""

from datetime import UTC, date, datetime

import duckdb
import pytest

from storage.migrate import migrate


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        migrate(opened, now=datetime(2026, 3, 9, tzinfo=UTC))
        opened.execute("SET VARIABLE as_of = TIMESTAMPTZ '2026-03-09 00:00:00+00'")
        yield opened


@pytest.mark.parametrize(
    ("polls", "ok", "is_read"),
    [(4, 4, True), (4, 2, True), (4, 1, False), (3, 2, True), (3, 1, False), (1, 0, False), (0, 0, False)],
)
def test_a_day_is_read_from_half_of_its_polls_on(connection, polls, ok, is_read):
    connection.execute("DELETE FROM archive.feed_days")
    connection.execute(
        "INSERT INTO archive.feed_days VALUES ('https://x.example/feed', 'Harbour Post', $1, $2, $3, 0, 0)",
        [date(2026, 3, 1), polls, ok],
    )
    assert connection.execute("SELECT is_read FROM polled_days").fetchall() == [(is_read,)]


def test_polls_of_several_feeds_of_an_outlet_are_added_up(connection):
    connection.execute("DELETE FROM archive.feed_days")
    connection.executemany(
        "INSERT INTO archive.feed_days VALUES ($1, 'Harbour Post', $2, $3, $4, 0, 0)",
        [["https://x.example/1", date(2026, 3, 1), 10, 0], ["https://x.example/2", date(2026, 3, 1), 10, 10]],
    )
    assert connection.execute("SELECT polls, polls_ok, is_read FROM polled_days").fetchall() == [(20, 10, True)]


@pytest.mark.parametrize(
    ("missing", "followed", "covered"), [(0, 10, True), (5, 10, True), (6, 10, False), (1, 2, True), (2, 3, False)]
)
def test_a_day_is_covered_from_half_of_the_outlets_on(connection, missing, followed, covered):
    assert connection.execute("SELECT is_mostly_read($1, $2)", [missing, followed]).fetchone() == (covered,)
