"""Trends equal their closed forms on archives small enough to reckon by hand."""

from math import exp, log, sqrt
from pathlib import Path

import duckdb
import pytest

from benchmarks.archive.synthetic import make
from benchmarks.archive.trends import QUESTIONS
from tests.storage.small_archive import SmallArchive, at, day


@pytest.fixture
def archive():
    return SmallArchive()


def everyday(archive, outlets, days, start=1000):
    """One unrelated article an outlet and day, and a feed that is read all along."""
    number = start
    for outlet in outlets:
        archive.feed(outlet, added=days.start, last_polled=days.stop - 0.1)
        archive.polled(outlet, days)
        for a_day in days:
            archive.told(number, "other", outlet, a_day)
            number += 1


def by_day(archive, name, since="DATE '1900-01-01'"):
    return {row["day"]: row for row in archive.columns(f"FROM coverage_by_day('{name}', since := {since})")}


def small_story(archive):
    """Day 1: a report and its copy; day 2: one of another outlet; day 4: a late copy of the first report."""
    everyday(archive, ["a", "b", "c"], range(10))
    archive.story("s1", "The bridge")
    archive.story("other", "Other news")
    archive.told(1, "s1", "a", 1)
    archive.told(2, "s1", "b", 1.2, group=1)
    archive.told(3, "s1", "c", 2)
    archive.told(4, "s1", "c", 4, group=1)
    for number, group, state, origin in ((1, 11, "primary", None), (2, 11, "relays", "a"), (3, 13, "unknown", None)):
        archive.origin(number, "s1", group, state, origin)
    archive.origin(4, "s1", 11, "relays", "a")
    archive.watch("bridge", 1, 2, 3, 4)


EXPECTED = {  # day: articles, copy_groups, copies_collapsed, origins, unknown_origins, total, share, share_unique
    1: (2, 1, 1, 1, 0, 5, 2 / 5, 1 / 4),
    2: (1, 1, 0, 0, 1, 4, 1 / 4, 1 / 4),
    3: (0, 0, 0, 0, 0, 3, 0.0, 0.0),
    4: (1, 0, 1, 0, 0, 4, 1 / 4, 0.0),
    5: (0, 0, 0, 0, 0, 3, 0.0, 0.0),
}


@pytest.mark.parametrize("name", ["s1", "bridge", "The bridge"])
def test_coverage_counts_each_copy_group_and_origin_once_on_its_first_day(archive, name):
    small_story(archive)
    found = by_day(archive, name)
    assert list(found) == [day(n) for n in range(1, 10)]
    for number, expected in EXPECTED.items():
        row = found[day(number)]
        counts = ("articles", "copy_groups", "copies_collapsed", "origins", "unknown_origins", "total")
        assert tuple(row[key] for key in counts) == expected[:6]
        assert (row["share"], row["share_unique"]) == pytest.approx(expected[6:])
        assert row["share_panel"] == pytest.approx(expected[6])
        assert (row["is_covered"], row["outlets_missing"], row["undated"]) == (True, 0, 0)


def test_the_days_of_a_span_are_all_there_with_zeros(archive):
    small_story(archive)
    rows = archive.columns("FROM coverage_by_day('s1', since := DATE '2026-03-01', until := DATE '2026-03-04')")
    assert [(row["day"], row["articles"]) for row in rows] == [(day(0), 0), (day(1), 2), (day(2), 1), (day(3), 0)]


def test_a_watch_without_matches_has_zeros_and_an_unknown_name_has_no_rows(archive):
    small_story(archive)
    archive.watch("silent")
    assert archive.one("SELECT sum(articles) FROM coverage_by_day('silent', since := DATE '2026-03-01')") == 0
    with pytest.raises(duckdb.Error, match="There is no story or watch 'nobody'"):
        archive.ask("FROM coverage_by_day('nobody', since := DATE '2026-03-01')")


def test_fifty_exact_copies_add_articles_and_nothing_else(archive):
    small_story(archive)
    kept = "day, copy_groups, origins, unknown_origins"
    before = archive.ask(f"SELECT {kept} FROM coverage_by_day('s1')")
    counts = "SELECT copy_groups, origins_explicit, unknown_explicit FROM stories WHERE story_id = 's1'"
    story_before = archive.one(counts)
    for number in range(50):
        archive.told(5000 + number, "s1", "b", 3 + number / 20, group=1)
        archive.origin(5000 + number, "s1", 11, "relays", "a")
    assert archive.ask(f"SELECT {kept} FROM coverage_by_day('s1')") == before
    assert archive.one(counts) == story_before
    assert archive.one("SELECT articles FROM stories WHERE story_id = 's1'") == 54
    assert archive.one("SELECT sum(articles) FROM coverage_by_day('s1')") == 54
    assert archive.one("SELECT count(*) FROM copy_groups") == 32


def test_a_feed_added_on_day_30_leaves_the_panel_share_unchanged(archive):
    everyday(archive, ["a", "b"], range(60))
    archive.story("s1")
    for number in range(60):
        archive.told(number + 1, "s1", "a", number + 0.5)
    before = by_day(archive, "s1")
    everyday(archive, ["late"], range(30, 60), start=9000)
    for number in range(30, 60):
        archive.told(7000 + number, "s1", "late", number + 0.6)
    after = by_day(archive, "s1")
    assert {d: row["share_panel"] for d, row in after.items()} == {d: row["share_panel"] for d, row in before.items()}
    assert after[day(40)]["share"] != before[day(40)]["share"]
    assert [after[day(n)]["outlets_followed"] for n in (29, 30)] == [2, 3]


def test_a_silenced_feed_is_marked_and_the_other_outlets_still_show(archive):
    everyday(archive, ["a", "b", "c"], range(10))
    archive.story("s1")
    archive.told(1, "s1", "a", 4)
    archive.connection.execute("UPDATE archive.feed_days SET polls_ok = 0 WHERE outlet = 'b' AND day = ?", [day(4)])
    archive.connection.execute("DELETE FROM archive.feed_days WHERE outlet = 'b' AND day = ?", [day(5)])
    found = by_day(archive, "s1")
    assert [found[day(n)]["outlets_missing"] for n in (4, 5, 6)] == [1, 1, 0]
    assert (found[day(4)]["articles"], found[day(4)]["is_covered"]) == (1, True)
    assert archive.ask("SELECT outlet, day FROM reading_days WHERE NOT is_read ORDER BY day") == [
        ("b", day(4)),
        ("b", day(5)),
    ]


def test_a_gap_is_never_a_zero_but_what_was_found_later_still_shows(archive):
    everyday(archive, ["a", "b"], range(8))
    archive.story("s1")
    archive.told(1, "s1", "a", 1)
    archive.told(2, "s1", "a", 4.5)
    archive.connection.execute("DELETE FROM archive.feed_days WHERE day IN (?, ?)", [day(3), day(4)])
    found = by_day(archive, "s1")
    assert [found[day(n)]["is_covered"] for n in (2, 3, 4, 5)] == [True, False, False, True]
    assert [found[day(n)]["articles"] for n in (2, 3, 4, 5)] == [0, None, 1, 0]
    assert (found[day(3)]["share"], found[day(3)]["copy_groups"], found[day(3)]["origins"]) == (None, None, None)
    assert found[day(4)]["share"] == pytest.approx(1 / 3)


def test_a_day_before_we_followed_is_a_gap_where_nothing_at_all_is_held_of_it(archive):
    archive.story("s1")
    archive.told(1, "s1", "a", 0, arrived_by="import")
    archive.told(2, "s1", "a", 4)
    archive.told(3, "s2", "b", 2, arrived_by="import")
    archive.feed("a", added=3, last_polled=5)
    archive.polled("a", range(3, 6))
    found = by_day(archive, "s1")
    assert [row["is_covered"] for row in found.values()] == [None, None, None, True, True, True]
    assert [row["articles"] for row in found.values()] == [1, None, 0, 0, 1, 0]
    assert [row["total"] for row in found.values()] == [1, None, 1, 0, 1, 0]


def test_in_an_archive_of_imports_alone_a_day_without_articles_is_a_zero(archive):
    archive.story("s1")
    archive.told(1, "s1", "a", 0, arrived_by="import")
    archive.told(2, "s1", "a", 2, arrived_by="import")
    assert [row["articles"] for row in by_day(archive, "s1").values()] == [1, 0, 1]


def test_an_archive_of_imports_alone_has_shares_but_no_panel(archive):
    archive.story("s1")
    archive.told(1, "s1", "a", 0, arrived_by="import")
    archive.told(2, "s2", "b", 0, arrived_by="import")
    (row,) = by_day(archive, "s1").values()
    assert (row["share"], row["share_panel"], row["is_covered"], row["outlets_missing"]) == (0.5, None, None, 0)


def test_a_paused_feed_is_not_missing(archive):
    archive.feed("a", status="paused")
    archive.feed("b", last_polled=9)
    archive.polled("a", range(4))
    archive.polled("b", range(10))
    assert archive.ask("SELECT DISTINCT outlets_followed, outlets_missing FROM covered_days ORDER BY 1") == [
        (1, 0),
        (2, 0),
    ]


def test_undated_articles_count_on_the_day_we_first_saw_them_and_are_flagged(archive):
    everyday(archive, ["a"], range(5))
    archive.story("s1")
    archive.told(1, "s1", "a", 1)
    archive.told(2, "s1", "a", 0, seen=3, ordered_by="first_seen")
    found = by_day(archive, "s1")
    assert [(found[day(n)]["articles"], found[day(n)]["undated"]) for n in (1, 3)] == [(1, 0), (1, 1)]
    assert archive.ask("SELECT article_id, is_dated FROM articles WHERE story_id = 's1' ORDER BY 1") == [
        (1, True),
        (2, False),
    ]


def test_days_are_cut_in_the_declared_zone(archive):
    archive.story("s1")
    archive.told(1, "s1", "a", 0.65)  # 15:36 in UTC is the next day, 00:36, in Tokyo
    assert archive.ask("SELECT day FROM coverage_by_day('s1')") == [(day(0),)]
    archive.zone("Asia/Tokyo")
    assert archive.ask("SELECT day FROM coverage_by_day('s1')") == [(day(1),)]
    assert archive.one("SELECT day_of(TIMESTAMPTZ '1969-12-31 14:59:59+00')").isoformat() == "1969-12-31"
    archive.zone("UTC")
    assert archive.one("SELECT day_of(TIMESTAMPTZ '1969-12-31 23:59:59+00')").isoformat() == "1969-12-31"


# --- burst, concentration, half-life, voice, terms ------------------------------------------------------------


def counted_days(archive, story, own, total):
    """`own` originals a day in the story, filled up to `total` articles with other news."""
    archive.story(story)
    archive.story("other")
    number = 1
    for a_day, (n, everything) in enumerate(zip(own, total, strict=True)):
        for place in range(everything):
            archive.told(number, story if place < n else "other", f"outlet {place}", a_day + 0.3)
            number += 1


def test_a_burst_is_judged_against_a_baseline_that_ends_three_days_before(archive):
    counted_days(archive, "s1", own=[1] * 10 + [7], total=[10] * 10 + [16])
    rows = {row["day"]: row for row in archive.columns("FROM story_burst('s1')")}
    last = rows[day(10)]
    assert (last["n"], last["total"], last["baseline_days"], last["alarm"]) == (7, 16, 7, True)
    assert last["expected"] == pytest.approx(7 / 70 * 16)
    assert last["sigma"] == pytest.approx(sqrt(1.6))
    assert last["z"] == pytest.approx((7 - 1.6) / sqrt(1.6))
    assert [d for d, row in rows.items() if row["alarm"]] == [day(10)]
    assert archive.ask("FROM bursting_stories") == [("s1", day(10))]
    assert archive.one("SELECT state FROM stories WHERE story_id = 's1'") == "burst"


BURSTS = {
    "two texts are never a burst": ([0] * 10 + [2], [10] * 11, False),
    "three texts out of nothing are": ([0] * 10 + [3], [10] * 11, True),
    "a busy day for everything is none": ([2] * 10 + [8], [10] * 10 + [40], False),
    "a restless baseline hides it": ([0, 6, 0, 6, 0, 6, 0, 6, 0, 0, 8], [10] * 11, False),
    "four days give no baseline": ([1] * 6 + [8], [10] * 7, False),
}


@pytest.mark.parametrize("rule", BURSTS)
def test_bursts(archive, rule):
    own, total, is_burst = BURSTS[rule]
    counted_days(archive, "s1", own, total)
    alarms = [row["day"] for row in archive.columns("FROM story_burst('s1')") if row["alarm"]]
    assert (day(len(own) - 1) in alarms) is is_burst
    assert bool(archive.ask("FROM bursting_stories WHERE story_id = 's1'")) is is_burst


def test_gaps_stand_in_no_baseline(archive):
    own = [2, 2, 2, 0, 0, 2, 2, 2, 2, 2, 6]
    counted_days(archive, "s1", own, total=[10] * 3 + [0] * 2 + [10] * 6)
    archive.feed("outlet 0", last_polled=10.9)
    archive.polled("outlet 0", range(11))
    archive.connection.execute("DELETE FROM archive.feed_days WHERE day IN (?, ?)", [day(3), day(4)])
    row = archive.columns("FROM story_burst('s1')")[-1]
    assert (row["baseline_days"], row["expected"]) == (5, pytest.approx(2.0))
    assert archive.ask("FROM bursting_stories") == []


def test_stories_and_story_burst_agree_on_every_burst(archive):
    own = {"s1": [0] * 10 + [5, 0], "s2": [1] * 10 + [1, 5], "s3": [1] * 10 + [0, 2], "s4": [0] * 9 + [9, 0, 0]}
    number = 1
    for story, counts in own.items():
        archive.story(story)
        for a_day, n in enumerate(counts):
            for _ in range(n):
                number = archive.told(number, story, "a", a_day + 0.4) + 1
    for a_day in range(12):
        for _ in range(20):
            number = archive.told(number, "other", "b", a_day + 0.4) + 1
    last = (day(10), day(11))
    alarmed = {
        story
        for story in own
        for row in archive.columns(f"FROM story_burst('{story}')")
        if row["alarm"] and row["day"] in last
    }
    assert alarmed == {story for story, _ in archive.ask("FROM bursting_stories")} == {"s1", "s2"}


def test_concentration_is_over_owner_families_and_copy_groups(archive):
    archive.story("s1")
    archive.outlet("a", "Trust")
    archive.outlet("b", "Trust")
    for number, outlet in enumerate(["a", "a", "b", "c"], start=1):
        archive.told(number, "s1", outlet, number)
    archive.told(5, "s1", "b", 5, group=1)  # a copy within the family adds nothing
    archive.told(6, "s1", None, 6)
    row = archive.columns("FROM story_concentration('s1')")[0]
    assert row["families"] == 2
    assert row["hhi"] == pytest.approx(0.75**2 + 0.25**2)
    assert row["effective"] == pytest.approx(1.6)
    assert row["effective_shannon"] == pytest.approx(exp(-(0.75 * log(0.75) + 0.25 * log(0.25))))


HALF_LIVES = {  # own texts a day -> peak day, peak, half-life, censored
    "it falls": ([0, 0, 3, 9, 6, 3, 0, 0], (3, 6.0, 2, False)),
    "it has not fallen yet": ([0, 0, 3, 9, 6], (4, 7.5, None, True)),
    "a single day": ([0, 0, 3, 0, 0, 0], (2, 1.0, 2, False)),
}


@pytest.mark.parametrize("rule", HALF_LIVES)
def test_half_life(archive, rule):
    own, (peak_day, peak, half_life, censored) = HALF_LIVES[rule]
    counted_days(archive, "s1", own, total=[10] * len(own))
    row = archive.columns("FROM story_halflife('s1')")[0]
    assert (row["peak_day"], row["peak"]) == (day(peak_day), pytest.approx(peak))
    assert (row["half_life_days"], row["censored"]) == (half_life, censored)


def test_share_of_voice_counts_copy_groups_opened_in_the_span(archive):
    archive.story("s1")
    archive.story("s2")
    archive.told(1, "s1", "a", 1)
    archive.told(2, "s1", "b", 5, group=1)
    archive.told(3, "s1", "b", 5)
    archive.told(4, "s2", "b", 5)
    archive.told(5, "s2", "b", 6)
    archive.told(6, "s2", "b", 6)
    archive.watch("w")
    rows = archive.ask("FROM share_of_voice(['s1', 's2', 'w'], DATE '2026-03-05', DATE '2026-03-31')")
    assert rows == [("s2", 3, 3, 0.75), ("s1", 2, 1, 0.25), ("w", 0, 0, 0.0)]


def test_rising_terms_equal_their_closed_form(archive):
    counts = {"bridge": (10, 2), "river": (8, 30), "rare": (4, 0), "common": (78, 268)}
    for term, (now, before) in counts.items():
        archive.row("term_days", day=day(30), term=term, copy_groups=now)
        archive.row("term_days", day=day(10), term=term, copy_groups=before)
        archive.row("term_days", day=day(0), term=term, copy_groups=999)  # before the baseline
    archive.article(1, "a", 31)

    def score(term):
        y, x = counts[term]
        n, m = (sum(column) for column in zip(*counts.values(), strict=True))
        prior = 500 * (y + x) / (n + m)
        delta = log((y + prior) / (n + 500 - y - prior)) - log((x + prior) / (m + 500 - x - prior))
        return delta, delta / sqrt(1 / (y + prior) + 1 / (x + prior))

    rows = {row[0]: row[1:] for row in archive.ask("FROM rising_terms(DATE '2026-03-30', DATE '2026-03-31')")}
    assert list(rows) == ["bridge…"]
    assert rows["bridge…"] == (10, 2, pytest.approx(score("bridge")[0]), pytest.approx(score("bridge")[1]))


def test_rising_terms_are_words_never_the_count_of_all_and_a_cut_word_shows_that_it_is_cut(archive):
    for term, now in {"": 20, "port": 9, "dredgi": 8, "tarn vale": 7}.items():
        archive.row("term_days", day=day(30), term=term, copy_groups=now)
    archive.row("term_days", day=day(10), term="other", copy_groups=30)
    archive.article(1, "a", 31)
    asked = "SELECT term FROM rising_terms(DATE '2026-03-30', DATE '2026-03-31')"
    assert [term for (term,) in archive.ask(asked)] == ["port", "dredgi…", "tarn vale"]


def test_no_term_rises_where_nothing_was_collected_before(archive):
    for term, now in {"bridge": 96, "ferry": 89, "port": 59, "toll": 7}.items():
        archive.row("term_days", day=day(30), term=term, copy_groups=now)
    archive.article(1, "a", 31)
    assert archive.ask("FROM rising_terms(DATE '2026-03-30', DATE '2026-03-31')") == []


def test_terms_after_the_moment_asked_are_not_known(archive):
    archive.row("term_days", day=day(30), term="bridge", copy_groups=9)
    archive.row("term_days", day=day(10), term="other", copy_groups=9)
    archive.article(1, "a", 31)
    asked = "SELECT count(*) FROM rising_terms(DATE '2026-03-30', DATE '2026-03-31')"
    assert archive.one(asked) == 1
    archive.as_of(at(20))
    assert archive.one(asked) == 0


def test_the_archive_that_the_benchmark_makes_answers_its_questions(tmp_path: Path) -> None:
    make(300, tmp_path / "made.duckdb")
    with duckdb.connect(tmp_path / "made.duckdb", read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        answered = {
            name: connection.execute(sql.format(large="s0", small="s1")).fetchall() for name, sql in QUESTIONS.items()
        }
    # Of so few articles none copies another's within its story.
    assert [name for name, rows in answered.items() if not rows] == ["who_copied_whom"]
