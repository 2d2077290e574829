"""Writes a snapshot's answers into docs/sql.md: python -m tools.fill_cookbook FILE (that of the sample newsroom)."""

import re
import sys

import duckdb

from tools.cookbook import BLOCK, PAGE, answer, drawn


def filled(page: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the page with the answer below each question."""

    def with_answer(block: re.Match[str]) -> str:
        table = drawn(*answer(connection, block["sql"]))
        return f"```sql\n{block['sql']}```\n\n```text\n{table}\n```\n"

    return BLOCK.sub(with_answer, page)


if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as snapshot:
        snapshot.execute("SET TimeZone = 'UTC'")
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), snapshot), encoding="utf-8")
