"""Reads every value of DuckDB files, as a process of its own that starts at once: it imports nothing else."""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

from storage.store import CONFIG

TABLES = """
    SELECT schema_name || '.' || table_name FROM duckdb_tables()
    WHERE database_name = current_database() AND NOT internal ORDER BY 1
"""
CHANGED_TEXTS = """
    SELECT count(*), any_value(article_id) FROM archive.articles
    WHERE text_sha256 IS NOT NULL AND text_sha256 <> sha256(text)
"""

# A store of an older version, or one whose first run was ended, has no checksums of texts yet.
HAS_SUMS = """
    SELECT 1 FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
    AND schema_name = 'archive' AND table_name = 'articles' AND column_name = 'text_sha256'
"""


def read(path: Path) -> dict[str, Any]:
    """Return the rows of each table, the number of texts that are not those that were saved, and DuckDB's refusal."""
    try:
        with duckdb.connect(str(path), read_only=True, config=CONFIG) as connection:
            connection.execute("SET threads = 1")  # it takes longer, and leaves the machine to others
            tables = {name: _read(connection, name) for (name,) in connection.execute(TABLES).fetchall()}
            changed = connection.execute(CHANGED_TEXTS).fetchone() if connection.execute(HAS_SUMS).fetchall() else None
    except duckdb.Error as error:
        return {"tables": {}, "fault": str(error).splitlines()[0]}
    return {"tables": tables, "changed_texts": changed[0] if changed else 0}


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return the rows of a table, every value of which was read and hashed."""
    found = connection.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table} AS t").fetchone()
    return int(found[0]) if found else 0


def main() -> None:
    """Read the files that the arguments name, and print what came of each as JSON."""
    sys.stdout.write(json.dumps([read(Path(path)) for path in sys.argv[1:]]))


if __name__ == "__main__":
    main()
