-- name: form
SELECT hash(
    $1::VARCHAR,
    (SELECT list(value ORDER BY name) FROM archive.settings WHERE name IN ('public_sha256', 'time_zone')),
    (SELECT list((outlet, family) ORDER BY outlet, family) FROM archive.outlets)
)

-- name: now
CREATE OR REPLACE TEMP TABLE marks_now (
    source VARCHAR, bucket BIGINT, held BIGINT, fixed UBIGINT, ended UBIGINT,
    old_held BIGINT, old_fixed UBIGINT, old_ended UBIGINT
)

-- name: mark
-- The rows up to `upto` are those of the last time: their marks tell whether one of them changed. Hashed twice, since
-- DuckDB joins the hashes of columns by XOR: two rows that end at one moment would take each other out of the mark.
INSERT INTO marks_now
SELECT
    '{source}', bucket,
    sum(held), bit_xor(fixed), bit_xor(ended),
    coalesce(sum(held) FILTER (is_old), 0),
    coalesce(bit_xor(fixed) FILTER (is_old), 0),
    coalesce(bit_xor(ended) FILTER (is_old), 0)
FROM (
    SELECT
        rowid // {bucket} AS bucket,
        rowid < {upto} AS is_old,
        count(*) AS held,
        bit_xor(hash(hash(rowid, {columns}))) AS fixed,
        bit_xor(hash(hash(rowid, superseded_at))) AS ended
    FROM archive.{source} GROUP BY ALL
)
GROUP BY bucket

-- name: mark_days
INSERT INTO marks_now BY NAME
SELECT
    'feed_days' AS source,
    day - DATE '1970-01-01' AS bucket,
    count(*) AS held,
    bit_xor(hash(hash(feed_url, outlet, day, polls, polls_ok, entries))) AS fixed,
    0 AS ended
FROM archive.feed_days
GROUP BY day

-- name: is_rewritten
-- Whether rows of the last time are gone, or hold something else: what they were counted in cannot be told any more.
SELECT count(*) FROM (FROM archive.settled_marks WHERE source <> 'feed_days' AND bucket >= 0) AS kept
LEFT JOIN marks_now AS n ON n.source = kept.source AND n.bucket = kept.bucket
WHERE (n.old_held, n.old_fixed) IS DISTINCT FROM (kept.held, kept.fixed)

-- name: changed
CREATE OR REPLACE TEMP TABLE marks_changed AS
SELECT n.source, n.bucket FROM marks_now AS n
JOIN archive.settled_marks AS kept ON kept.source = n.source AND kept.bucket = n.bucket
WHERE n.source <> 'feed_days' AND n.old_ended <> kept.ended

-- name: came
CREATE OR REPLACE TEMP TABLE turned_{source} AS SELECT {named} FROM archive.{source} WHERE rowid >= {end}

-- name: ended
INSERT INTO turned_{source}
SELECT {named} FROM archive.{source}
WHERE rowid < {end} AND rowid // {bucket} IN (SELECT bucket FROM marks_changed WHERE source = '{source}')

-- name: changed_days
SELECT DATE '1970-01-01' + coalesce(n.bucket, kept.bucket)::INTEGER AS day
FROM (FROM marks_now WHERE source = 'feed_days') AS n
FULL JOIN (FROM archive.settled_marks WHERE source = 'feed_days') AS kept ON kept.bucket = n.bucket
WHERE (n.held, n.fixed) IS DISTINCT FROM (kept.held, kept.fixed)

-- name: drop_marks
DELETE FROM archive.settled_marks WHERE rowid IN (
    SELECT kept.rowid FROM archive.settled_marks AS kept
    LEFT JOIN marks_now AS n ON n.source = kept.source AND n.bucket = kept.bucket
    WHERE (n.held, n.fixed, n.ended) IS DISTINCT FROM (kept.held, kept.fixed, kept.ended)
)

-- name: keep_marks
INSERT INTO archive.settled_marks BY NAME
SELECT n.source, n.bucket, n.held, n.fixed, n.ended FROM marks_now AS n
ANTI JOIN archive.settled_marks AS kept ON kept.source = n.source AND kept.bucket = n.bucket

-- name: keep_ends
INSERT INTO archive.settled_marks BY NAME
SELECT '{source}' AS source, -1 AS bucket, coalesce(max(rowid) + 1, 0) AS held, 0 AS fixed, 0 AS ended
FROM archive.{source}
