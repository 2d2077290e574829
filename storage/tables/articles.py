"""Articles and their versions: saved once, never overwritten, found again by key, time and text."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from news.articles.versions import next_version
from news.records import Article, DateCandidate, Failure, GivenCitation, Link
from storage.store import Store
from storage.tables.failures import save_failures
from storage.tables.history import CURRENT
from storage.tables.rows import NEVER, columns_of, insert, records, row_of

RETIRED = "text retired"  # what the change of a version whose text was dropped ends with
COLUMNS = columns_of(Article)
NEAR = 0.88  # of jaro_winkler_similarity: names spelled nearly alike
MOST_LISTED = 5000  # row numbers written out in a statement; of more, most of the table is wanted anyway


class ArticleRepository:
    """The archive's articles; every change is a new row, and the old one stays with the moment it was overtaken."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def save(self, articles: Sequence[Article], *, now: datetime, change: str | None = None) -> list[Article]:
        """Save what is new or changed; saving twice is harmless. Call inside a transaction.

        Args:
            change: what to call a change that the publisher did not make; None: say what differs.

        Returns:
            The versions written, in the order given, of an article that is given with two texts both of them; an
            article whose text and title stand already is not among them.
        """
        latest = {article.article_id: article for article in self.get([item.article_id for item in articles])}
        forgotten = self._forgotten([item.article_id for item in articles])
        stored = set(latest)
        written: list[Article] = []
        for article in articles:
            if article.article_id in forgotten:
                continue
            version = next_version(latest.get(article.article_id), article, is_same_page=change is not None)
            if version is not None and change and version.change:
                version = replace(version, change=change)
            if version is not None:
                latest[version.article_id] = version
                written.append(version)
        overtaken = list({version.article_id for version in written} & stored)
        self._store.write(
            f"UPDATE archive.articles SET superseded_at = $2 WHERE {CURRENT} "
            "AND article_id IN (SELECT unnest($1::BIGINT[]))",
            [overtaken, now],
        )
        newest = {version.article_id: version.version for version in written}
        ends = [NEVER if version.version == newest[version.article_id] else now for version in written]
        rows = [
            row_of(item, recorded_at=now, superseded_at=end, text_sha256=_sum_of(item.text))
            for item, end in zip(written, ends, strict=True)
        ]
        insert(self._store, "archive.articles", rows)
        return written

    def _forgotten(self, article_ids: list[int]) -> set[int]:
        sql = "SELECT article_id FROM archive.forgotten WHERE article_id IN (SELECT unnest($1::BIGINT[]))"
        return {article_id for (article_id,) in self._store.rows(sql, [article_ids])}

    def get(self, article_ids: Collection[int]) -> list[Article]:
        """Return the current versions of `article_ids`, by time; what is not there is left out."""
        return self._select(f"{CURRENT} AND article_id IN (SELECT unnest($1::BIGINT[]))", [list(set(article_ids))])

    def not_linked(self, *, limit: int | None = None) -> list[Article]:
        """Return the current versions that have no placement yet, or that changed since, by time."""
        missing = f"""
            {CURRENT} AND (article_id, version) NOT IN (
                SELECT (article_id, version) FROM archive.placements WHERE {CURRENT})
        """
        return self._select(missing, [], limit=limit)

    def has_linked_texts(self) -> bool:
        """Return whether any article that is linked has a text to compare."""
        placed = f"SELECT article_id FROM archive.placements WHERE {CURRENT}"
        compared = "text_kind NOT IN ('account', 'headline') AND trim(text) <> ''"
        sql = f"SELECT 1 FROM archive.articles WHERE {CURRENT} AND {compared} AND article_id IN ({placed}) LIMIT 1"
        return bool(self._store.rows(sql))

    def everything(self) -> list[Article]:
        """Return the current version of every article, by time."""
        return self._select(CURRENT, [])

    def not_retired(self) -> list[Article]:
        """Return the current version of every article whose text was not retired, by time."""
        return self._select(f"{CURRENT} AND coalesce(change, '') NOT LIKE '%{RETIRED}'", [])

    def of_stories(self, story_ids: Collection[str]) -> list[Article]:
        """Return the current versions of the articles now placed in `story_ids`, by time."""
        placed = f"SELECT article_id FROM archive.placements WHERE {CURRENT} AND list_contains($1::VARCHAR[], story_id)"
        return self._select(f"{CURRENT} AND article_id IN ({placed})", [list(story_ids)])

    def find(self, words: str) -> list[Article]:
        """Return the article with this id or URL, or none."""
        if words.isdigit():
            return self.get([int(words)])
        return self._select(f"{CURRENT} AND url = $1", [words])

    def of_outlet(self, outlet: str) -> list[Article]:
        """Return the current versions of an outlet's articles, by time."""
        return self._select(f"{CURRENT} AND outlet = $1", [outlet])

    def outlets_like(self, words: str) -> list[str]:
        """Return the outlets with articles whose name is spelled nearly as `words`, or whose domain it is."""
        sql = f"""
            SELECT a.outlet
            FROM (SELECT DISTINCT outlet FROM archive.articles WHERE {CURRENT} AND outlet IS NOT NULL) AS a
            LEFT JOIN archive.outlets AS o USING (outlet)
            WHERE o.domain = lower($1) OR jaro_winkler_similarity(lower(a.outlet), lower($1)) > {NEAR}
            ORDER BY o.domain = lower($1) DESC, jaro_winkler_similarity(lower(a.outlet), lower($1)) DESC, a.outlet
            LIMIT 3
        """
        return [outlet for (outlet,) in self._store.rows(sql, [words])]

    def _select(self, condition: str, parameters: Sequence[Any], *, limit: int | None = None) -> list[Article]:
        """Find the rows first and read them whole then.

        Texts are compressed 2,048 together. A join that decides which of them are wanted reads every one (seconds at
        100,000 articles); a list of row numbers reads only the parts of the table that hold them.
        """
        stop = "" if limit is None else f" LIMIT {int(limit)}"
        order = f"ORDER BY ordered_at, article_id{stop}"
        found = self._store.rows(f"SELECT rowid FROM archive.articles WHERE {condition} {order}", parameters)
        if not found:
            return []
        chosen = ", ".join(str(int(rowid)) for (rowid,) in found)
        where = f"rowid IN ({chosen})" if len(found) <= MOST_LISTED else "rowid IN (SELECT unnest($1::BIGINT[]))"
        sql = f"SELECT {COLUMNS} FROM archive.articles WHERE {where} ORDER BY ordered_at, article_id"
        listed = [] if len(found) <= MOST_LISTED else [[rowid for (rowid,) in found]]
        return [whole(article) for article in records(Article, self._store.rows(sql, listed))]

    def save_failures(self, failures: Iterable[Failure]) -> None:
        """Keep what did not work. Call inside a transaction."""
        save_failures(self._store, failures)


def _sum_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def whole(article: Article) -> Article:
    """Turn the structs of a row into the records they were."""
    links = tuple(Link(**link) for link in article.links)  # type: ignore[arg-type]
    given = tuple(GivenCitation(**item) for item in article.given_citations)  # type: ignore[arg-type]
    dates = tuple(
        DateCandidate(source=d["source"], at=d["at"].replace(tzinfo=UTC), is_zone_known=d["is_zone_known"])  # type: ignore[index]
        for d in article.date_candidates or ()  # rows of before the column have none
    )
    return replace(article, links=links, given_citations=given, date_candidates=dates)
