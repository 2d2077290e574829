"""A story is named after its newest development; its first headline is kept, and the title does not flicker."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from news.language.terms import text_terms
from news.records import Article, Story
from news.stories.follow import follow_stories
from news.stories.headlines import Headline, is_aside, retitle
from news.stories.memory import Frequencies, RememberedStories
from news.stories.profiles import Idf, LiveStory
from news.stories.thresholds import STORY_RULES
from tests.news.pieces import NOON, article

DAM = (
    "The Kelmis dam broke on Monday night. Three thousand people left their homes along the river Orlo, and the "
    "railway to Skarn is cut. Engineers of the Orlo board had asked for a second sluice at Kelmis for eleven years."
)
DAYS = {
    0: "Kelmis dam breaks on river Orlo",
    30: "Engineers warned of Kelmis dam for years",
    60: "Second sluice at Kelmis dam to be built",
}


def report(hours: float, title: str, **more: object) -> Article:
    return article(round(hours) + 1, f"{title}. {DAM}", title=title, hours=hours, **more)


def follow(memory: RememberedStories, *articles: Article) -> Story:
    run = follow_stories(articles, copy_group_of={}, memory=memory, known_group_story={})
    memory.keep(run.stories, run.term_days)
    (story,) = (story for story in memory.everything().values() if story.merged_into is None)
    return story


def test_of_two_new_headlines_the_one_that_does_not_say_the_title_again_is_taken() -> None:
    memory = RememberedStories()
    follow(memory, report(0, "Kelmis dam breaks on river Orlo"))
    again = report(48, "River Orlo: Kelmis dam breaks on Monday night")
    other = report(49, "Engineers asked eleven years for sluice at Kelmis")
    assert follow(memory, again, other).title == other.title


def test_the_title_moves_on_and_the_first_headline_stays() -> None:
    memory = RememberedStories()
    titles = [follow(memory, report(hours, title)).title for hours, title in DAYS.items()]
    assert titles == list(DAYS.values())
    assert {story.first_title for story in memory.everything().values()} == {DAYS[0]}


def test_one_batch_of_several_days_gives_the_same_title() -> None:
    story = follow(RememberedStories(), *(report(hours, title) for hours, title in DAYS.items()))
    assert (story.title, story.first_title) == (DAYS[60], DAYS[0])


def test_within_a_day_the_title_stays() -> None:
    memory = RememberedStories()
    follow(memory, report(0, DAYS[0]))
    assert follow(memory, report(3, "Orlo board to meet about Kelmis")).title == DAYS[0]


def test_an_aside_is_no_title_however_new() -> None:
    memory = RememberedStories()
    follow(memory, report(0, DAYS[0]))
    assert follow(memory, report(50, "Photos of the week")).title == DAYS[0]


def test_an_older_report_that_comes_later_gives_no_title() -> None:
    memory = RememberedStories()
    follow(memory, report(60, DAYS[60]))
    story = follow(memory, report(0, DAYS[0]))
    assert (story.title, story.first_title) == (DAYS[60], DAYS[60])


def test_reports_without_a_date_do_not_move_a_dated_title() -> None:
    memory = RememberedStories()
    follow(memory, report(0, DAYS[0]))
    assert follow(memory, replace(report(60, DAYS[60]), ordered_by="first_seen")).title == DAYS[0]


def test_an_aside_after_the_news_does_not_hide_it() -> None:
    memory = RememberedStories()
    follow(memory, report(0, DAYS[0]))
    story = follow(memory, report(60, DAYS[60]), report(90, "Photos of the week"))
    assert story.title == DAYS[60]


def test_a_story_without_dates_is_named_after_the_nearest_headline() -> None:
    undated = [replace(report(hours, title), ordered_by="first_seen") for hours, title in DAYS.items()]
    story = follow(RememberedStories(), *undated)
    assert story.title in DAYS.values()
    assert story.title_at is None


def test_a_feature_names_no_story_that_has_news() -> None:
    memory = RememberedStories()
    assert follow(memory, report(0, "Inside the Kelmis dam: how the Orlo was tamed")).title.startswith("Inside")
    assert follow(memory, report(1, DAYS[0])).title == DAYS[0]
    assert follow(memory, report(70, "Why the Kelmis dam broke on the river Orlo")).title == DAYS[0]


ASIDES = {
    "en": [
        "The bend in the river that worries Orlo",
        "Opinion: Orlo must pay",
        "Can Kelmis be saved?",
        "What we know so far",
        "Kelmis is dry again, but that's not the whole story",
        "Here’s why some think the Orlo will rise",
    ],
    "de": ["Kommentar: Kelmis muss zahlen", "Warum der Damm von Kelmis brach", "Was wir wissen: der Damm von Kelmis"],
    "fr": ["Pourquoi le barrage a cédé", "Tribune. Kelmis doit payer", "Barrage de Kelmis : ce que l’on sait"],
    "es": ["Análisis: Kelmis debe pagar", "¿Quién paga la presa de Kelmis?", "Así cayó la presa de Kelmis"],
    "it": ["Perché la diga ha ceduto", "Intervista: la sindaca di Kelmis"],
    "pt": ["Entenda a queda da barragem de Kelmis", "Opinião: Kelmis tem de pagar"],
    "nl": ["Waarom de dam van Kelmis brak", "Column: Kelmis moet betalen"],
    "ja": ["社説：ケルミスのダム", "ダムはなぜ決壊したのか？"],
    "ko": ["[사설] 켈미스 댐", "댐은 왜 무너졌을까?"],
}
NEWS = {
    "en": [
        *DAYS.values(),
        "The Orlo board is sued over Kelmis",
        "A second dam breaks at Kelmis",
        "Two suspects in Kelmis case",
        "Orlo: the whole story of the dam was told in court",
        "You will get your money by May, Orlo says",
        "Who said what was lost at Kelmis, minister says",
    ],
    "de": ["Damm von Kelmis gebrochen", "Das Werk in Kelmis schließt"],
    "fr": ["Le barrage de Kelmis a cédé", "Kelmis : les pompiers cherchent trois disparus"],
    "es": ["Cede la presa de Kelmis", "Kelmis: la alcaldesa dimite"],
    "it": ["Cede la diga di Kelmis"],
    "pt": ["Barragem de Kelmis cede"],
    "nl": ["Dam van Kelmis gebroken"],
    "ja": ["ケルミスのダムが決壊"],
    "ko": ["켈미스 댐 붕괴"],
}


@pytest.mark.parametrize(("language", "headline"), [(code, one) for code, all_of in ASIDES.items() for one in all_of])
def test_headlines_that_tell_no_news_are_known(language: str, headline: str) -> None:
    assert is_aside(headline, language)


@pytest.mark.parametrize(("language", "headline"), [(code, one) for code, all_of in NEWS.items() for one in all_of])
def test_headlines_of_news_are_none_of_them(language: str, headline: str) -> None:
    assert not is_aside(headline, language)


LATER = NOON + timedelta(days=9)


@pytest.mark.parametrize(
    ("title_at", "headline_at", "is_taken"),
    [
        (None, None, True),
        (None, NOON, True),  # a story that has moved on
        (NOON, None, False),  # nobody knows which is newer
        (NOON, NOON, True),
        (NOON, LATER, True),
        (LATER, NOON, False),
    ],
)
def test_a_headline_nearer_than_the_title_is_taken_where_it_is_not_older(
    title_at: datetime | None, headline_at: datetime | None, is_taken: bool
) -> None:
    words = "Storm closes the harbour of Kelmis"
    profile = dict.fromkeys(text_terms(words, ""), 1.0)
    idf = Idf(Frequencies(counts={}, total=0), STORY_RULES)
    story = LiveStory(story_id="s1", idf=idf, title="Velm mayor resigns", title_at=title_at, weighted=profile)
    retitle(story, [Headline(words=words, at=headline_at)], STORY_RULES)
    assert (story.title == words) == is_taken
