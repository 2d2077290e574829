"""The whole way on the sample newsroom: stories, copies and origins come out as a careful reader would say."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest

from flows.cli import main
from storage.archive import held_lock
from tests.conftest import HOME

TRUTH = [
    json.loads(line) for line in (HOME / "seeds/newsroom/truth.jsonl").read_text(encoding="utf-8").splitlines() if line
]
BY_PATH: dict[str, dict[str, Any]] = {row["path"]: row for row in TRUTH}


@pytest.fixture(scope="module")
def found(newsroom_archive: Path) -> dict[str, dict[str, Any]]:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        connection.execute("SET VARIABLE as_of = '2026-09-27 06:00:00+00'")
        answer = connection.execute("SELECT * FROM articles WHERE NOT is_seed")
        names = [column[0] for column in answer.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        origins = connection.execute("SELECT article_id, basis, state, origin FROM origins").fetchall()
        copies = connection.execute("SELECT article_id, original_id, kind FROM near_copies").fetchall()
    told = {(article_id, basis): origin if state == "relays" else state for article_id, basis, state, origin in origins}
    kinds = {(a, b): kind for a, b, kind in copies}
    for row in rows:
        row["explicit"], row["text_basis"] = told[row["article_id"], "explicit"], told[row["article_id"], "text"]
        row["kinds"] = {b: kind for (a, b), kind in kinds.items() if a == row["article_id"]}
    return {urlsplit(row["url"]).path: row for row in rows}


def groups(rows: dict[str, Any], key: Any) -> set[frozenset[str]]:
    found: dict[Any, set[str]] = defaultdict(set)
    for path, row in rows.items():
        found[key(row)].add(path)
    return {frozenset(paths) for paths in found.values()}


def test_every_article_is_there_once_with_what_could_be_read_of_it(found: dict[str, Any]) -> None:
    assert {path: row["text_kind"] for path, row in found.items()} == {
        path: row["text_kind"] for path, row in BY_PATH.items()
    }
    assert {path: row["outlet"] for path, row in found.items()} == {
        path: row["outlet"] for path, row in BY_PATH.items()
    }


def test_copy_groups_are_exactly_those_of_the_truth(found: dict[str, Any]) -> None:
    assert groups(found, lambda row: row["copy_group_id"]) == groups(BY_PATH, lambda row: row["copy_group"])
    originals = {path for path, row in found.items() if row["is_original"]}
    assert originals == {row["copy_group"] for row in TRUTH}


def test_stories_are_exactly_those_of_the_truth(found: dict[str, Any]) -> None:
    assert groups(found, lambda row: row["story_id"]) == groups(BY_PATH, lambda row: row["story"])


@pytest.mark.parametrize("basis", ["explicit", "text_basis"])
def test_origins_are_those_of_the_truth(found: dict[str, Any], basis: str) -> None:
    column = "origin_explicit" if basis == "explicit" else "origin_with_text"
    wrong = {
        path: (row[basis], BY_PATH[path][column]) for path, row in found.items() if row[basis] != BY_PATH[path][column]
    }
    assert wrong == {}


def test_the_shared_quotation_is_a_shared_passage(found: dict[str, Any]) -> None:
    pairs = {(path, row["shared_quote_with"]) for path, row in BY_PATH.items() if row["shared_quote_with"]}
    assert pairs
    for path, other in pairs:
        a, b = found[path], found[other]
        assert (
            a["kinds"].get(b["article_id"]) == "shared_passage" or b["kinds"].get(a["article_id"]) == "shared_passage"
        )


def test_the_correction_is_a_second_version(newsroom_archive: Path) -> None:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT version, contains(title, '340'), contains(title, '430'), change FROM article_versions "
            "WHERE article_id IN (SELECT article_id FROM article_versions WHERE version = 2) ORDER BY version"
        ).fetchall()
    assert rows == [(1, True, False, None), (2, False, True, "title, text")]


def test_the_broken_feed_is_a_gap_and_the_rest_went_on(newsroom_archive: Path) -> None:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        failing = connection.execute("SELECT outlet FROM feeds WHERE status = 'failing'").fetchall()
        health = connection.execute(
            "SELECT polls, polls_ok FROM coverage_health WHERE outlet = 'Inverlow Observer' AND polls > 0"
        ).fetchall()
    assert failing == [("Inverlow Observer",)]
    assert health == [(1, 0), (1, 0)]


def test_the_snapshot_agrees_with_itself_on_every_nullable_column(newsroom_archive: Path) -> None:
    """DuckDB reads some files wrongly only where a filter is pushed into a column that holds NULLs."""
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        views = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' "
            "AND database_name = current_database() ORDER BY ALL"
        ).fetchall()
        for view, column in views:
            whole, null, known = connection.execute(
                f'SELECT (SELECT count(*) FROM {view}), (SELECT count(*) FROM {view} WHERE "{column}" IS NULL), '
                f'(SELECT count(*) FROM {view} WHERE "{column}" IS NOT NULL)'
            ).fetchall()[0]
            assert whole == null + known, (view, column)


def test_why_holds_two_articles_side_by_side_and_refuses_one_twice(
    newsroom_archive: Path, found: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    copy = next(row for row in found.values() if row["kinds"])
    original, kind = next(iter(copy["kinds"].items()))
    archive = ["--archive", str(newsroom_archive)]
    with held_lock(newsroom_archive):  # as by a collection that runs
        assert main(["why", str(copy["article_id"]), str(original), *archive]) == 0
    told = capsys.readouterr().out
    assert all(part in told for part in (f"Copies: {kind}.", "Origin: by what they credit", "Story: "))
    assert main(["why", str(original), str(original), *archive]) == 2
    assert "Both name the same article" in capsys.readouterr().err
