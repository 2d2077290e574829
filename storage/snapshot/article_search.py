"""Articles that a query matches, from a snapshot, the best or the latest first, each with the words where it does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from news.records import Watch, record
from news.watches.query import Query
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot, connected
from storage.snapshot.query_hits import QueryHits

SQL = named_sql(__file__)


@record
class Hit:
    """One article that matches."""

    article_id: int
    outlet: str | None
    title: str
    url: str
    ordered_at: datetime
    snippet: str
    score: float  # rare words and words of the title weigh more
    story_id: str | None


class ArticleSearch(Snapshot):
    """Questions in the query language to one snapshot."""

    def matching(self, query: Query) -> list[int]:
        """Return the ids of all articles that match."""
        return QueryHits(self._rows).find(query)

    def told(self, article_ids: Sequence[int], words: Sequence[str], *, most: int) -> list[Hit]:
        """Return these articles, those that hold the most and rarest of the words first, then the latest."""
        rows = self._rows(SQL["told"], {"ids": list(article_ids), "words": list(words), "most": most})
        return [
            Hit(article_id=row[0], outlet=row[1], title=row[2], url=row[3], ordered_at=row[4], snippet=row[5],
                score=row[6], story_id=row[7])
            for row in rows
        ]  # fmt: skip

    def days(self, article_ids: Sequence[int]) -> list[date]:
        """Return the day (UTC) of each of these articles, in order: a moment with its zone takes ten times as long."""
        sql = """
            SELECT day_in(ordered_at, 'UTC') AS day FROM archive.articles
            WHERE article_id IN (SELECT unnest($ids::BIGINT[])) AND is_known(recorded_at, superseded_at) ORDER BY day
        """
        return [day for (day,) in self._rows(sql, {"ids": list(article_ids)})]

    def watches(self) -> list[Watch]:
        """Return the watches."""
        rows = self._rows("SELECT watch, query, title FROM watches ORDER BY watch")
        return [Watch(watch=watch, query=query, title=title or "") for watch, query, title in rows]


@contextmanager
def article_search(snapshot: Path, *, as_of: datetime | None = None) -> Iterator[ArticleSearch]:
    """Open the snapshot read-only for questions in the query language."""
    with connected(snapshot, as_of=as_of) as connection:
        yield ArticleSearch(connection, snapshot)
