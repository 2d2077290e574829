"""The sample newsroom: three running stories exactly, one of them revived after ten weeks; the rest stand alone."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import xxhash

from extractors.pages.extract import extract_article
from news.records import Article, PageToRead
from news.stories.follow import follow_stories
from news.stories.memory import RememberedStories

ROOM = Path(__file__).resolve().parents[3] / "seeds" / "newsroom"
FIRST_COLLECTION = datetime(2026, 9, 20, 6, tzinfo=UTC)


def key(path: str) -> int:
    return xxhash.xxh3_64_intdigest(path.encode()) >> 1


@cache
def room() -> tuple[list[Article], dict[int, int], dict[int, str]]:
    """Return the newsroom's articles, their copy groups and their stories."""
    truth = {row["path"]: row for row in map(json.loads, (ROOM / "truth.jsonl").read_text("utf-8").splitlines())}
    articles: dict[int, Article] = {}
    for entry in map(json.loads, (ROOM / "entries.jsonl").read_text("utf-8").splitlines()):
        told = truth.get(entry["path"])
        if told is not None and key(entry["path"]) not in articles:
            articles[key(entry["path"])] = article(entry, told)
    groups = {key(path): key(row["copy_group"]) for path, row in truth.items()}
    return list(articles.values()), groups, {key(path): row["story"] for path, row in truth.items()}


def article(entry: dict[str, str], told: dict[str, str]) -> Article:
    text = entry["summary"] if told["text_kind"] == "summary" else ""
    if told["text_kind"] == "full":
        page = PageToRead(
            source=entry["page"], url=f"https://x.example{entry['path']}", body=(ROOM / entry["page"]).read_bytes()
        )
        text = extract_article(page).text
    at = datetime.fromisoformat(entry.get("published") or entry["appears"]).astimezone(UTC)
    return Article(
        article_id=key(entry["path"]),
        url=entry["path"],
        outlet=told["outlet"],
        title=entry["title"],
        text=text,
        text_kind=told["text_kind"],  # type: ignore[arg-type]
        language="en",
        first_seen_at=datetime.fromisoformat(entry["appears"]),
        ordered_at=at,
        ordered_by="published",
        arrived_by="feed",
    )


def batches(how: str) -> list[list[Article]]:
    articles = sorted(room()[0], key=lambda one: one.first_seen_at)
    if how == "as the demo":
        seen = [one for one in articles if one.first_seen_at <= FIRST_COLLECTION]
        return [seen, [one for one in articles if one.first_seen_at > FIRST_COLLECTION]]
    size = {"all at once": len(articles), "five at a time": 5, "one by one": 1}[how]
    return [articles[start : start + size] for start in range(0, len(articles), size)]


def follow(runs: Sequence[Sequence[Article]], groups: dict[int, int]) -> dict[int, str]:
    memory, place, known = RememberedStories(), {}, {}
    for batch in runs:
        run = follow_stories(batch, copy_group_of=groups, memory=memory, known_group_story=known)
        memory.keep(run.stories, run.term_days)
        for link in run.links:
            place[link.article_id] = known[groups[link.article_id]] = link.story_id
    ends = memory.stories(set(place.values()))
    return {article_id: ends[story_id].story_id for article_id, story_id in place.items()}


@pytest.mark.parametrize("how", ["as the demo", "all at once", "five at a time", "one by one"])
def test_the_sample_newsroom_s_stories_come_out_exactly(how: str) -> None:
    _, groups, truth = room()
    place = follow(batches(how), groups)
    pairs = Counter((place[article_id], story) for article_id, story in truth.items())
    assert len(pairs) == len({found for found, _ in pairs}) == len(set(truth.values()))


def test_the_story_that_was_silent_for_ten_weeks_revives() -> None:
    articles, _, truth = room()
    told = sorted(one.ordered_at for one in articles if truth[one.article_id] == "tarn-vale-water")
    assert max(after - before for before, after in pairwise(told)) >= timedelta(weeks=10)
