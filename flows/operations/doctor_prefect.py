"""Is all well with the schedule? Prefect's server, the deployments, a worker, and the runs of the last day."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from flows.configuration.settings import TIMETABLE, Settings
from flows.operations.deploy import POOL
from flows.operations.prefect_api import PrefectApi, instant
from flows.operations.run_monitor import WatchRules, known_api, signs_of_runs, zombies
from news.alerts import run_alerts
from news.errors import SchedulerError

Finding = tuple[str, Literal["well", "mind", "wrong"], str]
WORKER_SECONDS = 90.0  # a worker that lives says so every 30 s


def look_at_runs(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what was looked at, how it is, and what to do."""
    api = PrefectApi(known_api(settings.archive))
    if not api.is_ready():
        message = (
            f"No server answers at {api.url}, so nothing is scheduled: newsthread up starts all (docs/operating.md)."
        )
        yield "server", "mind", message
        return
    try:
        yield "server", "well", f"{api.url} answers."
        yield _deployments(api)
        yield _worker(api, now)
        yield _zombies(api, now)
        yield from _alerts(api, now)
    except SchedulerError as error:
        yield "server", "wrong", str(error)


def _deployments(api: PrefectApi) -> Finding:
    wanted = set(re.findall(r"^  - name: (\S+)", TIMETABLE.read_text(encoding="utf-8"), re.MULTILINE))
    found = api.deployments()
    missing = sorted(wanted - {item["name"] for item in found})
    if missing:
        return "schedule", "wrong", f"Not deployed: {', '.join(missing)}; run prefect deploy --all, or newsthread up."
    paused = sorted(item["name"] for item in found if item["name"] in wanted and _is_paused(item))
    if paused:
        message = f"Paused: {', '.join(paused)}; they are resumed in Prefect's pages, {api.url.removesuffix('/api')}."
        return "schedule", "mind", message
    return "schedule", "well", f"{len(wanted)} deployments are there."


def _is_paused(deployment: Mapping[str, Any]) -> bool:
    schedules = deployment["schedules"]
    return deployment["paused"] or (bool(schedules) and not any(item["active"] for item in schedules))


def _worker(api: PrefectApi, now: datetime) -> Finding:
    beats = [instant(item["last_heartbeat_time"]) for item in api.workers(POOL) if item["last_heartbeat_time"]]
    alive = [beat for beat in beats if now - beat < timedelta(seconds=WORKER_SECONDS)]
    if alive:
        return "worker", "well", f"A worker of the pool {POOL} is at work."
    last = f"; the last was heard of at {max(beats):%Y-%m-%d %H:%M} UTC" if beats else ""
    return "worker", "wrong", f"No worker of the pool {POOL} is alive{last}: prefect worker start --pool {POOL}."


def _zombies(api: PrefectApi, now: datetime) -> Finding:
    names = [run["name"] for run, _ in zombies(api, now=now, rules=WatchRules())]
    if names:
        message = f"Runs without a process: {', '.join(names)}; newsthread watch-over ends them."
        return "runs", "wrong", message
    return "runs", "well", "Every run that is said to run has a process."


def _alerts(api: PrefectApi, now: datetime) -> Iterator[Finding]:
    for alert in run_alerts(signs_of_runs(api, now=now), now=now):
        yield "runs", "wrong" if alert.kind == "run_missing" else "mind", alert.said
