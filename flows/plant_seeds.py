"""On change: outlets, watches and the five seed documents → archive."""

from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger

from flows.collecting.seeds import plant
from flows.operations.artifacts import run_name
from flows.session import opened


@flow(name="plant-seeds", flow_run_name=run_name)
def plant_seeds(archive: Path | None = None, documents: Path | None = None, now: datetime | None = None) -> str:
    """Store what seeds/ holds; planting twice is harmless.

    Args:
        archive: The archive's folder; empty: as in the settings.
        documents: A folder with the originals of the seed documents; empty: as in the settings.
        now: The moment of the run; empty: the present one.

    Returns:
        What was done, in words.
    """
    with opened(archive, now=now) as (open_archive, settings, moment):
        summary = plant(open_archive, settings, documents=documents or settings.seed_documents, now=moment).in_words()
        open_archive.publish(now=moment)
    get_run_logger().info(summary)
    return summary
