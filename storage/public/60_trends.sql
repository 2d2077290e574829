-- Trends: bursts, concentration, half-life, share of voice, rising terms. Formulas stand beside their sources.

-- EARS C2 (surveillance::earsC): a baseline of seven days that ends three days before, so that the onset does not
-- hide itself. Scaled by what was collected: a busy news day is no burst.
CREATE MACRO burst_sigma(expected, deviation) AS
    greatest(coalesce(deviation, 0), sqrt(greatest(expected, 0)), 0.5);

COMMENT ON MACRO burst_sigma IS 'Spread against which a day is judged: the baseline''s deviation, never below that of chance (square root of the expectation) nor below half an article.';

CREATE MACRO least_burst() AS 3;

COMMENT ON MACRO least_burst IS 'The least copy groups of a day that may be a burst.';

CREATE MACRO burst_days() AS {first: 9, last: 3};

COMMENT ON MACRO burst_days IS 'The baseline of a day: from `first` to `last` days before it.';

CREATE MACRO burst_expectation(baseline_n, baseline_total, total) AS baseline_n / baseline_total * total;

COMMENT ON MACRO burst_expectation IS 'Copy groups expected of a day: the baseline''s share of what was collected, times what was collected that day.';

CREATE MACRO is_burst(n, expected, sigma, baseline_days) AS
    baseline_days >= 5 AND n >= least_burst() AND (n - expected) / sigma >= 3;

COMMENT ON MACRO is_burst IS 'True of a day with at least 3 copy groups, 3 sigma above expectation, over a baseline of at least 5 usable days.';

CREATE MACRO story_burst(story) AS TABLE
WITH counts AS (
    SELECT
        day,
        copy_groups AS n,
        total,
        total > 0 AND is_covered IS DISTINCT FROM false AS is_usable,
        min(day) FILTER (articles > 0) OVER () AS first_day
    FROM counts_by_day(story, DATE '1900-01-01', DATE '9999-12-31', burst_days().first, in_full := false)
),
baseline AS (
    SELECT
        day,
        n,
        total,
        first_day,
        sum(n) FILTER (is_usable) OVER baseline_of_day AS baseline_n,
        sum(total) FILTER (is_usable) OVER baseline_of_day AS baseline_total,
        count(*) FILTER (is_usable) OVER baseline_of_day AS baseline_days,
        stddev_samp(n) FILTER (is_usable) OVER baseline_of_day AS deviation
    FROM counts
    WINDOW baseline_of_day AS (ORDER BY day ROWS BETWEEN burst_days().first PRECEDING AND burst_days().last PRECEDING)
),
expectation AS (
    SELECT *, burst_expectation(baseline_n, baseline_total, total) AS expected FROM baseline WHERE baseline_total > 0
),
judged AS (SELECT *, burst_sigma(expected, deviation) AS sigma FROM expectation)
SELECT
    day,
    n,
    total,
    expected,
    sigma,
    (n - expected) / sigma AS z,
    baseline_days,
    is_burst(n, expected, sigma, baseline_days) AS alarm
FROM judged
WHERE day >= first_day
ORDER BY day;

COMMENT ON MACRO TABLE story_burst IS 'FROM story_burst(''s0…''): one row a day with a baseline: n copy groups first published, total collected, expected = baseline share (days t-9 to t-3, gaps left out) times total, z = (n - expected) / sigma, alarm: z >= 3, n >= 3 and at least 5 baseline days. Marks the onset; by its fourth day an event stands in its own baseline.';

CREATE MACRO story_concentration(story) AS TABLE
WITH family AS (
    SELECT outlet_family, count(DISTINCT copy_group_id)::DOUBLE AS n
    FROM articles_of([story])
    WHERE outlet_family IS NOT NULL
    GROUP BY outlet_family
),
part AS (SELECT n / sum(n) OVER () AS share FROM family)
SELECT
    count(*) AS families,
    sum(share * share) AS hhi,
    1 / sum(share * share) AS effective,
    exp(-sum(share * ln(share))) AS effective_shannon
FROM part
HAVING count(*) > 0;

COMMENT ON MACRO TABLE story_concentration IS 'FROM story_concentration(''s0…''): over owner families, by copy groups: families, hhi (sum of squared shares, 1: a single owner), effective = 1 / hhi and effective_shannon (numbers of equally strong owners that would give the same). Articles of no known outlet are left out.';

CREATE MACRO story_halflife(story) AS TABLE
WITH smooth AS (
    SELECT
        day,
        copy_groups,
        -- A day before any outlet was followed is a zero here: else the backlog of a feed would seem to last until then.
        avg(copy_groups) FILTER (is_covered IS DISTINCT FROM false OR articles > 0) OVER (
            ORDER BY day ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING
        ) AS mean_3d
    FROM counts_by_day(story, DATE '1900-01-01', DATE '9999-12-31', 2, in_full := false)
),
peak AS (
    SELECT day AS peak_day, mean_3d AS peak FROM smooth ORDER BY mean_3d DESC NULLS LAST, copy_groups DESC, day LIMIT 1
),
fall AS (
    SELECT min(s.day) AS half_day FROM smooth AS s, peak AS p WHERE s.day > p.peak_day AND s.mean_3d <= p.peak / 2
)
SELECT
    peak_day,
    peak,
    date_diff('day', peak_day, half_day) AS half_life_days,
    half_day IS NULL AS censored
FROM peak, fall;

COMMENT ON MACRO TABLE story_halflife IS 'FROM story_halflife(''s0…''): peak of the centred 3-day mean of copy groups, and the days until it is first at half of that or less; censored: not yet.';

CREATE MACRO share_of_voice(list, since := DATE '1900-01-01', until := DATE '9999-12-31') AS TABLE
WITH asked AS (SELECT DISTINCT unnest(list)::VARCHAR AS name),
mine AS (SELECT name, copy_group_id, day FROM articles_of(list)),
opened AS (SELECT name, copy_group_id, min(day) AS day FROM mine GROUP BY ALL),
groups AS (
    SELECT name, count(*) AS copy_groups FROM opened WHERE day BETWEEN since::DATE AND until::DATE GROUP BY name
),
found AS (
    SELECT name, count(*) AS articles FROM mine WHERE day BETWEEN since::DATE AND until::DATE GROUP BY name
)
SELECT
    asked.name,
    coalesce(f.articles, 0) AS articles,
    coalesce(g.copy_groups, 0) AS copy_groups,
    coalesce(g.copy_groups, 0) / nullif(sum(g.copy_groups) OVER (), 0) AS share_of_voice
FROM asked
LEFT JOIN found AS f ON f.name = asked.name
LEFT JOIN groups AS g ON g.name = asked.name
ORDER BY copy_groups DESC, asked.name;

COMMENT ON MACRO TABLE share_of_voice IS 'FROM share_of_voice([''watch'', ''s0…''], DATE ''2026-11-01'', DATE ''2026-11-30''): of the copy groups of the named watches and stories first published in the span, each one''s share.';

-- Monroe, Colaresi and Quinn 2008, "Fightin' Words": log-odds with an informative prior of 500 words in all, spread
-- as the terms are spread over both spans.
CREATE MACRO rising_terms(since, until, baseline_days := 28, minimum := 5) AS TABLE
WITH clock AS MATERIALIZED (SELECT day_of(as_of()) AS today),
counted AS (
    SELECT
        term,
        coalesce(sum(copy_groups) FILTER (day >= since::DATE), 0)::DOUBLE AS now_count,
        coalesce(sum(copy_groups) FILTER (day < since::DATE), 0)::DOUBLE AS before_count
    FROM archive.term_days, clock
    WHERE day BETWEEN since::DATE - baseline_days::INTEGER AND until::DATE AND day <= today
        AND term <> '' AND NOT starts_with(term, chr(9)) -- those count the copy groups of a day, and of a language
    GROUP BY term
),
summed AS (SELECT sum(now_count) AS now_sum, sum(before_count) AS before_sum FROM counted),
weighed AS (
    SELECT
        c.*, s.*, 500 * (c.now_count + c.before_count) / (s.now_sum + s.before_sum) AS prior
    FROM counted AS c, summed AS s
    WHERE c.now_count >= minimum
),
compared AS (
    SELECT
        *,
        ln((now_count + prior) / (now_sum + 500 - now_count - prior))
            - ln((before_count + prior) / (before_sum + 500 - before_count - prior)) AS delta
    FROM weighed
),
scored AS (SELECT *, delta / sqrt(1 / (now_count + prior) + 1 / (before_count + prior)) AS z FROM compared)
SELECT
    CASE WHEN length(term) = 6 AND NOT contains(term, ' ') THEN term || '…' ELSE term END AS term,
    now_count::BIGINT AS copy_groups,
    before_count::BIGINT AS copy_groups_before,
    delta,
    z
FROM scored
WHERE z > 0 AND before_sum > 0 -- beside nothing, nothing rises
ORDER BY z DESC, term;

COMMENT ON MACRO TABLE rising_terms IS 'FROM rising_terms(DATE ''2026-11-01'', DATE ''2026-11-07''): terms that stand in more copy groups of the span than of the 28 days before (baseline_days), strongest first; a word counts by its first six letters, so that cultur… is every word that begins so: counts in both, delta (log-odds ratio), z (1.96: unlikely by chance). Terms in fewer than 5 copy groups of the span (minimum) are left out; no rows where the days before hold nothing. Exhaustive, not a sample; the counts are those of now, also under as_of.';
