"""Migrations: from every earlier form of the archive, with rows in every table, to the newest; nothing is lost."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from news.errors import ArchiveError
from storage.archive import Archive
from storage.counts.materialise import TABLES
from storage.migrate import apply_only, migrate, migrations
from storage.store import Store
from storage.tables.rows import NEVER
from tests.storage.newsstand import NOW

NUMBERS = [number for number, _ in migrations()]
# One value for each type of column; text is made of the column's name.
VALUES: dict[str, Any] = {
    "BIGINT": 7, "INTEGER": 7, "UBIGINT": 7, "DOUBLE": 0.5, "BOOLEAN": True, "DATE": date(2026, 1, 1),
    "TIMESTAMP WITH TIME ZONE": datetime(2026, 1, 1, tzinfo=UTC),
}  # fmt: skip
SETTLING = TABLES
OWN = ("migrations", "settings", "searchable", "postings", *SETTLING)  # rows of these the archive writes itself

MOVED = {"story_terms": "story_profiles"}  # tables whose rows stand elsewhere today


def earlier(path: Path, upto: int) -> dict[str, int]:
    """Make a store as migration `upto` left it, two rows in each table; return the rows of each."""
    store = Store(path)
    done = [number for number in NUMBERS if number <= upto]
    apply_only(store.connection, done)
    for number in done:
        store.write("INSERT INTO archive.migrations VALUES ($1, 'earlier', $2, '2.0.0')", [number, NOW])
    tables = [name for (name,) in store.rows("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'archive'")]
    for table in tables:
        if table not in OWN:
            fill(store, table)
    counts = {name: store.rows(f"SELECT count(*) FROM archive.{name}")[0][0] for name in tables if name not in OWN}
    store.close()
    return counts


def fill(store: Store, table: str) -> None:
    columns = store.rows(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'archive' AND table_name = $1", [table]
    )
    marks = ", ".join(f"${at + 1}" for at in range(len(columns)))
    for turn in range(2):
        values = [value_of(name, kind, turn) for name, kind in columns]
        store.write(f"INSERT INTO archive.{table} VALUES ({marks})", values)


def value_of(name: str, kind: str, turn: int) -> Any:
    if kind.endswith("[]"):
        return []
    if name == "superseded_at":
        return NEVER
    value = VALUES.get(kind, f"{name} {turn}")
    return value + turn if isinstance(value, int) and not isinstance(value, bool) else value


def rows_of(path: Path) -> dict[str, int]:
    store = Store(path)
    tables = [name for (name,) in store.rows("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'archive'")]
    counts = {name: store.rows(f"SELECT count(*) FROM archive.{name}")[0][0] for name in tables}
    store.close()
    return counts


def test_migrations_are_numbered_without_a_gap() -> None:
    assert list(range(1, len(NUMBERS) + 1)) == NUMBERS


@pytest.mark.parametrize("upto", NUMBERS)
def test_an_archive_of_an_earlier_form_is_brought_up_to_date_with_all_its_rows(tmp_path: Path, upto: int) -> None:
    before = earlier(tmp_path / "store.duckdb", upto)
    with Archive.open(tmp_path, now=NOW) as archive:
        assert archive.publish(now=NOW)
        assert archive.store.rows("SELECT number FROM archive.migrations ORDER BY 1") == [(n,) for n in NUMBERS]
        assert len(archive.articles.everything()) == 2
    after = rows_of(tmp_path / "store.duckdb")
    assert {name: after[MOVED.get(name, name)] for name in before} == before


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    earlier(tmp_path / "store.duckdb", NUMBERS[0])
    for _ in range(2):
        with Archive.open(tmp_path, now=NOW) as archive:
            archive.publish(now=NOW)
    before = (tmp_path / "store.duckdb").read_bytes()
    with Archive.open(tmp_path, now=NOW) as archive:
        assert not archive.publish(now=NOW)
    assert (tmp_path / "store.duckdb").read_bytes() == before


def test_a_story_s_terms_of_an_earlier_form_are_its_profile_and_it_is_found_by_them(tmp_path: Path) -> None:
    earlier(tmp_path / "store.duckdb", 7)
    store = Store(tmp_path / "store.duckdb")
    store.write("UPDATE archive.stories SET merged_into = NULL")
    store.write("DELETE FROM archive.story_terms")
    for term, weight in (("", 2.5), ("dam", 2.0), ("said", 1.5)):
        store.write("INSERT INTO archive.story_terms VALUES ('story_id 0', $1, $2, 3)", [term, weight])
    store.write("INSERT INTO archive.story_terms VALUES ('story_id 1', 'said', 1.0, 1)")
    store.close()
    with Archive.open(tmp_path, now=NOW) as archive:
        [found] = archive.stories().candidates([{"dam": 1.0}], limit=5, similarity=0.5)
    assert (found.story_id, found.length, list(found.profile.items())) == (
        "story_id 0",
        2.5,
        [("dam", 2.0), ("said", 1.5)],
    )
    assert found.counts == {"dam": 3, "said": 3}


def test_terms_that_were_counted_without_a_number_are_found_by_theirs(tmp_path: Path) -> None:
    earlier(tmp_path / "store.duckdb", 27)
    day = date(2026, 1, 1)
    with Archive.open(tmp_path, now=NOW) as archive:
        found = archive.stories().frequencies(["term 0", "term 1", "other"], since=day, until=day)
        [again] = archive.stories().frequencies_of([(["term 0", "term 1", "other"], day, day)])
    assert found.counts == again.counts == {"term 0": 7, "term 1": 8}


def test_half_a_migration_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.duckdb")
    migrate(store.connection, now=NOW)
    broken = tmp_path / "0999_broken.sql"
    broken.write_text("CREATE TABLE archive.half (number INTEGER); INSERT INTO archive.nowhere VALUES (1);")
    for _ in range(2):  # the second time, too, it is the migration that fails, not what it left
        with pytest.raises(ArchiveError, match="nowhere"):
            migrate(store.connection, now=NOW, more=[(999, broken)])
    assert store.rows("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'") == [(0,)]
    store.close()


def test_views_follow_an_update_of_the_program(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.duckdb")
    migrate(store.connection, now=NOW)
    store.write("CREATE VIEW main.of_an_older_version AS SELECT 1 AS one")
    store.write("UPDATE archive.settings SET value = 'older' WHERE name = 'public_sha256'")
    migrate(store.connection, now=NOW)
    assert not _has(store, "of_an_older_version")
    assert _has(store, "stories")
    store.close()


def _has(store: Store, view: str) -> bool:
    return store.rows("SELECT count(*) FROM duckdb_views() WHERE view_name = $1", [view]) == [(1,)]
