"""What every repository answers of an archive that is written to by lot, and what its tables hold after each round."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from news.alerts import ALERT_RULES, Alert
from news.feeds.shards import Shard
from news.records import (
    Announcement,
    Article,
    Citation,
    Correction,
    Delivery,
    Failure,
    Feed,
    FeedEntry,
    FeedMemory,
    Linkage,
    NearCopy,
    Notice,
    Origin,
    Outlet,
    Placement,
    Poll,
    Quote,
    Reading,
    Reservation,
    StoredDigest,
    Story,
    Watch,
    WatchMatch,
)
from storage.tables.alerts import AlertRepository
from storage.tables.articles import ArticleRepository
from storage.tables.digests import DigestRepository
from storage.tables.feeds import FeedRepository
from storage.tables.links import LinkRepository
from storage.tables.notices import NoticeRepository
from storage.tables.outlets import OutletRepository
from storage.tables.watches import WatchRepository
from tests.answers import check, told
from tests.drawn import drawn, mark
from tests.storage.small_archive import OpenStore, SmallArchive, at

KEPT = Path("tests/fixtures/answers/storage")
ROUNDS = 15
IDS, STORIES, URLS = range(1, 8), ("s1", "s2", "s3"), [f"https://{host}.example/feed" for host in "abc"]
WATCHES, DIGESTS = ("quay", "ferry"), ("d1", "d2", "d3")
R = TypeVar("R")


class Desk:
    """Writes by a throw of dice, and asks everything that can be asked."""

    def __init__(self, made: SmallArchive, dice: random.Random) -> None:
        self.store, self.dice, self.now = OpenStore(made.connection), dice, at(0)
        self.articles, self.feeds, self.links = (
            kind(self.store) for kind in (ArticleRepository, FeedRepository, LinkRepository)
        )
        self.outlets, self.watches, self.digests = (
            kind(self.store) for kind in (OutletRepository, WatchRepository, DigestRepository)
        )
        self.alerts, self.notices = AlertRepository(self.store), NoticeRepository(self.store)

    def some(self, kind: type[R], most: int, **said: Callable[[], Any]) -> list[R]:
        """Return records whose fields are drawn, and those that are said by what is said."""
        return [
            drawn(kind, self.dice, **{name: say() for name, say in said.items()})
            for _ in range(self.dice.randrange(most + 1))
        ]

    def of(self, *values: Any) -> Callable[[], Any]:
        return lambda: self.dice.choice(values)

    def moment(self) -> datetime:
        return self.now - timedelta(hours=self.dice.choice((0, 1, 6, 30)))

    def round(self) -> Iterator[tuple[str, Any]]:
        """Write once to each table, and yield what the writers answer."""
        self.now += timedelta(hours=6)
        dice, article, story, url = self.dice, self.of(*IDS), self.of(*STORIES), self.of(*URLS)
        yield "added", self.feeds.add(self.some(Feed, 2, url=url), now=self.now)
        entries = self.some(
            Announcement,
            4,
            entry_id=self.of(*range(1, 9)),
            article_id=article,
            first_seen_at=self.moment,
            entry=lambda: drawn(
                FeedEntry, dice, feed_url=url(), url=f"https://p{dice.randrange(3)}.example/{dice.randrange(4)}"
            ),
        )
        memories = {one.url: one for one in self.some(FeedMemory, 2, url=url, outlet=self.of("Post", "Wire", None))}
        polls = self.some(Poll, 4, feed_url=url, at=self.moment, outcome=self.of("ok", "not_modified", "timeout"))
        failures = self.some(
            Failure,
            3,
            stage=self.of("feed", "page"),
            subject=self.of("x", "y\n\u202ez"),
            error=self.of("a", "b"),
            at=self.moment,
        )
        self.feeds.save_polls([*memories.values()], polls, entries, failures, outlets=dict.fromkeys(URLS, "Post"))
        yield "saved", self._save_articles(article)
        with self.store.transaction():
            self.feeds.hold([*memories.values()][:1])
            self.feeds.move([(dice.choice(IDS), dice.choice(IDS)) for _ in range(dice.randrange(2))])
            self.feeds.save_readings(
                list(
                    {
                        one.article_id: one for one in self.some(Reading, 3, article_id=article, next_at=self.moment)
                    }.values()
                )
            )
            self.feeds.drop_contents(self.some_ids())
            self.feeds.save_reservations(
                [(dice.choice(IDS), "Post", one) for one in self.some(Reservation, 2)], now=self.now
            )
            self.links.save(self.linkage(article, story), now=self.now)
            self.outlets.save_boilerplate(
                {dice.choice(("Post", "Wire")): dice.choice((["a"], ["a", "b"], []))}, now=self.now
            )
        self.links.correct(drawn(Correction, dice, corrected_at=self.now, article_id=article(), story_id=story()))
        self.outlets.save(
            {one.outlet: one for one in self.some(Outlet, 3, outlet=self.of("Post", "Wire", "Herald"))}.values()
        )
        watches = list({one.watch: one for one in self.some(Watch, 2, watch=self.of(*WATCHES))}.values())
        yield "watches", self.watches.save(watches, now=self.now)
        self.watches.save_matches(
            watches[:1],
            self.some(WatchMatch, 3, watch=lambda: watches[0].watch if watches else "quay", article_id=article)
            if watches
            else [],
            now=self.now,
        )
        self.watches.renew(lambda query: f"{query}!", now=self.now)
        if dice.randrange(5) == 0:
            self.watches.drop(dice.choice(WATCHES), now=self.now)
        yield from self._send()

    def _save_articles(self, article: Callable[[], int]) -> list[Article]:
        told_of = self.some(
            Article,
            4,
            article_id=article,
            version=lambda: 1,
            text=self.of("The quay closes.", "The quay opens."),
            title=self.of("Quay", "Ferry"),
            first_seen_at=self.moment,
            ordered_at=self.moment,
            arrived_by=self.of("feed", "import"),
            outlet=self.of("Post", "Wire", None),
            based_on=lambda: None,
            change=lambda: None,
            url=lambda: f"https://news.example/{article()}",
        )
        with self.store.transaction():
            return self.articles.save(told_of, now=self.now, change=self.dice.choice((None, None, "read again")))

    def some_ids(self) -> list[int]:
        return [number for number in IDS if self.dice.randrange(3) == 0]

    def linkage(self, article: Callable[[], int], story: Callable[[], str]) -> Linkage:
        read = self.some_ids()
        of_read = self.of(*read or [1])
        placements = [
            drawn(Placement, self.dice, article_id=number, copy_group_id=article(), story_id=story()) for number in read
        ]
        stories = {one.story_id: one for one in self.some(Story, 2, story_id=story)}
        return Linkage(
            read=tuple(read),
            placements=tuple(placements),
            stories=tuple(stories.values()),
            origin_stories=STORIES[:2] if read else (),
            copies=tuple(self.some(NearCopy, 2, article_id=of_read, original_id=article)),
            citations=tuple(self.some(Citation, 2, article_id=of_read)),
            quotes=tuple(self.some(Quote, 2, article_id=of_read)),
            matches=tuple(self.some(WatchMatch, 2, article_id=of_read, watch=self.of(*WATCHES))),
            origins=tuple(self.some(Origin, 2, article_id=article, story_id=self.of(*STORIES[:2]))) if read else (),
        )

    def _send(self) -> Iterator[tuple[str, Any]]:
        digest = drawn(
            StoredDigest,
            self.dice,
            digest_id=self.dice.choice(DIGESTS),
            name="anna",
            period_end=self.moment(),
            period_start=at(-1),
        )
        notices = {
            one.notice_id: one
            for one in self.some(Notice, 2, notice_id=self.of("n1", "n2", "n3"), created_at=self.moment)
        }
        delivery = self.of(None, drawn(Delivery, self.dice, digest_id=digest.digest_id, recipient="anna"))()
        yield "frozen", self.digests.freeze(digest, delivery, list(notices.values()))
        if delivery:
            self.digests.save_delivery(drawn(Delivery, self.dice, digest_id=digest.digest_id, recipient="anna"))
        self.alerts.keep(self.some(Alert, 2, raised_at=self.moment), mail=self.dice.choice(("pending", "none")))
        if self.dice.randrange(3) == 0:
            self.alerts.set_mail("pending", "told", since=self.now - timedelta(hours=6))
        if notices and self.dice.randrange(2):
            self.notices.save(drawn(Notice, self.dice, notice_id="n1", created_at=self.now))

    def answers(self) -> Iterator[tuple[str, Any]]:
        """Yield what the questions answer."""
        ids = self.some_ids()
        yield from (
            (name, getattr(self.links, name)(ids))
            for name in ("placements", "copies", "citations", "quotes", "figures", "group_members")
        )
        yield from (
            (f"all {name}", getattr(self.links, name)()) for name in ("placements", "copies", "origins", "corrections")
        )
        yield from (
            (name, getattr(self.links, name)(STORIES[1:])) for name in ("story_members", "story_titles", "origins")
        )
        yield "repeaters", sorted(self.links.repeaters_of(ids))
        yield from ((name, getattr(self.articles, name)()) for name in ("not_linked", "everything", "not_retired"))
        yield "two not linked", self.articles.not_linked(limit=2)
        yield "of stories", self.articles.of_stories(STORIES[:1])
        yield from ((words, self.articles.find(words)) for words in ("1", "https://news.example/2"))
        yield "of Post", self.articles.of_outlet("Post")
        yield from (
            (name, getattr(self.feeds, name)(ids)) for name in ("known_entries", "announced_titles", "announced")
        )
        yield "feeds", [*self.feeds.all(), *self.feeds.all(URLS[:1])]
        for limit, shard in ((9, Shard()), (2, Shard()), (9, Shard(number=1, count=2))):
            yield (
                f"due {limit} {shard.count}",
                self.feeds.readings_due(now=self.now - timedelta(hours=2), limit=limit, shard=shard),
            )
        yield (
            "outlets",
            [
                *self.outlets.all(),
                self.outlets.is_empty(),
                self.outlets.boilerplate(["Post", "Wire"]),
            ],
        )
        yield "watches", [*self.watches.all(), *self.watches.matches_of(WATCHES[:1])]
        yield (
            "digests",
            [
                *self.digests.all(),
                self.digests.get("d1"),
                self.digests.past("anna"),
                *self.digests.deliveries(),
                *self.digests.deliveries(["d2"]),
            ],
        )
        yield "ends", [self.digests.last_period_end("anna", skipped_only=only) for only in (True, False)]
        yield "begins", self.digests.first_period_start("anna")
        yield (
            "alerts",
            [
                sorted(map(told, self.alerts.last_told().items())),
                *self.alerts.in_mail("pending", since=self.now - timedelta(hours=6)),
            ],
        )
        yield "signs", [*self.alerts.feeds(), *self.alerts.readings(now=self.now, rules=ALERT_RULES)]
        yield "notices", [*self.notices.all(), *self.notices.unsettled()]


def in_order(answer: Any) -> Any:
    """Return an answer whose rows come in any order, of a mapping or of links of one article, in one order."""
    if isinstance(answer, dict):
        return sorted(f"{key} {told(value)}" for key, value in answer.items())
    is_loose = isinstance(answer, list) and answer and not isinstance(answer[0], Article)
    return sorted(map(told, answer)) if is_loose else answer


def tables(made: SmallArchive) -> Iterator[str]:
    names = """
        SELECT table_name FROM duckdb_tables()
        WHERE schema_name = 'archive' AND table_name NOT IN ('migrations', 'settings') ORDER BY 1
    """
    for (table,) in made.ask(names):
        rows = [told(row) for row in made.ask(f"SELECT * FROM archive.{table} ORDER BY ALL")]
        if rows:
            yield f"{table}={len(rows)} {mark(chr(10).join(rows))}"


def test_what_repositories_hold_and_answer_stays() -> None:
    found, made = [], SmallArchive()
    desk = Desk(made, random.Random(1))
    for number in range(ROUNDS):
        told_of = [f"{name} {mark(told(in_order(answer)))}" for name, answer in (*desk.round(), *desk.answers())]
        found += [f"round {number}", f"  {' | '.join(told_of)}"]
        found += [f"  {line}" for line in tables(made)] if number % 3 == 2 else []
    check(KEPT / "repositories.txt", found)
