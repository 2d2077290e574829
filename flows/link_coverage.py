"""After each collection, or alone: near-copies, citations, origins, stories and watches; then publish."""

from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger

from flows.collect_news import link_new_articles, publish_snapshot, tell_alerts
from flows.configuration.settings import present
from flows.operations.artifacts import run_name
from news.errors import ArchiveBusy


@flow(name="link-coverage", flow_run_name=run_name)
def link_coverage(archive: Path | None = None, now: datetime | None = None) -> str:
    """Link what is not linked yet, tell alerts, and publish.

    Args:
        archive: The archive's folder; empty: as in the settings.
        now: The moment of the run; empty: the present one.
    """
    try:
        linked = link_new_articles(archive, now)
        tell_alerts(archive, now or present())
        publish_snapshot(archive, now)
    except ArchiveBusy as busy:
        get_run_logger().info("Nothing done: %s", busy)
        return f"Nothing done: {busy}"
    return linked.in_words()
