"""Stretches of a text that hold several things near each other."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

Place = tuple[int, int]  # first word, and word after the last


def near_places(lists: Sequence[Sequence[Place]], between: int, is_ordered: bool) -> Iterator[Place]:
    """Yield stretches that hold one place of each list, none over another, with at most `between` words among them."""
    if all(lists):
        yield from (_in_order if is_ordered else _in_any_order)(lists, between)


def _in_order(lists: Sequence[Sequence[Place]], between: int) -> Iterator[Place]:
    """Take, from each place of the first list on, the earliest of each next one: none leaves fewer words between."""
    for start, first_end in lists[0]:
        end, used = first_end, first_end - start
        for places in lists[1:]:
            at = bisect_left(places, (end, 0))
            if at == len(places):
                break
            used += places[at][1] - places[at][0]
            end = places[at][1]
        else:
            if end - start - used <= between:
                yield start, end


def _in_any_order(lists: Sequence[Sequence[Place]], between: int) -> Iterator[Place]:
    """Take, from each place on, the earliest of every other list."""
    events = sorted((start, end, number) for number, places in enumerate(lists) for start, end in places)
    room = between + sum(max(end - start for start, end in places) for places in lists)
    for first, (start, first_end, first_number) in enumerate(events):
        end, used, seen = first_end, first_end - start, {first_number}
        for at in range(first + 1, len(events)):
            next_start, next_end, number = events[at]
            if len(seen) == len(lists) or next_start - start >= room:
                break
            if number not in seen and next_start >= end:
                end, used = next_end, used + next_end - next_start
                seen.add(number)
        if len(seen) == len(lists) and end - start - used <= between:
            yield start, end
