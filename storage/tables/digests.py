"""Digests, frozen before the first is sent, and what became of each delivery."""

from collections.abc import Collection, Sequence
from datetime import datetime

from news.records import Delivery, Notice, StoredDigest
from storage.store import Store
from storage.tables.notices import NoticeRepository
from storage.tables.rows import columns_of, insert, plain, records, row_of


class DigestRepository:
    """The archive's outbox: unique on digest and recipient."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def freeze(
        self, digest: StoredDigest, delivery: Delivery | None = None, notices: Sequence[Notice] = ()
    ) -> StoredDigest:
        """Keep the digest as it is, its first delivery and its notices; one that stands under this id is returned.

        All in one transaction: a digest that was frozen is never without the delivery that sends it.
        """
        stored = self.get(digest.digest_id)
        if stored:
            return stored
        with self._store.transaction():
            insert(self._store, "archive.digests", [row_of(digest)])
            if delivery:
                insert(self._store, "archive.deliveries", [row_of(delivery)])
            NoticeRepository(self._store).freeze(notices)
        return digest

    def get(self, digest_id: str) -> StoredDigest | None:
        """Return the digest with this id, or None."""
        found = self._digests("WHERE digest_id = $1", [digest_id])
        return found[0] if found else None

    def all(self) -> list[StoredDigest]:
        """Return every digest, newest first."""
        return self._digests("", [])

    def _digests(self, condition: str, parameters: Sequence[str]) -> list[StoredDigest]:
        sql = f"SELECT {columns_of(StoredDigest)} FROM archive.digests {condition} ORDER BY period_end DESC, digest_id"
        return records(StoredDigest, self._store.rows(sql, parameters))

    def last_period_end(self, name: str, *, skipped_only: bool = False) -> datetime | None:
        """Return the end of the reader's last digest, whatever became of it, or of the last with nothing new."""
        sql = "SELECT max(period_end) FROM archive.digests WHERE name = $1 AND (state = 'skipped' OR NOT $2)"
        found: datetime | None = plain(self._store.rows(sql, [name, skipped_only])[0][0])
        return found

    def first_period_start(self, name: str) -> datetime | None:
        """Return where the reader's first digest began."""
        sql = "SELECT min(period_start) FROM archive.digests WHERE name = $1"
        found: datetime | None = plain(self._store.rows(sql, [name])[0][0])
        return found

    def past(self, name: str) -> list[tuple[Delivery, datetime]]:
        """Return the reader's deliveries, newest first, each with the period_end of its digest."""
        sql = f"""
            SELECT g.period_end, {columns_of(Delivery, prefix="d.")}
            FROM archive.deliveries AS d JOIN archive.digests AS g ON g.digest_id = d.digest_id
            WHERE g.name = $1 ORDER BY g.period_end DESC, d.recipient
        """
        return [(records(Delivery, [row])[0], plain(end)) for end, *row in self._store.rows(sql, [name])]

    def deliveries(self, digest_ids: Collection[str] | None = None) -> list[Delivery]:
        """Return the deliveries of `digest_ids`, or all."""
        sql = f"""
            SELECT {columns_of(Delivery)} FROM archive.deliveries
            WHERE $1::VARCHAR[] IS NULL OR list_contains($1::VARCHAR[], digest_id) ORDER BY digest_id, recipient
        """
        return records(Delivery, self._store.rows(sql, [None if digest_ids is None else list(digest_ids)]))

    def save_delivery(self, delivery: Delivery) -> None:
        """Keep the present state of one delivery, at once and durably: it is read again after a crash."""
        with self._store.transaction():
            self._store.write(
                "DELETE FROM archive.deliveries WHERE digest_id = $1 AND recipient = $2",
                [delivery.digest_id, delivery.recipient],
            )
            insert(self._store, "archive.deliveries", [row_of(delivery)])
