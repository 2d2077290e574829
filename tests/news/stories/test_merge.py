from datetime import UTC, datetime, timedelta

import pytest

from news.records import Article, Correction, Story
from news.stories.corrections import read_corrections
from news.stories.follow import follow_stories
from news.stories.memory import Frequencies, RememberedStories
from news.stories.merge import merge_grown_together
from news.stories.profiles import Idf, LiveStory, StoryIndex
from news.stories.split import Looked, split_looked_over
from news.stories.thresholds import STORY_RULES

START = datetime(2026, 1, 5, tzinfo=UTC)
DAM = "The Kelmis Dam on the Orlo River broke and Governor Ilse Brandt sent crews"
OPERA = "Soprano Dora Lenk sings Tosca at the Graz Summer Stage under Conductor Piet Haas"


def article(number: int, text: str, day: float = 0) -> Article:
    at = START + timedelta(days=day)
    return Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet="Example",
        title="",
        text=text,
        first_seen_at=at,
        ordered_at=at,
        ordered_by="published",
        arrived_by="feed",
    )


def test_stories_that_have_grown_together_merge_and_the_majority_keeps_its_id() -> None:
    idf = Idf(Frequencies(counts={}, total=0), STORY_RULES)
    first, second, other = (LiveStory(story_id=name, idf=idf) for name in ("sa", "sb", "sc"))
    index = StoryIndex(sought={"dam", "kelmis", "opera"})
    for story, vectors in (
        (first, [{"dam": 0.8, "kelmis": 0.6}] * 2),
        (second, [{"dam": 0.6, "kelmis": 0.8}] * 3),
        (other, [{"opera": 1.0}] * 4),
    ):
        index.put(story)
        for vector in vectors:
            index.add(story.story_id, vector, START)
    assert merge_grown_together(index, read_corrections([]), STORY_RULES) == [("sa", "sb")]
    assert (index.stories["sb"].members, index.get("sa")) == (5, index.stories["sb"])


@pytest.mark.parametrize(("is_guide", "merged"), [(False, [("sb", "sa")]), (True, [])])
def test_guides_are_no_story_unless_they_are_nearly_one_text(is_guide: bool, merged: list[tuple[str, str]]) -> None:
    idf = Idf(Frequencies(counts={}, total=0), STORY_RULES)
    index = StoryIndex(sought={"mover"})
    for name, vector in (("sa", {"mover": 1.0}), ("sb", {"mover": 0.6, "piano": 0.8})):
        index.put(LiveStory(story_id=name, idf=idf, is_guide=is_guide))
        index.add(name, vector, START)
    assert merge_grown_together(index, read_corrections([]), STORY_RULES) == merged


@pytest.mark.parametrize(("words", "merged"), [({"dam": 1.0}, []), ({"dam": 0.8, "orlo": 0.6}, [("sb", "sa")])])
def test_a_lone_headline_joins_a_grown_story_by_two_words(
    words: dict[str, float], merged: list[tuple[str, str]]
) -> None:
    idf = Idf(Frequencies(counts={}, total=0), STORY_RULES)
    index = StoryIndex(sought={"dam", "orlo"})
    for name, vectors in (("sa", [{"dam": 0.8, "orlo": 0.6}] * 5), ("sb", [words])):
        index.put(LiveStory(story_id=name, idf=idf))
        for vector in vectors:
            index.add(name, vector, START)
    assert merge_grown_together(index, read_corrections([]), STORY_RULES) == merged


def test_the_ids_of_merged_stories_answer_with_the_story_they_went_to() -> None:
    memory = RememberedStories()
    said = [("sa", "sb"), ("sb", "sc"), ("sc", None), ("sd", None)]
    memory.keep([Story(story_id=one, title=one, merged_into=into) for one, into in said], {})
    found = memory.stories(["sa", "sb", "sd", "unknown"])
    assert {asked: story.story_id for asked, story in found.items()} == {"sa": "sc", "sb": "sc", "sd": "sd"}


def test_what_a_person_split_is_never_merged_again() -> None:
    idf = Idf(Frequencies(counts={}, total=0), STORY_RULES)
    index = StoryIndex(sought={"dam"})
    for name in ("sa", "sb"):
        index.put(LiveStory(story_id=name, idf=idf))
        index.add(name, {"dam": 1.0}, START)
    said = [Correction(corrected_at=START, verb="split", article_id=1, story_id="sa")]
    assert merge_grown_together(index, read_corrections(said), STORY_RULES) == []


def mixed() -> tuple[list[Article], RememberedStories, str]:
    rows = [article(n, f"{DAM}. Report {n}.", n) for n in range(4)]
    rows += [article(9 + n, f"{OPERA}. Night {n}.", n) for n in range(2)]
    memory = RememberedStories()
    run = follow_stories(rows, copy_group_of=dict.fromkeys((0, 9), 0), memory=memory, known_group_story={})
    memory.keep(run.stories, run.term_days)
    return rows, memory, run.links[0].story_id


def test_a_story_that_no_longer_holds_together_is_split_and_the_majority_keeps_its_id() -> None:
    rows, memory, story_id = mixed()
    looked = Looked(story=memory.stories([story_id])[story_id], articles=rows)
    [run] = split_looked_over([looked], copy_group_of={}, memory=memory)
    assert {link.article_id: link.story_id == story_id for link in run.links} == {
        0: True,
        1: True,
        2: True,
        3: True,
        9: False,
        10: False,
    }
    assert sorted(story.members for story in run.stories) == [2, 4]


def test_a_story_that_holds_together_is_left_alone() -> None:
    rows, memory, story_id = mixed()
    looked = Looked(story=memory.stories([story_id])[story_id], articles=rows[:4])
    assert split_looked_over([looked], copy_group_of={}, memory=memory) == []
