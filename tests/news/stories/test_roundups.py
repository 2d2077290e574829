"""Roundups tell of several matters: they join no story, and no later article joins them."""

import pytest

from news.stories.follow import follow_stories
from news.stories.guides import roundup_reason
from news.stories.memory import RememberedStories
from tests.news.pieces import article

FERRY = (
    "The ferry Anna Skarn ran aground off Orsel Point on Tuesday evening, and 140 passengers were taken to land by "
    "lifeboats of the Coast Guard. Captain Mette Rask said that the steering had failed near the Velm Light."
)
STRIKE = (
    "Bakers in the town of Kelmis have voted for a strike from Thursday, their union leader Joris Hamm said. The "
    "owners, led by Paul Drent of Drent Brothers, called the demand for nine per cent out of reach."
)
MUSEUM = (
    "A thief took two bronze masks from the Lumen Museum overnight, curator Edda Vorn told Radio Tarn. Guards heard "
    "nothing, and the alarm of the Brandt Wing had been switched off for repairs since Sunday."
)
BRIDGE = (
    "Engineers closed the Hollin Bridge after cracks were found in a pillar, and lorries now go by way of Ostmere. "
    "Mayor Ruth Alder expects the repair to cost four million and to last until the autumn fair."
)
HARVEST = (
    "Growers around Lake Imber bring in pears a fortnight early, the chamber of agriculture in Sund told farmers. Elke "
    "Brom of Imber Fruit puts it down to a warm April, and to rain that fell in the right nights."
)
HEADINGS = ("Ferry aground", "Bakers on strike", "Masks stolen", "Bridge closed", "Early pears")
PARTS = (FERRY, STRIKE, MUSEUM, BRIDGE, HARVEST)
HEADED = "\n".join(f"{heading}\n{part}" for heading, part in zip(HEADINGS, PARTS, strict=True))
ONE = "\n".join(
    (
        FERRY,
        "The Coast Guard had two boats at Orsel Point within twenty minutes, its head Lars Ohm said after the rescue.",
        "Passengers of the Anna Skarn told of a loud scraping and then darkness; some waited on deck for an hour.",
        "The ferry company Skarn Lines will pay for the hotel nights in Velm and sends a second ferry on Wednesday.",
    )
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Morning briefing: Ferry runs aground", "\n".join(PARTS)),
        ("News in brief", "\n".join(PARTS)),
        ("Tuesday's headlines", "\n".join(PARTS)),
        ("Ferry runs aground off Orsel Point", HEADED),
    ],
)
def test_a_page_of_several_matters_is_a_roundup(title: str, text: str) -> None:
    assert roundup_reason(article(1, text, title=title))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Kurz notiert: Fähre läuft auf Grund"),
        ("fr", "En bref : le ferry échoué"),
        ("es", "Noticias en breve"),
        ("it", "Notizie in breve"),
        ("pt", "Resumo do dia"),
        ("nl", "Nieuwsoverzicht van dinsdag"),
    ],
)
def test_a_headline_of_each_language_says_that_a_page_is_one(language: str, title: str) -> None:
    assert roundup_reason(article(1, "\n".join(PARTS), title=title, language=language))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ferry runs aground off Orsel Point", ONE),
        ("Briefing: Ferry Anna Skarn runs aground, passengers taken to land by Coast Guard", ONE),
        ("Ferry runs aground off Orsel Point", "\n".join(PARTS)),
        (
            "Ferry runs aground",
            "\n".join(f"{head}\n{line}" for head, line in zip(HEADINGS, ONE.split("\n"), strict=False)),
        ),
        ("News in brief", FERRY),
    ],
)
def test_a_page_of_one_matter_and_what_is_too_short_to_tell_are_none(title: str, text: str) -> None:
    assert roundup_reason(article(1, text, title=title)) == ""


def test_in_a_language_without_cues_nothing_is_said() -> None:
    assert roundup_reason(article(1, "\n".join(PARTS), title="News in brief", language="ja")) == ""


def test_a_roundup_neither_joins_the_story_of_its_first_item_nor_leads_one() -> None:
    first = article(1, ONE, title="Ferry runs aground off Orsel Point")
    roundup = article(2, "\n".join(PARTS), title="Morning briefing: Ferry runs aground")
    later = article(3, f"{FERRY} All are well.", title="Ferry Anna Skarn: all are well")
    memory = RememberedStories()
    run = follow_stories([first, roundup, later], copy_group_of={}, memory=memory, known_group_story={})
    names = {link.article_id: link.story_id for link in run.links}
    assert names[1] == names[3] != names[2]
    (of_roundup,) = (story for story in run.stories if story.story_id == names[2])
    assert not of_roundup.profile
    assert of_roundup.title == "Morning briefing: Ferry runs aground"


def test_no_later_article_joins_a_roundup() -> None:
    memory = RememberedStories()
    roundup = article(1, "\n".join(PARTS), title="News in brief")
    run = follow_stories([roundup], copy_group_of={}, memory=memory, known_group_story={})
    memory.keep(run.stories, run.term_days)
    later = article(2, f"{FERRY} {FERRY}", title="Ferry runs aground off Orsel Point")
    after = follow_stories([later], copy_group_of={}, memory=memory, known_group_story={})
    assert after.links[0].story_id != run.links[0].story_id
