"""What a run shows in Prefect's pages: a name, progress while it works, and at the end what it did."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from prefect import runtime
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact
from prefect.artifacts import update_progress_artifact as update_progress
from prefect.events import emit_event

from flows.collecting.pipeline import CollectionResult, Published
from flows.configuration.settings import present
from flows.delivery.alerts import as_event
from flows.progress import Progress, Step
from news.records import READ_FEED, READABLE, FeedMemory, StoryUpdate

UPDATE_SECONDS = 3.0  # between two steps of a bar in Prefect's pages: each is a request to its server
SHOWN_FEEDS = 40  # a table of 500 feeds, 96 times a day, would be 300 MB a month in Prefect's database
SHOWN_STORIES = 15
WELL = READABLE | READ_FEED


def run_name() -> str:
    """Return the name of this run: its flow, and the moment at which it was to start."""
    planned: datetime | None = runtime.flow_run.scheduled_start_time
    return f"{runtime.flow_run.flow_name} {(planned or present()).astimezone(UTC):%a %d %b %H:%M}"


class RunProgress(Progress):
    """Progress in Prefect's pages: one bar a stage, moved by a thread of its own so that the work never waits."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        """Show a bar while the stage runs; an empty stage shows nothing."""
        if not total:
            yield lambda: None
            return
        done, over = 0, threading.Event()

        def step() -> None:
            nonlocal done
            done += 1

        bar = create_progress_artifact(0.0, key=f"progress-{name}", description=f"{name}: {total}")
        mover = threading.Thread(target=_move, args=(bar, lambda: 100.0 * done / total, over), daemon=True)
        mover.start()
        try:
            yield step
        finally:
            over.set()
            mover.join()


def _move(bar: Any, share: Callable[[], float], over: threading.Event) -> None:
    shown = 0.0
    while not over.wait(UPDATE_SECONDS):
        if share() > shown:
            shown = share()
            update_progress(bar, progress=shown)
    update_progress(bar, progress=share())


# --- at the end ---------------------------------------------------------------------------------------------------


def failures(result: CollectionResult) -> Mapping[str, int]:
    """Return the polls and pages that gave nothing, counted by kind."""
    kinds: dict[str, int] = {}
    collected = result.collected
    for what, counted in (("feed", collected.polled.outcomes), ("page", collected.read.statuses)):
        kinds |= {f"{what}: {kind}": count for kind, count in counted.items() if kind not in WELL}
    return kinds


def show(result: CollectionResult, *, at: datetime, site: str) -> None:
    """Leave a report and a table of feed health with this run, and tell the alerts as events.

    Args:
        site: the site's address; "": none to link to.
    """
    create_markdown_artifact(in_markdown(result, site), key="collect-report", description="What this run brought")
    feeds = result.collected.polled.feeds
    ill = sum(feed.status in ("failing", "gone") for feed in feeds)
    described = f"{len(feeds)} feeds, {ill} of them failing or gone; those that need a look come first"
    create_table_artifact(health(feeds, at), key="feed-health", description=described)
    for alert in result.alerted.alerts:
        event = as_event(alert)
        emit_event(event=event["event"], resource=event["resource"], payload=event["payload"])


def tell_of_snapshot(published: Published) -> None:
    """Tell Prefect of a new snapshot, if there is one; the deployment of the site waits for it."""
    if not published.is_new:
        return
    snapshot = published.snapshot
    emit_event(event="newsthread.snapshot.published", resource={"prefect.resource.id": f"newsthread.{snapshot}"})


def in_markdown(result: CollectionResult, site: str) -> str:
    """Return the report: new articles, copies, stories that moved, alerts, failures by kind."""
    polled, read, linked = result.collected.polled, result.collected.read, result.linked
    moved = result.published.moved[:SHOWN_STORIES]
    lines = [
        f"**{read.new} new articles**, {read.changed} changed; {linked.copies} of "
        f"{linked.articles} are near-copies; {polled.new_entries} new entries from {polled.due} feeds.",
        *_section("Alerts", [alert.said for alert in result.alerted.alerts]),
        *_section("Stories that moved", [_story(story, site) for story in moved]),
        *_section("What did not work", [f"{kind}: {count}" for kind, count in sorted(failures(result).items())]),
    ]
    if site:
        lines += ["", f"[The site]({site.rstrip('/')}/index.html)"]
    return "\n".join(lines)


def _section(title: str, items: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", *(f"- {item}" for item in items)] if items else []


def _story(story: StoryUpdate, site: str) -> str:
    title = _plain(story.title)
    heading = f"[{title}]({site.rstrip('/')}/stories/{story.story_id}.html)" if site else title
    counts = f"{story.new_articles} new, {story.new_copies} of them copies; {story.articles} in all"
    return f"{heading} ({story.state}): {counts}"


def _plain(text: str) -> str:
    """Keep what a feed wrote from being read as markup."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+-!|~" else char for char in " ".join(text.split()))


def health(feeds: Sequence[FeedMemory], now: datetime) -> list[dict[str, Any]]:
    """Return a row for each feed, those that fail first, then those that have long been silent."""
    order = {"gone": 0, "failing": 1}
    ranked = sorted(feeds, key=lambda feed: (order.get(feed.status, 2), feed.last_new_at or now, feed.url))
    return [
        {
            "outlet": feed.outlet or "",
            "status": feed.status,
            "last outcome": feed.last_outcome or "never polled",
            "failures": feed.failures_in_row,
            "last new": f"{feed.last_new_at:%Y-%m-%d %H:%M}" if feed.last_new_at else "",
            "every min": round(feed.interval_seconds / 60),
            "feed": feed.url,
        }
        for feed in ranked[:SHOWN_FEEDS]
    ]
