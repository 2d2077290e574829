-- name: vocabulary
WITH said AS (
    SELECT view_name AS name, 'view' AS kind, coalesce(comment, '') AS comment,
           (SELECT list(column_name ORDER BY column_index) FROM duckdb_columns() c
            WHERE c.schema_name = 'main' AND c.table_name = v.view_name
              AND c.database_name = current_database()) AS columns
    FROM duckdb_views() v
    WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()
    UNION ALL
    SELECT function_name, replace(function_type, '_', ' '), coalesce(comment, ''), parameters
    FROM duckdb_functions()
    WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()
      AND function_type IN ('macro', 'table_macro')
)
SELECT name, kind, columns, comment FROM said ORDER BY kind = 'view' DESC, name

-- name: columns
SELECT d.column_name, d.column_type, coalesce(v.comment, '')
FROM (SELECT *, row_number() OVER () AS place FROM (DESCRIBE "{name}")) AS d
LEFT JOIN vocabulary AS v ON v.kind = 'column' AND v.name = '{name}.' || d.column_name
ORDER BY d.place
