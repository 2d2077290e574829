"""What runs say of themselves: polls, pages, imports, links, a page read by hand; and automations told from others."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.cli import main
from flows.collecting import subscriptions
from flows.collecting.extract_files import _as_json, _in_words
from flows.collecting.import_files import Imported
from flows.collecting.pipeline import Collected, LinkedAndPublished, PagesRead, Polled, Published
from flows.commands.digest import _line
from flows.delivery.alerts import Alerted
from flows.linking.link import Linked
from flows.operations.automations import _says_the_same, automations, ship
from news.alerts import Alert
from news.records import DateCandidate, Delivery, Extraction, FeedMemory, Link, StoredDigest
from tests.answers import check, told

KEPT = Path("tests/fixtures/answers/flows")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def feed(number: int, **differs: Any) -> FeedMemory:
    return FeedMemory(**{"url": f"https://f.example/{number}", "outlet": f"Post {number}", "status": "ok", **differs})


def polled(due: int, outcomes: dict[str, int], *feeds: FeedMemory) -> Polled:
    return Polled(due=due, outcomes=outcomes, new_entries=3, feeds=feeds)


LINKED = Linked(articles=4, copies=1, stories_new=1, stories_moved=2, citations=1, matches=3)
ALERT = Alert(kind="burst", subject="s1", said="It bursts.", raised_at=NOW)


def test_what_a_collection_says_of_itself_stays() -> None:
    later = (
        feed(1, next_at=NOW + 2 * HOUR),
        feed(2, next_at=NOW + HOUR),
        feed(3, next_at=NOW, status="paused"),
        feed(4),
    )
    rounds = {
        "no feed": polled(0, {}), "none due": polled(0, {}, *later), "none due, none planned": polled(0, {}, feed(4)),
        "read": polled(3, {"ok": 2, "not_modified": 1}, *later), "failed": polled(2, {"gone": 1, "timeout": 1}, *later),
        "offline": polled(2, {"dns": 1, "connect": 1}, *later), "one damaged": polled(2, {"damaged": 1, "dns": 1},
        *later),
    }  # fmt: skip
    pages = PagesRead(statuses={"ok": 3, "gone": 1, "partial_paywall": 2, "timeout": 1}, new=4, changed=1)
    found = []
    for name, one in rounds.items():
        whole = Collected(polled=one, read=pages)
        found += [f"{name}: {one.failed} {one.is_offline} {whole.in_words()}", told(whole.summary())]
    found += [LINKED.in_words(), Linked().in_words(), told(LINKED.plus(LINKED))]
    for is_new in (True, False):
        published = Published(snapshot=Path("a/news.duckdb"), is_new=is_new, moved=())
        both = LinkedAndPublished(linked=LINKED, alerted=Alerted(alerts=(ALERT,)), published=published)
        found += [published.in_words(), both.in_words()]
    check(KEPT / "collections.txt", found)


def test_what_an_import_says_of_itself_stays() -> None:
    base = Imported(rows=9, new=3, changed=2, left_out=0, problems=(), linked=LINKED)
    found = []
    for one in (
        base, replace(base, left_out=1), replace(base, rows=0, new=0, changed=0), replace(base, problems=("a", "b")),
        replace(base, problems=tuple("abcdefghij")), replace(base, problems=tuple("abcdefghijk"), left_out=2),
        replace(base, rows=1, new=1, changed=0),
    ):  # fmt: skip
        found += [str(one.is_whole), *one.in_words().split("\n")]
    check(KEPT / "imports.txt", found)


def test_what_is_said_of_a_page_stays() -> None:
    whole = Extraction(
        source="a.html", status="ok", url="https://h.example/a", title="Quay", text="Shut.", authors=("Ida", "Ole"),
        published_at=NOW,
        published_by="json-ld", is_zone_known=True, dates=(DateCandidate(source="json-ld", at=NOW,
        is_zone_known=True),), language="en",
        keywords=("quay", "mole"), links=(Link(url="https://o.example/", text="o"),), is_paywalled=True,
        extractor="fast>full>odd",
        agreement=0.5, link_density=0.25, date_spread_days=2.0, seconds=0.03,
    )  # fmt: skip
    found = []
    for one in (
        whole, replace(whole, title=None), replace(whole, status="gone", reason="it is no more", text=""),
        replace(whole, status="gone", reason=None),
        replace(whole, published_at=None, date_doubt="it shows another"), replace(whole, published_at=None, dates=()),
        replace(whole, authors=(), extractor="", is_paywalled=False),
    ):  # fmt: skip
        for explain in (True, False):
            found += _in_words(one, explain).split("\n")
    found.append(_as_json(whole))
    check(KEPT / "pages.txt", found)


def test_a_digest_is_a_row_with_what_became_of_it() -> None:
    one = StoredDigest(
        digest_id="d", name="ida", period_start=NOW, period_end=NOW + HOUR, state="skipped", subject="S", html="",
        body_text="",
        content_sha256="", created_at=NOW,
    )  # fmt: skip
    sent = Delivery(
        digest_id="d", recipient="ida", message_id="m", state="sent", attempts=2, sent_at=NOW, last_code="250"
    )
    assert _line(one, sent) == ("S", "ida", "ida", NOW + HOUR, "sent", 2, NOW, "250", "d")
    assert _line(one, None) == ("S", "ida", None, NOW + HOUR, "skipped", 0, None, None, "d")


def test_feeds_in_trouble_are_listed_first(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = [
        feed(1, last_outcome="ok"), feed(2, status="failing", last_outcome="timeout", note="slow"), feed(3,
        last_outcome="gone"),
        feed(4, status="paused", last_outcome="not_modified"),
    ]  # fmt: skip

    @contextmanager
    def opened(*given: Any, **more: Any) -> Any:
        yield SimpleNamespace(feeds=SimpleNamespace(all=lambda: feeds)), None, None

    monkeypatch.setattr(subscriptions, "opened", opened)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["feeds", "list"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if "f.example" in line]
    assert [line[0][-1] for line in lines] == ["2", "4", "1", "3"]
    assert lines[0][-3:] == ["too", "slow", "slow"]
    assert "gone" in lines[3]
    assert "ok" not in lines[2][5:]


@pytest.mark.parametrize(
    ("wanted", "told_of_it", "is_same"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1, "enabled": True}, {"a": 1, "enabled": False}, True),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, True),
        ({"a": ["x"]}, {"a": ["x", "y"]}, False),
        ({"a": ["x"]}, {"a": None}, False),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]}, True),
        ({"a": [{"b": 1}]}, {"a": []}, False),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1}, {"b": 2}]}, False),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, False),
        (1, 1, True),
        (1, None, False),
    ],
)
def test_an_automation_is_the_same_where_it_has_all_that_is_wanted(wanted: Any, told_of_it: Any, is_same: bool) -> None:
    assert _says_the_same(wanted, told_of_it) is is_same


def test_automations_are_made_renewed_and_left_alone() -> None:
    did: list[tuple[str, Any, Any]] = []
    wanted = automations("b")
    there = [{**wanted[0], "id": "1"}, {**wanted[1], "id": "2", "description": "older", "enabled": False}]
    api: Any = SimpleNamespace(
        automations=lambda: there, notification_blocks=lambda: [{"id": "a", "name": "x"}, {"id": "b",
        "name": "newsthread"}],
        make_automation=lambda one: did.append(("made", one["name"], one["enabled"])),
        renew_automation=lambda key, one: did.append(("renewed", key, one["enabled"])),
    )  # fmt: skip
    assert ship(api) == [wanted[1]["name"], wanted[2]["name"]]
    assert did == [("renewed", "2", False), ("made", wanted[2]["name"], True)]
    check(KEPT / "automations.txt", [told(one) for block in (None, "b") for one in automations(block)])
