-- name: stories
SELECT {columns} FROM (
    SELECT s.story_id, s.title, s.copy_groups, b.day AS burst_day, s.state = 'revived' AS is_revived,
           (SELECT coalesce(list_sort(list(DISTINCT m.watch)), []) FROM watch_matches AS m
            JOIN story_articles AS a ON a.article_id = m.article_id
            WHERE a.story_id = s.story_id) AS watches
    FROM stories AS s LEFT JOIN bursting_stories AS b ON b.story_id = s.story_id
    WHERE b.story_id IS NOT NULL OR s.state = 'revived'
) ORDER BY story_id

-- name: readings
SELECT outlet, count(*) FILTER (first_seen_at >= $2), count(*) FILTER (first_seen_at >= $2 AND is_read),
       count(*) FILTER (first_seen_at < $2), count(*) FILTER (first_seen_at < $2 AND is_read)
FROM (SELECT outlet, first_seen_at, text_kind IN ('full', 'partial') AS is_read FROM archive.articles
      WHERE superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00' AND arrived_by = 'feed'
        AND outlet IS NOT NULL AND first_seen_at >= $1 AND first_seen_at <= $3)
GROUP BY outlet ORDER BY outlet
