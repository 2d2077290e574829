"""One whole collection: feeds and pages into the archive, linked, and published."""

from datetime import datetime
from pathlib import Path

from extractors.feeds.feed_lists import read_feed_list
from flows.collecting.collect import Collected, collect
from flows.configuration.settings import Settings
from flows.linking.link import Linked, link
from flows.progress import Progress
from news.errors import SettingsError
from news.feeds.shards import Shard
from news.records import Feed, record
from storage.archive import Archive

LIST_BYTES = 20_000_000  # of a feed list; the largest OPML files known have some 100,000 feeds


@record
class CollectionResult:
    """What a collection did."""

    collected: Collected
    linked: Linked
    is_published: bool

    def in_words(self) -> str:
        """Say it in a few lines."""
        return f"{self.collected.in_words()}\n{self.linked.in_words()}"


def gather(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    feeds: Path | None = None,
    all_feeds: bool = False,
    progress: Progress | None = None,
) -> CollectionResult:
    """Collect, link and publish.

    Args:
        feeds: a list whose feeds are added, and which alone are polled.
    """
    urls = follow_listed(archive, settings, feeds, now=now)
    collected = collect(archive, settings, now=now, urls=urls, all_feeds=all_feeds, progress=progress)
    linked = link(archive, settings, now=now, progress=progress)
    return CollectionResult(collected=collected, linked=linked, is_published=archive.publish(now=now))


def gather_shard(
    archive: Archive,
    settings: Settings,
    shard: Shard,
    *,
    now: datetime,
    feeds: Path | None = None,
    all_feeds: bool = False,
    progress: Progress | None = None,
) -> Collected:
    """Collect the sites of `shard`; linking, which wants the whole archive, is left to one machine alone."""
    urls = follow_listed(archive, settings, feeds, now=now)
    return collect(archive, settings, now=now, urls=urls, all_feeds=all_feeds, shard=shard, progress=progress)


def follow_listed(archive: Archive, settings: Settings, feeds: Path | None, *, now: datetime) -> list[str] | None:
    """Add the feeds of a list to those that we follow; return which of them to poll: None is all that are followed.

    Args:
        feeds: a list whose feeds alone are polled; without one, that of the settings is added.
    """
    if not feeds and not settings.feeds:
        return None
    listed = read_list(feeds or Path(settings.feeds))
    archive.feeds.add(listed, now=now)
    return [feed.url for feed in listed] if feeds else None


def read_list(path: Path) -> list[Feed]:
    """Read a feed list from disk.

    Raises:
        SettingsError: the file cannot be opened or read; the message names the line.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LIST_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"The feed list {path} cannot be opened: {error.strerror}.", subject=str(path)) from error
    if len(data) > LIST_BYTES:
        raise SettingsError(f"The feed list {path} is larger than {LIST_BYTES} bytes.", subject=str(path))
    return read_feed_list(data, str(path))
