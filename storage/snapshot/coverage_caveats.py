"""What could not be read, and whom we follow: the footnote under every letter and page."""

from datetime import date, datetime

from news.records import CoverageGap, PanelChange, PoorReading
from storage.snapshot.connection import Snapshot


class CoverageCaveats(Snapshot):
    """Questions about outages, poor pages and changes of the panel."""

    def gaps(self, since: date, until: date) -> list[CoverageGap]:
        """Return the outlets that we follow and could not read, or did not ask, on some of these days.

        The last day is not over: it counts only where it was tried.
        """
        sql = """
            WITH missed AS (
                SELECT outlet, count(*) AS days FROM coverage_health
                WHERE day >= $1 AND polls_ok = 0 AND (day < $2 OR day = $2 AND polls > 0) GROUP BY outlet
            ), ill AS (
                SELECT outlet, max(last_outcome) AS last_outcome FROM feeds
                WHERE last_outcome NOT IN ('ok', 'not_modified') GROUP BY outlet
            )
            SELECT outlet, days, coalesce(last_outcome, 'not_asked') FROM missed LEFT JOIN ill USING (outlet)
            ORDER BY days DESC, outlet
        """
        return [CoverageGap(outlet=o, days=n, last_outcome=last) for o, n, last in self._rows(sql, [since, until])]

    def poor_readings(self, since: datetime, until: datetime) -> list[PoorReading]:
        """Return the outlets of whose new pages fewer than half gave a text, from three pages on.

        A text that holds nothing of what the feed said, or a fifth of the usual words, is none where the outlet's ten
        or more articles of the four weeks before were otherwise: its pages have changed, and we read something else.
        """
        sql = """
            WITH usual AS (
                SELECT outlet, avg(summary_agreement) AS agreement, median(word_count) AS words FROM articles
                WHERE text_kind = 'full' AND arrived_by = 'feed'
                    AND first_seen_at <= $since AND first_seen_at > $since - INTERVAL 28 DAY
                GROUP BY outlet HAVING count(*) >= 10
            ), fresh AS (
                SELECT f.outlet, is_readable_page(f.page_status) AND NOT coalesce(
                    a.text_kind = 'full' AND (
                        u.agreement >= 0.5 AND a.summary_agreement < 0.1 OR a.word_count * 5 < u.words
                    ), false) AS is_good
                FROM articles AS f JOIN articles AS a USING (article_id) LEFT JOIN usual AS u ON u.outlet = f.outlet
                WHERE f.first_seen_at > $since AND f.first_seen_at <= $until AND f.arrived_by = 'feed'
                  AND f.page_status IS NOT NULL AND f.outlet IS NOT NULL
            )
            SELECT outlet, count(*), count(*) FILTER (is_good) FROM fresh GROUP BY outlet
            HAVING count(*) >= 3 AND count(*) FILTER (is_good) * 2 < count(*) ORDER BY outlet
        """
        rows = self._rows(sql, {"since": since, "until": until})
        return [PoorReading(outlet=outlet, pages=pages, pages_ok=good) for outlet, pages, good in rows]

    def panel_changes(self, since: datetime, until: datetime) -> list[PanelChange]:
        """Return the outlets that we began to follow in the period, unless it is the very first."""
        sql = """
            SELECT outlet, day_of(min(added_at)) FROM feeds WHERE outlet IS NOT NULL GROUP BY outlet
            HAVING min(added_at) > $1 AND min(added_at) <= $2
               AND (SELECT min(added_at) FROM feeds) <= $1 ORDER BY outlet
        """
        return [PanelChange(outlet=o, day=d, change="added") for o, d in self._rows(sql, [since, until])]

    def outlets_followed(self) -> int:
        """Return how many outlets our feeds belong to."""
        return int(self._rows("SELECT count(DISTINCT coalesce(outlet, feed_url)) FROM feeds")[0][0])
