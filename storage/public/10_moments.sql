-- What all the others stand on: as of when the views speak, in which zone a day is cut, how a wrong name is refused.

-- Strict comparison with a sentinel below the one stored: an unset as_of means "as known now" (DuckDB folds it).
CREATE MACRO is_known(recorded_at, superseded_at) AS
    recorded_at <= coalesce(getvariable('as_of')::TIMESTAMPTZ, TIMESTAMPTZ '9999-12-30 00:00:00+00')
    AND superseded_at > coalesce(getvariable('as_of')::TIMESTAMPTZ, TIMESTAMPTZ '9999-12-30 00:00:00+00');

COMMENT ON MACRO is_known IS 'True of a row that the archive held as true at the moment set by SET VARIABLE as_of = ''2024-03-27''; unset: now.';

-- What a view counts is counted once when a snapshot is made; this macro then answers whether no as_of is set, and the
-- file is not the store (storage/counts/materialise.py). Either way DuckDB folds it, and plans only the half of a view
-- that is asked.
CREATE MACRO is_settled() AS false;

COMMENT ON MACRO is_settled IS 'True of a snapshot unless as_of is set: days, stories and what they hold are counted already; elsewhere the views count.';

-- The archive's own clock, not the wall's: an old snapshot must not call its stories dormant because it was kept.
-- MATERIALIZED hides the moment from DuckDB 2.0.0's statistics: over `WHERE ordered_at <= (SELECT max(…) …)` it loses a
-- LIMIT, and even rows, once they tell it that the comparison always holds. For the same reason no greatest() here.
CREATE MACRO as_of() AS (
    WITH told AS MATERIALIZED (
        SELECT coalesce(getvariable('as_of')::TIMESTAMPTZ, max(moment)) AS moment
        FROM (
            SELECT moment FROM archive.settled WHERE is_settled()
            UNION ALL
            SELECT max(recorded_at) FROM archive.articles WHERE NOT is_settled()
            UNION ALL
            SELECT max(last_polled_at) FROM archive.feeds
        )
    )
    SELECT moment FROM told
);

COMMENT ON MACRO as_of IS 'The moment as of which states and gaps are told: the variable as_of or, unset, the last moment at which the archive polled a feed or saved an article.';

CREATE MACRO time_zone() AS (
    SELECT coalesce(any_value(value), 'UTC') FROM archive.settings WHERE name = 'time_zone'
);

COMMENT ON MACRO time_zone IS 'The one zone in which this archive cuts days.';

-- In UTC a day is a division (12 times faster than the calendar of zones); the added million of days keeps it one
-- for years before 1970. Questions over the whole archive read the zone once and pass it; day_of asks for it itself.
CREATE MACRO day_in(moment, zone) AS CASE
    WHEN zone = 'UTC'
        THEN DATE '1970-01-01' + ((epoch_us(moment) + 86400000000000000) // 86400000000 - 1000000)::INTEGER
    ELSE (moment AT TIME ZONE zone)::DATE
END;

COMMENT ON MACRO day_in IS 'The calendar day of a moment in a zone: day_in(ordered_at, ''Asia/Tokyo'').';

CREATE MACRO day_of(moment) AS (moment AT TIME ZONE time_zone())::DATE;

COMMENT ON MACRO day_of IS 'The calendar day of a moment, in the archive''s zone: day_of(ordered_at).';

-- The Python side is news.records.READABLE; a test holds the two together.
CREATE MACRO is_readable_page(page_status) AS page_status IN ('ok', 'partial_paywall');

COMMENT ON MACRO is_readable_page IS 'True of a page that gave an article''s text, whole or in part.';

CREATE MACRO no_such_name(kind, asked, known) AS error(
    'There is no ' || kind || ' ''' || asked || '''' || coalesce('; the nearest names: ' || nullif(array_to_string(
        max_by(known, jaro_winkler_similarity(lower(asked), lower(known)), 3) FILTER (
            WHERE jaro_winkler_similarity(lower(asked), lower(known)) > 0.75
                OR (len(asked) > 3 AND contains(lower(known), lower(asked)))
        ), ', '), ''), '; no name is like it') || '.'
)::VARCHAR;

COMMENT ON MACRO no_such_name IS 'Refuses a name that nothing has, with the three nearest of those that are known and spelt nearly so, or hold it: an aggregate over them, grouped by the name that was asked.';
