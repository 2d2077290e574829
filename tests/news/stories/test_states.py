from datetime import UTC, datetime, timedelta

import pytest

from news.stories.states import story_state

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
    ([], False, False, "dormant"),
    ([5, -1], False, False, "active"),
]


@pytest.mark.parametrize(("days", "closed", "burst", "state"), CASES)
def test_the_first_state_that_holds_is_the_story_s(days: list[float], closed: bool, burst: bool, state: str) -> None:
    told = [NOW - timedelta(days=day) for day in days]
    assert story_state(told, now=NOW, is_closed=closed, burst=burst) == state
    assert story_state(told[::-1], now=NOW, is_closed=closed, burst=burst) == state
