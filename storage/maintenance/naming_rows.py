"""Rows that name an article without being its own: what runs said, sent and failed at, and what operators wrote."""

from news.articles.traces import Traces
from storage.store import Store

REMOVED = "(removed)"  # stands in the place of words that went
LEAST_WORDS = 8  # characters: nothing shorter is a title or an address

# Every text column of a table that has no article's id. Counts and names of our own are left out, and what is seen to
# where texts and titles are removed: digests, stories, and the words that trends count.
TEXT_COLUMNS = """
    SELECT table_name, column_name FROM duckdb_columns() AS c
    WHERE database_name = current_database() AND schema_name = 'archive' AND data_type = 'VARCHAR'
        AND NOT starts_with(table_name, 'settled')
        AND NOT list_contains(['digests', 'stories', 'story_profiles', 'term_days', 'migrations', 'settings',
            'forgotten'], table_name)
        AND (table_name = 'corrections' OR table_name NOT IN (
            SELECT table_name FROM duckdb_columns()
            WHERE database_name = current_database() AND schema_name = 'archive' AND column_name = 'article_id'))
    ORDER BY ALL
"""
TOLD = frozenset({"failures", "alerts", "notices", "furniture"})  # rows that say nothing else: they go whole
# What is used as it stands: it is told, and stays.
IN_USE = frozenset({("watches", "query"), ("watches", "watch"), ("feeds", "url"), ("feed_days", "feed_url"),
                    ("feeds", "redirect_to"), ("feeds", "topic"), ("feeds", "hub"), ("outlets", "outlet"),
                    ("feeds", "outlet"), ("feed_days", "outlet")})  # fmt: skip


def unname(store: Store, traces: Traces) -> tuple[str, ...]:
    """Remove what names the articles; return what is in use and stays, in words. Call it inside a transaction."""
    stays = []
    for table, column in store.rows(TEXT_COLUMNS):
        sql = f'SELECT rowid, "{column}" FROM archive.{table} WHERE length("{column}") >= {LEAST_WORDS}'
        named = {rowid: words for rowid, words in store.rows(sql) if traces.are_in(words)}
        chosen = "rowid IN (SELECT unnest($1::BIGINT[]))"
        if (table, column) in IN_USE:
            stays += [f"{column} of {table} ({words})" for words in named.values()]
        elif named and table in TOLD:
            store.write(f"DELETE FROM archive.{table} WHERE {chosen}", [list(named)])
        elif named:
            store.write(f'UPDATE archive.{table} SET "{column}" = $2 WHERE {chosen}', [list(named), REMOVED])
    return tuple(dict.fromkeys(stays))
