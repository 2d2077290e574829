"""The state of a story is the first that holds; the macros of the public SQL are its only definition."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from news.records import SILENT_DAYS
from storage.migrate import migrate
from tests.storage.small_archive import SmallArchive

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CASES = [
    # days before NOW on which the story had an own text, closed, burst, state
    ([1, 0], True, True, "closed"),
    ([40, 2], False, True, "revived"),
    ([40, 26, 6.9], False, False, "revived"),
    ([40, 7, 1], False, False, "active"),
    ([20, 10, 1], False, True, "burst"),
    ([2.9, 1], False, False, "new"),
    ([2.9], False, True, "burst"),
    ([3, 1], False, False, "active"),
    ([30, 20, 13.9], False, False, "active"),
    ([14], False, False, "dormant"),
]
STATE = """
    SELECT story_state(
        $closed, $burst, min(told_at), max(told_at), max(told_at) FILTER (told_at <= $now - revived_for()),
        min(told_at) FILTER (told_at > $now - revived_for()), $now
    ) FROM (SELECT unnest($texts::TIMESTAMPTZ[]) AS told_at)
"""


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    migrate(connection, now=NOW)
    return connection


@pytest.mark.parametrize(("days", "closed", "burst", "state"), CASES)
def test_the_first_state_that_holds_is_the_story_s(
    connection: duckdb.DuckDBPyConnection, days: list[float], closed: bool, burst: bool, state: str
) -> None:
    texts = [NOW - timedelta(days=day) for day in days]
    parameters = {"closed": closed, "burst": burst, "now": NOW, "texts": texts}
    assert connection.execute(STATE, parameters).fetchone() == (state,)


@pytest.mark.parametrize(
    ("silence", "phase"), [(None, "begins"), (13.9, "continues"), (14, "revives"), (90, "revives")]
)
def test_an_own_text_begins_continues_or_revives(
    connection: duckdb.DuckDBPyConnection, silence: float | None, phase: str
) -> None:
    before = None if silence is None else NOW - timedelta(days=silence)
    found = connection.execute("SELECT story_phase($1::TIMESTAMPTZ, $2::TIMESTAMPTZ)", [before, NOW]).fetchone()
    assert found == (phase,)


def test_the_silence_that_a_digest_tells_is_the_one_that_revives(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("SELECT silent_for()").fetchone() == (timedelta(days=SILENT_DAYS),)


UNREAD = "not read in this language"


@pytest.mark.parametrize(
    ("origins", "told"),
    [
        ([("unknown", UNREAD, 1), ("unknown", UNREAD, 1)], (0, 1, 1)),
        ([("unknown", UNREAD, 1), ("unknown", None, 1)], (0, 1, 0)),  # one of its articles was read
        ([("unknown", UNREAD, 1), ("unknown", "no credit", 1)], (0, 1, 0)),
        ([("unknown", UNREAD, 1), ("primary", None, 1)], (1, 0, 0)),
        ([("unknown", UNREAD, 1), ("primary", UNREAD, 2)], (1, 1, 1)),
        ([("unknown", UNREAD, 1), ("relays", UNREAD, 1)], (0, 0, 0)),
        ([("unknown", UNREAD, 1), ("unknown", None, 2)], (0, 2, 1)),
    ],
)
def test_a_report_is_not_read_where_none_of_its_articles_is(
    origins: list[tuple[str, str | None, int]], told: tuple[int, int, int]
) -> None:
    made = SmallArchive()
    made.story("s1")
    for number, (state, reason, group) in enumerate(origins, 1):
        made.told(number, "s1", "Post", float(number))
        made.origin(number, "s1", group, state, "Agency" if state == "relays" else None, reason=reason)
    assert made.one("SELECT first_hand_reports, unknown_reports, not_read FROM stories") == told
