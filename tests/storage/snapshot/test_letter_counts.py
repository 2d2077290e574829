"""What a letter counts as new, quiet and changed, asked of a small archive."""

from pathlib import Path
from typing import Any

import pytest

from storage.snapshot.coverage import Coverage
from tests.storage.small_archive import SmallArchive, at
from tests.storage.small_archive import day as day_of


@pytest.fixture
def archive() -> SmallArchive:
    """One story of three outlets over two days: one relays an agency, one says nothing of its origin."""
    made = SmallArchive()
    made.story("s1")
    for number, day in ((1, 1), (2, 20), (3, 20)):
        made.told(number, "s1", f"Outlet {number}", day)
    return made


def coverage(made: SmallArchive) -> Coverage:
    return Coverage(made.connection, Path("news.duckdb"))


@pytest.mark.parametrize(
    ("origins", "counted", "names"),
    [
        # article, state, origin, group -> new origins of the last day
        ([(1, "primary", None, 1), (2, "unknown", None, 2), (3, "unknown", None, 3)], 0, []),
        ([(1, "primary", None, 1), (2, "relays", "Reuters", 2), (3, "unknown", None, 3)], 1, ["Reuters"]),
        ([(1, "relays", "Reuters", 1), (2, "relays", "Reuters", 1), (3, "unknown", None, 3)], 0, []),
        ([(1, "unknown", None, 1), (2, "primary", None, 2), (3, "relays", "AFP", 3)], 2, ["AFP", "Outlet 2"]),
    ],
)
def test_an_origin_is_new_where_it_is_known_and_all_its_articles_are(
    archive: SmallArchive, origins: list[tuple[int, str, str | None, int]], counted: int, names: list[str]
) -> None:
    for number, state, origin, group in origins:
        archive.origin(number, "s1", group, state=state, origin=origin)
    (update,) = coverage(archive).moved(at(19.5), at(21))
    assert (update.new_origins, sorted(update.new_origin_names)) == (counted, names)


def test_an_origin_is_told_by_texts_and_not_by_explicit_credits_alone(archive: SmallArchive) -> None:
    archive.origin(2, "s1", 2, "relays", "Reuters", basis="text")
    archive.origin(2, "s1", 2, "relays", "AFP", basis="explicit")
    (update,) = coverage(archive).moved(at(19.5), at(21))
    assert update.new_origin_names == ("Reuters",)


def test_a_dormant_story_is_not_quiet_and_one_that_moved_neither() -> None:
    made = SmallArchive()
    stories = {"moved": (20, 20.9), "quiet": (15, 18), "dormant": (1, 2)}
    for number, (story, days) in enumerate(stories.items(), start=1):
        made.story(story, story)
        for place, day in enumerate(days):
            made.told(10 * number + place, story, f"Outlet {place}", day)
    made.as_of(at(21))
    assert coverage(made).quiet(at(20.5), at(21)) == [("quiet", "quiet")]


@pytest.mark.parametrize(("change", "told"), [("text", 1), ("title", 1), ("read again", 0)])
def test_a_text_read_again_is_no_change_of_the_publisher_s(change: str, told: int) -> None:
    made = SmallArchive()
    made.article(1, "Post", 1, superseded_at=at(20), text="Words of old.")
    made.article(1, "Post", 1, version=2, recorded_at=at(20), change=change, text="Words of new.")
    assert len(coverage(made).changed(at(19), at(21))) == told


BACKLOG = [
    # what came in on the last day, published twenty days ago unless said -> is it counted as an older article?
    ({}, True),
    ({"day": 20.2}, False),  # news
    ({"ordered_by": "first_seen"}, False),  # a feed that states no day brings news
    ({"arrived_by": "backfill"}, True),
    ({"arrived_by": "backfill", "day": 17.4}, True),
    ({"arrived_by": "backfill", "day": 17.5}, False),
    ({"arrived_by": "backfill", "seen": 19.5}, False),  # the last moment of the period before
    ({"arrived_by": "backfill", "day": 17.6}, False),  # two days before the period, and not earlier
    ({"arrived_by": "backfill", "day": 20.2}, False),
    ({"arrived_by": "backfill", "is_date_plausible": False}, False),
    ({"arrived_by": "backfill", "ordered_by": "first_seen"}, False),
    ({"arrived_by": "seed"}, False),  # an example document is no coverage
    ({"seen": 19.5}, False),  # the period before
    ({"seen": 21.0}, True),
    ({"seen": 21.1}, False),
    ({"outlet": "Muted"}, False),
]


@pytest.mark.parametrize(("differs", "is_counted"), BACKLOG)
def test_older_articles_that_came_in_are_counted(differs: dict[str, Any], is_counted: bool) -> None:
    made = SmallArchive()
    values = {"day": 1.0, "seen": 20.5, "outlet": "Post"} | differs
    made.article(1, values.pop("outlet"), values.pop("day"), **values)
    found = coverage(made).backlog(at(19.5), at(21), mute=["Muted"])
    assert found == (
        [("Post", 1, day_of(int(differs.get("day", 1))), day_of(int(differs.get("day", 1))))] if is_counted else []
    )


def test_the_outlet_with_most_older_articles_is_told_first_with_its_span() -> None:
    made = SmallArchive()
    names = [f"{letter}ermouth Post of the coast" for letter in "HZQDXFKAMCEYG"]  # short ones are grouped in order
    published = [*((outlet, 3) for outlet in names), ("B", 1), ("B", 5), (None, 2), (None, 2), (None, 2)]
    for number, (outlet, day) in enumerate(published, start=1):
        made.article(number, outlet, day, seen=20.5)
    alone = [(outlet, 1, day_of(3), day_of(3)) for outlet in sorted(names)]
    several = [("", 3, day_of(2), day_of(2)), ("B", 2, day_of(1), day_of(5))]
    assert coverage(made).backlog(at(19.5), at(21)) == several + alone
