-- Running stories: their state and counts, their chronicle, and who repeated whom in them.

CREATE VIEW story_articles AS
SELECT story_id, article_id, similarity, linked_by, copy_group_id, is_original
FROM archive.placements
WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW story_articles IS 'Which article follows which running story, and why.';
COMMENT ON COLUMN story_articles.story_id IS 'The story.';
COMMENT ON COLUMN story_articles.article_id IS 'The article.';
COMMENT ON COLUMN story_articles.similarity IS 'Likeness to the story''s profile when it was linked, 0 to 1.';
COMMENT ON COLUMN story_articles.linked_by IS 'rule or person; a person outranks the rule.';
COMMENT ON COLUMN story_articles.copy_group_id IS 'Copy group of the article.';
COMMENT ON COLUMN story_articles.is_original IS 'True of the original of its copy group: the member that the others credit, else the earliest.';

-- The spans that tell the states of stories apart: the project's own choice (docs/decisions.md, "Stories in small batches").
CREATE MACRO silent_for() AS INTERVAL 14 DAY;

COMMENT ON MACRO silent_for IS 'How long a story has no own text before it is dormant; the next own text revives it.';

CREATE MACRO revived_for() AS INTERVAL 7 DAY;

COMMENT ON MACRO revived_for IS 'How long a story counts as revived.';

CREATE MACRO new_for() AS INTERVAL 3 DAY;

COMMENT ON MACRO new_for IS 'How long a story counts as new.';

CREATE MACRO story_state(is_closed, is_burst, first_at, last_own_at, own_before_at, own_again_at, moment) AS CASE
    WHEN is_closed THEN 'closed'
    WHEN own_again_at - own_before_at >= silent_for() THEN 'revived'
    WHEN is_burst THEN 'burst'
    WHEN first_at > moment - new_for() THEN 'new'
    WHEN last_own_at > moment - silent_for() THEN 'active'
    ELSE 'dormant'
END;

COMMENT ON MACRO story_state IS 'The state of a story at `moment`, the first that holds: closed, revived, burst, new, active, dormant. own_again_at: its first own text within revived_for(); own_before_at: the last one before that.';

CREATE MACRO story_phase(own_before_at, ordered_at) AS CASE
    WHEN own_before_at IS NULL THEN 'begins'
    WHEN ordered_at - own_before_at >= silent_for() THEN 'revives'
    ELSE 'continues'
END;

COMMENT ON MACRO story_phase IS 'What an own text does to its story: begins, revives (after silent_for() without one) or continues it.';

-- The stories with an alarm today or yesterday: story_burst's rule for all stories at once, over the days of its baseline and three more.
CREATE VIEW bursting_stories AS
WITH clock AS MATERIALIZED (
    SELECT zone, day_in(moment, zone) AS today, moment - to_days(burst_days().first + 3) AS read_from
    FROM (SELECT as_of() AS moment, time_zone() AS zone)
),
recent AS MATERIALIZED (
    SELECT article_id, day_in(ordered_at, zone) AS day
    FROM archive.articles, clock
    WHERE is_known(recorded_at, superseded_at)
        AND ordered_at >= read_from
        AND NOT is_settled()
),
totals AS (
    SELECT r.day, count(*) AS total, any_value(c.is_covered) AS is_covered
    FROM recent AS r
    LEFT JOIN covered_days AS c ON c.day = r.day
    GROUP BY r.day
),
owned AS MATERIALIZED (
    SELECT p.story_id, r.day, count(*) AS n
    FROM archive.placements AS p
    JOIN recent AS r ON r.article_id = p.article_id
    WHERE is_known(p.recorded_at, p.superseded_at) AND p.is_original AND NOT is_settled()
    GROUP BY ALL
),
candidates AS (
    SELECT o.story_id, o.day, o.n, t.total
    FROM owned AS o
    JOIN totals AS t ON t.day = o.day
    JOIN clock AS k ON o.day BETWEEN k.today - 1 AND k.today
    WHERE o.n >= least_burst()
),
baseline AS (
    SELECT
        c.story_id,
        c.day,
        any_value(c.n) AS n,
        any_value(c.total) AS total,
        sum(coalesce(o.n, 0)) AS baseline_n,
        sum(b.total) AS baseline_total,
        count(*) AS baseline_days,
        stddev_samp(coalesce(o.n, 0)) AS deviation
    FROM candidates AS c
    JOIN totals AS b ON b.day BETWEEN c.day - burst_days().first AND c.day - burst_days().last AND b.is_covered IS DISTINCT FROM false
    LEFT JOIN owned AS o ON o.story_id = c.story_id AND o.day = b.day
    GROUP BY c.story_id, c.day
),
expectation AS (SELECT *, burst_expectation(baseline_n, baseline_total, total) AS expected FROM baseline)
SELECT story_id, day FROM archive.settled_bursting_stories WHERE is_settled()
UNION ALL
SELECT story_id, max(day) AS day
FROM expectation
WHERE is_burst(n, expected, burst_sigma(expected, deviation), baseline_days)
GROUP BY story_id;

COMMENT ON VIEW bursting_stories IS 'Stories for which story_burst sounds an alarm on the last day or the day before it.';
COMMENT ON COLUMN bursting_stories.story_id IS 'The story.';
COMMENT ON COLUMN bursting_stories.day IS 'The later of its days of alarm.';

-- Counted in plain groupings: count(DISTINCT …) of many groups costs several times as much. Names are numbered in
-- order of the alphabet, since lists of strings cost four times what lists of numbers do; and a span is taken from the
-- moment once, since DuckDB asks the calendar for it.
CREATE VIEW stories AS
WITH clock AS MATERIALIZED (
    SELECT moment, moment - revived_for() AS again_after FROM (SELECT as_of() AS moment)
),
names AS MATERIALIZED (
    SELECT name, row_number() OVER (ORDER BY name) AS number
    FROM (
        SELECT DISTINCT outlet AS name FROM archive.articles WHERE NOT is_settled()
        UNION
        SELECT DISTINCT origin FROM archive.origins WHERE NOT is_settled()
    )
    WHERE name IS NOT NULL
),
member AS MATERIALIZED (
    SELECT p.story_id, p.article_id, p.copy_group_id, p.is_original, n.number AS outlet, a.ordered_at,
        a.ordered_by <> 'first_seen' AS is_dated
    FROM archive.placements AS p
    JOIN archive.articles AS a ON a.article_id = p.article_id
    LEFT JOIN names AS n ON n.name = a.outlet
    WHERE is_known(p.recorded_at, p.superseded_at)
        AND is_known(a.recorded_at, a.superseded_at)
        AND NOT is_settled()
),
half AS (
    SELECT
        story_id,
        is_dated,
        count(*) AS articles,
        min(ordered_at) AS first_at,
        max(ordered_at) AS last_at,
        max(ordered_at) FILTER (is_original) AS last_own_at,
        min(ordered_at) FILTER (is_original AND ordered_at > again_after) AS own_again_at,
        max(ordered_at) FILTER (is_original AND ordered_at <= again_after) AS own_before_at
    FROM member
    CROSS JOIN clock
    GROUP BY story_id, is_dated
),
-- Articles without a date stand where we saw them: they tell a story's days only where it has no others.
dated AS (
    SELECT
        story_id,
        sum(articles)::BIGINT AS articles,
        arg_max(first_at, is_dated) AS first_at,
        arg_max(last_at, is_dated) AS last_at,
        arg_max_null(last_own_at, is_dated) AS last_own_at,
        arg_max_null(own_again_at, is_dated) AS own_again_at,
        arg_max_null(own_before_at, is_dated) AS own_before_at
    FROM half
    GROUP BY story_id
),
grouped AS (
    SELECT story_id, count(*) AS copy_groups
    FROM (SELECT DISTINCT story_id, copy_group_id FROM member)
    GROUP BY story_id
),
carried AS (
    SELECT story_id, count(outlet) AS outlets FROM (SELECT DISTINCT story_id, outlet FROM member) GROUP BY story_id
),
origin_groups AS (
    SELECT
        story_id,
        bool_or(state <> 'unknown') FILTER (basis = 'explicit') AS is_known_explicit,
        bool_or(state <> 'unknown') FILTER (basis = 'text') AS is_known_with_text
    FROM archive.origins
    WHERE is_known(recorded_at, superseded_at) AND NOT is_settled()
    GROUP BY story_id, origin_group_id
),
traced AS (
    SELECT
        story_id,
        count(*) FILTER (is_known_explicit) AS origins_explicit,
        count(*) FILTER (NOT is_known_explicit) AS unknown_explicit,
        count(*) FILTER (is_known_with_text) AS origins_with_text,
        count(*) FILTER (NOT is_known_with_text) AS unknown_with_text
    FROM origin_groups
    GROUP BY story_id
),
-- A report is a group of articles of one origin: first-hand where one of them is its outlet's own.
reports AS (
    SELECT
        o.story_id,
        o.origin_group_id,
        bool_or(o.state <> 'unknown') AS is_known_origin,
        bool_or(o.state = 'primary') AS is_first_hand,
        bool_and(o.reason IS NOT DISTINCT FROM 'not read in this language') AS is_not_read,
        coalesce(
            arg_min(m.outlet, m.ordered_at) FILTER (o.state = 'primary'), max(n.number) FILTER (o.state = 'relays')
        ) AS source
    FROM archive.origins AS o
    JOIN member AS m ON m.article_id = o.article_id
    LEFT JOIN names AS n ON n.name = o.origin
    WHERE is_known(o.recorded_at, o.superseded_at) AND o.basis = 'text' AND NOT is_settled()
    GROUP BY o.story_id, o.origin_group_id
),
sourced AS (
    SELECT
        story_id,
        list_sort(list_distinct(list(source) FILTER (source IS NOT NULL))) AS sources,
        count(*) FILTER (is_first_hand) AS first_hand_reports,
        count(*) FILTER (NOT is_known_origin) AS unknown_reports,
        count(*) FILTER (NOT is_known_origin AND is_not_read) AS not_read
    FROM reports
    GROUP BY story_id
)
SELECT
    story_id, title, first_at, last_at, state, articles, copy_groups, outlets, independent_sources, source_names,
    first_hand_reports, unknown_reports, not_read, origins_explicit, unknown_explicit, origins_with_text,
    unknown_with_text, last_own_at, first_title
FROM archive.settled_stories
WHERE is_settled()
UNION ALL
SELECT
    s.story_id,
    s.title,
    c.first_at,
    c.last_at,
    story_state(
        s.is_closed, b.story_id IS NOT NULL, c.first_at, c.last_own_at, c.own_before_at, c.own_again_at, k.moment
    ) AS state,
    c.articles,
    g.copy_groups,
    o.outlets,
    coalesce(len(r.sources), 0) AS independent_sources,
    coalesce(list_select(a.names, r.sources), []) AS source_names,
    coalesce(r.first_hand_reports, 0) AS first_hand_reports,
    coalesce(r.unknown_reports, 0) AS unknown_reports,
    coalesce(r.not_read, 0) AS not_read,
    coalesce(t.origins_explicit, 0) AS origins_explicit,
    coalesce(t.unknown_explicit, 0) AS unknown_explicit,
    coalesce(t.origins_with_text, 0) AS origins_with_text,
    coalesce(t.unknown_with_text, 0) AS unknown_with_text,
    c.last_own_at,
    coalesce(nullif(s.first_title, ''), s.title) AS first_title
FROM archive.stories AS s
JOIN dated AS c ON c.story_id = s.story_id
JOIN grouped AS g ON g.story_id = s.story_id
JOIN carried AS o ON o.story_id = s.story_id
CROSS JOIN clock AS k
CROSS JOIN (SELECT list(name ORDER BY number) AS names FROM names) AS a
LEFT JOIN traced AS t ON t.story_id = s.story_id
LEFT JOIN sourced AS r ON r.story_id = s.story_id
LEFT JOIN bursting_stories AS b ON b.story_id = s.story_id
WHERE is_known(s.recorded_at, s.superseded_at) AND s.merged_into IS NULL AND NOT is_settled();

COMMENT ON VIEW stories IS 'One row a running story. A story merged into another is left out; merged_stories tells of it.';
COMMENT ON COLUMN stories.story_id IS 'Key; never changes.';
COMMENT ON COLUMN stories.title IS 'Its title: the headline of its newest development, or a person''s word.';
COMMENT ON COLUMN stories.first_at IS 'Earliest ordered_at of its articles.';
COMMENT ON COLUMN stories.last_at IS 'Latest ordered_at of its articles.';
COMMENT ON COLUMN stories.state IS 'The first that holds: closed (by a person), revived (in the 7 days after an own text that followed 14 silent days or more), burst (an alarm of story_burst on the last day or the day before), new (younger than 3 days), active (an own text within 14 days), dormant. An own text is no near-copy. Told as of as_of().';
COMMENT ON COLUMN stories.articles IS 'Articles that follow it, copies included.';
COMMENT ON COLUMN stories.copy_groups IS 'Different texts among them.';
COMMENT ON COLUMN stories.outlets IS 'Outlets that carry it.';
COMMENT ON COLUMN stories.independent_sources IS 'Organisations on whose reporting its articles rest: outlets and agencies relayed, and outlets that report first-hand; by credits, shared quotations and passages. Unknown is never counted.';
COMMENT ON COLUMN stories.source_names IS 'Their names, in order of the alphabet.';
COMMENT ON COLUMN stories.first_hand_reports IS 'Reports that rest on their own outlet''s words; one organisation may have several.';
COMMENT ON COLUMN stories.unknown_reports IS 'Reports of which nobody knows whose they are (origins.reason says why); not to be added to the others.';
COMMENT ON COLUMN stories.not_read IS 'Those of the unknown reports that are written in a language in which credits are not read.';
COMMENT ON COLUMN stories.origins_explicit IS 'Known origins by explicit credit alone. Kept for one version: see independent_sources.';
COMMENT ON COLUMN stories.unknown_explicit IS 'Groups whose origin explicit credit leaves unknown; not to be added to the known ones.';
COMMENT ON COLUMN stories.origins_with_text IS 'Known origins when shared quotations and passages count as well. Kept for one version: see independent_sources.';
COMMENT ON COLUMN stories.unknown_with_text IS 'Groups whose origin stays unknown even so.';
COMMENT ON COLUMN stories.last_own_at IS 'Latest ordered_at of an own text, copies left out.';
COMMENT ON COLUMN stories.first_title IS 'The headline with which it began; it stays when title moves on.';

CREATE MACRO chronicle(story) AS TABLE
WITH mine AS MATERIALIZED (SELECT * FROM articles_of([story])),
told AS (
    SELECT *, count(*) OVER same_text - 1 AS copies
    FROM mine
    WINDOW same_text AS (PARTITION BY copy_group_id)
    QUALIFY row_number() OVER (PARTITION BY copy_group_id ORDER BY ordered_at, NOT is_original, article_id) = 1
),
timed AS (
    SELECT
        *,
        -- One without a date revives nothing, and ends no silence.
        CASE
            WHEN is_dated THEN max(ordered_at) FILTER (is_dated) OVER before
            WHEN count(*) OVER before > 0 THEN ordered_at
        END AS own_before_at
    FROM told
    WINDOW before AS (ORDER BY ordered_at, article_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
traced AS (
    SELECT
        o.article_id,
        o.state,
        o.origin,
        o.state <> 'unknown' AND row_number() OVER (
            PARTITION BY o.origin_group_id ORDER BY o.state = 'unknown', t.ordered_at, o.article_id
        ) = 1 AS is_new_origin
    FROM timed AS t JOIN origins AS o ON o.article_id = t.article_id
    WHERE o.basis = 'text'
),
named AS (
    SELECT c.cited, arg_min(t.article_id, (t.ordered_at, t.article_id)) AS article_id
    FROM timed AS t JOIN citations AS c ON c.article_id = t.article_id
    WHERE c.kind <> 'unnamed_report'
    GROUP BY c.cited
),
newly_named AS (SELECT article_id, list(cited ORDER BY cited) AS sources FROM named GROUP BY article_id),
quoted AS (
    SELECT q.quote_group_id, arg_min(t.article_id, (t.ordered_at, t.article_id)) AS article_id
    FROM timed AS t JOIN quotes AS q ON q.article_id = t.article_id
    GROUP BY q.quote_group_id
),
newly_quoted AS (SELECT article_id, count(*) AS quotes FROM quoted GROUP BY article_id)
SELECT
    t.day,
    t.outlet,
    a.title,
    t.copies,
    story_phase(t.own_before_at, t.ordered_at) AS phase,
    coalesce(x.state, 'unknown') AS origin_state,
    x.origin,
    coalesce(x.is_new_origin, false) AS is_new_origin,
    x.origin AS origin_with_text,
    coalesce(n.sources, []) AS new_sources,
    coalesce(q.quotes, 0) AS new_quotes,
    t.ordered_at,
    t.is_dated,
    a.ordered_by,
    a.version,
    t.article_id,
    a.url
FROM timed AS t
JOIN archive.articles AS a ON a.article_id = t.article_id AND is_known(a.recorded_at, a.superseded_at)
LEFT JOIN traced AS x ON x.article_id = t.article_id
LEFT JOIN newly_named AS n ON n.article_id = t.article_id
LEFT JOIN newly_quoted AS q ON q.article_id = t.article_id
ORDER BY t.ordered_at, t.article_id;

COMMENT ON MACRO TABLE chronicle IS 'FROM chronicle(''s0…''): a story in order of time, one row a text (copies counted in copies): day, outlet, title, phase (begins, continues, revives after 14 silent days), origin_state and origin (by credits, shared quotations and passages, as stories counts them), is_new_origin (its report of known origin begins here), origin_with_text (the same as origin; kept for one version), new_sources (named here for the first time), new_quotes (standing here for the first time), ordered_at, is_dated (false: placed by when we saw it), ordered_by, version, article_id, url.';

CREATE MACRO who_copied_whom(story) AS TABLE
WITH mine AS MATERIALIZED (SELECT * FROM articles_of([story])),
pair AS MATERIALIZED (
    SELECT c.*, m.outlet, m.ordered_at
    FROM near_copies AS c JOIN mine AS m ON m.article_id = c.article_id
),
named AS (
    SELECT article_id, outlet, title, ordered_at, ordered_by <> 'first_seen' AS is_dated
    FROM archive.articles
    WHERE is_known(recorded_at, superseded_at)
        AND article_id IN (SELECT article_id FROM pair UNION SELECT original_id FROM pair)
)
SELECT
    p.outlet,
    o.outlet AS original_outlet,
    p.kind,
    a.title,
    o.title AS original_title,
    a.title <> o.title AS is_retitled,
    CASE WHEN a.is_dated AND o.is_dated THEN date_diff('minute', o.ordered_at, p.ordered_at) / 60 END AS hours_later,
    p.article_id IN (
        SELECT c.article_id FROM citations AS c WHERE c.article_id = p.article_id AND c.cited = o.outlet
    ) AS is_credited,
    p.containment,
    p.sentence_coverage,
    p.evidence,
    p.article_id,
    p.original_id
FROM pair AS p
JOIN named AS a ON a.article_id = p.article_id
JOIN named AS o ON o.article_id = p.original_id
ORDER BY p.ordered_at, p.article_id, p.containment DESC;

COMMENT ON MACRO TABLE who_copied_whom IS 'FROM who_copied_whom(''s0…''): every pair of a story in which the later article repeats the earlier one: outlet, original_outlet, kind (exact, near_copy, update, derived, shared_passage), both titles, is_retitled, hours_later (NULL: one of them has no date, so nobody knows which came first), is_credited (the later names the outlet of the earlier), containment and sentence_coverage (0 to 1), evidence (longest passage shared), article_id, original_id.';

-- What others told and these outlets did not. An outlet that could not be read is not said to be silent.
CREATE MACRO unheard(list, since, least := 2) AS TABLE
WITH asked AS MATERIALIZED (SELECT DISTINCT unnest(list)::VARCHAR AS outlet),
nameable AS MATERIALIZED (
    SELECT outlet, outlet AS name FROM archive.outlets
    UNION
    SELECT outlet, outlet FROM archive.articles WHERE outlet IS NOT NULL
    UNION
    SELECT outlet, unnest(aliases) FROM archive.outlets
),
-- An outlet's very name means it, whoever else is called so in another case or as an alias.
likely AS MATERIALIZED (
    SELECT a.outlet AS asked, list(DISTINCT n.outlet ORDER BY n.outlet) AS outlets, bool_or(n.outlet = a.outlet) AS is_exact
    FROM asked AS a
    JOIN nameable AS n ON lower(n.name) = lower(a.outlet)
    GROUP BY a.outlet
),
unknown AS MATERIALIZED (SELECT outlet FROM asked WHERE outlet NOT IN (SELECT l.asked FROM likely AS l)),
refused AS (
    SELECT no_such_name('outlet', u.outlet, n.name) AS outlet
    FROM unknown AS u
    CROSS JOIN nameable AS n
    GROUP BY u.outlet
),
meant AS MATERIALIZED (
    SELECT
        CASE
            WHEN is_exact THEN asked
            WHEN len(outlets) = 1 THEN outlets[1]
            ELSE error(
                len(outlets) || ' outlets are called ''' || asked || ''': ' || array_to_string(outlets[:5], ', ') || '.'
            )::VARCHAR
        END AS outlet
    FROM likely
    UNION
    SELECT outlet FROM refused
),
moved AS MATERIALIZED (
    SELECT article_id, story_id, outlet, ordered_at
    FROM articles
    WHERE story_id IS NOT NULL AND ordered_at >= since::TIMESTAMPTZ
),
sourced AS MATERIALIZED (
    SELECT
        m.story_id,
        count(DISTINCT CASE o.state WHEN 'relays' THEN o.origin WHEN 'primary' THEN m.outlet END) AS sources,
        count(DISTINCT m.outlet) AS outlets,
        min(m.ordered_at) AS first_at
    FROM moved AS m
    LEFT JOIN origins AS o ON o.article_id = m.article_id AND o.basis = 'text'
    GROUP BY m.story_id
),
reading AS MATERIALIZED (SELECT outlet, day FROM polled_days WHERE is_read AND day >= since::DATE),
steady AS (
    SELECT outlet
    FROM (SELECT outlet, count(*) AS days_read FROM reading GROUP BY outlet),
        (SELECT count(DISTINCT day) AS days FROM reading)
    WHERE is_steady(days_read, days)
),
carried AS MATERIALIZED (SELECT DISTINCT story_id, outlet FROM moved)
SELECT s.story_id, t.title, q.outlet, s.sources AS independent_sources, s.outlets AS told_by, s.first_at
FROM sourced AS s
JOIN stories AS t ON t.story_id = s.story_id
CROSS JOIN meant AS q
JOIN steady AS r ON r.outlet = q.outlet
ANTI JOIN carried AS c ON c.story_id = s.story_id AND c.outlet = q.outlet
WHERE s.sources >= least
ORDER BY s.sources DESC, s.first_at, s.story_id, q.outlet;

COMMENT ON MACRO TABLE unheard IS 'FROM unheard([''The Example''], DATE ''2026-11-01'', least := 2): stories told since then on at least so many independent sources, of which these outlets had no article: story_id, title, outlet (the silent one), independent_sources and told_by (outlets) since then, first_at. An outlet that was not read on 90 % of the days is left out; each is named as in outlets or by an alias that only one has; one that does not exist is an error with the nearest names. That we read no article of it does not prove that there was none.';
