"""How many rows of an answer are sent, and when it is said that there are more."""

from typing import Any

import pytest

from storage.snapshot.sql_worker import _send_rows


class Result:
    """An answer that comes in these batches."""

    def __init__(self, *sizes: int) -> None:
        self.description = [("n", "BIGINT")]
        self.batches = [[(number,) for number in range(size)] for size in sizes]

    def fetchmany(self, size: int) -> list[tuple[int]]:
        return self.batches.pop(0) if self.batches else []


@pytest.mark.parametrize(
    ("sizes", "limit", "sent", "is_cut"),
    [
        ((3,), None, [3], False),
        ((3,), 3, [3], False),
        ((3,), 2, [2], True),
        ((3, 2), 5, [3, 2], False),
        ((3, 2), 4, [3, 1], True),
        ((3, 2), 3, [3, 0], True),
        ((), 3, [], False),
        ((3,), 0, [0], True),
    ],
)
def test_rows_are_sent_up_to_the_limit_and_more_are_told(
    sizes: tuple[int, ...], limit: int | None, sent: list[int], is_cut: bool
) -> None:
    told: list[tuple[Any, ...]] = []
    result: Any = Result(*sizes)
    _send_rows(result, limit, told.append)
    assert told[0] == ("columns", ["n"], ["BIGINT"])
    assert [len(one[1]) for one in told if one[0] == "rows"] == sent
    assert (("truncated",) in told) is is_cut
