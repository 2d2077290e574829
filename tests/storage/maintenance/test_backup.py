"""Backup, restore, compact, retire: the archive again, whole, or as it was before."""

import json
import os
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from news.errors import ArchiveBusy, ArchiveError, InputError
from news.records import Citation, Correction, Linkage, Outlet, Story, Watch
from storage.archive import Archive
from storage.file_swap import NEXT, READY
from storage.maintenance.backup import back_up, read_manifest, restore, superseded
from storage.maintenance.compact import compact
from storage.maintenance.forget import forget
from storage.maintenance.retire import retire
from storage.snapshot.sql import ask
from storage.store import StoreLock
from storage.tables.boilerplate_index import ArticleLines
from tests.storage.archive_copies import copy_of
from tests.storage.newsstand import NOW, article, articles, filled, placement, ready, save, small_disk, urls

COUNT = 400  # one a minute from 18:00 in Tokyo: the last 40 belong to the next day
FORGOTTEN = 1000  # of these seven in eight: enough for the room that they leave to be blocks


def rich(folder: Path) -> Path:
    """An archive with something in most tables, two versions of some articles, and an index."""
    with Archive.open(ready(folder), now=NOW, time_zone="Asia/Tokyo") as archive:
        items = articles(COUNT)
        save(archive, items, now=NOW - timedelta(days=1))
        save(archive, [article(number, version_of="corrected") for number in range(10)])
        with archive.store.transaction():
            credit = Citation(
                article_id=items[3].article_id, cited="Harbour Times", kind="outlet", relation="relays",
                is_lead_claim=True, span_start=0, span_end=13, sentence="Harbour Times says so.",
            )  # fmt: skip
            stories = (Story(story_id="s000000000a", title="The ferry"),)
            places = tuple(map(placement, items))
            found = Linkage(read=(items[3].article_id,), placements=places, citations=(credit,), stories=stories)
            archive.links.save(found, now=NOW)
        archive.links.correct(Correction(corrected_at=NOW, verb="name", story_id="s000000000a", words="A ferry"))
        archive.outlets.save([Outlet(outlet="Lantern 1", aliases=("The Lantern",), domain="lantern.example")])
        archive.watches.save([Watch(watch="ferries", query="ferry")], now=NOW)
        archive.sketches()
        archive.store.write("INSERT INTO idx.sketch_sizes VALUES (1, 2, 3, 18446744073709551615, DATE '2026-11-01')")
        line = ArticleLines(
            article_id=1, outlet="Lantern 1", copy_group_id=1, story_id="s1", keys=frozenset({"a line"})
        )
        archive.boilerplate_index().save([line])
        archive.publish(now=NOW)
    return folder


def backed_up(folder: Path, to: Path) -> Path:
    with Archive.open(folder, now=NOW, time_zone="Asia/Tokyo") as archive:
        back_up(archive.store, to, now=NOW)
    return to


def content(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, index included, in the order in which it is stored."""
    with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH '{folder / 'index.duckdb'}' AS idx (READ_ONLY)")
        names = connection.execute(
            "SELECT database_name, schema_name, table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall()
        return {
            name: connection.execute(f"FROM {database}.{schema}.{name}").fetchall() for database, schema, name in names
        }


# --- backup and restore ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich(tmp_path_factory.mktemp("original"))


@pytest.fixture(scope="module")
def backup(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backed_up(original, tmp_path_factory.mktemp("backups") / "it's [one]*")


def test_a_restored_archive_holds_every_row_of_every_table(original: Path, backup: Path, tmp_path: Path) -> None:
    manifest = restore(backup, tmp_path / "new", now=NOW)
    restored, expected = content(tmp_path / "new"), content(original)
    for name in [name for name in restored if name == "settings" or name.startswith("settled")]:  # in no order
        restored[name].sort(key=repr)
        expected[name].sort(key=repr)
    assert {name: len(rows) for name, rows in restored.items()} == {name: len(rows) for name, rows in expected.items()}
    for name, rows in restored.items():
        assert rows == expected[name], name
    told = {name: rows for name, rows in expected.items() if not name.startswith("settled")}  # counts are made again
    assert manifest.rows == sum(map(len, told.values()))
    assert sorted(os.listdir(tmp_path / "new")) == sorted(os.listdir(original))


def test_a_restored_archive_is_published_and_goes_on(original: Path, backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    restore(backup, folder, now=NOW)
    counted = "SELECT count(*), count(story_id) FROM articles"
    assert ask(folder / "news.duckdb", counted).rows == [(COUNT, COUNT)]
    with Archive.open(folder, now=NOW, time_zone="Asia/Tokyo") as archive:
        assert save(archive, articles(COUNT + 5, start=10)) == articles(15, start=COUNT)
        assert archive.publish(now=NOW)


def test_texts_are_compressed_in_a_restored_and_in_a_compacted_store(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    restore(backup, folder, now=NOW)
    with Archive.open(folder, now=NOW) as archive:
        compact(archive, now=NOW)
    asked = "SELECT DISTINCT compression FROM pragma_storage_info('archive.articles') WHERE column_name = 'text' AND segment_type = 'VARCHAR'"  # noqa: E501
    with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as connection:
        assert [name for (name,) in connection.execute(asked).fetchall()] in (["ZSTD"], ["Uncompressed"])


def test_the_files_are_parquet_that_anyone_can_read(original: Path, backup: Path) -> None:
    manifest = read_manifest(backup)
    assert {table.table for table in manifest.tables} >= {"archive.articles", "archive.corrections", "idx.sketch_sizes"}
    for table in manifest.tables:
        assert pq.read_table(backup / table.file).num_rows == table.rows
    columns = pq.ParquetFile(backup / "archive.articles.parquet").metadata.row_group(0)
    assert columns.column(0).compression == "ZSTD"
    assert manifest.duckdb == duckdb.__version__


def test_a_backup_never_overwrites(original: Path, backup: Path) -> None:
    with pytest.raises(InputError, match="holds something already; name a new folder"):
        backed_up(original, backup)


def test_a_backup_left_half_by_a_killed_run_makes_room(original: Path, tmp_path: Path) -> None:
    half = tmp_path / ".backup.tmp"
    half.mkdir()
    (half / "archive.articles.parquet").write_bytes(b"half")
    (tmp_path / "backup").mkdir()
    backed_up(original, tmp_path / "backup")
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def damaged(backup: Path, to: Path, how: str) -> Path:
    shutil.copytree(backup, to)
    path = to / "archive.articles.parquet"
    if how == "missing":
        path.unlink()
    elif how == "cut":
        os.truncate(path, path.stat().st_size - 1)
    elif how == "changed":
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif how == "no manifest":
        (to / "manifest.json").unlink()
    elif how == "no JSON":
        (to / "manifest.json").write_text('{"format": 1, "tables"')
    else:
        said = json.loads((to / "manifest.json").read_text())
        del said["manifest_sha256"]  # as one that wrote no such sum; else the change itself is noticed first
        said |= {"format": 99} if how == "newer format" else {"migrations": [*said["migrations"], 9999]}
        (to / "manifest.json").write_text(json.dumps(said))
    return to


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("missing", "is missing: the backup is damaged, and nothing was changed"),
        ("cut", r"has \d+ bytes where \d+ were written"),
        ("changed", "does not hold what was written"),
        ("no manifest", "is no backup"),
        ("no JSON", "is no manifest"),
        ("newer format", "update newsthread"),
        ("newer migration", r"newer newsthread \(migration 9999"),
    ],
)
def test_a_faulty_backup_is_refused_and_the_archive_left_alone(
    backup: Path, tmp_path: Path, how: str, words: str
) -> None:
    folder = filled(tmp_path / "a", 3)
    with pytest.raises((InputError, ArchiveError), match=words) as caught:
        restore(damaged(backup, tmp_path / "b", how), folder, now=NOW, replace=True)
    assert "\n" not in str(caught.value)
    assert len(urls(folder)) == 3
    assert not (folder / NEXT).exists()


def test_an_archive_that_holds_something_is_replaced_only_when_asked(backup: Path, tmp_path: Path) -> None:
    folder = filled(tmp_path / "a", 3)
    with pytest.raises(InputError, match="--replace"):
        restore(backup, folder, now=NOW)
    assert len(urls(folder)) == 3
    restore(backup, folder, now=NOW, replace=True)
    assert len(urls(folder)) == COUNT


def test_an_empty_archive_may_be_restored_into(backup: Path, tmp_path: Path) -> None:
    folder = filled(tmp_path / "a", 0)
    restore(backup, folder, now=NOW)
    assert len(urls(folder)) == COUNT


@pytest.mark.parametrize("damage", ["garbage", "v1.5.5", "log of another"])
def test_restore_is_the_way_out_of_a_damaged_archive(backup: Path, tmp_path: Path, damage: str) -> None:
    folder = filled(tmp_path / "a", 3)
    store = folder / "store.duckdb"
    if damage == "garbage":
        store.write_bytes(b"garbage" * 5000)
    elif damage == "v1.5.5":
        held = bytearray(store.read_bytes())
        held[52:58] = b"v1.5.5"
        store.write_bytes(held)
    else:
        (folder / "store.duckdb.wal").write_bytes(os.urandom(5000))
    restore(backup, folder, now=NOW, replace=True)
    assert len(urls(folder)) == COUNT


def test_an_archive_in_use_is_not_restored_into(backup: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("a").mkdir()
    lock = StoreLock(tmp_path / "a")
    lock.take()
    with pytest.raises(ArchiveBusy, match=str(os.getpid())):
        restore(backup, tmp_path / "a", now=NOW)
    lock.release()


def test_a_full_disk_leaves_no_half_backup_and_an_old_archive(original: Path, backup: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8) as disk:
        (disk / "ballast").write_bytes(bytes(8 * 2**20 - 40_000))
        with pytest.raises(ArchiveError, match=f"disk of {disk}.* is full") as caught:
            backed_up(original, disk / "backup")
        assert "\n" not in str(caught.value)
        assert [path.name for path in disk.iterdir()] == ["ballast"]
        (disk / "ballast").unlink()
        folder = filled(disk / "a", 3)
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize - 100_000))
        with pytest.raises(ArchiveError, match="is full"):
            restore(backup, folder, now=NOW, replace=True)
        (disk / "ballast").unlink()
        assert len(urls(folder)) == 3


# --- moving several files in one step ---------------------------------------------------------------------------------


@pytest.mark.parametrize("moved", [[], ["index.duckdb"], ["index.duckdb", "ledger.json"]])
def test_files_that_are_ready_are_moved_by_whoever_opens_next(original: Path, tmp_path: Path, moved: list[str]) -> None:
    folder = filled(tmp_path / "a", 3)
    ready = folder / READY
    ready.mkdir()
    for name in ("index.duckdb", "ledger.json", "store.duckdb"):
        shutil.copy(original / name, (folder if name in moved else ready) / name)
    (folder / "store.duckdb.wal").write_bytes(b"of the old store")
    assert len(urls(folder)) == COUNT
    assert not ready.exists()


def test_files_that_are_not_ready_are_none(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a", 3)
    (folder / NEXT).mkdir()
    (folder / NEXT / "store.duckdb").write_bytes(b"half")
    with Archive.open(folder, now=NOW) as archive:
        compact(archive, now=NOW)
    assert len(urls(folder)) == 3
    assert not (folder / NEXT).exists()


# --- compact ----------------------------------------------------------------------------------------------------------


def test_compacting_shrinks_and_changes_nothing_else(original: Path, tmp_path: Path) -> None:
    folder = copy_of(original, tmp_path / "a")
    with Archive.open(folder, now=NOW, time_zone="Asia/Tokyo") as archive:
        save(archive, articles(FORGOTTEN, start=1000, words=400))
        # Here and there, as time does it: room at the end of a file DuckDB gives back by itself.
        gone = [item.article_id for item in articles(FORGOTTEN, start=1000, words=1) if item.article_id % 8]
        with archive.store.transaction():
            forget(archive.store, gone, subject="lantern.example", now=NOW)
        archive.publish(now=NOW)
    before = content(folder)
    with Archive.open(folder, now=NOW, time_zone="Asia/Tokyo") as archive:
        done = compact(archive, now=NOW)
        assert archive.publish(now=NOW)
        assert len(archive.articles.everything()) == COUNT + FORGOTTEN - len(gone)
    after = content(folder)
    for name in before:
        assert sorted(after[name], key=str) == sorted(before[name], key=str), name
    assert done.bytes_after < done.bytes_before
    assert "MB before" in done.in_words()
    assert ask(folder / "news.duckdb", "SELECT count(*) FROM articles").rows == [(COUNT + FORGOTTEN - len(gone),)]


# --- retire -----------------------------------------------------------------------------------------------------------


def test_retiring_drops_old_texts_and_keeps_everything_else(original: Path, tmp_path: Path) -> None:
    folder = copy_of(original, tmp_path / "a")
    day = article(0).ordered_at.date() + timedelta(days=1)
    trends = "SELECT day, articles, copy_groups, share FROM coverage_by_day('s000000000a') ORDER BY day"
    kept = """
        SELECT * EXCLUDE (text, text_sha256, text_kind, links, change)
        FROM archive.articles ORDER BY article_id, version
    """
    before = [ask(folder / "news.duckdb", sql).rows for sql in (trends, kept, "FROM citations", "FROM story_articles")]
    with Archive.open(folder, now=NOW, time_zone="Asia/Tokyo") as archive:
        done = retire(archive, older_than=day, now=NOW)
        again = retire(archive, older_than=day, now=NOW)
        assert archive.articles.not_linked() == [
            item for item in archive.articles.everything() if item.version > 1
        ]  # as before: nothing is to be linked anew
        archive.publish(now=NOW)
    after = [ask(folder / "news.duckdb", sql).rows for sql in (trends, kept, "FROM citations", "FROM story_articles")]
    assert after == before
    assert (again.versions, done.older_than) == (0, day)
    sql = f"""
        SELECT count(*) FILTER (text = '' AND text_kind = 'headline' AND change LIKE '%text retired'),
               count(*) FILTER (text <> '' AND text_kind = 'full'), min(word_count) > 0
        FROM archive.articles WHERE (ordered_at AT TIME ZONE 'Asia/Tokyo')::DATE {{}} DATE '{day}'
    """
    assert ask(folder / "news.duckdb", sql.format("<")).rows == [(done.versions, 0, True)]
    assert done.versions == 360 + 10  # ten have two versions
    assert ask(folder / "news.duckdb", sql.format(">=")).rows[0][0] == 0


def test_a_day_to_come_is_refused(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(InputError, match="has not come yet"):
        retire(archive, older_than=date(2027, 1, 1), now=NOW)


def test_seed_documents_are_not_retired(tmp_path: Path) -> None:
    from dataclasses import replace

    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, [replace(article(1), is_seed=True, arrived_by="seed"), article(2)])
        assert retire(archive, older_than=NOW.date(), now=NOW).versions == 1
        assert {item.is_seed: bool(item.text) for item in archive.articles.everything()} == {True: True, False: False}


def test_a_retired_text_that_is_imported_again_comes_back(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, [article(1)])
        retire(archive, older_than=datetime(2026, 11, 1).date(), now=NOW)  # noqa: DTZ001
        save(archive, [article(1)], now=NOW + timedelta(days=1))
        (found,) = archive.articles.everything()
        assert (found.text, found.version) == (article(1).text, 2)


def test_of_weekly_backups_the_newest_are_kept_and_what_we_did_not_name_is_left_alone(tmp_path: Path) -> None:
    weeks = [f"2031-03-{day:02}-032000" for day in (2, 9, 16, 23)]
    for name in (*weeks, "before-the-move", ".2031-03-30-032000.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").touch()
    (tmp_path / "2031-03-30-032000").mkdir()  # cut off: it counts for nothing
    assert [path.name for path in superseded(tmp_path, kept=2)] == weeks[:2]
    assert superseded(tmp_path, kept=4) == []
