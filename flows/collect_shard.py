"""On each of several machines: the feeds and pages of one shard of the sites; one machine links them (experimental)."""

from datetime import datetime
from pathlib import Path

from prefect import flow, get_run_logger, task

from flows.collecting.pipeline import gather_shard
from flows.configuration.settings import present
from flows.operations.artifacts import RunProgress, run_name
from flows.session import opened
from news.errors import ArchiveBusy
from news.feeds.shards import Shard


@flow(name="collect-shard", flow_run_name=run_name)
def collect_shard(shard: str, archive: Path | None = None, feeds: Path | None = None, all_feeds: bool = False) -> str:
    """Poll the due feeds of one shard of the sites, and read its new articles.

    Args:
        shard: K/N, such as 2/5 for the second of five machines.
        archive: The archive; empty: as in the settings.
        feeds: A feed list; its feeds are added, and only they are polled. Empty: all that the archive follows.
        all_feeds: Poll feeds that are not due, too.
    """
    try:
        return gather_one_shard(Shard.parse(shard), archive, feeds, all_feeds, present())
    except ArchiveBusy as busy:
        get_run_logger().info("Nothing done: %s", busy)
        return f"Nothing done: {busy}"


@task(task_run_name="collect shard {shard.number} of {shard.count}")
def gather_one_shard(shard: Shard, archive: Path | None, feeds: Path | None, all_feeds: bool, now: datetime) -> str:
    """Collect what is due of one shard."""
    with opened(archive, now=now, alone=False) as (held, settings, moment):
        done = gather_shard(
            held, settings, shard, now=moment, feeds=feeds, all_feeds=all_feeds, progress=RunProgress()
        )  # fmt: skip
    get_run_logger().info(done.in_words())
    if done.failed:
        raise RuntimeError("Every feed that was due failed; is this machine on the network?")
    return done.in_words()
