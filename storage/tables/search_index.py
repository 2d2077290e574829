"""The index of words behind `search`: where in which version of an article each word stands.

It stands in the store, since people search the snapshot. Rows are sorted by term within spans of versions; spans are
sorted together as they fill up, so that a term is found in a few parts of the table however many small batches came.
"""

from collections.abc import Collection, Sequence

from storage.named_sql import named_sql
from storage.store import Store

SQL = named_sql(__file__)

FORM = "1"  # another one when `folded`, `search_words`, `search_key` or the places change: all is then indexed anew
BATCH_VERSIONS = 4096  # versions a transaction: some 1.5 million postings
SPANS = (8 * BATCH_VERSIONS, 64 * BATCH_VERSIONS)  # sorted together when full, the small before the large

COUNTS = "SELECT (SELECT count(*) FROM archive.articles), (SELECT max(rowid) FROM archive.articles)"
# Hashed twice: DuckDB joins the hashes of columns by XOR. A sum, in which two equal rows do not take each other out.
VERSIONS = "SELECT count(*), sum(hash(hash(article_id, version))) FROM archive."
MISSING = """
    SELECT a.rowid FROM archive.articles AS a
    ANTI JOIN archive.searchable AS s ON s.article_id = a.article_id AND s.version = a.version
    ORDER BY a.rowid
"""
CHOSEN = "rowid BETWEEN $first AND $last AND rowid IN (SELECT unnest($rows::BIGINT[]))"
NUMBER = f"""
    INSERT INTO archive.searchable (doc, article_id, version, words, ordered_at, recorded_at, superseded_at)
    SELECT $next + row_number() OVER (ORDER BY rowid), article_id, version, word_count, ordered_at, recorded_at,
        superseded_at
    FROM archive.articles WHERE {CHOSEN}
"""
OVERTAKE = """
    UPDATE archive.searchable AS s SET superseded_at = a.superseded_at
    FROM archive.articles AS a
    WHERE a.article_id = s.article_id AND a.version = s.version AND a.superseded_at <> s.superseded_at
        AND s.article_id IN (SELECT article_id FROM archive.searchable WHERE doc > $1)
"""
OF_ARTICLES = "SELECT doc FROM archive.searchable WHERE article_id IN (SELECT unnest($1::BIGINT[]))"


class SearchIndex:
    """The words of stored articles."""

    def __init__(self, store: Store) -> None:
        """Work in `store`."""
        self._store = store

    def refresh(self) -> int:
        """Index what is not indexed yet, in batches that are each a transaction; return the number of versions."""
        self._keep_form()
        rows = self._missing()
        for start in range(0, len(rows), BATCH_VERSIONS):
            with self._store.transaction():
                self._add(rows[start : start + BATCH_VERSIONS])
        return len(rows)

    def _missing(self) -> Sequence[int]:
        """Return the rows of versions that are not indexed, in order.

        As a rule they are the newest, which is so where sums of all others are those of what is indexed: to compare
        row by row takes ten times as long.
        """
        (indexed,) = self._store.rows(f"{VERSIONS}searchable")
        ((count, last),) = self._store.rows(COUNTS)
        if not count:
            return ()
        newest = range(last + 1 - (count - indexed[0]), last + 1)
        if self._store.rows(f"{VERSIONS}articles WHERE rowid < $1", [newest.start]) == [indexed]:
            return newest
        return [rowid for (rowid,) in self._store.rows(MISSING)]

    def _keep_form(self) -> None:
        if self._store.rows("SELECT value FROM archive.settings WHERE name = 'search_form'") == [(FORM,)]:
            return
        with self._store.transaction():
            self._store.write("DELETE FROM archive.postings")
            self._store.write("DELETE FROM archive.searchable")
            self._store.write("DELETE FROM archive.settings WHERE name = 'search_form'")
            self._store.write("INSERT INTO archive.settings (name, value) VALUES ('search_form', $1)", [FORM])

    def _add(self, rows: Sequence[int]) -> None:
        last = self._last()
        chosen = {"next": last, "first": rows[0], "last": rows[-1], "rows": list(rows)}
        self._store.write(NUMBER, chosen)
        self._store.write(SQL["index"].format(chosen=CHOSEN), chosen)
        self._store.write(OVERTAKE, [last])
        for span in SPANS:
            full = (last + len(rows)) // span
            if full > last // span:
                self._sort((full - 1) * span, full * span)

    def _last(self) -> int:
        return int(self._store.rows("SELECT coalesce(max(doc), 0) FROM archive.searchable")[0][0])

    def _sort(self, after: int, until: int) -> None:
        span = "doc > $1 AND doc <= $2"
        self._store.write(f"CREATE OR REPLACE TEMP TABLE sorted AS FROM archive.postings WHERE {span}", [after, until])
        self._store.write(f"DELETE FROM archive.postings WHERE {span}", [after, until])
        self._store.write("INSERT INTO archive.postings BY NAME FROM sorted ORDER BY term, doc")
        self._store.write("DROP TABLE sorted")

    def drop(self, article_ids: Collection[int]) -> None:
        """Take articles out of it, in all versions; `refresh` brings back what is still there."""
        ids = [list(article_ids)]
        self._store.write(f"DELETE FROM archive.postings WHERE doc IN ({OF_ARTICLES})", ids)
        self._store.write("DELETE FROM archive.searchable WHERE article_id IN (SELECT unnest($1::BIGINT[]))", ids)
