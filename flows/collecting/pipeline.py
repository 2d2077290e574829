"""One collection as steps: poll, read, link, alert, publish. Commands and flows run the same steps, in the same order.

The steps know nothing of Prefect. A runner carries each of them out: the command line with one open archive, a flow
as a task that opens the archive for itself.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from digest.labels import words_of
from flows.collecting.contact import require_contact
from flows.collecting.hubs import ask_hubs, take_events
from flows.collecting.poll_feeds import poll_feeds
from flows.collecting.read_pages import read_pages
from flows.collecting.run_time import RunTime
from flows.collecting.subscriptions import follow_listed
from flows.configuration.settings import Settings
from flows.delivery.alerts import Alerted, alert
from flows.linking.link import Linked, link
from flows.progress import Progress
from news.feeds.poll_schedule import due, unheld
from news.feeds.shards import Shard
from news.records import READ_FEED, FeedMemory, Outcome, StoryUpdate, is_readable, record
from storage.archive import Archive
from storage.parquet_files import publish_parquet
from storage.snapshot.coverage import coverage_of

UNREACHED: frozenset[Outcome] = frozenset({"dns", "connect", "timeout"})  # no server said anything


class InWords(Protocol):
    """What a step did, in a line or two."""

    def in_words(self) -> str:
        """Say it."""
        ...


R = TypeVar("R", bound=InWords)


@record
class CollectionRequest:
    """What a collection is asked to do."""

    now: datetime
    feeds: Path | None = None  # a feed list: its feeds are added, and only they are polled
    all_feeds: bool = False  # poll feeds that are not due, too, but for those whose server asked us to wait
    shard: Shard = Shard()  # ask only the sites of this shard, for feeds and for pages
    everything: bool = False  # link the whole archive anew
    time: RunTime = field(default_factory=RunTime)  # how long it may fetch, counted from here on


StepWork = Callable[[Archive, Settings, CollectionRequest, Progress], R]


@record
class Step(Generic[R]):
    """One step of a collection. Running it twice has the effect of running it once."""

    name: str
    work: StepWork[R]


class Runner(Protocol):
    """Carries out steps."""

    def __call__(self, step: Step[R]) -> R:
        """Run the step and return its result."""
        ...


@record
class Polled:
    """What came of the feeds that were due."""

    due: int
    outcomes: Mapping[str, int]
    new_entries: int
    feeds: tuple[FeedMemory, ...]  # all that are followed, as they are now

    @property
    def failed(self) -> bool:
        """Every feed that was due failed."""
        return bool(self.due) and not any(self.outcomes.get(name) for name in READ_FEED)

    def in_words(self) -> str:
        """Say it in a line; where none was due or none could be reached, also when the next is due."""
        if not self.feeds:
            return "Feeds: none is followed; newsthread feeds add URL, or feeds import FILE."
        if not self.due:
            return f"Feeds: none was due{self._next_in_words()}."
        if self.is_offline:
            unreached = f"none of {self.due} could be reached ({_counted(self.outcomes)})"
            return f"Feeds: {unreached}; is this machine on the network? Nothing is lost{self._next_in_words()}."
        return f"Feeds: {self.due} polled: {_counted(self.outcomes)}."

    @property
    def is_offline(self) -> bool:
        """No server answered at all, of however many."""
        return bool(self.due) and set(self.outcomes) <= UNREACHED

    def _next_in_words(self) -> str:
        """Say when the first feed is due; "": none is followed, or it is due now."""
        moments = [feed.next_at for feed in self.feeds if feed.status != "paused" and feed.next_at is not None]
        return f"; the next is due at {min(moments):%d %B %H:%M} UTC" if moments else ""


@record
class PagesRead:
    """What came of the pages that were due."""

    statuses: Mapping[str, int]
    new: int
    changed: int

    def in_words(self) -> str:
        """Say it in a line."""
        unread = sum(count for name, count in self.statuses.items() if not is_readable(name))
        pages = sum(self.statuses.values())
        return f"Articles: {self.new} new, {self.changed} changed; {pages} pages read, {unread} without a text."


@record
class Published:
    """What publishing did."""

    snapshot: Path
    is_new: bool
    moved: tuple[StoryUpdate, ...]  # the stories that this run moved

    def in_words(self) -> str:
        """Say it in a line."""
        return f"Snapshot: {self.snapshot} {'published' if self.is_new else 'is up to date'}."


@record
class Collected:
    """What the polls and pages of one collection came to."""

    polled: Polled
    read: PagesRead

    @property
    def failed(self) -> bool:
        """Every feed that was due failed."""
        return self.polled.failed

    def in_words(self) -> str:
        """Say it in two lines."""
        return f"{self.polled.in_words()}\n{self.read.in_words()}"

    def summary(self) -> dict[str, Any]:
        """Return the counts for machines."""
        return {
            "feeds_due": self.polled.due,
            "outcomes": dict(self.polled.outcomes),
            "new_entries": self.polled.new_entries,
            "pages": sum(self.read.statuses.values()),
            "statuses": dict(self.read.statuses),
            "new_articles": self.read.new,
            "changed_articles": self.read.changed,
            "failed": self.failed,
        }


@record
class LinkedAndPublished:
    """What linking, alerts and publishing came to."""

    linked: Linked
    alerted: Alerted
    published: Published

    def in_words(self) -> str:
        """Say it in a few lines."""
        return "\n".join(filter(None, (self.linked.in_words(), self.alerted.in_words())))


@record
class CollectionResult:
    """What a whole collection came to."""

    collected: Collected
    linked: Linked
    alerted: Alerted
    published: Published

    def in_words(self) -> str:
        """Say it in a few lines."""
        return "\n".join(filter(None, (self.collected.in_words(), self.linked.in_words(), self.alerted.in_words())))

    def summary(self) -> dict[str, Any]:
        """Return the counts for machines."""
        return {
            "collected": self.collected.summary(),
            "linked": self.linked,
            "alerts": self.alerted.alerts,
            "is_published": self.published.is_new,
        }


# --- the steps ----------------------------------------------------------------------------------------------------


def _poll(archive: Archive, settings: Settings, request: CollectionRequest, progress: Progress) -> Polled:
    """Fetch what is due; keep new entries and validators together."""
    urls = follow_listed(archive, settings, request.feeds, now=request.now)
    take_events(archive, settings)
    memories = [memory for memory in archive.feeds.all(urls) if request.shard.has(memory.url)]
    chosen = unheld(memories, request.now) if request.all_feeds else due(memories, request.now)
    require_contact(settings, (memory.url for memory in chosen))
    outcomes, new_entries = poll_feeds(
        archive, chosen, settings, now=request.now, progress=progress, rules=request.time.for_feeds()
    )
    ask_hubs(archive, settings, now=request.now, shard=request.shard)
    return Polled(due=len(chosen), outcomes=outcomes, new_entries=new_entries, feeds=tuple(archive.feeds.all()))


def _read(archive: Archive, settings: Settings, request: CollectionRequest, progress: Progress) -> PagesRead:
    """Fetch and read the pages of new entries, and those whose time to be read again has come."""
    statuses, written = read_pages(
        archive, settings, now=request.now, progress=progress, shard=request.shard, rules=request.time.for_pages()
    )
    new = sum(article.version == 1 for article in written)
    return PagesRead(statuses=statuses, new=new, changed=len(written) - new)


def _link(archive: Archive, settings: Settings, request: CollectionRequest, progress: Progress) -> Linked:
    """Find near-copies, citations, origins, stories and matches."""
    return link(archive, settings, now=request.now, everything=request.everything, progress=progress)


def _alert(archive: Archive, settings: Settings, request: CollectionRequest, _: Progress) -> Alerted:
    """Raise the alerts that the archive gives reason for, and mail them where that is set."""
    return alert(archive, settings, now=request.now)


def _publish(archive: Archive, settings: Settings, request: CollectionRequest, _: Progress) -> Published:
    """Replace the snapshot, and the Parquet files, if anything changed; tell which stories this run moved."""
    is_new = archive.publish(now=request.now)
    if settings.publish_parquet:
        shared = settings.share_snapshot
        publish_parquet(archive.snapshot, settings.publish_parquet, now=request.now, is_shared=shared)
    with coverage_of(archive.snapshot, as_of=request.now) as coverage:
        moved = coverage.moved(request.now - timedelta(microseconds=1), request.now)
    return Published(snapshot=archive.snapshot, is_new=is_new, moved=tuple(moved))


POLL = Step(name="poll due feeds", work=_poll)
READ = Step(name="read new articles", work=_read)
LINK = Step(name="link new articles", work=_link)
ALERT = Step(name="raise alerts", work=_alert)
PUBLISH = Step(name="publish the snapshot", work=_publish)
STEPS: Sequence[Step[Any]] = (POLL, READ, LINK, ALERT, PUBLISH)


# --- the order of the steps -----------------------------------------------------------------------------------------


def collect_sites(run: Runner) -> Collected:
    """Poll and read: all that one machine of several does."""
    return Collected(polled=run(POLL), read=run(READ))


def link_and_publish(run: Runner) -> LinkedAndPublished:
    """Link, alert and publish: what follows every collection, and imports."""
    return LinkedAndPublished(linked=run(LINK), alerted=run(ALERT), published=run(PUBLISH))


def collect_all(run: Runner) -> CollectionResult:
    """Run every step."""
    collected = collect_sites(run)
    rest = link_and_publish(run)
    return CollectionResult(collected=collected, linked=rest.linked, alerted=rest.alerted, published=rest.published)


def with_open_archive(
    archive: Archive, settings: Settings, request: CollectionRequest, progress: Progress | None = None
) -> Runner:
    """Return a runner that works on one open archive in this process."""
    shown = progress or Progress()

    def run(step: Step[R]) -> R:
        return step.work(archive, settings, request, shown)

    return run


def _counted(kinds: Mapping[str, int]) -> str:
    words = words_of("en")
    return ", ".join(f"{words.outcome(kind)} {count}" for kind, count in sorted(Counter(kinds).items()))
