"""What the site asks of the snapshot: its lists, and the pages of watches and outlets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from news.errors import InputError
from news.records import Article, QuotedSentence, StoredDigest, StoryLine
from news.records.site import (
    CoverageDay,
    FeedLine,
    HealthDay,
    OutletPage,
    OutletShare,
    ReadingWeek,
    RisingTerm,
    WatchPage,
)
from news.rights.quoted_runs import QuotableText
from storage.lake import open_reader
from storage.named_sql import named_sql
from storage.snapshot.article_lines import ArticleLines
from storage.snapshot.connection import HAS_PAGE, Snapshot
from storage.snapshot.story_pages import StoryPages
from storage.store import plain_errors
from storage.tables.articles import whole
from storage.tables.rows import columns_of, plain, records

SQL = named_sql(__file__)

HEALTH_DAYS = 60
SHARE_DAYS = 365
WEEKS = 26
RISING_DAYS = 7
RISING_AT_MOST = 300  # of the whole archive; those of a watch are looked for among them
LISTED = 20  # stories and outlets on a page that has no list of its own


class SiteQueries(Snapshot):
    """Questions to one snapshot as of the archive's own clock: an archive that rests makes the same site again."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Ask over `connection`; `story_pages` drafts the pages of stories."""
        super().__init__(connection, path)
        self.story_pages = StoryPages(connection, path)
        self.lines = ArticleLines(connection, path)

    def clock(self) -> tuple[datetime, date, str]:
        """Return the archive's last moment, its day, and the zone in which days are cut.

        Raises:
            InputError: the archive is empty.
        """
        moment, day, zone = self._rows("SELECT m, day_of(m), time_zone() FROM (SELECT as_of() AS m)")[0]
        if moment is None:
            raise InputError(f"There is nothing in {self._path} yet: no site can be made.", subject=str(self._path))
        return plain(moment), day, zone

    def stories(self) -> list[StoryLine]:
        """Return the stories with more than one text, or that a watch matches; the last to move first."""
        sql = f"""
            SELECT {columns_of(StoryLine)} FROM stories
            WHERE {HAS_PAGE}
            ORDER BY last_at DESC, story_id
        """
        return records(StoryLine, self._rows(sql))

    def marks(self) -> dict[str, str]:
        """Return by story when something of it was last recorded, and how many of its articles watches match."""
        return {story_id: " ".join(map(str, marks)) for story_id, *marks in self._rows(SQL["marks"])}

    def newest(self, story_ids: Sequence[str]) -> dict[str, QuotedSentence]:
        """Return the headline of each story's newest own text; none of an account."""
        sql = """
            SELECT story_id, title, article_id, coalesce(outlet, ''), url, ordered_at, language FROM articles
            WHERE story_id IN (SELECT unnest($1::VARCHAR[])) AND is_original AND text_kind <> 'account'
            QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY ordered_at DESC, article_id) = 1
        """
        rows = self._rows(sql, [list(story_ids)])
        unsaid = ("copies", "title", "place", "is_added", "leans", "chance")  # of a sentence that is no digest's
        return {story_id: records(QuotedSentence, [row], without=unsaid)[0] for story_id, *row in rows}

    def digests(self) -> tuple[tuple[str, str, datetime], ...]:
        """Return the digests that were written: id, subject, until when they tell; newest first."""
        sql = """
            SELECT digest_id, subject, period_end FROM digests WHERE state = 'frozen'
            ORDER BY period_end DESC, digest_id
        """
        return tuple((digest_id, subject, plain(end)) for digest_id, subject, end in self._rows(sql))

    def digest(self, digest_id: str) -> StoredDigest:
        """Return one of these digests."""
        sql = f"SELECT {columns_of(StoredDigest)} FROM digests WHERE digest_id = $1"
        return records(StoredDigest, self._rows(sql, [digest_id]))[0]

    def removed_digests(self) -> set[str]:
        """Return the digests whose text was removed: a notice stands in its place."""
        sql = "SELECT digest_id FROM digests WHERE html = '<p>' || body_text || '</p>'"
        return {digest_id for (digest_id,) in self._rows(sql)}

    def texts_at(self, urls: Sequence[str]) -> list[tuple[str, QuotableText]]:
        """Return every version of the texts at these addresses, each with its address."""
        sql = """
            SELECT url, article_id, outlet, title, text FROM article_versions
            WHERE url IN (SELECT unnest($1::VARCHAR[])) ORDER BY article_id, version
        """
        return [(url, records(QuotableText, [row])[0]) for url, *row in self._rows(sql, [list(urls)])]

    # --- watches --------------------------------------------------------------------------------------------------

    def watches(self) -> tuple[tuple[str, str, int], ...]:
        """Return each watch with its title and how many articles it matches."""
        sql = """
            SELECT w.watch, w.title, count(m.article_id) FROM watches AS w LEFT JOIN watch_matches AS m USING (watch)
            GROUP BY ALL ORDER BY w.watch
        """
        return tuple((watch, title, articles) for watch, title, articles in self._rows(sql))

    def watch(self, watch: str, *, last: date, stories: Sequence[StoryLine]) -> WatchPage:
        """Return the page of a watch, without rising terms; its counts begin a year before its latest article."""
        latest = self._rows("SELECT max(day) FROM articles_of([$1])", [watch])[0][0] or last
        title, query = self._rows("SELECT title, query FROM watches WHERE watch = $1", [watch])[0]
        days_sql = f"SELECT {columns_of(CoverageDay)} FROM coverage_by_day($1, since := $2)"
        shares_sql = """
            SELECT outlet, count(*), count(*) / sum(count(*)) OVER () FROM articles_of([$1])
            WHERE is_original AND outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT $2
        """
        stories_sql = """
            SELECT DISTINCT story_id FROM story_articles
            WHERE article_id IN (SELECT article_id FROM watch_matches WHERE watch = $1)
        """
        followed = {story_id for (story_id,) in self._rows(stories_sql, [watch])}
        told = [line for line in stories if line.story_id in followed]
        return WatchPage(
            watch=watch,
            title=title,
            query=query,
            days=tuple(
                records(CoverageDay, self._rows(days_sql, [watch, min(latest, last) - timedelta(days=SHARE_DAYS)]))
            ),
            stories=tuple(told[: 3 * LISTED]),
            left_out_stories=len(told[3 * LISTED :]),
            outlets=tuple(records(OutletShare, self._rows(shares_sql, [watch, LISTED]))),
            articles=self.lines.of_watch(watch),
        )

    def rising(self, *, last: date) -> list[RisingTerm]:
        """Return the archive's rising terms of the last seven days, as the SQL macro counts them."""
        sql = "SELECT term, copy_groups, copy_groups_before, z FROM rising_terms($1, $2)"
        found = self._rows(sql, [last - timedelta(days=RISING_DAYS - 1), last])
        return records(RisingTerm, found[:RISING_AT_MOST])

    def recent_texts(self, watch: str, *, last: date, most: int) -> list[Article]:
        """Return the latest own texts that a watch matched in the last seven days."""
        rows = self._rows(
            SQL["recent_texts"].format(columns=columns_of(Article, prefix="a.")),
            [watch, last - timedelta(days=RISING_DAYS), most],
        )
        return [whole(article) for article in records(Article, rows)]

    # --- outlets --------------------------------------------------------------------------------------------------

    def outlets(self) -> tuple[tuple[str, int, int], ...]:
        """Return the outlets that we hold articles of or follow: name, articles, own texts; most articles first."""
        sql = """
            SELECT outlet, sum(articles)::BIGINT AS articles, sum(copy_groups)::BIGINT FROM (
                SELECT outlet, articles, copy_groups FROM collected_days
                UNION ALL SELECT outlet, 0, 0 FROM feeds
            ) WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY articles DESC, outlet
        """
        return tuple((outlet, articles, own) for outlet, articles, own in self._rows(sql))

    def outlet_pages(
        self, listed: Sequence[tuple[str, int, int]], *, last: date, stories: Sequence[StoryLine]
    ) -> Iterator[OutletPage]:
        """Yield the pages of outlets, asked in one go."""
        facts = {row[0]: row[1:] for row in self._rows("SELECT outlet, family, domain, kind, country FROM outlets")}
        health = self._health(last)
        weeks = self._weeks(last)
        feeds = self._feeds()
        copied, by_outlet = self._copied(), self._stories_of(stories)
        for outlet, articles, own in listed:
            family, domain, kind, country = facts.get(outlet, (None, None, "unknown", None))
            yield OutletPage(
                outlet=outlet,
                family=family,
                domain=domain,
                kind=kind,
                country=country,
                articles=articles,
                own_texts=own,
                copied_by=tuple(copied["by"][outlet][:LISTED]),
                copied_from=tuple(copied["from"][outlet][:LISTED]),
                feeds=tuple(feeds[outlet]),
                health=tuple(health[outlet]),
                weeks=tuple(weeks[outlet]),
                stories=tuple(by_outlet[outlet][:LISTED]),
                left_out_stories=len(by_outlet[outlet][LISTED:]),
            )

    def _health(self, last: date) -> dict[str, list[HealthDay]]:
        found: dict[str, list[HealthDay]] = defaultdict(list)
        sql = f"""
            SELECT outlet, {columns_of(HealthDay)} FROM coverage_health WHERE day > $1 AND outlet IS NOT NULL
            ORDER BY outlet, day
        """
        for outlet, *row in self._rows(sql, [last - timedelta(days=HEALTH_DAYS)]):
            found[outlet] += records(HealthDay, [row])
        return found

    def _weeks(self, last: date) -> dict[str, list[ReadingWeek]]:
        found: dict[str, list[ReadingWeek]] = defaultdict(list)
        sql = f"""
            SELECT outlet, {columns_of(ReadingWeek)} FROM extraction_quality
            WHERE week > $1 AND outlet IS NOT NULL ORDER BY outlet, week DESC
        """
        for outlet, *row in self._rows(sql, [last - timedelta(weeks=WEEKS)]):
            found[outlet] += records(ReadingWeek, [row])
        return found

    def _feeds(self) -> dict[str, list[FeedLine]]:
        found: dict[str, list[FeedLine]] = defaultdict(list)
        sql = f"SELECT outlet, {columns_of(FeedLine)} FROM feeds WHERE outlet IS NOT NULL ORDER BY outlet, feed_url"
        for outlet, *row in self._rows(sql):
            found[outlet] += records(FeedLine, [row])
        return found

    def _copied(self) -> dict[str, dict[str, list[tuple[str, int]]]]:
        """Return by whom an outlet's originals were repeated and whose it repeats, each with its count of copies."""
        found: dict[str, dict[str, list[tuple[str, int]]]] = {"by": defaultdict(list), "from": defaultdict(list)}
        for outlet, original, count in self._rows(SQL["copied"]):
            found["from"][outlet].append((original, count))
            found["by"][original].append((outlet, count))
        return found

    def _stories_of(self, stories: Sequence[StoryLine]) -> dict[str, list[StoryLine]]:
        """Return the stories of the site that each outlet told, in their order."""
        sql = """
            SELECT p.story_id, a.outlet FROM story_articles AS p
            JOIN archive.articles AS a ON a.article_id = p.article_id AND is_known(a.recorded_at, a.superseded_at)
            WHERE a.outlet IS NOT NULL GROUP BY ALL
        """
        tellers: dict[str, list[str]] = defaultdict(list)
        for story_id, outlet in self._rows(sql):
            tellers[story_id].append(outlet)
        found: dict[str, list[StoryLine]] = defaultdict(list)
        for line in stories:
            for outlet in tellers[line.story_id]:
                found[outlet].append(line)
        return found


@contextmanager
def site_queries_of(snapshot: Path) -> Iterator[SiteQueries]:
    """Open the snapshot read-only, as of the archive's own clock."""
    with plain_errors(snapshot), open_reader(snapshot) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield SiteQueries(connection, snapshot)
