"""Short messages to channels, frozen before the first is sent, and what became of each."""

from collections.abc import Sequence

from news.records import Notice
from storage.store import Store
from storage.tables.rows import columns_of, insert, records, row_of


class NoticeRepository:
    """The outbox of channels: unique on the notice's id."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def freeze(self, notices: Sequence[Notice]) -> None:
        """Keep those notices that are not there yet; inside the transaction of what they tell, where there is one."""
        ids = [notice.notice_id for notice in notices]
        sql = "SELECT notice_id FROM archive.notices WHERE list_contains($1::VARCHAR[], notice_id)"
        known = {notice_id for (notice_id,) in self._store.rows(sql, [ids])}
        insert(self._store, "archive.notices", [row_of(one) for one in notices if one.notice_id not in known])

    def all(self) -> list[Notice]:
        """Return every notice, oldest first."""
        return self._notices("true")

    def unsettled(self) -> list[Notice]:
        """Return the notices of which something is still to be done or decided, oldest first."""
        return self._notices("state NOT IN ('sent', 'failed')")

    def _notices(self, condition: str) -> list[Notice]:
        sql = f"SELECT {columns_of(Notice)} FROM archive.notices WHERE {condition} ORDER BY created_at, notice_id"
        return records(Notice, self._store.rows(sql))

    def save(self, notice: Notice) -> None:
        """Keep the present state of one notice, at once and durably: it is read again after a crash."""
        with self._store.transaction():
            self._store.write("DELETE FROM archive.notices WHERE notice_id = $1", [notice.notice_id])
            insert(self._store, "archive.notices", [row_of(notice)])
