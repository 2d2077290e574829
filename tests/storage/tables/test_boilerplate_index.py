"""Lines that come back in an outlet's articles are its boilerplate: counted once a copy group, over several stories."""

from datetime import UTC, datetime
from pathlib import Path

from flows.configuration.settings import Settings
from flows.linking.link import link
from flows.linking.load import load_boilerplate
from news.articles.assemble import article_from_row
from news.articles.outlet_index import OutletIndex
from news.copies.boilerplate import blanked, line_keys
from news.records import Article, ImportRow
from storage.archive import Archive
from storage.tables.boilerplate_index import ArticleLines

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROMPT = "Sign up here for the Courier's evening letter, every day at 6 pm."
MATTERS = [
    "The harbour at Skarn was closed after two dredgers collided near the outer mole on Tuesday morning. "
    "Divers found a torn hull below the waterline of the larger vessel, and pilots refused to bring "
    "ferries past the wreck. The harbour",
    "Orchard keepers in the Lorne valley lost half of their apples to hail that fell for twenty minutes. "
    "Insurers counted four hundred damaged farms, and cider makers warned of dear bottles next winter. "
    "Nets would have saved the fruit,",
    "A court in Corvane sentenced the forger of nine winter panels to four years behind bars. Experts had "
    "taken the paintings for works of the seventeenth century until a chemist found titanium white under "
    "the varnish. Collectors",
    "The central bank kept its rate at three per cent and said that it would wait for the spring figures. "
    "Wages rise faster than prices for the first time in two years, the governor told reporters, while "
    "mortgages stay expensive.",
]


def article(number: int) -> Article:
    text = f"{MATTERS[number]}\n{PROMPT}"
    row = ImportRow(url=f"https://courier.example/{number}", title=MATTERS[number][:40], text=text, outlet="Courier")
    return article_from_row(row, outlets=OutletIndex([]), now=NOW)


def lines(number: int, group: int, story: str) -> ArticleLines:
    keys = line_keys(article(number % 4).text)
    return ArticleLines(article_id=number, outlet="Courier", copy_group_id=group, story_id=story, keys=keys)


def test_a_line_in_three_groups_of_two_stories_is_boilerplate(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        index = archive.boilerplate_index()
        asked = {"Courier": line_keys(article(0).text)}
        index.save([lines(0, 0, "s1"), lines(1, 1, "s2")])
        assert index.recurring(asked) == {}
        index.save([lines(2, 1, "s2")])  # a copy of the second: it counts no further
        assert index.recurring(asked) == {}
        index.save([lines(3, 3, "s1")])
        index.save([lines(3, 3, "s1")])
        assert index.recurring(asked) == {"Courier": line_keys(PROMPT)}
        assert index.recurring({"Another": line_keys(PROMPT)}) == {}
        index.forget([0, 3])
        assert index.recurring(asked) == {}


def test_linking_marks_boilerplate_and_leaves_the_stored_text_alone(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        for number in range(4):
            with archive.store.transaction():
                archive.articles.save([article(number)], now=NOW)
            link(archive, Settings(), now=NOW)
        assert archive.outlets.boilerplate(["Courier"]) == {"Courier": line_keys(PROMPT)}
        (plain,) = blanked([article(3)], load_boilerplate(archive, [article(3)]))
        assert PROMPT not in plain.text
        assert plain.text.startswith(MATTERS[3])
        assert len(plain.text) == len(article(3).text)
        assert all(PROMPT in kept.text for kept in archive.articles.everything())
