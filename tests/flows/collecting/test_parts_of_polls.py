"""Feeds are saved in parts by what they bring: every page once, in order, and those without a body together."""

from hypothesis import given
from hypothesis import strategies as st

from flows.collecting.poll_feeds import PART_BYTES, in_parts
from news.records import FetchedPage

SIZES = st.lists(st.sampled_from([0, 0, 0, 10, PART_BYTES // 3, PART_BYTES, 2 * PART_BYTES]), max_size=12)


@given(SIZES)
def test_parts_hold_every_page_and_no_more_than_one_beyond_the_limit(sizes: list[int]) -> None:
    body = bytes(2 * PART_BYTES)
    group = [
        (place, FetchedPage(url=str(place), final_url=str(place), outcome="ok", body=body[:size]))
        for place, size in enumerate(sizes)
    ]
    parts = [*in_parts(group)]
    assert [item for part in parts for item in part] == group
    for part in parts:
        assert sum(len(page.body) for _, page in part[:-1]) < PART_BYTES
    for part in parts[:-1]:
        assert sum(len(page.body) for _, page in part) >= PART_BYTES
