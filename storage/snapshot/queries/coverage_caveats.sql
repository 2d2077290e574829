-- name: gaps
WITH missed AS (
    SELECT outlet, count(*) AS days FROM coverage_health
    WHERE day >= $1 AND polls_ok = 0 AND (day < $2 OR day = $2 AND polls > 0) GROUP BY outlet
), ill AS (
    SELECT outlet, max(last_outcome) AS last_outcome FROM feeds
    WHERE last_outcome NOT IN ('ok', 'not_modified') GROUP BY outlet
)
SELECT outlet, days, coalesce(last_outcome, 'not_asked') FROM missed LEFT JOIN ill USING (outlet)
ORDER BY days DESC, outlet

-- name: poor_readings
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
