"""What could not be read, and whom we follow: the footnote under every digest and page."""

from datetime import date, datetime

from news.records import CoverageGap, PanelChange, PoorReading
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot

SQL = named_sql(__file__)


class CoverageCaveats(Snapshot):
    """Questions about outages, poor pages and changes of the panel."""

    def gaps(self, since: date, until: date) -> list[CoverageGap]:
        """Return the outlets that we follow and could not read, or did not ask, on some of these days.

        The last day is not over: it counts only where it was tried.
        """
        return [
            CoverageGap(outlet=o, days=n, last_outcome=last) for o, n, last in self._rows(SQL["gaps"], [since, until])
        ]

    def poor_readings(self, since: datetime, until: datetime) -> list[PoorReading]:
        """Return the outlets of whose new pages fewer than half gave a text, from three pages on.

        A text that holds nothing of what the feed said, or a fifth of the usual words, is none where the outlet's ten
        or more articles of the four weeks before were otherwise: its pages have changed, and we read something else.
        """
        rows = self._rows(SQL["poor_readings"], {"since": since, "until": until})
        return [PoorReading(outlet=outlet, pages=pages, pages_ok=good) for outlet, pages, good in rows]

    def panel_changes(self, since: datetime, until: datetime) -> list[PanelChange]:
        """Return the outlets that we began to follow in the period, unless it is the very first."""
        sql = """
            SELECT outlet, day_of(min(added_at)) FROM feeds WHERE outlet IS NOT NULL GROUP BY outlet
            HAVING min(added_at) > $1 AND min(added_at) <= $2
               AND (SELECT min(added_at) FROM feeds) <= $1 ORDER BY outlet
        """
        return [PanelChange(outlet=o, day=d, change="added") for o, d in self._rows(sql, [since, until])]

    def followed_since(self, since: datetime) -> date | None:
        """Return the day on which the first outlet was followed; None: by `since` one was, or none is."""
        sql = "SELECT day_of(min(added_at)) FROM feeds HAVING min(added_at) > $1"
        return next((day for (day,) in self._rows(sql, [since])), None)

    def outlets_followed(self) -> int:
        """Return how many outlets our feeds belong to."""
        return int(self._rows("SELECT count(DISTINCT coalesce(outlet, feed_url)) FROM feeds")[0][0])
