-- name: of_watch
SELECT {columns} FROM articles AS a
WHERE a.is_original AND a.article_id IN (SELECT article_id FROM watch_matches WHERE watch = $1)
ORDER BY a.ordered_at DESC, a.article_id LIMIT $2

-- name: searched
WITH paged AS MATERIALIZED (SELECT story_id, title, state FROM stories WHERE {has_page})
SELECT a.title, a.outlet, a.day, a.url, a.language, left(a."text", 300), p.story_id, p.title, p.state
FROM articles AS a LEFT JOIN paged AS p ON p.story_id = a.story_id
WHERE a.title <> '' ORDER BY a.day, a.first_seen_at, a.article_id
