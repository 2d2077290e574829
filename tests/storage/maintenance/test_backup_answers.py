"""What is said of a backup that is damaged in every way, and of a folder that is no archive, or holds little."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from news.errors import NewsError
from storage.maintenance.backup import (
    MANIFEST,
    OWN_SUM,
    Manifest,
    _has_rows,
    _holds_something,
    _refuse_strange,
    _sum_of,
    read_manifest,
    verify,
)
from tests.answers import check
from tests.storage.newsstand import filled
from tests.storage.small_archive import OpenStore, SmallArchive, at

KEPT = Path("tests/fixtures/answers/storage")
FILE = "archive.watches.parquet"


def backup(folder: Path) -> dict[str, Any]:
    """Write a backup of one table of two rows; return what its manifest says."""
    folder.mkdir()
    path = folder / FILE
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 'a' AS watch UNION ALL SELECT 'b') TO '{path}' (FORMAT parquet)")
    body = path.read_bytes()
    table = {"table": "archive.watches", "file": FILE, "rows": 2, "bytes": len(body)}
    table |= {"sha256": hashlib.sha256(body).hexdigest()}
    return {"format": 1, "made_at": "2026", "newsthread": "0", "duckdb": "2", "migrations": [1, 2], "tables": [table]}


def of_table(**said: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told["tables"][0].update(said)


def without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda told: told.pop(name)


SAID: dict[str, Callable[[dict[str, Any]], None]] = {
    "as it is": lambda told: None,
    "format 0": lambda told: told.update(format=0),
    "format 2": lambda told: told.update(format=2),
    "format of words": lambda told: told.update(format="one"),
    "no format": without("format"),
    "no tables": without("tables"),
    "no migrations": without("migrations"),
    "more": lambda told: told.update(more=1),
    "a table that says more": of_table(more=1),
    "another sum": of_table(sha256="0" * 64),
    "fewer bytes": of_table(bytes=1),
    "more rows": of_table(rows=3),
    "no file": of_table(file="archive.none.parquet"),
    "a file elsewhere": of_table(file="../archive.watches.parquet"),
    "a file of another name": of_table(file="Watches.parquet"),
    "no table at all": lambda told: told.update(tables=[]),
}


def outcome(ask: Callable[..., Any], *given: Any) -> str:
    try:
        found = ask(*given)
    except NewsError as error:
        return f"{type(error).__name__}: {error}"
    return f"{found.rows} rows of {found.migrations}" if isinstance(found, Manifest) else str(found)


@pytest.mark.parametrize("own", ["its own", "another", "none"])
def test_what_manifests_say_is_held_against_the_files(tmp_path: Path, own: str) -> None:
    found = []
    for number, (name, change) in enumerate(SAID.items()):
        folder = tmp_path / str(number)
        told = backup(folder)
        change(told)
        mark = {"its own": {OWN_SUM: _sum_of(told)}, "another": {OWN_SUM: "0"}, "none": {}}[own]
        (folder / MANIFEST).write_text(json.dumps(told | mark), encoding="utf-8")
        for ask in (read_manifest, verify):
            found.append(f"{name}, {ask.__name__}: {outcome(ask, folder)}".replace(str(tmp_path), ""))
            found[-1] = found[-1].replace(str((folder / FILE).stat().st_size), "SIZE")
    check(KEPT / f"manifests_{own.replace(' ', '_')}.txt", found)


def test_what_is_no_backup_and_a_file_that_is_another_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    told = backup(folder)
    found = [f"no manifest: {outcome(verify, folder)}"]
    for words in ("", "{", "[]", "3", "{}"):
        (folder / MANIFEST).write_text(words, encoding="utf-8")
        found.append(f"{words!r}: {outcome(verify, folder)}")
    body = b"words" * 40
    (folder / FILE).write_bytes(body)
    told["tables"][0] |= {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    found.append(f"no parquet: {outcome(verify, folder)}")
    check(KEPT / "no_backups.txt", (line.replace(str(tmp_path), "") for line in found))


def test_a_folder_that_holds_other_things_is_none_for_an_archive(tmp_path: Path) -> None:
    for name, is_refused in (
        ("", False), ("notes.txt", True), ("store.duckdb", False), ("store.lock", False), ("ledger.json", False),
        (".ready", False), ("news.duckdb", True), ("index.duckdb", True),
    ):  # fmt: skip
        folder = tmp_path / f"of {name}"
        folder.mkdir()
        if name:
            (folder / name).touch()
        assert ("is not empty" in outcome(_refuse_strange, folder)) is is_refused, name
        if is_refused:
            (folder / "ledger.json").touch()
            assert outcome(_refuse_strange, folder) == "None"


def test_an_archive_that_a_person_may_miss_is_told(tmp_path: Path) -> None:
    assert not _holds_something(tmp_path)
    (tmp_path / "ledger.json").touch()
    assert _holds_something(tmp_path)
    for name, count in (("empty", 0), ("filled", 1)):
        assert _holds_something(filled(tmp_path / name, count)) is bool(count)
    (tmp_path / "store.duckdb").write_bytes(b"words")
    assert _holds_something(tmp_path)
    os.truncate(tmp_path / "store.duckdb", 0)


ROWS: dict[str, Callable[[SmallArchive], object]] = {
    "articles": lambda made: made.article(1, "Post", 1.0),
    "feeds": lambda made: made.feed("Post"),
    "corrections": lambda made: made.row("corrections", corrected_at=at(1), verb="move", words="x"),
    "digests": lambda made: made.row("digests", digest_id="d", name="x", period_start=at(0), period_end=at(1),
                                     state="frozen", subject="", html="", body_text="", content_sha256="",
                                     created_at=at(1)),
    "watches": lambda made: made.watch("quay"),
}  # fmt: skip


@pytest.mark.parametrize("table", ROWS)
def test_a_row_of_any_table_that_people_fill_is_something(table: str) -> None:
    made = SmallArchive()
    store = OpenStore(made.connection)
    made.story("s1")
    assert not _has_rows(store)
    ROWS[table](made)
    assert _has_rows(store)
