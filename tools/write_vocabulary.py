"""Writes storage/public/99_vocabulary.sql from the comments in the other files: python -m tools.write_vocabulary.

A lake keeps no comments on macros and view columns, so the vocabulary stands as a view of its own everywhere.
"""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from storage.migrate import migrate

TARGET = Path(__file__).parent.parent / "storage" / "public" / "99_vocabulary.sql"

COMMENTS = """
    SELECT name, kind, comment FROM (
        SELECT view_name AS name, 'view' AS kind, comment, view_name AS owner, 0 AS place FROM duckdb_views()
        WHERE schema_name = 'main' AND NOT internal
        UNION ALL
        SELECT table_name || '.' || column_name, 'column', comment, table_name, column_index FROM duckdb_columns()
        WHERE schema_name = 'main' AND NOT internal
        UNION ALL
        SELECT function_name, replace(function_type, '_', ' '), comment, function_name, 0 FROM duckdb_functions()
        WHERE schema_name = 'main' AND NOT internal
    )
    WHERE owner <> 'vocabulary'
    ORDER BY list_position(['table macro', 'macro', 'view', 'column'], kind), owner, place
"""

HEAD = """-- Written by tools/write_vocabulary.py from the comments in the other files; a test compares them.
-- A DuckLake keeps no comments on macros and on the columns of views: there, this is where they stand.

CREATE VIEW vocabulary AS
SELECT name, kind, comment
FROM (VALUES
"""

TAIL = """
) AS said (name, kind, comment);

COMMENT ON VIEW vocabulary IS 'Everything public and what it means: FROM vocabulary WHERE kind = ''table macro''.';
COMMENT ON COLUMN vocabulary.name IS 'Name; of a column: view.column.';
COMMENT ON COLUMN vocabulary.kind IS 'table macro, macro, view or column.';
COMMENT ON COLUMN vocabulary.comment IS 'What it means.';
"""


def comments() -> list[tuple[str, str, str]]:
    """Return (name, kind, comment) of all that is public but the vocabulary itself."""
    with duckdb.connect() as connection:
        migrate(connection, now=datetime.now(UTC))
        return connection.execute(COMMENTS).fetchall()


def vocabulary_sql() -> str:
    """Return the file as it should stand."""
    lines = [", ".join(_literal(word) for word in row) for row in comments()]
    return HEAD + ",\n".join(f"    ({line})" for line in lines) + TAIL


def _literal(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


if __name__ == "__main__":
    TARGET.write_text(vocabulary_sql(), encoding="utf-8")
