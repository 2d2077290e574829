"""Notes how DuckDB is opened and set, and where transactions begin and end, by whatever opens it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

SETTING = re.compile(r"^\s*(?:SET|RESET|ATTACH|DETACH|USE|CHECKPOINT|BEGIN|COMMIT|ROLLBACK)\b", re.IGNORECASE)


class NotedConnection:
    """A connection of DuckDB that notes statements which change no row."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, found: list[str]) -> None:
        self._connection, self._found = connection, found

    def execute(self, sql: str, *given: Any) -> Any:
        if SETTING.match(sql):
            self._found.append(" ".join(sql.split()) + (f" {given[0]}" if given and given[0] else ""))
        self._connection.execute(sql, *given)
        return self

    def close(self) -> None:
        self._found.append("close")
        self._connection.close()

    def __enter__(self) -> "NotedConnection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextmanager
def noted_sessions(folder: Path) -> Iterator[list[str]]:
    """Give a list to which all is added that connections are told while the block runs."""
    found: list[str] = []
    connect = duckdb.connect

    def open_noted(*given: Any, **more: Any) -> NotedConnection:
        found.append(f"connect {' '.join(map(str, given))} {more or ''}")
        return NotedConnection(connect(*given, **more), found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", open_noted)
        yield found
    found[:] = [line.replace(str(folder), "").strip() for line in found]
