"""Rows that name an article without being its own: what runs said, sent and failed at, and what operators wrote."""

from news.rights.traces import Traces
from storage.named_sql import named_sql
from storage.store import Store

SQL = named_sql(__file__)

REMOVED = "(removed)"  # stands in the place of words that went
LEAST_CHARACTERS = 8  # nothing shorter is a title or an address

WHOLE = frozenset({"failures", "alerts", "notices", "furniture"})  # rows that say nothing else are removed whole
# Columns that are in use as they stand: they stay, and are reported.
IN_USE = frozenset({("watches", "query"), ("watches", "watch"), ("feeds", "url"), ("feed_days", "feed_url"),
                    ("feeds", "redirect_to"), ("feeds", "topic"), ("feeds", "hub"), ("outlets", "outlet"),
                    ("feeds", "outlet"), ("feed_days", "outlet")})  # fmt: skip


def remove_names(store: Store, traces: Traces) -> tuple[str, ...]:
    """Remove what names the articles; return what is in use and stays, in words. Call it inside a transaction."""
    stays = []
    for table, column in store.rows(SQL["text_columns"]):
        sql = f'SELECT rowid, "{column}" FROM archive.{table} WHERE length("{column}") >= {LEAST_CHARACTERS}'
        named = {rowid: words for rowid, words in store.rows(sql) if traces.are_in(words)}
        chosen = "rowid IN (SELECT unnest($1::BIGINT[]))"
        if (table, column) in IN_USE:
            stays += [f"{column} of {table} ({words})" for words in named.values()]
        elif named and table in WHOLE:
            store.write(f"DELETE FROM archive.{table} WHERE {chosen}", [list(named)])
        elif named:
            store.write(f'UPDATE archive.{table} SET "{column}" = $2 WHERE {chosen}', [list(named), REMOVED])
    return tuple(dict.fromkeys(stays))
