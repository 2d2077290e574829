"""Records become rows, and rows records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from storage.store import Store, plain_errors

R = TypeVar("R")

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # superseded_at of what still holds


def insert(store: Store, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add `rows` to `table` in one statement; every row has the same keys, which are its columns."""
    from storage.python_columns import execute  # numpy takes 0.1 s, for which those who only read do not wait

    if not rows:
        return
    columns = list(rows[0])
    names = ", ".join(f'"{name}"' for name in columns)
    batch = {name: _column([row[name] for row in rows]) for name in columns}
    with plain_errors(store.path):
        insertion = f"INSERT INTO {table} ({names}) SELECT {names} FROM batch_rows"
        execute(store.connection, insertion, batch_rows=batch)


def _column(values: list[Any]) -> Any:
    from storage.python_columns import objects

    if any(isinstance(value, datetime) for value in values):
        return objects([value.astimezone(UTC) if value is not None else None for value in values])
    return objects(values)


def row_of(record: Any, *, without: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """Return the record's fields as a row, less `without`, with `more`; records inside become structs."""
    left_out = set(without)
    kept = (item.name for item in fields(record) if item.name not in left_out)
    return {name: _struct(getattr(record, name)) for name in kept} | more


def _struct(value: Any) -> Any:
    """Turn records within a record into dictionaries; the rest stays as it is (`asdict` would copy all of it)."""
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return [asdict(item) for item in value]
    return value


def columns_of(kind: type[Any], *, without: Iterable[str] = (), prefix: str = "") -> str:
    """Return the record's columns for a SELECT, in the order of its fields."""
    left_out = set(without)
    return ", ".join(f'{prefix}"{item.name}"' for item in fields(kind) if item.name not in left_out)


def records(kind: type[R], rows: Iterable[Sequence[Any]], *, without: Iterable[str] = ()) -> list[R]:
    """Build records from rows selected with `columns_of`; lists become tuples, instants are in UTC."""
    left_out = set(without)
    names = [item.name for item in fields(kind) if item.name not in left_out]  # type: ignore[arg-type]
    return [kind(**dict(zip(names, map(plain, row), strict=True))) for row in rows]


def plain(value: Any) -> Any:
    """Turn DuckDB's values into those of records: tuples for lists, `datetime.UTC` for its own zone objects."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.utcoffset() is not None else value
    return value
