-- name: standing
SELECT doc FROM archive.searchable WHERE is_known(recorded_at, superseded_at)
-- name: word
SELECT DISTINCT doc FROM archive.postings
WHERE term IN (SELECT search_key(unnest($words::VARCHAR[])))
    AND ($field IS NULL OR CASE $field WHEN 'title' THEN places[1] <= 100 ELSE places[len(places)] > 100 END)
-- name: row
-- Words in a row: the articles that hold all of them, then where the first would stand by the rarest and by the others.
WITH needed AS MATERIALIZED (
    SELECT search_key(word) AS term, step
    FROM (SELECT unnest($words::VARCHAR[]) AS word, unnest(range(len($words::VARCHAR[]))) AS step)
),
rarity AS MATERIALIZED (
    SELECT p.term, count(*) AS docs
    FROM archive.postings AS p
    JOIN (SELECT DISTINCT term FROM needed) AS n ON n.term = p.term
    GROUP BY p.term
),
turned AS MATERIALIZED (
    SELECT n.term, n.step, row_number() OVER (ORDER BY r.docs, n.step) AS turn
    FROM needed AS n
    JOIN rarity AS r ON r.term = n.term
),
candidate AS MATERIALIZED (
    SELECT doc
    FROM archive.postings AS p
    JOIN (SELECT DISTINCT term FROM needed) AS n ON n.term = p.term
    GROUP BY doc
    HAVING count(*) = (SELECT count(DISTINCT term) FROM needed)
),
begun AS MATERIALIZED (
    SELECT doc, place - step AS start
    FROM (
        SELECT p.doc, t.step, unnest(p.places) AS place
        FROM archive.postings AS p
        JOIN (FROM turned WHERE turn = 1) AS t ON t.term = p.term
        JOIN candidate AS c ON c.doc = p.doc
    )
),
going AS (
    SELECT doc, place - step AS start
    FROM (
        SELECT p.doc, t.step, unnest(p.places) AS place
        FROM archive.postings AS p
        JOIN (FROM turned WHERE turn > 1) AS t ON t.term = p.term
        JOIN candidate AS c ON c.doc = p.doc
    )
),
row_found AS (
    SELECT doc, start
    FROM begun
    JOIN going USING (doc, start)
    GROUP BY doc, start
    HAVING count(*) = (SELECT count(*) - 1 FROM needed)
)
SELECT doc
FROM row_found
GROUP BY doc
HAVING $field IS NULL OR CASE $field WHEN 'title' THEN min(start) <= 100 ELSE max(start) > 100 END
-- name: close
-- Articles in which a place of one side and a place of the other are near each other: {near} says how near.
WITH asked AS MATERIALIZED (SELECT unnest($docs::INTEGER[]) AS doc),
side AS (
    SELECT p.doc, w.is_one, flatten(list(p.places)) AS places
    FROM archive.postings AS p
    JOIN (
        SELECT search_key(unnest($one::VARCHAR[])) AS term, true AS is_one
        UNION SELECT search_key(unnest($other::VARCHAR[])), false
    ) AS w ON w.term = p.term
    JOIN asked AS a ON a.doc = p.doc
    GROUP BY p.doc, w.is_one
)
SELECT o.doc
FROM side AS o
JOIN side AS s ON s.doc = o.doc AND o.is_one AND NOT s.is_one
WHERE list_bool_or(list_transform(
    o.places, lambda place: list_bool_or(list_transform(s.places, lambda other: {near}))
))
-- name: word_places
WITH asked AS MATERIALIZED (SELECT unnest($docs::INTEGER[]) AS doc)
SELECT p.doc, w.word, p.places
FROM archive.postings AS p
JOIN (SELECT search_key(word) AS term, word FROM (SELECT unnest($words::VARCHAR[]) AS word)) AS w ON w.term = p.term
JOIN asked AS a ON a.doc = p.doc
ORDER BY p.doc
-- name: outlets
SELECT DISTINCT a.outlet, o.country
FROM archive.articles AS a
LEFT JOIN archive.outlets AS o ON o.outlet = a.outlet
WHERE is_known(a.recorded_at, a.superseded_at)
-- name: languages
SELECT DISTINCT language FROM archive.articles WHERE is_known(recorded_at, superseded_at)
-- name: authors
SELECT DISTINCT authors FROM archive.articles WHERE is_known(recorded_at, superseded_at)
-- name: of_outlets
SELECT s.doc
FROM archive.searchable AS s
JOIN archive.articles AS a ON a.article_id = s.article_id AND a.version = s.version
WHERE coalesce(a.outlet, '') IN (SELECT unnest($values::VARCHAR[]))
-- name: of_languages
SELECT s.doc
FROM archive.searchable AS s
JOIN archive.articles AS a ON a.article_id = s.article_id AND a.version = s.version
WHERE coalesce(a.language, '') IN (SELECT unnest($values::VARCHAR[]))
-- name: of_authors
SELECT s.doc
FROM archive.searchable AS s
JOIN archive.articles AS a ON a.article_id = s.article_id AND a.version = s.version
WHERE array_to_string(a.authors, chr(10)) IN (SELECT unnest($values::VARCHAR[]))
-- name: of_time
SELECT doc
FROM archive.searchable
WHERE ordered_at >= coalesce($after, TIMESTAMPTZ '0001-01-01 00:00:00+00')
    AND ordered_at < coalesce($before, TIMESTAMPTZ '9999-12-31 00:00:00+00')
-- name: ids
SELECT article_id FROM archive.searchable WHERE doc IN (SELECT unnest($docs::INTEGER[]))
    AND is_known(recorded_at, superseded_at)
-- name: places
SELECT a.rowid
FROM archive.articles AS a
JOIN archive.searchable AS s ON s.article_id = a.article_id AND s.version = a.version
WHERE s.doc IN (SELECT unnest($docs::INTEGER[]))
-- name: texts
-- By numbers of rows that a query gives: written as numbers they would have every text read.
SELECT {told}
FROM archive.articles
WHERE rowid IN (SELECT unnest($places::BIGINT[]))
