-- name: save
-- Of each copy group one article holds a hash: so a story in 500 outlets does not make its own runs look common.
INSERT INTO {db}.{table} (h, article_id, day)
SELECT h, article_id, day
FROM new_rows ANTI JOIN (
    SELECT k.h, m.group_id FROM {db}.{table} k JOIN mates m USING (article_id)) held USING (h, group_id)
WHERE article_id NOT IN (
    SELECT article_id FROM {db}.sketch_sizes WHERE article_id IN (SELECT article_id FROM new_sizes))

-- name: shared
-- Each table is read once. `hit` has each stored row once, and what is common is dropped before anything is joined with
-- the batch (hence MATERIALIZED: the planner joins first), so a formula that thousands use costs thousands of rows and
-- not thousands times the batch. Two sketches are compared on the footing that both allow: samples; or, where one text
-- is so short that all its runs are stored, all runs of that text against all of the other.
WITH hit AS MATERIALIZED (
    SELECT h, article_id FROM {db}.sketches WHERE day >= $since AND h IN (SELECT h FROM sampled)),
rare AS MATERIALIZED (
    SELECT h, article_id FROM hit WHERE h IN (SELECT h FROM hit GROUP BY h HAVING count(*) <= $most)),
pair AS (
    SELECT p.article_id AS new_id, rare.article_id AS old_id, count(*) AS samples, count(*) AS runs
    FROM rare JOIN sampled p USING (h) GROUP BY ALL),
short_hit AS MATERIALIZED (
    SELECT h, article_id FROM {db}.short_runs WHERE day >= $since AND h IN (SELECT h FROM runs)),
short_rare AS MATERIALIZED (
    SELECT h, article_id FROM short_hit WHERE h IN (SELECT h FROM short_hit GROUP BY h HAVING count(*) <= $most)),
short_pair AS (
    SELECT p.article_id AS new_id, short_rare.article_id AS old_id, 0 AS samples, count(DISTINCT h) AS runs
    FROM short_rare JOIN runs p USING (h) GROUP BY ALL),
together AS (
    SELECT new_id, old_id, sum(samples) AS samples, sum(runs) AS runs
    FROM (FROM pair UNION ALL FROM short_pair) WHERE new_id <> old_id GROUP BY ALL)
SELECT new_id, old_id
FROM together JOIN new_sizes n ON n.article_id = new_id JOIN {db}.sketch_sizes o ON o.article_id = old_id
WHERE CASE
    WHEN o.hashes > o.sampled THEN
        runs >= $least * least(o.hashes, n.total) AND (runs >= $shared OR o.hashes < $few)
    WHEN n.hashes > n.sampled THEN runs >= $least * n.sampled
    ELSE samples >= $shared AND samples >= $least * least(o.sampled, n.sampled) END

-- name: quoted
WITH hit AS MATERIALIZED (
    SELECT h, article_id, day FROM {db}.quoted WHERE day >= $since AND h IN (SELECT h FROM passages)),
first AS MATERIALIZED (SELECT h, arg_min(article_id, (day, article_id)) AS article_id FROM hit GROUP BY h)
SELECT DISTINCT p.article_id, first.article_id
FROM first JOIN passages p USING (h)
WHERE p.article_id <> first.article_id
