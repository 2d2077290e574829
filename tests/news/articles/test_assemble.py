"""How an entry and its page, or a row, become an article: dates, kinds of text, outlets."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from news.articles.assemble import article_from_kept, article_from_page, order_in_time
from news.articles.outlet_index import OutletIndex
from news.articles.plausible_dates import is_plausible
from news.records import Announcement, Article, Extraction, FeedEntry, FetchedPage, Outlet
from tests.filled import filled

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEEN = NOW - timedelta(minutes=5)
OUTLETS = OutletIndex(
    [
        Outlet(outlet="Courier", domain="courier.example"),
        Outlet(outlet="Courier Sport", domain="sport.courier.example"),
        Outlet(outlet="Gathered", domain="gathered.example", kind="aggregator"),
    ]
)
URL = "https://www.courier.example/a"
ENTRY = FeedEntry(feed_url="https://f.example", guid="g", url=URL, title="Entry title", summary="Two words.")
SAID = Announcement(entry_id=1, article_id=1, entry=ENTRY, feed_outlet="Feed Outlet", language="en", first_seen_at=SEEN)
PAGE = Extraction(source=URL, status="ok", title="Page title", text="A text of some words.")


def arrive(page: Extraction = PAGE, said: Announcement = SAID, url: str = URL):
    return article_from_page(said, page, url=url, outlets=OUTLETS, now=NOW)


@pytest.mark.parametrize(
    ("published", "estimated", "expected"),
    [
        (NOW - timedelta(days=2), None, (NOW - timedelta(days=2), "published")),
        (NOW + timedelta(days=2), None, (SEEN, "first_seen")),
        (datetime(1246, 1, 1, tzinfo=UTC), None, (SEEN, "first_seen")),
        (None, date(2024, 7, 28), (datetime(2024, 7, 28, 12, tzinfo=UTC), "estimated")),
        (None, None, (SEEN, "first_seen")),
    ],
)
def test_order_in_time_never_uses_an_implausible_date(published: datetime, estimated: date, expected: object) -> None:
    assert order_in_time(published, estimated, SEEN, now=NOW) == expected


def test_a_publishers_clock_may_run_ten_minutes_ahead() -> None:
    assert is_plausible(NOW + timedelta(minutes=9), now=NOW)
    assert not is_plausible(NOW + timedelta(minutes=11), now=NOW)


@pytest.mark.parametrize(
    ("page", "kind", "title"),
    [
        (PAGE, "full", "Page title"),
        (replace(PAGE, status="partial_paywall"), "partial", "Page title"),
        (replace(PAGE, status="consent_wall", text=""), "summary", "Entry title"),
        (replace(PAGE, status="gone", text=""), "summary", "Entry title"),
    ],
)
def test_a_page_without_a_text_leaves_what_the_feed_said(page: Extraction, kind: str, title: str) -> None:
    article = arrive(page)
    assert (article.text_kind, article.title) == (kind, title)


def test_an_entry_with_neither_page_nor_summary_is_a_headline() -> None:
    bare = replace(SAID, entry=replace(ENTRY, summary=""))
    assert arrive(replace(PAGE, status="gone", text=""), bare).text_kind == "headline"


def test_the_page_date_comes_first_and_keeps_its_instant_in_utc() -> None:
    stated = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=2)))
    article = arrive(replace(PAGE, published_at=stated, published_by="json-ld", is_zone_known=True))
    assert (article.published_at, article.published_by) == (datetime(2026, 11, 22, 7, tzinfo=UTC), "json-ld")


def test_a_bare_day_of_the_page_yields_to_the_instant_of_the_feed() -> None:
    said = replace(SAID, entry=replace(ENTRY, published_at=NOW - timedelta(hours=3)))
    day = datetime(2026, 11, 22, tzinfo=UTC)
    article = arrive(replace(PAGE, published_at=day, published_by="htmldate", is_zone_known=False), said)
    assert (article.published_at, article.published_by) == (NOW - timedelta(hours=3), "feed")


@pytest.mark.parametrize(
    ("url", "feed_outlet", "name"),
    [
        ("https://www.courier.example/a", "Feed Outlet", "Courier"),
        ("https://sport.courier.example/a", None, "Courier Sport"),
        ("https://elsewhere.example/a", "Feed Outlet", "Feed Outlet"),
        ("https://elsewhere.example/a", "Gathered", "elsewhere.example"),
        ("https://www.elsewhere.example/a", None, "elsewhere.example"),
        ("https://gathered.example/a", "Feed Outlet", "Feed Outlet"),
    ],
)
def test_the_outlet_is_the_domains_then_the_feeds_but_never_an_aggregators(
    url: str, feed_outlet: str | None, name: str
) -> None:
    assert arrive(url=url, said=replace(SAID, feed_outlet=feed_outlet)).outlet == name


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    lost = replace(PAGE, status="gone", text="", title=None)
    named = replace(SAID, entry=replace(ENTRY, title="", summary="The ferry is back at the quay. " * 9))
    title = arrive(lost, named).title
    assert title.startswith("The ferry is back at the quay. The")
    assert title.endswith(" …")
    assert len(title) <= 100
    assert arrive(lost, replace(SAID, entry=replace(ENTRY, title="", summary=""))).title == "(no title)"


def test_an_outlet_is_no_author_wherever_it_is_named_as_one() -> None:
    assert arrive(replace(PAGE, authors=("Courier", "Jana Holm"))).authors == ("Jana Holm",)
    assert arrive(
        replace(PAGE, authors=("COURIER",)), replace(SAID, entry=replace(ENTRY, authors=("Bo Ek",)))
    ).authors == ("Bo Ek",)
    assert arrive(said=replace(SAID, entry=replace(ENTRY, authors=("The Courier", "courier")))).authors == (
        "The Courier",
    )


def test_what_a_page_says_that_is_no_article_is_kept_beside_the_feeds_words() -> None:
    article = arrive(replace(PAGE, status="not_article", text="Lamps. Ropes."))
    assert (article.text, article.page_text, article.page_status) == ("Two words.", "Lamps. Ropes.", "not_article")
    assert arrive().page_text is None


# What is known of a reading, or of an entry, and not of the article that came of it.
OF_THE_READING = {"source", "url", "reason", "seconds", "fingerprint", "is_same"}
OF_THE_ENTRY = {"feed_url", "guid", "url", "raw_url", "is_date_plausible", "updated_at"}
FULL_PAGE = filled(Extraction, status="ok", source=URL, title="Page title", text="A text of some words.")


def kept(page: Extraction) -> Article:
    fetched = FetchedPage(url=URL, final_url=URL, outcome="ok", fetched_at=SEEN)
    return article_from_kept(fetched, page, url=URL, outlets=OUTLETS, now=NOW)


def without(record, name: str):
    """Return the record as if nothing were known of one of its fields."""
    (default,) = (item.default for item in fields(record) if item.name == name)
    value = getattr(record, name)
    empty = not value if isinstance(value, bool) else default if isinstance(default, str | tuple) else None
    return replace(record, **{name: empty})


@pytest.mark.parametrize("name", [item.name for item in fields(Extraction)])
def test_whatever_a_page_says_its_article_has_by_a_feed_and_by_a_warc_file(name: str) -> None:
    full = replace(FULL_PAGE, published_at=None) if name == "date_doubt" else FULL_PAGE
    page = replace(full, status="partial_paywall") if name == "status" else without(full, name)
    is_of_the_article = name not in OF_THE_READING
    assert (arrive(page) != arrive(full)) == is_of_the_article
    assert (kept(page) != kept(full)) == is_of_the_article


def test_a_page_gives_the_same_article_by_a_feed_and_by_a_warc_file() -> None:
    bare = replace(SAID, entry=FeedEntry(feed_url="https://f.example", guid="g", url=URL), feed_outlet=None)
    page = replace(FULL_PAGE, date_doubt=None)
    by_feed, by_file = arrive(page, bare), kept(page)
    assert replace(by_file, arrived_by="feed") == by_feed


@pytest.mark.parametrize("name", [item.name for item in fields(FeedEntry)])
def test_whatever_an_entry_says_its_article_has_where_the_page_says_nothing(name: str) -> None:
    full = filled(FeedEntry, url=URL, published_at=SEEN, content="Crews at three ports stop work at midnight. " * 40)
    page = Extraction(source=URL, status="blocked")
    told = [replace(SAID, entry=entry, feed_outlet=None) for entry in (full, without(full, name))]
    if name == "summary":
        told = [replace(one, entry=replace(one.entry, content="")) for one in told]
    articles = [arrive(page, one) for one in told]
    assert (articles[0] != articles[1]) == (name not in OF_THE_ENTRY)
