"""Feeds whose hub pushes: whom to ask, what its answers mean, and when it is relied on."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news.feeds.cadence import ScheduleRules
from news.feeds.poll_schedule import after_poll
from news.feeds.websub import (
    HubRules,
    after_event,
    digest_for,
    hubs_to_ask,
    is_pushed,
    is_signed,
    secret_of,
    subscription_form,
    token_of,
)
from news.records import FeedEntry, FeedMemory, FetchedPage, HubEvent, ParsedFeed

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)
URL, HUB = "https://harbour-post.example/feed", "https://hub.example/"
FEED = FeedMemory(url=URL, status="ok", hub=HUB, last_ok_at=NOW - DAY, last_polled_at=NOW - DAY)
ASKED = replace(FEED, hub_asked_at=NOW - timedelta(minutes=5))
PUSHED = replace(ASKED, pushed_until=NOW + 8 * DAY, pushed_at=NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("feed", "is_asked"),
    [
        (FEED, True),
        (replace(FEED, hub=None), False),
        (replace(FEED, status="paused"), False),
        (replace(FEED, status="gone"), False),
        (ASKED, False),
        (replace(FEED, hub_asked_at=NOW - DAY), True),
        (replace(FEED, hub_asked_at=NOW - DAY + timedelta(seconds=1)), False),
        (PUSHED, False),
        (replace(PUSHED, pushed_until=NOW + 400 * DAY, hub_asked_at=NOW + 370 * DAY), True),  # a clock that ran ahead
        (replace(PUSHED, hub_asked_at=NOW - 8 * DAY, pushed_until=NOW + 2 * DAY), False),
        (replace(PUSHED, hub_asked_at=NOW - 8 * DAY, pushed_until=NOW + 2 * DAY - timedelta(seconds=1)), True),
    ],
)
def test_a_hub_is_asked_when_its_promise_runs_out_and_at_most_once_a_day(feed: FeedMemory, is_asked: bool) -> None:
    assert bool(hubs_to_ask([feed], NOW)) is is_asked


def test_a_run_asks_some_and_those_first_that_wait_longest() -> None:
    old = replace(FEED, url="https://a.example/", hub_asked_at=NOW - 3 * DAY)
    older = replace(FEED, url="https://b.example/", hub_asked_at=NOW - 4 * DAY)
    assert [feed.url for feed in hubs_to_ask([old, older, FEED], NOW, HubRules(requests_at_most=2))] == [URL, older.url]


def test_the_request_names_the_topic_and_addresses_that_nobody_can_guess() -> None:
    form = subscription_form(replace(FEED, topic="https://harbour-post.example/self"), "https://me.example/hooks", b"k")
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == "https://harbour-post.example/self"
    assert form["hub.lease_seconds"] == "864000"
    assert form["hub.callback"].startswith("https://me.example/hooks/")
    assert len(form["hub.secret"]) < 200  # section 5.1
    assert form["hub.secret"] not in form["hub.callback"]
    assert subscription_form(FEED, "https://me.example", b"k")["hub.topic"] == URL


def test_feeds_hubs_and_archives_have_tokens_and_secrets_of_their_own() -> None:
    feeds = [FEED, replace(FEED, url=URL + "2"), replace(FEED, hub=HUB + "2"), replace(FEED, topic="https://x.example")]
    made = {function(feed, key) for function in (token_of, secret_of) for feed in feeds for key in (b"1", b"2")}
    assert len(made) == 16


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
def test_a_right_signature_is_known_and_any_other_is_not(method: str) -> None:
    right = hmac.new(b"secret", b"body", method.lower()).hexdigest()
    for signature, is_good in ((f"{method}={right}", True), (f"{method}={right[:-1]}x", False), (f"{method}=", False)):
        digest = digest_for(signature, "secret")
        assert digest is not None
        digest.update(b"body")
        assert is_signed(signature, digest) is is_good


@pytest.mark.parametrize("signature", ["", "md5=00", "sha256", "=", "ü=ü", "sha256=\udcff\xfe"])
def test_a_signature_of_no_known_method_is_none(signature: str) -> None:
    digest = digest_for(signature, "secret")
    assert digest is None or not is_signed(signature, digest)
    assert digest_for("sha256=" + hashlib.sha256().hexdigest(), "") is None


@pytest.mark.parametrize(
    ("lease", "days"), [(86400.0, 1), (0.0, 10), (1e9, 30)], ids=["as said", "nothing said", "too long"]
)
def test_a_confirmation_is_believed_for_its_lease(lease: float, days: int) -> None:
    told = HubEvent(feed_url=URL, kind="confirmed", at=NOW, lease_seconds=lease)
    assert after_event(ASKED, told).pushed_until == NOW + days * DAY
    assert after_event(FEED, told).pushed_until is None  # nobody asked


def test_a_refusal_ends_the_promise_and_is_said() -> None:
    after = after_event(PUSHED, HubEvent(feed_url=URL, kind="denied", at=NOW))
    assert (after.pushed_until, after.note) == (None, "its hub refuses to push; it is polled")


def test_a_push_makes_a_feed_due_but_not_before_its_server_may_be_asked() -> None:
    told = HubEvent(feed_url=URL, kind="pushed", at=NOW)
    later = NOW + 3 * DAY
    assert after_event(replace(PUSHED, next_at=later), told).next_at == NOW
    assert after_event(replace(PUSHED, next_at=NOW - DAY), told).next_at == NOW - DAY
    held = after_event(replace(PUSHED, next_at=later, held_until=NOW + DAY), told)
    assert (held.next_at, held.pushed_at) == (NOW + DAY, NOW)


@pytest.mark.parametrize(
    ("feed", "is_relied_on"),
    [
        (PUSHED, True),
        (ASKED, False),
        (replace(PUSHED, pushed_at=None), False),
        (replace(PUSHED, pushed_until=NOW), False),
        (replace(PUSHED, unpushed_at=NOW - timedelta(minutes=30)), False),
        (replace(PUSHED, unpushed_at=NOW - timedelta(hours=2)), True),
        (replace(PUSHED, pushed_at=NOW + DAY), False),  # a clock that ran ahead
        (replace(PUSHED, pushed_until=NOW + 31 * DAY), False),
    ],
)
def test_a_hub_is_relied_on_once_it_pushed_and_until_it_misses_something(feed: FeedMemory, is_relied_on: bool) -> None:
    assert is_pushed(feed, NOW) is is_relied_on


def _polled(memory: FeedMemory, *, new: int, hub: str | None = HUB) -> FeedMemory:
    moments = [NOW - timedelta(hours=n) for n in range(6)]
    entries = tuple(FeedEntry(feed_url=URL, guid=str(at), url=f"{URL}/{at:%H}", published_at=at) for at in moments)
    page = FetchedPage(url=URL, final_url=URL, outcome="ok", status=200, body=b"feed", fetched_at=NOW)
    parsed = ParsedFeed(feed_url=URL, outcome="ok", entries=entries, hub=hub)
    return after_poll(memory, page, parsed, new_entries=new, known_entries=6 - new, now=NOW, chance=0.5)


def test_a_pushed_feed_is_polled_once_a_day_and_another_by_its_rhythm() -> None:
    wait = timedelta(seconds=ScheduleRules().pushed_seconds)
    assert wait == DAY
    told = replace(PUSHED, last_ok_at=NOW - timedelta(hours=2))
    assert _polled(told, new=1).next_at == NOW + wait
    assert (_polled(replace(told, pushed_until=None), new=1).next_at or NOW) < NOW + timedelta(hours=5)


def test_entries_that_no_push_announced_end_the_reliance_until_the_next_push() -> None:
    silent = replace(PUSHED, pushed_at=NOW - 2 * DAY)
    after = _polled(silent, new=1)
    assert after.unpushed_at == NOW
    assert (after.next_at or NOW) < NOW + timedelta(hours=5)
    assert _polled(silent, new=0).unpushed_at is None
    assert _polled(replace(silent, last_ok_at=None), new=1).unpushed_at is None  # the first look
    assert is_pushed(after_event(after, HubEvent(feed_url=URL, kind="pushed", at=NOW + DAY)), NOW + DAY)


def test_a_push_of_which_the_feed_shows_nothing_yet_earns_no_rest() -> None:
    told = replace(PUSHED, last_ok_at=NOW - timedelta(hours=2))
    assert (_polled(told, new=0).next_at or NOW) < NOW + timedelta(hours=5)


def test_another_hub_has_promised_nothing() -> None:
    for hub in ("https://other.example/", None):
        after = _polled(PUSHED, new=0, hub=hub)
        assert (after.hub, after.hub_asked_at, after.pushed_until, after.pushed_at) == (hub, None, None, None)
    assert _polled(PUSHED, new=0).pushed_until == PUSHED.pushed_until
