"""The index of lines: where each stands in linked articles, counted once a copy group.

It stands in the index database: it can be made again from the articles, and is never published.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np

from news.copies.boilerplate import LineUse, line_hash
from news.records import record
from storage.python_columns import Table, execute, integers, objects

TABLE = """
    CREATE TABLE IF NOT EXISTS {db}.house_lines (
        article_id BIGINT NOT NULL, outlet VARCHAR NOT NULL, h UBIGINT NOT NULL,
        copy_group_id BIGINT NOT NULL, story_id VARCHAR NOT NULL)
"""
SAVE = """
    INSERT INTO {db}.house_lines (article_id, outlet, h, copy_group_id, story_id)
    SELECT article_id, outlet, h, copy_group_id, story_id FROM new_lines
    WHERE article_id NOT IN (SELECT article_id FROM {db}.house_lines)
"""
USES = """
    SELECT coalesce(outlet, ''), h, len(list_distinct(list(copy_group_id))), len(list_distinct(list(story_id))),
        len(list_distinct(list(outlet)))  -- of few rows in half the time of count(DISTINCT …)
    FROM {db}.house_lines SEMI JOIN asked_lines USING (h)
    WHERE article_id NOT IN (SELECT unnest($without::BIGINT[]))
    GROUP BY GROUPING SETS ((outlet, h), (h))
"""


@record
class ArticleLines:
    """The lines of one linked article, as keys (`news.copies.boilerplate.line_key`)."""

    article_id: int
    outlet: str
    copy_group_id: int
    story_id: str
    keys: frozenset[str]


class BoilerplateIndex:
    """The lines of stored articles."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, database: str = "idx") -> None:
        """Work in `database`, which is attached to `connection`."""
        self._connection = connection
        self._db = database

    def create(self) -> None:
        """Make the table where it is missing."""
        self._connection.execute(TABLE.format(db=self._db))

    def save(self, articles: Sequence[ArticleLines]) -> None:
        """Add the lines of articles that are not there yet; saving twice changes nothing."""
        of = [article for article in articles for _ in article.keys]
        table = {
            "article_id": integers([article.article_id for article in of]),
            "outlet": objects([article.outlet for article in of]),
            "h": integers([line_hash(key) for article in articles for key in article.keys], np.uint64),
            "copy_group_id": integers([article.copy_group_id for article in of]),
            "story_id": objects([article.story_id for article in of]),
        }
        self._ask(SAVE, "new_lines", table)

    def uses(self, keys: Collection[str], *, without: Collection[int] = ()) -> dict[tuple[str, str], LineUse]:
        """Return where each of these lines stands among all articles but `without`, by outlet and under ANY_OUTLET."""
        if not keys:
            return {}
        asked = {line_hash(key): key for key in keys}
        table = {"h": integers(list(asked), np.uint64)}
        rows = self._ask(USES, "asked_lines", table, {"without": list(without)})
        return {
            (outlet, asked[h]): LineUse(groups=groups, stories=stories, outlets=outlets)
            for outlet, h, groups, stories, outlets in rows
        }

    def forget(self, article_ids: Collection[int]) -> None:
        """Remove the lines of articles, such as ones with a new text."""
        if article_ids:
            sql = f"DELETE FROM {self._db}.house_lines WHERE article_id IN (SELECT unnest($1::BIGINT[]))"
            self._connection.execute(sql, [list(article_ids)])

    def _ask(
        self, sql: str, name: str, table: Table, parameters: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        return execute(self._connection, sql.format(db=self._db), dict(parameters or {}), **{name: table}).fetchall()
