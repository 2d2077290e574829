"""A story is named after its newest development; its first headline is kept, and the title does not flicker."""

from dataclasses import replace

from news.records import Article, Story
from news.stories.follow import follow_stories
from news.stories.memory import RememberedStories
from tests.news.pieces import article

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
