"""A log whose end was torn when the power went is cut where its last confirmed transaction ends, and that is said.

DuckDB syncs its log when it commits. What a crash tears is therefore one transaction, at the log's end, that nobody was
told of. DuckDB skips one that just ends, and refuses the whole file where its pages came to the disk out of order.
"""

import os
import re
from pathlib import Path

# How a log begins whose entries are known to us: the kind and the version of its format.
HEAD = bytes.fromhex("640062650002")
# The entry that ends a transaction, as DuckDB writes it: length, checksum, kind. A test compares it with DuckDB's own.
FLUSH = bytes.fromhex("0500000000000000e7fe7d722fed3d5e640064ffff")
LEAST_BYTES = 3 * 4096  # DuckDB's three headers
SECTOR_BYTES = 512  # what a disk writes whole
MAGIC, MAGIC_AT = b"DUCK", slice(8, 12)  # of every DuckDB file
TORN = re.compile(r'replaying WAL file "?([^"\n]+?)"?: Corrupt WAL file: [^\n]*?at byte position (\d+)')
DAMAGED_LOG = (
    "{log} is damaged within what was saved: bring back a backup (newsthread restore DIR --replace), or move the log "
    "away to go on with what was saved before it."
)


def is_unbegun(path: Path) -> bool:
    """Return whether a first run was ended while it made this file: at most its headers are there, and no rows.

    A file of another program is none: its beginning is neither DuckDB's nor lost.
    """
    is_first = not path.with_name("ledger.json").exists()  # each run leaves one at its end
    if not (is_first and path.exists() and path.stat().st_size <= LEAST_BYTES):
        return False
    with path.open("rb") as file:
        head = file.read(MAGIC_AT.stop)
    log = path.with_name(f"{path.name}.wal")
    return (head[MAGIC_AT] == MAGIC or not any(head)) and (not log.exists() or confirmed_end(log) == 0)


def is_written_by_sectors(path: Path) -> bool:
    """Return whether a file has the length that DuckDB's headers, whole or torn, have on a disk; none is empty."""
    length = path.stat().st_size
    return length > 0 and length % SECTOR_BYTES == 0


def drop_unbegun(path: Path) -> None:
    """Remove a file that was not made to its end, so that it is made anew."""
    if is_unbegun(path):
        path.unlink()


def drop_unfinished(log: Path) -> None:
    """Cut off what a killed run had begun to write after its last confirmed transaction; a log of nothing else goes.

    DuckDB passes such an end over and leaves the log where it is: the next run would take it for another program's.

    Raises:
        OSError: the log cannot be read or cut.
    """
    end = confirmed_end(log)
    if end == 0:
        log.unlink()
    elif end is not None and end < log.stat().st_size:
        os.truncate(log, end)


def confirmed_end(log: Path) -> int | None:
    """Return where a log's last confirmed transaction ends; None: there is no log of a format that we know."""
    if not log.exists():
        return None
    data = log.read_bytes()
    if FLUSH in data:
        return data.rfind(FLUSH) + len(FLUSH)
    return 0 if not data or data.startswith(HEAD) else None


def mend(error: str) -> str | None:
    """Cut a torn log that DuckDB's `error` names; return what was done; None: it is no such error, or no torn end.

    After the torn place at most one transaction may end: the one that was being written. Where more do, confirmed work
    was damaged, and nothing is changed.

    Raises:
        OSError: the log cannot be read or cut.
    """
    torn = torn_end(error)
    if torn is None:
        return None
    log, end, more = torn
    with log.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
    return f"{log}: the last run was ended amid a write; {more:,} bytes that it had not confirmed were cut off."


def torn_end(error: str) -> tuple[Path, int, int] | None:
    """Return a log, where its last confirmed transaction ends, and how many bytes follow; None: it is no torn end."""
    found = TORN.search(error)
    if found is None:
        return None
    log, place = Path(found[1]), int(found[2])
    data = log.read_bytes()
    if data.count(FLUSH, place) > 1:
        return None
    last = data.rfind(FLUSH, 0, place)
    end = last + len(FLUSH) if last >= 0 else 0
    return log, end, len(data) - end
