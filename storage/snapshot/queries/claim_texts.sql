-- name: candidates
WITH asked AS (SELECT unnest($groups::STRUCT(number INTEGER, word VARCHAR)[], recursive := true)),
keyed AS MATERIALIZED (SELECT DISTINCT number, search_key(part) AS term FROM (
    SELECT number, unnest(search_words(word)) AS part FROM asked)),
hidden AS MATERIALIZED (
    SELECT doc FROM archive.searchable WHERE NOT is_known(recorded_at, superseded_at)),
rarity AS MATERIALIZED (
    SELECT number, found, ln(1 + (n + 0.5) / (found + 0.5)) AS weight,
           sum(found) OVER (ORDER BY found, number) AS so_far
    FROM (SELECT k.number, count(*) AS found FROM archive.postings AS p JOIN keyed AS k ON k.term = p.term
          GROUP BY k.number),
         (SELECT count(*) AS n FROM archive.searchable)),
-- Only the places of the rarest words are looked up: the others are counted, which reads no place.
chosen AS MATERIALIZED (
    SELECT k.number, k.term, r.weight FROM keyed AS k JOIN rarity AS r ON r.number = k.number
    WHERE r.so_far <= $postings OR r.number = (SELECT arg_min(number, found) FROM rarity)),
scored AS (
    SELECT h.doc, sum(h.weight) AS score
    FROM (SELECT DISTINCT c.number, c.weight, p.doc FROM archive.postings AS p JOIN chosen AS c ON c.term = p.term) AS h
    ANTI JOIN hidden AS x ON x.doc = h.doc
    GROUP BY h.doc),
best AS MATERIALIZED (
    SELECT doc, score FROM scored
    WHERE score >= $share * (SELECT sum(weight) FROM rarity) ORDER BY score DESC, doc LIMIT $most),
standing AS MATERIALIZED (
    SELECT s.article_id FROM best AS b JOIN archive.searchable AS s ON s.doc = b.doc)
SELECT a.article_id, a.url, a.outlet, a.outlet_family, a.title, r.rowid, a.language, a.ordered_at, a.copy_group_id,
       coalesce(o.state, 'unknown'), o.origin
FROM articles AS a
JOIN archive.articles AS r ON r.article_id = a.article_id AND r.version = a.version
LEFT JOIN (SELECT article_id, state, origin FROM origins WHERE basis = 'text'
           AND article_id IN (SELECT article_id FROM standing)) AS o ON o.article_id = a.article_id
WHERE a.article_id IN (SELECT article_id FROM standing)
ORDER BY a.ordered_at, a.article_id

-- name: texts
-- By numbers of rows: a join that decides which rows are wanted would read every text.
SELECT rowid, text FROM archive.articles WHERE rowid IN ({places})
