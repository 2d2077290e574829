"""Every 15 minutes: due feeds → entries → pages → articles → near-copies → stories → archive → published snapshot."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from prefect import flow, get_run_logger, task

from flows.collecting.collect import Collected
from flows.collecting.pipeline import CollectionResult, read_list
from flows.collecting.poll_feeds import poll_feeds
from flows.collecting.read_pages import read_pages
from flows.collecting.subscriptions import add_list
from flows.configuration.settings import present, read_settings
from flows.delivery.alerts import alerts_of_the_news, mail_alerts, raise_alerts
from flows.linking.link import Linked, link
from flows.operations.artifacts import CollectionRun, RunProgress, run_name, show, tell_of_snapshot
from flows.session import opened
from news.alerts import Alert
from news.errors import ArchiveBusy
from news.feeds.poll_schedule import due
from news.records import FeedMemory, StoryUpdate, record
from storage.snapshot.coverage import coverage_of


@flow(name="collect-news", flow_run_name=run_name)
def collect_news(
    archive: Path | None = None, feeds: Path | None = None, all_feeds: bool = False, now: datetime | None = None
) -> str:
    """Poll due feeds, read new articles, tell copies from reporting, follow the stories, publish the snapshot.

    Args:
        archive: The archive's folder; empty: as in the settings.
        feeds: A feed list; its feeds are added, and only they are polled. Empty: all that the archive follows.
        all_feeds: Poll feeds that are not due, too.
        now: The moment of the run; empty: the present one.

    Returns:
        What was done, in words.
    """
    moment = now or present()
    try:
        polled = poll_due_feeds(archive, feeds, all_feeds, moment)
        read = read_new_articles(archive, moment)
        linked = link_new_articles(archive, moment)
        alerts = tell_alerts(archive, moment)
        moved = publish_snapshot(archive, moment)
    except ArchiveBusy as busy:
        get_run_logger().info("Nothing done: %s", busy)
        return f"Nothing done: {busy}"
    done = Collected(
        feeds_due=polled.due, outcomes=polled.outcomes, new_entries=polled.new_entries, pages=read.statuses.total(),
        statuses=read.statuses, new_articles=read.new, changed_articles=read.changed,
    )  # fmt: skip
    show(
        CollectionRun(
            collected=done, linked=linked, moved=tuple(moved), alerts=tuple(alerts), feeds=polled.feeds, at=moment,
            site=read_settings(archive=archive).site_address,
        )
    )  # fmt: skip
    return CollectionResult(collected=done, linked=linked, is_published=True).in_words()


@record
class Polled:
    """What came of the feeds that were due."""

    due: int
    outcomes: Counter[str]
    new_entries: int
    feeds: tuple[FeedMemory, ...]  # all that are followed, as they are now


@record
class Read:
    """What came of the pages that were due."""

    statuses: Counter[str]
    new: int
    changed: int


@task(task_run_name="poll due feeds")
def poll_due_feeds(archive: Path | None, feeds: Path | None, all_feeds: bool, now: datetime) -> Polled:
    """Fetch what is due; keep new entries and validators in one transaction."""
    with opened(archive, now=now) as (held, settings, moment):
        followed = feeds or (Path(settings.feeds) if settings.feeds else None)
        if followed:
            add_list(held, followed, now=moment)
        memories = held.feeds.all([feed.url for feed in read_list(feeds)] if feeds else None)
        chosen = memories if all_feeds else due(memories, moment)
        outcomes, new = poll_feeds(held, chosen, settings, now=moment, progress=RunProgress())
        told = Polled(due=len(chosen), outcomes=outcomes, new_entries=new, feeds=tuple(held.feeds.all()))
    get_run_logger().info("%d feeds polled: %s; %d new entries.", len(chosen), _counted(outcomes), new)
    return told


@task(task_run_name="read new articles")
def read_new_articles(archive: Path | None, now: datetime) -> Read:
    """Fetch and read the pages of new entries, and those whose time to be read again has come."""
    with opened(archive, now=now) as (held, settings, moment):
        statuses, written = read_pages(held, settings, now=moment, progress=RunProgress())
    new = sum(article.version == 1 for article in written)
    get_run_logger().info("%d new articles, %d changed; pages: %s.", new, len(written) - new, _counted(statuses))
    return Read(statuses=statuses, new=new, changed=len(written) - new)


@task(task_run_name="link new articles")
def link_new_articles(archive: Path | None, now: datetime | None) -> Linked:
    """Find near-copies, citations, origins, stories and matches."""
    with opened(archive, now=now) as (held, settings, moment):
        done = link(held, settings, now=moment, progress=RunProgress())
    get_run_logger().info(done.in_words())
    return done


@task(task_run_name="tell alerts")
def tell_alerts(archive: Path | None, now: datetime) -> list[Alert]:
    """Find what somebody should know at once, keep it, and mail it where that is wished."""
    with opened(archive, now=now) as (held, settings, moment):
        new = raise_alerts(held, settings, alerts_of_the_news(held, now=moment), now=moment)
        mailed = mail_alerts(held, settings, now=moment)
    for line in [*(alert.said for alert in new), *([mailed] if mailed else [])]:
        get_run_logger().warning(line)
    return new


@task(task_run_name="publish the snapshot")
def publish_snapshot(archive: Path | None, now: datetime | None) -> list[StoryUpdate]:
    """Replace news.duckdb, if anything changed; return the stories that this run moved."""
    with opened(archive, now=now) as (held, _, moment):
        is_new = held.publish(now=moment)
        with coverage_of(held.snapshot, as_of=moment) as coverage:
            moved = coverage.moved(moment - timedelta(microseconds=1), moment)
    if is_new:
        tell_of_snapshot(held.snapshot)
    get_run_logger().info("%s %s.", held.snapshot, "published" if is_new else "is up to date")
    return moved


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none was due"
