"""Guides, how-tos and lists of the best tell of no event: they are known by headline or address, and join no story."""

import pytest

from news.stories.follow import follow_stories
from news.stories.guides import is_guide
from news.stories.memory import Frequencies, RememberedStories
from news.stories.profiles import Idf
from news.stories.thresholds import STORY_RULES
from tests.news.pieces import article

PLAIN = "The harbour board of Skarn met on Tuesday. It will repair the outer mole in spring, at a cost of nine million."
SPOKEN = (
    "Before you rent a boat, ask what your licence allows you to steer. You pay a deposit that you get back if you "
    "bring the boat home whole. Your own insurance may cover you abroad, but you have to ask your insurer in writing."
)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "How to rent a boat in Skarn"),
        ("en", "11 Best Anchors (2026): Light, Heavy, for Beginners"),
        ("en", "A Beginner's Guide to Sails"),
        ("en", "What Is a Ketch?"),
        ("en", "Top 10 harbours of the north"),
        ("de", "So gelingt der Apfelkuchen: 7 einfache Tipps"),
        ("fr", "Comment choisir une ancre ?"),
        ("es", "Cómo elegir un ancla"),
        ("it", "Come scegliere un'ancora"),
        ("pt", "Como escolher uma âncora"),
        ("nl", "De 12 beste ankers van dit jaar"),
    ],
)
def test_a_headline_says_that_a_text_is_a_guide(language: str, title: str) -> None:
    assert is_guide(article(1, PLAIN, title=title, language=language))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "How the mole of Skarn broke"),
        ("en", "Best man of the mayor is fined"),
        ("en", "What is happening in Skarn"),
        ("en", "Guide dog finds lost child"),
        ("en", "Top court fines the harbour board"),
        ("de", "Was ist los am Hafen von Skarn?"),
        ("fr", "Comment la digue a cédé"),
        ("ja", "How to rent a boat"),
    ],
)
def test_news_is_no_guide(language: str, title: str) -> None:
    assert not is_guide(article(1, PLAIN, title=title, language=language))


def test_a_text_that_speaks_to_its_reader_is_a_guide_and_a_quotation_does_not_count() -> None:
    assert is_guide(article(1, SPOKEN, title="Boats"))
    assert not is_guide(article(1, f"{PLAIN} “{SPOKEN}”, he said.", title="Boats"))
    assert not is_guide(article(1, "", title="Boats"))


def test_guides_on_one_topic_are_no_story_and_news_of_it_is() -> None:
    told = (
        "Renting a boat in Skarn costs nine crowns an hour. The deposit is forty crowns and the licence is checked at "
        "the pier. Boats with sails are rented by the day, motor boats by the hour, and rowing boats without one."
    )
    again = (
        "Nobody needs a boat of his own in Skarn. Sails and motors are let at the pier, some without a licence. "
        "Weather decides more than money: with wind from the north the small ones stay moored, and a deposit is kept "
        "for a wet engine. Children wear vests, dogs are welcome, and the ice kiosk takes crowns and cards."
    )

    def stories(*titles: str) -> int:
        pair = [
            article(n, text, title=title) for n, (text, title) in enumerate(zip((told, again), titles, strict=True))
        ]
        run = follow_stories(pair, copy_group_of={}, memory=RememberedStories(), known_group_story={})
        return len({link.story_id for link in run.links})

    assert stories("Boats in Skarn are rented again", "Rented boats back in Skarn") == 1
    assert stories("How to rent a boat in Skarn", "Renting boats in Skarn: 7 tips") == 2


@pytest.mark.parametrize(
    ("groups", "inside", "tells"),
    [(3, 0, True), (60, 0, False), (60, 55, True), (29, 0, True)],
    ids=["rare", "everybody's", "the story's own", "too few to tell"],
)
def test_a_name_that_is_everybodys_tells_of_no_story(groups: int, inside: int, *, tells: bool) -> None:
    idf = Idf(Frequencies(counts={"tor ekman": groups, "": 0}, total=600), STORY_RULES)
    idf.own = 100
    assert (idf.telling("tor ekman", inside) > 0) is tells


@pytest.mark.parametrize(
    ("spoken", "others", "is_one"),
    [(5, 0, False), (6, 0, True), (6, 494, True), (6, 495, False), (12, 988, True), (12, 989, False)],
)
def test_a_guide_speaks_to_its_reader_six_times_and_in_twelve_words_of_a_thousand(
    spoken: int, others: int, is_one: bool
) -> None:
    text = " ".join(["you"] * spoken + ["harbour"] * others)
    assert is_guide(article(1, text, title="Boats")) == is_one
