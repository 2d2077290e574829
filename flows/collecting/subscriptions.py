"""Feeds: found, checked, added, imported and exported."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from digest.labels import words_of
from extractors.feeds.discovery import find_feeds, usual_places
from extractors.feeds.feed_lists import read_feed_list
from extractors.feeds.opml import write_opml
from extractors.feeds.parse import parse_feed
from extractors.fetch.web import PrivateHosts, fetch_pages
from flows.collecting.contact import require_contact
from flows.collecting.poll_feeds import Answered, save_group
from flows.configuration.settings import Settings, read_settings
from flows.session import opened
from news.errors import ArchiveBusy, InputError, SettingsError
from news.records import READ_FEED, Feed, FeedMemory, FetchedPage, FetchRequest, ParsedFeed, record
from storage.archive import Archive
from storage.archive_reader import read_archive
from storage.publish import tells_all
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
    hub: str | None = None  # a WebSub hub that it names

    @property
    def is_read(self) -> bool:
        """Whether a feed stands there."""
        return self.outcome in READ_FEED

    def in_words(self) -> str:
        """Say it in a line."""
        if self.is_read:
            entries = "1 entry" if self.entries == 1 else f"{self.entries} entries"
            newest = f"newest {self.newest}" if self.newest else "without dates"
            hub = (
                f" It names the hub {self.hub}, which is asked to push where websub_address is set." if self.hub else ""
            )
            return f"{self.url}: a feed, {self.title or 'without a title'}, {entries}, {newest}.{hub}"
        found = f" It names these feeds: {', '.join(self.feeds)}." if self.feeds else ""
        outcome = words_of("en").outcome(self.outcome)
        return f"{self.url}: {outcome}{f' ({self.error})' if self.error else ''}.{found}"


def followed(folder: Path | None) -> list[FeedMemory]:
    """Return what is known of every feed: by the snapshot where it tells all, or where another process is writing."""
    settings = read_settings(archive=folder)
    is_whole = not settings.lake and tells_all(settings.archive / "store.duckdb", settings.snapshot)
    try:
        if not is_whole:
            with opened(folder, is_there=True) as (archive, _, _):
                return archive.feeds.all()
    except ArchiveBusy as error:
        if not settings.snapshot.exists():
            raise
        sys.stderr.write(f"newsthread: {error} These are the feeds as they were last published.\n")
    with read_archive(settings.snapshot) as published:
        return published.feeds.all()


def trouble(feed: FeedMemory) -> str | None:
    """Return in words what came of the last poll where something is wrong."""
    return None if feed.last_outcome in (None, "ok", "not_modified") else words_of("en").outcome(feed.last_outcome)


@record
class Found:
    """What stands at an address, with the page that said so: who follows it need not ask again."""

    checked: Checked
    page: FetchedPage
    parsed: ParsedFeed | None


def check(urls: Sequence[str], settings: Settings, *, now: datetime) -> list[Checked]:
    """Read each address once and say what is there; nothing is stored."""
    return [found.checked for found in _look_at(urls, settings, now)]


def _look_at(urls: Sequence[str], settings: Settings, now: datetime) -> list[Found]:
    found = []
    for page in _get(urls, settings):
        parsed = parse_feed(page, now=now) if page.outcome == "ok" else None
        found.append(Found(checked=_checked(page, parsed), page=page, parsed=parsed))
    return found


def _get(urls: Sequence[str], settings: Settings) -> list[FetchedPage]:
    require_contact(settings, urls)
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
        hub=parsed.hub,
    )


Choose = Callable[[Sequence[Checked]], Sequence[Checked]]


def follow(
    archive: Archive, settings: Settings, url: str, *, outlet: str | None, now: datetime, choose: Choose = tuple
) -> list[str]:
    """Follow the feed at `url`, or the feeds that the web page at `url` names; return a line for each.

    Args:
        choose: which of several feeds that a page names are meant; all, unless somebody is asked.

    Raises:
        InputError: there is no feed, and the page names none that answers; or it is a path.
    """
    if Path(url).is_absolute():
        raise InputError(f"{url} is no address; a list on disk: newsthread feeds import {url}", subject=url)
    (here,) = _look_at([url], settings, now)
    found = [here] if here.checked.is_read else _feeds_of(here, settings, now)
    if not found:
        raise InputError(here.checked.in_words(), subject=url)
    by_url = {item.checked.url: item for item in found}
    chosen = choose([item.checked for item in found]) if len(found) > 1 else [found[0].checked]
    new = archive.feeds.add([Feed(url=item.url, outlet=outlet) for item in chosen], now=now)
    _keep_answers(archive, [by_url[address] for address in new], now)
    return [f"{'Following' if item.url in new else 'Already followed'}: {item.in_words()}" for item in chosen]


def _feeds_of(here: Found, settings: Settings, now: datetime) -> list[Found]:
    """Return the feeds that a page names; where it names none, the first of the usual places that is one."""
    if here.page.outcome != "ok":
        return []
    named = [found for found in _look_at(here.checked.feeds, settings, now) if found.checked.is_read]
    if here.checked.feeds:
        return named
    for guess in usual_places(here.page):
        (found,) = _look_at([guess], settings, now)
        if found.checked.is_read:
            return [found]
        if found.page.outcome in {"throttled", "timeout", "connect", "dns", "tls"}:
            break
    return []


def _keep_answers(archive: Archive, found: Sequence[Found], now: datetime) -> None:
    """Save what the new feeds said when they were looked at, so that the next collection need not ask at once."""
    memories = {memory.url: memory for memory in archive.feeds.all([item.checked.url for item in found])}
    answers = [
        Answered(memory=memories[item.checked.url], page=item.page, parsed=item.parsed)
        for item in found
        if item.checked.url in memories
    ]
    if answers:
        archive.store.retry(partial(save_group, archive, answers, now=now))


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


def export(archive: Archive, path: Path) -> int:
    """Write what we follow as OPML; return how many feeds."""
    memories = archive.feeds.all()
    feeds = [Feed(url=memory.url, outlet=memory.outlet, language=memory.language) for memory in memories]
    with plain_errors(path):
        path.write_text(write_opml(feeds), encoding="utf-8")
    return len(feeds)
