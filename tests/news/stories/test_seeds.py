"""The five seed documents among sixty other real articles: one story of five, and little else in it."""

import csv
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest

from news.facts.expectations import awaited
from news.facts.figures import agrees, differences_of, read_figures
from news.facts.novelty import whats_new
from news.records import Article
from news.stories.follow import follow_stories
from news.stories.memory import RememberedStories

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
DAYS = (date(2024, 3, 28), date(2024, 3, 26), date(2024, 3, 28), date(2024, 3, 29), date(2024, 7, 28))
NEAR = ("japan", "military", "china", "chinese", "pentagon", "trade", "navy", "korea", "defense", "taiwan")
OTHERS = 60
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


def article(number: int, at: datetime, title: str, text: str) -> Article:
    return Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet="Example",
        title=title,
        text=text,
        language="en",
        first_seen_at=at,
        ordered_at=at,
        ordered_by="estimated",
        arrived_by="import",
    )


@cache
def seeds() -> list[Article]:
    files = sorted((SHARED / "seeds").glob("00[0-4]_*.txt"))
    if len(files) != len(DAYS):
        pytest.skip("../shared/seeds is absent: the seed documents are NOT checked")
    texts = [file.read_text(encoding="utf-8") for file in files]
    heads = [text.partition("\n")[0] if number < 4 else "" for number, text in enumerate(texts)]
    return [
        article(n, datetime.combine(DAYS[n], time(12), UTC), heads[n], texts[n][len(heads[n]) :].lstrip())
        for n in range(len(DAYS))
    ]


@cache
def others() -> list[Article]:
    """Return the real articles that use the seeds' common words most, at times around theirs."""
    scored = sorted(real_texts(), key=lambda text: -sum(text.lower().count(word) for word in NEAR))[:OTHERS]
    if len(scored) < OTHERS:
        pytest.skip("../shared/data is absent: the seeds are NOT checked among other articles")
    dice = random.Random(1)
    start = datetime(2024, 3, 1, tzinfo=UTC)
    return [article(100 + n, start + timedelta(days=dice.random() * 160), "", text) for n, text in enumerate(scored)]


def real_texts() -> Iterator[str]:
    csv.field_size_limit(10**9)
    bodies = SHARED / "data" / "near_copies" / "bodies.csv"
    if bodies.exists():
        with bodies.open(encoding="utf-8", newline="") as file:
            yield from (row["articleBody"] for row in csv.DictReader(file))
    for truth in sorted((SHARED / "data" / "extraction").glob("*/truth.jsonl")):
        yield from (json.loads(line).get("text") or "" for line in truth.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("batch", [1000, 10, 1])
def test_the_seeds_are_one_story_among_sixty_other_articles(batch: int) -> None:
    rows = sorted([*seeds(), *others()], key=lambda one: one.ordered_at)
    memory = RememberedStories()
    place: dict[int, str] = {}
    for start in range(0, len(rows), batch):
        run = follow_stories(rows[start : start + batch], copy_group_of={}, memory=memory, known_group_story={})
        memory.keep(run.stories, run.term_days)
        place.update({link.article_id: link.story_id for link in run.links})
    ends = memory.stories(set(place.values()))
    story = {ends[place[number]].story_id for number in range(len(DAYS))}
    assert len(story) == 1
    members = [number for number, story_id in place.items() if ends[story_id].story_id in story]
    assert len(DAYS) / len(members) >= FLOORS["seeds_precision"]


def test_the_seeds_alone_are_one_story() -> None:
    run = follow_stories(seeds(), copy_group_of={}, memory=RememberedStories(), known_group_story={})
    assert len({link.story_id for link in run.links}) == 1


AGREE = [
    {"54,000", "54K"},
    {"8,000", "8K"},
    {"3850 miles", "6,200 kilometers", "6,200km"},
    {"19-hour", "19 hours"},
    {"2%"},
]


def test_figures_of_the_seeds_agree_across_units_and_spellings() -> None:
    figures = [figure for one in seeds() for figure in read_figures(one)]
    for wanted in AGREE:
        alike = ([each for each in figures if each.unit == one.unit and agrees(one, each)] for one in figures)
        assert any(all(any(each.raw.startswith(word) for each in same) for word in wanted) for same in alike), wanted


def test_only_what_the_seeds_state_differently_is_told_as_a_difference() -> None:
    found = [{side.value for side in one.sides} for one in differences_of(seeds())]
    assert {"three-star", "four-star"} in found
    assert all(sides <= {"three-star", "four-star", "60 years", "70 years"} for sides in found)


def test_footnotes_glued_to_years_are_no_figures() -> None:
    figures = [figure for one in seeds() for figure in read_figures(one)]
    assert not any("2025" in figure.raw for figure in figures)


def test_days_that_the_seeds_announce_are_awaited() -> None:
    found = {one.first_day: one for one in awaited(seeds(), now=datetime(2024, 8, 1, tzinfo=UTC))}
    assert found[date(2024, 4, 10)].state == "told"
    assert {e.article_id for e in found[date(2024, 4, 10)].announced} == {0, 1, 3}
    assert found[date(2024, 5, 1)].state == "due"
    assert found[date(2025, 3, 1)].state == "open"
    assert found[date(2027, 1, 1)].state == "open"


def test_what_each_seed_adds_is_told_in_its_own_sentences() -> None:
    order = [seeds()[number] for number in (1, 0, 2, 3, 4)]
    wanted = {0: "54,000", 2: "45K", 3: "Paparo", 4: "Kihara"}
    for number, one in enumerate(order):
        told = whats_new([one], order[:number], limit=8)
        assert all(novel.sentence == one.text[novel.span_start : novel.span_end] for novel in told)
        if one.article_id in wanted:
            assert any(wanted[one.article_id] in novel.sentence for novel in told), one.article_id
