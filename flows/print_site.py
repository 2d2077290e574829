"""After each new snapshot: the site, of which only what moved is written again."""

from pathlib import Path

from prefect import flow, get_run_logger

from flows.configuration.settings import read_settings
from flows.delivery.site import SiteOptions
from flows.delivery.site import print_site as write_site
from flows.operations.artifacts import RunProgress, run_name
from flows.operations.assets import SITE, SNAPSHOT, makes


@flow(name="print-site", flow_run_name=run_name)
def print_site(archive: Path | None = None, out: Path | None = None) -> str:
    """Write the site.

    Args:
        archive: The archive's folder; empty: as in the settings.
        out: The site's folder; empty: as in the settings.

    Returns:
        What was done, in words.
    """
    return str(write_pages(archive, out))


@makes(SITE, (SNAPSHOT,), task_run_name="write pages")
def write_pages(archive: Path | None, out: Path | None) -> str:
    """Write the pages of what moved since the last build; the snapshot is read, so that nobody waits."""
    settings = read_settings(archive=archive)
    folder = out or settings.site_folder or settings.archive / "site"
    options = SiteOptions(address=settings.site_address, is_indexed=settings.site_indexed, quotes=settings.quotes)
    done = write_site(
        settings.archive / "news.duckdb", folder, options=options,
        progress=RunProgress(), workers=settings.workers,
    )  # fmt: skip
    get_run_logger().info(done.in_words())
    return done.in_words()
