-- name: candidates
-- What scores too little is dropped before places are given: most stories share but a word or two with a query.
WITH asked AS (
    SELECT query, {number_of_term} AS term, weight FROM story_queries
), hit AS (
    SELECT asked.query, k.story, sum(asked.weight * k.weight) AS dot
    FROM archive.story_keys k JOIN asked ON asked.term = k.term GROUP BY ALL
), scored AS MATERIALIZED (
    SELECT hit.query, p.story_id, dot / p.length AS score
    FROM hit JOIN archive.story_profiles p ON p.story = hit.story
), best AS (
    SELECT query, max(score) AS score FROM scored GROUP BY query
)
SELECT DISTINCT story_id FROM (
    SELECT s.story_id, s.score, row_number() OVER (PARTITION BY s.query ORDER BY s.score DESC, s.story_id) AS place
    FROM scored s JOIN best ON best.query = s.query WHERE s.score >= least($2, best.score)
)
WHERE place <= $1 AND (score >= $2 OR place = 1)

-- name: frequencies
WITH asked AS MATERIALIZED (
    SELECT term, {number_of_term} AS number FROM asked_terms
), hit AS (
    SELECT number, sum(copy_groups)::BIGINT AS copy_groups FROM archive.term_days
    WHERE day BETWEEN $1 AND $2 AND number IN (SELECT number FROM asked) GROUP BY number
)
SELECT asked.term, hit.copy_groups FROM hit JOIN asked ON asked.number = hit.number

-- name: frequencies_of
WITH asked AS MATERIALIZED (
    SELECT place, term, {number_of_term} AS number FROM asked_terms
)
SELECT t.place, t.term, sum(d.copy_groups)::BIGINT
FROM archive.term_days d JOIN asked t ON t.number = d.number JOIN asked_spans s ON s.place = t.place
WHERE d.day BETWEEN s.since AND s.until
    AND d.day >= (SELECT min(since) FROM asked_spans) AND d.day <= (SELECT max(until) FROM asked_spans)
GROUP BY t.place, t.term

-- name: spans
WITH member AS (
    SELECT story_id, article_id, copy_group_id FROM archive.placements
    WHERE superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00' AND story_id IN (SELECT unnest($1::VARCHAR[]))
), timed AS (
    SELECT member.*, a.ordered_at, a.ordered_by <> 'first_seen' AS is_dated FROM member JOIN archive.articles a ON a.article_id = member.article_id
    WHERE a.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
)
SELECT
    s.story_id, s.title, coalesce(s.first_title, ''), s.title_at, s.is_closed, len(list_distinct(list(t.copy_group_id))),
    coalesce(min(t.ordered_at) FILTER (t.is_dated), min(t.ordered_at)),
    coalesce(max(t.ordered_at) FILTER (t.is_dated), max(t.ordered_at)),
    coalesce(bool_or(t.is_dated), false)
FROM archive.stories s LEFT JOIN timed t ON t.story_id = s.story_id
WHERE s.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00' AND s.merged_into IS NULL
    AND s.story_id IN (SELECT unnest($1::VARCHAR[]))
GROUP BY s.story_id, s.title, s.first_title, s.title_at, s.is_closed ORDER BY s.story_id

-- name: merged
WITH RECURSIVE held AS (
    SELECT story_id, merged_into FROM archive.stories
    WHERE superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
), way AS (
    SELECT story_id AS asked, story_id AS at FROM held WHERE story_id IN (SELECT unnest($1::VARCHAR[]))
    UNION
    SELECT way.asked, held.merged_into FROM way JOIN held ON held.story_id = way.at
    WHERE held.merged_into IS NOT NULL
)
SELECT way.asked, way.at FROM way JOIN held ON held.story_id = way.at WHERE held.merged_into IS NULL

-- name: spread
WITH asked AS (
    SELECT term, {number_of_term} AS number FROM asked_terms
), hit AS (
    SELECT term AS number, count(*) AS stories FROM archive.story_keys
    WHERE term IN (SELECT number FROM asked) GROUP BY term
)
SELECT asked.term, hit.stories FROM hit JOIN asked ON asked.number = hit.number

-- name: keep_keys
INSERT INTO archive.story_keys (term, story, weight)
WITH listed AS (
    SELECT story_id, string_split(terms, chr(10)) AS terms, weights, least(len(weights), $1) AS many
    FROM story_batch
), key AS (
    SELECT story_id, unnest(terms[:many]) AS term, unnest(weights[:many]) AS weight FROM listed
)
SELECT {number_of_key_term}, p.story, key.weight
FROM key JOIN archive.story_profiles p ON p.story_id = key.story_id
