"""A store is built anew from rows that stand elsewhere: in a backup, or in the store that is to shrink.

The tables come from the migrations, so that they are as any other archive's: also their compression, which a copy of
a database would not tell from a table made by hand.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from news.errors import ArchiveError
from news.records import record
from storage.lake_store import LakeStore
from storage.migrate import apply_only, migrate
from storage.named_sql import named_sql
from storage.store import Ledger, Store
from storage.tables.boilerplate_index import BoilerplateIndex
from storage.tables.sketch_index import SketchTable

SQL = named_sql(__file__)

# What the new store finds out for itself.
OWN_SETTINGS = "DELETE FROM archive.settings WHERE name = 'public_sha256'"


@record
class TableRows:
    """One table's rows, wherever they stand."""

    table: str  # "archive.articles"; "idx.sketches" for those of the index
    source: str  # what follows FROM
    rows: int


def tables_of(store: Store) -> list[str]:
    """Return the names of the archive's own tables and of its index, in alphabetical order."""
    return [name for (name,) in store.rows(SQL["tables_of"])]


def kept_tables(store: Store) -> list[str]:
    """Return the tables whose rows are carried over: all but the counts, which are made again of the rows."""
    return [name for name in tables_of(store) if not name.startswith("archive.settled")]


def build(
    draft: Path, tables: Sequence[TableRows], *, migrations: Collection[int], now: datetime, old: Path | None = None
) -> None:
    """Make the store, the index and the ledger of an archive in the folder `draft`.

    Args:
        migrations: by which the rows' tables were made; later ones are applied to the rows.
        old: the folder of an archive; its store can be read as `old`, its index as `old_idx`.

    Raises:
        ArchiveError: rows do not fit, or are not there; the disk refuses.
    """
    store = Store(draft / "store.duckdb")
    try:
        with store.transaction():
            apply_only(store.connection, migrations)
        SketchTable(store.connection).create()
        BoilerplateIndex(store.connection).create()
        if old:
            store.write("ATTACH $1 AS old (READ_ONLY)", [str(old / "store.duckdb")])
            store.write("ATTACH $1 AS old_idx (READ_ONLY)", [str(old / "index.duckdb")])
        for item in tables:
            _load(store, item)
        store.write(OWN_SETTINGS)
        migrate(store.connection, now=now, subject=str(draft.parent))
        Ledger(draft).write(store, now)
    finally:
        store.close()


def fill_lake(store: LakeStore, tables: Sequence[TableRows], *, migrations: Collection[int], now: datetime) -> None:
    """Make a lake's tables anew, in one transaction, and fill them; what was in them is gone.

    Raises:
        ArchiveError: rows do not fit, or are not there; the lake refuses.
    """
    with store.transaction():
        for name in tables_of(store):
            store.write(f"DROP TABLE {name}")
        apply_only(store.connection, migrations)
        SketchTable(store.connection).create()
        BoilerplateIndex(store.connection).create()
        for item in tables:
            _load(store, item)
        store.write(OWN_SETTINGS)
    with store.turn():
        migrate(store.connection, now=now, subject=str(store.path))


def _load(store: Store, item: TableRows) -> None:
    if item.table not in tables_of(store):
        message = f"{item.table} is none of the tables that this newsthread knows; update newsthread."
        raise ArchiveError(message, subject=item.table)
    store.write(f"DELETE FROM {item.table}")
    store.write(f"INSERT INTO {item.table} BY NAME SELECT * FROM {item.source}")
    found = store.rows(f"SELECT count(*) FROM {item.table}")[0][0]
    if found != item.rows:
        message = f"{item.table} holds {found} rows where {item.rows} were expected; nothing was changed."
        raise ArchiveError(message, subject=item.table)
