"""Small rules of collecting: parts of a round, time of a run, contact, hubs, what stands at an address."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extractors.fetch.web import WebRules
from flows.collecting import hubs, run_time
from flows.collecting.contact import require_contact
from flows.collecting.hubs import _ask_host, _encrypted, _in_words, _subscribes, _topics
from flows.collecting.poll_feeds import Answered, _goes_on, in_parts
from flows.collecting.run_time import RunTime
from flows.collecting.subscriptions import Checked, read_list
from flows.configuration.settings import Settings
from news.errors import InputError, SettingsError
from news.feeds.websub import token_of
from news.records import FeedEntry, FeedMemory, FetchedPage, HandedOver, ParsedFeed
from storage.lake import Lake

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = b"k" * 32


def page(size: int = 0, outcome: Any = "ok") -> FetchedPage:
    return FetchedPage(url="https://f.example/", final_url="https://f.example/", outcome=outcome, body=b"x" * size)


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ((), []),
        ((0, 0, 0), [3]),
        ((999_999, 1), [2]),
        ((999_999, 1, 0), [2, 1]),
        ((1_000_000, 5), [1, 1]),
        ((999_999, 0, 2, 7), [3, 1]),
        ((3_000_000, 3_000_000), [1, 1]),
    ],
)
def test_a_round_is_saved_in_parts_of_a_megabyte(sizes: tuple[int, ...], parts: list[int]) -> None:
    found = list(in_parts([(number, page(size)) for number, size in enumerate(sizes)]))
    assert [len(part) for part in found] == parts
    assert [place for part in found for place, _ in part] == [*range(len(sizes))]


def test_feeds_have_six_tenths_of_a_run_and_pages_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(run_time.time, "monotonic", lambda: clock[0])
    left = RunTime(rules=WebRules(run_seconds=100.0))
    left = replace(left, begun=1000.0)
    told = []
    for now in (1000.0, 1050.0, 1060.0, 1070.0, 1100.0, 1200.0):
        clock[0] = now
        told.append((left.for_feeds().run_seconds, left.for_pages().run_seconds))
    assert told == [(60.0, 100.0), (10.0, 50.0), (0.0, 40.0), (0.0, 30.0), (0.0, 0.0), (0.0, 0.0)]


@pytest.mark.parametrize(
    ("url", "is_asked"),
    [
        ("https://news.org/feed", False),
        ("https://h.example/feed", True),
        ("https://a.test/feed", True),
        ("https://example.org/", False),
        ("http://10.1.2.3/feed", True),
        ("http://desk/feed", True),
        ("http://192.0.2.1/feed", False),
        ("feed", True),  # no host is asked
    ],
)
def test_without_a_contact_only_hosts_of_ones_own_are_asked(url: str, is_asked: bool) -> None:
    own = Settings(private_hosts="desk 10.0.0.0/8")
    require_contact(replace(own, contact="me@h.example"), [url])
    if is_asked:
        require_contact(own, [url])
    else:
        with pytest.raises(InputError, match="No contact is set"):
            require_contact(own, ["https://h.example/", url])


def memory(**differs: Any) -> FeedMemory:
    return FeedMemory(**{"url": "https://f.example/feed", "hub": "https://hub.example/", "status": "ok", **differs})


ENTRY = FeedEntry(feed_url="f", guid="1", url=None, title="x")


@pytest.mark.parametrize(
    ("parsed", "last_ok_at", "goes_on"),
    [
        (None, None, False),
        (ParsedFeed(feed_url="f", outcome="ok"), None, False),
        (ParsedFeed(feed_url="f", outcome="ok", more=("p",)), None, True),
        (ParsedFeed(feed_url="f", outcome="damaged", more=("p",)), None, True),
        (ParsedFeed(feed_url="f", outcome="not_a_feed", more=("p",)), None, False),
        (ParsedFeed(feed_url="f", outcome="ok", more=("p",)), NOW, False),
        (ParsedFeed(feed_url="f", outcome="ok", more=("p",), is_index=True), NOW, True),
        (ParsedFeed(feed_url="f", outcome="ok", more=("p",), entries=(ENTRY,) * 499), None, True),
        (ParsedFeed(feed_url="f", outcome="ok", more=("p",), entries=(ENTRY,) * 500), None, False),
    ],
)
def test_older_pages_are_read_on_first_contact_and_parts_of_an_index_always(
    parsed: ParsedFeed | None, last_ok_at: datetime | None, goes_on: bool
) -> None:
    assert _goes_on(Answered(memory=memory(last_ok_at=last_ok_at), page=page(), parsed=parsed)) is goes_on


def test_what_a_poll_came_to_is_the_parsers_word_where_a_page_came() -> None:
    damaged = ParsedFeed(feed_url="f", outcome="damaged", error="it is torn")
    gone = replace(page(outcome="gone"), error="410")
    assert (Answered(memory=memory(), page=page(), parsed=damaged).outcome) == "damaged"
    assert (Answered(memory=memory(), page=page(), parsed=damaged).error) == "it is torn"
    assert (Answered(memory=memory(), page=gone, parsed=None).outcome) == "gone"
    assert (Answered(memory=memory(), page=gone, parsed=damaged).error) == "410"
    assert Answered(memory=memory(), page=page(), parsed=None).error is None


# --- hubs ---------------------------------------------------------------------------------------------------------


def test_hubs_are_asked_where_an_address_is_set_and_the_archive_is_a_folder() -> None:
    own = Settings(websub_address="https://n.example/hub")
    assert (_subscribes(own), _subscribes(Settings())) == (True, False)
    assert not _subscribes(replace(own, lake=Lake.named("ducklake:postgres:host=h", "")))


def test_the_listener_answers_for_feeds_with_a_hub_that_are_followed() -> None:
    feeds = [
        memory(url="https://b.example/"), memory(url="https://a.example/", topic="https://a.example/self"),
        memory(url="https://c.example/", hub=None), memory(url="https://d.example/", status="gone"),
        memory(url="https://e.example/", status="paused"), memory(url="https://f.example/", status="failing"),
    ]  # fmt: skip
    told = _topics(feeds, KEY)
    assert [topic.feed_url for topic in told.values()] == [
        "https://a.example/",
        "https://b.example/",
        "https://f.example/",
    ]
    assert next(iter(told.values())).topic == "https://a.example/self"
    assert list(told) == [token_of(feeds[1], KEY), token_of(feeds[0], KEY), token_of(feeds[5], KEY)]


@pytest.mark.parametrize(
    ("first", "asked"),
    [
        (HandedOver(state="sent", code=202), 3),
        (HandedOver(state="refused", text="http is for private_hosts only"), 3),
        (HandedOver(state="failed", code=400), 3),
        (HandedOver(state="try_later", text="ClientConnectorError"), 1),
        (HandedOver(state="unknown", text="TimeoutError"), 1),
    ],
)
def test_a_host_that_gives_no_answer_is_not_asked_for_the_next_feed(
    monkeypatch: pytest.MonkeyPatch, first: HandedOver, asked: int
) -> None:
    calls = []

    def ask(one: FeedMemory, settings: Settings, key: bytes) -> HandedOver:
        calls.append(one.url)
        return first

    monkeypatch.setattr(hubs, "_ask", ask)
    answers = _ask_host([memory(url=str(number)) for number in range(3)], Settings(), KEY)
    assert (answers, calls) == ([first] * 3, [str(number) for number in range(asked)])


@pytest.mark.parametrize(
    ("hub", "asked"),
    [
        ("http://hub.example/x", "https://hub.example/x"),
        ("https://hub.example/x", "https://hub.example/x"),
        ("http://desk/x", "http://desk/x"),
        ("http://10.0.0.9/x", "http://10.0.0.9/x"),
    ],
)
def test_a_hub_is_asked_in_the_clear_only_on_a_host_of_ones_own(hub: str, asked: str) -> None:
    assert _encrypted(hub, Settings(private_hosts="desk 10.0.0.0/8")) == asked


def test_why_a_hub_does_not_push_is_told() -> None:
    assert "(status 403)" in _in_words(HandedOver(state="failed", code=403))
    assert "(TimeoutError)" in _in_words(HandedOver(state="unknown", text="TimeoutError"))


# --- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({}, "u: a feed, without a title, 0 entries, without dates."),
        ({"title": "Post", "entries": 1, "newest": "2026-11-22"}, "u: a feed, Post, 1 entry, newest 2026-11-22."),
        ({"entries": 2, "hub": "h"},
        "u: a feed, without a title, 2 entries, without dates. "
         "It names the hub h, which is asked to push where websub_address is set."),
        ({"outcome": "timeout"}, "u: too slow."),
        ({"outcome": "http_error", "error": "404"}, "u: the site answered with an error (404)."),
        ({"outcome": "not_a_feed", "feeds": ("a", "b")}, "u: not a feed. It names these feeds: a, b."),
    ],
)  # fmt: skip
def test_what_stands_at_an_address_is_told_in_a_line(differs: dict[str, Any], said: str) -> None:
    given = {"url": "u", "outcome": "ok", "title": None, "entries": 0, "newest": None, "feeds": (), "error": None}
    assert Checked(**given | differs).in_words() == said


def test_a_feed_list_is_read_up_to_twenty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("https://a.example/feed\n")
    assert [feed.url for feed in read_list(path)] == ["https://a.example/feed"]
    os.truncate(path, 20_000_001)
    with pytest.raises(SettingsError, match="is larger than 20000000 bytes"):
        read_list(path)
    with pytest.raises(SettingsError, match="cannot be opened"):
        read_list(tmp_path)
