"""Parquet files as DuckDB names and counts them."""

import re
from pathlib import Path

import duckdb


def pattern_of(path: Path) -> str:
    """Return a file's name as SQL says it where no parameter may stand; marks of a pattern stand for themselves."""
    name = re.sub(r"([*?\[])", r"[\1]", str(path.resolve()))
    return "'" + name.replace("'", "''") + "'"


def rows_in_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Return the number of rows that a file says it has."""
    ((rows,),) = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({pattern_of(path)})").fetchall()
    return int(rows)
