-- name: there
SELECT database_name, table_name FROM duckdb_tables()
WHERE database_name IN ('store', 'news', 'idx') AND NOT internal

-- name: tables
SELECT table_name FROM duckdb_tables()
WHERE database_name IN ('store', 'news') AND schema_name = 'archive' AND NOT starts_with(table_name, 'settled')
GROUP BY ALL HAVING count(*) = 2 ORDER BY 1

-- name: lasting
-- Columns of rows that are only ever overtaken. What may change in such a row is left out: moments (a clock that was
-- mended), and the parts of a text that is retired.
WITH columns AS (
    SELECT database_name, table_name, column_name
    FROM duckdb_columns()
    WHERE database_name IN ('store', 'news') AND schema_name = 'archive' AND NOT starts_with(table_name, 'settled')
        AND table_name <> 'searchable'
)
SELECT table_name, list(column_name ORDER BY column_name) FROM (
    SELECT table_name, column_name FROM columns
    WHERE table_name IN (SELECT table_name FROM columns WHERE column_name = 'superseded_at')
        AND column_name NOT IN ('text_sha256', 'text_kind', 'change', 'based_on')
        AND NOT list_contains($words_of_the_page::VARCHAR[], column_name)
        AND (table_name, column_name) NOT IN (
            SELECT (table_name, column_name) FROM duckdb_columns() WHERE data_type = 'TIMESTAMP WITH TIME ZONE')
    GROUP BY ALL HAVING count(*) = 2
)
GROUP BY table_name ORDER BY table_name

-- name: of_no_article
-- Rows of a table that speak of an article that is not there.
SELECT count(*) FROM store.archive.{table} AS t
WHERE t.{column} IS NOT NULL AND t.{column} NOT IN (SELECT article_id FROM store.archive.articles)

-- name: lost
SELECT count(*) FROM (SELECT DISTINCT hash({columns}) AS h FROM news.archive.{table}) AS published
ANTI JOIN (SELECT hash({columns}) AS h FROM store.archive.{table}) AS stored USING (h)

-- name: differs
-- Hashed twice: DuckDB joins the hashes of columns by XOR, so that two rows changed alike would give the same sum.
SELECT (SELECT (count(*), bit_xor(hash(hash(t)))) FROM store.archive.{table} AS t)
    IS DISTINCT FROM (SELECT (count(*), bit_xor(hash(hash(t)))) FROM news.archive.{table} AS t)

-- name: indexed_alone
-- Articles in a table of the index that the archive neither holds nor was asked to forget.
SELECT count(DISTINCT article_id) FROM idx.{table}
WHERE article_id NOT IN (SELECT article_id FROM store.archive.articles)
    AND article_id NOT IN (SELECT article_id FROM store.archive.forgotten)

-- name: forgets
-- Whether articles were forgotten, or an older snapshot is there: then the store may hold less than was published.
SELECT (SELECT count(*) FROM store.archive.forgotten) IS DISTINCT FROM (SELECT count(*) FROM news.archive.forgotten)

-- name: not_searchable
SELECT count(*) FROM news.archive.articles AS a
ANTI JOIN news.archive.searchable AS s ON s.article_id = a.article_id AND s.version = a.version
