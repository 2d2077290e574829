-- name: basis
SELECT moment, form, turned FROM archive.settled_basis

-- name: keep_basis
INSERT INTO archive.settled_basis (moment, form, turned) SELECT as_of(), $1, $2

-- name: touched_articles
CREATE OR REPLACE TEMP TABLE touched_articles AS
SELECT article_id FROM archive.articles WHERE {articles}
UNION
SELECT article_id FROM archive.placements WHERE {placements}
UNION
SELECT article_id FROM archive.watch_matches WHERE {watch_matches}

-- name: touched_stories
-- The state of a story moves with the clock, too: when one of its texts grows older than a span that tells states apart.
CREATE OR REPLACE TEMP TABLE touched_stories AS
WITH clock AS MATERIALIZED (SELECT $1::TIMESTAMPTZ AS moment_before, as_of() AS moment),
span AS (SELECT unnest([new_for(), revived_for(), silent_for()]) AS span),
aged AS MATERIALIZED (SELECT moment_before - span AS after, moment - span AS until FROM clock, span),
touched AS MATERIALIZED (
    FROM touched_articles
    UNION
    SELECT a.article_id FROM archive.articles AS a
    JOIN aged AS g ON a.ordered_at > g.after AND a.ordered_at <= g.until
    WHERE is_known(a.recorded_at, a.superseded_at)
)
SELECT story_id FROM archive.placements WHERE {placements} OR article_id IN (FROM touched)
UNION
SELECT story_id FROM archive.origins WHERE {origins} OR article_id IN (FROM touched_articles)
UNION
SELECT story_id FROM archive.stories WHERE {stories}
UNION
SELECT story_id FROM archive.settled_bursting_stories
UNION
SELECT story_id FROM fresh_bursting_stories

-- name: touched_days
-- Days of what came, ended or moved; every version of an article tells one.
CREATE OR REPLACE TEMP TABLE touched_days AS
SELECT DISTINCT day_in(ordered_at, $1) AS day FROM archive.articles WHERE article_id IN (FROM touched_articles)

-- name: touched_seen
CREATE OR REPLACE TEMP TABLE touched_seen AS
SELECT DISTINCT day_in(first_seen_at, $1) AS day FROM archive.articles WHERE article_id IN (FROM touched_articles)
UNION
({changed_days})
UNION
-- A day of feeds that lay ahead of the clock shows when it comes.
SELECT unnest(generate_series(day_in($2::TIMESTAMPTZ, $1), day_in(as_of(), $1), INTERVAL 1 DAY))::DATE
UNION
SELECT unnest(generate_series(least(n.first_day, o.first_day), greatest(n.first_day, o.first_day), INTERVAL 1 DAY))::DATE
FROM fresh_followed_spans AS n JOIN archive.settled_followed_spans AS o ON o.outlet = n.outlet
WHERE n.first_day <> o.first_day
UNION
SELECT unnest(generate_series(least(n.last_day, o.last_day), greatest(n.last_day, o.last_day), INTERVAL 1 DAY))::DATE
FROM fresh_followed_spans AS n JOIN archive.settled_followed_spans AS o ON o.outlet = n.outlet
WHERE n.last_day <> o.last_day
UNION
SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE
FROM (
    SELECT outlet, first_day, last_day FROM fresh_followed_spans
    WHERE outlet NOT IN (SELECT outlet FROM archive.settled_followed_spans)
    UNION ALL
    SELECT outlet, first_day, last_day FROM archive.settled_followed_spans
    WHERE outlet NOT IN (SELECT outlet FROM fresh_followed_spans)
)

-- name: needed_articles
-- All that a touched story, a touched day or an origin of a touched story is counted of.
CREATE OR REPLACE TEMP TABLE needed_articles AS
FROM touched_articles
UNION
SELECT article_id FROM archive.articles
WHERE is_known(recorded_at, superseded_at)
    AND (day_in(ordered_at, $1) IN (FROM touched_days) OR day_in(first_seen_at, $1) IN (FROM touched_seen))
UNION
SELECT article_id FROM archive.placements
WHERE is_known(recorded_at, superseded_at) AND story_id IN (FROM touched_stories)
UNION
SELECT article_id FROM archive.origins
WHERE is_known(recorded_at, superseded_at) AND story_id IN (FROM touched_stories)

-- name: old
CREATE OR REPLACE TEMP TABLE old_counts AS
SELECT rowid AS place, {columns}, row_number() OVER (PARTITION BY {columns}) AS turn
FROM archive.settled_{name}
WHERE {scope}

-- name: new
-- Equal rows are told apart by their turn: two that match one article twice are counted twice.
CREATE OR REPLACE TEMP TABLE new_counts AS
SELECT {columns}, row_number() OVER (PARTITION BY {columns}) AS turn FROM fresh_{name}

-- name: drop_old
-- What is counted otherwise than before goes. The rest stays where it is.
DELETE FROM archive.settled_{name} WHERE rowid IN (
    SELECT place FROM old_counts AS old ANTI JOIN new_counts AS new ON ({new}) IS NOT DISTINCT FROM ({old})
)

-- name: add_new
INSERT INTO archive.settled_{name} BY NAME
SELECT {columns} FROM new_counts AS new ANTI JOIN old_counts AS old ON ({new}) IS NOT DISTINCT FROM ({old})
ORDER BY {order}
