"""Every hour: the digests that are due, once to each reader."""

from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger

from flows.delivery.send_digests import send_digests
from flows.operations.artifacts import run_name
from flows.operations.assets import DIGESTS, SNAPSHOT, makes
from flows.session import is_worth_another_try, opened


@flow(name="send-digest", flow_run_name=run_name)
def send_digest(archive: Path | None = None, now: datetime | None = None) -> str:
    """Send the digests that are due: what moved since each reader's last digest.

    Args:
        archive: The archive's folder; empty: as in the settings.
        now: The moment of the run; empty: the present one.
    """
    return str(write_letters(archive, now))


@makes(
    DIGESTS,
    (SNAPSHOT,),
    task_run_name="write and send digests",
    retries=3,
    retry_delay_seconds=60,
    retry_condition_fn=is_worth_another_try,
)
def write_letters(archive: Path | None, now: datetime | None) -> str:
    """Freeze the digests that are due, send them, and keep what became of each."""
    with opened(archive, now=now) as (open_archive, settings, moment):
        summary = send_digests(open_archive, settings, now=moment).in_words()
    get_run_logger().info(summary)
    return summary
