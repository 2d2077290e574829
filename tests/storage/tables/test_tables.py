"""What the archive remembers of feeds, articles and links: saved twice is as once, and nothing is overwritten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news.records import (
    Announcement,
    Article,
    Citation,
    Correction,
    Failure,
    Feed,
    FeedEntry,
    GivenCitation,
    Link,
    Linkage,
    Origin,
    Outlet,
    Placement,
    Poll,
    Reading,
    Story,
    Watch,
    WatchMatch,
)
from storage.archive import Archive
from storage.maintenance.forget import forget

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FEED = "https://f.example/feed"
ENTRY = FeedEntry(feed_url=FEED, guid="g1", url="https://a.example/1", title="One", summary="First.", authors=("Ida",))
SAID = Announcement(entry_id=11, article_id=1, entry=ENTRY, feed_outlet="A", language="en", first_seen_at=NOW)
ARTICLE = Article(
    article_id=1, url="https://a.example/1", outlet="A", title="One", text="A text.", authors=("Ida", "Ole"),
    first_seen_at=NOW, ordered_at=NOW, ordered_by="first_seen", arrived_by="feed", keywords=("port",),
    links=(Link(url="https://b.example/", text="B"),), word_count=2,
    given_citations=(GivenCitation(cited="B", kind="outlet", relation="relays", is_lead_claim=True),),
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", now=NOW) as opened:
        yield opened


def poll(**said: object) -> Poll:
    return Poll(**{"feed_url": FEED, "at": NOW, "outcome": "ok", "entries": 3, "new_entries": 1, **said})  # type: ignore[arg-type]


def save_poll(archive: Archive, *said: Announcement, polls: int = 1) -> None:
    archive.feeds.add([Feed(url=FEED, outlet="A", language="en")], now=NOW)
    memories = [replace(memory, etag='"v2"', last_polled_at=NOW) for memory in archive.feeds.all()]
    failures = [Failure(stage="feeds", subject=FEED, error="timeout", at=NOW)]
    for _ in range(polls):
        archive.feeds.save_polls(memories, [poll()], said, failures, outlets={FEED: "A"})


def save(archive: Archive, *articles: Article, now: datetime = NOW) -> list[Article]:
    with archive.store.transaction():
        return archive.articles.save(articles, now=now)


def test_a_feed_is_added_once_and_keeps_what_we_know_of_it(archive: Archive) -> None:
    save_poll(archive)
    assert archive.feeds.add([Feed(url=FEED), Feed(url="https://g.example/")], now=LATER) == ["https://g.example/"]
    assert [(memory.url, memory.etag, memory.outlet) for memory in archive.feeds.all()] == [
        (FEED, '"v2"', "A"),
        ("https://g.example/", None, None),
    ]


def test_polls_of_a_day_add_up_in_one_row(archive: Archive) -> None:
    save_poll(archive, polls=3)
    rows = archive.store.rows("SELECT outlet, polls, polls_ok, entries, new_entries FROM archive.feed_days")
    assert rows == [("A", 3, 3, 9, 3)]


def test_an_entry_is_kept_once_with_its_first_sighting_and_has_its_page_read(archive: Archive) -> None:
    save_poll(archive, SAID)
    save_poll(archive, replace(SAID, first_seen_at=LATER, entry=replace(ENTRY, title="One, edited")))
    ((reading, said),) = archive.feeds.readings_due(now=LATER, limit=10)
    assert reading == Reading(article_id=1, url=ENTRY.url or "", next_at=NOW)
    assert said == replace(SAID, entry=replace(ENTRY, title="One, edited"))
    assert archive.feeds.known_entries([11, 12]) == {11: "One, edited"}
    assert archive.feeds.announced_titles([1, 2]) == {1: "One, edited"}


def test_an_edited_entry_has_its_page_read_again_at_once(archive: Archive) -> None:
    save_poll(archive, SAID)
    archive.feeds.save_readings([Reading(article_id=1, url="u", rereads=1, next_at=NOW + timedelta(days=6))])
    assert archive.feeds.readings_due(now=LATER, limit=10) == []
    save_poll(archive, replace(SAID, first_seen_at=LATER, entry=replace(ENTRY, title="New")))
    assert len(archive.feeds.readings_due(now=LATER, limit=10)) == 1


def test_sites_take_turns_in_being_read(archive: Archive) -> None:
    urls = [f"https://{site}.example/{number}" for site in "ab" for number in range(3)]
    entries = [replace(ENTRY, guid=url, url=url) for url in urls]
    said = [replace(SAID, entry_id=n, article_id=n, entry=entry) for n, entry in enumerate(entries)]
    save_poll(archive, *said)
    due = [reading.url.split("//")[1][0] for reading, _ in archive.feeds.readings_due(now=LATER, limit=4)]
    assert due == ["a", "b", "a", "b"]


def test_a_page_that_is_another_article_moves_its_entries(archive: Archive) -> None:
    save_poll(archive, SAID)
    with archive.store.transaction():
        archive.feeds.move([(1, 5)])
        archive.feeds.save_readings([Reading(article_id=5, url="https://a.example/5", next_at=NOW)])
    ((reading, said),) = archive.feeds.readings_due(now=LATER, limit=10)
    assert (reading.article_id, said.article_id) == (5, 5)


def test_an_article_comes_back_as_it_was_saved(archive: Archive) -> None:
    save(archive, ARTICLE)
    assert archive.articles.get([1]) == [ARTICLE]
    assert archive.articles.find("https://a.example/1") == archive.articles.find("1") == [ARTICLE]


def test_saving_an_article_twice_is_as_once_and_an_edit_keeps_the_old_text(archive: Archive) -> None:
    assert len(save(archive, ARTICLE)) == 1
    assert save(archive, ARTICLE, now=LATER) == []
    (edited,) = save(archive, replace(ARTICLE, text="Another text."), now=LATER)
    assert (edited.version, edited.change) == (2, "text")
    kept = archive.store.rows("SELECT version, text, superseded_at = ? FROM archive.articles ORDER BY version", [LATER])
    assert kept == [(1, "A text.", True), (2, "Another text.", False)]


def test_the_same_article_twice_in_a_batch_is_one(archive: Archive) -> None:
    save(archive, ARTICLE, ARTICLE)
    assert archive.store.rows("SELECT count(*) FROM archive.articles") == [(1,)]


def test_two_texts_of_an_article_in_one_batch_are_two_versions(archive: Archive) -> None:
    save(archive, ARTICLE)
    edits = [replace(ARTICLE, text="Another text."), replace(ARTICLE, text="A third.")]
    assert [article.version for article in save(archive, *edits, now=LATER)] == [2, 3]
    kept = archive.store.rows("SELECT version, superseded_at = ? FROM archive.articles ORDER BY version", [LATER])
    assert kept == [(1, True), (2, True), (3, False)]
    assert [article.text for article in archive.articles.get([1])] == ["A third."]


def test_what_was_forgotten_never_comes_back(archive: Archive) -> None:
    save(archive, ARTICLE)
    with archive.store.transaction():
        forget(archive.store, [1], subject="https://a.example/1", now=NOW)
    assert save(archive, ARTICLE, now=LATER) == []
    subjects = {subject for (subject,) in archive.store.rows("SELECT subject FROM archive.forgotten")}
    assert [len(subject) for subject in subjects] == [64]  # a hash, and no address


def test_a_failed_transaction_leaves_nothing(archive: Archive) -> None:
    def killed() -> None:
        with archive.store.transaction():
            archive.articles.save([ARTICLE], now=NOW)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    assert archive.articles.everything() == []


LINKED = Linkage(
    read=(1,),
    placements=(Placement(article_id=1, copy_group_id=1, is_original=True, story_id="s1", similarity=1.0),),
    citations=(Citation(article_id=1, cited="B", kind="outlet", relation="relays", is_lead_claim=True),),
    origin_stories=("s1",),
    origins=(
        Origin(article_id=1, story_id="s1", basis="explicit", origin_group_id=9, state="relays", origin="B"),
        Origin(article_id=1, story_id="s1", basis="text", origin_group_id=9, state="relays", origin="B"),
    ),
    stories=(Story(story_id="s1", title="One"),),
    matches=(WatchMatch(watch="w", article_id=1),),
)


def save_links(archive: Archive, found: Linkage, now: datetime = NOW) -> None:
    with archive.store.transaction():
        archive.links.save(found, now=now)


def count(archive: Archive, table: str) -> int:
    return int(archive.store.rows(f"SELECT count(*) FROM archive.{table}")[0][0])


def test_links_come_back_and_saving_them_twice_writes_nothing(archive: Archive) -> None:
    tables = ("placements", "citations", "origins", "stories", "watch_matches")
    save_links(archive, LINKED)
    once = [count(archive, table) for table in tables]
    save_links(archive, LINKED, LATER)
    assert [count(archive, table) for table in tables] == once == [1, 1, 2, 1, 1]
    assert tuple(archive.links.citations([1])) == LINKED.citations
    assert tuple(archive.links.origins(["s1"])) == LINKED.origins


def test_what_no_longer_holds_is_overtaken_and_kept(archive: Archive) -> None:
    save_links(archive, LINKED)
    save_links(archive, replace(LINKED, citations=(), matches=()), LATER)
    assert archive.links.citations([1]) == []
    assert archive.store.rows("SELECT cited, superseded_at = ? FROM archive.citations", [LATER]) == [("B", True)]


def test_an_article_is_linked_until_it_changes(archive: Archive) -> None:
    save(archive, ARTICLE)
    assert archive.articles.not_linked() == [ARTICLE]
    save_links(archive, LINKED)
    assert archive.articles.not_linked() == []
    save(archive, replace(ARTICLE, text="Another."), now=LATER)
    assert [article.version for article in archive.articles.not_linked()] == [2]


def test_corrections_are_kept_in_order(archive: Archive) -> None:
    first = Correction(corrected_at=NOW, verb="link", article_id=1, story_id="s1")
    archive.links.correct(replace(first, corrected_at=LATER, verb="close"))
    archive.links.correct(first)
    assert [item.verb for item in archive.links.corrections()] == ["link", "close"]


def test_a_watch_is_told_to_be_new_until_its_query_stays(archive: Archive) -> None:
    watch = Watch(watch="ports", query="port", title="Ports")
    assert archive.watches.save([watch], now=NOW) == [watch]
    assert archive.watches.save([watch], now=NOW) == []
    assert archive.watches.save([replace(watch, query="port*")], now=LATER) == [replace(watch, query="port*")]
    assert [item.query for item in archive.watches.all()] == ["port*"]


def test_outlets_come_back(archive: Archive) -> None:
    outlets = [Outlet(outlet="A", aliases=("The A",), domain="a.example", kind="newspaper", country="no", family="F")]
    archive.outlets.save(outlets)
    assert archive.outlets.all() == outlets


def test_days_are_cut_in_the_archives_zone(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "zoned", now=NOW, time_zone="Pacific/Auckland") as archive:
        save_poll(archive)
        assert archive.store.rows("SELECT day::VARCHAR FROM archive.feed_days") == [("2026-11-23",)]
