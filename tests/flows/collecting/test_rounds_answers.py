"""Rounds of collecting from a site on loopback: what each says, asks of the site, and leaves in every table."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.collecting import poll_feeds
from flows.collecting.pipeline import CollectionRequest, collect_sites, with_open_archive
from flows.progress import Progress
from news.feeds.shards import Shard
from news.records import Feed
from storage.archive import Archive
from tests.answers import check, told
from tests.conftest import HOME
from tests.flows.collecting.loopback import NOW, Site, serving, settings
from tests.flows.collecting.test_rereading import page

KEPT = HOME / "tests/fixtures/answers/flows/rounds.txt"
TABLES = ("feeds", "feed_days", "entries", "postings", "readings", "failures", "articles")
LEFT_OUT = {"seconds", "wire_bytes", "fingerprint", "source_sha256", "text_sha256", "extractor", "article_id", "etag"}
MASKS = (
    (r"http://127\.0\.0\.1:\d+", "SITE"), (r"http://127\.0\.0\.2:\d+", "OTHER"),
    (r"\b\d{12,}\b", "ID"), (r"\b[0-9a-f]{32,}\b", "HASH"),
    (r"127\.0\.0\.1:\d+", "SITE"), (r"Errno \d+", "Errno"),
)  # fmt: skip


def item(site: Site, name: str, *more: str) -> str:
    address = site.put(f"/{name}", page(name, f"{name} says so.", *more), "text/html")
    return f"<item><title>Of {name}</title><link>{address}</link><guid>{name}</guid></item>"


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>Post</title>{''.join(items)}</channel></rss>"


class Counted(Progress):
    """How many steps each stage had, and how many were made."""

    def __init__(self) -> None:
        self.did: list[str] = []

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[object]:  # type: ignore[override]
        steps: list[int] = []
        yield lambda: steps.append(1)
        self.did.append(f"{name} {len(steps)} of {total}")


def rows(archive: Archive, table: str) -> Iterator[str]:
    """Yield what a table holds, the columns that say nothing or differ from run to run left out."""
    names = [name for _, name, *_ in archive.store.rows(f"PRAGMA table_info('archive.{table}')")]
    kept = [f'"{name}"' for name in names if name not in LEFT_OUT]
    found = archive.store.rows(f"SELECT {', '.join(kept)} FROM archive.{table}")
    lines = []
    for row in found:
        given = [
            (name.strip('"'), value) for name, value in zip(kept, row, strict=True) if value not in (None, "", 0, False)
        ]
        lines.append(f"    {table}: " + " ".join(f"{name}={told(value)[:90]}" for name, value in given))
    yield from sorted(masked(line) for line in lines)


def masked(line: str) -> str:
    for pattern, instead in MASKS:
        line = re.sub(pattern, instead, line)
    return line


@pytest.fixture
def site() -> Iterator[Site]:
    """A site under every address of loopback, each a host of its own."""
    with serving("0.0.0.0") as served:
        yield served


def test_what_rounds_leave_stays(archive: Archive, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll_feeds.random, "random", lambda: 0.5)
    whole, gone = item(site, "quay"), "<item><title>Lost</title><link>/lost</link><guid>lost</guid></item>"
    bare = "<item><title>Bare</title><guid>bare</guid><description>Only words of the feed.</description></item>"
    site.put("/full", rss(whole, gone, bare), ETag='"one"')
    site.put("/busy", "", "text/plain", status=503, Retry_After="7200")
    site.put("/page", "<html><body><p>No feed at all.</p></body></html>", "text/html")
    site.put("/past", "", "text/plain", status=410)
    site.put("/broken", rss(item(site, "mole"))[:-30])
    urls = [f"{site.base}/{name}" for name in ("full", "page", "past", "broken", "nothing")]
    urls.append(site.base.replace("0.1", "0.2") + "/busy")
    archive.feeds.add([Feed(url=url, outlet=f"Outlet {n}" if n % 2 else None) for n, url in enumerate(urls)], now=NOW)
    chosen = replace(settings(archive), private_hosts="127.0.0.0/8")
    found: list[str] = []

    def round_of(name: str, hours: float, **asked: object) -> None:
        site.seen.clear()
        progress, now = Counted(), NOW + timedelta(hours=hours)
        request = CollectionRequest(now=now, **asked)  # type: ignore[arg-type]
        done = collect_sites(with_open_archive(archive, chosen, request, progress))
        found.append(f"{name}: {done.failed} {progress.did} asked {sorted(site.seen)}")
        found.extend(
            masked(f"  {line}") for line in [*done.in_words().split("\n"), json.dumps(done.summary(), sort_keys=True)]
        )

    round_of("the first", 0)
    found += [line for table in TABLES for line in rows(archive, table)]
    round_of("none is due", 0.1)
    round_of("all, of one shard of two", 0.2, all_feeds=True, shard=Shard(number=1, count=2))
    site.put("/full", rss(whole.replace("Of quay", "Of the quay"), item(site, "pier"), bare), ETag='"two"')
    item(site, "quay", "The decision can be appealed.")
    site.put("/lost", page("lost"), "text/html")
    chosen = replace(chosen, pages_per_run=1)
    round_of("those that are due, one page at a time", 30)
    chosen = replace(chosen, pages_per_run=2000, keep_pages=False, respect_tdm="skip")
    round_of("all", 60, all_feeds=True)
    found += [line for table in TABLES for line in rows(archive, table)]
    check(KEPT, found)
