"""Feeds, what we remember of them, what they announced, and which pages are to be read."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from news.feeds.shards import Shard
from news.records import READ_FEED, Announcement, Failure, Feed, FeedEntry, FeedMemory, Poll, Reading, Reservation
from storage.named_sql import named_sql
from storage.store import Store
from storage.tables.failures import save_failures
from storage.tables.rows import columns_of, insert, plain, records, row_of

SQL = named_sql(__file__)

COUNTED = ("polls", "polls_ok", "entries", "new_entries")
NOT_KEPT = ("updated_at",)  # of an entry: the page tells better
SITE = "split_part(split_part(url, '//', 2), '/', 1)"  # host and port
OF_SITES = "AND site IN (SELECT unnest($3::VARCHAR[]))"
ENTRY_COLUMNS = "e.entry_id, e.article_id, f.outlet, coalesce(e.language, f.language), e.first_seen_at, " + columns_of(
    FeedEntry, without=NOT_KEPT, prefix="e."
)


class FeedRepository:
    """The archive's feeds, entries and readings."""

    def __init__(self, store: Store) -> None:
        """Work on `store`."""
        self._store = store

    def add(self, feeds: Sequence[Feed], *, now: datetime) -> list[str]:
        """Remember feeds not followed yet; return the URLs that are new. What is known keeps its state."""
        with self._store.transaction():
            known = {url for (url,) in self._store.rows("SELECT url FROM archive.feeds")}
            new = {feed.url: feed for feed in feeds if feed.url not in known}
            memories = [FeedMemory(url=feed.url, outlet=feed.outlet, language=feed.language) for feed in new.values()]
            insert(self._store, "archive.feeds", [row_of(memory, added_at=now) for memory in memories])
        return list(new)

    def all(self, urls: Collection[str] | None = None) -> list[FeedMemory]:
        """Return what we remember of every feed, or of `urls` only, by URL."""
        sql = f"""
            SELECT {columns_of(FeedMemory)} FROM archive.feeds
            WHERE $1::VARCHAR[] IS NULL OR list_contains($1::VARCHAR[], url) ORDER BY url
        """
        return records(FeedMemory, self._store.rows(sql, [None if urls is None else list(urls)]))

    def known_entries(self, entry_ids: Collection[int]) -> dict[int, str]:
        """Return those of `entry_ids` that were seen before, with their titles."""
        sql = "SELECT entry_id, title FROM archive.entries WHERE entry_id IN (SELECT unnest($1::BIGINT[]))"
        return dict(self._store.rows(sql, [list(entry_ids)]))

    def announced_titles(self, article_ids: Collection[int]) -> dict[int, str]:
        """Return those of `article_ids` that some entry has announced, with the newest headline of each."""
        sql = """
            SELECT article_id, arg_max(title, first_seen_at) FROM archive.entries
            WHERE article_id IN (SELECT unnest($1::BIGINT[])) GROUP BY article_id
        """
        return dict(self._store.rows(sql, [list(article_ids)]))

    def save_polls(
        self,
        memories: Sequence[FeedMemory],
        polls: Sequence[Poll],
        announcements: Sequence[Announcement],
        failures: Sequence[Failure],
        *,
        outlets: Mapping[str, str],
    ) -> None:
        """Save what a round of polling found in one transaction: no validator runs ahead of its entries.

        Args:
            outlets: the outlet's name for each polled feed's URL, for the daily counts.
        """
        with self._store.transaction():
            self._save_memories(memories)
            self._count_days(polls, outlets)
            self._save_announcements(announcements)
            save_failures(self._store, failures)

    def hold(self, memories: Sequence[FeedMemory]) -> None:
        """Save feeds whose next poll their host put off; call inside a transaction."""
        if memories:
            self._save_memories(memories)

    def _save_memories(self, memories: Sequence[FeedMemory]) -> None:
        urls = [memory.url for memory in memories]
        chosen = "WHERE url IN (SELECT unnest($1::VARCHAR[]))"
        since = dict(self._store.rows(f"SELECT url, added_at FROM archive.feeds {chosen}", [urls]))
        self._store.write(f"DELETE FROM archive.feeds {chosen}", [urls])
        known = [memory for memory in memories if memory.url in since]
        insert(self._store, "archive.feeds", [row_of(memory, added_at=since[memory.url]) for memory in known])

    def _count_days(self, polls: Sequence[Poll], outlets: Mapping[str, str]) -> None:
        """Add to the one row of each feed and day."""
        zone = self._zone()
        counts: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
        for poll in polls:
            good = int(poll.outcome in READ_FEED)
            new = {"polls": 1, "polls_ok": good, "entries": poll.entries, "new_entries": poll.new_entries}
            counts[poll.feed_url, poll.at.astimezone(zone).date()].update(new)
        keys = [list({url for url, _ in counts}), list({day for _, day in counts})]
        chosen = "WHERE feed_url IN (SELECT unnest($1::VARCHAR[])) AND day IN (SELECT unnest($2::DATE[]))"
        kept = self._store.rows(f"SELECT feed_url, day, {', '.join(COUNTED)} FROM archive.feed_days {chosen}", keys)
        for url, day, *numbers in kept:
            counts[url, day].update(dict(zip(COUNTED, numbers, strict=True)))
        self._store.write(f"DELETE FROM archive.feed_days {chosen}", keys)
        rows = [
            {"feed_url": url, "outlet": outlets[url], "day": day} | {name: new[name] for name in COUNTED}
            for (url, day), new in counts.items()
        ]
        insert(self._store, "archive.feed_days", rows)

    def _zone(self) -> ZoneInfo:
        """Return the zone in which the archive cuts days."""
        return ZoneInfo(self._store.rows("SELECT time_zone()")[0][0])

    def _save_announcements(self, announcements: Sequence[Announcement]) -> None:
        """Save entries, each with its first sighting, and queue their pages to be read, or read again."""
        forgotten = self._forgotten([item.article_id for item in announcements])
        items = {item.entry_id: item for item in announcements if item.article_id not in forgotten}
        chosen = "WHERE entry_id IN (SELECT unnest($1::BIGINT[]))"
        seen = self._store.rows(
            f"SELECT entry_id, article_id, first_seen_at FROM archive.entries {chosen}", [list(items)]
        )
        for entry_id, article_id, first_seen_at in seen:
            items[entry_id] = replace(items[entry_id], article_id=article_id, first_seen_at=plain(first_seen_at))
        self._store.write(f"DELETE FROM archive.entries {chosen}", [list(items)])
        insert(self._store, "archive.entries", [_entry_row(item) for item in items.values()])
        self._queue({item.article_id: item for item in items.values()}, now=_latest(announcements))

    def _queue(self, items: Mapping[int, Announcement], *, now: datetime | None) -> None:
        chosen = "WHERE article_id IN (SELECT unnest($1::BIGINT[]))"
        queued = {
            key for (key,) in self._store.rows(f"SELECT article_id FROM archive.readings {chosen}", [list(items)])
        }
        self._store.write(f"UPDATE archive.readings SET next_at = least(next_at, $2) {chosen}", [list(queued), now])
        new = [
            Reading(article_id=key, url=item.entry.url or "", next_at=item.first_seen_at)
            for key, item in items.items()
            if key not in queued
        ]
        insert(self._store, "archive.readings", [row_of(reading) for reading in new])

    def move(self, moved: Sequence[tuple[int, int]]) -> None:
        """Give entries and readings the key of the article that their page turned out to be; call in a transaction.

        Args:
            moved: (the key of the address announced, the key of the page's own address).
        """
        for old, new in moved:
            if old != new:
                self._store.write("UPDATE archive.entries SET article_id = $2 WHERE article_id = $1", [old, new])
                self._store.write("DELETE FROM archive.readings WHERE article_id = $1", [old])
        self._drop_forgotten([(old, new) for old, new in moved if old != new])

    def _drop_forgotten(self, moved: Sequence[tuple[int, int]]) -> None:
        """Remove what was announced under a new address and turns out to be an article that was removed for good."""
        forgotten = self._forgotten([new for _, new in moved])
        for key in [key for old, new in moved if new in forgotten for key in (old, new)]:
            self._store.write("DELETE FROM archive.entries WHERE article_id = $1", [key])
            self._store.write(
                "INSERT INTO archive.forgotten (subject, article_id, forgotten_at) "
                "SELECT subject, $1, forgotten_at FROM archive.forgotten "
                "WHERE article_id IN (SELECT unnest($2::BIGINT[])) "
                "AND $1 NOT IN (SELECT article_id FROM archive.forgotten) LIMIT 1",
                [key, list(forgotten)],
            )

    def _forgotten(self, article_ids: Sequence[int]) -> frozenset[int]:
        sql = "SELECT article_id FROM archive.forgotten WHERE article_id IN (SELECT unnest($1::BIGINT[]))"
        return frozenset(key for (key,) in self._store.rows(sql, [list(article_ids)]))

    def readings_due(self, *, now: datetime, limit: int, shard: Shard = Shard()) -> list[tuple[Reading, Announcement]]:
        """Return the pages to be read now with the entry that announced each, one of each site in turn.

        Returns:
            At most `limit` pairs of `shard`, sites taking turns, so that no site's spacing holds up the others.
        """
        mine, sites = ("", []) if shard.count == 1 else (OF_SITES, [self._sites_due(now, shard)])
        width = len(fields(Reading))
        rows = self._store.rows(
            SQL["readings_due"].format(
                site=SITE, mine=mine, columns=columns_of(Reading, prefix="due."), entry_columns=ENTRY_COLUMNS
            ),
            [now, limit, *sites],
        )
        readings = records(Reading, [row[:width] for row in rows])
        return list(zip(readings, [_announcement(row[width:]) for row in rows], strict=True))

    def _sites_due(self, now: datetime, shard: Shard) -> list[str]:
        rows = self._store.rows(f"SELECT DISTINCT {SITE} FROM archive.readings WHERE next_at <= $1", [now])
        return [site for (site,) in rows if shard.has(f"https://{site}")]

    def announced(self, article_ids: Collection[int]) -> dict[int, Announcement]:
        """Return the first entry that announced each of `article_ids`."""
        sql = f"""
            WITH e AS (
                SELECT * FROM archive.entries WHERE article_id IN (SELECT unnest($1::BIGINT[]))
                QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY first_seen_at, entry_id) = 1
            )
            SELECT {ENTRY_COLUMNS} FROM e LEFT JOIN archive.feeds f ON f.url = e.feed_url
        """
        found = [_announcement(row) for row in self._store.rows(sql, [list(article_ids)])]
        return {item.article_id: item for item in found}

    def save_reservations(self, found: Sequence[tuple[int, str | None, Reservation]], *, now: datetime) -> None:
        """Keep what is reserved, by article and outlet, each once; call inside a transaction.

        Args:
            found: (article_id, outlet, what is reserved).
        """
        ids = sorted({article_id for article_id, _, _ in found})
        kept = self._store.rows(
            "SELECT article_id, kind, stated_in, statement FROM archive.reservations WHERE article_id IN "
            "(SELECT unnest($1::BIGINT[]))",
            [ids],
        )
        known = {tuple(row) for row in kept}
        rows = [
            row_of(item, article_id=article_id, outlet=outlet, seen_at=now)
            for article_id, outlet, item in found
            if (article_id, item.kind, item.stated_in, item.statement) not in known
        ]
        insert(self._store, "archive.reservations", rows)

    def drop_contents(self, article_ids: Collection[int]) -> None:
        """Forget the texts that feeds brought along of articles whose pages were read; call inside a transaction."""
        chosen = "article_id IN (SELECT unnest($1::BIGINT[])) AND content <> ''"
        self._store.write(f"UPDATE archive.entries SET content = '' WHERE {chosen}", [list(article_ids)])

    def save_readings(self, readings: Sequence[Reading]) -> None:
        """Replace what is known of these readings; call inside a transaction."""
        ids = [reading.article_id for reading in readings]
        self._store.write("DELETE FROM archive.readings WHERE article_id IN (SELECT unnest($1::BIGINT[]))", [ids])
        insert(self._store, "archive.readings", [row_of(reading) for reading in readings])


def _latest(announcements: Sequence[Announcement]) -> datetime | None:
    return max((item.first_seen_at for item in announcements), default=None)


def _entry_row(item: Announcement) -> dict[str, Any]:
    kept = row_of(item.entry, without=NOT_KEPT)
    return kept | {
        "entry_id": item.entry_id,
        "article_id": item.article_id,
        "language": item.language,
        "first_seen_at": item.first_seen_at,
    }


def _announcement(row: Sequence[Any]) -> Announcement:
    entry_id, article_id, feed_outlet, language, first_seen_at, *of_entry = row
    return Announcement(
        entry_id=entry_id,
        article_id=article_id,
        entry=records(FeedEntry, [of_entry], without=NOT_KEPT)[0],
        feed_outlet=feed_outlet,
        language=language,
        first_seen_at=plain(first_seen_at),
    )
