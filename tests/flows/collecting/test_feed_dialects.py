"""Feeds served over HTTP and collected: what stands in the archive is what the publisher said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.collecting.pipeline import POLL, READ, CollectionRequest, with_open_archive
from flows.collecting.subscriptions import follow
from news.records import Feed
from storage.archive import Archive
from tests.flows.collecting.loopback import NOW, Site, articles, collect, settings


def rss(*items: str, head: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>Harbour Post</title>{head}{inner}</channel></rss>"
    )


PROSE = "The council ordered barges to carry rock from the quarry to the mole. Work begins on Monday. " * 12


def test_a_text_that_the_feed_brings_along_is_kept_where_the_page_refuses(archive: Archive, site: Site) -> None:
    page = site.put("/blocked", "no", "text/html", status=403)
    paragraphs = f"<p>{PROSE}</p><p>{PROSE}</p>"
    item = f"<title>Mole</title><link>{page}</link><description>Teaser.</description>"
    site.put("/rss", rss(item + f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded>"))
    collect(archive, site.base + "/rss")
    ((text, kind, extractor),) = articles(archive, "text, text_kind, extractor")
    assert (text, kind, extractor) == (f"{PROSE.strip()}\n{PROSE.strip()}", "full", "feed")


def test_a_teaser_that_breaks_off_is_no_whole_text(archive: Archive, site: Site) -> None:
    page = site.put("/blocked", "no", "text/html", status=403)
    site.put("/rss", rss(f"<title>Mole</title><link>{page}</link><description>{PROSE[:600]} Read more</description>"))
    collect(archive, site.base + "/rss")
    assert articles(archive, "text_kind") == [("partial",)]


def ticker(base: str, many: int) -> str:
    items = (
        f"<title>Warning {n}</title><link>{base}/warnings</link><guid isPermaLink='false'>w{n}</guid>"
        f"<description>Details of warning {n}.</description>"
        for n in range(many)
    )
    return rss(*items)


def test_entries_of_one_address_stay_apart_and_the_page_they_share_is_not_taken_for_any(
    archive: Archive, site: Site
) -> None:
    site.put("/warnings", "<p>all of them</p>", "text/html")
    feed = site.put("/rss", ticker(site.base, 3))
    assert collect(archive, feed).new_entries == 3
    site.put("/rss", ticker(site.base, 4))
    assert collect(archive, now=NOW + timedelta(hours=2)).new_entries == 1
    assert [title for title, _ in articles(archive, "title, text")] == [f"Warning {n}" for n in range(4)]
    assert "/warnings" not in site.seen
    assert collect(archive, now=NOW + timedelta(hours=4)).new_entries == 0


def test_one_item_announced_anew_stays_one(archive: Archive, site: Site) -> None:
    item = "<title>Ferry</title><link>{}/ferry</link><guid isPermaLink='false'>{}</guid><pubDate>{}</pubDate>"
    page = "http://h.example"
    feed = site.put("/rss", rss(item.format(page, "a", "Tue, 24 Nov 2026 09:15:00 GMT")))
    collect(archive, feed)
    for number, spelling in enumerate((page, "https://h.example", "https://www.h.example", "https://m.h.example")):
        site.put("/rss", rss(item.format(spelling, f"b{number}", "Wed, 25 Nov 2026 09:15:00 GMT")))
        assert collect(archive, now=NOW + timedelta(hours=2 + number)).new_entries == 0
    for number, spelling in enumerate(("/ferry/", "/ferry/amp", "/ferry?CMP=share", "/ferry?utm_source=x")):
        site.put("/rss", rss(item.format(page, f"c{number}", "").replace("/ferry", spelling)))
        assert collect(archive, now=NOW + timedelta(hours=12 + number)).new_entries == 0
    other = rss("<title>Another ferry</title><link>https://h.example/ferry/</link><guid>https://h.example/?p=2</guid>")
    site.put("/rss", other)
    assert collect(archive, now=NOW + timedelta(hours=30)).new_entries == 1


def test_items_without_a_link_belong_to_the_feeds_outlet_and_cost_no_request(archive: Archive, site: Site) -> None:
    feed = site.put(
        "/rss", rss("<title>A</title><guid>w1</guid>", "<title>B</title><guid isPermaLink='false'>w2</guid>")
    )
    collect(archive, feed)
    assert articles(archive, "title, outlet") == [("A", "Harbour Post"), ("B", "Harbour Post")]
    assert archive.store.rows("SELECT DISTINCT outlet FROM archive.feed_days") == [("Harbour Post",)]
    assert [memory.outlet for memory in archive.feeds.all()] == ["Harbour Post"]
    assert site.seen == ["/rss"]
    assert archive.store.rows("SELECT * FROM archive.failures") == []


def test_a_wish_outlives_a_304(archive: Archive, site: Site) -> None:
    feed = site.put("/rss", rss("<title>A</title><guid>1</guid>", head="<ttl>720</ttl>"), ETag='"1"')
    collect(archive, feed)
    for hours in (12, 24, 36):
        collect(archive, now=NOW + timedelta(hours=hours), all_feeds=False)
        (memory,) = archive.feeds.all()
        assert memory.last_outcome == "not_modified"
        assert memory.next_at == NOW + timedelta(hours=hours + 12)
    assert len(site.seen) == 4


def test_a_hurry_does_not_outrank_retry_after(archive: Archive, site: Site) -> None:
    feed = site.put("/rss", "", status=429, Retry_After="7200")
    collect(archive, feed)
    assert collect(archive, now=NOW + timedelta(hours=1)).due == 0
    assert collect(archive, now=NOW + timedelta(hours=2, minutes=1)).due == 1
    assert len(site.seen) == 2


def news(*urls: str) -> str:
    listed = "".join(
        f"<url><loc>{url}</loc><news:news><news:title>{url[-1]}</news:title></news:news></url>" for url in urls
    )
    return f"<urlset>{listed}</urlset>"


def test_an_index_of_sitemaps_is_followed_to_its_news(archive: Archive, site: Site) -> None:
    parts = "".join(
        f"<sitemap><loc>{site.base}/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in (("pages", "2026-11-28"), ("news-1", "2026-11-01"), ("news-2", "2026-11-27"))
    )
    site.put("/news-1.xml", news("https://h.example/a"), "application/xml")
    site.put("/news-2.xml", news("https://h.example/b", "https://h.example/c"), "application/xml")
    feed = site.put("/index.xml", f"<sitemapindex>{parts}</sitemapindex>", "application/xml")
    assert collect(archive, feed).new_entries == 3
    site.put("/news-2.xml", news("https://h.example/d"), "application/xml")
    assert collect(archive, now=NOW + timedelta(hours=5)).new_entries == 1


def test_older_pages_are_read_on_first_contact_alone(archive: Archive, site: Site) -> None:
    def page(number: int) -> str:
        link = f"<link rel='prev-archive' href='{site.base}/{number + 1}'/>" if number < 3 else ""
        entry = f"<entry><id>e{number}</id><title>Entry {number}</title></entry>"
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>H</title>{link}{entry}</feed>"

    for number in range(4):
        site.put(f"/{number}", page(number), "application/atom+xml")
    assert collect(archive, site.base + "/0").new_entries == 4
    site.put("/0", page(0).replace("e0", "e9"), "application/atom+xml")
    collect(archive, now=NOW + timedelta(hours=5))
    assert site.seen == ["/0", "/1", "/2", "/3", "/0"]


def test_following_asks_for_what_the_page_names_and_collecting_does_not_ask_again(archive: Archive, site: Site) -> None:
    named = "<link rel=alternate type=application/rss+xml title='{}' href='{}'>"
    site.put("/", named.format("Posts", "/feed") + named.format("Comments", "/comments/feed"), "text/html")
    for path in ("/feed", "/rss", "/rss.xml", "/comments/feed"):
        site.put(path, rss("<title>A</title><guid>1</guid>"))
    (line,) = follow(archive, settings(archive), site.base + "/", outlet=None, now=NOW)
    assert "Following" in line
    assert site.seen == ["/", "/feed"]
    assert collect(archive, all_feeds=False).due == 0
    assert [title for (title,) in articles(archive, "title")] == ["A"]
    assert site.seen == ["/", "/feed"]


def test_guesses_stop_at_the_first_feed(archive: Archive, site: Site) -> None:
    site.put("/", "<p>nothing named</p>", "text/html")
    site.put("/rss", rss("<title>A</title><guid>1</guid>"))
    site.put("/rss.xml", rss("<title>A</title><guid>1</guid>"))
    follow(archive, settings(archive), site.base + "/", outlet=None, now=NOW)
    assert site.seen == ["/", "/feed", "/rss"]


def reserved_site(site: Site) -> None:
    head = "<meta name='robots' content='noai, noimageai'><meta name=tdm-policy content=https://h.example/terms>"
    words = f"<html><head>{head}<title>Mole repairs begin</title></head><body><article><h1>Mole repairs begin</h1>"
    text = "".join(f"<p>{PROSE}</p>" for _ in range(4))
    site.put("/a", f"{words}{text}</article></body></html>", "text/html", TDM_Reservation="1")
    site.put("/robots.txt", "User-agent: *\nAllow: /\nLicense: https://h.example/license.xml\n", "text/plain")
    site.put("/.well-known/tdmrep.json", '[{"location": "/a*", "tdm-reservation": 1}]', "application/json")
    site.put("/rss", rss(f"<title>Mole repairs begin</title><link>{site.base}/a</link>"))


@pytest.mark.parametrize(("respect", "kinds"), [("record", ["full"]), ("skip_text", ["headline"]), ("skip", [])])
def test_what_publishers_reserve_is_recorded_and_obeyed_as_set(
    archive: Archive, site: Site, respect: str, kinds: list[str]
) -> None:
    reserved_site(site)
    archive.feeds.add([Feed(url=site.base + "/rss")], now=NOW)
    chosen = replace(settings(archive), respect_tdm=respect)
    run = with_open_archive(archive, chosen, CollectionRequest(now=NOW))
    run(POLL)
    run(READ)
    assert [kind for (kind,) in articles(archive, "text_kind")] == kinds
    said = archive.store.rows("SELECT kind, stated_in, policy FROM archive.reservations ORDER BY ALL")
    file = [] if respect == "record" else [("tdm", "tdmrep.json", None)]
    terms = ("license", "robots.txt", "https://h.example/license.xml")
    expected = [terms, ("noai", "page", None), ("tdm", "header", None), *file]
    assert said == expected
    assert ("/.well-known/tdmrep.json" in site.seen) is (respect != "record")


def test_a_hub_is_remembered_and_said_and_the_feed_is_polled(archive: Archive, site: Site) -> None:
    head = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='{}' href='{}'/>"
    links = head.format("hub", "https://hub.example/") + head.format("self", "https://h.example/rss")
    feed = site.put("/rss", rss("<title>A</title><guid>1</guid>", head=links))
    (line,) = follow(archive, settings(archive), feed, outlet=None, now=NOW)
    assert "names the hub https://hub.example/, which is asked to push where websub_address is set" in line
    (memory,) = archive.feeds.all()
    assert (memory.hub, memory.topic) == ("https://hub.example/", "https://h.example/rss")
    assert memory.next_at is not None
    assert collect(archive, now=memory.next_at, all_feeds=False).due == 1
