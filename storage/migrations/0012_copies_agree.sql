-- Near-copies of two copy groups are told as derived (docs/decisions.md, "an update is no copy").
UPDATE archive.copies SET kind = 'derived'
WHERE kind IN ('exact', 'near_copy') AND superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
    AND (article_id, original_id) IN (
        SELECT c.article_id, c.original_id
        FROM archive.copies c
        JOIN archive.placements later ON later.article_id = c.article_id
        JOIN archive.placements earlier ON earlier.article_id = c.original_id
        WHERE later.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
            AND earlier.superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'
            AND later.copy_group_id <> earlier.copy_group_id
    );
