"""What articles become of what pages and feeds say, in all mixtures, word for word."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from pathlib import Path

from news.articles.assemble import article_from_kept, article_from_page, article_from_row, is_day_only, order_in_time
from news.articles.extraction_quality import summary_agreement
from news.articles.feed_text import article_text
from news.articles.news_of_period import Arrival, Period, movement_of, published_span
from news.articles.outlet_index import OutletIndex
from news.articles.page_schedule import after_reading, trusted_urls
from news.articles.versions import differences, next_version
from news.articles.warc_pieces import batches_of, not_done
from news.records import Announcement, Article, Extraction, FeedEntry, FetchedPage, ImportRow, Reading
from news.urls import canonical_url, host_of, is_tracking, site_of
from tests.answers import check, told
from tests.news.own_texts import same_matter
from tests.news.pieces import OUTLETS
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/articles")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
INDEX = OutletIndex(OUTLETS)
MOMENTS = (
    None,
    NOW - timedelta(hours=3),
    NOW + timedelta(minutes=10),
    NOW + timedelta(minutes=11),
    datetime(2026, 3, 3, tzinfo=UTC),
    datetime(2026, 3, 4, 1, tzinfo=timezone(timedelta(hours=5))),
    datetime(1989, 12, 31, 23, tzinfo=UTC),
    datetime(1990, 1, 1, tzinfo=UTC),
)
STATUSES = ("ok", "partial_paywall", "not_article", "blocked", "gone")
LONG = " ".join(text for _, _, text in same_matter()[0])


def drawn(chance: random.Random) -> tuple[Announcement, Extraction]:
    entry = FeedEntry(
        feed_url="https://harbour-post.example/feed", guid="1", url="https://harbour-post.example/1",
        title=chance.choice(("", "A headline", "Tab\\there")), summary=chance.choice(("", LONG[:90], LONG[:180])),
        content=chance.choice(("", LONG[:300], LONG, f"{LONG} Read more …")),
        authors=chance.choice(((), ("Ann Vale",), ("Harbour Post", "Ann Vale"))),
        outlet=chance.choice((None, "Reuters")), published_at=chance.choice(MOMENTS),
        is_zone_known=chance.random() < 0.7, image=chance.choice((None, "https://harbour-post.example/e.png")),
    )  # fmt: skip
    page = Extraction(
        source="page", status=chance.choice(STATUSES), url="https://harbour-post.example/1",  # type: ignore[arg-type]
        title=chance.choice((None, "As the page has it")), text=chance.choice(("", LONG[:400], LONG)),
        authors=chance.choice(((), ("Bo Holm",), ("The Harbour Post",))), published_at=chance.choice(MOMENTS),
        published_by=chance.choice((None, "json-ld")), is_zone_known=chance.random() < 0.5, section="Harbour",
        language=chance.choice((None, "de")), extractor="fast", date_doubt=chance.choice((None, "two days")),
    )  # fmt: skip
    announced = Announcement(
        entry_id=1, article_id=2, entry=entry, feed_outlet=chance.choice((None, "Harbour Post")), language="en",
        first_seen_at=NOW - timedelta(hours=chance.randrange(3)),
    )  # fmt: skip
    return announced, page


def short(one: Article) -> str:
    said = told(one).replace(told(one.text), f"{len(one.text)} signs") if one.text else told(one)
    return said.replace("https://harbour-post.example", "").replace(f"article_id={one.article_id} ", "")


def test_what_pages_and_entries_become_stays() -> None:
    found, last = [], None
    for number in range(160):
        announced, page = drawn(random.Random(number))
        made = article_from_page(announced, page, url="https://harbour-post.example/1", outlets=INDEX, now=NOW)
        found.append(f"{number} {page.status}: {short(made)}")
        after = next_version(last, made, is_same_page=number % 5 == 0)
        found.append(f"  version {after.version if after else None} {told(differences(last, made) if last else ())}")
        last = after or last
        fetched = FetchedPage(url=made.url, final_url=made.url, outcome="ok", fetched_at=announced.first_seen_at)
        if page.status in ("ok", "partial_paywall"):
            kept = article_from_kept(fetched, page, url=made.url, outlets=INDEX, now=NOW)
            found.append(f"  kept {kept.text_kind} {kept.first_seen_at} {kept.published_by} {kept.ordered_by}")
        row = ImportRow(url=made.url, outlet=announced.feed_outlet, title=page.title or "", text=page.text,
                        published_at=page.published_at)  # fmt: skip
        read = article_from_row(row, outlets=INDEX, now=NOW)
        found.append(f"  row {read.outlet} {read.text_kind} {read.published_by} {read.ordered_by} {read.title}")
    check(KEPT / "assembled.txt", found)


def test_how_moments_are_understood_stays() -> None:
    found = []
    period = Period(since=NOW - timedelta(days=1), until=NOW, time_zone="America/Lima")
    for moment, is_known in product(MOMENTS, (True, False)):
        day = None if moment is None else date(2026, 3, 1)
        found.append(f"{moment} {told(order_in_time(moment, day, NOW, now=NOW))}")
        if moment is not None:
            found.append(f"  {is_day_only(moment, is_known)} {told(published_span(moment, is_known, 'Asia/Tokyo'))}")
        for by, seen, new in product(("feed", "import", "backfill"), (0, 1, 23, 24, 25, 60), (True, False)):
            at = NOW - timedelta(hours=seen)
            said = moment and moment - timedelta(hours=seen)
            arrival = Arrival(
                first_seen_at=at, arrived_by=by, published_at=said, is_zone_known=is_known, is_newly_followed=new,  # type: ignore[arg-type]
            )  # fmt: skip
            found.append(f"  {by} {seen} h ago, new {new}: {movement_of(arrival, period)}")
    check(KEPT / "moments.txt", found)


def rereads() -> Iterator[str]:
    for status, attempts, again in product((*STATUSES, "timeout", "error", "robots"), range(7), range(5)):
        before = Reading(article_id=1, url="https://a.example/1", attempts=attempts, rereads=again, next_at=NOW)
        after = after_reading(before, status, now=NOW)
        yield f"{status} {attempts} {again}: {after.attempts} {after.rereads} {after.next_at}"


def test_when_pages_are_read_again_stays() -> None:
    check(KEPT / "rereads.txt", rereads())


def test_how_texts_are_cut_and_compared_stays() -> None:
    found = []
    for size in (0, 10, 1000, 9_999_999, 10_000_001, 10**8 + 7):
        batches = batches_of("a/b.warc.gz", size, batch_bytes=4_000_000)
        found.append(f"{size}: {told([(one.first_byte, one.end_byte) for one in batches][:9])}")
        found.append(f"  {len(not_done(batches, [batches[0].key]))} left")
    for title, _, text in (row for matter in same_matter() for row in matter):
        found.append(f"{title[:40]}: {told(summary_agreement(text[:150], text[80:]))} {told(article_text(text))[:60]}")
    check(KEPT / "texts.txt", found)


def test_which_addresses_are_trusted_stays() -> None:
    found = []
    hosts = (
        "a.example",
        "www.a.example",
        "A.EXAMPLE.",
        "b.co.uk",
        "xn--bcher-kva.example",
        "user:pw@a.example",
        "1.2.3.4",
    )
    tails = (
        "",
        "/",
        "/x?utm_medium=a&id=3&b=2#c",
        "/%7Ex/../y//z",
        "/ü?q=a b",
        "/x?id=",
        "/x;jsessionid=1?fbclid=2",
        ":443/x",
    )
    for host, tail in product(hosts, tails):
        url = f"https://{host}{tail}"
        found.append(f"{url}: {canonical_url(url)} {host_of(url)} {site_of(host.lower())} {canonical_url(tail, url)}")
    found += [f"{name}: {is_tracking(name, '1')}" for name in ("utm_x", "fbclid", "id", "ref", "gclid", "page", "s")]
    stated = [None, *(f"https://a.example/{number}" for number in (9, 9, 9, 1, 2))]
    pairs = [(f"https://a.example/{number % 4}", url) for number, url in enumerate(stated)]
    found.append(told(trusted_urls(pairs)))
    check(KEPT / "addresses.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_articles.txt", thresholds("news/articles"))
