-- Watches, and one way to say "the articles of this watch or story", whatever name it goes by.

CREATE VIEW watches AS
SELECT watch, query, title FROM archive.watches WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW watches IS 'Saved queries, by name.';
COMMENT ON COLUMN watches.watch IS 'Name, as used in coverage_by_day(''name'').';
COMMENT ON COLUMN watches.query IS 'What it looks for.';
COMMENT ON COLUMN watches.title IS 'Title for people.';

CREATE VIEW watch_matches AS
SELECT watch, article_id FROM archive.watch_matches WHERE is_known(recorded_at, superseded_at);

COMMENT ON VIEW watch_matches IS 'Which articles a watch''s query matches.';
COMMENT ON COLUMN watch_matches.watch IS 'Name of the watch.';
COMMENT ON COLUMN watch_matches.article_id IS 'The article.';

-- UNION, not UNION ALL: two stories may have been merged into each other by mistake, and a circle must end.
CREATE VIEW merged_stories AS
WITH RECURSIVE merges AS (
    SELECT story_id, merged_into
    FROM archive.stories
    WHERE merged_into IS NOT NULL AND is_known(recorded_at, superseded_at)
),
chain AS (
    SELECT story_id, merged_into FROM merges
    UNION
    SELECT c.story_id, m.merged_into FROM chain AS c JOIN merges AS m ON m.story_id = c.merged_into
)
SELECT story_id, merged_into FROM chain WHERE merged_into NOT IN (SELECT story_id FROM merges);

COMMENT ON VIEW merged_stories IS 'Stories that turned out to be part of another; their ids keep answering in every macro.';
COMMENT ON COLUMN merged_stories.story_id IS 'The id that was.';
COMMENT ON COLUMN merged_stories.merged_into IS 'The story that goes on.';

-- A name that nothing has ever had is an error: no rows would read as no coverage. Names are looked for in the whole
-- history, so that a story that an earlier as_of did not know is no error then. An archive without any name refuses none.
CREATE MACRO story_ids(names, kind := 'story or watch') AS TABLE
WITH asked AS MATERIALIZED (SELECT DISTINCT unnest(names)::VARCHAR AS name),
nameable AS (
    SELECT watch AS name FROM archive.watches WHERE kind <> 'story'
    UNION ALL
    SELECT story_id FROM archive.stories
    UNION ALL
    SELECT title FROM archive.stories
    UNION ALL
    SELECT first_title FROM archive.stories
),
known AS (SELECT lower(n.name) AS name FROM nameable AS n JOIN asked ON lower(n.name) = lower(asked.name)),
unknown AS MATERIALIZED (SELECT name FROM asked WHERE lower(name) NOT IN (SELECT name FROM known)),
refused AS (
    SELECT no_such_name(kind, u.name, n.name) AS name
    FROM unknown AS u
    CROSS JOIN (SELECT DISTINCT name FROM nameable WHERE EXISTS (FROM unknown) AND name <> '') AS n
    GROUP BY u.name
),
-- A title moves on with its story: every one that a story has or had is a name of it. One that a story has now is
-- looked for before those that others had.
titles AS (
    SELECT story_id, title, is_known(recorded_at, superseded_at) AS is_now
    FROM archive.stories
    WHERE is_known(recorded_at, TIMESTAMPTZ '9999-12-31 00:00:00+00')
    UNION ALL
    SELECT story_id, first_title, false
    FROM archive.stories
    WHERE is_known(recorded_at, TIMESTAMPTZ '9999-12-31 00:00:00+00')
),
called AS MATERIALIZED (
    SELECT DISTINCT asked.name, coalesce(m.merged_into, t.story_id) AS story_id
    FROM asked
    JOIN titles AS t ON lower(t.title) = lower(asked.name)
    LEFT JOIN merged_stories AS m ON m.story_id = t.story_id
    WHERE asked.name NOT IN (SELECT watch FROM archive.watches)
        AND asked.name NOT IN (SELECT story_id FROM archive.stories)
    QUALIFY bool_or(t.is_now) OVER (PARTITION BY asked.name, coalesce(m.merged_into, t.story_id))
        OR NOT bool_or(t.is_now) OVER (PARTITION BY asked.name)
),
namesakes AS MATERIALIZED (
    SELECT name, list(story_id ORDER BY story_id) AS story_ids FROM called GROUP BY name HAVING count(*) > 1
),
doubtful AS (
    SELECT error(
        len(story_ids) || ' stories are called ''' || name || '''; name one by its id: '
        || array_to_string(story_ids[:5], ', ') || '.'
    )::VARCHAR AS name
    FROM namesakes
),
titled AS (SELECT name, min(story_id) AS story_id FROM called GROUP BY name HAVING count(*) = 1),
meant AS (
    SELECT name, coalesce(m.merged_into, name) AS story_id
    FROM asked LEFT JOIN merged_stories AS m ON m.story_id = asked.name
    UNION
    SELECT name, story_id FROM titled
)
SELECT name, story_id FROM meant
UNION
SELECT name, name FROM refused
UNION
SELECT name, name FROM doubtful
UNION
SELECT meant.name, m.story_id FROM meant JOIN merged_stories AS m ON m.merged_into = meant.story_id;

COMMENT ON MACRO TABLE story_ids IS 'FROM story_ids([''s0…'', ''A title'']): every id under which articles of the named stories stand; a name is an id, also a merged one, or a title that only one story has, else one that only one had. A name that nothing has is an error with the nearest ones; with kind := ''story'' a watch is none.';

-- Narrow on purpose: every trend starts here, and a text read here would be read for each of them.
CREATE MACRO articles_of(names, everything := false) AS TABLE
WITH clock AS MATERIALIZED (SELECT time_zone() AS zone),
meant AS MATERIALIZED (
    SELECT name, 'story' AS kind, story_id AS settled_name FROM story_ids(names) WHERE is_settled()
    UNION ALL
    SELECT DISTINCT unnest(names)::VARCHAR AS name, 'watch', name
),
watched AS MATERIALIZED (
    SELECT watch, article_id
    FROM archive.watch_matches
    WHERE is_known(recorded_at, superseded_at)
        AND NOT is_settled()
        AND (everything OR watch IN (SELECT unnest(names)::VARCHAR))
),
watched_place AS (
    SELECT article_id, copy_group_id, is_original
    FROM archive.placements
    WHERE is_known(recorded_at, superseded_at)
        AND NOT is_settled()
        AND article_id IN (SELECT article_id FROM watched)
),
place AS MATERIALIZED (
    SELECT 'story' AS kind, story_id AS name, article_id, copy_group_id, is_original
    FROM archive.placements
    WHERE everything AND is_known(recorded_at, superseded_at) AND NOT is_settled()
    UNION ALL
    SELECT 'story', s.name, p.article_id, p.copy_group_id, p.is_original
    FROM archive.placements AS p
    JOIN story_ids(names) AS s ON s.story_id = p.story_id
    WHERE NOT everything AND is_known(p.recorded_at, p.superseded_at) AND NOT is_settled()
    UNION ALL
    SELECT
        'watch',
        w.watch,
        w.article_id,
        coalesce(p.copy_group_id, w.article_id),
        coalesce(p.is_original, true)
    FROM watched AS w
    LEFT JOIN watched_place AS p ON p.article_id = w.article_id
)
SELECT
    m.name,
    f.article_id,
    f.outlet,
    f.outlet_family,
    f.ordered_at,
    f.day,
    f.is_dated,
    f.copy_group_id,
    f.is_original,
    f.kind
FROM archive.settled_followed_articles AS f
JOIN meant AS m ON m.kind = f.kind AND m.settled_name = f.name
WHERE is_settled() AND NOT everything
UNION ALL
SELECT name, article_id, outlet, outlet_family, ordered_at, day, is_dated, copy_group_id, is_original, kind
FROM archive.settled_followed_articles
WHERE is_settled() AND everything
UNION ALL
SELECT
    p.name,
    p.article_id,
    a.outlet,
    coalesce(o.family, a.outlet) AS outlet_family,
    a.ordered_at,
    day_in(a.ordered_at, clock.zone) AS day,
    a.ordered_by <> 'first_seen' AS is_dated,
    p.copy_group_id,
    p.is_original,
    p.kind
FROM place AS p
JOIN archive.articles AS a ON a.article_id = p.article_id
LEFT JOIN archive.outlets AS o ON o.outlet = a.outlet
CROSS JOIN clock
WHERE is_known(a.recorded_at, a.superseded_at) AND NOT is_settled();

COMMENT ON MACRO TABLE articles_of IS 'FROM articles_of([''us-japan-alliance'']): the articles of watches and stories by name: name, article_id, outlet, outlet_family, ordered_at, day, is_dated, copy_group_id, is_original, kind (story or watch). Join it with articles for the rest. FROM articles_of([], everything := true): of all of them, name then being the story''s id or the watch''s name.';
