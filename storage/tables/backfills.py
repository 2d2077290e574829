"""Which pieces of WARC files a backfill has read: saved in one transaction with the articles that they brought."""

from collections.abc import Collection
from datetime import datetime

from news.articles.warc_pieces import BatchRead
from storage.store import Store
from storage.tables.articles import ArticleRepository
from storage.tables.history import CURRENT
from storage.tables.rows import insert


class BackfillRepository:
    """The archive's backfills."""

    def __init__(self, store: Store, articles: ArticleRepository) -> None:
        """Work on `store`, whose articles are in the repository `articles`."""
        self._store = store
        self._articles = articles

    def done(self, sources: Collection[str]) -> set[tuple[str, int, int, int]]:
        """Return the pieces of these files that were read, as `Batch.key`."""
        sql = """
            SELECT source, source_bytes, first_byte, end_byte FROM archive.backfill_batches
            WHERE source IN (SELECT unnest($1::VARCHAR[]))
        """
        return {(source, size, first, end) for source, size, first, end in self._store.rows(sql, [list(sources)])}

    def save(self, read: BatchRead, *, now: datetime) -> int:
        """Save what a piece brought, unless that was done; return how many articles are new.

        What the archive holds of an article stays: a page of an old crawl is no newer version of it.
        """
        with self._store.transaction():
            if read.batch.key in self.done([read.batch.source]):
                return 0
            titles = self._titles([item.article.article_id for item in read.articles])
            articles = [item.beside(titles) for item in read.articles]
            stored = self._titles([article.article_id for article in articles])
            written = self._articles.save([a for a in articles if a.article_id not in stored], now=now)
            batch = read.batch
            row = {
                "source": batch.source,
                "source_bytes": batch.source_bytes,
                "first_byte": batch.first_byte,
                "end_byte": batch.end_byte,
                "pages": read.pages,
                "articles": len(read.articles),
                "new_articles": len(written),
                "done_at": now,
            }
            insert(self._store, "archive.backfill_batches", [row])
        return len(written)

    def _titles(self, article_ids: list[int]) -> dict[int, str]:
        sql = f"""
            SELECT article_id, title FROM archive.articles
            WHERE {CURRENT} AND article_id IN (SELECT unnest($1::BIGINT[]))
        """
        return dict(self._store.rows(sql, [article_ids]))
