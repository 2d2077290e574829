"""What the site reads of a small archive: the chronicle of a story's page, and every article's line in its search."""

from pathlib import Path

import pytest

from storage.snapshot.site_queries import SiteQueries
from tests.storage.small_archive import SmallArchive, at

SNAPSHOT = Path("news.duckdb")


@pytest.fixture
def archive() -> SmallArchive:
    """A story of three outlets with a page, one of one article without a page, an article in no story, an untitled."""
    made = SmallArchive()
    made.story("s1")
    made.story("s2")
    for number in (1, 2, 3):
        made.told(number, "s1", f"Outlet {number}", number)
    made.told(4, "s2", "Outlet 4", 4)
    made.article(5, "Outlet 5", 5)
    made.article(6, "Outlet 6", 6, title="")
    return made


@pytest.mark.parametrize(
    ("states", "new"),
    [
        (("unknown", "primary", "primary"), [2]),
        (("primary", "unknown", "primary"), [1]),
        (("unknown", "unknown", "relays"), [3]),
        (("unknown", "unknown", "unknown"), []),
    ],
)
def test_of_an_origin_s_articles_the_first_that_knows_it_is_new(
    archive: SmallArchive, states: tuple[str, ...], new: list[int]
) -> None:
    for number, state in enumerate(states, start=1):
        archive.origin(number, "s1", 1, state, "Reuters" if state == "relays" else None)
    site = SiteQueries(archive.connection, SNAPSHOT)
    (draft,) = site.story_pages.drafts(site.stories(), last=at(6).date())
    assert [row.article_id for row in draft.page.chronicle if row.is_new_origin] == new


def test_an_article_without_a_page_is_searched_too(archive: SmallArchive) -> None:
    lines = [*SiteQueries(archive.connection, SNAPSHOT).lines.searched()]
    story, no_story = ("s1", "A story", "active"), (None, None, None)
    assert [(line.title, (line.story_id, line.story_title, line.state)) for line in lines] == [
        ("Article 1", story),
        ("Article 2", story),
        ("Article 3", story),
        ("Article 4", no_story),
        ("Article 5", no_story),
    ]


def test_the_page_of_an_outlet_says_how_many_of_its_stories_it_leaves_out(archive: SmallArchive) -> None:
    for number in range(10, 31):
        archive.story(f"t{number}")
        archive.told(number, f"t{number}", "Outlet 1", number)
        archive.told(number + 100, f"t{number}", "Outlet 2", number)
    site = SiteQueries(archive.connection, SNAPSHOT)
    stories = site.stories()
    pages = {page.outlet: page for page in site.outlet_pages(site.outlets(), last=at(31).date(), stories=stories)}
    assert [len(pages["Outlet 1"].stories), pages["Outlet 1"].left_out_stories] == [20, 2]
    assert [len(pages["Outlet 3"].stories), pages["Outlet 3"].left_out_stories] == [1, 0]
