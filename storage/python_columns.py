"""Columns of Python values that a statement of DuckDB can name as a table: numpy carries them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
Table = Mapping[str, Column]

# DuckDB takes the type of a column of objects from a sample of them, of 1,000 unless told: it looks at all.
LOOK_AT_ALL = "SET pandas_analyze_sample = 9223372036854775807"


def objects(values: Collection[Any]) -> Column:
    """Return texts, instants, days, lists or structs as a column; None is NULL, and so is a float that is no number."""
    column = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):  # numpy would make a second dimension of lists of one length
        column[place] = value
    return column


def integers(values: Collection[int], kind: type[np.integer[Any]] = np.int64) -> Column:
    """Return whole numbers as a column."""
    return np.fromiter(values, kind, len(values))


@contextmanager
def named(connection: duckdb.DuckDBPyConnection, **tables: Table) -> Iterator[None]:
    """Let statements name these tables for a while."""
    if any(column.dtype == object for table in tables.values() for column in table.values()):
        connection.execute(LOOK_AT_ALL)
    for name, table in tables.items():
        connection.register(name, dict(table))
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)
