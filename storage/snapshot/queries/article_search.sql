-- name: told
WITH chosen AS MATERIALIZED (
    SELECT doc, article_id
    FROM archive.searchable
    WHERE article_id IN (SELECT unnest($ids::BIGINT[])) AND is_known(recorded_at, superseded_at)
),
asked AS MATERIALIZED (
    SELECT DISTINCT search_key(word) AS term FROM (SELECT unnest($words::VARCHAR[]) AS word)
),
rarity AS MATERIALIZED (
    SELECT p.term, ln(1 + (any_value(n) + 0.5) / (count(*) + 0.5)) AS weight
    FROM archive.postings AS p
    JOIN asked AS q ON q.term = p.term
    CROSS JOIN (SELECT count(*) AS n FROM archive.searchable)
    GROUP BY p.term
),
scored AS (
    SELECT c.article_id, coalesce(sum(r.weight * (
        CASE WHEN p.places[1] <= 100 THEN 3 ELSE 0 END + 2.2 * len(p.places) / (len(p.places) + 1.2)
    )), 0) AS score
    FROM chosen AS c
    LEFT JOIN (
        SELECT * FROM archive.postings
        WHERE term IN (SELECT term FROM asked) AND doc IN (SELECT doc FROM chosen)
    ) AS p ON p.doc = c.doc
    LEFT JOIN rarity AS r ON r.term = p.term
    GROUP BY c.article_id
),
best AS MATERIALIZED (
    SELECT s.article_id, s.score, a.rowid AS place
    FROM scored AS s
    JOIN archive.articles AS a ON a.article_id = s.article_id AND is_known(a.recorded_at, a.superseded_at)
    ORDER BY s.score DESC, a.ordered_at DESC, s.article_id
    LIMIT $most
)
SELECT
    a.article_id, a.outlet, a.title, a.url, a.ordered_at,
    snippet(coalesce(a.text, ''), coalesce(list_filter($words::VARCHAR[], lambda w: contains(
        folded(coalesce(a.text, '')), w))[1], '')) AS snippet,
    b.score, p.story_id
FROM best AS b
JOIN archive.articles AS a ON a.rowid = b.place
LEFT JOIN story_articles AS p ON p.article_id = a.article_id
ORDER BY b.score DESC, a.ordered_at DESC, a.article_id
-- name: tables
CREATE OR REPLACE TEMP TABLE asked_hits (query VARCHAR, article_id BIGINT, word VARCHAR)
-- name: macro
CREATE OR REPLACE TEMP MACRO search_of_query(query, since := DATE '1900-01-01', until := DATE '9999-12-31', most := 10) AS TABLE
WITH hit AS MATERIALIZED (
    SELECT a.rowid AS place, a.ordered_at, a.article_id, h.word, count(*) OVER () AS found
    FROM asked_hits AS h
    JOIN archive.articles AS a ON a.article_id = h.article_id AND is_known(a.recorded_at, a.superseded_at)
    WHERE h.query = query
        AND a.ordered_at >= since::DATE::TIMESTAMP AT TIME ZONE time_zone()
        AND a.ordered_at < (until::DATE + 1)::TIMESTAMP AT TIME ZONE time_zone()
    ORDER BY a.ordered_at DESC, a.article_id
    LIMIT most
)
SELECT
    a.article_id, a.outlet, a.title, a.ordered_at, NULL::DOUBLE AS score, snippet(coalesce(a.text, ''), h.word) AS snippet,
    h.found
FROM hit AS h
JOIN archive.articles AS a ON a.rowid = h.place
ORDER BY a.ordered_at DESC, a.article_id
-- name: add
INSERT INTO asked_hits SELECT $query, unnest($ids::BIGINT[]), $word
