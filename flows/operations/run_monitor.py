"""A look at the runs from outside of them: those whose process died, those missed, those that failed or never started.

Prefect leaves a run `Running` when its worker is killed, and CANCEL_NEW then cancels every later one
(github.com/PrefectHQ/prefect/issues/16746). After downtime it starts every missed run
(github.com/PrefectHQ/prefect/issues/15886). When a clock is set back it plans nothing until the old time comes again.
All three are mended here, by `up` once a minute, or by a timer.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flows.configuration.settings import Settings
from flows.delivery.alerts import STALE, as_event, mail_alerts, mail_at_once, raise_alerts
from flows.operations.collisions import name_collisions
from flows.operations.prefect_api import PrefectApi, instant
from flows.operations.processes import environments
from flows.session import opened
from news.alerts import Alert, Cause, DeploymentSign, RunSign, not_told_yet, run_alerts
from news.errors import ArchiveBusy, NewsError, SchedulerError
from news.records import record

RUN_ID = "PREFECT__FLOW_RUN_ID"  # stands in the environment of the process of a run
SHOWN_CHARS = 300  # of a run's last words
MISSED = "Missed; a newer run does its work."
UNPLANNED = "unplanned"  # beside the kinds of alerts: since when nothing is planned
SET_BACK = "The clock was set back"


@record
class WatchRules:
    """When a run is given up, in seconds."""

    silent_seconds: float = 240.0  # four heartbeats (server_settings of deploy.py); Prefect advises three
    missed_seconds: float = 60.0  # past its hour; the worker asks every 10 s
    ahead_seconds: float = 120.0  # clocks of two machines differ by less
    looked_back_seconds: float = 86400.0


AT_ONCE = WatchRules(silent_seconds=0.0)  # where no worker is at work: only local processes can be alive


def tidy(api: PrefectApi, *, now: datetime, rules: WatchRules | None = None) -> list[str]:
    """Forget runs of a wrong future, end zombies, drop missed runs; return what was done, in lines.

    Raises:
        SchedulerError: the server does not answer.
    """
    wanted = rules or WatchRules()
    name_collisions(api, now=now)
    return [
        *forget_future(api, now=now, rules=wanted),
        *end_zombies(api, now=now, rules=wanted),
        *drop_missed(api, now=now, rules=wanted),
    ]


def forget_future(api: PrefectApi, *, now: datetime, rules: WatchRules) -> Iterator[str]:
    """Forget the runs that were planned, or ended, by a clock that has since been set back; Prefect plans them anew.

    They fill the hours to come, so that the scheduler sees no reason to plan anything before.
    """
    alive = {run_id for _, run_id in environments(RUN_ID)}
    latest = now + timedelta(seconds=rules.ahead_seconds)
    ahead = [
        run
        for run in api.runs(since=now)
        if run["id"] not in alive and max(instant(run["created"]), instant(run["state"]["timestamp"])) > latest
    ]
    for run in ahead:
        api.forget(run["id"])
    if ahead:
        yield f"{SET_BACK}: {len(ahead)} runs of the time that it showed before are planned anew."


def end_zombies(api: PrefectApi, *, now: datetime, rules: WatchRules) -> Iterator[str]:
    """End the runs whose process is gone."""
    for run, last_sign in zombies(api, now=now, rules=rules):
        message = f"Its process is gone; the last sign of life came at {last_sign:%Y-%m-%d %H:%M:%S} UTC."
        api.end_run(run["id"], state="CRASHED", message=message)
        yield f"Ended {run['name']}: {message}"


def zombies(api: PrefectApi, *, now: datetime, rules: WatchRules) -> Iterator[tuple[dict[str, Any], datetime]]:
    """Yield the runs without a process on this machine that have long given no sign of life, with the last sign."""
    alive = {run_id for _, run_id in environments(RUN_ID)}
    for run in api.runs(states=["RUNNING", "PENDING", "CANCELLING"]):
        if run["id"] in alive:
            continue
        last_sign = _last_sign(api, run)
        if abs(now - last_sign) >= timedelta(seconds=rules.silent_seconds):  # a sign of the future is none
            yield run, last_sign


def _last_sign(api: PrefectApi, run: dict[str, Any]) -> datetime:
    changed = instant(run["state"]["timestamp"])
    beat = api.last_heartbeat(run["id"], since=changed)
    return max(changed, beat) if beat else changed


def drop_missed(api: PrefectApi, *, now: datetime, rules: WatchRules) -> Iterator[str]:
    """Of each deployment's overdue scheduled runs keep the newest: every run does all that is due."""
    overdue = defaultdict(list)
    latest = now - timedelta(seconds=rules.missed_seconds)
    for run in api.runs(states=["SCHEDULED"], until=latest):
        if run["auto_scheduled"]:
            overdue[run["deployment_id"]].append(run)
    for runs in overdue.values():
        for run in runs[1:]:
            api.end_run(run["id"], state="CANCELLED", message=MISSED)
        if len(runs) > 1:
            yield f"Dropped {len(runs) - 1} missed runs; the newest is kept."


# --- runs that failed, or are not there ---------------------------------------------------------------------------


def signs_of_runs(api: PrefectApi, *, now: datetime, rules: WatchRules | None = None) -> list[DeploymentSign]:
    """Return every deployment with its runs of the last day.

    Raises:
        SchedulerError: the server does not answer.
    """
    since = now - timedelta(seconds=(rules or WatchRules()).looked_back_seconds)
    runs = defaultdict(list)
    for run in api.runs(since=since, until=now):
        runs[run["deployment_id"]].append(_sign_of(run))
    planned = {run["deployment_id"] for run in api.runs(states=["SCHEDULED"])}
    return [
        DeploymentSign(
            name=deployment["name"],
            known_since=instant(deployment["created"]),
            is_scheduled=not deployment["paused"] and any(item["active"] for item in deployment["schedules"]),
            has_next=deployment["id"] in planned,
            runs=tuple(runs[deployment["id"]]),
        )
        for deployment in api.deployments()
    ]


def _sign_of(run: dict[str, Any]) -> RunSign:
    message = " ".join((run["state"]["message"] or "no reason given").split())
    return RunSign(
        name=run["name"],
        state=run["state"]["type"],
        message=message if len(message) <= SHOWN_CHARS else message[: SHOWN_CHARS - 1] + "…",
        due_at=instant(run["expected_start_time"]),
        is_dropped=message == MISSED,
    )


def watch_over(api: PrefectApi, settings: Settings, *, now: datetime) -> list[str]:
    """Tidy up, and raise an alert for runs that failed or did not start; return what was done, in lines.

    Raises:
        SchedulerError: the server does not answer; that was told, too.
    """
    try:
        done = tidy(api, now=now)
        found = list(run_alerts(_with_patience(signs_of_runs(api, now=now), settings, now), now=now))
    except SchedulerError as error:
        tell_of_runs(
            None, settings, [Alert(kind="run_missing", subject="prefect", said=str(error), raised_at=now)], now
        )
        raise
    return [*done, *tell_of_runs(api, settings, found, now)]


def _with_patience(signs: Sequence[DeploymentSign], settings: Settings, now: datetime) -> list[DeploymentSign]:
    """Let an empty plan count from when it was first seen: after an accident Prefect needs a minute to plan anew."""
    memory = told_file(settings)
    told_at = _told(memory)
    since = {
        (UNPLANNED, sign.name, ""): told_at.get((UNPLANNED, sign.name, ""), now)
        for sign in signs
        if sign.is_scheduled and not sign.has_next
    }
    kept = {cause: at for cause, at in told_at.items() if cause[0] != UNPLANNED} | since
    if kept != told_at:
        _keep_told(memory, kept)
    return [
        replace(sign, known_since=max(sign.known_since, since.get((UNPLANNED, sign.name, ""), sign.known_since)))
        for sign in signs
    ]


def told_file(settings: Settings) -> Path:
    """Return where is kept what was told of runs."""
    return settings.archive / "prefect" / "told.json"


def tell_of_runs(api: PrefectApi | None, settings: Settings, found: Sequence[Alert], now: datetime) -> list[str]:
    """Keep, mail and emit what was not told lately; return it in lines.

    What was told is also kept in a small file: an archive that cannot be opened is itself a reason to tell.
    """
    memory = told_file(settings)
    told_at = _told(memory)
    new = not_told_yet(found, told_at)
    if not new:
        return []
    is_waiting = False
    causes = {alert.cause: now for alert in new}
    try:
        with opened(settings.archive, now=now) as (archive, _, _):
            new = raise_alerts(archive, settings, new, now=now)
            mailed = mail_alerts(archive, settings, now=now)
            is_waiting = bool(archive.alerts.in_mail("pending", since=now - STALE))
    except ArchiveBusy:
        return []  # a run is at work; the next round finds the same
    except NewsError as error:
        mailed = f"{error} {mail_at_once(settings, new, now=now)}"
    if not is_waiting:
        _keep_told(memory, told_at | causes)
    if api is not None:
        api.emit([as_event(alert) for alert in new])
    return [*(alert.said for alert in new), *([mailed] if mailed else [])]


def _told(memory: Path) -> dict[Cause, datetime]:
    try:
        kept = json.loads(memory.read_text(encoding="utf-8"))
        return {(kind, subject, occasion): instant(at) for kind, subject, occasion, at in kept}
    except (OSError, ValueError):
        return {}


def _keep_told(memory: Path, told_at: Mapping[Cause, datetime]) -> None:
    draft = memory.with_suffix(".tmp")
    memory.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(json.dumps([[*cause, at.isoformat()] for cause, at in told_at.items()]), encoding="utf-8")
    os.replace(draft, memory)


def watch_over_at(url: str | None, settings: Settings, *, now: datetime) -> list[str]:
    """Do one round at the API at `url`, by default PREFECT_API_URL or that of the `up` of this archive."""
    return watch_over(PrefectApi(url or known_api(settings.archive)), settings, now=now)


def known_api(archive: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of Prefect's API: as set, else that of `up` on this archive, else Prefect's own default."""
    if environment.get("PREFECT_API_URL"):
        return environment["PREFECT_API_URL"]
    with suppress(OSError, ValueError, KeyError):
        return str(json.loads((archive / "prefect" / "up.lock").read_text(encoding="utf-8"))["api"])
    return "http://127.0.0.1:4200/api"
