from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site.axes import day_ticks, value_ticks

FIRST = date(2024, 3, 26)


def span(days):
    return [FIRST + timedelta(days=ahead) for ahead in range(days)]


@pytest.mark.parametrize(
    ("top", "values"),
    [(1, [1]), (3, [1, 2, 3]), (5, [2, 4, 6]), (23, [10, 20, 30]), (400, [100, 200, 300, 400]), (401, [200, 400, 600])],
)
def test_lines_stand_at_round_numbers_and_the_last_holds_all(top, values):
    assert [tick.value for tick in value_ticks(top)] == values


def test_shares_have_lines_below_one():
    assert [tick.value for tick in value_ticks(0.034, least=0.0001)] == [0.01, 0.02, 0.03, 0.04]
    assert value_ticks(0) == ()


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (1, ["26 March"]),
        (14, ["26 March", "29 March", "1 April", "4 April", "7 April"]),
        (6, [f"{day} March" for day in range(26, 32)]),
        (7, ["26 March", "28 March", "30 March", "1 April"]),
        (18, ["26 March", "29 March", "1 April", "4 April", "7 April", "10 April"]),
        (19, ["26 March", "31 March", "5 April", "10 April"]),
        (31, ["26 March", "2 April", "9 April", "16 April", "23 April"]),
        (43, ["26 March", "9 April", "23 April", "7 May"]),
        (84, ["26 March", "9 April", "23 April", "7 May", "21 May", "4 June"]),
        (85, ["1 April", "1 May", "1 June"]),
        (40, ["26 March", "2 April", "9 April", "16 April", "23 April", "30 April"]),
        (130, ["1 April", "1 May", "1 June", "1 July", "1 August"]),
        (900, ["1 July", "1 January", "1 July", "1 January", "1 July"]),
    ],
)
def test_days_are_labelled_by_steps_then_by_months(days, labels):
    assert [f"{tick.day:%-d %B}" for tick in day_ticks(span(days))] == labels


@given(st.integers(0, 20_000))
def test_labels_never_crowd_and_are_in_order(days):
    ticks = day_ticks(span(days))
    assert len(ticks) <= 6
    assert bool(ticks) == bool(days)
    assert all(one.at < other.at for one, other in pairwise(ticks))
    assert all(0 < tick.at < 1 for tick in ticks)
