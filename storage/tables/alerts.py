"""Alerts as they were raised, and the signs in the archive that raise them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from news.alerts import Alert, AlertRules, Cause, FeedSign, ReadingSign, StorySign
from news.records import Notice
from storage.named_sql import named_sql
from storage.store import Store
from storage.tables.notices import NoticeRepository
from storage.tables.rows import columns_of, insert, plain, records, row_of

SQL = named_sql(__file__)


class AlertRepository:
    """What was told, and what there is to tell of."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def last_told(self) -> dict[Cause, datetime]:
        """Return when each cause was told last."""
        sql = "SELECT kind, subject, occasion, max(raised_at) FROM archive.alerts GROUP BY ALL"
        return {(kind, subject, occasion): plain(at) for kind, subject, occasion, at in self._store.rows(sql)}

    def keep(self, alerts: Sequence[Alert], *, mail: str, notices: Sequence[Notice] = ()) -> None:
        """Keep alerts and the notices that tell them in one transaction.

        Args:
            alerts: what was raised.
            mail: "pending" where somebody is to be written to, else "none".
            notices: for channels.
        """
        with self._store.transaction():
            insert(self._store, "archive.alerts", [row_of(alert, mail=mail) for alert in alerts])
            NoticeRepository(self._store).freeze(notices)

    def in_mail(self, state: str, *, since: datetime) -> list[Alert]:
        """Return the alerts raised since then whose mail is in this state, oldest first."""
        sql = f"""
            SELECT {columns_of(Alert)} FROM archive.alerts WHERE mail = $1 AND raised_at >= $2
            ORDER BY raised_at, kind, subject
        """
        return records(Alert, self._store.rows(sql, [state, since]))

    def set_mail(self, before: str, after: str, *, since: datetime) -> None:
        """Move the mail of the alerts raised since then from one state to another, at once and durably."""
        with self._store.transaction():
            self._store.write(
                "UPDATE archive.alerts SET mail = $2 WHERE mail = $1 AND raised_at >= $3", [before, after, since]
            )

    # --- signs ----------------------------------------------------------------------------------------------------

    def stories(self, *, now: datetime) -> list[StorySign]:
        """Return the stories that burst or revived, as of `now`."""
        self._store.write("SET VARIABLE as_of = $1::TIMESTAMPTZ", [now])
        try:
            return records(StorySign, self._store.rows(SQL["stories"].format(columns=columns_of(StorySign))))
        finally:
            self._store.write("RESET VARIABLE as_of")

    def feeds(self) -> list[FeedSign]:
        """Return every feed that was polled, and when it last brought something new."""
        sql = """
            SELECT url, outlet, status, coalesce(publish_gap_seconds, 0),
                   coalesce(last_new_at, added_at), coalesce(last_outcome, '')
            FROM archive.feeds WHERE last_polled_at IS NOT NULL ORDER BY url
        """
        return records(FeedSign, self._store.rows(sql))

    def readings(self, *, now: datetime, rules: AlertRules) -> list[ReadingSign]:
        """Return how well each outlet's pages gave a text in the last days, and in the weeks before."""
        recent = now - timedelta(days=rules.recent_days)
        since = recent - timedelta(days=rules.baseline_days)
        return records(ReadingSign, self._store.rows(SQL["readings"], [since, recent, now]))
