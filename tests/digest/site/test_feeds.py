import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

from digest.site.feeds import MOST, FeedHead, atom, json_feed, lines_of
from digest.site.write import write_site
from extractors.feeds.parse import parse_feed
from news.records import FetchedPage
from news.records.site import ArticleLine
from tests.digest.sites import NOW, chronicle, site_content, story_page, watch_page

HEAD = FeedHead(title="Ports & docks", path="watches/ports.html", address="https://news.example.org/", language="en")
ATOM = "{http://www.w3.org/2005/Atom}"


def line(number, **given):
    more = {"outlet": "Tide & Co", "title": f"Title <b>{number}</b>", "url": f"https://x.example/{number}"}
    return ArticleLine(article_id=number, ordered_at=NOW - timedelta(hours=number), **(more | given))


def test_the_feed_of_a_watch_names_its_articles_newest_first_with_their_own_links():
    root = ET.fromstring(atom(HEAD, [line(1), line(2)], made_at=NOW).encode())
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Title <b>1</b>", "Title <b>2</b>"]
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [
        "https://x.example/1",
        "https://x.example/2",
    ]
    assert root.findtext(f"{ATOM}updated") == "2031-03-26T05:00:00Z"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "https://news.example.org/watches/ports.atom",
        "alternate": "https://news.example.org/watches/ports.html",
    }
    made = json.loads(json_feed(HEAD, [line(1), line(2)]))
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"] for item in made["items"]] == ["https://x.example/1", "https://x.example/2"]
    assert made["feed_url"] == "https://news.example.org/watches/ports.json"


def test_ids_stay_when_titles_change_and_bad_links_are_left_out():
    was, now = (json.loads(json_feed(HEAD, [line(1, title=title)]))["items"][0] for title in ("A", "B"))
    assert was["id"] == now["id"]
    bad = line(1, url="javascript:alert(1)", outlet=None)
    assert "javascript" not in atom(HEAD, [bad], made_at=NOW) + json_feed(HEAD, [bad])
    assert len(json.loads(json_feed(HEAD, [line(n) for n in range(MOST + 9)]))["items"]) == MOST


def test_our_own_reader_reads_them():
    for body, kind in ((atom(HEAD, [line(1)], made_at=NOW), "atom"), (json_feed(HEAD, [line(1)]), "feed")):
        url = f"https://news.example.org/watches/ports.{kind}"
        page = FetchedPage(
            url=url, final_url=url, outcome="ok", body=body.encode(), fetched_at=datetime(2031, 4, 1, tzinfo=UTC)
        )
        assert [entry.url for entry in parse_feed(page, now=NOW).entries] == ["https://x.example/1"]


def test_a_story_has_its_feeds_and_loses_them_with_its_page(tmp_path):
    made = site_content()
    write_site(tmp_path, made, stories=[story_page(story) for story in made.stories], watches=[watch_page()])
    feeds = sorted(path.name for path in (tmp_path / "stories").glob("*.atom"))
    assert feeds == sorted(f"{story.story_id}.atom" for story in made.stories)
    newest = json.loads((tmp_path / "stories" / feeds[0]).with_suffix(".json").read_text())["items"][0]
    assert newest["title"] == lines_of(chronicle())[0].title
    write_site(tmp_path, site_content(stories=made.stories[:1], front=made.front[:1]))
    assert [path.stem for path in (tmp_path / "stories").glob("*.json")] == [made.stories[0].story_id]
