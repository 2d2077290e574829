"""What the deep check says of an archive, whatever was done to one of its files."""

import importlib
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import pytest

from storage.checksums import Seal, blocks_of
from storage.maintenance import deep_check as deep
from storage.maintenance.deep_check import WholeRead, deep_check, read_whole
from storage.publish import _stamp
from storage.recovery.page_sums import PageSums
from tests.answers import check

KEPT = Path("tests/fixtures/answers/storage")


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, which costs a tenth; a file named "ending" ends whoever reads it."""

    def run(module: str, *paths: Path) -> tuple[Any, str | None]:
        if any(path.name == "ending.duckdb" for path in paths):
            return {}, "its reader ended with -7 (no words)"
        monkeypatch.setattr(sys, "argv", [module, *map(str, paths)])
        with redirect_stdout(io.StringIO()) as out:
            importlib.import_module(module).main()
        return json.loads(out.getvalue()), None

    monkeypatch.setattr(deep, "_apart", run)


def rewritten(name: str, ending: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1] + ending)


def removed(*names: str) -> Callable[[Path], object]:
    def remove(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return remove


def of_words(name: str) -> Callable[[Path], object]:
    """Let a file be none of DuckDB's, and no checksums tell of it."""

    def write(folder: Path) -> None:
        (folder / name).write_bytes(b"words" * 9000)
        (folder / "checksums.json").unlink()

    return write


def written(name: str, sql: str) -> Callable[[Path], object]:
    """Change a file's rows; the checksums are those of what it holds now."""

    def write(folder: Path) -> None:
        with duckdb.connect(str(folder / name)) as connection:
            connection.execute(sql)
        Seal(folder).close()

    return write


EVENTS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda folder: None,
    "no checksums": removed("checksums.json"),
    "damaged checksums": lambda folder: (folder / "checksums.json").write_text("{"),
    "a shorter store": rewritten("store.duckdb", b""),
    "a changed index": rewritten("index.duckdb", b"!"),
    "a store of words": of_words("store.duckdb"),
    "an index of words": of_words("index.duckdb"),
    "a changed snapshot": rewritten("news.duckdb", b"!"),
    "no snapshot": removed("news.duckdb"),
    "no note of the snapshot": removed("news.published.json"),
    "no store": removed("store.duckdb", "checksums.json"),
    "no store, nor a note": removed("store.duckdb", "news.published.json", "checksums.json"),
    "no index": removed("index.duckdb", "checksums.json"),
    "texts that are others": written("store.duckdb", "UPDATE archive.articles SET text_sha256 = sha256('x')"),
    "no articles": written("store.duckdb", "DELETE FROM archive.articles"),
    "a snapshot of other rows": written("store.duckdb", "UPDATE archive.articles SET url = 'x'"),
    "a first run that was ended": lambda folder: [
        (folder / "index.duckdb").write_bytes(bytes(4096)), removed("ledger.json", "checksums.json")(folder)],
    "pages that are lost": lambda folder: (folder / "pages" / "a.warc.gz").unlink(),
    "damaged sums of pages": lambda folder: (folder / "pages" / "checksums.json").write_text("{"),
    "a backup that is none": lambda folder: (folder / "backups" / "b").mkdir(parents=True),
}  # fmt: skip


ROWS = """
    CREATE SCHEMA archive;
    CREATE TABLE archive.articles AS
        SELECT i AS article_id, 1 AS version, 'u' || i AS url, 'words' AS text, sha256('words') AS text_sha256,
            TIMESTAMPTZ '9999-12-31 00:00:00+00' AS superseded_at FROM range(3) t(i);
    CREATE TABLE archive.searchable AS SELECT article_id, version FROM archive.articles;
    CREATE TABLE archive.forgotten (article_id BIGINT);
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three tables, which are read in no time."""
    folder = tmp_path_factory.mktemp("sound")
    with duckdb.connect(str(folder / "store.duckdb")) as connection:
        connection.execute(ROWS)
    duckdb.connect(str(folder / "index.duckdb")).close()
    shutil.copyfile(folder / "store.duckdb", folder / "news.duckdb")
    (folder / "ledger.json").touch()
    (folder / "pages").mkdir()
    (folder / "pages" / "a.warc.gz").write_bytes(b"page")
    PageSums(folder).refresh()
    return folder


def copied(sound: Path, folder: Path) -> Path:
    """Copy an archive so that its files are those of which its notes tell."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    note = folder / "news.published.json"
    stamps = {"store": _stamp(folder / "store.duckdb"), "snapshot": _stamp(folder / "news.duckdb")}
    note.write_text(json.dumps(stamps | {"blocks": blocks_of(folder / "news.duckdb"), "renewals": 0}))
    Seal(folder).close()
    return folder


def said_of(folder: Path) -> Iterator[str]:
    for one in deep_check(folder):
        said = re.sub(r"[\d,]+ (bytes|were)", r"N \1", one.said.replace(str(folder), ""))
        yield f"  {one.what} {one.is_wrong}: {said}"


def test_what_is_said_of_every_file_stays(sound: Path, tmp_path: Path, in_one_process: None) -> None:
    found = []
    for event, happen in EVENTS.items():
        folder = copied(sound, tmp_path / "a")
        happen(folder)
        found += [event, *said_of(folder)]
    check(KEPT / "deep_checks.txt", found)


def test_files_are_read_each_by_itself_where_one_of_them_ends_the_reader(
    sound: Path, tmp_path: Path, in_one_process: None
) -> None:
    store, ending = sound / "store.duckdb", tmp_path / "ending.duckdb"
    whole, ended = read_whole(store, ending)
    assert ended == WholeRead(tables={}, fault="its reader ended with -7 (no words)")
    assert whole.fault is None
    assert [whole] == read_whole(store)
    assert read_whole(ending) == [ended]


def test_how_the_process_that_reads_ended_is_told(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,), fault = deep._apart("storage.maintenance.whole_read", sound / "store.duckdb")
    assert (answer["tables"]["archive.articles"], fault) == (3, None)
    answer, fault = deep._apart("no_such_module" * 30)
    assert answer == {}
    assert fault is not None
    assert fault.startswith("its reader ended with 1 (")
    assert len(fault) == len("its reader ended with 1 ()") + 200
    monkeypatch.setattr(deep, "READ_SECONDS", 0.001)
    assert deep._apart("storage.maintenance.whole_read") == ({}, "not done after 0 hours")
