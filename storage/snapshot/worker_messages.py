"""Messages of the process that answers a question, as JSON: bytes from there can be wrong, never run."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

from news.errors import ArchiveError

LONGEST_MESSAGE = 1 << 30  # bytes; above it the other side is not ours any more
KINDS: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "span": (timedelta, lambda span: [span.days, span.seconds, span.microseconds], lambda span: timedelta(*span)),
    "decimal": (Decimal, str, Decimal),
    "bytes": (bytes, bytes.hex, bytes.fromhex),
    "uuid": (UUID, str, UUID),
    "map": (dict, lambda pairs: [*pairs.items()], lambda pairs: {_key(key): value for key, value in pairs}),
}


def encoded(message: tuple[Any, ...]) -> bytes:
    """Return a message as bytes: JSON, in which values that JSON has not are marked."""
    return json.dumps([_marked(part) for part in message], ensure_ascii=False).encode("utf-8", "surrogatepass")


def decoded(received: bytes) -> tuple[Any, ...]:
    """Return the message of such bytes; rows become tuples, instants know that they are UTC.

    Raises:
        ArchiveError: they are no such message.
    """
    try:
        message = json.loads(received.decode("utf-8", "surrogatepass"), object_hook=_unmarked)
        if message[0] == "rows":
            message[1] = [tuple(row) for row in message[1]]
        return tuple(message)
    except (ValueError, TypeError, KeyError, LookupError) as error:
        raise ArchiveError(f"The process that answers sent what cannot be read: {error}.", subject="sql") from error


def receive(pipe: Connection) -> tuple[Any, ...]:
    """Wait for the next message.

    Raises:
        EOFError: the other side is gone.
        ArchiveError: what came is no message.
    """
    return decoded(pipe.recv_bytes(LONGEST_MESSAGE))


def _marked(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_marked(item) for item in value]
    if isinstance(value, datetime) and value.utcoffset() is not None:
        value = value.replace(tzinfo=UTC)  # DuckDB's own zone objects, of a session in UTC
    for kind, (python_type, to_json, _) in KINDS.items():
        if isinstance(value, python_type):
            return {kind: _marked(to_json(value))}
    return str(value)


def _unmarked(marked: dict[str, Any]) -> Any:
    ((kind, value),) = marked.items()
    return KINDS[kind][2](value)


def _key(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key
