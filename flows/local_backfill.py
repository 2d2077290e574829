"""A backfill from the command line: its flow runs in this process, on a cluster of Dask."""

from collections.abc import Sequence
from pathlib import Path

from flows.collecting.backfill import size_of
from flows.configuration.extras import require
from flows.configuration.settings import Settings
from flows.operations.own_server import environment, own_server
from flows.operations.prefect_api import PrefectApi
from flows.operations.run_monitor import known_api
from flows.progress import show_lines
from flows.quiet_exit import end_quietly
from news.articles.warc_pieces import Backfill
from storage.store import plain_errors


def backfill_here(
    files: Sequence[Path], settings: Settings, archive: Path | None, *, workers: int | None, address: str | None
) -> Backfill:
    """Run the flow in this process, with Prefect's server of `up` where it runs, else with one for the while.

    Raises:
        InputError: a file is not there, or is no WARC file; or the extra is not installed.
        ArchiveBusy: another process is writing.
    """
    require("many", needed_by="newsthread backfill")
    for path in files:
        size_of(path)
    end_quietly()
    with plain_errors(settings.archive):
        (settings.archive / "prefect").mkdir(parents=True, exist_ok=True)
    with environment(_prefect_environment(settings)):
        # Prefect reads its settings when it is first imported.
        from flows.backfill_pages import backfill_pages, cluster

        show_lines()
        flow = backfill_pages.with_options(task_runner=cluster(workers=workers, address=address))
        return flow(files=[path.resolve() for path in files], archive=archive, workers=workers or 0)


def _prefect_environment(settings: Settings) -> dict[str, str]:
    api = known_api(settings.archive)
    served = {"PREFECT_API_URL": api} if PrefectApi(api).is_ready() else {}
    own = own_server(settings.archive / "prefect", log_level="WARNING")
    return served | own | {"DASK_LOGGING__DISTRIBUTED": "error"}
