"""By hand: pages of WARC files → articles, in batches on a Dask cluster of this machine or of many (experimental)."""

import logging
import os
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner
from prefect_dask.task_runners import DaskTaskRunner

from flows.collecting.backfill import backfill, read_batch
from flows.linking.link import link
from flows.operations.artifacts import run_name
from flows.progress import logger
from flows.quiet_exit import end_quietly
from flows.session import opened
from news.articles.warc_pieces import Backfill, Batch, BatchRead
from news.records import Outlet

AHEAD = 2  # batches handed out for each worker: the next one is there when it is done, and few results wait


def cluster(*, workers: int | None = None, address: str | None = None) -> TaskRunner[Any]:
    """Return what runs batches: processes of this machine, one a core unless said, or a Dask cluster that is there.

    Args:
        address: such as tcp://10.0.0.5:8786; its workers find the files under the same paths, and have this checkout.
    """
    if address:
        return cast(TaskRunner[Any], DaskTaskRunner(address=address))
    here = {"n_workers": workers or os.cpu_count() or 1, "threads_per_worker": 1, "processes": True}
    kwargs = {**here, "dashboard_address": None, "silence_logs": logging.ERROR}
    return cast(TaskRunner[Any], DaskTaskRunner(cluster_kwargs=kwargs))


@flow(name="backfill-pages", flow_run_name=run_name, task_runner=cluster())
def backfill_pages(files: list[Path], archive: Path | None = None, workers: int = 0) -> Backfill:
    """Read the pages of WARC files into the archive; a run that was killed goes on where it was.

    Args:
        files: WARC files, such as those of Common Crawl's CC-NEWS.
        archive: The archive; empty: as in the settings.
        workers: How many workers the cluster has; 0: one a core of this machine.
    """
    ahead = AHEAD * (workers or os.cpu_count() or 1)
    with opened(archive, alone=False) as (open_archive, settings, now):
        done = backfill(open_archive, files, partial(read_on_cluster, ahead=ahead), now=now, say=logger.info)
        if settings.lake is None:
            logger.info(link(open_archive, settings, now=now).in_words())
            open_archive.publish(now=now)
    return done


@task(task_run_name="read {batch.source} from byte {batch.first_byte}", cache_policy=NO_CACHE, persist_result=False)
def read_one(batch: Batch, outlets: tuple[Outlet, ...], now: datetime) -> BatchRead:
    """Read a batch, on whichever worker is free."""
    end_quietly()
    return read_batch(batch, outlets, now=now)


def read_on_cluster(
    batches: Sequence[Batch], outlets: Sequence[Outlet], now: datetime, *, ahead: int
) -> Iterator[BatchRead]:
    """Yield batches as they are done; `ahead` of them are handed out at a time."""
    waiting, known = deque(batches), tuple(outlets)
    running: list[PrefectFuture[BatchRead]] = []
    while waiting or running:
        while waiting and len(running) < ahead:
            running.append(read_one.submit(waiting.popleft(), known, now))
        done = next(as_completed(running))
        running.remove(done)
        yield done.result()
