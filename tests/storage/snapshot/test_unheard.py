"""Stories that others told and a reader's outlets did not; an outlet that was not read is not called silent."""

from pathlib import Path

import pytest

from news.errors import SettingsError
from news.records import UnheardStory
from storage.snapshot.coverage import Coverage
from tests.storage.small_archive import SmallArchive, at


def archive(read: range) -> SmallArchive:
    """Ours was read on some days; s1 is told by two others, s2 by us long before, s3 by one other alone."""
    made = SmallArchive()
    for outlet in ("Ours", "Near", "Far"):
        made.outlet(outlet, outlet)
    made.feed("Ours", last_polled=max(read, default=0))
    made.polled("Ours", read)
    made.feed("Near", last_polled=21)
    made.polled("Near", range(22))
    for number, (story, outlet, day) in enumerate(
        [
            ("s1", "Near", 20),
            ("s1", "Far", 20.5),
            ("s2", "Ours", 3),
            ("s2", "Near", 20),
            ("s2", "Far", 20),
            ("s3", "Far", 20),
        ],
        start=1,
    ):
        if number in (1, 3, 6):
            made.story(story, f"Title of {story}")
        made.told(number, story, outlet, day)
        made.origin(number, story, number, "primary", basis="text")
    made.as_of(at(21))
    return made


def unheard(made: SmallArchive, outlets: list[str], least: int = 2) -> list[UnheardStory]:
    return Coverage(made.connection, Path("news.duckdb")).unheard(outlets, at(19.5), least)


def test_what_others_told_is_named_with_who_had_nothing() -> None:
    (told,) = unheard(archive(range(22)), ["Ours"])
    assert told == UnheardStory(story_id="s1", title="Title of s1", outlets=("Ours",), independent_sources=2, told_by=2)
    assert [story.story_id for story in unheard(archive(range(22)), ["ours"], least=1)] == ["s1", "s3"]


def test_an_outlet_that_was_not_read_is_not_called_silent() -> None:
    assert unheard(archive(range(19)), ["Ours"]) == []


def test_a_story_that_one_of_the_outlets_told_is_not_named() -> None:
    assert unheard(archive(range(22)), ["Ours", "Near"], least=1) == [
        UnheardStory(story_id="s3", title="Title of s3", outlets=("Near", "Ours"), independent_sources=1, told_by=1)
    ]


def test_nothing_is_asked_for_a_reader_without_outlets() -> None:
    assert unheard(archive(range(22)), []) == []


def test_an_outlet_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(SettingsError, match=r"unheard: There is no outlet 'Oars'; the nearest names: Ours"):
        unheard(archive(range(22)), ["Oars"])
