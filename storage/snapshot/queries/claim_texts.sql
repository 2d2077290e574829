-- name: candidates
WITH asked AS (SELECT unnest($groups::STRUCT(number INTEGER, word VARCHAR)[], recursive := true)),
keyed AS MATERIALIZED (SELECT DISTINCT number, search_key(part) AS term FROM (
    SELECT number, unnest(search_words(word)) AS part FROM asked)),
hidden AS MATERIALIZED (
    SELECT doc FROM archive.searchable WHERE NOT is_known(recorded_at, superseded_at)),
rarity AS MATERIALIZED (
    SELECT number, found, ln(1 + (n + 0.5) / (found + 0.5)) AS weight,
           sum(found) OVER (ORDER BY found, number) AS so_far
    FROM (SELECT k.number, sum(p.found) AS found
          FROM (SELECT term, count(*) AS found FROM archive.postings
                WHERE term IN (SELECT term FROM keyed) GROUP BY term) AS p
          JOIN keyed AS k ON k.term = p.term
          GROUP BY k.number),
         (SELECT count(*) AS n FROM archive.searchable)),
-- Only the places of the rarest words are looked up: the others are counted, which reads no place.
chosen AS MATERIALIZED (
    SELECT k.number, k.term, r.weight FROM keyed AS k JOIN rarity AS r ON r.number = k.number
    WHERE r.so_far <= $postings OR r.number = (SELECT arg_min(number, found) FROM rarity)),
held AS MATERIALIZED (
    SELECT p.doc, bit_or(1::BIGINT << c.number) AS words
    FROM archive.postings AS p JOIN chosen AS c ON c.term = p.term
    GROUP BY p.doc),
-- Each set of words is weighed once.
weighed AS MATERIALIZED (
    SELECT h.words, sum(c.weight) AS score
    FROM (SELECT DISTINCT words FROM held) AS h
    JOIN (SELECT DISTINCT number, weight FROM chosen) AS c ON h.words & (1::BIGINT << c.number) <> 0
    GROUP BY h.words
    HAVING score >= $share * (SELECT sum(weight) FROM (SELECT DISTINCT number, weight FROM chosen))),
likely AS MATERIALIZED (
    SELECT h.doc, w.score FROM held AS h JOIN weighed AS w ON w.words = h.words
    ANTI JOIN hidden AS x ON x.doc = h.doc),
best AS MATERIALIZED (
    SELECT s.article_id, s.version, s.doc, l.score, (SELECT count(*) FROM likely) AS likely
    FROM (SELECT doc, score FROM likely ORDER BY score DESC, doc LIMIT $most) AS l
    JOIN archive.searchable AS s ON s.doc = l.doc),
-- In two steps: a join that decides which rows are wanted would read all titles.
standing AS MATERIALIZED (
    SELECT r.rowid AS place, b.doc, b.score, b.likely
    FROM best AS b JOIN archive.articles AS r ON r.article_id = b.article_id AND r.version = b.version)
SELECT a.article_id, a.url, a.outlet, coalesce(w.family, a.outlet), a.title, b.place, a.language, a.ordered_at,
       coalesce(p.copy_group_id, a.article_id), coalesce(o.state, 'unknown'), coalesce(f.family, o.origin), b.likely
FROM standing AS b
JOIN archive.articles AS a ON a.rowid = b.place
LEFT JOIN (SELECT article_id, copy_group_id FROM story_articles
           WHERE article_id IN (SELECT article_id FROM best)) AS p ON p.article_id = a.article_id
LEFT JOIN (SELECT article_id, state, origin FROM origins WHERE basis = 'text'
           AND article_id IN (SELECT article_id FROM best)) AS o ON o.article_id = a.article_id
LEFT JOIN outlets AS w ON w.outlet = a.outlet
LEFT JOIN outlets AS f ON f.outlet = o.origin
ORDER BY b.score DESC, b.doc

-- name: texts
-- By numbers of rows that a query gives: written as numbers they would have every text read.
SELECT rowid, text FROM archive.articles WHERE rowid IN (SELECT unnest($places::BIGINT[]))
