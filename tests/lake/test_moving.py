"""An archive moves from a file to a lake and back, and answers every question alike on both."""

import json
import subprocess
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from storage.archive import Archive
from storage.maintenance.backup import back_up, restore
from storage.snapshot.connection import connected
from storage.snapshot.sql import vocabulary
from tests.conftest import NOW
from tests.lake.conftest import Lakeside, new_lake
from tests.lake.postgres import Postgres, program

STORY = "(SELECT story_id FROM stories ORDER BY articles DESC, story_id LIMIT 1)"
# One question a table macro; every view is asked whole.
MACROS = {
    "articles_of": "FROM articles_of(['us-japan-alliance'])",
    "chronicle": "FROM chronicle($story)",
    "counts_by_day": "FROM counts_by_day($story, DATE '2024-01-01', DATE '2024-12-31', 0)",
    "coverage_by_day": "FROM coverage_by_day($story)",
    "panel": "FROM panel(DATE '2024-01-01', DATE '2031-12-31')",
    "rising_terms": "FROM rising_terms(DATE '2024-01-01', DATE '2031-12-31', minimum := 1)",
    "search": "FROM search('harbour')",
    "search_terms": "FROM search_terms('\"Skarn Channel\" -dredging')",
    "share_of_voice": "FROM share_of_voice([$story, 'us-japan-alliance'], DATE '2024-01-01', DATE '2031-12-31')",
    "story_burst": "FROM story_burst($story)",
    "story_concentration": "FROM story_concentration($story)",
    "story_halflife": "FROM story_halflife($story)",
    "story_ids": "FROM story_ids([$story])",
    "unheard": "FROM unheard((SELECT list(DISTINCT outlet) FROM feeds WHERE outlet IS NOT NULL), DATE '2024-01-01')",
    "who_copied_whom": "FROM who_copied_whom($story)",
}


@pytest.fixture(scope="module")
def backup(newsroom_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moving") / "from-file"
    with Archive.open(newsroom_archive, now=NOW) as archive:
        back_up(archive.store, folder, now=NOW)
    return folder


@pytest.fixture(scope="module")
def moved(backup: Path, postgres: Postgres) -> Lakeside:
    """The sample newsroom's archive, on a lake."""
    lakeside = new_lake(postgres, backup.parent)
    assert "rows restored into ducklake:" in lakeside.run("restore", str(backup))
    return lakeside


def questions(snapshot: Path) -> dict[str, str]:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        (story,) = connection.execute(f"SELECT {STORY}").fetchone() or ("",)
    named = {name: sql.replace("$story", f"'{story}'") for name, sql in MACROS.items()}
    views = {name: f"FROM {name}" for name, kind, _, _ in vocabulary(snapshot) if kind == "view"}
    tables = {name for name, kind, _, _ in vocabulary(snapshot) if kind == "table macro"}
    assert tables == set(named), "every table macro has its question here"
    return views | named


def plain(value: Any) -> Any:
    """A value as JSON tells it, numbers rounded: a sum depends on the order in which rows come."""
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return tuple((name, plain(item)) for name, item in sorted(value.items()))
    return value


def answers(rows: list[dict[str, Any]]) -> Counter[Any]:
    return Counter(plain(json.loads(json.dumps(row, default=str))) for row in rows)


def test_every_view_and_macro_answers_on_the_lake_as_on_the_file(moved: Lakeside, newsroom_archive: Path) -> None:
    asked = questions(newsroom_archive / "news.duckdb")
    on_lake = dict(zip(asked, map(answers, moved.ask(*asked.values())), strict=True))
    with connected(newsroom_archive / "news.duckdb", as_of=NOW) as connection:
        connection.execute("RESET VARIABLE as_of")
        in_file = {name: answers(rows_of(connection.execute(sql))) for name, sql in asked.items()}
    assert sum(bool(rows) for rows in in_file.values()) >= 35, "most questions have an answer here"
    assert [name for name in asked if on_lake[name] != in_file[name]] == []


def rows_of(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_a_lake_becomes_a_file_again(moved: Lakeside, newsroom_archive: Path, tmp_path: Path) -> None:
    moved.run("backup", str(tmp_path / "from-lake"))
    restore(tmp_path / "from-lake", tmp_path / "again", now=NOW)
    there, again = (content(folder) for folder in (newsroom_archive, tmp_path / "again"))
    assert set(there) == set(again)
    assert [name for name in there if there[name] != again[name]] == []


def content(folder: Path) -> dict[str, Counter[Any]]:
    """Every row of every table but for what a store finds out for itself."""
    with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH '{folder / 'index.duckdb'}' AS idx (READ_ONLY)")
        names = connection.execute(
            "SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE table_name <> 'settings'"
        ).fetchall()
        return {
            name: Counter(map(plain, connection.execute(f"FROM {database}.{schema}.{name}").fetchall()))
            for database, schema, name in names
        }


def test_a_lake_that_holds_something_is_not_overwritten_unasked(moved: Lakeside, backup: Path) -> None:
    before = moved.one("SELECT count(*) FROM articles")
    refused = moved.try_("restore", str(backup))
    assert refused.returncode == 2
    assert "holds articles; name another lake, or say --replace" in refused.stderr
    moved.run("restore", str(backup), "--replace")
    assert moved.one("SELECT count(*) FROM articles") == before


def test_compacting_a_lake_changes_no_answer(moved: Lakeside) -> None:
    asked = "SELECT (count(*), sum(hash(text))) FROM articles"
    before = moved.one(asked)
    assert "Compacted: " in moved.run("compact")
    assert moved.one(asked) == before
    assert moved.run("link").startswith("Linked: nothing new.")


@pytest.mark.machine
def test_what_is_forgotten_is_in_no_file_and_no_table_of_a_lake(moved: Lakeside, postgres: Postgres) -> None:
    extreme = "!! Quernstone"  # the smallest title and text of all: a lake keeps a column's extremes beside it
    row = {"url": "https://a.example/quernstone", "title": extreme, "text": f"{extreme} is a mill by the sea. " * 9}
    (moved.folder / "rows.jsonl").write_text(json.dumps(row))
    moved.run("import", "rows.jsonl")
    assert b"uernstone" in held(moved, postgres)
    assert "until VACUUM FULL" in moved.run("forget", row["url"], "--yes")
    assert b"uernstone" not in held(moved, postgres)


def held(lakeside: Lakeside, postgres: Postgres) -> bytes:
    """Return every row of a lake's data files, and of its catalog."""
    with duckdb.connect() as connection:
        found = connection.execute("FROM glob(?)", [f"{lakeside.data}/**/*.parquet"]).fetchall()
        rows = [connection.execute(f"FROM read_parquet('{name}')").fetchall() for (name,) in found]
    words = [program("pg_dump"), "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "news", "-d", name_of(lakeside)]
    return repr(rows).encode() + subprocess.run(words, capture_output=True, check=True).stdout


def name_of(lakeside: Lakeside) -> str:
    return lakeside.catalog.rpartition("dbname=")[2]
