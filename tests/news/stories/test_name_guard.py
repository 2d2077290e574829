"""Matters around one person stay apart; a matter that is told by many names stays together."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from news.records import Article
from news.stories.follow import follow_stories
from news.stories.memory import Frequencies, RememberedStories
from news.stories.name_guard import shares_names_alone
from news.stories.profiles import Idf, LiveStory
from news.stories.thresholds import STORY_RULES

START = datetime(2026, 1, 5, tzinfo=UTC)
RULER = ("Runo Haldar", "North Velmar", "North Velmaran")
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES[::8]]


def article(number: int, names: tuple[str, ...], matter: list[str], *, own: int = 30) -> Article:
    """Make a text of a matter: its names again and again, some of the matter's words, and words of its own."""
    dice = random.Random(number)
    words = [*dice.sample(matter, 27), *dice.sample(WORDS, own)]
    dice.shuffle(words)
    for place in range(0, len(words), 2):
        words[place] = f"{words[place]} {names[place // 2 % len(names)]}"
    at = START + timedelta(hours=number)
    return Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet=f"Outlet {number % 7}",
        title="",
        text="it " + " ".join(words),
        first_seen_at=at,
        ordered_at=at,
        ordered_by="published",
        arrived_by="feed",
    )


def stories_of(articles: list[Article]) -> dict[int, str]:
    run = follow_stories(articles, copy_group_of={}, memory=RememberedStories(), known_group_story={})
    return {link.article_id: link.story_id for link in run.links}


def test_the_matters_around_one_person_are_stories_of_their_own() -> None:
    dice = random.Random(1)
    matters = [dice.sample(WORDS, 30) for _ in range(3)]
    told = [article(10 * n + place, RULER, matter) for n, matter in enumerate(matters, 1) for place in range(4)]
    others = [article(100 + n, (f"Nom {n} Aper",), dice.sample(WORDS, 30)) for n in range(40)]
    found = stories_of([*told, *others])
    by_matter = [{found[10 * n + place] for place in range(4)} for n in (1, 2, 3)]
    assert [len(stories) for stories in by_matter] == [1, 1, 1]
    assert len(set.union(*by_matter)) == 3


@pytest.mark.parametrize(
    ("names", "terms", "expected"),
    [
        (("runo haldar", "north velmar", "south velmar"), 90, True),
        (("runo haldar", "north velmar", "south velmar"), 30, False),  # too short to be asked
        (("runo haldar", "north velmar", "skarn channel", "brandt ostrow"), 90, False),  # four bearers are a matter
        (("runo haldar", "elsewhere bank"), 90, True),  # a name that the story never had says nothing
    ],
)
def test_a_text_that_shares_only_what_rules_a_story_is_no_part_of_it(
    names: tuple[str, ...], terms: int, expected: bool
) -> None:
    story = LiveStory(story_id="s", idf=Idf(Frequencies(counts={}, total=900), STORY_RULES))
    words = {word: 0.3 for name in names for word in name.split() if name != "elsewhere bank"}
    for _ in range(4):
        story.add({**words, **{name: 0.1 for name in names if name in names[:4]}, "leader": 0.1}, START)
    vector = {**words, "leader": 0.1, "wine": 0.5}
    cosine = story.cosine(vector)
    assert cosine > STORY_RULES.join_text
    assert shares_names_alone(story, vector, cosine, names, STORY_RULES, terms=terms) is expected
