-- Coverage by day: what was found, in parts of what was collected, beside what could not be read.

CREATE VIEW collected_days AS
WITH clock AS MATERIALIZED (SELECT time_zone() AS zone),
found AS (
    SELECT day_in(ordered_at, zone) AS day, outlet, count(*) AS articles
    FROM archive.articles, clock
    WHERE is_known(recorded_at, superseded_at) AND NOT is_settled()
    GROUP BY ALL
),
repeated AS (
    SELECT day_in(a.ordered_at, zone) AS day, a.outlet, count(*) AS copies
    FROM archive.articles AS a
    JOIN archive.placements AS p ON p.article_id = a.article_id
    CROSS JOIN clock
    WHERE is_known(a.recorded_at, a.superseded_at)
        AND is_known(p.recorded_at, p.superseded_at)
        AND NOT p.is_original
        AND NOT is_settled()
    GROUP BY ALL
)
SELECT day, outlet, articles, copy_groups FROM archive.settled_collected_days WHERE is_settled()
UNION ALL
SELECT f.day, f.outlet, f.articles, f.articles - coalesce(r.copies, 0) AS copy_groups
FROM found AS f
LEFT JOIN repeated AS r ON r.day = f.day AND r.outlet IS NOT DISTINCT FROM f.outlet;

COMMENT ON VIEW collected_days IS 'One row an outlet and day: everything the archive holds of that day. The denominator of every share.';
COMMENT ON COLUMN collected_days.day IS 'Calendar day of ordered_at in the archive''s zone.';
COMMENT ON COLUMN collected_days.outlet IS 'The outlet.';
COMMENT ON COLUMN collected_days.articles IS 'Its articles of that day.';
COMMENT ON COLUMN collected_days.copy_groups IS 'Those among them that are no near-copies of another article: articles not linked yet count, too. The original of a group is the member that the others credit, which may have come later than its copies.';

-- The panel: outlets read on at least 90 % of the days on which anything was read. A feed added or lost in between
-- changes totals, but not the panel's share (mediacloud/web-tools#2106 shows dips that were nothing else).
CREATE MACRO is_steady(days_read, days) AS days_read >= 0.9 * days;

COMMENT ON MACRO is_steady IS 'True of an outlet of the panel: read on at least 90 % of the days on which anything was read.';

CREATE MACRO panel(since, until) AS TABLE
WITH reading AS MATERIALIZED (SELECT outlet, day FROM polled_days WHERE is_read AND day BETWEEN since AND until)
SELECT outlet, days_read, days
FROM (SELECT outlet, count(*) AS days_read FROM reading GROUP BY outlet),
    (SELECT count(DISTINCT day) AS days FROM reading)
WHERE is_steady(days_read, days);

COMMENT ON MACRO TABLE panel IS 'FROM panel(DATE ''2026-01-01'', DATE ''2026-02-01''): outlets that we read on at least 90 % of those days; share_panel is counted over them alone.';

-- What every trend by day is made of. Whatever is scanned is named MATERIALIZED (planning would otherwise copy it into
-- each place that mentions it). A copy group or origin counts on the day of its first article here, so that days add
-- up and a copy that comes later changes nothing but `articles`.
CREATE MACRO counts_by_day(watch_or_story, since, until, days_before, in_full := true) AS TABLE
WITH mine AS MATERIALIZED (SELECT * FROM articles_of([watch_or_story])),
collected AS MATERIALIZED (SELECT day, outlet, articles, copy_groups FROM collected_days),
covered AS MATERIALIZED (SELECT day, outlets_followed, outlets_missing, is_covered FROM covered_days),
reach AS MATERIALIZED (
    SELECT min(day) AS first_day, max(day) AS last_day
    FROM (SELECT day FROM collected UNION ALL SELECT day FROM covered)
),
edge AS MATERIALIZED (
    SELECT
        greatest(
            CASE
                WHEN since::DATE > DATE '1900-01-01' THEN since::DATE
                ELSE coalesce(m.first_day - days_before::INTEGER, r.first_day)
            END,
            r.first_day
        ) AS first_day,
        least(until::DATE, r.last_day) AS last_day
    FROM reach AS r,
        (SELECT min(day) AS first_day, count(*) AS articles FROM mine) AS m,
        (SELECT count(*) AS watches FROM watches WHERE watch = watch_or_story) AS w
    WHERE r.first_day IS NOT NULL AND (m.articles > 0 OR w.watches > 0)
),
calendar AS MATERIALIZED (
    SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day FROM edge
),
reading AS MATERIALIZED (
    SELECT outlet, day FROM polled_days, edge WHERE in_full AND is_read AND day BETWEEN first_day AND last_day
),
steady AS MATERIALIZED (
    SELECT outlet
    FROM (SELECT outlet, count(*) AS days_read FROM reading GROUP BY outlet),
        (SELECT count(DISTINCT day) AS days FROM reading)
    WHERE is_steady(days_read, days)
),
totals AS (
    SELECT
        c.day,
        sum(c.articles)::BIGINT AS total,
        sum(c.copy_groups)::BIGINT AS total_copy_groups,
        (sum(c.articles) FILTER (s.outlet IS NOT NULL))::BIGINT AS panel_total
    FROM collected AS c
    CROSS JOIN edge
    LEFT JOIN steady AS s ON s.outlet = c.outlet
    WHERE c.day BETWEEN first_day AND last_day
    GROUP BY c.day
),
found AS (
    SELECT
        day,
        count(*) AS articles,
        count(s.outlet) AS panel_articles,
        count(DISTINCT mine.outlet) AS outlets,
        count(DISTINCT outlet_family) AS families,
        count(*) FILTER (NOT is_dated) AS undated
    FROM mine
    LEFT JOIN steady AS s ON s.outlet = mine.outlet
    GROUP BY day
),
opened AS (
    SELECT day, count(*) AS copy_groups
    FROM (SELECT min(day) AS day FROM mine GROUP BY copy_group_id)
    GROUP BY day
),
mine_traced AS MATERIALIZED (
    SELECT m.day, g.origin_group_id, g.state
    FROM (
        SELECT article_id, origin_group_id, state
        FROM archive.origins
        WHERE in_full
            AND is_known(recorded_at, superseded_at)
            AND basis = 'text'
            AND article_id IN (SELECT article_id FROM mine)
    ) AS g
    JOIN mine AS m ON m.article_id = g.article_id
),
traced AS (
    SELECT
        day,
        count(*) FILTER (is_known_origin) AS origins,
        count(*) FILTER (NOT is_known_origin) AS unknown_origins
    FROM (
        SELECT min(day) AS day, bool_or(state <> 'unknown') AS is_known_origin
        FROM mine_traced
        GROUP BY origin_group_id
    )
    GROUP BY day
)
SELECT
    c.day,
    coalesce(f.articles, 0) AS articles,
    coalesce(o.copy_groups, 0) AS copy_groups,
    coalesce(g.origins, 0) AS origins,
    coalesce(g.unknown_origins, 0) AS unknown_origins,
    coalesce(f.outlets, 0) AS outlets,
    coalesce(f.families, 0) AS families,
    coalesce(f.undated, 0) AS undated,
    coalesce(f.panel_articles, 0) AS panel_articles,
    coalesce(t.total, 0) AS total,
    coalesce(t.total_copy_groups, 0) AS total_copy_groups,
    coalesce(t.panel_total, 0) AS panel_total,
    coalesce(d.outlets_followed, 0) AS outlets_followed,
    coalesce(d.outlets_missing, 0) AS outlets_missing,
    d.is_covered,
    -- In a gap a count of nothing says nothing.
    is_unread_day(c.day, d.is_covered, t.total, u.day) AND f.articles IS NULL AS is_silent_gap
FROM calendar AS c
CROSS JOIN (SELECT min(day) AS day FROM covered) AS u
LEFT JOIN found AS f ON f.day = c.day
LEFT JOIN opened AS o ON o.day = c.day
LEFT JOIN traced AS g ON g.day = c.day
LEFT JOIN totals AS t ON t.day = c.day
LEFT JOIN covered AS d ON d.day = c.day;

COMMENT ON MACRO TABLE counts_by_day IS 'FROM counts_by_day(''name'', DATE ''2026-01-01'', DATE ''2026-02-01'', 0): the plain counts behind coverage_by_day, with zeros also in gaps; is_silent_gap: the day is a gap and nothing was found of it. in_full := false leaves out (as zeros) what a burst does not need: origins, unknown_origins and the panel.';

CREATE MACRO coverage_by_day(
    watch_or_story, since := DATE '1900-01-01', until := DATE '9999-12-31'
) AS TABLE
SELECT
    day,
    CASE WHEN NOT is_silent_gap THEN articles END AS articles,
    CASE WHEN NOT is_silent_gap THEN copy_groups END AS copy_groups,
    CASE WHEN NOT is_silent_gap THEN articles - copy_groups END AS copies_collapsed,
    CASE WHEN NOT is_silent_gap THEN origins END AS origins,
    CASE WHEN NOT is_silent_gap THEN unknown_origins END AS unknown_origins,
    CASE WHEN NOT is_silent_gap THEN outlets END AS outlets,
    CASE WHEN NOT is_silent_gap THEN families END AS families,
    CASE WHEN NOT is_silent_gap OR total > 0 THEN total END AS total,
    CASE WHEN NOT is_silent_gap AND total > 0 THEN articles / total END AS share,
    CASE
        WHEN NOT is_silent_gap AND total > 0
            THEN copy_groups / nullif(greatest(total_copy_groups, copy_groups), 0)
    END AS share_unique,
    CASE WHEN NOT is_silent_gap AND panel_total > 0 THEN panel_articles / panel_total END AS share_panel,
    is_covered,
    outlets_missing,
    outlets_followed,
    CASE WHEN NOT is_silent_gap THEN undated END AS undated
FROM counts_by_day(watch_or_story, since, until, 0)
ORDER BY day;

COMMENT ON MACRO TABLE coverage_by_day IS 'FROM coverage_by_day(''us-japan-alliance'', since := DATE ''2026-11-01''): one row a calendar day, zeros included, from the first article of a watch or story to the last day of the archive. articles; copy_groups, origins (reports of known origin: articles of one origin are one) and unknown_origins on the day of their first article, so that days add up to what stories counts; as there, credits, shared quotations and passages tell the origin; copies_collapsed = articles - copy_groups; total: everything collected; share = articles / total; share_unique = copy_groups / those of all that was collected, each of ours on the day of its first article, each of all on the day of its original, never above 1; share_panel over outlets read on 90 % of the days; is_covered: true, false (a gap: counts of nothing are NULL), NULL (before we followed anything: a gap, too, where nothing at all is held of the day; or imported); outlets_missing of outlets_followed were not read; undated articles stand on the day we first saw them.';
