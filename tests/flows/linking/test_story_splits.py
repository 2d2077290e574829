"""A story whose parts have nothing to do with each other is split when it has doubled; people and ids are respected."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.collecting.import_files import import_articles
from flows.configuration.settings import Settings
from flows.linking.link import link
from flows.progress import Progress
from news.records import Correction, Linkage
from news.stories.split import together
from storage.archive import Archive

START = datetime(2031, 1, 5, tzinfo=UTC)
DAM = "The Kelmis Dam on the Orlo River broke and Governor Ilse Brandt sent crews to Kelmis Town ."
OPERA = "Soprano Dora Lenk sang Tosca at the Graz Summer Stage under Conductor Piet Haas of Linz ."
LETTERS = "bdfgklmnprstv"


def row(matter: str, number: int) -> dict[str, str]:
    """Return an article on a matter, in words of its own beside the names."""
    dice = random.Random(f"{matter} {number}")
    own = ["".join(dice.choice(LETTERS) + dice.choice("aeiou") for _ in range(3)) for _ in range(14)]
    at = START + timedelta(hours=number)
    words = matter.split()
    text = " ".join([*words, *own, *words[: len(words) // 2]])
    name = matter[:6].strip().replace(" ", "-")
    return {
        "url": f"https://example.org/{name}-{number}",
        "title": " ".join(words[1:3]),
        "text": text,
        "published_at": at.isoformat(),
        "outlet": "Example",
    }


def hear(archive: Archive, *rows: dict[str, str], folder: Path) -> None:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    now = START + timedelta(days=2)
    import_articles(archive, Settings(archive=folder), [path], now=now, progress=Progress())


def stories(archive: Archive) -> dict[str, list[str]]:
    """Return the addresses of each story's articles."""
    urls = dict(archive.store.rows("SELECT article_id, url FROM archive.articles"))
    found: dict[str, list[str]] = {}
    for item in archive.links.placements():
        found.setdefault(item.story_id, []).append(urls[item.article_id])
    return found


def mix(archive: Archive) -> str:
    """Put the opera's articles into the dam's story, as if a rule had erred; return the story's id."""
    placed = stories(archive)
    dam, opera = (next(key for key, urls in placed.items() if part in urls[0]) for part in ("The-Ke", "Sopran"))
    memory = archive.stories()
    both = memory.stories([dam, opera])
    moved = [replace(item, story_id=dam) for item in archive.links.story_members([opera])]
    with archive.store.transaction():
        archive.links.save(Linkage(read=(), placements=tuple(moved)), now=START + timedelta(days=2))
        memory.keep([together(both[dam], list(both.values()))], {})
    return dam


@pytest.fixture
def mixed(tmp_path: Path) -> tuple[Archive, str, Path]:
    with Archive.open(tmp_path, now=START) as archive:
        hear(archive, *(row(DAM, n) for n in range(4)), *(row(OPERA, n) for n in range(3)), folder=tmp_path)
        assert sorted(map(len, stories(archive).values())) == [3, 4]
        yield archive, mix(archive), tmp_path


def test_the_part_that_does_not_belong_leaves_and_the_majority_keeps_the_id(mixed: tuple[Archive, str, Path]) -> None:
    archive, dam, folder = mixed
    hear(archive, row(DAM, 7), folder=folder)
    placed = stories(archive)
    assert sorted(map(len, placed.values())) == [3, 5]
    assert all("The-Ke" in url for url in placed[dam])
    assert {item.story_id for item in archive.links.origins()} == set(placed)


def test_a_story_is_looked_over_only_when_it_has_doubled(mixed: tuple[Archive, str, Path]) -> None:
    archive, _, folder = mixed
    hear(archive, row(DAM, 7), folder=folder)
    split = stories(archive)
    link(archive, Settings(archive=folder), now=START + timedelta(days=3), everything=True)
    assert stories(archive) == split


def test_a_story_that_a_person_named_is_never_split(mixed: tuple[Archive, str, Path]) -> None:
    archive, dam, folder = mixed
    archive.links.correct(Correction(corrected_at=START, verb="name", story_id=dam, words="The dam and the opera"))
    hear(archive, row(DAM, 7), folder=folder)
    assert sorted(map(len, stories(archive).values())) == [8]
