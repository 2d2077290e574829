"""Moments that have not come yet: a machine's clock was wrong when they were kept."""

from datetime import datetime, timedelta

from storage.store import Store
from storage.tables.rows import NEVER

TOLERANCE = timedelta(hours=1)  # between the clocks of machines that share an archive
LONGEST_WAIT = timedelta(days=40)  # no feed is told to wait longer; what waits until later waits for a wrong clock
# What others state (published, modified) may lie ahead; what is counted at publication is counted anew.
STATED = ("published_at", "modified_at", "period_start", "period_end")
WAITS = ("next_at", "held_until")
COLUMNS = """
    SELECT table_name, column_name FROM duckdb_columns()
    WHERE schema_name = 'archive' AND data_type = 'TIMESTAMP WITH TIME ZONE'
      AND database_name = current_database() AND NOT starts_with(table_name, 'settled')
      AND NOT list_contains($1::VARCHAR[], column_name)
    ORDER BY ALL
"""


def clock_errors(store: Store, *, now: datetime) -> dict[tuple[str, str], int]:
    """Return (table, column) -> how many moments there lie so far ahead that no clock can have meant them."""
    found = {}
    for table, column in store.rows(COLUMNS, [list(STATED)]):
        sql = f'SELECT count(*) FROM archive.{table} WHERE "{column}" > $1 AND "{column}" <> $2'
        ((count,),) = store.rows(sql, [_bound(column, now), NEVER])
        if count:
            found[table, column] = count
    return found


def mend_clock(store: Store, *, now: datetime) -> int:
    """Set such moments to `now`; return how many there were. Call it inside a transaction, and publish afterwards."""
    found = clock_errors(store, now=now)
    for table, column in found:
        sql = f'UPDATE archive.{table} SET "{column}" = $3 WHERE "{column}" > $1 AND "{column}" <> $2'
        store.write(sql, [_bound(column, now), NEVER, now])
    return sum(found.values())


def _bound(column: str, now: datetime) -> datetime:
    return now + (LONGEST_WAIT if column in WAITS else TOLERANCE)
