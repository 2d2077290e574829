-- Outlets and feeds, and how well they were read: a trend without these is a guess.

CREATE VIEW outlets AS
SELECT outlet, family, domain, kind, country, aliases, coalesce(r.reservations, []) AS reservations
FROM archive.outlets LEFT JOIN (
    SELECT outlet, list(DISTINCT kind ORDER BY kind) AS reservations FROM archive.reservations
    WHERE is_known(seen_at, TIMESTAMPTZ '9999-12-31 00:00:00+00') GROUP BY outlet
) AS r USING (outlet);

COMMENT ON VIEW outlets IS 'Publications and agencies that we know by name.';
COMMENT ON COLUMN outlets.outlet IS 'Name.';
COMMENT ON COLUMN outlets.family IS 'Owner; the outlet itself where none is known.';
COMMENT ON COLUMN outlets.domain IS 'Web domain; NULL: not known.';
COMMENT ON COLUMN outlets.kind IS 'newspaper, agency, broadcaster, magazine, online, aggregator, think_tank, trade or unknown.';
COMMENT ON COLUMN outlets.country IS 'Country; NULL: not known.';
COMMENT ON COLUMN outlets.aliases IS 'Names by which articles credit it.';
COMMENT ON COLUMN outlets.reservations IS 'Rights that its pages or files reserve: tdm (TDMRep), license (RSL), noai; empty: none was seen.';

CREATE VIEW reservations AS
SELECT article_id, outlet, kind, stated_in, statement, policy, seen_at FROM archive.reservations
WHERE is_known(seen_at, TIMESTAMPTZ '9999-12-31 00:00:00+00');

COMMENT ON VIEW reservations IS 'One row an article and right that its publisher reserves; the setting respect_tdm says what is done with it.';
COMMENT ON COLUMN reservations.article_id IS 'The article; with respect_tdm = "skip" it is not among the articles.';
COMMENT ON COLUMN reservations.outlet IS 'The outlet.';
COMMENT ON COLUMN reservations.kind IS 'tdm (TDMRep: text and data mining), license (RSL: terms to be read), noai.';
COMMENT ON COLUMN reservations.stated_in IS 'header, page, robots.txt or tdmrep.json.';
COMMENT ON COLUMN reservations.statement IS 'As the publisher states it.';
COMMENT ON COLUMN reservations.policy IS 'Where the terms stand; NULL: not stated.';
COMMENT ON COLUMN reservations.seen_at IS 'When it was seen first.';

CREATE VIEW feeds AS
SELECT
    url AS feed_url,
    outlet,
    status,
    last_ok_at,
    last_new_at,
    next_at,
    interval_seconds,
    language,
    last_outcome,
    last_polled_at,
    failures_in_row,
    added_at,
    hub,
    pushed_until,
    pushed_at,
    note
FROM archive.feeds
WHERE is_known(added_at, TIMESTAMPTZ '9999-12-31 00:00:00+00');

COMMENT ON VIEW feeds IS 'The feeds we follow and how they are now; of their past only coverage_health tells.';
COMMENT ON COLUMN feeds.feed_url IS 'Address of the feed.';
COMMENT ON COLUMN feeds.outlet IS 'Its outlet; NULL: told by each article''s host.';
COMMENT ON COLUMN feeds.status IS 'new, ok, failing, gone or paused.';
COMMENT ON COLUMN feeds.last_ok_at IS 'Last poll that worked.';
COMMENT ON COLUMN feeds.last_new_at IS 'Last poll that brought something new.';
COMMENT ON COLUMN feeds.next_at IS 'When it is due again; NULL: now.';
COMMENT ON COLUMN feeds.interval_seconds IS 'Seconds between polls, adapted to the feed''s rhythm.';
COMMENT ON COLUMN feeds.language IS 'Language it states.';
COMMENT ON COLUMN feeds.last_outcome IS 'What came of the last poll: ok, not_modified, timeout, …; NULL: never polled.';
COMMENT ON COLUMN feeds.last_polled_at IS 'Last poll, whatever came of it.';
COMMENT ON COLUMN feeds.failures_in_row IS 'Polls that failed since the last that worked.';
COMMENT ON COLUMN feeds.added_at IS 'Since when we follow it.';
COMMENT ON COLUMN feeds.hub IS 'A WebSub hub that it names; NULL: none.';
COMMENT ON COLUMN feeds.pushed_until IS 'Until when that hub promised to tell us of new entries; NULL: it did not.';
COMMENT ON COLUMN feeds.pushed_at IS 'When it last did.';
COMMENT ON COLUMN feeds.note IS 'A remark for a person.';

-- In these views days are compared, never joined one by one, so that years of many outlets stay cheap.
-- MATERIALIZED is no taste: DuckDB 2.0.0 drops a LIMIT over a filter that compares a column with a subquery's value,
-- once its statistics tell it that the filter is always true.
CREATE VIEW polled_days AS
WITH clock AS MATERIALIZED (SELECT day_of(as_of()) AS today)
SELECT outlet, day, polls, polls_ok, entries, is_read FROM archive.settled_polled_days WHERE is_settled()
UNION ALL
SELECT
    outlet,
    day,
    sum(polls)::BIGINT AS polls,
    sum(polls_ok)::BIGINT AS polls_ok,
    sum(entries)::BIGINT AS entries,
    sum(polls_ok) > 0 AND 2 * sum(polls_ok) >= sum(polls) AS is_read
FROM archive.feed_days, clock
WHERE day <= today AND NOT is_settled()
GROUP BY outlet, day;

COMMENT ON VIEW polled_days IS 'One row an outlet and day on which its feeds were polled.';
COMMENT ON COLUMN polled_days.outlet IS 'The outlet.';
COMMENT ON COLUMN polled_days.day IS 'Calendar day in the archive''s zone.';
COMMENT ON COLUMN polled_days.polls IS 'Polls of its feeds that day.';
COMMENT ON COLUMN polled_days.polls_ok IS 'Polls that worked, also those that found nothing new.';
COMMENT ON COLUMN polled_days.entries IS 'Entries its feeds showed.';
COMMENT ON COLUMN polled_days.is_read IS 'True: at least half of the polls worked, and at least one.';

CREATE VIEW followed_spans AS
WITH clock AS MATERIALIZED (
    SELECT moment, zone, day_in(moment, zone) AS today
    FROM (SELECT as_of() AS moment, time_zone() AS zone)
),
spans AS (
    SELECT feed_url, any_value(outlet) AS outlet, min(day) AS first_day, max(day) AS last_day
    FROM archive.feed_days, clock
    WHERE day <= today AND NOT is_settled()
    GROUP BY feed_url
    UNION ALL
    SELECT
        url,
        outlet,
        day_in(added_at, zone),
        CASE WHEN status IN ('gone', 'paused') THEN day_in(added_at, zone) ELSE today END
    FROM archive.feeds, clock
    WHERE added_at <= moment AND NOT is_settled()
),
feed_spans AS (
    SELECT any_value(outlet) AS outlet, min(first_day) AS first_day, max(last_day) AS last_day
    FROM spans
    GROUP BY feed_url
)
SELECT outlet, first_day, last_day FROM archive.settled_followed_spans WHERE is_settled()
UNION ALL
SELECT outlet, min(first_day), max(last_day)
FROM feed_spans
WHERE outlet IS NOT NULL
GROUP BY outlet;

COMMENT ON VIEW followed_spans IS 'One row an outlet: from when to when we follow it, or followed it.';
COMMENT ON COLUMN followed_spans.outlet IS 'The outlet.';
COMMENT ON COLUMN followed_spans.first_day IS 'Day on which its first feed was added or polled.';
COMMENT ON COLUMN followed_spans.last_day IS 'Today, as of as_of(); of a feed that is gone, paused or removed: the day of its last poll.';

-- A followed day without any poll is a row with polls = 0: a machine that slept must show as a gap.
CREATE VIEW reading_days AS
WITH calendar AS (
    SELECT outlet, unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day FROM followed_spans
)
SELECT
    c.outlet,
    c.day,
    coalesce(p.polls, 0) AS polls,
    coalesce(p.polls_ok, 0) AS polls_ok,
    coalesce(p.entries, 0) AS entries,
    coalesce(p.is_read, false) AS is_read
FROM calendar AS c
LEFT JOIN polled_days AS p ON p.outlet = c.outlet AND p.day = c.day;

COMMENT ON VIEW reading_days IS 'One row an outlet and day on which we followed it, also where nothing was polled.';
COMMENT ON COLUMN reading_days.outlet IS 'The outlet.';
COMMENT ON COLUMN reading_days.day IS 'Calendar day in the archive''s zone.';
COMMENT ON COLUMN reading_days.polls IS 'Polls of its feeds that day; 0: none was made.';
COMMENT ON COLUMN reading_days.polls_ok IS 'Polls that worked, also those that found nothing new.';
COMMENT ON COLUMN reading_days.entries IS 'Entries its feeds showed.';
COMMENT ON COLUMN reading_days.is_read IS 'True: at least half of the day''s polls worked, and at least one.';

CREATE MACRO is_mostly_read(outlets_missing, outlets_followed) AS 2 * outlets_missing <= outlets_followed;

COMMENT ON MACRO is_mostly_read IS 'True of a day on which at least half of the followed outlets were read.';

CREATE VIEW covered_days AS
WITH spans AS MATERIALIZED (SELECT first_day, last_day FROM followed_spans WHERE NOT is_settled()),
calendar AS (
    SELECT unnest(generate_series(min(first_day), max(last_day), INTERVAL 1 DAY))::DATE AS day
    FROM spans
    HAVING count(*) > 0
),
followed AS (
    SELECT c.day, count(*) AS outlets_followed
    FROM calendar AS c
    JOIN spans AS s ON c.day BETWEEN s.first_day AND s.last_day
    GROUP BY c.day
),
read AS (SELECT day, count(*) FILTER (is_read) AS outlets_read FROM polled_days WHERE NOT is_settled() GROUP BY day)
SELECT day, outlets_followed, outlets_missing, is_covered FROM archive.settled_covered_days
WHERE is_settled()
UNION ALL
SELECT
    f.day,
    f.outlets_followed,
    f.outlets_followed - coalesce(r.outlets_read, 0) AS outlets_missing,
    is_mostly_read(f.outlets_followed - coalesce(r.outlets_read, 0), f.outlets_followed) AS is_covered
FROM followed AS f
LEFT JOIN read AS r ON r.day = f.day;

COMMENT ON VIEW covered_days IS 'One row a day on which we followed anything: whether what we hold of that day can be trusted.';
COMMENT ON COLUMN covered_days.day IS 'Calendar day in the archive''s zone.';
COMMENT ON COLUMN covered_days.outlets_followed IS 'Outlets that we followed that day.';
COMMENT ON COLUMN covered_days.outlets_missing IS 'Those among them that we could not, or did not, read (reading_days.is_read is false).';
COMMENT ON COLUMN covered_days.is_covered IS 'True: at least half of the followed outlets were read. False: a gap.';

CREATE MACRO is_unread_day(day, is_covered, total, followed_since) AS
    NOT coalesce(is_covered, total > 0 OR coalesce(day >= followed_since, true), false);

COMMENT ON MACRO is_unread_day IS 'True of a day on which a count of nothing says nothing: a gap of covered_days, or a day before any outlet was followed (from followed_since, NULL: none is) of which nothing at all is held (total).';

CREATE VIEW coverage_health AS
WITH found AS (
    SELECT
        outlet,
        day_of(first_seen_at) AS day,
        count(*) AS articles,
        count(*) FILTER (text_kind IN ('full', 'partial') AND extractor <> 'feed') AS extraction_ok
    FROM archive.articles
    WHERE is_known(recorded_at, superseded_at) AND arrived_by = 'feed' AND NOT is_settled()
    GROUP BY ALL
)
SELECT outlet, day, polls, polls_ok, entries, articles, extraction_ok, is_read
FROM archive.settled_coverage_health
WHERE is_settled()
UNION ALL
SELECT
    coalesce(r.outlet, f.outlet) AS outlet,
    coalesce(r.day, f.day) AS day,
    coalesce(r.polls, 0) AS polls,
    coalesce(r.polls_ok, 0) AS polls_ok,
    coalesce(r.entries, 0) AS entries,
    coalesce(f.articles, 0) AS articles,
    coalesce(f.extraction_ok, 0) AS extraction_ok,
    coalesce(r.is_read, false) AS is_read
FROM (FROM reading_days WHERE NOT is_settled()) AS r
FULL JOIN found AS f ON f.outlet = r.outlet AND f.day = r.day;

COMMENT ON VIEW coverage_health IS 'One row an outlet and day: what was tried, what came of it. The footnote under every trend.';
COMMENT ON COLUMN coverage_health.outlet IS 'The outlet.';
COMMENT ON COLUMN coverage_health.day IS 'Calendar day, by our own clock, in the archive''s zone.';
COMMENT ON COLUMN coverage_health.polls IS 'Polls of its feeds; 0: none was made.';
COMMENT ON COLUMN coverage_health.polls_ok IS 'Polls that worked.';
COMMENT ON COLUMN coverage_health.entries IS 'Entries its feeds showed.';
COMMENT ON COLUMN coverage_health.articles IS 'Articles first seen that day through feeds.';
COMMENT ON COLUMN coverage_health.extraction_ok IS 'Those among them whose text could be read, in full or up to a paywall.';
COMMENT ON COLUMN coverage_health.is_read IS 'True: at least half of the polls worked, and at least one.';

CREATE VIEW extraction_quality AS
SELECT
    outlet,
    date_trunc('week', day_of(first_seen_at))::DATE AS week,
    count(*) AS articles,
    count(*) FILTER (text_kind = 'full') AS full_texts,
    count(*) FILTER (text_kind = 'partial') AS partial_texts,
    count(*) FILTER (text_kind IN ('summary', 'headline')) AS without_text,
    count(*) FILTER (ordered_by = 'first_seen') AS undated,
    count(*) FILTER (page_status IS NOT NULL AND NOT is_readable_page(page_status)) AS failed_pages,
    median(word_count) FILTER (text_kind IN ('full', 'partial')) AS median_words,
    avg(agreement) AS mean_agreement,
    avg(summary_agreement) AS mean_summary_agreement,
    avg(link_density) AS mean_link_density
FROM archive.articles
WHERE is_known(recorded_at, superseded_at) AND arrived_by IN ('feed', 'backfill')
GROUP BY ALL;

COMMENT ON VIEW extraction_quality IS 'One row an outlet and week: how well its pages could be read. A sudden change means that its pages changed.';
COMMENT ON COLUMN extraction_quality.outlet IS 'The outlet.';
COMMENT ON COLUMN extraction_quality.week IS 'Monday of the week in which we first saw the articles.';
COMMENT ON COLUMN extraction_quality.articles IS 'Articles from feeds first seen that week.';
COMMENT ON COLUMN extraction_quality.full_texts IS 'With their full text.';
COMMENT ON COLUMN extraction_quality.partial_texts IS 'With the part before a paywall.';
COMMENT ON COLUMN extraction_quality.without_text IS 'With no more than the feed said of them.';
COMMENT ON COLUMN extraction_quality.undated IS 'Without a plausible date.';
COMMENT ON COLUMN extraction_quality.failed_pages IS 'Whose page was fetched but could not be read.';
COMMENT ON COLUMN extraction_quality.median_words IS 'Median length of the texts read, in words.';
COMMENT ON COLUMN extraction_quality.mean_agreement IS 'Mean agreement of two extractors, 0 to 1; NULL: none was compared.';
COMMENT ON COLUMN extraction_quality.mean_summary_agreement IS 'Mean share of the feed''s summaries found in the texts, 0 to 1. One that falls tells that we read something else than the article; NULL: none could be compared.';
COMMENT ON COLUMN extraction_quality.mean_link_density IS 'Mean share of link text, 0 to 1.';
