"""The steps of a collection as tasks of Prefect: each opens the archive for itself and logs what it did."""

from pathlib import Path

from prefect import get_run_logger

from flows.collecting.pipeline import CollectionRequest, R, Runner, Step
from flows.delivery.alerts import Alerted
from flows.operations.artifacts import RunProgress
from flows.operations.assets import step_task
from flows.session import opened


def as_tasks(archive: Path | None, request: CollectionRequest, *, alone: bool = True) -> Runner:
    """Return a runner that carries out each step as a task run.

    Args:
        archive: the archive's folder; None: as in the settings.
        alone: false for collectors, of which several may write to a lake at once.
    """

    def run(step: Step[R]) -> R:
        @step_task(step.name)
        def carried_out() -> R:
            with opened(archive, now=request.now, alone=alone) as (open_archive, settings, _):
                result = step.work(open_archive, settings, request, RunProgress())
            _log(result)
            return result

        done: R = carried_out()
        return done

    return run


def _log(result: R) -> None:
    """Log what a step did; an alert is a warning."""
    log = get_run_logger().warning if isinstance(result, Alerted) else get_run_logger().info
    for line in result.in_words().splitlines():
        log("%s", line)
