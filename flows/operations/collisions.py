"""Runs that Prefect cancelled because another of their deployment was at work: their page says which."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flows.operations.prefect_api import PrefectApi, instant

PREFECTS = "Deployment concurrency limit reached."  # its words for CANCEL_NEW, which name no run
LOOKED_BACK = timedelta(hours=2)


def name_collisions(api: PrefectApi, *, now: datetime) -> list[str]:
    """Say in each run that was cancelled so which run was at work; return the names of the cancelled ones.

    Raises:
        SchedulerError: the server does not answer.
    """
    cancelled = [
        run
        for run in api.runs(states=["CANCELLED"], since=now - LOOKED_BACK)
        if run["state"].get("message") == PREFECTS
    ]
    if not cancelled:
        return []
    others = api.runs(states=["RUNNING", "COMPLETED", "FAILED", "CRASHED"], since=now - 12 * LOOKED_BACK)
    named = []
    for run in cancelled:
        if (other := _at_work(run, others)) is not None:
            since = instant(other["start_time"])
            message = f"{other['name']} was at work since {since:%H:%M} UTC; the next run does what is due."
            api.end_run(run["id"], state="CANCELLED", message=message)
            named.append(str(run["name"]))
    return named


def _at_work(run: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the run of the same deployment that had begun and had not ended when this one was cancelled."""
    at = instant(run["state"]["timestamp"])
    for other in others:
        begun, ended = other.get("start_time"), other.get("end_time")
        is_same = other["deployment_id"] == run["deployment_id"] and other["id"] != run["id"]
        if is_same and begun and instant(begun) <= at and (not ended or instant(ended) >= at):
            return other
    return None
