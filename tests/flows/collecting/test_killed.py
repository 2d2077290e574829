"""A collection killed at any point: the next loses no entry and doubles none; no validator is ahead of its entries."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.demo.newsroom import Newsroom, serve
from storage.archive import Archive
from tests.conftest import HOME
from tests.flows.collecting.collector import NOW, gather
from tests.forked import Forked

KILLS = 3  # benchmarks/collecting/kills.py tries fifty
ENTRIES = "SELECT feed_url, guid, title, article_id FROM archive.entries ORDER BY ALL"
ARTICLES = "SELECT url, version, title, text_kind, md5(text) FROM archive.articles ORDER BY ALL"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive that follows the newsroom's feeds, which are served meanwhile, and has read nothing yet."""
    folder = tmp_path_factory.mktemp("killed") / "prepared"
    with serving() as newsroom:
        follow(folder, newsroom)
        yield folder


def serving() -> Any:
    newsroom = Newsroom.read(HOME / "seeds" / "newsroom")
    newsroom.now = NOW
    return serve(newsroom)


def follow(folder: Path, newsroom: Newsroom) -> None:
    with Archive.open(folder, now=NOW) as archive:
        archive.feeds.add(newsroom.feed_list(), now=NOW)


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with Archive.open(folder, now=NOW) as archive:
        return archive.store.rows(sql)


def whole(prepared: Path, folder: Path) -> tuple[int, list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return how many steps a collection has, and the entries and articles that it leaves."""
    shutil.copytree(prepared, folder)
    return gather(folder), rows(folder, ENTRIES), rows(folder, ARTICLES)


def check_killed(folder: Path, step: int, entries: list[tuple[Any, ...]], articles: list[tuple[Any, ...]]) -> int:
    """Kill a collection at `step`, let another finish, and see that all is there once; return the entries it kept."""
    code, told = Forked(gather, folder, step).done(within=120)
    assert code == -9, told
    with Archive.open(folder, now=NOW) as archive:
        vouched = {memory.url for memory in archive.feeds.all() if memory.etag or memory.body_sha256}
        kept = archive.store.rows(ENTRIES)
    assert [row for row in kept if row[0] in vouched] == [row for row in entries if row[0] in vouched], step
    gather(folder)
    assert rows(folder, ENTRIES) == entries, step
    assert rows(folder, ARTICLES) == articles, step
    return len(kept)


def test_the_next_run_loses_no_entry_and_no_validator_is_ahead(prepared: Path, tmp_path: Path) -> None:
    steps, entries, articles = whole(prepared, tmp_path / "whole")
    assert len(articles) > 50
    for step in random.Random("collect").sample(range(1, steps + 1), KILLS):
        check_killed(Path(shutil.copytree(prepared, tmp_path / f"at{step}")), step, entries, articles)
