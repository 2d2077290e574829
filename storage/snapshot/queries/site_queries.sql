-- name: marks
WITH linked AS (
    SELECT story_id, article_id, recorded_at FROM archive.placements
    WHERE is_known(recorded_at, superseded_at)
)
SELECT l.story_id, max(l.recorded_at), max(a.recorded_at), max(o.recorded_at), max(c.recorded_at),
    count(w.article_id)
FROM linked AS l JOIN archive.articles AS a
    ON a.article_id = l.article_id AND is_known(a.recorded_at, a.superseded_at)
LEFT JOIN (SELECT article_id, max(recorded_at) AS recorded_at FROM archive.origins
    WHERE is_known(recorded_at, superseded_at) GROUP BY article_id) AS o ON o.article_id = l.article_id
LEFT JOIN (SELECT article_id, max(recorded_at) AS recorded_at FROM archive.copies
    WHERE is_known(recorded_at, superseded_at) GROUP BY article_id) AS c ON c.article_id = l.article_id
LEFT JOIN (SELECT DISTINCT article_id FROM watch_matches) AS w ON w.article_id = l.article_id
GROUP BY l.story_id

-- name: recent_texts
WITH chosen AS MATERIALIZED (
    SELECT article_id FROM articles_of([$1]) WHERE is_original AND day > $2
    QUALIFY row_number() OVER (ORDER BY ordered_at DESC, article_id) <= $3
)
SELECT {columns} FROM archive.articles AS a JOIN chosen USING (article_id)
WHERE is_known(a.recorded_at, a.superseded_at) ORDER BY a.article_id

-- name: copied
WITH member AS MATERIALIZED (
    SELECT s.copy_group_id, s.is_original, a.outlet FROM story_articles AS s
    JOIN archive.articles AS a ON a.article_id = s.article_id AND is_known(a.recorded_at, a.superseded_at)
)
SELECT c.outlet, o.outlet, count(*) AS n
FROM member AS c JOIN member AS o ON o.copy_group_id = c.copy_group_id AND o.is_original
WHERE NOT c.is_original AND c.outlet <> o.outlet GROUP BY ALL ORDER BY n DESC, 1, 2
