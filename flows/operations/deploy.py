"""The timetable of prefect.yaml, given to a Prefect server, and the settings under which that server runs."""

import os
import sys
import threading
import time
from collections.abc import Collection, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from flows.configuration.settings import HOME, TIMETABLE
from flows.operations.prefect_api import PrefectApi
from flows.operations.processes import Child
from news.errors import SchedulerError

POOL = "newsthread"
SECRETS = ("NEWSTHREAD_SMTP_PASSWORD",)  # only the worker's runs need them
CHANNEL_PREFIX = "NEWSTHREAD_CHANNEL_"  # addresses of channels, and what their messages are signed with; likewise
DEPLOY_SECONDS = 180.0  # a deployment takes some 2 s of work; a busy machine is slower
LOOK_SECONDS = 0.2


def server_settings(folder: Path, port: int) -> dict[str, str]:
    """Return Prefect's settings for one machine: its state in `folder`, no telemetry, old runs removed.

    Source: docs.prefect.io/v3/api-ref/settings-ref; docs/decisions.md, "one command up".
    """
    api = f"http://127.0.0.1:{port}/api"
    return {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": api,
        "PREFECT_UI_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 86400),
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60",
        "PREFECT_CLI_PROMPT": "false",
    }


def deploy(folder: Path, api: PrefectApi, *, port: int, stop: threading.Event) -> None:
    """Deploy prefect.yaml, unless it stands there as it is: a schedule that a person paused then stays paused.

    Raises:
        SchedulerError: Prefect refuses.
    """
    note = folder / "deployed.sha256"
    timetable = TIMETABLE.read_bytes()
    mark = sha256(timetable + version("prefect").encode() + str(HOME).encode()).hexdigest()
    if note.exists() and note.read_text() == mark and len(api.deployments()) >= timetable.count(b"\n  - name:"):
        return
    deploying = Child(
        "deploy",
        [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(TIMETABLE)],
        folder=HOME,
        # NEWSTHREAD_HOME must be unset: else its value would be stored in place of the question for it.
        environment=without(without_secrets(os.environ), ["NEWSTHREAD_HOME"]) | server_settings(folder, port),
        log=folder / "deploy.log",
    )
    deploying.start()
    deadline = time.monotonic() + DEPLOY_SECONDS
    while deploying.ended() is None and time.monotonic() < deadline and not stop.wait(LOOK_SECONDS):
        pass
    deploying.stop(1.0)
    if stop.is_set():
        return
    if deploying.ended() != 0:
        message = f"Prefect refused the deployments; {deploying.log} ends: {deploying.last_words()}"
        raise SchedulerError(message, subject=str(deploying.log))
    note.write_text(mark)


def without(environment: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the environment less these variables."""
    return {name: value for name, value in environment.items() if name not in names}


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment as a process may have it that runs nothing of ours."""
    left = without(environment, SECRETS)
    return {name: value for name, value in left.items() if not name.startswith(CHANNEL_PREFIX)}
