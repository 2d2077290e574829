"""A published snapshot, opened read-only as of a moment: what every question to it stands on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from news.articles.news_of_period import Arrival, Movement, Period, movement_of
from news.errors import ArchiveError
from news.records import ArrivedBy
from storage.lake import open_reader
from storage.store import plain_errors

# The articles that moved in (since, until], as news.articles.news_of_period tells them, by Snapshot.know_period.
IS_NEWS = "article_id IN (SELECT article_id FROM period_articles WHERE since = $since AND until = $until AND is_news)"
FRESH = f"""
    SELECT article_id, story_id, copy_group_id, is_original, outlet, page_status FROM articles
    WHERE {IS_NEWS} AND story_id IS NOT NULL
"""
# What may be news or backlog: all that a feed brought, and what else was published about then.
ARRIVALS = """
    SELECT a.article_id, a.first_seen_at, a.arrived_by, CASE WHEN a.is_date_plausible THEN a.published_at END,
           a.is_zone_known, a.outlet IN (SELECT outlet FROM feeds GROUP BY outlet HAVING min(added_at) > $since)
    FROM articles AS a
    WHERE a.first_seen_at > $since AND a.first_seen_at <= $until AND (a.arrived_by = 'feed'
        OR a.published_at BETWEEN $since::TIMESTAMPTZ - INTERVAL 2 DAY AND $until::TIMESTAMPTZ + INTERVAL 2 DAY)
"""
# The stories that have a page of their own on the site.
HAS_PAGE = """
    copy_groups > 1 OR story_id IN (
        SELECT story_id FROM story_articles WHERE article_id IN (SELECT article_id FROM watch_matches))
"""
_MISSING = re.compile(r'Referenced column "([^"]*)"|with name "?([\w.]+)"? does not exist')
PERIOD_ARTICLES = """
    CREATE TEMP TABLE IF NOT EXISTS period_articles (
        since TIMESTAMPTZ, until TIMESTAMPTZ, article_id BIGINT, is_news BOOLEAN
    )
"""


class Snapshot:
    """An open connection to one snapshot."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Ask over `connection`, which reads the file at `path`."""
        self._connection = connection
        self._path = path

    def know_period(self, since: datetime, until: datetime) -> None:
        """Read once for this connection which articles moved in (since, until]."""
        asked = {"since": since, "until": until}
        self._rows(PERIOD_ARTICLES)
        if self._rows("SELECT 1 FROM period_articles WHERE since = $since AND until = $until LIMIT 1", asked):
            return
        period = Period(since=since, until=until, time_zone=self._rows("SELECT time_zone()")[0][0])
        found: dict[Movement, list[int]] = {"news": [], "backlog": [], "none": []}
        for article_id, *row in self._rows(ARRIVALS, asked):
            found[movement_of(_arrival(*row), period)].append(article_id)
        sql = "INSERT INTO period_articles SELECT $since, $until, unnest($ids::BIGINT[]), $is_news"
        for movement in ("news", "backlog"):
            self._rows(sql, asked | {"ids": found[movement], "is_news": movement == "news"})

    def _rows(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with plain_errors(self._path), _of_this_version(self._path):
            return self._connection.execute(sql, parameters).fetchall()


@contextmanager
def _of_this_version(path: Path) -> Iterator[None]:
    """Say of a snapshot without a view or a column that we ask for that another version published it."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        missing = _MISSING.search(str(error))
        what = f" (it has no {missing[1] or missing[2]})" if missing else ""
        message = f"{path} was published by another version of newsthread{what}; publish it anew: newsthread link."
        raise ArchiveError(message, subject=str(path)) from error


def _arrival(
    first_seen_at: datetime, arrived_by: ArrivedBy, published_at: datetime | None, is_zone_known: bool | None,
    is_newly_followed: bool | None,
) -> Arrival:  # fmt: skip
    return Arrival(
        first_seen_at=first_seen_at,
        arrived_by=arrived_by,
        published_at=published_at,
        is_zone_known=bool(is_zone_known),
        is_newly_followed=bool(is_newly_followed),
    )


@contextmanager
def connected(snapshot: Path, *, as_of: datetime | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the snapshot read-only, as the archive knew the world at `as_of`; None: as it last did."""
    with plain_errors(snapshot), open_reader(snapshot) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")  # as in storage/snapshot/sql_worker.py
        if as_of is not None:
            connection.execute("SET VARIABLE as_of = ?::TIMESTAMPTZ", [as_of])
        yield connection
