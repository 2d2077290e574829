"""What reading every value of a file finds, and what the findings of the deep check say."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from storage.archive import private_files
from storage.maintenance.clock_errors import LONGEST_WAIT, TOLERANCE, clock_errors
from storage.maintenance.deep_check import WholeRead, _backups, _finding, read_whole, rows_of
from storage.maintenance.old_backups import backups_with
from tests.answers import check, told
from tests.storage.small_archive import OpenStore, at
from tests.storage.snapshot.drawn_archive import archive

KEPT = Path("tests/fixtures/answers/storage")
TEXTS = "(VALUES ('a', sha256('a')), ('b', sha256('x')), ('c', NULL)) AS t(text, text_sha256)"
ONE = "CREATE TABLE archive.articles AS SELECT 7 AS article_id"
ALSO_KEPT = ("migrations", "searchable")  # by now, and by whoever asked the archive before
SCRIPTS = {
    "with sums": f"{ONE}, * FROM {TEXTS}",
    "without sums": f"{ONE}, 'a' AS text",
    "sums elsewhere": f"CREATE TABLE archive.other AS SELECT 'x' AS text_sha256; {ONE}",
    "no article": "CREATE TABLE archive.articles (article_id BIGINT, text VARCHAR, text_sha256 VARCHAR)",
}


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("with sums", {"tables": {"archive.articles": 3}, "changed_texts": 1}),
        ("without sums", {"tables": {"archive.articles": 1}}),
        ("sums elsewhere", {"tables": {"archive.articles": 1, "archive.other": 1}}),
        ("no article", {"tables": {"archive.articles": 0}}),
    ],
)
def test_every_row_is_read_and_a_text_that_is_another_is_counted(
    tmp_path: Path, script: str, said: dict[str, object]
) -> None:
    path = tmp_path / "store.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE SCHEMA archive; {SCRIPTS[script]}")
    assert rows_of(path) == WholeRead(**said)  # type: ignore[arg-type]


def test_what_is_no_file_of_the_store_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"words" * 9000)
    fault = rows_of(tmp_path / "x.duckdb").fault
    assert fault
    assert "\n" not in fault
    assert read_whole() == []
    assert read_whole(tmp_path / "x.duckdb")[0].fault == fault


def test_what_findings_say_stays() -> None:
    found = []
    for tables, changed, fault in (
        ({"a.b": 2, "a.c": 1000}, 0, None),
        ({}, 0, None),
        ({"a": 1}, 2, None),
        ({}, 0, "IO Error"),
        ({"a": 1}, 2, "x"),
    ):
        for is_sealed in (True, False):
            read = WholeRead(tables=tables, changed_texts=changed, fault=fault)
            found.append(told(_finding("store", Path("store.duckdb"), read, is_sealed=is_sealed)))
    check(KEPT / "findings.txt", found)


def test_moments_ahead_of_the_clock_are_found_in_every_table() -> None:
    """Beyond the tolerance, and for what waits beyond the longest wait; at either bound nothing is found."""
    store, found = OpenStore(archive().connection), []
    for before in (TOLERANCE, LONGEST_WAIT):
        for day in (0.0, 21.5, 40.0):
            for wait in (-timedelta(seconds=1), timedelta(0), timedelta(seconds=1)):
                errors = clock_errors(store, now=at(day) - before + wait)
                tables = {key: count for key, count in sorted(errors.items()) if key[0] not in ALSO_KEPT}
                found.append(f"{before} {day} {wait.total_seconds():+g}: {told(tables)}")
    check(KEPT / "moments_ahead.txt", found)


def test_backups_that_hold_an_article_or_cannot_be_read_are_named(tmp_path: Path) -> None:
    for name, ids in (("a", "1, 2"), ("b", "3"), ("c", None), ("d", "1")):
        folder = tmp_path / name
        folder.mkdir()
        file = folder / "archive.articles.parquet"
        if ids is None:
            file.write_bytes(b"no parquet")
        else:
            with duckdb.connect() as connection:
                connection.execute(f"COPY (SELECT unnest([{ids}]) AS article_id) TO '{file}'")
        if name != "d":
            (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert [path.name for path in backups_with(tmp_path, [1, 9])] == ["a", "c"]
    assert [path.name for path in backups_with(tmp_path, [9])] == ["c"]


def test_drafts_of_backups_are_passed_over_and_what_has_no_manifest_is_wrong(tmp_path: Path) -> None:
    for name, manifest in ((".draft", None), (".hidden", "{}"), ("half", None)):
        (tmp_path / name).mkdir()
        if manifest:
            (tmp_path / name / "manifest.json").write_text(manifest, encoding="utf-8")
    found = list(_backups(tmp_path))
    assert [one.is_wrong for one in found] == [True, True]
    assert [".draft" in one.said for one in found] == [False, False]
    assert not list(_backups(tmp_path / "absent"))


def test_files_are_private_inside_the_block_alone(tmp_path: Path) -> None:
    (tmp_path / "before").touch(0o666)
    with private_files():
        (tmp_path / "inside").touch(0o666)
    (tmp_path / "after").touch(0o666)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("before", "inside", "after")]
    assert modes[0] == modes[2]
    assert modes[1] == 0o600
