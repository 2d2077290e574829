"""Makes a snapshot of any size without texts, to time the public SQL: python -m benchmarks.archive.synthetic N FILE.

Three years, 200 outlets of very unequal size, a quarter of the articles near-copies that follow their original within
two days, stories of very unequal length, one watch over one article in a hundred, feeds polled every day.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from storage.counts.materialise import materialise
from storage.migrate import migrate

NOW = datetime(2026, 1, 1, tzinfo=UTC)

# A key like those of real articles: spread over the whole range, so that joins cannot lean on order.
FILL = """
CREATE TEMP TABLE draft AS
SELECT
    i,
    (hash(i) >> 1)::BIGINT AS article_id,
    TIMESTAMPTZ '2023-01-01 00:00:00+00' + (i * 94608000.0 / {n}) * INTERVAL 1 SECOND AS moment,
    (200 * pow((hash(i + 7) % 1000000) / 1e6, 3))::INTEGER AS outlet,
    CASE
        WHEN hash(i + 13) % 4 = 0 THEN greatest(0, i - 1 - (hash(i + 17) % ({n} // 550 + 1))::BIGINT)
        ELSE i
    END AS first
FROM range({n}) AS numbers(i);

CREATE TEMP TABLE linked AS
SELECT d.*, coalesce(o.first, d.first) AS original,
    's' || (({stories} * pow((hash(coalesce(o.first, d.first) + 3) % 1000000) / 1e6, 2))::INTEGER) AS story_id
FROM draft AS d LEFT JOIN draft AS o ON o.i = d.first AND o.first <> o.i;

INSERT INTO archive.outlets (outlet, aliases, domain, kind, country, family, ambiguous)
SELECT 'outlet ' || k, ['outlet ' || k], 'o' || k || '.example', 'newspaper', NULL, 'family ' || (k // 3), []
FROM range(201) AS numbers(k);

INSERT INTO archive.articles (
    article_id, version, url, outlet, title, text, text_kind, language, authors, published_at, published_by,
    is_zone_known, is_date_plausible, modified_at, estimated_day, first_seen_at, ordered_at, ordered_by, arrived_by,
    is_seed, image, section, keywords, links, based_on, is_paywalled, page_status, extractor, agreement,
    link_density, word_count, "change", given_citations, recorded_at, superseded_at
)
SELECT article_id, 1, 'https://o.example/' || i, 'outlet ' || outlet, 'Title ' || i, '', 'full', 'en', [], moment,
    'json-ld', true, true, NULL, NULL, moment + INTERVAL 20 MINUTE, moment, 'published', 'feed', false, NULL, NULL, [],
    [], NULL, false, 'ok', 'fast', NULL, NULL, 500, NULL, [], moment + INTERVAL 20 MINUTE,
    TIMESTAMPTZ '9999-12-31 00:00:00+00'
FROM linked ORDER BY i;

INSERT INTO archive.placements (
    article_id, version, copy_group_id, is_original, story_id, similarity, linked_by, recorded_at, superseded_at
)
SELECT l.article_id, 1, o.article_id, l.original = l.i, l.story_id, 0.5, 'rule', l.moment + INTERVAL 20 MINUTE,
    TIMESTAMPTZ '9999-12-31 00:00:00+00'
FROM linked AS l JOIN draft AS o ON o.i = l.original ORDER BY l.i;

INSERT INTO archive.origins (
    article_id, story_id, basis, origin_group_id, state, origin, recorded_at, superseded_at
)
SELECT l.article_id, l.story_id, basis, o.article_id,
    CASE hash(l.original) % 3 WHEN 0 THEN 'unknown' ELSE 'primary' END, NULL,
    l.moment + INTERVAL 20 MINUTE, TIMESTAMPTZ '9999-12-31 00:00:00+00'
FROM linked AS l JOIN draft AS o ON o.i = l.original, (VALUES ('explicit'), ('text')) AS bases(basis) ORDER BY l.i;

INSERT INTO archive.stories (story_id, title, is_closed, merged_into, recorded_at, superseded_at)
SELECT DISTINCT story_id, 'Story ' || story_id, false, NULL, TIMESTAMPTZ '2023-01-01 00:00:00+00',
    TIMESTAMPTZ '9999-12-31 00:00:00+00'
FROM linked;

INSERT INTO archive.watches
SELECT 'one-in-a-hundred', 'any', 'One in a hundred', TIMESTAMPTZ '2023-01-01 00:00:00+00',
    TIMESTAMPTZ '9999-12-31 00:00:00+00';

INSERT INTO archive.watch_matches
SELECT 'one-in-a-hundred', article_id, moment + INTERVAL 20 MINUTE, TIMESTAMPTZ '9999-12-31 00:00:00+00'
FROM linked WHERE hash(i + 29) % 100 = 0 ORDER BY i;

INSERT INTO archive.feeds BY NAME
SELECT 'https://o.example/feed/' || k AS url, 'outlet ' || k AS outlet, 'ok' AS status, 3600 AS interval_seconds,
    0 AS fail_score, 0 AS failures_in_row, 0 AS redirect_count, true AS conditional,
    TIMESTAMPTZ '2023-01-01 00:00:00+00' AS added_at, TIMESTAMPTZ '2025-12-30 23:00:00+00' AS last_polled_at
FROM range(201) AS numbers(k);

INSERT INTO archive.feed_days
SELECT 'https://o.example/feed/' || k, 'outlet ' || k, (TIMESTAMP '2023-01-01' + d * INTERVAL 1 DAY)::DATE, 24,
    CASE WHEN hash(k * 10000 + d) % 50 = 0 THEN 2 ELSE 24 END, 480, 20
FROM range(201) AS numbers(k), range(1095) AS days(d);

INSERT INTO archive.term_days (day, term, copy_groups)
SELECT (TIMESTAMP '2023-01-01' + d * INTERVAL 1 DAY)::DATE, 'term ' || t, 1 + (hash(d * 10000 + t) % 9)::INTEGER
FROM range(1095) AS days(d), range({terms}) AS terms(t);
"""


def make(n: int, path: Path) -> None:
    """Write a snapshot of `n` articles at `path`, in place of what stands there; print what settling it costs."""
    path.unlink(missing_ok=True)
    with duckdb.connect(path, config={"storage_compatibility_version": "v1.5.0"}) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = true; SET memory_limit = '6GB'")
        migrate(connection, now=NOW)
        connection.execute(FILL.format(n=n, stories=max(20, n // 20), terms=min(2600 * max(1, n // 1_000_000), 8000)))
        connection.execute("CHECKPOINT")
        size, started, used = path.stat().st_size, time.perf_counter(), time.process_time()
        materialise(connection)
        connection.execute("CHECKPOINT")
        took, used = time.perf_counter() - started, time.process_time() - used
        print(f"settled in {took:.1f} s, {used:.1f} s of CPU, {(path.stat().st_size - size) / 1e6:,.0f} MB")


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
