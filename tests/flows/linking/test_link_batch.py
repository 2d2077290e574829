"""Linking a batch reads, decides, and saves: nothing is written before everything is decided."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.configuration.settings import Settings
from flows.linking.link import link, link_batch
from flows.linking.load import load_base
from flows.operations.doctor import examine
from flows.progress import Progress, Step
from news.records import Watch
from storage.archive import Archive
from tests.storage.newsstand import articles

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WRITES = {"save", "save_boilerplate", "keep", "forget", "transaction"}
PARTS = {"sketches", "boilerplate_index", "stories"}  # hand out a part of the archive; ask nothing


class Recorded:
    """Stands before an object and notes each method that is called on it or on its parts, and the module that does."""

    def __init__(self, behind: Any, calls: list[tuple[str, str]]) -> None:
        self._behind, self._calls = behind, calls

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._behind, name)
        if not callable(value):
            return Recorded(value, self._calls) if hasattr(value, "__dict__") else value

        def called(*arguments: Any, **named: Any) -> Any:
            self._calls.append((name, sys._getframe(1).f_globals["__name__"]))
            result = value(*arguments, **named)
            return Recorded(result, self._calls) if type(result).__module__.startswith("storage.") else result

        return called


def calls_of_a_batch(archive: Archive) -> list[tuple[str, str]]:
    calls: list[tuple[str, str]] = []
    base = load_base(archive)
    link_batch(Recorded(archive, calls), Settings(), archive.articles.not_linked(), now=NOW, base=base)  # type: ignore[arg-type]
    return calls


def test_one_module_reads_and_stories_are_remembered_by_four_questions(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save(articles(12), now=NOW)
        reads: dict[str, set[str]] = defaultdict(set)
        for name, module in calls_of_a_batch(archive):
            reads[module] |= {name} - WRITES
    assert {module for module, names in reads.items() if names - PARTS} == {"flows.linking.load", "news.stories.follow"}
    assert reads["news.stories.follow"] == {"frequencies", "spread", "stories", "candidates"}


def test_every_read_comes_before_the_first_write(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save(articles(12), now=NOW)
        asked = [name for name, _ in calls_of_a_batch(archive) if name not in PARTS]
        first_write = next(place for place, name in enumerate(asked) if name in WRITES)
        assert first_write > 5
        assert set(asked[first_write:]) <= WRITES
        assert archive.articles.not_linked() == []


def test_linking_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save(articles(12), now=NOW)
        link(archive, Settings(), now=NOW)
        counted = "SELECT count(*), max(recorded_at) FROM archive.placements"
        before = archive.store.rows(counted)
        again = link(archive, Settings(), now=NOW.replace(hour=13), everything=True)
        assert archive.store.rows(counted) == before
        assert (again.articles, again.stories_new, again.stories_moved) == (12, 0, 0)


def test_a_watch_of_an_older_grammar_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        some = articles(12)
        word = max(some[0].text.split(), key=len).strip(".,").lower()
        with archive.store.transaction():
            archive.articles.save(some, now=NOW)
        archive.watches.save(
            [Watch(watch="old", query="hd=x ((", title="Old"), Watch(watch="well", query=word)], now=NOW
        )
        linked = link(archive, Settings(), now=NOW)
        assert linked.matches >= 1
        assert len(archive.articles.not_linked()) == 0
        told = archive.store.rows("SELECT stage, subject FROM archive.failures")
        assert told == [("watches", "old")]
    checks = [check for check in examine(tmp_path, now=NOW) if check.what == "watches"]
    assert [("watch 'old'" in check.said, check.state) for check in checks] == [(True, "wrong")]


@pytest.mark.parametrize(("is_lost", "linked"), [(False, (4, 4)), (True, (16, 4))])
def test_copies_of_what_is_there_are_found_also_where_the_index_is_lost(
    tmp_path: Path, is_lost: bool, linked: tuple[int, int]
) -> None:
    old = articles(12)
    copies = [replace(one, article_id=one.article_id + 1, url=f"{one.url}/copy", outlet="Echo") for one in old[:4]]
    for given in (old, copies):
        with Archive.open(tmp_path, now=NOW) as archive, archive.store.transaction():
            archive.articles.save(given, now=NOW)
        if is_lost and given is copies:
            (tmp_path / "index.duckdb").unlink()
        with Archive.open(tmp_path, now=NOW) as archive:
            done = link(archive, Settings(), now=NOW)
            assert link(archive, Settings(), now=NOW).articles == 0
    assert (done.articles, done.copies) == linked


class Killed(Progress):
    """Progress of a run that ends when its first batch is saved."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        def step() -> None:
            raise KeyboardInterrupt

        yield step


def test_a_lost_index_that_was_made_again_in_part_is_not_taken_for_whole(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save(articles(12), now=NOW)
        link(archive, Settings(), now=NOW)
    (tmp_path / "index.duckdb").unlink()
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(KeyboardInterrupt):
        link(archive, Settings(), now=NOW, progress=Killed())
    with Archive.open(tmp_path, now=NOW) as archive:
        assert [link(archive, Settings(), now=NOW).articles for _ in range(2)] == [12, 0]
