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
