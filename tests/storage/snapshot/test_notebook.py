"""`import newsthread`: relations and frames from a snapshot, nothing written, and errors that say what to do."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import newsthread
from news.errors import ArchiveError, InputError
from tests.conftest import HOME
from tests.flows.newsdesk import with_news


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("notebook") / "archive"
    with_news(made, 1)
    return made


def test_a_question_is_a_relation_that_can_be_asked_further(folder: Path) -> None:
    with newsthread.open(folder) as archive:
        relation = archive.sql("SELECT title, outlet FROM articles WHERE outlet = $1", ["Harbour Post"])
        assert isinstance(relation, duckdb.DuckDBPyRelation)
        assert relation.filter("title LIKE 'Crews%'").fetchall() == [("Crews walk out at Velm", "Harbour Post")]
        assert archive.sql("FROM articles WHERE outlet = $name", {"name": "Nobody"}).fetchall() == []
        assert relation.to_arrow_table().num_rows == 1


def test_the_folder_and_the_file_are_the_same_archive(folder: Path) -> None:
    with newsthread.open(str(folder / "news.duckdb")) as archive:
        assert archive.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]
        assert "read-only" in repr(archive)
    with pytest.raises(InputError, match="was closed"):
        archive.sql("FROM articles")


def test_nothing_can_be_written(folder: Path) -> None:
    before = (folder / "news.duckdb").read_bytes()
    with newsthread.open(folder) as archive:
        for query in ("CREATE TABLE mine (a INT)", "DELETE FROM archive.articles", "DROP VIEW stories"):
            with pytest.raises(InputError, match="read-only"):
                archive.sql(query)
    assert (folder / "news.duckdb").read_bytes() == before


def test_it_reads_as_the_archive_knew_the_world(folder: Path) -> None:
    with newsthread.open(folder, as_of=datetime(2031, 3, 1, tzinfo=UTC)) as archive:
        assert archive.sql("SELECT count(*) FROM articles").fetchall() == [(0,)]
    with pytest.raises(InputError, match="needs a zone"):
        newsthread.open(folder, as_of=datetime(2031, 3, 1))  # noqa: DTZ001


def test_rows_need_no_other_library(folder: Path) -> None:
    with newsthread.open(folder) as archive:
        (row,) = archive.rows("SELECT count(*) AS n, 'a' AS letter FROM articles")
        assert row["letter"] == "a"
        assert row["n"] == len(archive.rows("FROM articles"))
        with pytest.raises(InputError):
            archive.rows("SELECT CAST('x' AS INTEGER)")


def test_a_misspelt_view_is_answered_with_those_there_are(folder: Path) -> None:
    with newsthread.open(folder) as archive, pytest.raises(InputError, match=r"There are: .*articles.*stories"):
        archive.sql("FROM artcles")


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="newsthread demo"):
        newsthread.open(tmp_path / "nowhere")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises(ArchiveError, match="no snapshot of newsthread"):
        newsthread.open(tmp_path / "other.duckdb")
    (tmp_path / "text.duckdb").write_text("not a database at all\n" * 400)
    with pytest.raises(ArchiveError, match="is not a DuckDB file"):
        newsthread.open(tmp_path / "text.duckdb")


@pytest.mark.parametrize(("kind", "package"), [("df", "pandas"), ("pl", "polars")])
def test_a_frame_without_its_package_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with newsthread.open(folder) as archive, pytest.raises(InputError, match=f"pip install {package}"):
        getattr(archive, kind)("SELECT 1 AS one")


@pytest.mark.parametrize(("kind", "package"), [("df", "pandas"), ("pl", "polars")])
def test_a_frame_has_the_columns_of_the_answer(folder: Path, kind: str, package: str) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed: .{kind}() was not tried with it")
    with newsthread.open(folder) as archive:
        frame = getattr(archive, kind)("SELECT title, outlet FROM articles")
        assert (list(frame.columns), len(frame)) == (["title", "outlet"], 1)


def test_the_archive_goes_on_while_it_is_open(folder: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copytree(folder, tmp_path / "archive"))
    with newsthread.open(mine) as archive:
        with_news(mine, 1).hear(
            {"url": "https://daily-tide.example/x", "title": "Another", "text": "Another text of some words. " * 9},
            now=datetime(2031, 3, 27, tzinfo=UTC),
        )
        assert archive.sql("SELECT count(*) FROM articles").fetchall() == [(1,)]
    with newsthread.open(mine) as archive:
        assert archive.sql("SELECT count(*) FROM articles").fetchall() == [(2,)]


def test_the_import_is_light() -> None:
    script = (
        "import sys, newsthread; print([m for m in ('prefect', 'trafilatura', 'pyarrow', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
