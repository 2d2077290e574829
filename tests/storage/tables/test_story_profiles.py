from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from news.records import Article, Story
from news.stories.follow import follow_stories
from news.stories.memory import EVERYTHING, RememberedStories, nearest
from storage.migrate import migrations
from storage.tables.story_profiles import StoredProfiles

NOW = datetime(2026, 5, 1, tzinfo=UTC)
FAR = datetime(9999, 12, 31, tzinfo=UTC)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE SCHEMA archive")
        for _, path in migrations():
            connection.execute(path.read_text(encoding="utf-8"))
        yield connection


def story(story_id: str, profile: dict[str, float], **more: object) -> Story:
    return replace(Story(story_id=story_id, title=f"About {story_id}", profile=profile), **more)


def save(connection: duckdb.DuckDBPyConnection, *stories: Story) -> None:
    for one in stories:
        connection.execute(
            "INSERT INTO archive.stories (story_id, title, is_closed, merged_into, recorded_at, superseded_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [one.story_id, one.title, one.is_closed, one.merged_into, NOW, FAR],
        )
    StoredProfiles(connection).keep(stories, {})


def test_only_the_nearest_stories_are_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    save(
        connection,
        story("sa", {"dam": 1.0, "river": 1.0}),
        story("sb", {"dam": 1.0, "tax": 9.0}),
        story("sc", {"opera": 1.0}),
    )
    found = StoredProfiles(connection).candidates([{"dam": 1.0}], limit=1, similarity=0.0)
    assert [(one.story_id, one.profile) for one in found] == [("sa", {"dam": 1.0, "river": 1.0})]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("similarity", [0.0, 3 / 5, 4 / 5, 0.9])
@pytest.mark.parametrize("equals", [("sa", "sb"), ("sb", "sa")])
@pytest.mark.parametrize("others", [{}, {"sc": 4 / 5}])
def test_candidates_are_what_nearest_says(
    connection: duckdb.DuckDBPyConnection,
    limit: int,
    similarity: float,
    equals: tuple[str, str],
    others: dict[str, float],
) -> None:
    """Two stories score alike, at a bound; a third scores more."""
    scores = dict.fromkeys(equals, 3 / 5) | others
    profiles = {3 / 5: {"dam": 3.0, "river": 4.0}, 4 / 5: {"dam": 4.0, "river": 3.0}}
    save(connection, *(story(story_id, profiles[score]) for story_id, score in scores.items()))
    found = StoredProfiles(connection).candidates([{"dam": 1.0}], limit=limit, similarity=similarity)
    assert [one.story_id for one in found] == sorted(nearest(scores, limit=limit, similarity=similarity))


def test_each_query_has_its_own_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    save(connection, story("sa", {"dam": 1.0}), story("sb", {"opera": 1.0}))
    found = StoredProfiles(connection).candidates([{"dam": 1.0}, {"opera": 0.1}], limit=1, similarity=0.0)
    assert [one.story_id for one in found] == ["sa", "sb"]


def test_a_merged_id_leads_to_the_story_it_became(connection: duckdb.DuckDBPyConnection) -> None:
    save(connection, story("sc", {"dam": 1.0}), story("sb", {}, merged_into="sc"), story("sa", {}, merged_into="sb"))
    assert {asked: one.story_id for asked, one in StoredProfiles(connection).stories(["sa", "sc", "sx"]).items()} == {
        "sa": "sc",
        "sc": "sc",
    }


def test_a_changed_profile_replaces_the_old_one(connection: duckdb.DuckDBPyConnection) -> None:
    save(connection, story("sa", {"dam": 1.0}))
    memory = StoredProfiles(connection)
    memory.keep([story("sa", {"river": 2.0})], {})
    assert memory.stories(["sa"])["sa"].profile == {"river": 2.0}
    assert memory.candidates([{"dam": 1.0}], limit=5, similarity=0.0) == []


def test_frequencies_count_the_days_asked_for(connection: duckdb.DuckDBPyConnection) -> None:
    memory = StoredProfiles(connection)
    memory.keep(
        [],
        {date(2026, 4, 1): {"dam": 2, "": 5}, date(2026, 4, 2): {"dam": 1, "": 3}, date(2026, 5, 9): {"dam": 7, "": 9}},
    )
    found = memory.frequencies(["dam", "opera"], since=date(2026, 4, 1), until=date(2026, 5, 1))
    assert (dict(found.counts), found.total) == ({"dam": 3}, 8)


def test_frequencies_of_many_spans_are_those_of_each(connection: duckdb.DuckDBPyConnection) -> None:
    memory = StoredProfiles(connection)
    days = [date(2026, 4, 1) + timedelta(days=number) for number in range(5)]
    for run in range(2):
        memory.keep([], {day: {"dam": 1 + run, f"name {number}": 1, "": 5} for number, day in enumerate(days)})
    terms = ["dam", "name 1", "name 4", "opera"]
    asked = [(terms, since, until) for since in days for until in days]
    each = [memory.frequencies(terms, since=since, until=until) for _, since, until in asked]
    assert memory.frequencies_of(asked) == each
    assert memory.frequencies_of([]) == []


@pytest.mark.parametrize(("runs", "days", "rows"), [(16, 0, 48), (17, 1, 19)])
def test_a_day_of_many_runs_is_added_up_and_answers_as_before(
    connection: duckdb.DuckDBPyConnection, runs: int, days: int, rows: int
) -> None:
    memory = StoredProfiles(connection)
    for run in range(runs):
        memory.keep([], {date(2026, 4, 1): {EVERYTHING: 2, "river": 1, f"name {run}": 1}})
    before = memory.frequencies(["river", "name 3"], since=date(2026, 4, 1), until=date(2026, 4, 1))
    assert before.total == 2 * runs
    assert memory.add_up() == days
    assert memory.frequencies(["river", "name 3"], since=date(2026, 4, 1), until=date(2026, 4, 1)) == before
    assert connection.execute("SELECT count(*) FROM archive.term_days").fetchall() == [(rows,)]
    assert memory.add_up() == 0


def test_spread_counts_the_stories_that_use_a_term(connection: duckdb.DuckDBPyConnection) -> None:
    stories = [story("sa", {"dam": 9.0}), story("sb", {"dam": 1.0, "tax": 1.0}), story("sc", {}, merged_into="sb")]
    save(connection, *stories)
    remembered = RememberedStories()
    remembered.keep(stories, {})
    for memory in (StoredProfiles(connection), remembered):
        assert memory.spread(["dam", "tax", "opera"]) == {"dam": 2, "tax": 1}


def article(number: int, day: int, words: str) -> Article:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    return Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet="Example",
        title=words.split(".", maxsplit=1)[0],
        text=words,
        first_seen_at=at,
        ordered_at=at,
        ordered_by="published",
        arrived_by="feed",
    )


def test_the_archive_and_the_memory_in_ram_lead_to_the_same_stories(connection: duckdb.DuckDBPyConnection) -> None:
    floods = [
        article(n, n, f"The Varna dam at Kelmis broke. Crews near Kelmis search, report {n} says.") for n in range(3)
    ]
    operas = [
        article(9 + n, n, f"Soprano Ilse Brandt sings Tosca. The opera in Graz opens, night {n}.") for n in range(3)
    ]
    stored, remembered = StoredProfiles(connection), RememberedStories()
    for batch in ([floods[0], operas[0]], [floods[1]], [operas[1], floods[2], operas[2]]):
        runs = [
            follow_stories(batch, copy_group_of={}, memory=memory, known_group_story={})
            for memory in (stored, remembered)
        ]
        assert runs[0].links == runs[1].links
        remembered.keep(runs[1].stories, runs[1].term_days)
        connection.execute("DELETE FROM archive.stories")
        stored.keep(runs[0].stories, runs[0].term_days)
        save(connection, *remembered.everything().values())
        place(connection, batch, {link.article_id: link.story_id for link in runs[0].links})
    assert len(remembered.everything()) == 2


def place(connection: duckdb.DuckDBPyConnection, batch: list[Article], stories: dict[int, str]) -> None:
    for one in batch:
        values = [one.article_id, one.article_id, stories[one.article_id], NOW, FAR]
        connection.execute(
            "INSERT INTO archive.placements BY NAME SELECT "
            "? AS article_id, ? AS copy_group_id, 1 AS version, true AS is_original, "
            "? AS story_id, 1 AS similarity, 'rule' AS linked_by, ?::TIMESTAMPTZ AS recorded_at, "
            "?::TIMESTAMPTZ AS superseded_at",
            values,
        )
        connection.execute(
            "INSERT INTO archive.articles BY NAME SELECT ? AS article_id, 1 AS version, '' AS url, '' AS outlet, "
            "'' AS title, '' AS text, 'full' AS text_kind, [] AS authors, true AS is_zone_known, "
            "true AS is_date_plausible, ?::TIMESTAMPTZ AS first_seen_at, ?::TIMESTAMPTZ AS ordered_at, "
            "'published' AS ordered_by, 'feed' AS arrived_by, false AS is_seed, [] AS keywords, [] AS links, "
            "false AS is_paywalled, '' AS extractor, 0 AS word_count, [] AS given_citations, "
            "?::TIMESTAMPTZ AS recorded_at, ?::TIMESTAMPTZ AS superseded_at",
            [one.article_id, one.ordered_at, one.ordered_at, NOW, FAR],
        )
