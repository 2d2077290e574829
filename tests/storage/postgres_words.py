"""A connection of DuckDB that answers what a lake's lock asks PostgreSQL, for tests without a server."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import duckdb

from storage.lake_store import ALONE, OURS, TURN, AdvisoryLock

SINCE = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)
WORDS = """
    CREATE MACRO host(address) AS address;
    CREATE MACRO to_char(moment, form) AS strftime(moment, replace(replace(form, 'HH24', '%H'), 'MI', '%M'));
    CREATE TABLE pg_locks (locktype VARCHAR, granted BOOLEAN, classid BIGINT, objid BIGINT, pid INTEGER);
    CREATE TABLE pg_stat_activity (pid INTEGER, client_addr VARCHAR, xact_start TIMESTAMPTZ);
    CREATE MACRO postgres_query(name, asked) AS TABLE FROM query(asked);
"""
PROCESSES = [(1, "10.0.0.7", SINCE), (2, None, SINCE)]
# Who holds a lock: ours and granted, waited for, another program's, and of another kind.
HELD = {
    "nobody": (),
    "from elsewhere": (("advisory", True, OURS, TURN, 1),),
    "from here": (("advisory", True, OURS, TURN, 2),),
    "waited for": (("advisory", False, OURS, TURN, 1),),
    "another program's": (("advisory", True, OURS + 1, TURN, 1),),
    "that of linking": (("advisory", True, OURS, ALONE, 1),),
    "of another kind": (("relation", True, OURS, TURN, 1),),
}


@dataclass
class Server:
    """What was asked for, and whether it is given."""

    is_free: bool = True
    fails_with: str = ""
    asked: list[str] = field(default_factory=list)

    def connection(self, held: str = "nobody") -> duckdb.DuckDBPyConnection:
        found = duckdb.connect()
        found.execute(f"SET TimeZone = 'Asia/Tokyo'; {WORDS}")
        found.executemany(
            "INSERT INTO pg_stat_activity VALUES ($1, $2, $3)", [(1, "10.0.0.7", SINCE), (2, None, SINCE)]
        )
        for row in HELD[held]:
            found.execute("INSERT INTO pg_locks VALUES ($1, $2, $3, $4, $5)", row)
        for name, answer, kinds in (
            ("set_config", self._set, ["VARCHAR", "VARCHAR", "BOOLEAN"]),
            ("pg_advisory_xact_lock", self._wait, ["BIGINT", "BIGINT"]),
            ("pg_try_advisory_xact_lock", self._try, ["BIGINT", "BIGINT"]),
        ):
            kind = "BOOLEAN" if "try" in name else "VARCHAR"
            found.create_function(name, answer, kinds, kind, side_effects=True)
        return found

    def _set(self, name: str, value: str, is_local: bool) -> str:
        self.asked.append(f"set {name} {value} {is_local}")
        return value

    def _wait(self, one: int, two: int) -> str:
        self.asked.append(f"wait {one} {two}")
        if self.fails_with:
            raise ValueError(self.fails_with)
        return ""

    def _try(self, one: int, two: int) -> bool:
        self.asked.append(f"try {one} {two}")
        return self.is_free


class LockThere(AdvisoryLock):
    """A lock of such a server."""

    def __init__(self, lake: Any, key: int, server: Server, held: str = "nobody") -> None:
        super().__init__(lake, key)
        self._server, self._held = server, held

    def _connected(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = self._server.connection(self._held)
        return self._connection
