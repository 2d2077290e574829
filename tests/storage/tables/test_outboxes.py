"""Digests, deliveries, notices, alerts and backfills: kept once, found by state and by time up to each bound."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news.alerts import ALERT_RULES, Alert, FeedSign, ReadingSign
from news.articles.warc_pieces import Batch, BatchRead, KeptArticle
from news.records import Article, Delivery, Notice, StoredDigest
from news.urls import article_key
from storage.tables.alerts import AlertRepository
from storage.tables.articles import ArticleRepository
from storage.tables.backfills import BackfillRepository
from storage.tables.digests import DigestRepository
from storage.tables.notices import NoticeRepository
from tests.storage.new_archives import new_connection
from tests.storage.small_archive import OpenStore, SmallArchive

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def store() -> Iterator[OpenStore]:
    connection = new_connection()
    connection.execute("SET TimeZone = 'UTC'")
    yield OpenStore(connection)
    connection.close()


def notice(number: int, **differs: object) -> Notice:
    given = {
        "notice_id": f"n{number}",
        "channel": "desk",
        "content": "{}",
        "created_at": NOW + number * HOUR,
        **differs,
    }
    return Notice(**given)  # type: ignore[arg-type]


def test_a_notice_is_kept_once_and_those_to_do_are_found_oldest_first(store: OpenStore) -> None:
    notices = NoticeRepository(store)
    notices.freeze([notice(3), notice(1, state="sent"), notice(2, state="failed")])
    notices.freeze([notice(3, content="other"), notice(0, state="later"), notice(4, state="unknown")])
    notices.freeze([])
    assert [one.notice_id for one in notices.all()] == ["n0", "n1", "n2", "n3", "n4"]
    assert [one.notice_id for one in notices.unsettled()] == ["n0", "n3", "n4"]
    assert notices.all()[3].content == "{}"
    notices.save(notice(3, state="sent", attempts=2, sent_at=NOW))
    assert [one.notice_id for one in notices.unsettled()] == ["n0", "n4"]
    assert notices.all()[3] == notice(3, state="sent", attempts=2, sent_at=NOW)
    assert len(notices.all()) == 5


def digest(name: str, end: datetime, **differs: object) -> StoredDigest:
    given: dict[str, object] = {
        "digest_id": f"{name} {end:%d}", "name": name, "period_start": end - DAY, "period_end": end, "state": "frozen",
        "subject": "S", "html": "<p>", "body_text": "B", "content_sha256": "0", "created_at": end, **differs,
    }  # fmt: skip
    return StoredDigest(**given)  # type: ignore[arg-type]


def delivery(digest_id: str, recipient: str = "a@h.example", **differs: object) -> Delivery:
    given = {"digest_id": digest_id, "recipient": recipient, "message_id": "m", "state": "pending", **differs}
    return Delivery(**given)  # type: ignore[arg-type]


def test_a_digest_is_frozen_with_its_delivery_and_its_notices_and_stands(store: OpenStore) -> None:
    digests = DigestRepository(store)
    first = digest("ida", NOW)
    assert digests.freeze(first, delivery(first.digest_id), [notice(1)]) == first
    again = replace(first, subject="other")
    assert digests.freeze(again, delivery(first.digest_id, "b@h.example"), [notice(2)]) == first
    assert digests.all() == [first]
    assert digests.deliveries() == [delivery(first.digest_id)]
    assert [one.notice_id for one in NoticeRepository(store).all()] == ["n1"]
    assert digests.get("absent") is None
    assert digests.get(first.digest_id) == first


def test_the_periods_of_a_reader_are_those_of_his_digests(store: OpenStore) -> None:
    digests = DigestRepository(store)
    assert (digests.last_period_end("ida"), digests.first_period_start("ida")) == (None, None)
    for kept in (
        digest("ida", NOW), digest("ida", NOW + 2 * DAY), digest("ida", NOW + DAY, state="skipped"),
        digest("ole", NOW + 9 * DAY),
    ):  # fmt: skip
        digests.freeze(kept, delivery(kept.digest_id))
    assert [one.digest_id for one in digests.all()] == ["ole 29", "ida 22", "ida 21", "ida 20"]
    assert digests.last_period_end("ida") == NOW + 2 * DAY
    assert digests.last_period_end("ida", skipped_only=True) == NOW + DAY
    assert digests.last_period_end("ole", skipped_only=True) is None
    assert digests.first_period_start("ida") == NOW - DAY
    past = digests.past("ida")
    assert [(sent.digest_id, end) for sent, end in past] == [
        ("ida 22", NOW + 2 * DAY), ("ida 21", NOW + DAY), ("ida 20", NOW),
    ]  # fmt: skip


def test_a_delivery_replaces_its_own_state_and_no_other(store: OpenStore) -> None:
    digests = DigestRepository(store)
    for name in ("ida", "ole"):
        kept = digest(name, NOW)
        digests.freeze(kept, delivery(kept.digest_id, "b@h.example"))
    digests.save_delivery(delivery("ida 20", "a@h.example"))
    digests.save_delivery(delivery("ida 20", "b@h.example", state="sent", attempts=1))
    told = [(one.digest_id, one.recipient, one.state) for one in digests.deliveries()]
    assert told == [
        ("ida 20", "a@h.example", "pending"), ("ida 20", "b@h.example", "sent"), ("ole 20", "b@h.example", "pending"),
    ]  # fmt: skip
    assert [one.digest_id for one in digests.deliveries(["ole 20"])] == ["ole 20"]
    assert digests.deliveries([]) == []
    assert [one.recipient for one, _ in digests.past("ida")] == ["a@h.example", "b@h.example"]


def alert(hour: int, kind: str = "burst", subject: str = "s1", occasion: str = "") -> Alert:
    given = {"kind": kind, "subject": subject, "occasion": occasion, "said": "x", "raised_at": NOW + hour * HOUR}
    return Alert(**given)  # type: ignore[arg-type]


def test_alerts_are_told_last_at_their_latest_and_mail_moves_by_state_and_time(store: OpenStore) -> None:
    alerts = AlertRepository(store)
    alerts.keep(
        [alert(0), alert(2), alert(1, subject="s2"), alert(1, occasion="d")], mail="pending", notices=[notice(1)]
    )
    alerts.keep([alert(3, kind="revival")], mail="none")
    assert alerts.last_told() == {
        ("burst", "s1", ""): NOW + 2 * HOUR, ("burst", "s2", ""): NOW + HOUR, ("burst", "s1", "d"): NOW + HOUR,
        ("revival", "s1", ""): NOW + 3 * HOUR,
    }  # fmt: skip
    assert [one.notice_id for one in NoticeRepository(store).all()] == ["n1"]
    waiting = alerts.in_mail("pending", since=NOW + HOUR)
    assert [(one.raised_at, one.subject) for one in waiting] == [
        (NOW + HOUR, "s1"), (NOW + HOUR, "s2"), (NOW + 2 * HOUR, "s1"),
    ]  # fmt: skip
    alerts.set_mail("pending", "sent", since=NOW + 2 * HOUR)
    assert [one.raised_at for one in alerts.in_mail("sent", since=NOW)] == [NOW + 2 * HOUR]
    assert len(alerts.in_mail("pending", since=NOW)) == 3
    assert len(alerts.in_mail("none", since=NOW)) == 1


def test_a_feed_that_was_never_polled_is_no_sign_and_one_without_news_counts_from_its_beginning() -> None:
    small = SmallArchive()
    rows = [
        ("a", NOW, NOW - DAY, 7200.0, "ok"), ("b", NOW, None, None, None), ("c", None, NOW, 60.0, "ok"),
    ]  # fmt: skip
    for url, polled, new, gap, outcome in rows:
        small.row(
            "feeds", url=url, outlet="Post", status="ok", added_at=NOW - 9 * DAY, last_polled_at=polled,
            last_new_at=new,
            publish_gap_seconds=gap, last_outcome=outcome, interval_seconds=1.0, fail_score=0.0, failures_in_row=0,
            redirect_count=0, conditional=True,
        )  # fmt: skip
    found = AlertRepository(OpenStore(small.connection)).feeds()
    assert found == [
        FeedSign(**dict(zip(FeedSign.__dataclass_fields__, row, strict=False)))
        for row in (("a", "Post", "ok", 7200.0, NOW - DAY, "ok"), ("b", "Post", "ok", 0.0, NOW - 9 * DAY, ""))
    ]


COUNTS = tuple(ReadingSign.__dataclass_fields__)[1:]


def test_how_well_pages_are_read_is_counted_in_two_spans_of_days() -> None:
    small = SmallArchive()
    now = datetime(2026, 5, 1, tzinfo=UTC)
    recent = now - timedelta(days=ALERT_RULES.recent_days)
    since = recent - timedelta(days=ALERT_RULES.baseline_days)
    second = timedelta(seconds=1)
    moments = [
        (since - second, "full"), (since, "full"), (recent - second, "partial"), (recent - second, "headline"),
        (recent, "full"), (now, "headline"), (now, "summary"), (now + second, "full"),
    ]  # fmt: skip
    for number, (moment, kind) in enumerate(moments):
        small.article(number, "Post", 0.0, first_seen_at=moment, text_kind=kind)
    small.article(20, None, 0.0, first_seen_at=now)
    small.article(21, "Post", 0.0, first_seen_at=now, arrived_by="backfill")
    small.article(22, "Post", 0.0, first_seen_at=now, superseded_at=now)
    small.article(23, "Herald", 0.0, first_seen_at=now)
    found = AlertRepository(OpenStore(small.connection)).readings(now=now, rules=ALERT_RULES)
    assert [(one.outlet, *(getattr(one, name) for name in COUNTS)) for one in found] == [
        ("Herald", 1, 1, 0, 0),
        ("Post", 3, 1, 3, 2),
    ]


def kept(name: str, title: str = "Quay") -> KeptArticle:
    url = f"https://h.example/{name}"
    article = Article(
        article_id=article_key(url), url=url, outlet="Post", title=title, text=f"Text of {title}.", first_seen_at=NOW,
        ordered_at=NOW, ordered_by="first_seen", arrived_by="backfill",
    )  # fmt: skip
    return KeptArticle(article=article, fetched_url=url)


def test_a_piece_of_a_file_is_saved_once_and_what_the_archive_holds_stays(store: OpenStore) -> None:
    articles = ArticleRepository(store)
    backfills = BackfillRepository(store, articles)
    first = Batch(path="/x/a.warc", source="a.warc", source_bytes=90, first_byte=0, end_byte=40)
    second = replace(first, first_byte=40, end_byte=90)
    read = BatchRead(batch=first, pages=5, statuses={}, articles=(kept("1"), kept("2")))
    assert backfills.done(["a.warc"]) == set()
    assert backfills.save(read, now=NOW) == 2
    assert backfills.save(read, now=NOW) == 0
    assert backfills.done(["a.warc", "b.warc"]) == {first.key}
    assert backfills.done(["b.warc"]) == set()
    again = BatchRead(
        batch=second,
        pages=5,
        statuses={},
        articles=(kept("2"), kept("3"), replace(kept("1", "Mole"), fetched_url="https://h.example/9")),
    )
    assert backfills.save(again, now=NOW + DAY) == 2
    assert backfills.done(["a.warc"]) == {first.key, second.key}
    told = sorted((one.url[-1], one.title, one.version) for one in articles.everything())
    assert told == [("1", "Quay", 1), ("2", "Quay", 1), ("3", "Quay", 1), ("9", "Mole", 1)]
    counts = "SELECT pages, articles, new_articles, done_at FROM archive.backfill_batches ORDER BY first_byte"
    assert [row[:3] for row in store.rows(counts)] == [(5, 2, 2), (5, 3, 2)]
