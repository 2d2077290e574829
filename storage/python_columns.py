"""Columns of Python values that a statement of DuckDB can name as a table: numpy carries them."""

import builtins
from collections.abc import Collection, Mapping, Sequence
from types import FunctionType
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
Table = Mapping[str, Column]
Parameters = Sequence[Any] | Mapping[str, Any]


def objects(values: Collection[Any]) -> Column:
    """Return texts, instants, days, lists or structs as a column; None is NULL, and so is a float that is no number."""
    return np.fromiter(values, object, len(values))


def integers(values: Collection[int], kind: type[np.integer[Any]] = np.int64) -> Column:
    """Return whole numbers as a column."""
    return np.fromiter(values, kind, len(values))


def execute(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters = (), **tables: Table
) -> duckdb.DuckDBPyConnection:
    """Run one statement, which may name these tables.

    DuckDB finds them as global variables of the function that calls it. Registered, each is a view that is made, read
    and dropped, and its values are looked at twice: .5 to 1 ms of CPU more a table.
    """
    seen = {name: dict(table) for name, table in tables.items()} | {"__builtins__": builtins}
    run = FunctionType(_execute.__code__, seen)
    return run(connection, sql, parameters)  # type: ignore[no-any-return]


def _execute(connection: Any, sql: str, parameters: Parameters) -> Any:
    return connection.execute(sql, parameters)
