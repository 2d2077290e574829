"""What is remembered of feeds, days, entries and readings: each rule of saving and of finding again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from news.feeds.shards import Shard
from news.records import Announcement, Article, Feed, FeedEntry, Poll, Reading, Reservation, Watch, WatchMatch
from storage.tables.articles import ArticleRepository
from storage.tables.feeds import FeedRepository
from storage.tables.history import HistoryTables
from storage.tables.watches import LANGUAGE, WatchRepository
from tests.storage.new_archives import new_connection
from tests.storage.small_archive import OpenStore

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = "https://f.example/feed"


@pytest.fixture
def store() -> Iterator[OpenStore]:
    connection = new_connection()
    connection.execute("SET TimeZone = 'UTC'")
    yield OpenStore(connection)
    connection.close()


@pytest.fixture
def feeds(store: OpenStore) -> FeedRepository:
    repository = FeedRepository(store)
    repository.add([Feed(url=FEED, outlet="Post", language="en"), Feed(url="https://g.example/feed")], now=NOW)
    return repository


def said(
    number: int, *, site: str = "a", seen: datetime = NOW, title: str = "T", language: str | None = None
) -> Announcement:
    entry = FeedEntry(
        feed_url=FEED, guid=f"g{number}", url=f"https://{site}.example/{number}", title=title, content="Words."
    )
    return Announcement(
        entry_id=number, article_id=100 + number, entry=entry, feed_outlet="Post", language=language, first_seen_at=seen
    )


def poll(outcome: str = "ok", at: datetime = NOW, url: str = FEED, **more: int) -> Poll:
    return Poll(**{"feed_url": url, "at": at, "outcome": outcome, "entries": 3, "new_entries": 1, **more})  # type: ignore[arg-type]


OUTLETS = {FEED: "Post", "https://g.example/feed": "Ledger"}


def test_a_feed_that_is_known_keeps_its_state_and_one_named_twice_is_one(feeds: FeedRepository) -> None:
    new = Feed(url="https://h.example/feed", outlet="Wire")
    assert feeds.add([Feed(url=FEED, outlet="Other"), new, new], now=NOW) == [new.url]
    assert [(one.url, one.outlet, one.language) for one in feeds.all()] == [
        (FEED, "Post", "en"), ("https://g.example/feed", None, None), (new.url, "Wire", None),
    ]  # fmt: skip
    assert [one.url for one in feeds.all([new.url])] == [new.url]
    assert feeds.all([]) == []


@pytest.mark.parametrize(
    ("outcome", "good"),
    [("ok", 1), ("not_modified", 1), ("damaged", 1), ("cut", 1), ("timeout", 0), ("gone", 0), ("not_a_feed", 0)],
)
def test_a_poll_that_read_the_feed_counts_as_good(
    feeds: FeedRepository, store: OpenStore, outcome: str, good: int
) -> None:
    feeds.save_polls([], [poll(outcome)], [], [], outlets=OUTLETS)
    assert store.rows("SELECT polls, polls_ok FROM archive.feed_days") == [(1, good)]


def test_polls_are_counted_by_feed_and_day_of_the_archives_zone(feeds: FeedRepository, store: OpenStore) -> None:
    store.write("UPDATE archive.settings SET value = 'Asia/Tokyo' WHERE name = 'time_zone'")
    last = datetime(2026, 3, 20, 14, 59, tzinfo=UTC)  # a minute before midnight there
    other = poll(url="https://g.example/feed")
    feeds.save_polls([], [poll(), poll(at=last, new_entries=4), poll(at=last + HOUR), other], [], [], outlets=OUTLETS)
    feeds.save_polls([], [poll("timeout", entries=0, new_entries=0)], [], [], outlets=OUTLETS)
    counts = "SELECT feed_url, outlet, day, polls, polls_ok, entries, new_entries FROM archive.feed_days ORDER BY ALL"
    assert store.rows(counts) == [
        (FEED, "Post", date(2026, 3, 20), 3, 2, 6, 5),
        (FEED, "Post", date(2026, 3, 21), 1, 1, 3, 1),
        ("https://g.example/feed", "Ledger", date(2026, 3, 20), 1, 1, 3, 1),
    ]


def test_a_memory_replaces_its_feed_and_an_unknown_feed_is_not_added(feeds: FeedRepository, store: OpenStore) -> None:
    (known,) = feeds.all([FEED])
    with store.transaction():
        feeds.hold([replace(known, held_until=NOW + HOUR, fail_score=2.0), replace(known, url="https://x.example/")])
        feeds.hold([])
    assert [(one.url, one.held_until, one.fail_score) for one in feeds.all()] == [
        (FEED, NOW + HOUR, 2.0), ("https://g.example/feed", None, 0.0),
    ]  # fmt: skip
    assert store.rows("SELECT count(*) FROM archive.feeds WHERE added_at <> $1", [NOW]) == [(0,)]


def test_the_first_sighting_of_an_entry_stays_and_its_latest_title_counts(feeds: FeedRepository) -> None:
    feeds.save_polls([], [], [said(1), said(2)], [], outlets=OUTLETS)
    moved = replace(said(1, seen=NOW + DAY, title="Later"), article_id=999)
    feeds.save_polls([], [], [moved], [], outlets=OUTLETS)
    assert feeds.known_entries([1, 2, 3]) == {1: "Later", 2: "T"}
    assert feeds.announced([101, 999])[101].first_seen_at == NOW
    assert 999 not in feeds.announced([101, 999])
    other = replace(said(7, seen=NOW + 2 * DAY, title="Newest", language="de"), article_id=101)
    feeds.save_polls([], [], [other], [], outlets=OUTLETS)
    assert feeds.announced_titles([101, 102]) == {101: "Newest", 102: "T"}
    first = feeds.announced([101])[101]
    assert (first.entry_id, first.language, first.feed_outlet) == (
        1,
        "en",
        "Post",
    )  # the feed's language, where the entry has none
    assert feeds.announced([]) == {}


def due(feeds: FeedRepository, now: datetime = NOW, limit: int = 10, shard: Shard = Shard()) -> list[int]:
    return [reading.article_id for reading, _ in feeds.readings_due(now=now, limit=limit, shard=shard)]


def test_pages_are_due_from_their_moment_on_the_oldest_of_each_site_first(feeds: FeedRepository) -> None:
    announced = [said(1, seen=NOW + HOUR), said(2), said(3, site="b"), said(4, site="b", seen=NOW - HOUR)]
    feeds.save_polls([], [], announced, [], outlets=OUTLETS)
    assert due(feeds, NOW - 2 * HOUR) == []
    assert due(feeds, NOW - HOUR) == [104]
    assert due(feeds, NOW) == [102, 104, 103]
    assert due(feeds, NOW + HOUR) == [102, 104, 101, 103]
    assert due(feeds, NOW + HOUR, limit=2) == [102, 104]
    shards = [due(feeds, NOW + HOUR, shard=Shard(number=number, count=3)) for number in (1, 2, 3)]
    assert sorted(key for some in shards for key in some) == [101, 102, 103, 104]
    assert all(len({key in (101, 102) for key in some}) <= 1 for some in shards)  # a site is one worker's


def test_an_announcement_brings_a_reading_forward_and_never_puts_it_off(feeds: FeedRepository) -> None:
    feeds.save_polls([], [], [said(1)], [], outlets=OUTLETS)
    feeds.save_readings([Reading(article_id=101, url="u", next_at=NOW + DAY, rereads=1)])
    feeds.save_polls([], [], [said(1, seen=NOW + HOUR)], [], outlets=OUTLETS)
    assert (due(feeds, NOW + HOUR - timedelta(seconds=1)), due(feeds, NOW + HOUR)) == ([], [101])
    feeds.save_polls([], [], [said(1, seen=NOW + 2 * HOUR)], [], outlets=OUTLETS)
    assert due(feeds, NOW + HOUR) == [101]
    ((reading, _),) = feeds.readings_due(now=NOW + HOUR, limit=1)
    assert (reading.url, reading.rereads) == ("u", 1)


def forget(store: OpenStore, *keys: int) -> None:
    for key in keys:
        store.write(
            "INSERT INTO archive.forgotten (subject, article_id, forgotten_at) VALUES ('s', $1, $2)", [key, NOW]
        )


def test_what_is_forgotten_is_neither_kept_nor_read(feeds: FeedRepository, store: OpenStore) -> None:
    forget(store, 101)
    feeds.save_polls([], [], [said(1), said(2)], [], outlets=OUTLETS)
    assert feeds.known_entries([1, 2]) == {2: "T"}
    assert due(feeds) == [102]


def test_an_address_that_turns_out_to_be_a_forgotten_article_is_forgotten_too(
    feeds: FeedRepository, store: OpenStore
) -> None:
    forget(store, 500)
    feeds.save_polls([], [], [said(1), said(2), said(3)], [], outlets=OUTLETS)
    with store.transaction():
        feeds.move([(101, 500), (102, 600), (103, 103)])
    assert sorted(store.rows("SELECT article_id FROM archive.entries")) == [(103,), (600,)]
    assert sorted(store.rows("SELECT subject, article_id FROM archive.forgotten")) == [("s", 101), ("s", 500)]
    assert sorted(store.rows("SELECT article_id FROM archive.readings")) == [(103,)]


def test_texts_that_feeds_brought_are_dropped_of_these_articles(feeds: FeedRepository, store: OpenStore) -> None:
    feeds.save_polls([], [], [said(1), said(2)], [], outlets=OUTLETS)
    feeds.drop_contents([101])
    assert store.rows("SELECT entry_id, content FROM archive.entries ORDER BY 1") == [(1, ""), (2, "Words.")]


def test_a_reserved_right_is_kept_once_for_an_article(feeds: FeedRepository, store: OpenStore) -> None:
    right = Reservation(kind="tdm", stated_in="header", statement="tdm-reservation: 1")
    feeds.save_reservations([(1, "Post", right), (2, None, right)], now=NOW)
    others = [replace(right, kind="noai"), replace(right, stated_in="page"), replace(right, statement="x")]
    feeds.save_reservations([(1, "Post", one) for one in (right, *others)], now=NOW + DAY)
    feeds.save_reservations([], now=NOW)
    kept = store.rows("SELECT article_id, outlet, kind, stated_in, seen_at FROM archive.reservations")
    assert len(kept) == 5
    assert sum(row[4].astimezone(UTC) == NOW for row in kept) == 2


# --- history ------------------------------------------------------------------------------------------------------


def test_what_holds_is_replaced_by_key_and_what_stays_is_not_written_again(store: OpenStore) -> None:
    tables = HistoryTables(store)

    def put(keys: list[int], *rows: tuple[int, str], now: datetime) -> None:
        written = [{"article_id": key, "watch": watch} for key, watch in rows]
        tables._replace("watch_matches", "article_id", keys, written, now)

    put([1, 2], (1, "a"), (1, "b"), (2, "a"), now=NOW)
    put([1], (1, "b"), (1, "c"), now=NOW + HOUR)
    put([], (9, "z"), now=NOW + HOUR)
    put([2], now=NOW + DAY)
    put([3], (3, "a"), (3, "a"), now=NOW)  # what is given twice is there twice
    put([3], (3, "a"), now=NOW + HOUR)
    order = "SELECT article_id, watch, recorded_at, year(superseded_at) FROM archive.watch_matches ORDER BY ALL"
    rows = [(key, watch, at.astimezone(UTC), year) for key, watch, at, year in store.rows(order)]
    assert rows == [
        (1, "a", NOW, 2026), (1, "b", NOW, 9999), (1, "c", NOW + HOUR, 9999), (2, "a", NOW, 2026), (3, "a", NOW, 2026),
        (3, "a", NOW, 9999),
    ]  # fmt: skip
    held = tables._current(WatchMatch, "watch_matches", "article_id", [1, 2])
    assert [(one.article_id, one.watch) for one in held] in ([(1, "b"), (1, "c")], [(1, "c"), (1, "b")])
    assert [one.article_id for one in tables._current(WatchMatch, "watch_matches", "article_id", None)] == [1, 1, 3]
    assert tables._current(WatchMatch, "watch_matches", "article_id", []) == []


def test_watches_are_told_that_changed_and_one_that_is_dropped_matches_nothing(store: OpenStore) -> None:
    watches = WatchRepository(store)
    first, second = Watch(watch="a", query="x"), Watch(watch="b", query="y", title="B")
    assert watches.save([first, second], now=NOW) == [first, second]
    assert watches.save([first, replace(second, query="z")], now=NOW + HOUR) == [replace(second, query="z")]
    watches.save_matches(
        [first, second], [WatchMatch(watch="a", article_id=1), WatchMatch(watch="b", article_id=1)], now=NOW
    )
    watches.save_matches([first], [WatchMatch(watch="a", article_id=2)], now=NOW + HOUR)
    assert sorted((one.watch, one.article_id) for one in watches.matches_of(["a", "b"])) == [("a", 2), ("b", 1)]
    watches.drop("a", now=NOW + DAY)
    assert (watches.all(), watches.matches_of(["a"])) == ([replace(second, query="z")], [])
    assert len(watches.matches_of(["b"])) == 1


def language_of(store: OpenStore) -> list[tuple[str]]:
    return store.rows("SELECT value FROM archive.settings WHERE name = 'query_language'")


def test_queries_of_an_older_language_are_rewritten_once(store: OpenStore) -> None:
    watches = WatchRepository(store)
    watches.save([Watch(watch="a", query="OLD x"), Watch(watch="b", query="y")], now=NOW)
    assert language_of(store) == [(LANGUAGE,)]
    watches.renew(lambda query: "never", now=NOW)  # they are in the language of today
    assert [one.query for one in watches.all()] == ["OLD x", "y"]
    store.write("UPDATE archive.settings SET value = '1' WHERE name = 'query_language'")
    watches.save([Watch(watch="c", query="OLD z")], now=NOW)
    assert language_of(store) == [("1",)]  # only the first queries of an archive set it
    watches.renew(lambda query: query.replace("OLD", "new"), now=NOW + HOUR)
    assert [one.query for one in watches.all()] == ["new x", "y", "new z"]
    assert language_of(store) == [(LANGUAGE,)]
    written = "SELECT count(*) FROM archive.watches WHERE watch = 'b'"
    assert store.rows(written) == [(1,)]


# --- articles -----------------------------------------------------------------------------------------------------


def article(number: int, **differs: object) -> Article:
    given: dict[str, object] = {
        "article_id": number, "url": f"https://a.example/{number}", "outlet": "Post", "title": "T",
        "text": f"Text {number}.",
        "first_seen_at": NOW, "ordered_at": NOW + number * HOUR, "ordered_by": "first_seen", "arrived_by": "feed",
        **differs,
    }  # fmt: skip
    return Article(**given)  # type: ignore[arg-type]


def test_articles_are_found_by_key_address_outlet_and_state_in_the_order_of_time(store: OpenStore) -> None:
    articles = ArticleRepository(store)
    with store.transaction():
        given = [article(3, outlet="Ledger"), article(1), article(2)]
        assert [one.article_id for one in articles.save(given, now=NOW)] == [3, 1, 2]
        changed = article(2, text="Another text altogether, of more than a few words.")
        (second,) = articles.save([article(1), changed], now=NOW + DAY, change="re-read")
    assert (second.article_id, second.version, second.change) == (2, 2, "re-read")
    assert [one.article_id for one in articles.everything()] == [1, 2, 3]
    assert [one.version for one in articles.get([3, 2, 2, 9])] == [2, 1]
    assert [one.article_id for one in articles.find("3")] == [3]
    assert [one.article_id for one in articles.find("https://a.example/1")] == [1]
    assert articles.find("https://a.example/9") == []
    assert [one.article_id for one in articles.of_outlet("Post")] == [1, 2]
    assert [one.article_id for one in articles.not_linked(limit=2)] == [1, 2]
    assert [one.article_id for one in articles.not_linked()] == [1, 2, 3]
    ends = store.rows("SELECT version, year(superseded_at) FROM archive.articles WHERE article_id = 2 ORDER BY 1")
    assert ends == [(1, 2026), (2, 9999)]
    store.write("UPDATE archive.articles SET change = 'text retired' WHERE article_id = 1")
    assert [one.article_id for one in articles.not_retired()] == [2, 3]
