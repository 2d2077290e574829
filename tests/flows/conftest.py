"""One `newsthread up` for all tests that need Prefect: its server takes a while to make its database."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from flows.configuration.settings import present, read_settings
from flows.demo.demo import prepare
from flows.demo.newsroom import Answer, Newsroom, serve
from flows.operations.prefect_api import PrefectApi
from flows.operations.processes import die_with_parent
from news.errors import SchedulerError
from tests.conftest import HOME
from tests.post_office import RunningPostOffice, post_office

PASSWORD = "correct-horse-battery-staple"
TIMETABLE = yaml.safe_load((HOME / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
SCHEDULED = tuple(one["name"] for one in TIMETABLE if one.get("schedules"))
DEADLINE_SECONDS = 280.0
OVER = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class SlowNewsroom(Newsroom):
    """A newsroom that can be told to keep its callers waiting."""

    doors = threading.Event()
    asked = threading.Event()

    def answer(self, path: str) -> Answer:
        self.asked.set()
        self.doors.wait(60)
        return super().answer(path)


@dataclass(kw_only=True)
class Machine:
    """An archive that follows the sample newsroom, one reader, a post office, and a Prefect server."""

    folder: Path
    port: int
    newsroom: SlowNewsroom
    office: RunningPostOffice

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def api(self) -> PrefectApi:
        return PrefectApi(f"http://127.0.0.1:{self.port}/api")

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *words],
            cwd=self.folder, env=environment(), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def ask(self, sql: str) -> list[Any]:
        with duckdb.connect(str(self.archive / "news.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def run(self, deployment: str, **parameters: Any) -> dict[str, Any]:
        return self.until_over(self.api.start(f"{deployment}/{deployment}", parameters))

    def runs_of(self, deployment: str, *states: str) -> list[dict[str, Any]]:
        """The runs of a deployment, the last to be expected first."""
        ids = [item["id"] for item in self.api.deployments() if item["name"] == deployment]
        return [run for run in self.api.runs(states=list(states) or None) if run["deployment_id"] in ids]

    def planned(self, deployment: str) -> dict[str, Any]:
        """The next run that its schedule has planned."""
        return until(lambda: self.runs_of(deployment, "SCHEDULED"), f"a run of {deployment} to be planned")[-1]

    def bring_forward(self, deployment: str) -> dict[str, Any]:
        """Let the hour of its next planned run come now, and wait until that is over.

        One is cancelled where the clock's own began in the same moment; then that is waited for, and the next comes.
        """
        run = self._brought_forward(deployment)
        if run["state"]["type"] == "CANCELLED":
            until(lambda: not self.runs_of(deployment, "RUNNING"), f"the run of {deployment} in the way to end")
            run = self._brought_forward(deployment)
        return run

    def _brought_forward(self, deployment: str) -> dict[str, Any]:
        run = self.planned(deployment)
        now = {"type": "SCHEDULED", "state_details": {"scheduled_time": present().isoformat()}}
        self.api._ask("POST", f"/flow_runs/{run['id']}/set_state", {"state": now, "force": True})
        return self.until_over(run["id"])

    def until_over(self, run_id: str) -> dict[str, Any]:
        return until(lambda: self._over(run_id), f"the run {run_id} to end")

    def _over(self, run_id: str) -> dict[str, Any] | None:
        try:
            run = self.api._ask("GET", f"/flow_runs/{run_id}")
        except SchedulerError:
            return None  # the server is being started again, or hangs: asked again until the time is over
        return run if run["state"]["type"] in OVER else None


@dataclass(kw_only=True)
class House(Machine):
    """A running `up` and what is around it."""

    process: subprocess.Popen[str]
    ready_seconds: float = 0.0

    @property
    def log(self) -> Path:
        return self.folder / "up.log"

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


def environment() -> dict[str, str]:
    """The settings of a machine that has none, with a password."""
    said = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSTHREAD_", "PREFECT_"))}
    return said | {
        "PYTHONPATH": str(HOME),
        "NEWSTHREAD_SMTP_PASSWORD": PASSWORD,
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }


def until(found: Callable[[], Any], what: str, seconds: float = DEADLINE_SECONDS) -> Any:
    """Ask again and again for what other processes bring about."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        threading.Event().wait(0.2)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`newsthread up` on a new machine."""
    with new_machine(tmp_path_factory.mktemp("house")) as machine:
        started = House(**vars(machine), process=None)  # type: ignore[arg-type]
        start(started)
        try:
            yield started
        finally:
            started.newsroom.doors.set()
            stop(started)


@contextmanager
def new_machine(folder: Path) -> Iterator[Machine]:
    """Settings, an archive that follows the sample newsroom, and a post office; nothing of Prefect runs yet."""
    newsroom = SlowNewsroom(**vars(Newsroom.read(HOME / "seeds" / "newsroom")))
    newsroom.doors.set()
    with serve(newsroom), post_office(login=("news", PASSWORD)) as office:
        write_settings(folder, office.port)
        settings = read_settings({}, folder=folder, archive=folder / "archive")
        prepare(folder / "archive", newsroom, settings, now=present())
        yield Machine(folder=folder, port=free_port(), newsroom=newsroom, office=office)


def start(house: House) -> None:
    """Start `up` and wait until it says that it is."""
    begun = time.monotonic()
    with house.log.open("w") as log:
        house.process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "up", "--port", str(house.port)],
            cwd=house.folder, env=environment(), stdout=log, stderr=subprocess.STDOUT, text=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,  # a killed test run leaves no `up` behind
        )  # fmt: skip
    until(lambda: "newsthread is up" in house.said() or house.process.poll() is not None, "up to be up")
    assert house.process.poll() is None, house.said()
    house.ready_seconds = time.monotonic() - begun


def stop(house: House) -> int:
    """Press Ctrl-C."""
    if house.process.poll() is None:
        house.process.send_signal(signal.SIGINT)
    return house.process.wait(90)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def write_settings(folder: Path, port: int) -> None:
    (folder / "newsthread.toml").write_text(
        f"""
contact = "tests@localhost.invalid"
private_hosts = "127.0.0.1"
archive = "archive"
feeds = "archive/feeds.opml"
alerts_to = "keeper@example.org"

[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
user = "news"
sender = "newsthread <news@example.org>"

[[readers]]
name = "reader"
address = "reader@example.org"
""",
        encoding="utf-8",
    )


def parameters_of(run: dict[str, Any]) -> str:
    return json.dumps(run["parameters"])
