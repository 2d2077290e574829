-- name: stories
SELECT story_id, title, state, first_at, last_at, articles, copy_groups, outlets, independent_sources, unknown_reports
FROM stories
WHERE $state IS NULL OR state = $state
ORDER BY last_at DESC, story_id
LIMIT $most
-- name: story
SELECT story_id, title, state, first_at, last_at, articles, copy_groups, outlets, independent_sources, unknown_reports
FROM stories
WHERE story_id IN (SELECT story_id FROM story_ids([$story], kind := 'story'))
-- name: story_articles
SELECT a.article_id, a.url, a.outlet, a.ordered_at, a.title
FROM articles AS a
WHERE a.article_id IN (SELECT article_id FROM story_articles WHERE story_id = $story AND is_original)
ORDER BY a.ordered_at, a.article_id
LIMIT $most
-- name: watch
SELECT watch FROM watches WHERE watch = $watch
-- name: new_since
SELECT a.article_id, a.url, a.outlet, a.ordered_at, a.first_seen_at, a.story_id, a.title
FROM articles AS a
WHERE a.first_seen_at > $since
    AND ($watch IS NULL OR a.article_id IN (SELECT article_id FROM watch_matches WHERE watch = $watch))
ORDER BY a.first_seen_at DESC, a.article_id
LIMIT $most
-- name: who_said
-- Whole words are compared; of a speaker's name all that are asked, in any order. A script without spaces has none.
WITH asked AS (
    SELECT folded($words) AS phrase, string_split(folded($words), ' ') AS parts
),
found AS (
    SELECT q.*, CASE
        WHEN list_has_all(string_split(folded(coalesce(q.speaker, '')), ' '), parts)
            OR ($is_spaceless AND contains(folded(coalesce(q.speaker, '')), phrase)) THEN 'speaker'
        WHEN contains(' ' || folded(q.quote) || ' ', ' ' || phrase || ' ')
            OR ($is_spaceless AND contains(folded(q.quote), phrase)) THEN 'words'
    END AS matched_by
    FROM quotes AS q, asked
)
SELECT q.article_id, a.url, a.outlet, a.ordered_at, q.speaker, q.speaker_kind, q.speaker_note, q.quote, q.matched_by,
    count(*) OVER () AS found
FROM found AS q
JOIN articles AS a ON a.article_id = q.article_id
WHERE q.matched_by IS NOT NULL
ORDER BY q.matched_by, a.ordered_at, q.article_id, q.span_start
LIMIT $most
-- name: near_speakers
SELECT speaker
FROM (
    SELECT speaker, max(greatest(jaro_winkler_similarity(folded(speaker), folded($words)),
        jaro_winkler_similarity(word, folded($words)))) AS nearness
    FROM (SELECT DISTINCT speaker, unnest(string_split(folded(speaker), ' ')) AS word FROM quotes WHERE speaker IS NOT NULL)
    GROUP BY speaker
)
WHERE nearness > 0.88
ORDER BY nearness DESC, speaker
LIMIT 3
-- name: coverage
SELECT day, articles, copy_groups, origins, unknown_origins, outlets, total, is_covered, outlets_missing
FROM coverage_by_day($name, since := $since, until := $until)
WHERE articles IS NULL OR articles > 0
ORDER BY day DESC
LIMIT $most
-- name: near
SELECT name
FROM (
    SELECT watch AS name FROM watches
    UNION
    SELECT unnest([title, first_title]) FROM stories
    UNION
    SELECT outlet FROM outlets
)
WHERE jaro_winkler_similarity(lower(name), lower($name)) > 0.85
ORDER BY jaro_winkler_similarity(lower(name), lower($name)) DESC, name
LIMIT 3
-- name: digest
SELECT body_text FROM digests ORDER BY period_end DESC, digest_id LIMIT 1
