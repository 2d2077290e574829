"""Every 15 minutes: due feeds → entries → pages → articles → near-copies → stories → archive → published snapshot."""

from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger

from flows.collecting.pipeline import CollectionRequest, collect_all
from flows.configuration.settings import present, read_settings
from flows.operations.artifacts import run_name, show, tell_of_snapshot
from flows.operations.step_tasks import as_tasks
from news.errors import ArchiveBusy


@flow(name="collect-news", flow_run_name=run_name)
def collect_news(
    archive: Path | None = None, feeds: Path | None = None, all_feeds: bool = False, now: datetime | None = None
) -> str:
    """Poll due feeds, read new articles, tell copies from reporting, follow the stories, publish the snapshot.

    Args:
        archive: The archive's folder; empty: as in the settings.
        feeds: A feed list; its feeds are added, and only they are polled. Empty: all that the archive follows.
        all_feeds: Poll all feeds, also those that are not due; Retry-After still holds.
        now: The moment of the run; empty: the present one.

    Returns:
        What was done, in words.
    """
    request = CollectionRequest(now=now or present(), feeds=feeds, all_feeds=all_feeds)
    try:
        result = collect_all(as_tasks(archive, request))
    except ArchiveBusy as busy:
        get_run_logger().info("Nothing done: %s", busy)
        return f"Nothing done: {busy}"
    tell_of_snapshot(result.published)
    show(result, at=request.now, site=read_settings(archive=archive).site_address)
    return result.in_words()
