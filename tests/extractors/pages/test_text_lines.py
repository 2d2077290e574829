"""Which lines are the article's: its headline, days, labels with links and what follows its end are not."""

import pytest
from lxml.html import fromstring

from extractors.pages.text_lines import LineRules, TextLink, article_lines, head, lede, links_in

RULES = LineRules()
TOLD = [
    "The yard on the north quay will close before the year is out, its owners said.",
    "Nobody was hurt when the crane fell, and the boats went out in the evening.",
    "The harbour board meets on Tuesday to hear what the captains have to say.",
    "The market hall stays open until the last of the boats is home again.",
]


def kept(lines: list[str], **more: object) -> list[str]:
    told = {"links": [], "titles": [], "stated": "", "rules": RULES} | more
    return article_lines(lines, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(("before", "is_kept"), [(0, False), (2, False), (3, True)])
def test_a_headline_among_the_first_three_lines_is_left_out(before: int, is_kept: bool) -> None:
    lines = [*TOLD[:before], "The Yard: closes!", TOLD[3]]
    found = kept(lines, titles=["the yard closes", ""])
    assert ("The Yard: closes!" in found) == is_kept
    assert len(found) == len(lines) - (not is_kept)


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("Published on 3 November 2025 at 18:05", False),
        ("2025-11-03", False),
        ("03/11/2025, by the desk", False),
        ("November 3, 2025", False),
        ("2025年11月3日", False),
        ("The mole broke on 3 November 2025.", True),  # a sentence
        ("Published without a day", True),
        ("x" * 44 + " 3 November 2025", False),  # sixty characters
        ("x" * 45 + " 3 November 2025", True),
    ],
)
def test_a_day_above_the_text_is_left_out(line: str, is_kept: bool) -> None:
    assert (line in kept([line, *TOLD])) == is_kept
    assert line in kept([*TOLD[:3], line, TOLD[3]])  # further down it is told for a reason


def test_the_label_of_an_advertisement_is_left_out() -> None:
    assert kept([TOLD[0], "- Advertisement -", TOLD[1]]) == TOLD[:2]


@pytest.mark.parametrize(
    ("label", "linked", "is_kept"),
    [
        ("Mehr hierzu:", "The old crane falls into the harbour basin", False),
        ("Mehr hierzu：", "The old crane falls into the harbour basin", False),
        ("Mehr hierzu", "The old crane falls into the harbour basin", True),  # no label
        ("- Mehr hierzu:", "The old crane falls into the harbour basin", True),  # an entry of a list
        ("Mehr hierzu:", "https://tide.example/the-old-crane-falls-into-the-basin", True),
        ("x" * 38 + ":", "y" * 99, False),
        ("x" * 39 + ":", "y" * 99, True),  # a label has less than forty characters
        ("x" * 38 + ":", "y" * 60, False),  # six tenths of the line
        ("x" * 38 + ":", "y" * 59, True),
    ],
)
def test_a_label_with_a_link_points_elsewhere(label: str, linked: str, is_kept: bool) -> None:
    line = f"{label} {linked}"
    link = TextLink(head=head(line), href="/a", text=linked)
    assert (line in kept([*TOLD[:1], line, TOLD[1]], links=[link])) == is_kept
    assert line in kept([*TOLD[:1], line, TOLD[1]])


def test_subheads_with_nothing_under_them_are_left_out() -> None:
    assert kept([*TOLD, "What comes next", "Read on"], subheads=["Read on", "What comes next"]) == TOLD
    assert kept([TOLD[0], "What comes next", TOLD[1]], subheads=["What comes next"])[1] == "What comes next"
    assert kept(["What comes next"], subheads=["What comes next"]) == ["What comes next"]


BODY = " ".join([*TOLD, "x" * 100, TOLD[0]])
LONG = [*TOLD, "x" * 100, TOLD[0]]


@pytest.mark.parametrize(("tail", "is_cut"), [(93, True), (94, False)])  # .15 of 620 characters
def test_what_follows_the_end_that_the_page_states_is_left_out(tail: int, is_cut: bool) -> None:
    size = sum(map(len, LONG))
    extra = round(size * tail / (620 - tail))
    assert (kept([*LONG, "z" * extra], stated=BODY) == LONG) == is_cut


@pytest.mark.parametrize(("length", "is_cut"), [(400, True), (399, False)])
def test_a_short_body_tells_no_end(length: int, is_cut: bool) -> None:
    line = "w" * (length - 4) + " one"
    assert (kept([line, "zz zz"], stated=line) == [line]) == is_cut


def test_a_body_that_is_cut_or_covers_little_tells_no_end() -> None:
    assert kept([*LONG, "zz zz"], stated=BODY + " and more that the text has not") == [*LONG, "zz zz"]
    much = "Nets and ropes hang in the sun. " * 22
    assert len(kept([much, *LONG, "zz zz"], stated=BODY)) == len(LONG) + 2
    assert kept([], stated=BODY) == []


def test_links_are_those_of_the_blocks_that_begin_a_line() -> None:
    tree = fromstring(
        "<div><p>One two three four five six <a href='/a'>seven</a> <b><a href='/b'> eight  nine</a></b></p>"
        "<p>Other words <a href='/c'>here</a></p><p>One two three four five six <span>no link</span></p></div>"
    )
    assert [(link.href, link.text) for link in links_in(tree, ["One two, three four five six; and more"])] == [
        ("/a", "seven"), ("/b", "eight nine")
    ]  # fmt: skip


STANDFIRST = "The yard that built half of the fleet will close before winter"


@pytest.mark.parametrize(
    ("block", "description", "found"),
    [
        (f"<h2>{STANDFIRST}</h2>", STANDFIRST, STANDFIRST),
        (f"<h2>{STANDFIRST}</h2>", "The yard that built half", None),  # five words say nothing
        (f"<h2>{STANDFIRST} {'and more ' * 12}</h2>", STANDFIRST, (f"{STANDFIRST} {'and more ' * 12}").strip()),
        (f"<h2>{STANDFIRST} {'and more ' * 13}</h2>", STANDFIRST, None),  # more than twice as long, and fifty
        ("<h2>Another line of the page</h2>", STANDFIRST, None),
        (f"<p>{TOLD[0]}</p><h2>{STANDFIRST}</h2>", STANDFIRST, None),  # below the beginning of the text
        (f"<div><h2>{STANDFIRST}</h2></div>", STANDFIRST, STANDFIRST),
    ],
)
def test_a_standfirst_is_known_by_the_page_s_description(block: str, description: str, found: str | None) -> None:
    assert lede(fromstring(f"<body>{block}<p>{TOLD[1]}</p></body>"), TOLD[:2], description, RULES) == found


def test_a_standfirst_that_the_text_has_is_not_told_twice() -> None:
    tree = fromstring(f"<body><h2>{STANDFIRST}</h2></body>")
    assert lede(tree, [STANDFIRST, *TOLD], STANDFIRST, RULES) is None
    assert lede(tree, [], STANDFIRST, RULES) is None
