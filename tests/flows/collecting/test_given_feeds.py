"""Every given case of a feed, served on loopback and collected: what stands in the archive is what the case expects."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.collecting.subscriptions import follow, read_list
from news.errors import InputError, SettingsError
from storage.archive import Archive
from tests.conftest import SHARED
from tests.flows.collecting.loopback import NOW, Site, articles, collect, settings

FOLDER = SHARED / "cases" / "feeds"
LINES = (FOLDER / "cases.jsonl").read_text(encoding="utf-8").splitlines() if FOLDER.is_dir() else []
CASES = [json.loads(line) for line in LINES]
IN_ENTRIES = {"published_at", "url", "title", "authors", "n"}
# Pages that the cases name are nobody's; nothing is asked of them but the name service, where there is one.
BY_FIELD = [case for case in CASES if case.get("field") in IN_ENTRIES]

pytestmark = pytest.mark.skipif(not CASES, reason="../shared is absent: the given feeds are not read")


def given(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["file"] == name)


def served(site: Site, case: dict[str, Any], path: str = "/rss.xml", **headers: str) -> str:
    return site.put(path, (FOLDER / case["file"]).read_bytes(), case["content_type"], **headers)


def entries(archive: Archive, column: str) -> list[Any]:
    return [value for (value,) in archive.store.rows(f"SELECT {column} FROM archive.entries ORDER BY rowid")]


def as_stated(value: Any) -> Any:
    """An archive's value as the cases write it; entries without an address have one of their own there."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return None if isinstance(value, str) and value.startswith("urn:") else value


@pytest.mark.parametrize("case", BY_FIELD, ids=lambda case: case["file"])
def test_a_given_feed_is_collected_as_it_should_be(archive: Archive, site: Site, case: dict[str, Any]) -> None:
    polled = collect(archive, served(site, case), reads=case["field"] != "n")
    assert set(polled.outcomes) <= {"ok", "damaged"}
    if case["field"] == "n":
        assert len(entries(archive, "url")) == case["expected"]
        return
    found = [as_stated(value) for value in entries(archive, case["field"])]
    assert sorted(map(str, found)) == sorted(map(str, case["expected"]))
    read = [as_stated(value) for (value,) in articles(archive, case["field"])]
    assert sorted(map(str, read)) == sorted(map(str, case["expected"]))


def test_every_given_case_is_tried_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    others = {case["file"] for case in CASES} - {case["file"] for case in BY_FIELD}
    assert {name for name in others if f'"{name}"' not in source} == set()


def test_full_text_beside_a_teaser_is_the_article(archive: Archive, site: Site) -> None:
    case = given("fulltext-beside-teaser.xml")
    body = (FOLDER / case["file"]).read_text(encoding="utf-8")
    blocked = site.put("/blocked/1", "no", "text/html", status=403)
    body = re.sub(r"https://[^<]*/blocked/1", blocked, body)
    collect(archive, site.put("/rss.xml", body, case["content_type"]))
    ((text, kind),) = articles(archive, "text, text_kind")
    assert (len(text) > 1_500, kind) == (True, "full")


def test_items_of_one_link_are_four_articles_and_a_fifth_comes_later(archive: Archive, site: Site) -> None:
    case = given("same-link-items.xml")
    whole = (FOLDER / case["file"]).read_text(encoding="utf-8")
    last = whole.rindex("<item>")
    shorter = whole[:last] + whole[whole.rindex("</item>") + len("</item>") :]
    feed = site.put("/rss.xml", shorter, case["content_type"])
    assert collect(archive, feed).new_entries == 3
    served(site, case)
    assert collect(archive, now=NOW + timedelta(hours=2)).new_entries == 1
    assert len(articles(archive, "title")) == 4


def test_items_without_a_link_are_of_one_outlet(archive: Archive, site: Site) -> None:
    collect(archive, served(site, given("no-link-outlet.xml")))
    assert articles(archive, "DISTINCT outlet") == [("Tidewater Post",)]
    assert archive.store.rows("SELECT * FROM archive.failures") == []


@pytest.mark.parametrize("headers", [{"ETag": '"1"'}, {}], ids=["304", "same body"])
def test_the_wish_of_a_feed_outlives_an_answer_without_it(
    archive: Archive, site: Site, headers: dict[str, str]
) -> None:
    case = given("ttl-304.xml")
    collect(archive, served(site, case, **headers))
    for poll in range(1, 14):
        collect(archive, now=NOW + timedelta(hours=12 * poll), all_feeds=False)
        (memory,) = archive.feeds.all()
        assert memory.next_at is not None
        assert memory.last_polled_at is not None
        assert memory.next_at - memory.last_polled_at >= timedelta(hours=12)
        collect(archive, now=NOW + timedelta(hours=12 * poll + 11), all_feeds=False)
    assert 12 <= site.seen.count("/rss.xml") <= 14  # in a week


def test_a_page_that_names_its_feed_is_asked_for_that_feed_alone(archive: Archive, site: Site) -> None:
    site.put("/", (FOLDER / "discovery-page.html").read_bytes(), "text/html")
    feed = (FOLDER / "ttl-304.xml").read_bytes()
    for path in ("/feed", "/rss", "/rss.xml", "/feed.xml", "/index.xml", "/feed.json", "/comments/feed"):
        site.put(path, feed)
    follow(archive, settings(archive), site.base + "/", outlet=None, now=NOW)
    assert [memory.url for memory in archive.feeds.all()] == [site.base + "/feed"]
    assert site.seen == ["/", "/feed"]


def test_a_list_with_a_raw_ampersand_is_read_whole(archive: Archive) -> None:
    archive.feeds.add(read_list(FOLDER / "raw-ampersand.opml"), now=NOW)
    address = "https://www.tidewater-post.example/feed?section=ports&region=north&format=rss"
    assert [memory.url for memory in archive.feeds.all()] == [address]


def test_a_list_with_what_is_no_address_is_refused_by_name(archive: Archive) -> None:
    with pytest.raises(SettingsError, match=r"mailto:desk@tw\.example"):
        read_list(FOLDER / "not-addresses.opml")


def test_a_path_is_no_address_and_the_way_to_read_a_list_is_told(archive: Archive) -> None:
    with pytest.raises(InputError, match=r"feeds import /lists/feeds\.opml"):
        follow(archive, settings(archive), "/lists/feeds.opml", outlet=None, now=NOW)
