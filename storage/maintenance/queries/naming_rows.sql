-- name: text_columns
-- Every text column of a table that has no article's id. Counts and names of our own are left out, and what is seen to
-- where texts and titles are removed: digests, stories, and the words that trends count.
SELECT table_name, column_name FROM duckdb_columns() AS c
WHERE database_name = current_database() AND schema_name = 'archive' AND data_type = 'VARCHAR'
    AND NOT starts_with(table_name, 'settled')
    AND NOT list_contains(['digests', 'stories', 'story_profiles', 'term_days', 'migrations', 'settings',
        'forgotten'], table_name)
    AND (table_name = 'corrections' OR table_name NOT IN (
        SELECT table_name FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = 'archive' AND column_name = 'article_id'))
ORDER BY ALL
