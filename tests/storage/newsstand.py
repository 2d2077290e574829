"""Articles in any number for tests and benchmarks of the archive, and a disk that is too small."""

import atexit
import os
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from news.records import Article, Placement
from news.urls import article_key
from storage.archive import Archive
from tests.storage.archive_copies import FOLDER, copy_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SYLLABLES = ("ka", "ro", "mi", "ten", "sal", "vor", "ne", "lu", "dri", "ash", "po", "gul", "ein", "tas", "ber", "qui")
MOST_WORDS_KEPT = 10_000  # of an archive that is kept to be copied
WORDS = tuple(a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("", *SYLLABLES[:7]))


def article(number: int, *, words: int = 20, version_of: str = "") -> Article:
    """One article of its own text; `version_of` changes the text and not the address."""
    url = f"https://lantern.example/{number}"
    text = f"{_prose(number, words)} {version_of}".strip()
    first_seen_at = NOW - timedelta(days=400) + timedelta(minutes=number)
    return Article(
        article_id=article_key(url),
        url=url,
        outlet=f"Lantern {number % 40}",
        title=f"Headline {number}",
        text=text,
        first_seen_at=first_seen_at,
        ordered_at=first_seen_at,
        ordered_by="first_seen",
        arrived_by="import",
        word_count=len(text.split()),
        extractor="import",
    )


def _prose(number: int, words: int) -> str:
    return " ".join(random.Random(number).choices(WORDS, k=words))


def articles(count: int, *, start: int = 0, words: int = 20) -> list[Article]:
    return [article(number, words=words) for number in range(start, start + count)]


def placement(of: Article, story_id: str = "s000000000a") -> Placement:
    return Placement(
        article_id=of.article_id, copy_group_id=of.article_id, is_original=True, story_id=story_id, similarity=1.0
    )


def save(archive: Archive, items: Sequence[Article], *, now: datetime = NOW) -> list[Article]:
    with archive.store.transaction():
        return archive.articles.save(items, now=now)


@cache
def _empty() -> Path:
    folder = Path(mkdtemp(prefix="newsthread-empty-"))
    atexit.register(shutil.rmtree, folder)
    with Archive.open(folder, now=NOW):
        return folder


def ready(folder: Path) -> Path:
    """Put an empty archive into `folder`: making its tables and views takes eight times as long as opening it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("store.duckdb", "index.duckdb", "ledger.json"):
        shutil.copy(_empty() / name, folder / name)
    return folder


def filled(folder: Path, count: int, *, words: int = 20, publish: bool = True) -> Path:
    """Put an archive of `count` articles into `folder`, which it returns; a small one is made once and copied."""
    made = _filled if count * words > MOST_WORDS_KEPT else _filled_once
    return made(folder, count, words, publish)


def _filled_once(folder: Path, count: int, words: int, publish: bool) -> Path:
    return copy_of(_kept(count, words, publish), folder)


@cache
def _kept(count: int, words: int, publish: bool) -> Path:
    folder = Path(FOLDER.name) / f"filled-{count}-{words}-{publish}"
    return _filled(folder, count, words, publish)


def _filled(folder: Path, count: int, words: int, publish: bool) -> Path:
    with Archive.open(ready(folder), now=NOW) as archive:
        save(archive, articles(count, words=words))
        if publish:
            archive.publish(now=NOW)
    return folder


def urls(folder: Path) -> list[str]:
    with Archive.open(folder, now=NOW) as archive:
        return [item.url for item in archive.articles.everything()]


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own at `folder`, as small as that; skipped where the system does not let us mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    _only_where_allowed(mount, "a full disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """The folder, mounted so that not even root may write to it."""
    _only_where_allowed(["mount", "--bind", str(folder), str(folder)], "a read-only folder")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _only_where_allowed(mount: list[str], what: str) -> None:
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip(f"{what} cannot be tried: this system does not let us mount")
