"""Store, snapshot and index are compared, by counts and rows: do they hold the same articles?

It finds what checksums cannot: files of different moments or archives, and damage where a run that was ended left none.
"""

import json
import sys
from collections.abc import Iterator, Set
from pathlib import Path

import duckdb

from news.records import WORDS_OF_THE_PAGE
from storage.named_sql import named_sql
from storage.publish import tells_all
from storage.recovery.torn_log import is_unbegun
from storage.store import CONFIG

SQL = named_sql(__file__)
ATTACH = "ATTACH ? AS {} (READ_ONLY)"
FILES = {"store": "store.duckdb", "news": "news.duckdb", "idx": "index.duckdb"}
# Tables whose rows name an article that must be there, and the column that names it.
NAMING = (
    *((name, "article_id") for name in ("placements", "copies", "citations", "quotes", "origins", "figures",
                                        "expectations", "differences", "watch_matches", "searchable")),
    ("copies", "original_id"), ("placements", "copy_group_id"),
)  # fmt: skip
INDEX_TABLES = ("sketches", "short_runs", "quoted", "sketch_sizes", "house_lines")


def disagreements(folder: Path) -> list[str]:
    """Return what store, snapshot and index of the archive in `folder` say differently, each in a line.

    Call it with the archive's lock held.

    Raises:
        duckdb.Error: a file cannot be read.
    """
    with duckdb.connect(config=CONFIG) as connection:
        connection.execute("SET threads = 1")
        paths = {alias: folder / name for alias, name in FILES.items()}
        present = {alias for alias, path in paths.items() if path.exists() and not is_unbegun(path)}
        for alias in present:
            connection.execute(ATTACH.format(alias), [str(folder / FILES[alias])])
        tables = {(alias, name) for alias, name in connection.execute(SQL["there"]).fetchall()}
        if not {("store", "articles"), ("store", "forgotten")} <= tables:
            return []  # a run was ended while it made the archive: nothing was saved yet
        connection.execute("USE store.archive")
        return [
            *_orphans(connection, tables),
            *(
                _between_snapshot(connection, folder)
                if {("news", "searchable"), ("news", "forgotten")} <= tables
                else ()
            ),
            *_between_index(connection, tables),
        ]


def _orphans(connection: duckdb.DuckDBPyConnection, tables: Set[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each table with rows whose article is missing; older archives lack some tables."""
    for table, column in NAMING:
        if ("store", table) not in tables:
            continue
        if count := _number(connection, SQL["of_no_article"].format(table=table, column=column)):
            yield f"the store has {count:,} rows in {table} whose {column} is no article of it"


def _between_snapshot(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[str]:
    """Yield where the snapshot differs from the store that it was made of, or holds what the store has lost since."""
    if tells_all(folder / FILES["store"], folder / FILES["news"]):
        for (table,) in connection.execute(SQL["tables"]).fetchall():
            if _number(connection, SQL["differs"].format(table=table)):
                yield f"the snapshot's table {table} is not the store's"
    elif not _number(connection, SQL["forgets"]):
        for table, columns in connection.execute(
            SQL["lasting"], {"words_of_the_page": [*WORDS_OF_THE_PAGE]}
        ).fetchall():
            listed = ", ".join(f'"{name}"' for name in columns)
            if count := _number(connection, SQL["lost"].format(table=table, columns=listed)):
                yield f"the store lacks {count:,} rows of {table} that the snapshot holds"
    if count := _number(connection, SQL["not_searchable"]):
        yield f"{count:,} articles of the snapshot are not in its index of words"


def _between_index(connection: duckdb.DuckDBPyConnection, tables: Set[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each table of the index with articles that the store does not hold."""
    for table in INDEX_TABLES:
        if ("idx", table) not in tables:
            continue
        if count := _number(connection, SQL["indexed_alone"].format(table=table)):
            yield f"the index knows {count:,} articles in {table} that the store does not hold"


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int((connection.execute(sql).fetchone() or (0,))[0])


def main() -> None:
    """Compare the files of the folder that the first argument names, and print what came of it as JSON."""
    try:
        sys.stdout.write(json.dumps({"said": disagreements(Path(sys.argv[1]))}))
    except duckdb.Error as error:
        sys.stdout.write(json.dumps({"said": [], "fault": str(error).splitlines()[0]}))


if __name__ == "__main__":
    main()
