-- name: views
SELECT view_name FROM duckdb_views()
WHERE schema_name = 'main' AND NOT internal AND database_name = current_database() ORDER BY view_name

-- name: comments
SELECT name, comment FROM vocabulary WHERE kind IN ('view', 'column')
