-- How many copy groups of a day are in each language: a term of its own, a tab and the language's code.
INSERT INTO archive.term_days (day, term, copy_groups)
SELECT day, chr(9) || language, count(*)::INTEGER
FROM (
    SELECT
        p.copy_group_id,
        min(a.ordered_at AT TIME ZONE 'UTC')::DATE AS day,
        lower(split_part(coalesce(arg_min(a.language, a.ordered_at), ''), '-', 1)) AS language
    FROM archive.placements p
    JOIN archive.articles a ON a.article_id = p.article_id
    WHERE p.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
        AND a.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
    GROUP BY p.copy_group_id
)
GROUP BY day, language;
