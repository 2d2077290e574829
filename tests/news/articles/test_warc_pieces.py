"""Pieces of a file cover it once; what is done is not done again; the rest is estimated by bytes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.articles.outlet_index import OutletIndex
from news.articles.warc_pieces import Backfill, BatchRead, articles_of, batches_of, not_done
from news.records import Extraction, FetchedPage, Outlet
from news.urls import article_key

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OUTLETS = OutletIndex([Outlet(outlet="Harbour Post", aliases=("Harbour Post",), domain="harbour-post.example")])


@given(st.integers(1, 10**10), st.integers(1_000_000, 10**9))
def test_the_pieces_of_a_file_hold_each_byte_once_and_are_of_one_size(size: int, batch_bytes: int) -> None:
    batches = batches_of("/news/a.warc.gz", size, batch_bytes=batch_bytes)
    edges = [batches[0].first_byte, *(batch.end_byte for batch in batches)]
    assert edges[0] == 0
    assert edges[-1] == size
    assert [batch.first_byte for batch in batches] == edges[:-1]
    sizes = [batch.bytes for batch in batches]
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= 1.5 * batch_bytes + 1


def test_a_file_is_known_again_in_another_folder_but_not_at_another_size() -> None:
    here, there, longer = (batches_of(path, size) for path, size in (("/a/x.gz", 9), ("/b/x.gz", 9), ("/a/x.gz", 10)))
    assert not_done([*here, *there], set()) == there or not_done([*here, *there], set()) == here
    assert not_done(there, {batch.key for batch in here}) == []
    assert not_done(longer, {batch.key for batch in here}) == longer


def page(url: str, days_ago: int = 1) -> FetchedPage:
    at = NOW - timedelta(days=days_ago)
    return FetchedPage(url=url, final_url=url, outcome="ok", status=200, body=b"x", fetched_at=at)


def said(url: str | None = None, status: str = "ok", **more: object) -> Extraction:
    return Extraction(source="", status=status, url=url, title="A ferry", text="A ferry sank.", **more)  # type: ignore[arg-type]


def test_only_pages_that_are_articles_become_articles() -> None:
    pages = [page(f"https://harbour-post.example/{n}") for n in range(3)]
    found = [said(), said(status="not_article"), said(status="partial_paywall")]
    articles = [item.article for item in articles_of(pages, found, outlets=OUTLETS, now=NOW)]
    assert [article.url for article in articles] == [pages[0].url, pages[2].url]
    assert [article.text_kind for article in articles] == ["full", "partial"]
    assert {article.outlet for article in articles} == {"Harbour Post"}
    assert {article.arrived_by for article in articles} == {"backfill"}


def test_an_undated_page_stands_where_it_was_fetched_and_a_dated_one_where_it_says() -> None:
    dated = datetime(2026, 10, 1, tzinfo=UTC)
    pages = [page("https://a.example/1", 9), page("https://a.example/2", 9)]
    kept = articles_of(pages, [said(), said(published_at=dated)], outlets=OUTLETS, now=NOW)
    first, second = (item.article for item in kept)
    assert (first.ordered_at, first.ordered_by) == (NOW - timedelta(days=9), "first_seen")
    assert (second.ordered_at, second.ordered_by) == (dated, "published")


def test_a_page_fetched_twice_is_one_article_as_it_was_first_fetched() -> None:
    pages = [page("https://a.example/1", 1), page("https://a.example/1", 5)]
    (kept,) = articles_of(pages, [said(), said()], outlets=OUTLETS, now=NOW)
    assert kept.article.first_seen_at == NOW - timedelta(days=5)


def test_an_address_that_a_template_states_for_all_its_pages_is_the_first_ones_alone() -> None:
    (kept,) = articles_of([page("https://a.example/2")], [said(url="https://a.example/news")], outlets=OUTLETS, now=NOW)
    own, stated = article_key("https://a.example/2"), article_key("https://a.example/news")
    assert kept.beside({}).article_id == stated
    assert kept.beside({stated: "A ferry"}).article_id == stated
    assert kept.beside({stated: "Another headline"}).article_id == own


def test_a_page_fetched_in_the_future_is_first_seen_now() -> None:
    (kept,) = articles_of([page("https://a.example/1", -9)], [said()], outlets=OUTLETS, now=NOW)
    assert kept.article.first_seen_at == NOW


@pytest.mark.parametrize(
    ("seconds", "left"), [(10, "about 30 s left"), (60, "about 3 min left"), (6000, "about 5.0 h left")]
)
def test_what_is_left_is_estimated_by_bytes(seconds: float, left: str) -> None:
    batches = batches_of("a.warc.gz", 400, batch_bytes=100)
    read = BatchRead(batch=batches[0], pages=50, statuses={"ok": 40, "not_article": 10}, articles=())
    state = Backfill(batches=4, bytes=400, statuses={}).plus(read, new=0)
    assert left in state.progress(seconds)
    assert "1 of 4 batches" in state.progress(seconds)
    assert not state.is_complete
    assert "10 not_article" in state.in_words()


def test_batches_of_earlier_runs_are_not_estimated_again() -> None:
    state = Backfill(batches=4, bytes=400, before=2, bytes_before=200, statuses={})
    assert state.seconds_left(5.0) is None
    read = BatchRead(batch=batches_of("a", 400, batch_bytes=100)[2], pages=1, statuses={"ok": 1}, articles=())
    assert state.plus(read, new=1).seconds_left(5.0) == 5.0
