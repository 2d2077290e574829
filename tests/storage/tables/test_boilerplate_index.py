"""Lines that come back in an outlet's articles are its boilerplate: counted once a copy group, over several stories."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.configuration.settings import Settings
from flows.linking.link import link
from flows.linking.load import load_boilerplate
from news.articles.assemble import article_from_row
from news.articles.outlet_index import OutletIndex
from news.copies.boilerplate import ANY_OUTLET, NOWHERE, LineUse, blanked, line_keys
from news.records import Article, ImportRow, Outlet
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


def test_lines_are_counted_by_copy_groups_and_stories(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        index, key = archive.boilerplate_index(), next(iter(line_keys(PROMPT)))

        def use(**more: list[int]) -> LineUse:
            uses = index.uses([key], **more)
            assert uses.get((ANY_OUTLET, key), NOWHERE) == uses.get(("Courier", key), NOWHERE)
            return uses.get(("Courier", key), NOWHERE)

        assert use() == NOWHERE
        index.save([lines(0, 0, "s1"), lines(1, 1, "s2")])
        assert use() == LineUse(groups=2, stories=2, outlets=1)
        index.save([lines(2, 1, "s2")])  # a copy of the second: it counts no further
        assert use() == LineUse(groups=2, stories=2, outlets=1)
        index.save([lines(3, 3, "s1")])
        index.save([lines(3, 3, "s1")])
        assert use() == LineUse(groups=3, stories=2, outlets=1)
        assert use(without=[1, 2]) == LineUse(groups=2, stories=1, outlets=1)
        index.forget([0, 3])
        assert use() == LineUse(groups=1, stories=1, outlets=1)


def test_lines_of_several_outlets_are_counted_together(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        index, key = archive.boilerplate_index(), next(iter(line_keys(PROMPT)))
        index.save([lines(0, 0, "s1"), replace(lines(1, 1, "s2"), outlet="Mail")])
        assert index.uses([key])[ANY_OUTLET, key] == LineUse(groups=2, stories=2, outlets=2)


def test_credits_that_come_back_are_still_credits(tmp_path: Path) -> None:
    """A line under all reports of an outlet is left out of comparison; whom it credits is not."""
    credit = "The Associated Press contributed to this report."
    with Archive.open(tmp_path, now=NOW) as archive:
        archive.outlets.save([Outlet(outlet="Associated Press", aliases=("The Associated Press",), kind="agency")])
        for number in range(4):
            text = f"{MATTERS[number]} are asked.\n{credit}"
            row = ImportRow(
                url=f"https://courier.example/{number}", title=MATTERS[number][:40], text=text, outlet="Courier",
                language="en",
            )  # fmt: skip
            with archive.store.transaction():
                archive.articles.save([article_from_row(row, outlets=OutletIndex([]), now=NOW)], now=NOW)
            link(archive, Settings(), now=NOW)
        assert archive.outlets.boilerplate(["Courier"]) == {"Courier": line_keys(credit)}
        credited = [citation.cited for citation in archive.links.citations()]
        assert credited == ["Associated Press"] * 4


def test_an_error_page_that_comes_a_second_time_is_no_copy(tmp_path: Path) -> None:
    error = "This page could not be shown. Reload it, or write to our desk if that does not help you, please."
    with Archive.open(tmp_path, now=NOW) as archive:
        for number in range(3):
            row = ImportRow(
                url=f"https://courier.example/{number}", title=MATTERS[number][:40], text=error, outlet="Courier"
            )
            with archive.store.transaction():
                archive.articles.save([article_from_row(row, outlets=OutletIndex([]), now=NOW)], now=NOW)
            link(archive, Settings(), now=NOW)
        assert archive.links.copies() == []
        assert len({place.story_id for place in archive.links.placements()}) == 3


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
