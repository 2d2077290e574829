"""The digests of a snapshot and what became of them: for a person who asks while the archive is being written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from news.records import Delivery, Notice, StoredDigest
from storage.lake import open_reader
from storage.snapshot.connection import Snapshot
from storage.store import plain_errors
from storage.tables.rows import columns_of, records


class DigestList(Snapshot):
    """Questions about digests to one snapshot."""

    def all(self) -> list[StoredDigest]:
        """Return every digest, newest first."""
        sql = f"SELECT {columns_of(StoredDigest)} FROM digests ORDER BY period_end DESC, digest_id"
        return records(StoredDigest, self._rows(sql))

    def get(self, digest_id: str) -> StoredDigest | None:
        """Return the digest with this id, or None."""
        found = self._rows(f"SELECT {columns_of(StoredDigest)} FROM digests WHERE digest_id = $1", [digest_id])
        return records(StoredDigest, found)[0] if found else None

    def deliveries(self) -> list[Delivery]:
        """Return what became of every digest, by mail and then by channel, the latest first."""
        sql = f"""
            SELECT {columns_of(Delivery, prefix="d.")} FROM deliveries AS d JOIN digests AS g USING (digest_id)
            ORDER BY g.period_end DESC, d.digest_id, d.recipient
        """
        return [*records(Delivery, self._rows(sql)), *self._by_channel()]

    def _by_channel(self) -> Iterator[Delivery]:
        sql = f"""
            SELECT {columns_of(Notice)} FROM notices WHERE starts_with(content, '{{"type":"digest"')
            ORDER BY created_at DESC, channel
        """
        for notice in records(Notice, self._rows(sql)):
            yield Delivery(
                digest_id=json.loads(notice.content)["digest_id"], recipient=notice.channel,
                message_id=notice.notice_id, state=notice.state, attempts=notice.attempts,
                last_code=notice.last_code, claimed_at=notice.claimed_at, sent_at=notice.sent_at,
            )  # fmt: skip


@contextmanager
def digests_of(snapshot: Path) -> Iterator[DigestList]:
    """Open the snapshot read-only, with every digest that stands in it."""
    with plain_errors(snapshot), open_reader(snapshot) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield DigestList(connection, snapshot)
