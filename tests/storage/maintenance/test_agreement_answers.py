"""What store, snapshot and index of an archive are said to tell differently, whatever was done to one of them."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from news.records import WORDS_OF_THE_PAGE
from storage.maintenance.agreement import FILES, INDEX_TABLES, NAMING, SQL, disagreements
from storage.publish import _stamp
from tests.answers import check
from tests.storage.snapshot.drawn_archive import archive

KEPT = Path("tests/fixtures/answers/storage")
IDS = {"sketches": "article_id BIGINT", "short_runs": "article_id BIGINT", "quoted": "article_id BIGINT",
       "sketch_sizes": "article_id BIGINT", "house_lines": "article_id BIGINT"}  # fmt: skip


@pytest.fixture(scope="session")
def sound_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with rows in every table, published as it is."""
    folder = tmp_path_factory.mktemp("sound")
    made = archive.__wrapped__()
    made.index()
    ((file,),) = made.ask("SELECT path FROM duckdb_databases() WHERE database_name = current_database()")
    made.connection.close()
    for name in ("store.duckdb", "news.duckdb"):
        shutil.copyfile(file, folder / name)
    with duckdb.connect(str(folder / "index.duckdb")) as connection:
        for table, columns in IDS.items():
            connection.execute(f"CREATE TABLE {table} ({columns}); INSERT INTO {table} VALUES (1), (1), (2)")
    (folder / "ledger.json").touch()
    return folder


def rows(table: str, count: int) -> str:
    return f"rowid IN (SELECT rowid FROM {table} ORDER BY rowid LIMIT {count})"


ORPHANS = "; ".join(
    f"UPDATE archive.{table} SET {column} = {-number - 1} WHERE {rows(f'archive.{table}', 1)}"
    for number, (table, column) in enumerate(NAMING)
)
TABLES = ("articles", "placements", "origins", "stories", "quotes", "watches", "watch_matches", "figures", "searchable")
LOST = "; ".join(f"DELETE FROM archive.{name} WHERE {rows(f'archive.{name}', n)}" for n, name in enumerate(TABLES, 1))
FORGOTTEN = "INSERT INTO archive.forgotten (subject, article_id, forgotten_at) VALUES ('x', {}, now())"
ALONE = "; ".join(
    f"INSERT INTO {name} SELECT 900000 + unnest(range({n})); INSERT INTO {name} VALUES (900000)"
    for n, name in enumerate(INDEX_TABLES, 1)
)
# What is done to which file, each a state of its own.
STATES: dict[str, dict[str, str]] = {
    "nothing": {},
    "rows of no article": {"store": ORPHANS},
    "rows that the store lost": {"store": LOST},
    "rows that came": {"news": LOST},
    "lost, and something was forgotten": {"store": f"{LOST}; {FORGOTTEN.format(1)}"},
    "one was forgotten in both": {"store": FORGOTTEN.format(1), "news": FORGOTTEN.format(2)},
    "words that may change": {"store": "UPDATE archive.articles SET text = '', change = 'x', first_seen_at = now()"},
    "words that may not": {
        "store": f"UPDATE archive.articles SET url = url || '1' WHERE {rows('archive.articles', 2)}"
    },
    "not in the index of words": {"news": f"DELETE FROM archive.searchable WHERE {rows('archive.searchable', 3)}"},
    "another version in the index of words": {"news": "UPDATE archive.searchable SET version = 9 WHERE article_id = 1"},
    "articles in the index alone": {"idx": ALONE},
    "forgotten, and in the index": {"idx": ALONE, "store": FORGOTTEN.format(900000)},
    "no table of figures": {"store": "DROP TABLE archive.figures CASCADE", "idx": "DROP TABLE quoted"},
    "no table of what is forgotten": {"store": f"DROP TABLE archive.forgotten CASCADE; {ORPHANS}"},
    "a snapshot without an index of words": {
        "news": f"DROP TABLE archive.searchable CASCADE; {LOST.rpartition('; ')[0]}"
    },
}


def meddled(sound_archive: Path, folder: Path, done: dict[str, str], *, is_noted: bool) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound_archive, folder)
    for alias, script in done.items():
        with duckdb.connect(str(folder / FILES[alias])) as connection:
            connection.execute(script)
    if is_noted:
        stamps = {"store": _stamp(folder / "store.duckdb"), "snapshot": _stamp(folder / "news.duckdb")}
        (folder / "news.published.json").write_text(json.dumps(stamps))
    return folder


def test_what_files_are_said_to_tell_differently_stays(sound_archive: Path, tmp_path: Path) -> None:
    found = []
    for state, done in STATES.items():
        folder = meddled(sound_archive, tmp_path / "a", done, is_noted=False)
        found += [state, *(f"  {said}" for said in disagreements(folder))]
    with duckdb.connect() as connection:
        for alias in ("store", "news"):
            connection.execute(f"ATTACH '{sound_archive / FILES[alias]}' AS {alias} (READ_ONLY)")
        asked = {"words_of_the_page": [*WORDS_OF_THE_PAGE]}
        found += [
            f"{table}: {', '.join(names)}" for table, names in connection.execute(SQL["lasting"], asked).fetchall()
        ]
    check(KEPT / "agreements.txt", found)


def test_what_a_snapshot_that_was_just_made_holds_otherwise_stays(sound_archive: Path, tmp_path: Path) -> None:
    found = []
    for state in ("nothing", "rows that came", "words that may change", "one was forgotten in both"):
        folder = meddled(sound_archive, tmp_path / "a", STATES[state], is_noted=True)
        found += [state, *(f"  {said}" for said in disagreements(folder))]
    for name in ("index.duckdb", "news.duckdb"):
        (folder / name).unlink()
        found += [f"no {name}", *(f"  {said}" for said in disagreements(folder))]
    (folder / "ledger.json").unlink()
    (folder / "store.duckdb").write_bytes(bytes(4096))  # a first run was ended while it made it
    found += ["unbegun", *disagreements(folder)]
    check(KEPT / "agreements_noted.txt", found)
