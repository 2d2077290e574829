"""The views as Parquet files: read by others' libraries, each whole, and nobody else's file touched."""

import hashlib
import json
from datetime import UTC
from pathlib import Path

import duckdb
import polars
import pytest

from news.errors import ArchiveError, InputError
from storage.parquet_files import MANIFEST, PACKAGE, publish_parquet
from tests.conftest import NOW


@pytest.fixture
def folder(newsroom_archive: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "parquet"
    assert publish_parquet(newsroom_archive / "news.duckdb", folder, now=NOW).is_new
    return folder


def test_polars_reads_what_the_views_answer(newsroom_archive: Path, folder: Path) -> None:
    read = polars.read_parquet(folder / "articles.parquet")
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = connection.execute("SELECT article_id, title, ordered_at, authors FROM articles ORDER BY 1").fetchall()
    told = read.select("article_id", "title", "ordered_at", "authors").sort("article_id").rows()
    assert [(*row[:2], row[2].astimezone(UTC), row[3]) for row in told] == [
        (*row[:2], row[2].astimezone(UTC), row[3]) for row in found
    ]
    stories = polars.read_parquet(folder / "stories.parquet")
    joined = read.join(stories, on="story_id", suffix="_of_story")
    assert joined.height == read.filter(polars.col("story_id").is_not_null()).height


def test_the_manifest_and_the_package_tell_of_every_file(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    package = json.loads((folder / PACKAGE).read_text())
    files = {path.name for path in folder.iterdir()} - {MANIFEST, PACKAGE}
    assert {view["file"] for view in manifest["views"]} == files == {one["path"] for one in package["resources"]}
    for view, resource in zip(manifest["views"], package["resources"], strict=True):
        path = folder / view["file"]
        assert view["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() == resource["hash"][7:]
        assert view["rows"] == polars.scan_parquet(path).select(polars.len()).collect().item()
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == polars.scan_parquet(path).collect_schema().names()
        is_told = resource["description"] and all(field["description"] for field in fields)
        assert is_told or view["view"] == "vocabulary"  # which does not list itself


def test_nothing_is_written_again_for_the_same_snapshot(newsroom_archive: Path, folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    done = publish_parquet(newsroom_archive / "news.duckdb", folder, now=NOW)
    assert (done.is_new, {path: path.stat().st_mtime_ns for path in folder.iterdir()}) == (False, before)
    (folder / MANIFEST).write_text("{")  # cut off: the files are somebody's, perhaps
    with pytest.raises(InputError, match="not ours"):
        publish_parquet(newsroom_archive / "news.duckdb", folder, now=NOW)


def test_drafts_of_a_killed_run_and_views_of_before_go(newsroom_archive: Path, folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["views"].append(manifest["views"][0] | {"view": "old", "file": "old.parquet"})
    (folder / MANIFEST).write_text(json.dumps(manifest | {"snapshot": {}}))
    (folder / "old.parquet").write_bytes(b"of a view that is no more")
    (folder / ".articles.parquet.tmp").write_bytes(b"half")
    assert publish_parquet(newsroom_archive / "news.duckdb", folder, now=NOW).is_new
    assert not (folder / "old.parquet").exists()
    assert polars.read_parquet(folder / "articles.parquet").height == 66
    assert not [path for path in folder.iterdir() if path.name.endswith(".tmp")]


def test_other_files_a_file_and_no_snapshot_are_refused(newsroom_archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    snapshot = newsroom_archive / "news.duckdb"
    with pytest.raises(InputError, match=r"thesis\.txt, which is not ours"):
        publish_parquet(snapshot, tmp_path / "mine", now=NOW)
    with pytest.raises(InputError, match="is no folder"):
        publish_parquet(snapshot, tmp_path / "mine" / "thesis.txt", now=NOW)
    with pytest.raises(ArchiveError):
        publish_parquet(tmp_path / "none.duckdb", tmp_path / "new", now=NOW)
    with pytest.raises(ArchiveError, match=r"cannot be (?:written|used)"):
        publish_parquet(snapshot, Path("/proc/parquet"), now=NOW)
