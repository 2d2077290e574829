"""The store on a lake: several machines write to it, one transaction at a time, and one alone may link."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import duckdb

from news.errors import ArchiveBusy
from storage.lake import INDEX, NAME, Lake, attached, load_extension
from storage.store import MEMORY_LIMIT, Store, plain_errors

T = TypeVar("T")
LOG = logging.getLogger(__name__)

# PostgreSQL's advisory locks have two numbers; ours is the first.
OURS = 0x6E657773
TURN, ALONE = 1, 2  # to write one transaction; to be the one that links, sends digests, or is a person's hand
KEPT_DAYS = 7  # that files stay which the lake shows no more
TURN_SECONDS = 300  # how long to wait for one's turn: the largest transaction is that of linking a batch
PAUSES = (
    0.2,
    1.0,
    5.0,
    20.0,
)  # seconds before a transaction is tried again: another's conflict, a server that restarts
HOLDER = """
    SELECT coalesce(host(a.client_addr), 'this machine'), to_char(a.xact_start AT TIME ZONE 'UTC', 'HH24:MI')
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {ours} AND l.objid = {key}
"""


class AdvisoryLock:
    """A lock that PostgreSQL keeps for one process, and frees when that process or its machine is gone.

    It is held over a connection of its own. Taken over the lake's, it would be given back before the lake's commit is
    seen, and two writers that both found an article missing would both save it: a lake has no keys to refuse that.
    """

    def __init__(self, lake: Lake, key: int) -> None:
        """Name the lock; the connection is made when it is first taken."""
        self._lake = lake
        self._key = key
        self._connection: duckdb.DuckDBPyConnection | None = None

    def take(self, *, seconds: float = 0.0) -> None:
        """Take the lock, waiting for at most `seconds`.

        Raises:
            ArchiveBusy: another process holds it; the message says from where and since when.
        """
        connection = self._connected()
        connection.execute("BEGIN")
        try:
            if seconds:
                self._ask(f"SELECT set_config('lock_timeout', '{seconds * 1000:.0f}ms', true)")
                self._ask(f"SELECT pg_advisory_xact_lock({OURS}, {self._key})::text")
                return
            is_mine = self._ask(f"SELECT pg_try_advisory_xact_lock({OURS}, {self._key})") == [(True,)]
        except duckdb.Error as error:
            self.release()
            if "lock timeout" not in str(error):
                raise
            is_mine = False
        if not is_mine:
            raise ArchiveBusy(self._holder_in_words(), subject=str(self._lake))

    def check(self) -> None:
        """Ask PostgreSQL whether the lock is still held: a connection that was lost has lost it.

        Raises:
            duckdb.Error: it is not.
        """
        self._ask("SELECT 1")

    def release(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            try:
                self._connection.execute("ROLLBACK")
            except duckdb.Error:  # none was begun, or the server is gone, and the lock with it
                self.close()

    def close(self) -> None:
        """Give the lock back and end the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(duckdb.Error):
                connection.close()

    def _connected(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            connection = duckdb.connect()
            load_extension(connection, "postgres_scanner")
            name = self._lake.postgres.replace("'", "''")
            connection.execute(f"ATTACH '{name}' AS held (TYPE postgres)")
            self._connection = connection
        return self._connection

    def _ask(self, sql: str) -> list[tuple[object, ...]]:
        quoted = sql.replace("'", "''")
        return self._connected().execute(f"FROM postgres_query('held', '{quoted}')").fetchall()

    def _holder_in_words(self) -> str:
        try:
            rows = self._ask(HOLDER.format(ours=OURS, key=self._key))
        finally:
            self.release()
        who = f" from {rows[0][0]} since {rows[0][1]} UTC" if rows else ""
        return f"{self._lake} is being written to{who}; try again when that is done."


class LakeStore(Store):
    """A lake, open for writing."""

    def __init__(self, lake: Lake, folder: Path) -> None:
        """Name the lake, and a folder of this machine's for what DuckDB has no room for in memory."""
        super().__init__(Path(str(lake)))
        self._lake = lake
        self._folder = folder
        self._turn = AdvisoryLock(lake, TURN)

    def _connect(self) -> duckdb.DuckDBPyConnection:
        with plain_errors(self.path):
            connection = attached(self._lake, read_only=False)
            connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
            connection.execute("SET temp_directory = ?", [str(self._folder / "tmp")])
            return connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one transaction, when it is this process's turn.

        What is read inside is what stands when it commits, since nobody else writes meanwhile: an anti-join is as good
        as a key. The turn must still be ours just before the commit.
        """
        with self.turn(), Store.transaction(self):
            yield
            with plain_errors(self.path):
                self._turn.check()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the one turn to write.

        Raises:
            ArchiveBusy: it did not come in time.
        """
        with plain_errors(self.path):
            self._turn.take(seconds=TURN_SECONDS)
        try:
            yield
        finally:
            self._turn.release()

    def retry(self, work: Callable[[], T]) -> T:
        """Do `work`, a whole transaction with what it reads, again when PostgreSQL was away or another process won."""
        for pause in PAUSES:
            try:
                return work()
            except ArchiveBusy as error:
                LOG.warning("Once more in %g s: %s", pause, error)
                self._let_go()
                time.sleep(pause)
        return work()

    def _let_go(self) -> None:
        """Drop the connections: after a fault they may be dead."""
        self._turn.close()
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(duckdb.Error):
                connection.close()

    def close(self) -> None:
        """End the connections; what was committed is in the lake already."""
        self._let_go()

    def bytes_in_use(self) -> int:
        """Return how much the files take that the lake shows now."""
        sizes = "coalesce(sum(file_size_bytes + delete_file_size_bytes), 0)::BIGINT"
        return int(self.rows(f"SELECT {sizes} FROM ducklake_table_info('{NAME}')")[0][0])

    def tidy(self, *, kept_days: int = KEPT_DAYS) -> None:
        """Write files anew without deleted rows, merge small ones, and remove those that nobody needs.

        Args:
            kept_days: how long files stay that the lake shows no more, for those who read them now; with 0 they go at
                once, and a reader that is amid a question is refused.

        Raises:
            ArchiveError: the lake or its disk refuses.
        """
        with self.turn():
            for step in (*TIDY, *(step.format(days=kept_days) for step in DROP)):
                self.write(step)


TIDY = (
    f"CALL ducklake_flush_inlined_data('{NAME}')",
    # Without it a file with deleted rows stays for good, and so do the rows.
    f"CALL ducklake_rewrite_data_files('{NAME}', delete_threshold => 0)",
    f"CALL ducklake_merge_adjacent_files('{NAME}')",
)
DROP = (
    f"CALL ducklake_expire_snapshots('{NAME}', older_than => now() - INTERVAL {{days}} DAY)",
    f"CALL ducklake_cleanup_old_files('{NAME}', older_than => now() - INTERVAL {{days}} DAY)",
    # A file that another machine writes right now is no orphan, and is young.
    f"CALL ducklake_delete_orphaned_files('{NAME}', older_than => now() - INTERVAL {KEPT_DAYS} DAY)",
)


@contextmanager
def open_lake(lake: Lake, folder: Path, *, alone: bool) -> Iterator[LakeStore]:
    """Hold a lake for writing.

    Args:
        folder: this machine's own, for temporary files.
        alone: as the one process that links, sends or corrects; collectors write beside it.

    Raises:
        ArchiveBusy: another process is that one.
        ArchiveError: PostgreSQL does not answer, or the lake refuses.
    """
    store = LakeStore(lake, folder)
    lock = AdvisoryLock(lake, ALONE)
    try:
        with plain_errors(store.path):
            if alone:
                lock.take()
        store.write(f"CREATE SCHEMA IF NOT EXISTS {INDEX}")
        yield store
    finally:
        store.close()
        lock.close()
