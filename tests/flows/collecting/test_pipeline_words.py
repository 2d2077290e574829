from dataclasses import replace
from datetime import UTC, datetime

from flows.collecting.pipeline import Polled
from news.records import FeedMemory

AT = datetime(2031, 3, 26, 7, 15, tzinfo=UTC)
FEED = FeedMemory(url="https://harbour-post.example/feed", next_at=AT)


def polled(due: int, outcomes: dict[str, int], *feeds: FeedMemory) -> Polled:
    return Polled(due=due, outcomes=outcomes, new_entries=0, feeds=feeds)


def test_without_network_a_collection_says_so_and_what_is_due_next() -> None:
    said = polled(3, {"dns": 2, "connect": 1}, FEED).in_words()
    assert said == (
        "Feeds: none of 3 could be reached (no connection 1, address not found 2); is this machine on the network? "
        "Nothing is lost; the next is due at 26 March 07:15 UTC."
    )


def test_one_server_that_answered_is_no_lack_of_network() -> None:
    assert polled(2, {"dns": 1, "http_error": 1}, FEED).in_words() == (
        "Feeds: 2 polled: address not found 1, the site answered with an error 1."
    )


def test_what_has_no_label_is_told_without_underscores() -> None:
    said = polled(4, {"ok": 1, "not_modified": 2, "too_large": 1}, FEED).in_words()
    assert said == "Feeds: 4 polled: not modified 2, ok 1, too large 1."


def test_where_none_was_due_it_says_when_the_next_is() -> None:
    assert polled(0, {}, FEED).in_words() == "Feeds: none was due; the next is due at 26 March 07:15 UTC."
    assert polled(0, {}, replace(FEED, next_at=None)).in_words() == "Feeds: none was due."


def test_where_none_is_followed_it_says_how_to_follow_one() -> None:
    assert polled(0, {}).in_words() == "Feeds: none is followed; newsthread feeds add URL, or feeds import FILE."
