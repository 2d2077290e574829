-- name: chronicle
WITH told AS (
    SELECT *, count(*) OVER (PARTITION BY name, copy_group_id) - 1 AS copies FROM mine
    QUALIFY row_number() OVER (
        PARTITION BY name, copy_group_id ORDER BY ordered_at, NOT is_original, article_id) = 1
),
timed AS (
    SELECT *, lag(ordered_at) OVER (PARTITION BY name ORDER BY ordered_at, article_id) AS own_before_at FROM told
),
traced AS (
    SELECT t.name, o.article_id, o.state, o.origin, o.state <> 'unknown' AND row_number() OVER (
        PARTITION BY t.name, o.origin_group_id ORDER BY o.state = 'unknown', t.ordered_at, o.article_id
        ) = 1 AS is_new_origin
    FROM timed AS t JOIN origins AS o ON o.article_id = t.article_id AND o.basis = 'text'
),
cited AS (
    SELECT t.name, c.cited, arg_min(t.article_id, (t.ordered_at, t.article_id)) AS article_id
    FROM timed AS t JOIN citations AS c ON c.article_id = t.article_id
    WHERE c.kind <> 'unnamed_report' GROUP BY ALL
),
newly_named AS (SELECT name, article_id, list(cited ORDER BY cited) AS sources FROM cited GROUP BY ALL),
quoted AS (
    SELECT t.name, q.quote_group_id, arg_min(t.article_id, (t.ordered_at, t.article_id)) AS article_id
    FROM timed AS t JOIN quotes AS q ON q.article_id = t.article_id GROUP BY ALL
),
newly_quoted AS (SELECT name, article_id, count(*) AS quotes FROM quoted GROUP BY ALL)
SELECT t.name, t.day, t.ordered_at, t.is_dated, t.outlet, a.title, a.url, t.article_id, t.copies,
    story_phase(t.own_before_at, t.ordered_at), coalesce(x.state, 'unknown'), x.origin,
    coalesce(x.is_new_origin, false), x.origin,
    coalesce(n.sources, []), coalesce(q.quotes, 0), a.text_kind = 'account'
FROM timed AS t JOIN named AS a ON a.article_id = t.article_id
LEFT JOIN traced AS x ON x.name = t.name AND x.article_id = t.article_id
LEFT JOIN newly_named AS n ON n.name = t.name AND n.article_id = t.article_id
LEFT JOIN newly_quoted AS q ON q.name = t.name AND q.article_id = t.article_id
ORDER BY t.name, t.ordered_at, t.article_id

-- name: copies
SELECT m.name, c.article_id, c.original_id, m.outlet, o.outlet, c.kind, a.title, o.title, a.title <> o.title,
    c.article_id IN (
        SELECT s.article_id FROM citations AS s WHERE s.article_id = c.article_id AND s.cited = o.outlet),
    c.containment, c.sentence_coverage, c.evidence, m.ordered_at, o.ordered_at
FROM mine AS m JOIN near_copies AS c ON c.article_id = m.article_id
JOIN named AS a ON a.article_id = c.article_id JOIN named AS o ON o.article_id = c.original_id
QUALIFY row_number() OVER (
    PARTITION BY m.name ORDER BY m.ordered_at, m.article_id, c.containment DESC, c.original_id) <= $1
ORDER BY m.name, m.ordered_at, m.article_id, c.containment DESC, c.original_id

-- name: calendar
WITH held AS MATERIALIZED (SELECT day, sum(articles)::BIGINT AS total FROM collected_days GROUP BY day),
covered AS MATERIALIZED (SELECT day, is_covered, outlets_missing FROM covered_days),
first AS (SELECT min(day) AS day FROM covered),
calendar AS (
    SELECT unnest(generate_series(least(min(h.day), any_value(f.day)), $1::DATE, INTERVAL 1 DAY))::DATE AS day
    FROM held AS h, first AS f
)
SELECT c.day, t.total, d.is_covered, coalesce(d.outlets_missing, 0), is_unread_day(c.day, d.is_covered, t.total, f.day)
FROM calendar AS c CROSS JOIN first AS f
LEFT JOIN held AS t ON t.day = c.day
LEFT JOIN covered AS d ON d.day = c.day

-- name: days
WITH opened AS (SELECT name, copy_group_id, min(day) AS day FROM mine GROUP BY ALL),
traced AS (
    SELECT m.name, g.origin_group_id, min(m.day) AS day
    FROM mine AS m JOIN origins AS g ON g.article_id = m.article_id
    WHERE g.basis = 'text' GROUP BY ALL HAVING bool_or(g.state <> 'unknown')
),
counted AS (
    SELECT name, day, 1 AS articles, 0 AS copy_groups, 0 AS origins FROM mine
    UNION ALL SELECT name, day, 0, 1, 0 FROM opened
    UNION ALL SELECT name, day, 0, 0, 1 FROM traced
)
SELECT name, day, sum(articles)::BIGINT, sum(copy_groups)::BIGINT, sum(origins)::BIGINT FROM counted GROUP BY ALL

-- name: origins
WITH grouped AS (
    SELECT m.name, g.origin_group_id, max(g.origin) AS origin,
        CASE WHEN bool_or(g.state = 'relays') THEN 'relays' WHEN bool_or(g.state = 'primary') THEN 'primary'
             ELSE 'unknown' END AS state,
        count(*) AS articles, list(DISTINCT m.outlet) FILTER (m.outlet IS NOT NULL) AS outlets,
        arg_min(a, (m.ordered_at, m.article_id)) AS first, arg_min(g.reason, (m.ordered_at, m.article_id)) AS reason
    FROM mine AS m JOIN origins AS g ON g.article_id = m.article_id AND g.basis = 'text'
    JOIN named AS a ON a.article_id = m.article_id GROUP BY ALL
)
SELECT name, origin, state, articles, coalesce(list_sort(outlets), []), first.ordered_at, first.title, first.url,
    first.outlet, reason
FROM grouped
ORDER BY name, state = 'unknown', articles DESC, origin_group_id

-- name: quotes
WITH said AS (
    SELECT m.name, q.quote_group_id, q.speaker, q.quote, q.article_id, m.ordered_at,
        substr(t.text, q.source_start + 1, q.source_end - q.source_start) AS source
    FROM mine AS m JOIN quotes AS q ON q.article_id = m.article_id
    JOIN articles AS t ON t.article_id = m.article_id WHERE m.is_original
    QUALIFY row_number() OVER (PARTITION BY m.name, q.quote_group_id, q.article_id ORDER BY q.span_start) = 1
),
shared AS (
    SELECT name, quote_group_id, count(*) AS articles, min((ordered_at, article_id)) AS first FROM said
    GROUP BY name, quote_group_id HAVING count(*) > 1
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, quote_group_id) <= $1
)
SELECT s.name, s.quote_group_id, s.speaker, s.source, s.quote, s.article_id, coalesce(a.outlet, ''), a.url,
    s.ordered_at, a.language
FROM said AS s JOIN shared AS g ON g.name = s.name AND g.quote_group_id = s.quote_group_id
JOIN named AS a ON a.article_id = s.article_id
QUALIFY row_number() OVER (
    PARTITION BY s.name, s.quote_group_id ORDER BY s.ordered_at, s.article_id) <= $2
ORDER BY s.name, g.first, s.quote_group_id, s.ordered_at, s.article_id

-- name: texts
WITH several AS (SELECT name FROM mine WHERE is_original GROUP BY name HAVING count(*) > 1),
chosen AS MATERIALIZED (
    SELECT name, article_id FROM mine WHERE is_original AND name IN (FROM several)
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY ordered_at DESC, article_id DESC) <= $1
)
SELECT c.name, {columns}
FROM archive.articles AS a JOIN chosen AS c ON c.article_id = a.article_id
WHERE is_known(a.recorded_at, a.superseded_at) ORDER BY c.name, a.ordered_at, a.article_id
