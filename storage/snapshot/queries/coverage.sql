-- name: stories
SELECT {columns} FROM stories
WHERE ($watch::VARCHAR IS NULL AND copy_groups > 1 OR story_id IN (
        SELECT a.story_id FROM watch_matches AS m JOIN articles AS a ON a.article_id = m.article_id
        WHERE m.watch = $watch::VARCHAR))
  AND ($since::DATE IS NULL OR last_at >= $since::DATE)
ORDER BY last_at DESC, story_id

-- name: moved
WITH fresh AS MATERIALIZED ({fresh}), old_groups AS (
    SELECT DISTINCT copy_group_id FROM articles
    WHERE first_seen_at <= $until AND copy_group_id IN (SELECT copy_group_id FROM fresh)
      AND article_id NOT IN (SELECT article_id FROM fresh)
), moved AS MATERIALIZED (
    SELECT story_id, count(*) AS new_articles,
           count(*) - count(DISTINCT copy_group_id)
               FILTER (copy_group_id NOT IN (SELECT copy_group_id FROM old_groups)) AS new_copies
    FROM fresh WHERE {watched} GROUP BY story_id
), told AS (
    SELECT o.story_id, o.origin_group_id,
           max(CASE o.state WHEN 'relays' THEN o.origin ELSE a.outlet END) AS origin,
           bool_and(o.article_id IN (SELECT article_id FROM fresh)) AS is_new
    FROM origins AS o JOIN articles AS a ON a.article_id = o.article_id
    WHERE o.basis = 'text' AND o.state <> 'unknown' AND o.story_id IN (SELECT story_id FROM moved)
    GROUP BY ALL
), named AS (
    SELECT story_id, list(origin) FILTER (origin IS NOT NULL) AS origin_names,
           count(*) FILTER (is_new) AS new_origins,
           list(origin) FILTER (origin IS NOT NULL AND is_new) AS new_origin_names
    FROM told GROUP BY story_id
)
SELECT s.story_id, s.title, s.state, m.new_articles, s.articles, s.copy_groups, s.outlets,
       s.independent_sources, s.source_names, s.first_hand_reports, s.unknown_reports,
       s.not_read,
       s.origins_explicit, s.unknown_explicit, s.origins_with_text, s.unknown_with_text,
       coalesce(list_sort(n.origin_names), []), m.new_copies, coalesce(n.new_origins, 0),
       coalesce(list_sort(n.new_origin_names), [])
FROM moved AS m JOIN stories_now AS s USING (story_id) LEFT JOIN named AS n USING (story_id)
ORDER BY m.new_articles - m.new_copies DESC, s.story_id

-- name: own_texts
WITH mine AS MATERIALIZED (
    SELECT story_id, article_id, is_original, count(*) OVER (PARTITION BY copy_group_id) - 1 AS copies,
           {is_news} AS is_news, ordered_at
    FROM articles WHERE story_id IN (SELECT unnest($story_ids::VARCHAR[])) AND first_seen_at <= $until
), chosen AS MATERIALIZED (
    SELECT * FROM mine WHERE is_original
    QUALIFY row_number() OVER (PARTITION BY story_id, is_news ORDER BY ordered_at DESC, article_id DESC)
            <= CASE WHEN is_news THEN $news ELSE $before END
)
SELECT a.rowid, c.story_id, c.copies, c.is_news
FROM archive.articles AS a JOIN chosen AS c ON c.article_id = a.article_id
WHERE is_known(a.recorded_at, a.superseded_at) ORDER BY c.story_id, a.ordered_at, a.article_id

-- name: added_by_copies
WITH mine AS MATERIALIZED (
    SELECT story_id, article_id, copy_group_id, ordered_at FROM articles
    WHERE story_id IN (SELECT unnest($story_ids::VARCHAR[])) AND NOT is_original AND {is_news}
), pairs AS (
    SELECT m.story_id, m.article_id, m.ordered_at, n.added_sentences,
           count(*) OVER (PARTITION BY m.article_id) AS originals
    FROM mine AS m JOIN near_copies AS n ON n.article_id = m.article_id
    JOIN articles AS o ON o.article_id = n.original_id AND o.copy_group_id = m.copy_group_id
), new_to_group AS (
    SELECT story_id, article_id, ordered_at, sentence
    FROM (SELECT story_id, article_id, ordered_at, originals, unnest(added_sentences) AS sentence FROM pairs)
    GROUP BY story_id, article_id, ordered_at, originals, sentence HAVING count(*) = originals
), chosen AS (
    SELECT story_id, article_id, list(sentence) AS added FROM new_to_group GROUP BY story_id, article_id, ordered_at
    QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY ordered_at, article_id) <= $most
)
SELECT a.rowid, c.story_id, c.added
FROM archive.articles AS a JOIN chosen AS c ON c.article_id = a.article_id
WHERE is_known(a.recorded_at, a.superseded_at) ORDER BY c.story_id, a.ordered_at, a.article_id

-- name: changed
SELECT n.rowid, o.rowid, n.change FROM archive.articles AS n
JOIN archive.articles AS o ON o.article_id = n.article_id AND o.version = n.version - 1
WHERE n.recorded_at > $1 AND n.recorded_at <= $2 AND o.recorded_at <= $1
  AND n.change <> 'read again'
  AND o.text_kind IN ('full', 'partial') AND n.text_kind = o.text_kind AND NOT n.is_seed
ORDER BY n.recorded_at, n.article_id

-- name: unheard
WITH silent AS MATERIALIZED (FROM unheard($outlets::VARCHAR[], $since::TIMESTAMPTZ, least := $least)),
carried AS MATERIALIZED (
    SELECT DISTINCT story_id FROM articles
    WHERE story_id IN (SELECT story_id FROM silent)
      AND (list_contains($outlets::VARCHAR[], outlet) OR outlet IN (SELECT outlet FROM silent))
)
SELECT story_id, title, list(outlet ORDER BY outlet), any_value(independent_sources), any_value(told_by)
FROM silent ANTI JOIN carried USING (story_id)
GROUP BY story_id, title ORDER BY any_value(independent_sources) DESC, any_value(told_by) DESC, story_id

-- name: backlog
SELECT coalesce(outlet, ''), count(*), day_of(min(ordered_at)), day_of(max(ordered_at)) FROM articles
WHERE first_seen_at > $since AND first_seen_at <= $until
  AND (
      article_id IN (SELECT article_id FROM period_articles WHERE since = $since AND until = $until AND NOT is_news)
      OR arrived_by IN ('import', 'backfill') AND is_dated AND is_date_plausible AND ordered_at < $since::TIMESTAMPTZ - INTERVAL 2 DAY
  )
  AND NOT list_contains($mute::VARCHAR[], coalesce(outlet, ''))
GROUP BY ALL ORDER BY count(*) DESC, 1
