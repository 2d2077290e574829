"""Feeds: found, checked, added, imported and exported."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from extractors.feeds.discovery import find_feeds
from extractors.feeds.feed_lists import read_feed_list
from extractors.feeds.opml import write_opml
from extractors.feeds.parse import parse_feed
from extractors.fetch.web import PrivateHosts, fetch_pages
from flows.configuration.settings import Settings
from news.errors import InputError, SettingsError
from news.records import READ_FEED, Feed, FetchedPage, FetchRequest, ParsedFeed, record
from storage.archive import Archive
from storage.store import plain_errors

LIST_BYTES = 20_000_000  # of a feed list; the largest OPML files known have some 100,000 feeds


@record
class Checked:
    """What stands at an address."""

    url: str
    outcome: str
    title: str | None
    entries: int
    newest: str | None
    feeds: tuple[str, ...]  # that a web page names
    error: str | None

    @property
    def is_read(self) -> bool:
        """Whether a feed stands there."""
        return self.outcome in READ_FEED

    def in_words(self) -> str:
        """Say it in a line."""
        if self.is_read:
            entries = "1 entry" if self.entries == 1 else f"{self.entries} entries"
            newest = f"newest {self.newest}" if self.newest else "without dates"
            return f"{self.url}: a feed, {self.title or 'without a title'}, {entries}, {newest}."
        found = f" It names these feeds: {', '.join(self.feeds)}." if self.feeds else ""
        return f"{self.url}: {self.outcome}{f' ({self.error})' if self.error else ''}.{found}"


def check(urls: Sequence[str], settings: Settings, *, now: datetime) -> list[Checked]:
    """Read each address once and say what is there; nothing is stored."""
    return [
        _checked(page, parse_feed(page, now=now) if page.outcome == "ok" else None) for page in _get(urls, settings)
    ]


def _get(urls: Sequence[str], settings: Settings) -> list[FetchedPage]:
    return fetch_pages(
        [FetchRequest(url=url) for url in urls],
        user_agent=settings.user_agent,
        private_hosts=PrivateHosts.parse(settings.private_hosts),
    )


def _checked(page: FetchedPage, parsed: ParsedFeed | None) -> Checked:
    if parsed is None:
        return Checked(
            url=page.url, outcome=page.outcome, title=None, entries=0, newest=None, feeds=(),
            error=page.error or (str(page.status) if page.status else None),
        )  # fmt: skip
    dates = [entry.published_at for entry in parsed.entries if entry.published_at and entry.is_date_plausible]
    return Checked(
        url=page.url,
        outcome=parsed.outcome,
        title=parsed.title,
        entries=len(parsed.entries),
        newest=max(dates).isoformat(timespec="minutes") if dates else None,
        feeds=() if parsed.is_read else tuple(find_feeds(page)),
        error=parsed.error,
    )


Choose = Callable[[Sequence[Checked]], Sequence[Checked]]


def follow(
    archive: Archive, settings: Settings, url: str, *, outlet: str | None, now: datetime, choose: Choose = tuple
) -> list[str]:
    """Follow the feed at `url`, or the feeds that the web page at `url` names; return a line for each.

    Args:
        choose: which of several feeds that a page names are meant; all, unless somebody is asked.

    Raises:
        InputError: there is no feed, and the page names none that answers.
    """
    (page,) = _get([url], settings)
    here = _checked(page, parse_feed(page, now=now) if page.outcome == "ok" else None)
    found = [here] if here.is_read else [c for c in check(here.feeds, settings, now=now) if c.is_read]
    if not found:
        raise InputError(here.in_words(), subject=url)
    chosen = choose(found) if len(found) > 1 else found
    new = archive.feeds.add([Feed(url=item.url, outlet=outlet) for item in chosen], now=now)
    return [f"{'Following' if item.url in new else 'Already followed'}: {item.in_words()}" for item in chosen]


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


def add_list(archive: Archive, path: Path, *, now: datetime) -> list[str]:
    """Follow every feed of a list; return the addresses that are new."""
    return archive.feeds.add(read_list(path), now=now)


def export(archive: Archive, path: Path) -> int:
    """Write what we follow as OPML; return how many feeds."""
    memories = archive.feeds.all()
    feeds = [Feed(url=memory.url, outlet=memory.outlet, language=memory.language) for memory in memories]
    with plain_errors(path):
        path.write_text(write_opml(feeds), encoding="utf-8")
    return len(feeds)
