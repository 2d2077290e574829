"""How DuckDB is opened and set by whoever opens it, and which work is one transaction."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pytest

import newsthread
from storage.archive import Archive
from storage.counts.materialise import forget_counts, materialise
from storage.counts.renewal import RenewalRules, renew
from storage.imports.readers import read_batches
from storage.maintenance.agreement import disagreements
from storage.maintenance.backup import back_up, restore, verify
from storage.maintenance.compact import compact
from storage.maintenance.old_backups import backups_with
from storage.maintenance.whole_read import read
from storage.publish import publish
from storage.snapshot.article_search import article_search
from storage.snapshot.digest_list import digests_of
from storage.store import Store
from tests.answers import check
from tests.storage.newsstand import NOW, filled
from tests.storage.sessions import NotedConnection, noted_sessions
from tests.storage.small_archive import SmallArchive

KEPT = Path("tests/fixtures/answers/storage")


def sessions_of(within: Path, what: str, work: Callable[[], Any]) -> Iterator[str]:
    with noted_sessions(within) as found:
        work()
    yield what
    for is_attached, lines in groupby(found, key=lambda line: line.startswith("ATTACH ?")):
        yield from (f"  {line}" for line in (sorted(lines) if is_attached else lines))  # some are in any order


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return filled(tmp_path / "a", 3)


def test_sessions_of_writers_stay(folder: Path, tmp_path: Path) -> None:
    def run(*, is_published: bool) -> None:
        with Archive.open(folder, now=NOW) as archive:
            with archive.store.transaction():
                archive.store.write("UPDATE archive.articles SET section = coalesce(section, '') || 'x'")
            if is_published:
                archive.publish(now=NOW)

    def published_by_itself() -> None:
        publish(folder / "store.duckdb", folder / "news.duckdb")

    def failed() -> None:
        store = Store(folder / "store.duckdb")
        with pytest.raises(KeyError), store.transaction():
            raise KeyError
        store.close()
        store.close()

    found = [
        *sessions_of(tmp_path, "saved", lambda: run(is_published=False)),
        *sessions_of(tmp_path, "published by itself", published_by_itself),
        *sessions_of(tmp_path, "saved and published", lambda: run(is_published=True)),
        *sessions_of(tmp_path, "failed", failed),
    ]
    check(KEPT / "sessions_writers.txt", found)


def test_sessions_of_maintenance_stay(folder: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backups" / "b"

    def backed_up() -> None:
        with Archive.open(folder, now=NOW) as archive:
            back_up(archive.store, backup, now=NOW)

    def compacted() -> None:
        with Archive.open(folder, now=NOW) as archive:
            compact(archive, now=NOW)

    found = [
        *sessions_of(tmp_path, "backed up", backed_up),
        *sessions_of(tmp_path, "verified", lambda: verify(backup)),
        *sessions_of(tmp_path, "asked of backups", lambda: backups_with(backup.parent, [1])),
        *sessions_of(tmp_path, "restored", lambda: restore(backup, tmp_path / "new", now=NOW)),
        *sessions_of(tmp_path, "compacted", compacted),
    ]
    check(KEPT / "sessions_maintenance.txt", found)


def test_sessions_of_readers_stay(folder: Path, tmp_path: Path) -> None:
    snapshot, moment = folder / "news.duckdb", datetime(2026, 1, 1, tzinfo=UTC)
    rows = tmp_path / "rows.parquet"
    with duckdb.connect() as connection:
        connection.execute("COPY (SELECT 'https://a.example/1' AS url, 'Words.' AS text) TO $1", [str(rows)])

    def list_digests() -> None:
        with digests_of(snapshot) as digests:
            digests.all()

    def list_articles(place: Path, as_of: datetime) -> None:
        with article_search(place, as_of=as_of) as asked:
            asked.watches()

    found = [
        *sessions_of(tmp_path, "agreement", lambda: disagreements(folder)),
        *sessions_of(tmp_path, "whole read", lambda: read(snapshot)),
        *sessions_of(tmp_path, "notebook", lambda: newsthread.open(folder).close()),
        *sessions_of(tmp_path, "notebook as of", lambda: newsthread.open(folder, as_of=moment).close()),
        *sessions_of(tmp_path, "digests", list_digests),
        *sessions_of(tmp_path, "imported", lambda: list(read_batches(rows))),
        *sessions_of(tmp_path, "asked", lambda: list_articles(snapshot, moment)),
    ]
    check(KEPT / "sessions_readers.txt", found)


def test_sessions_of_counting_stay() -> None:
    archive, found = SmallArchive(), list[str]()
    archive.told(1, "s1", "Post", 1)
    for number, least in ((2, 9), (3, 0), (4, 0)):
        archive.told(number, "s1", "Post", 2)
        noted: Any = NotedConnection(archive.connection, found)
        is_part = renew(noted, RenewalRules(least_articles=least, most_touched=1.0, most_turned=9.0))
        found.append(f"least {least}: {is_part}")
    forget_counts(archive.connection)
    materialise(noted)
    check(KEPT / "sessions_counting.txt", (re.sub(r'USE "\d+"', "USE its own", line) for line in found))
