-- name: readings_due
WITH due AS (
    SELECT *, {site} AS site FROM archive.readings WHERE next_at <= $1 {mine}
), first_entry AS (
    SELECT * FROM archive.entries WHERE article_id IN (SELECT article_id FROM due)
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY first_seen_at, entry_id) = 1
)
SELECT {columns}, {entry_columns}
FROM due JOIN first_entry e USING (article_id) LEFT JOIN archive.feeds f ON f.url = e.feed_url
ORDER BY row_number() OVER (PARTITION BY site ORDER BY due.next_at, article_id), site LIMIT $2
