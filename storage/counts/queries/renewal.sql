-- name: basis
SELECT moment, form, turned FROM archive.settled_basis

-- name: keep_basis
INSERT INTO archive.settled_basis (moment, form, turned) SELECT as_of(), $1, $2

-- name: touched_articles
CREATE OR REPLACE TEMP TABLE touched_articles AS
FROM turned_articles
UNION
SELECT article_id FROM turned_placements
UNION
FROM turned_watch_matches

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
SELECT story_id FROM turned_placements
UNION
SELECT story_id FROM archive.placements WHERE article_id IN (FROM touched)
UNION
FROM turned_origins
UNION
SELECT story_id FROM archive.origins WHERE article_id IN (FROM touched_articles)
UNION
FROM turned_stories
UNION
SELECT story_id FROM archive.settled_bursting_stories
UNION
SELECT story_id FROM fresh_bursting_stories

-- name: touched_versions
-- Of what came, ended or moved every version tells a day.
CREATE OR REPLACE TEMP TABLE touched_versions AS
SELECT ordered_at, first_seen_at FROM archive.articles WHERE article_id IN (FROM touched_articles)

-- name: touched_days
CREATE OR REPLACE TEMP TABLE touched_days AS SELECT DISTINCT day_in(ordered_at, $1) AS day FROM touched_versions

-- name: touched_seen
CREATE OR REPLACE TEMP TABLE touched_seen AS
SELECT DISTINCT day_in(first_seen_at, $1) AS day FROM touched_versions
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

-- name: fresh_spans
CREATE OR REPLACE TEMP TABLE fresh_followed_spans AS FROM followed_spans

-- name: fresh_bursts
-- The views themselves, but for days so long ago that no burst of today is measured by them.
CREATE OR REPLACE TEMP TABLE fresh_bursting_stories AS
WITH followed_spans AS (FROM fresh_followed_spans),
polled_days AS (FROM main.polled_days WHERE day >= $1::DATE),
covered_days AS ({covered_days})
FROM ({bursting_stories})

-- name: bursts_from
SELECT (day_in(as_of(), $1) - (burst_days().first + 5)::INTEGER)::VARCHAR

-- name: reach
-- Moments between which all touched days lie, in whatever zone; as text, since Python knows no day before the year 1.
SELECT (min(day) - INTERVAL 2 DAY)::VARCHAR, (max(day) + INTERVAL 2 DAY)::VARCHAR
FROM (FROM touched_days UNION ALL FROM touched_seen)

-- name: touched_origins
-- Their rows by number: to look for a few stories among those of all is the most of what reading them costs.
CREATE OR REPLACE TEMP TABLE touched_origins AS
SELECT rowid AS place, article_id FROM archive.origins
WHERE is_known(recorded_at, superseded_at) AND story_id IN (FROM touched_stories)

-- name: needed_articles
-- All that a touched story, a touched day or an origin of a touched story is counted of.
CREATE OR REPLACE TEMP TABLE needed_articles AS
FROM touched_articles
UNION
SELECT article_id FROM archive.articles
WHERE is_known(recorded_at, superseded_at)
    AND (
        ordered_at BETWEEN $2::TIMESTAMPTZ AND $3::TIMESTAMPTZ
        OR first_seen_at BETWEEN $2::TIMESTAMPTZ AND $3::TIMESTAMPTZ
    )
    AND (day_in(ordered_at, $1) IN (FROM touched_days) OR day_in(first_seen_at, $1) IN (FROM touched_seen))
UNION
SELECT article_id FROM archive.placements
WHERE is_known(recorded_at, superseded_at) AND story_id IN (FROM touched_stories)
UNION
SELECT article_id FROM touched_origins

-- name: old
-- In two steps: else all columns of all rows are read.
CREATE OR REPLACE TEMP TABLE old_counts AS
WITH found AS MATERIALIZED (SELECT rowid AS place FROM archive.settled_{name} WHERE {scope})
SELECT rowid AS place, {columns}, row_number() OVER (PARTITION BY {columns}) AS turn
FROM archive.settled_{name}
WHERE rowid IN (FROM found)

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
