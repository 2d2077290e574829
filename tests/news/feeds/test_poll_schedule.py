"""A feed is asked as often as it publishes and its server likes, never twice at once, and never given up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.feeds.poll_schedule import (
    ScheduleRules,
    after_poll,
    body_hash,
    due,
    hold_hosts,
    is_same_body,
    request_for,
    unheld,
)
from news.records import FeedEntry, FeedMemory, FetchedPage, Outcome, ParsedFeed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RULES = ScheduleRules()
URL = "https://example.org/feed"
HOUR, DAY = 3600.0, 86400.0


def page(outcome: Outcome = "ok", **fields: Any) -> FetchedPage:
    said: dict[str, Any] = {"url": URL, "final_url": URL, "outcome": outcome, "body": b"feed", "status": 200} | fields
    return FetchedPage(**said)


def parsed(gap_seconds: float = HOUR, entries: int = 10, outcome: Outcome = "ok", **fields: Any) -> ParsedFeed:
    told = tuple(
        FeedEntry(feed_url=URL, guid=str(n), url=None, published_at=NOW - timedelta(seconds=n * gap_seconds))
        for n in range(entries)
    )
    return ParsedFeed(feed_url=URL, outcome=outcome, entries=told, **fields)


def polled(
    memory: FeedMemory,
    answer: FetchedPage,
    document: ParsedFeed | None = None,
    *,
    new: int = 0,
    known: int = 0,
    at: datetime = NOW,
    chance: float = 0.5,
) -> FeedMemory:
    return after_poll(memory, answer, document, new_entries=new, known_entries=known, now=at, chance=chance)


def wait(memory: FeedMemory, at: datetime = NOW) -> float:
    assert memory.next_at is not None
    return (memory.next_at - at).total_seconds()


FRESH = FeedMemory(url=URL)
READ = FeedMemory(
    url=URL, status="ok", etag='"1"', last_modified="Mon", body_sha256=body_hash(b"feed"), interval_seconds=HOUR,
    last_outcome="ok", last_polled_at=NOW - timedelta(hours=1), last_ok_at=NOW - timedelta(hours=1),
    last_new_at=NOW - timedelta(hours=1), last_full_at=NOW - timedelta(hours=1), publish_gap_seconds=2 * HOUR,
)  # fmt: skip


# --- who is asked ---------------------------------------------------------------------------------------------


def test_only_feeds_whose_time_has_come_are_due_and_paused_ones_never() -> None:
    feeds = [
        FeedMemory(url="https://a.example/", next_at=NOW + timedelta(seconds=1)),
        FeedMemory(url="https://b.example/", next_at=NOW),
        FeedMemory(url="https://c.example/", status="paused"),
        FeedMemory(url="https://d.example/", status="gone", next_at=NOW - timedelta(days=1)),
        FeedMemory(url="https://e.example/"),
    ]
    assert [feed.url[8] for feed in due(feeds, NOW)] == ["e", "d", "b"]


def test_every_site_has_its_first_feed_asked_before_any_has_its_second() -> None:
    hosts = ["a.blogspot.com", "b.blogspot.com", "c.example", "d.example", "c.example"]
    feeds = [
        FeedMemory(url=f"https://{host}/{n}", next_at=NOW - timedelta(hours=10 - n)) for n, host in enumerate(hosts)
    ]
    assert [feed.url[-1] for feed in due(feeds, NOW)] == ["0", "2", "3", "1", "4"]


def test_a_feed_that_was_polled_in_the_future_is_due_since_the_clock_was_set_back() -> None:
    tomorrow = NOW + timedelta(days=1)
    ahead = FeedMemory(url="https://a.example/", last_polled_at=tomorrow, next_at=tomorrow + timedelta(hours=1))
    skewed = FeedMemory(
        url="https://b.example/", last_polled_at=NOW + timedelta(minutes=2), next_at=NOW + timedelta(hours=1)
    )
    assert due([ahead, skewed], NOW) == [ahead]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5, 5)), max_size=20))
def test_due_names_each_feed_once(feeds: list[tuple[str, int]]) -> None:
    memories = [
        FeedMemory(url=f"https://{host}.example/{n}", next_at=NOW + timedelta(hours=hours))
        for n, (host, hours) in enumerate(feeds)
    ]
    found = due(memories, NOW)
    assert sorted(feed.url for feed in found) == sorted(m.url for m in memories if m.next_at and m.next_at <= NOW)


def silent(*, days: float, gap: float | None) -> FeedMemory:
    since = NOW - timedelta(days=days)
    return replace(READ, last_outcome="not_modified", last_new_at=since, last_full_at=since, publish_gap_seconds=gap)


# --- validators -----------------------------------------------------------------------------------------------


def test_validators_are_sent_with_every_poll_that_has_them() -> None:
    request = request_for(READ, NOW)
    assert (request.url, request.etag, request.last_modified) == (URL, '"1"', "Mon")


@pytest.mark.parametrize(
    ("memory", "is_whole"),
    [
        (READ, False),
        (replace(READ, last_full_at=NOW - timedelta(days=9)), False),
        (replace(READ, last_full_at=None), True),
        (replace(READ, conditional=False), True),
        (silent(days=2, gap=HOUR), True),
        (silent(days=2, gap=DAY), False),
        (silent(days=11, gap=DAY), True),
        (replace(silent(days=11, gap=DAY), last_full_at=NOW - timedelta(days=5)), False),
        (replace(silent(days=11, gap=DAY), last_outcome="ok"), False),
        (silent(days=13, gap=None), False),
        (silent(days=15, gap=None), True),
    ],
)
def test_the_whole_feed_is_asked_for_only_where_its_validators_are_in_doubt(memory: FeedMemory, is_whole: bool) -> None:
    assert (request_for(memory, NOW).etag is None) is is_whole


@pytest.mark.parametrize(
    ("answer", "etag", "modified"),
    [
        (page(etag='"2"', last_modified="Tue"), '"2"', "Tue"),
        (page("not_modified", etag='"2"', body=b""), '"2"', "Mon"),
        (page("not_modified", body=b""), '"1"', "Mon"),
        (page(etag='"2"'), '"2"', None),
        (page(), None, None),
    ],
)
def test_new_validators_are_kept_also_from_a_304_and_from_the_same_body(
    answer: FetchedPage, etag: str | None, modified: str | None
) -> None:
    after = polled(READ, answer)
    assert (after.etag, after.last_modified) == (etag, modified)


@pytest.mark.parametrize("outcome", ["not_a_feed", "empty", "timeout"])
def test_validators_of_what_could_not_be_read_are_not_kept(outcome: Outcome) -> None:
    after = polled(READ, page(etag='"2"'), parsed(outcome=outcome, error="a web page"))
    assert (after.etag, after.status, after.last_outcome, after.note) == ('"1"', "failing", outcome, "a web page")


def test_a_server_whose_validators_are_frozen_is_asked_whole_until_they_move() -> None:
    changed = page(body=b"other", etag='"1"', last_modified="Mon")
    frozen = polled(READ, changed, parsed(), new=3, known=7)
    assert not frozen.conditional
    assert request_for(frozen, NOW + timedelta(hours=1)).etag is None
    mended = polled(frozen, page(body=b"third", etag='"2"'), parsed(), new=1, known=9)
    assert mended.conditional


@pytest.mark.parametrize(
    ("answer", "new"),
    [
        (page(body=b"other", etag='"2"'), 3),  # the validator moved with the body
        (page(body=b"other", etag='"1"', last_modified="Mon"), 0),  # only a clock in the document
        (page(etag='"1"', last_modified="Mon"), 0),  # the same body
        (page(body=b"other"), 3),  # no validator at all
    ],
)
def test_validators_that_do_their_work_are_trusted(answer: FetchedPage, new: int) -> None:
    assert polled(READ, answer, parsed(), new=new, known=5).conditional


def test_the_same_body_need_not_be_parsed_again() -> None:
    assert is_same_body(READ, page())
    assert not is_same_body(READ, page(body=b"other"))
    assert not is_same_body(READ, page("not_modified", body=b""))


# --- rhythm ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "interval"), [(600, 900), (HOUR, 1800), (3 * HOUR, 5400), (10 * HOUR, 5 * HOUR), (9 * DAY, DAY)]
)
def test_a_feed_is_asked_at_half_its_mean_gap_within_bounds(gap: float, interval: float) -> None:
    assert polled(FRESH, page(), parsed(gap), new=10).interval_seconds == interval


def test_a_feed_without_dates_is_asked_every_hour_at_first() -> None:
    assert polled(FRESH, page(), ParsedFeed(feed_url=URL, outcome="ok"), new=3).interval_seconds == HOUR


def test_a_document_of_new_entries_alone_halves_the_interval() -> None:
    assert polled(READ, page(body=b"x"), parsed(2 * HOUR), new=10).interval_seconds == HOUR / 2


def test_after_an_outage_of_ours_new_entries_alone_mean_nothing() -> None:
    stale = replace(READ, last_ok_at=NOW - timedelta(days=2))
    assert polled(stale, page(body=b"x"), parsed(2 * HOUR), new=10).interval_seconds == HOUR


def test_known_entries_let_the_interval_grow_by_a_quarter_at_most() -> None:
    quick = replace(READ, interval_seconds=1000.0, publish_gap_seconds=20 * HOUR)
    assert polled(quick, page(body=b"x"), parsed(20 * HOUR), new=1, known=9).interval_seconds == 1250.0
    assert polled(quick, page("not_modified", body=b"")).interval_seconds == 1250.0
    assert polled(quick, page(body=b"x"), parsed(20 * HOUR), new=5, known=5).interval_seconds == 1000.0


def test_a_silent_feed_is_asked_more_and_more_seldom() -> None:
    memory, at = replace(READ, last_new_at=NOW), NOW
    intervals = []
    for _ in range(60):
        memory = polled(memory, page("not_modified", body=b""), at=at)
        assert memory.next_at is not None
        at = memory.next_at
        intervals.append(memory.interval_seconds)
    assert intervals == sorted(intervals)
    assert intervals[-1] == DAY


def test_a_heavy_document_without_validators_is_asked_for_seldom_but_before_it_scrolls_away() -> None:
    heavy = page(body=b"x" * 300_000)
    memory = replace(READ, interval_seconds=20 * HOUR)
    assert polled(memory, heavy, parsed(2 * HOUR, entries=11), new=1, known=10).interval_seconds == 10 * HOUR


def headers(**said: str) -> dict[str, Any]:
    return {"headers": tuple((name.replace("_", "-"), value) for name, value in said.items())}


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({"cache_control": "public, max-age=7200"}, 7200),
        ({"cache_control": "max-age=7200", "age": "1200"}, 6000),
        ({"cache_control": "max-age=7200, no-cache"}, 0),
        ({"cache_control": "no-store"}, 0),
        ({"cache_control": "max-age=99999999"}, DAY),
        ({"cache_control": "s-maxage=7200"}, 0),
        ({"cache_control": "max-age=junk"}, 0),
        ({"expires": "Sun, 22 Nov 2026 14:00:00 GMT", "date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 7200),
        ({"expires": "0", "date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 0),
        ({"expires": "-1"}, 0),
    ],
)
def test_the_server_may_ask_for_patience(said: dict[str, str], seconds: float) -> None:
    memory = replace(READ, interval_seconds=900.0, publish_gap_seconds=600.0)
    after = polled(memory, page("not_modified", body=b"", **headers(**said)), chance=0.0)
    assert wait(after) == pytest.approx(max(seconds, 900 * 0.88))


def test_the_document_may_ask_for_patience_within_a_week() -> None:
    assert wait(polled(FRESH, page(), parsed(HOUR, ttl_seconds=3 * HOUR), new=10)) == 3 * HOUR
    assert wait(polled(FRESH, page(), parsed(HOUR, ttl_seconds=30 * DAY), new=10)) == 7 * DAY


@pytest.mark.parametrize("answer", [page("not_modified", body=b""), page()])
def test_a_wish_is_kept_over_answers_that_do_not_repeat_it(answer: FetchedPage) -> None:
    memory = polled(FRESH, page(), parsed(HOUR, ttl_seconds=12 * HOUR, skip_hours=frozenset({12})), new=10)
    later = NOW + timedelta(hours=12)
    after = polled(memory, answer, at=later)
    assert (wait(after, later), after.skip_hours) == (13 * HOUR, (12,))


def test_max_age_is_kept_over_a_304_that_does_not_repeat_it_and_forgotten_with_a_whole_answer() -> None:
    memory = polled(FRESH, page(**headers(cache_control="max-age=18000")), parsed(HOUR), new=10)
    assert wait(polled(memory, page("not_modified", body=b""))) == 5 * HOUR
    assert wait(polled(memory, page(**headers(cache_control="max-age=7200")))) == 2 * HOUR
    assert wait(polled(memory, page())) < 2 * HOUR


def test_a_feed_without_dates_backs_off_and_learns_its_rhythm_from_what_comes() -> None:
    memory = polled(FRESH, page(), parsed(HOUR, entries=1), new=1)
    at, waits = NOW, []
    for _ in range(30):
        assert memory.next_at is not None
        at = memory.next_at
        memory = polled(memory, page("not_modified", body=b""), at=at)
        waits.append(wait(memory, at))
    assert waits == sorted(waits)
    assert waits[-1] > 12 * HOUR
    after = polled(memory, page(), parsed(HOUR, entries=1), new=1, at=at)
    assert after.publish_gap_seconds == pytest.approx((at - NOW).total_seconds())


def test_a_person_in_a_hurry_does_not_ask_a_server_that_wants_to_be_left_alone() -> None:
    held = polled(READ, page("throttled", status=429, retry_after_seconds=7200.0))
    unasked = polled(READ, page("throttled", status=503))
    assert unheld([held, unasked, READ], NOW) == [unasked, READ]
    assert unheld([held], NOW + timedelta(hours=2)) == [held]
    assert polled(held, page(), at=NOW + timedelta(hours=2)).held_until is None


def test_hours_and_days_that_a_feed_skips_are_skipped() -> None:
    busy = parsed(600, skip_hours=frozenset({12, 13}), skip_days=frozenset())
    assert polled(FRESH, page(), busy, new=10).next_at == NOW.replace(hour=14)
    weekend = parsed(600, skip_days=frozenset({5, 6}))  # NOW is a Sunday
    assert polled(FRESH, page(), weekend, new=10).next_at == (NOW + timedelta(days=1)).replace(hour=0)
    never = parsed(600, skip_hours=frozenset(range(24)))
    assert wait(polled(FRESH, page(), never, new=10)) < HOUR


@given(st.floats(0, 1), st.floats(60, 20 * DAY))
def test_jitter_keeps_near_the_interval_and_a_busy_feed_within_its_tick(chance: float, gap: float) -> None:
    after = polled(FRESH, page(), parsed(gap), new=10, chance=chance)
    assert 0.88 - 1e-6 <= wait(after) / after.interval_seconds <= 1.1 + 1e-6  # a moment is kept to the microsecond
    if after.interval_seconds == RULES.tick_seconds:
        assert wait(after) <= RULES.tick_seconds


# --- faults ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "status", "factor"),
    [("dns", None, 1.25), ("timeout", None, 1.5), ("http_error", 500, 1.5), ("http_error", 404, 1.5),
     ("tls", None, 1.5), ("truncated", 200, 1.5), ("http_error", 400, 2.0), ("blocked", 403, 2.0),
     ("bad_url", None, 2.0)],
)  # fmt: skip
def test_faults_lengthen_the_wait_by_their_kind(outcome: Outcome, status: int | None, factor: float) -> None:
    after = polled(READ, page(outcome, status=status, body=b"", error="said"), chance=1 / 3)
    assert wait(after) == pytest.approx(HOUR * factor)
    assert (after.status, after.failures_in_row, after.note, after.etag) == ("failing", 1, "said", '"1"')
    assert after.last_ok_at == READ.last_ok_at


def test_a_feed_that_fails_for_ever_is_asked_once_a_week_and_never_given_up() -> None:
    memory = READ
    waits = []
    for _ in range(400):
        memory = polled(memory, page("http_error", status=500, body=b""), chance=1 / 3)
        waits.append(wait(memory))
    assert waits == sorted(waits)
    assert max(waits[:29]) <= DAY < waits[-1] <= 7 * DAY
    assert memory.status == "failing"
    well = polled(memory, page(), parsed(), known=10)
    assert (well.status, well.fail_score, well.failures_in_row, well.note) == ("ok", 0.0, 0, None)


@pytest.mark.parametrize(("asked", "least"), [(7200.0, 7200), (30.0, 900), (40 * DAY, DAY)])
def test_retry_after_is_obeyed_in_full_up_to_a_day(asked: float, least: float) -> None:
    after = polled(READ, page("throttled", status=429, body=b"", retry_after_seconds=asked))
    assert wait(after) == least
    assert ("days" in (after.note or "")) is (asked > DAY)


def test_without_retry_after_the_wait_doubles() -> None:
    memory, waits = READ, []
    for _ in range(8):
        memory = polled(memory, page("throttled", status=429, body=b""), chance=0.0)
        waits.append(wait(memory))
    assert waits[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert waits[-1] == DAY


def test_what_was_held_back_stays_due_or_waits_for_its_host() -> None:
    assert polled(READ, page("held", body=b"", status=None)) == READ
    assert wait(polled(READ, page("held", body=b"", status=None, retry_after_seconds=600.0))) == 600


def test_a_throttled_host_holds_its_other_feeds() -> None:
    feeds = [
        FeedMemory(url="https://example.org/other"),
        FeedMemory(url="https://example.org/later", next_at=NOW + timedelta(days=3)),
        FeedMemory(url="https://example.net/feed"),
    ]
    (held,) = hold_hosts(feeds, [page("throttled", retry_after_seconds=7200.0), page("timeout")], now=NOW)
    assert (held.url, wait(held)) == ("https://example.org/other", 7200)


def test_410_is_believed_at_the_second_sighting_a_day_later_and_looked_at_monthly() -> None:
    gone = page("gone", status=410, body=b"")
    first = polled(READ, gone)
    assert (first.status, wait(first)) == ("failing", DAY)
    soon = polled(first, gone, at=NOW + timedelta(minutes=5))
    assert soon.status == "failing"
    later = NOW + timedelta(days=1)
    second = polled(first, gone, at=later)
    assert (second.status, wait(second, later)) == ("gone", 30 * DAY)
    assert due([second], later + timedelta(days=30)) == [second]
    assert polled(second, page(), parsed(), known=3).status == "ok"


# --- moves ----------------------------------------------------------------------------------------------------

MOVED = "https://example.org/new"


def moves(times: int, every: timedelta, target: str = MOVED, known: int = 9, url: str = URL) -> FeedMemory:
    memory = replace(READ, url=url)
    for n in range(times):
        memory = polled(memory, page(new_url=target, body=b"%d" % n), parsed(), new=1, known=known, at=NOW + n * every)
    return memory


@pytest.mark.parametrize(
    ("memory", "is_moved"),
    [
        (moves(6, timedelta(hours=6)), True),
        (moves(4, timedelta(hours=12)), False),  # too few
        (moves(20, timedelta(hours=1)), False),  # too soon: a captive portal
        (moves(20, timedelta(hours=6), known=0), False),  # none of our entries stands there
        (moves(20, timedelta(hours=6), target="http://example.org/new"), False),  # from https to http
        (moves(20, timedelta(hours=6), target="https://example.org/new", url="http://example.org/feed"), True),
    ],
)
def test_a_permanent_redirect_is_believed_after_a_day_and_five_sightings(memory: FeedMemory, is_moved: bool) -> None:
    request = request_for(memory, NOW + timedelta(hours=30))
    assert request.url == memory.url
    assert request.at == (MOVED if is_moved else None)


def test_one_answer_without_the_redirect_begins_the_count_anew() -> None:
    memory = polled(
        moves(6, timedelta(hours=6)), page("http_error", status=500, body=b""), at=NOW + timedelta(hours=30)
    )
    assert memory.redirect_to is None
    direct = polled(moves(3, timedelta(hours=1)), page(), parsed(), known=9, at=NOW + timedelta(hours=3))
    assert direct.redirect_count == 0


def test_a_feed_asked_at_its_new_address_stays_moved() -> None:
    at = NOW + timedelta(hours=31)
    memory = polled(moves(6, timedelta(hours=6)), page("not_modified", body=b""), at=at)
    assert request_for(memory, at).at == MOVED
    assert MOVED in (memory.note or "")


def test_no_feed_is_due_in_an_hour_that_it_wants_left_out() -> None:
    feed = FeedMemory(url=URL, next_at=NOW - timedelta(hours=1), skip_hours=(12,))
    assert due([feed], NOW) == []
    assert due([feed], NOW + timedelta(hours=1)) == [feed]
    assert due([replace(feed, skip_hours=tuple(range(24)))], NOW) != []


def test_a_hold_is_for_the_site_that_answered_and_the_one_that_was_asked() -> None:
    feeds = [FeedMemory(url="https://asked.example/other"), FeedMemory(url="https://answers.example/other")]
    moved = replace(
        page("throttled", retry_after_seconds=7200.0),
        url="https://asked.example/feed",
        final_url="https://answers.example/f",
    )
    assert [wait(held) for held in hold_hosts(feeds, [moved], now=NOW)] == [7200, 7200]


def test_of_two_holds_of_a_site_the_longer_counts_and_none_is_longer_than_a_day() -> None:
    feeds = [FeedMemory(url="https://example.org/other")]
    answers = [page("throttled", retry_after_seconds=seconds) for seconds in (7200.0, 600.0)]
    assert [wait(held) for held in hold_hosts(feeds, answers, now=NOW)] == [7200]
    years = page("throttled", retry_after_seconds=900 * DAY)
    assert [wait(held) for held in hold_hosts(feeds, [years], now=NOW)] == [DAY]


def test_a_hold_does_not_shorten_a_longer_wait() -> None:
    later = replace(READ, next_at=NOW + timedelta(hours=5))
    held = polled(later, page("held", body=b"", status=None, retry_after_seconds=600.0))
    assert (wait(held), held.held_until) == (5 * HOUR, NOW + timedelta(minutes=10))
