"""Messages between the process that answers and the one that asked: every value comes back, no bytes are run."""

import pickle
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import ArchiveError
from storage.snapshot.worker_messages import decoded, encoded

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.binary()
    | st.uuids()
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))


@given(st.lists(st.lists(VALUES, max_size=4).map(tuple), max_size=4))
def test_rows_come_back_as_they_were(rows: list[tuple[Any, ...]]) -> None:
    assert decoded(encoded(("rows", rows))) == ("rows", rows)


def test_a_map_may_have_keys_of_any_kind() -> None:
    row = ({date(2024, 4, 1): 1, (1, 2): [Decimal("1.50")]}, timedelta(days=-1), time(12, 30), UUID(int=7))
    assert decoded(encoded(("rows", [row]))) == ("rows", [row])


def test_zones_of_the_database_become_utc() -> None:
    (row,) = decoded(encoded(("rows", [(datetime(2024, 4, 1, tzinfo=UTC),)])))[1]
    assert row[0].tzinfo is UTC


@pytest.mark.parametrize(
    "received",
    [b"", b"\0", b"{", b'{"eval":"1"}', b'[{"bytes":"zz"}]', b"[]", b'{"a":1,"b":2}', b'["rows", 3]'],
)
def test_what_is_no_message_is_refused(received: bytes) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        decoded(received)


def test_a_pickle_is_never_opened() -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        decoded(pickle.dumps(("rows", [])))
