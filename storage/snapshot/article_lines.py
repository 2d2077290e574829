"""What the site's lists and its search ask of articles, one line each."""

from collections.abc import Iterator

from news.records.site import ArticleLine, SearchLine
from storage.named_sql import named_sql
from storage.snapshot.connection import HAS_PAGE, Snapshot
from storage.tables.rows import columns_of, records

SQL = named_sql(__file__)
WATCH_ARTICLES = 50  # on a watch's page and in its feeds


class ArticleLines(Snapshot):
    """Articles in short, as of the archive's own clock."""

    def of_watch(self, watch: str) -> tuple[ArticleLine, ...]:
        """Return the latest texts of their own that a watch matches, newest first."""
        sql = SQL["of_watch"].format(columns=columns_of(ArticleLine, prefix="a."))
        return tuple(records(ArticleLine, self._rows(sql, [watch, WATCH_ARTICLES])))

    def searched(self) -> Iterator[SearchLine]:
        """Yield every article with a title, by day and then in the order in which they were first seen."""
        sql = SQL["searched"].format(has_page=HAS_PAGE)
        yield from records(SearchLine, self._rows(sql))
