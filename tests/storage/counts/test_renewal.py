"""Counts that are renewed are those that counting everything gives, whatever was written in between."""

from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from storage.counts import renewal
from storage.counts.materialise import SETTLED, TABLES, count_all, forget_counts
from storage.counts.renewal import RenewalRules, renew
from tests.storage.small_archive import EVER, SmallArchive, at, day

ALWAYS_PART = RenewalRules(least_articles=0, most_touched=9.0, most_turned=1e9)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # an example takes a second of CPU; shrinking takes minutes
OUTLETS = ("a", "b", "c", None)
STORIES = ("s1", "s2", "s3", "s4", "s5")

# What differs in the row that takes the place of one that ended.
FOLLOWING = {
    "articles": "'b' AS outlet, ordered_at + INTERVAL 1 DAY AS ordered_at, 'partial' AS text_kind",
    "placements": "'{story}' AS story_id, NOT is_original AS is_original",
    "origins": "'relays' AS state, 'Agency' AS origin",
    "stories": "title || '!' AS title, NOT is_closed AS is_closed",
    "watch_matches": "'other' AS watch",
}


def kept(archive: SmallArchive) -> dict[str, list[tuple[object, ...]]]:
    """What the tables of counts hold."""
    return {name: archive.ask(f"FROM archive.settled_{name} ORDER BY ALL") for name in SETTLED}


def counted(archive: SmallArchive) -> dict[str, list[tuple[object, ...]]]:
    """What counting everything anew gives, and nothing is left of it."""
    archive.connection.execute("BEGIN")
    forget_counts(archive.connection)
    count_all(archive.connection)
    found = kept(archive)
    archive.connection.execute("ROLLBACK")
    return found


class Writer:
    """Writes what runs, people and maintenance may write, as a throw of dice says."""

    def __init__(self, archive: SmallArchive, dice: Random) -> None:
        self.archive, self.dice, self.number, self.clock = archive, dice, 100, 12.0

    def step(self) -> None:
        self.dice.choice(self.STEPS)(self)

    def _some(self) -> int:
        return self.dice.randint(100, max(self.number, 101))

    def come(self) -> None:
        """A new article, linked or not, dated or not, of today or of long ago."""
        self.number += 1
        days = self.dice.choice((self.clock, self.clock, self.clock - 20, self.clock + 1, 1.0))
        ordered_by = self.dice.choice(("published", "published", "first_seen"))
        seen = self.dice.choice((self.clock, self.clock, days))
        group = self._some() if self.dice.random() < 0.3 else None
        arrived = self.dice.choice(("feed", "feed", "import"))
        told = {"ordered_by": ordered_by, "seen": seen, "arrived_by": arrived}
        if self.dice.random() < 0.8:
            story = self.dice.choice(STORIES)
            self.archive.told(self.number, story, self.dice.choice(OUTLETS), days, group=group, **told)
        else:
            self.archive.article(self.number, self.dice.choice(OUTLETS), days, **told)

    def end(self) -> None:
        """A row of any table with history ends; perhaps another takes its place, recorded before it."""
        table = self.dice.choice(("articles", "placements", "origins", "stories", "watch_matches"))
        rows = self.archive.ask(f"SELECT rowid FROM archive.{table} WHERE superseded_at = $1", EVER)
        if not rows:
            return
        (rowid,) = self.dice.choice(rows)
        if self.dice.random() < 0.7:
            values = FOLLOWING[table].format(story=self.dice.choice(STORIES))
            sql = f"INSERT INTO archive.{table} BY NAME SELECT * REPLACE ({values}, $2 AS recorded_at)"
            self.archive.ask(f"{sql} FROM archive.{table} WHERE rowid = $1", rowid, at(self.clock))
        sql = f"UPDATE archive.{table} SET superseded_at = $2 WHERE rowid = $1"
        self.archive.ask(sql, rowid, at(self.clock))

    def trace(self) -> None:
        self.archive.origin(
            self._some(), self.dice.choice(STORIES), self._some(), self.dice.choice(("primary", "relays", "unknown"))
        )

    def match(self) -> None:
        self.archive.match(self.dice.choice(("bridge", "flood")), self._some())

    def poll(self) -> None:
        outlet, when = self.dice.choice("abc"), self.dice.choice((int(self.clock), int(self.clock) + 2, 3))
        self.archive.ask("DELETE FROM archive.feed_days WHERE outlet = $1 AND day = $2", outlet, day(when))
        self.archive.polled(outlet, range(when, when + 1), ok=self.dice.randint(0, 4))
        self.archive.ask("UPDATE archive.feeds SET last_polled_at = $1 WHERE outlet = $2", at(self.clock), outlet)

    def follow(self) -> None:
        """A feed is added, paused or removed."""
        outlet = self.dice.choice("abc")
        self.archive.ask("DELETE FROM archive.feeds WHERE outlet = $1", outlet)
        if self.dice.random() < 0.7:
            self.archive.feed(outlet, added=self.dice.choice((0.0, 5.0)), status=self.dice.choice(("ok", "paused")))

    def wait(self) -> None:
        self.clock += self.dice.choice((0.1, 1.0, 4.0, 15.0))
        self.archive.ask("UPDATE archive.feeds SET last_polled_at = $1", at(self.clock))

    def rewrite(self) -> None:
        """Maintenance: rows are gone, moments mended, the zone of days or an outlet's owner is another."""
        work = self.dice.choice(
            (
                "DELETE FROM archive.articles WHERE article_id = $1",
                "UPDATE archive.articles SET ordered_at = ordered_at - INTERVAL 3 DAY WHERE article_id = $1",
                "UPDATE archive.articles SET text_kind = 'headline' WHERE article_id = $1",
                "UPDATE archive.stories SET title = 'Removed' WHERE story_id = 's' || $1 % 5",
                "UPDATE archive.outlets SET family = 'Other ' || $1",
                "DELETE FROM archive.settings WHERE name = 'time_zone' AND $1 > 0",
                "DELETE FROM archive.feed_days WHERE $1 % 2 = 0 AND outlet = 'a'",
            )
        )
        self.archive.ask(work, self._some())

    STEPS: tuple[Callable[["Writer"], None], ...] = (come, come, come, end, end, trace, match, poll, follow, wait)


def newsroom() -> SmallArchive:
    return _newsroom().copied()


@cache
def _newsroom() -> SmallArchive:
    archive = SmallArchive()
    for outlet in "abc":
        archive.outlet(outlet, f"{outlet}'s owner")
        archive.feed(outlet, last_polled=12.0)
        archive.polled(outlet, range(12))
    for story in STORIES:
        archive.story(story, f"Story {story}")
    archive.watch("bridge")
    for number in range(30):
        archive.told(number, STORIES[number % 5], OUTLETS[number % 4], number % 12, group=number // 2 * 2)
        archive.origin(number, STORIES[number % 5], number // 3, ("primary", "relays", "unknown")[number % 3])
    return archive


def counted_newsroom() -> SmallArchive:
    """The newsroom, everything in it counted, which is not a renewal."""
    return _counted_newsroom().copied()


@cache
def _counted_newsroom() -> SmallArchive:
    archive = newsroom()
    assert not renew(archive.connection, ALWAYS_PART)
    return archive


@pytest.mark.parametrize("quarter", range(4))  # each of a few seconds: a change of the program runs what it can afford
@given(number=st.integers(0, 2**32))
@settings(max_examples=3, deadline=None, phases=UNSHRUNK)
def test_renewed_counts_are_those_of_counting_everything(quarter: int, number: int) -> None:
    archive, dice = counted_newsroom(), Random(f"{quarter} {number}")
    writer = Writer(archive, dice)
    for _ in range(dice.randint(1, 4)):
        for _ in range(dice.randint(0, 6)):
            writer.step()
        renew(archive.connection, ALWAYS_PART)
        assert kept(archive) == counted(archive)


@pytest.mark.parametrize("half", range(2))
@given(number=st.integers(0, 2**32))
@settings(max_examples=3, deadline=None, phases=UNSHRUNK)
def test_what_maintenance_rewrites_is_counted_as_well(half: int, number: int) -> None:
    archive, dice = counted_newsroom(), Random(f"{half} {number}")
    writer = Writer(archive, dice)
    for _ in range(3):
        writer.step()
        writer.rewrite()
        renew(archive.connection, ALWAYS_PART)
        assert kept(archive) == counted(archive)


def test_a_step_of_a_run_has_the_touched_part_counted_alone() -> None:
    archive = counted_newsroom()
    archive.told(200, "s1", "a", 12.5)
    assert renew(archive.connection, ALWAYS_PART)
    assert kept(archive) == counted(archive)


def test_nothing_that_stays_is_written() -> None:
    archive = counted_newsroom()
    before = {name: archive.ask(f"SELECT rowid, * FROM archive.{name} ORDER BY ALL") for name in TABLES}
    assert renew(archive.connection, ALWAYS_PART)
    after = {name: archive.ask(f"SELECT rowid, * FROM archive.{name} ORDER BY ALL") for name in TABLES}
    changed = {name for name in TABLES if before[name] != after[name]}
    assert changed <= {"settled_basis", "settled_marks"}  # their rows are written again, and are the same


@pytest.mark.parametrize(
    ("work", "is_part"),
    [
        ("INSERT INTO archive.watches VALUES ('flood', 'flood', 'Flood', TIMESTAMPTZ '2026-03-01', $1)", True),
        ("UPDATE archive.placements SET superseded_at = $1::TIMESTAMPTZ - INTERVAL 1 DAY WHERE article_id = 7", True),
        ("UPDATE archive.articles SET ordered_at = ordered_at + INTERVAL 1 DAY WHERE superseded_at = $1", False),
        ("DELETE FROM archive.origins WHERE article_id = 7 AND superseded_at = $1", False),
        ("UPDATE archive.outlets SET family = 'Other' WHERE $1 IS NOT NULL", False),
        ("UPDATE archive.settings SET value = 'x' WHERE name = 'public_sha256' AND $1 IS NOT NULL", False),
        ("UPDATE archive.feeds SET last_polled_at = NULL WHERE $1 IS NOT NULL", False),  # the clock goes back
    ],
)
def test_everything_is_counted_where_the_rows_do_not_tell_what_changed(work: str, is_part: bool) -> None:
    archive = counted_newsroom()
    archive.ask(work, EVER)
    assert renew(archive.connection, ALWAYS_PART) is is_part
    assert kept(archive) == counted(archive)


def test_much_that_changed_is_counted_as_everything() -> None:
    archive = counted_newsroom()
    for number in range(200, 230):
        archive.told(number, "s1", "a", 12.0)
    assert not renew(archive.connection, RenewalRules(least_articles=0))
    assert kept(archive) == counted(archive)


def test_a_small_archive_is_counted_whole() -> None:
    archive = counted_newsroom()
    archive.told(200, "s1", "a", 12.5)
    (articles,) = archive.ask("SELECT count(*) FROM archive.articles")[0]
    assert archive.ask("FROM archive.settled_marks") != []
    assert not renew(archive.connection, RenewalRules(least_articles=articles + 1))
    assert kept(archive) == counted(archive)
    assert archive.ask("FROM archive.settled_marks") == []
    archive.told(201, "s1", "a", 12.5)  # it is large now: counted whole once more, and marked
    assert not renew(archive.connection, RenewalRules(least_articles=articles + 1))
    assert kept(archive) == counted(archive)
    archive.told(202, "s1", "a", 12.5)
    assert renew(archive.connection, RenewalRules(least_articles=articles + 1))
    assert kept(archive) == counted(archive)


def test_a_renewal_that_fails_leaves_the_counts_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = counted_newsroom()
    before = kept(archive)
    archive.told(200, "s1", "a", 12.5)

    def refused(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(renewal, "keep_marks", refused)
    with pytest.raises(OSError, match="full"):
        renew(archive.connection, ALWAYS_PART)
    archive.connection.execute("ROLLBACK")
    assert kept(archive) == before
    monkeypatch.undo()
    renew(archive.connection, ALWAYS_PART)
    assert kept(archive) == counted(archive)


@pytest.mark.parametrize("touched", [(2.0,), (7.0,), (11.5,), (2.0, 11.5), (5.9, 8.1)])
def test_an_outlet_is_followed_on_its_own_days_alone(touched: tuple[float, ...]) -> None:
    """One from the start to the end, one from the middle on, and one that was read until the middle."""
    archive = SmallArchive()
    for outlet, first, last in (("a", 0, 12), ("b", 6, 12), ("c", 0, 8)):
        archive.outlet(outlet, outlet)
        archive.feed(outlet, added=float(first), last_polled=float(last), status="ok" if last == 12 else "paused")
        archive.polled(outlet, range(first, last))
        for number in range(first, last):
            archive.told(100 * (1 + "abc".index(outlet)) + number, "s1", outlet, float(number))
    assert not renew(archive.connection, ALWAYS_PART)
    for number, moment in enumerate(touched):
        archive.told(900 + number, "s2", "a", moment)
    assert renew(archive.connection, ALWAYS_PART)
    assert kept(archive) == counted(archive)


SPANS = {
    "followed earlier": (
        "b",
        "UPDATE archive.feeds SET added_at = TIMESTAMPTZ '2026-03-03 09:00+00' WHERE outlet = 'b'",
    ),
    "followed later": ("d", "UPDATE archive.feeds SET added_at = TIMESTAMPTZ '2026-03-10 09:00+00' WHERE outlet = 'd'"),
    "paused": ("c", "UPDATE archive.feeds SET status = 'paused' WHERE outlet = 'c'"),
    "read again": ("e", "UPDATE archive.feeds SET status = 'ok' WHERE outlet = 'e'"),
    "removed": ("d", "DELETE FROM archive.feeds WHERE outlet = 'd'"),
    "new": ("f", "UPDATE archive.feeds SET outlet = 'f' WHERE outlet = 'd'"),
}


@pytest.mark.parametrize("change", SPANS)
def test_days_on_which_an_outlet_is_followed_no_more_or_after_all_are_counted(change: str) -> None:
    """Of its polls nothing changes, nor of its articles: the feed alone tells."""
    outlet, sql = SPANS[change]
    archive = SmallArchive()
    for name, added, polled, status in (
        ("a", 0, range(12), "ok"), ("b", 6, range(6, 12), "ok"), ("c", 4, range(4, 8), "ok"),
        ("d", 5, range(0), "ok"), ("e", 4, range(4, 8), "paused"),
    ):  # fmt: skip
        archive.feed(name, added=float(added), last_polled=12.0, status=status)
        archive.polled(name, polled)
    for number in range(12):
        archive.told(100 + number, "s1", "a", number + 0.5)
    assert not renew(archive.connection, ALWAYS_PART)
    before = kept(archive)["coverage_health"]
    archive.ask(sql)
    assert renew(archive.connection, ALWAYS_PART)
    assert kept(archive) == counted(archive)
    assert {row for row in kept(archive)["coverage_health"] if outlet in row} != {
        row for row in before if outlet in row
    }


def test_counts_are_made_anew_once_many_rows_of_them_were_replaced() -> None:
    """Up to the bound, that many rows of those counted, only what was touched is counted."""
    archive = counted_newsroom()
    archive.told(200, "s1", "a", 12.5)
    assert renew(archive.connection, ALWAYS_PART)
    archive.told(201, "s1", "a", 12.5)
    ((turned,),) = archive.ask("SELECT turned FROM archive.settled_basis")
    counted_rows = sum(len(kept(archive)[name]) for name in ("followed_articles", "stories"))
    assert 0 < turned < counted_rows
    for share, is_part in ((turned / counted_rows - 0.001, False), (turned / counted_rows + 0.001, True)):
        copy = archive.copied()
        rules = RenewalRules(least_articles=0, most_touched=9.0, most_turned=share)
        assert renew(copy.connection, rules) is is_part
        assert kept(copy) == counted(copy)
