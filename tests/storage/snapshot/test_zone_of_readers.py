"""Whoever opens an archive reads its moments in UTC, whatever the zone of the machine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import newsthread
from storage.archive import Archive
from storage.snapshot.coverage import coverage_of
from storage.snapshot.digest_list import digests_of
from storage.snapshot.site_queries import site_queries_of
from storage.snapshot.sql import ask
from tests.storage.newsstand import NOW, filled

ZONE = "SELECT current_setting('TimeZone')"  # of a machine in UTC it is Etc/UTC


def of_store(folder: Path) -> list[tuple[Any, ...]]:
    with Archive.open(folder, now=NOW) as archive:
        return archive.store.rows(ZONE)


def of_notebook(folder: Path) -> list[tuple[Any, ...]]:
    with newsthread.open(folder) as archive:
        return archive.sql(ZONE).fetchall()


def within(opened: Callable[..., Any], **said: Any) -> Callable[[Path], list[tuple[Any, ...]]]:
    def zone(folder: Path) -> list[tuple[Any, ...]]:
        with opened(folder / "news.duckdb", **said) as questions:
            return questions._rows(ZONE)  # type: ignore[no-any-return]

    return zone


READERS: dict[str, Callable[[Path], list[tuple[Any, ...]]]] = {
    "the store": of_store,
    "a notebook": of_notebook,
    "letters": within(coverage_of, as_of=None),
    "the site": within(site_queries_of),
    "lists of digests": within(digests_of),
    "questions in SQL": lambda folder: ask(folder / "news.duckdb", ZONE).rows,
}


@pytest.mark.parametrize("reader", READERS)
def test_moments_are_read_in_utc(tmp_path: Path, reader: str) -> None:
    assert READERS[reader](filled(tmp_path, 1)) == [("UTC",)]
