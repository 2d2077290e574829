"""On each of several machines: the feeds and pages of one shard of the sites; one machine links them (experimental)."""

from pathlib import Path

from prefect import flow, get_run_logger

from flows.collecting.pipeline import CollectionRequest, collect_sites
from flows.configuration.settings import present
from flows.operations.artifacts import run_name
from flows.operations.step_tasks import as_tasks
from news.errors import ArchiveBusy
from news.feeds.shards import Shard


@flow(name="collect-shard", flow_run_name=run_name)
def collect_shard(shard: str, archive: Path | None = None, feeds: Path | None = None, all_feeds: bool = False) -> str:
    """Poll the due feeds of one shard of the sites, and read its new articles.

    Args:
        shard: K/N, such as 2/5 for the second of five machines.
        archive: The archive; empty: as in the settings.
        feeds: A feed list; its feeds are added, and only they are polled. Empty: all that the archive follows.
        all_feeds: Poll all feeds, also those that are not due; Retry-After still holds.
    """
    request = CollectionRequest(now=present(), feeds=feeds, all_feeds=all_feeds, shard=Shard.parse(shard))
    try:
        done = collect_sites(as_tasks(archive, request, alone=False))
    except ArchiveBusy as busy:
        get_run_logger().info("Nothing done: %s", busy)
        return f"Nothing done: {busy}"
    if done.failed:
        raise RuntimeError("Every feed that was due failed; is this machine on the network?")
    return done.in_words()
