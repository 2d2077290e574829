"""After each collection, or alone: near-copies, citations, origins, stories and watches; then publish."""

from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger

from flows.collecting.pipeline import CollectionRequest, link_and_publish
from flows.configuration.settings import present
from flows.operations.artifacts import run_name, tell_of_snapshot
from flows.operations.step_tasks import as_tasks
from news.errors import ArchiveBusy


@flow(name="link-coverage", flow_run_name=run_name)
def link_coverage(archive: Path | None = None, now: datetime | None = None) -> str:
    """Link what is not linked yet, raise alerts, and publish.

    Args:
        archive: The archive's folder; empty: as in the settings.
        now: The moment of the run; empty: the present one.
    """
    try:
        done = link_and_publish(as_tasks(archive, CollectionRequest(now=now or present())))
    except ArchiveBusy as busy:
        get_run_logger().info("Nothing done: %s", busy)
        return f"Nothing done: {busy}"
    tell_of_snapshot(done.published)
    return done.in_words()
