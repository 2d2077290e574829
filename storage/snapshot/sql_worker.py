"""One question, answered in a process of its own that can be ended at any instant.

A question comes from outside. DuckDB refuses files, settings and writing (`sandbox`), but a single function call on
huge values (`levenshtein`, `range`) neither heeds an interrupt nor counts its memory. So the system limits this
process, and the one that asked (storage/snapshot/sql.py) ends it when the time is up. Nothing is lost: it only reads.
"""

import json
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb

from news.errors import NewsError, WatchError
from storage.lake import data_path, masked, on_lake, open_reader
from storage.parquet import rows_in_parquet
from storage.snapshot.worker_messages import encoded

BATCH_ROWS = 1000  # rows a message
ROOM_BYTES = 3 << 30  # address space beside DuckDB's own limit: the interpreter, libraries, thread stacks
GRACE_SECONDS = 5  # after the limit the system ends this process, should the one that asked be gone
READING = ("SELECT", "EXPLAIN", "MULTI")  # MULTI: PIVOT, which makes a type for itself
# On a lake: ways to PostgreSQL past the lake, where a question could call any function of the server.
TO_POSTGRES = re.compile(r"postgres_\w+|__ducklake_metadata_\w*|\bquery\s*\(", re.IGNORECASE)
MULTI_STARTS = ("pivot", "from", "with", "select", "(")

Send = Callable[[tuple[Any, ...]], None]


def sandbox(
    connection: duckdb.DuckDBPyConnection,
    *,
    as_of: datetime | None,
    memory: str,
    data: str | None = None,
    parquet: str | None = None,
) -> None:
    """Let `connection` read its file and nothing else, for good.

    Args:
        as_of: what the views answer for; None is now.
        memory: DuckDB's limit, such as "1GB". There is no spilling to disk.
        data: where a lake keeps its data, which may be read, too.
        parquet: the file that the answer goes to, the only one that may be written.
    """
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET memory_limit = $1", [memory])
    connection.execute("SET temp_directory = ''")
    # 2.0.0 drops a LIMIT behind a filter that its statistics take to be always true; costs nothing measurable.
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")
    connection.execute("SET python_enable_replacements = false")
    if as_of is not None:
        connection.execute("SET VARIABLE as_of = $1::TIMESTAMPTZ", [as_of])
    if data:
        connection.execute("SET allowed_directories = [$1]", [data])
    if parquet:
        draft = Path(parquet).with_name(f"tmp_{Path(parquet).name}")  # DuckDB writes there first
        connection.execute("SET allowed_paths = [$1, $2]", [parquet, str(draft)])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def refusal(statements: list[tuple[str, str]], *, is_of_lake: bool = False) -> str | None:
    """Return why these statements, given as (type, text), are not one reading statement; None when they are."""
    if not statements:
        return "There is no question in it."
    if len(statements) > 1:
        return f"One question at a time, please: there are {len(statements)} statements in it."
    kind, text = statements[0]
    if kind not in READING or (kind == "MULTI" and not text.lstrip().lower().startswith(MULTI_STARTS)):
        return f"Only questions are answered here (SELECT, FROM, WITH …); {_named(kind, text)} is refused."
    if is_of_lake and (found := TO_POSTGRES.search(text)):
        return f"{found[0]} speaks to PostgreSQL itself, and questions read the archive's views and tables."
    return None


def _named(kind: str, text: str) -> str:
    words = text.split(maxsplit=1)
    return words[0].upper() if words else kind


def answer(connection: duckdb.DuckDBPyConnection, request: Mapping[str, Any], send: Send) -> None:
    """Send the answer's columns and types, then its rows in batches, then the seconds that DuckDB took."""
    started = time.monotonic()
    statements = [(item.type.name, item.query) for item in connection.extract_statements(request["sql"])]
    if words := refusal(statements, is_of_lake=on_lake(connection)):
        send(("refused", "", words))
        return
    sql = request["sql"]
    if "search" in sql.lower():
        from storage.snapshot.article_search import with_queries  # half of what starting this process costs

        sql = with_queries(connection, sql)
    if request["parquet"]:
        send(("written", _to_parquet(connection, sql, request["parquet"])))
        send(("done", time.monotonic() - started))
    else:
        _send_rows(connection.execute(sql), request["row_limit"], send)
        send(("done", time.monotonic() - started))


def _send_rows(result: duckdb.DuckDBPyConnection, row_limit: int | None, send: Send) -> None:
    described = result.description or []
    send(("columns", [item[0] for item in described], [str(item[1]) for item in described]))
    left = float("inf") if row_limit is None else row_limit
    while batch := result.fetchmany(BATCH_ROWS):
        if len(batch) > left:
            send(("rows", batch[: int(left)]))
            send(("truncated",))
            return
        send(("rows", batch))
        left -= len(batch)


def _to_parquet(connection: duckdb.DuckDBPyConnection, sql: str, path: str) -> int:
    connection.sql(sql).write_parquet(path, compression="zstd", overwrite=True)
    return rows_in_parquet(connection, Path(path))


def _limit(memory_bytes: int, seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes + ROOM_BYTES, memory_bytes + ROOM_BYTES))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asked decides what Ctrl-C means
    signal.alarm(int(seconds) + GRACE_SECONDS)


def main() -> None:
    """Read one request as JSON from standard input; answer through the inherited pipe."""
    request = json.loads(sys.stdin.readline())
    pipe = Connection(request["pipe"], readable=False)

    def send(message: tuple[Any, ...]) -> None:
        pipe.send_bytes(encoded(message))

    try:
        _limit(request["memory_bytes"], request["seconds"])
        connection = open_reader(request["snapshot"])
        data = data_path(connection) if on_lake(connection) else None
        as_of = None if request["as_of"] is None else datetime.fromisoformat(request["as_of"])
        sandbox(connection, as_of=as_of, memory=request["memory"], data=data, parquet=request["parquet"])
    except (duckdb.Error, NewsError) as error:
        send(("closed", type(error).__name__, masked(str(error))))
        return
    try:
        answer(connection, request, send)
    except WatchError as error:
        send(("refused", "", f"search(): {error}"))
    except (duckdb.Error, MemoryError) as error:
        send(("refused", type(error).__name__, str(error)))


if __name__ == "__main__":
    main()
