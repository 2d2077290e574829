-- name: tables_of
SELECT 'archive.' || table_name FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'archive'
UNION ALL
SELECT 'idx.' || table_name FROM duckdb_tables()
WHERE (database_name = 'idx' AND schema_name = 'main')
    OR (database_name = current_database() AND schema_name = 'idx')
ORDER BY 1
