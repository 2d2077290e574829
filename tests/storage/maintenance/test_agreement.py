"""Store, snapshot and index that do not tell of the same articles are told apart, though each is whole by itself."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.configuration.settings import Settings
from flows.linking.link import link
from storage.archive import Archive
from storage.maintenance.agreement import disagreements
from storage.maintenance.deep_check import deep_check
from storage.maintenance.retire import retire
from tests.storage.newsstand import article, articles, save

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agreement") / "archive"
    with Archive.open(folder, now=NOW) as archive:
        save(archive, articles(40, words=60), now=NOW)
        link(archive, Settings(archive=folder), now=NOW)
        archive.publish(now=NOW)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "archive"
    shutil.copytree(sound, copied)
    return copied


def meddle(folder: Path, name: str, sql: str) -> None:
    """Change a file as no run of ours would, and leave no checksums."""
    with duckdb.connect(str(folder / name)) as connection:
        connection.execute(sql)
    (folder / "checksums.json").unlink(missing_ok=True)


def test_an_archive_as_a_run_left_it_agrees(sound: Path) -> None:
    assert disagreements(sound) == []
    assert [one.said for one in deep_check(sound) if "same articles" in one.said]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM archive.articles WHERE rowid = 7", "whose article_id is no article of it"),
        ("DELETE FROM archive.articles WHERE rowid = 7", "lacks 1 rows of articles"),
        ("UPDATE archive.articles SET title = 'Another' WHERE rowid < 3", "lacks 3 rows of articles"),
        ("UPDATE archive.placements SET copy_group_id = 5 WHERE rowid = 1", "whose copy_group_id is no article"),
        ("DELETE FROM archive.placements WHERE rowid < 10", "lacks 10 rows of placements"),
    ],
)
def test_what_the_store_lost_is_told(folder: Path, sql: str, said: str) -> None:
    meddle(folder, "store.duckdb", sql)
    assert any(said in line for line in disagreements(folder))
    assert any(one.is_wrong and said in one.said for one in deep_check(folder))


def test_a_snapshot_of_another_store_is_told(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with Archive.open(other, now=NOW) as archive:
        save(archive, [article(number) for number in range(1000, 1040)], now=NOW)
        archive.publish(now=NOW)
    for name in ("news.duckdb", "news.published.json"):
        shutil.copy(other / name, folder / name)
    assert any("lacks 40 rows of articles" in line for line in disagreements(folder))


def test_an_index_of_another_archive_is_told(folder: Path) -> None:
    meddle(folder, "index.duckdb", "UPDATE sketch_sizes SET article_id = article_id + 1")
    assert any("sketch_sizes that the store does not hold" in line for line in disagreements(folder))


def test_texts_that_were_retired_since_the_snapshot_are_no_disagreement(folder: Path) -> None:
    with Archive.open(folder, now=NOW) as archive:
        listed = replace(article(77), text="", text_kind="headline", page_text="Shoes, 20 crowns. Boots, 40 crowns.")
        save(archive, [listed], now=NOW)
        archive.publish(now=NOW)
        assert retire(archive, older_than=date(2026, 11, 28), now=NOW).versions == 41
    assert disagreements(folder) == []


def test_what_came_after_the_snapshot_is_no_disagreement(folder: Path) -> None:
    later = NOW + timedelta(hours=1)
    with Archive.open(folder, now=later) as archive:
        save(archive, [article(number, version_of="mended") for number in range(5)], now=later)
        save(archive, articles(10, start=50, words=60), now=later)
        link(archive, Settings(archive=folder), now=later)
    assert disagreements(folder) == []


def test_an_archive_whose_making_was_ended_or_of_an_older_version_is_no_fault(folder: Path) -> None:
    for table in ("figures", "differences"):
        for name in ("store.duckdb", "news.duckdb"):
            with duckdb.connect(str(folder / name)) as connection:
                connection.execute(f"DROP TABLE archive.{table} CASCADE")
    assert disagreements(folder) == []
    for name in ("store.duckdb", "index.duckdb"):
        (folder / name).unlink()
        duckdb.connect(str(folder / name)).close()
    assert disagreements(folder) == []
