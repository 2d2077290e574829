"""Due feeds → entries → pages → articles → archive: the work of collect_news, as plain functions that take `now`."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flows.collecting.poll_feeds import poll_feeds
from flows.collecting.read_pages import read_pages
from flows.configuration.settings import Settings
from flows.progress import Progress
from news.feeds.poll_schedule import due
from news.feeds.shards import Shard
from news.records import record
from storage.archive import Archive


@record
class Collected:
    """What one run of collecting did, in numbers."""

    feeds_due: int = 0
    outcomes: Mapping[str, int]  # of the polls
    new_entries: int = 0
    pages: int = 0
    statuses: Mapping[str, int]  # of the pages
    new_articles: int = 0
    changed_articles: int = 0
    failed: bool = False  # every feed that was due failed

    def in_words(self) -> str:
        """Say it in two lines."""
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items())) or "none was due"
        unread = sum(count for name, count in self.statuses.items() if name not in ("ok", "partial_paywall"))
        return (
            f"Feeds: {self.feeds_due} polled: {outcomes}.\n"
            f"Articles: {self.new_articles} new, {self.changed_articles} changed; "
            f"{self.pages} pages read, {unread} without a text."
        )


def collect(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    urls: Collection[str] | None = None,
    all_feeds: bool = False,
    shard: Shard = Shard(),
    progress: Progress | None = None,
) -> Collected:
    """Poll what is due, read what is new, and save it; every failure is counted and kept.

    Args:
        urls: poll only these feeds; None: all that the archive follows.
        all_feeds: poll feeds that are not due, too.
        shard: ask only the sites of this shard, for feeds and for pages.
    """
    shown = progress or Progress()
    memories = [memory for memory in archive.feeds.all(urls) if shard.has(memory.url)]
    chosen = memories if all_feeds else due(memories, now)
    outcomes, new_entries = poll_feeds(archive, chosen, settings, now=now, progress=shown)
    statuses, written = read_pages(archive, settings, now=now, progress=shown, shard=shard)
    return Collected(
        feeds_due=len(chosen),
        outcomes=outcomes,
        new_entries=new_entries,
        pages=statuses.total(),
        statuses=statuses,
        new_articles=sum(article.version == 1 for article in written),
        changed_articles=sum(article.version > 1 for article in written),
        failed=bool(chosen) and not (outcomes["ok"] or outcomes["not_modified"]),
    )
