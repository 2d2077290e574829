"""What the digest, the pages and the command line ask of the snapshot: the same views that a SQL user reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from news.errors import InputError, SettingsError
from news.records import Article, ChangedVersion, StoryLine, StoryUpdate, UnheardStory, Watch, record
from storage.named_sql import named_sql
from storage.snapshot.connection import FRESH, HAS_PAGE, IS_NEWS, Snapshot, connected
from storage.snapshot.coverage_caveats import CoverageCaveats
from storage.store import plain_errors
from storage.tables.articles import whole
from storage.tables.rows import columns_of, plain, records

SQL = named_sql(__file__)

WATCHED = """
    (len($watches::VARCHAR[]) = 0 OR story_id IN (
        SELECT a.story_id FROM watch_matches AS m JOIN articles AS a ON a.article_id = m.article_id
        WHERE list_contains($watches::VARCHAR[], m.watch)))
"""
Days = tuple[tuple[date, int | None], ...]


@record
class OwnText:
    """An article that is no copy, with how many copies it has."""

    article: Article
    copies: int
    is_news: bool


class Coverage(Snapshot):
    """Questions to one snapshot, as the archive knew it at a moment; `coverage_of` opens it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Ask over `connection`; `notes` tells what could not be read."""
        super().__init__(connection, path)
        self.notes = CoverageCaveats(connection, path)

    # --- stories --------------------------------------------------------------------------------------------------

    def stories(self, *, watch: str | None = None, since: date | None = None) -> list[StoryLine]:
        """Return the stories with more than one text, or that a watch matches; the last to move first."""
        return records(
            StoryLine,
            self._rows(SQL["stories"].format(columns=columns_of(StoryLine)), {"watch": watch, "since": since}),
        )

    def story(self, story_id: str) -> StoryLine | None:
        """Return one story, also by an id that was merged into it."""
        sql = f"""
            SELECT {columns_of(StoryLine)} FROM stories
            WHERE story_id IN (SELECT story_id FROM story_ids([$1], kind := 'story')) ORDER BY story_id
        """
        found = records(StoryLine, self._rows(sql, [story_id]))
        return found[0] if found else None

    def chronicle(self, story_id: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the columns and rows of `chronicle(story)`."""
        with plain_errors(self._path):
            answer = self._connection.execute("FROM chronicle($1)", [story_id])
            return [column[0] for column in answer.description or []], answer.fetchall()

    def counts(self) -> dict[str, int]:
        """Return how much there is, all in all."""
        sql = """
            SELECT count(*), count(DISTINCT copy_group_id), count(DISTINCT outlet), count(outlet),
                   (SELECT count(*) FROM stories), (SELECT count(*) FROM stories WHERE copy_groups > 1)
            FROM articles
        """
        names = ("articles", "copy_groups", "outlets", "of_outlets", "stories", "running_stories")
        return dict(zip(names, self._rows(sql)[0], strict=True))

    def begins_at(self) -> datetime | None:
        """Return when the archive first held an article; None: it holds none."""
        moment: datetime | None = self._rows("SELECT min(first_seen_at) FROM archive.articles")[0][0]
        return moment

    # --- the digest -----------------------------------------------------------------------------------------------

    def moved(self, since: datetime, until: datetime, watches: Sequence[str] = ()) -> list[StoryUpdate]:
        """Return the stories with something new in (since, until], with their counts; sentences are not filled in."""
        names = (
            "story_id", "title", "state", "new_articles", "articles", "copy_groups", "outlets",
            "independent_sources", "source_names", "first_hand_reports", "unknown_reports", "not_read",
            "origins_explicit", "unknown_explicit", "origins_with_text", "unknown_with_text", "origin_names",
            "new_copies", "new_origins", "new_origin_names",
        )  # fmt: skip
        self.know_period(since, until)
        self._know_stories()
        rows = self._rows(
            SQL["moved"].format(fresh=FRESH, watched=WATCHED),
            {"since": since, "until": until, "watches": list(watches)},
        )
        return [StoryUpdate(**{n: plain(v) for n, v in zip(names, row, strict=True)}) for row in rows]

    def _know_stories(self) -> None:
        """Count all stories once for this connection: on a million articles the view takes a second."""
        self._rows("CREATE TEMP TABLE IF NOT EXISTS stories_now AS FROM stories")

    def own_texts(
        self, story_ids: Sequence[str], since: datetime, until: datetime, *, news: int, before: int
    ) -> dict[str, list[OwnText]]:
        """Return the stories' texts without copies, by time: the latest that are news in (since, until], and before.

        Args:
            story_ids: of the stories; one without texts has no entry.
            since: where the period begins.
            until: where it ends.
            news: at most so many new texts a story.
            before: at most so many older ones.
        """
        self.know_period(since, until)
        asked = {"since": since, "until": until, "story_ids": list(story_ids), "news": news, "before": before}
        chosen = self._rows(SQL["own_texts"].format(is_news=IS_NEWS), asked)
        articles = self._articles([place for place, *_ in chosen])
        found: dict[str, list[OwnText]] = {}
        for place, story_id, copies, is_news in chosen:
            own = OwnText(article=articles[place], copies=copies, is_news=is_news)
            found.setdefault(story_id, []).append(own)
        return found

    def added_by_copies(
        self, story_ids: Sequence[str], since: datetime, until: datetime, *, most: int
    ) -> dict[str, list[tuple[Article, tuple[str, ...]]]]:
        """Return, by story, the first new copies with sentences that no text of their copy group has, and these."""
        self.know_period(since, until)
        asked = {"since": since, "until": until, "story_ids": list(story_ids), "most": most}
        chosen = self._rows(SQL["added_by_copies"].format(is_news=IS_NEWS), asked)
        articles = self._articles([place for place, *_ in chosen])
        found: dict[str, list[tuple[Article, tuple[str, ...]]]] = {}
        for place, story_id, added in chosen:
            found.setdefault(story_id, []).append((articles[place], tuple(added)))
        return found

    def _articles(self, places: Sequence[int]) -> dict[int, Article]:
        """Return articles by their places in the table: a join by any key would read the texts of the whole archive."""
        columns = columns_of(Article)
        sql = f"SELECT rowid, {columns} FROM archive.articles WHERE rowid IN (SELECT unnest($1::BIGINT[]))"
        found = self._rows(sql, [list(places)])
        return {place: whole(records(Article, [row])[0]) for place, *row in found}

    def days(self, story_ids: Sequence[str], *, last: date, count: int = 14) -> dict[str, Days]:
        """Return the stories' copy groups a day up to `last`, as `coverage_by_day` counts them; None: a gap."""
        first = last - timedelta(days=count - 1)
        sql = """
            WITH mine AS MATERIALIZED (SELECT name, copy_group_id, day FROM articles_of($1)),
            opened AS (SELECT name, copy_group_id, min(day) AS day FROM mine GROUP BY ALL)
            SELECT m.name, m.day, count(DISTINCT o.copy_group_id)
            FROM mine AS m LEFT JOIN opened AS o ON o.name = m.name AND o.day = m.day AND m.day BETWEEN $2 AND $3
            WHERE m.day BETWEEN $2 AND $3 GROUP BY ALL
        """
        found = {(name, day): n for name, day, n in self._rows(sql, [list(story_ids), first, last])}
        gap_sql = """
            SELECT s.day FROM (SELECT unnest(generate_series($1::DATE, $2::DATE, INTERVAL 1 DAY))::DATE AS day) AS s
            LEFT JOIN covered_days AS c ON c.day = s.day
            LEFT JOIN (SELECT day, sum(articles) AS total FROM collected_days GROUP BY day) AS t ON t.day = s.day
            WHERE is_unread_day(s.day, c.is_covered, t.total, (SELECT min(day) FROM covered_days))
        """
        unread = {day for (day,) in self._rows(gap_sql, [first, last])}
        span = [first + timedelta(days=ahead) for ahead in range(count)]
        return {
            story: tuple((day, found.get((story, day), None if day in unread else 0)) for day in span)
            for story in story_ids
        }

    def day_of(self, moment: datetime) -> date:
        """Return the calendar day of a moment in the archive's zone."""
        day: date = self._rows("SELECT day_of($1)", [moment])[0][0]
        return day

    def quiet(self, since: datetime, until: datetime, watches: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Return running stories, by id and title, that a reader follows and that have nothing new."""
        sql = f"""
            SELECT story_id, title FROM stories_now
            WHERE copy_groups > 1 AND state NOT IN ('closed', 'dormant') AND {WATCHED}
              AND story_id NOT IN (SELECT story_id FROM ({FRESH}) AS f)
            ORDER BY last_at DESC, story_id
        """
        self.know_period(since, until)
        self._know_stories()
        return [(s, t) for s, t in self._rows(sql, {"since": since, "until": until, "watches": list(watches)})]

    def changed(self, since: datetime, until: datetime) -> list[ChangedVersion]:
        """Return full texts that changed in (since, until] after they had been read once, with the text before."""
        pairs = self._rows(SQL["changed"], [since, until])
        articles = self._articles([place for new, old, _ in pairs for place in (new, old)])
        return [_version(articles[new], articles[old], change) for new, old, change in pairs]

    def matches(self, since: datetime, until: datetime, watches: Sequence[str], *, mute: Sequence[str] = ()) -> int:
        """Return how many new texts of (since, until] these watches match, copies and what is muted left out."""
        sql = f"""
            SELECT count(DISTINCT f.article_id) FROM ({FRESH}) AS f
            JOIN watch_matches AS m ON m.article_id = f.article_id
            WHERE list_contains($watches::VARCHAR[], m.watch) AND f.is_original
              AND NOT list_contains($mute::VARCHAR[], f.story_id)
              AND NOT list_contains($mute::VARCHAR[], coalesce(f.outlet, ''))
        """
        self.know_period(since, until)
        asked = {"since": since, "until": until, "watches": list(watches), "mute": list(mute)}
        return int(self._rows(sql, asked)[0][0])

    def with_pages(self, story_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of these stories that have a page on the site."""
        sql = f"SELECT story_id FROM stories_now WHERE list_contains($1::VARCHAR[], story_id) AND ({HAS_PAGE})"
        self._know_stories()
        return tuple(sorted(story_id for (story_id,) in self._rows(sql, [list(story_ids)])))

    def unheard(self, outlets: Sequence[str], since: datetime, least: int) -> list[UnheardStory]:
        """Return the stories told since then on so many independent sources, of which these outlets had nothing ever.

        An outlet that was not read on nine days of ten is not called silent.

        Raises:
            SettingsError: there is no such outlet.
        """
        if not outlets:
            return []
        try:
            rows = self._rows(SQL["unheard"], {"outlets": list(outlets), "since": since, "least": least})
        except InputError as error:
            raise SettingsError(f"unheard: {error}", subject="unheard") from error
        return records(UnheardStory, rows)

    def backlog(
        self, since: datetime, until: datetime, *, mute: Sequence[str] = ()
    ) -> list[tuple[str, int, date, date]]:
        """Return how many older articles of each outlet came in during the period, and their first and last day.

        The outlet with most comes first. None is news: feeds brought them late, or they were imported.
        """
        self.know_period(since, until)
        rows = self._rows(SQL["backlog"], {"since": since, "until": until, "mute": list(mute)})
        return [(outlet, count, first, last) for outlet, count, first, last in rows]

    def watches(self) -> set[str]:
        """Return the names of the watches that the archive keeps."""
        return {watch for (watch,) in self._rows("SELECT watch FROM watches")}

    def watch_list(self) -> list[tuple[Watch, int]]:
        """Return every watch, by name, with how many articles it matches."""
        sql = """
            SELECT w.watch, w.query, w.title, count(m.article_id)
            FROM watches AS w LEFT JOIN watch_matches AS m ON m.watch = w.watch
            GROUP BY w.watch, w.query, w.title ORDER BY w.watch
        """
        return [(Watch(watch=watch, query=query, title=title), count) for watch, query, title, count in self._rows(sql)]


def _version(new: Article, old: Article, change: str) -> ChangedVersion:
    return ChangedVersion(
        article_id=new.article_id,
        outlet=new.outlet or "",
        url=new.url,
        change=change,
        old_title=old.title,
        old_text=old.text,
        title=new.title,
        text=new.text,
    )


@contextmanager
def coverage_of(snapshot: Path, *, as_of: datetime | None) -> Iterator[Coverage]:
    """Open the snapshot read-only, as the archive knew the world at `as_of`; None: as it last did, and SQL tells it."""
    with connected(snapshot, as_of=as_of) as connection:
        yield Coverage(connection, snapshot)
