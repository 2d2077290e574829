"""A collection fetches no longer than it may, however many hosts drip; feeds and pages share the time."""

import asyncio
import time
from dataclasses import replace

from extractors.fetch.web import WebRules
from flows.collecting.pipeline import POLL, READ, CollectionRequest, with_open_archive
from flows.collecting.run_time import FOR_FEEDS, RunTime
from news.records import Feed
from storage.archive import Archive
from tests.faulty_server import FaultyServer, Talk, faults
from tests.flows.collecting.loopback import NOW, Site, articles, settings
from tests.flows.collecting.test_feed_dialects import rss


def test_feeds_have_a_part_of_the_time_and_pages_what_is_left() -> None:
    rules = WebRules(run_seconds=100.0)
    begun = time.monotonic()
    fresh, late, over = (RunTime(rules=rules, begun=begun - gone) for gone in (0, 70, 200))
    assert 0 <= FOR_FEEDS * 100 - fresh.for_feeds().run_seconds < 5
    assert 0 <= 100 - fresh.for_pages().run_seconds < 5
    assert late.for_feeds().run_seconds == 0
    assert 25 < late.for_pages().run_seconds <= 30
    assert (over.for_feeds().run_seconds, over.for_pages().run_seconds) == (0, 0)
    assert replace(late.for_pages(), run_seconds=100.0) == rules


async def large_drip(talk: Talk) -> None:
    """A large beginning, then a byte now and then."""
    talk.head("200 OK", content_type="application/rss+xml", content_length="900000")
    talk.send(b"<rss><channel><title>" + b"a" * 400_000)
    for _ in range(300):
        talk.send(b"a")
        await talk.drain()
        await asyncio.sleep(0.1)


def test_a_collection_among_hosts_that_drip_ends_in_its_time_and_reads_the_honest_ones(
    archive: Archive, site: Site
) -> None:
    hosts = [f"127.7.8.{n}" for n in range(1, 81)]
    rules = WebRules(total_seconds=2.0, read_seconds=1.0, connect_seconds=2.0, run_seconds=20.0, at_once=16)
    page = site.put("/a", f"<html><body><article>{'<p>The mole was mended on Monday.</p>' * 30}</article>", "text/html")
    feed = site.put("/rss", rss(f"<title>Mole mended</title><link>{page}</link>"))
    with FaultyServer(hosts=hosts, more=faults(large_drip)) as server:
        drip = [server.url("large_drip", host) for host in hosts]
        index = "".join(f"<sitemap><loc>{url}?news</loc></sitemap>" for url in drip)
        listed = site.put("/news-index.xml", f"<sitemapindex>{index}</sitemapindex>", "application/xml")
        archive.feeds.add([Feed(url=url) for url in (*drip, listed, feed)], now=NOW)
        open_to_all = replace(settings(archive), private_hosts="127.0.0.0/8")
        request = CollectionRequest(now=NOW, time=RunTime(rules=rules))
        run = with_open_archive(archive, open_to_all, request)
        begun = time.monotonic()
        polled, _ = run(POLL), run(READ)
        took = time.monotonic() - begun
    assert took < rules.run_seconds + 10
    assert polled.outcomes["ok"] >= 1
    assert polled.outcomes["timeout"] + polled.outcomes["held"] >= len(hosts)
    assert [kind for (kind,) in articles(archive, "text_kind")] == ["full"]
    unread = [one for one in archive.feeds.all() if one.last_polled_at is None]
    assert len(unread) == polled.outcomes["held"]  # they stay due
