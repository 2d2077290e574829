"""`up` before anything is up: what it refuses, what it hands to whom, and how it looks after its processes."""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.configuration.settings import MailSettings, Settings
from flows.operations.deploy import SECRETS, server_settings, without_secrets
from flows.operations.prefect_api import PrefectApi
from flows.operations.processes import Child, environments
from flows.operations.run_monitor import (
    WatchRules,
    _with_patience,
    drop_missed,
    end_zombies,
    forget_future,
    known_api,
    signs_of_runs,
    tell_of_runs,
    watch_over,
)
from flows.operations.up import Place, ShortLives, _listeners, run_everything
from news.alerts import Alert, DeploymentSign, run_alerts
from news.errors import InputError, SchedulerError
from tests.conftest import HOME, NOW
from tests.post_office import post_office


def test_a_port_that_is_taken_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["up", "--archive", str(tmp_path / "of a new folder"), "--port", str(port)]) == 2
    assert (
        capsys.readouterr().err.strip()
        == f"newsthread: Port {port} of this machine is taken; name another with --port."
    )


def test_a_second_up_is_refused_and_names_the_first(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "prefect").mkdir()
    with (tmp_path / "prefect" / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        json.dump({"pid": 12, "api": "http://127.0.0.1:4200/api"}, lock)
        lock.flush()
        with pytest.raises(InputError, match=r"up already .*\(process 12, http://127.0.0.1:4200\)"):
            run_everything(replace(Settings(), archive=tmp_path), port=1, say=print, stop=threading.Event())


def test_the_servers_settings_are_those_that_the_handbook_gives_to_systemd() -> None:
    told = (HOME / "docs" / "operating.md").read_text(encoding="utf-8")
    stated = dict(re.findall(r"^((?:PREFECT_|DO_NOT)\w+)=(.*)$", told, re.MULTILINE))
    assert stated == server_settings(Path("/opt/newsthread/archive/prefect"), 4200)


def test_the_handbook_keeps_every_secret_of_the_environment_from_the_server() -> None:
    told = (HOME / "docs" / "operating.md").read_text(encoding="utf-8")
    (unset,) = re.findall(r"^UnsetEnvironment=(.*)$", told, re.MULTILINE)
    stated = dict.fromkeys(re.findall(r"^(NEWSTHREAD_\w+)=", told, re.MULTILINE), "x")
    assert {*SECRETS, *stated} - {*without_secrets(stated)} <= set(unset.split())
    assert without_secrets(dict.fromkeys(unset.split(), "x")) == {}


def test_no_telemetry_and_no_secret_for_the_server() -> None:
    said = server_settings(Path("x"), 1)
    assert (said["DO_NOT_TRACK"], said["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    secrets = dict.fromkeys(("NEWSTHREAD_SMTP_PASSWORD", "NEWSTHREAD_CHANNEL_A", "NEWSTHREAD_CHANNEL_A_SECRET"), "x")
    assert without_secrets(secrets | {"PATH": "/bin"}) == {"PATH": "/bin"}


# --- processes ----------------------------------------------------------------------------------------------------


def child(tmp_path: Path, script: str, **more: str) -> Child:
    command = [sys.executable, "-c", script]
    return Child("child", command, folder=tmp_path, environment=more, log=tmp_path / "child.log")


def test_hubs_are_listened_to_where_a_public_address_is_set(tmp_path: Path) -> None:
    place = Place(folder=tmp_path / "prefect", archive=tmp_path, port=4200)
    assert _listeners(place, Settings()) == []
    [listener] = _listeners(place, Settings(websub_address="https://me.example/hooks"))
    assert (listener.name, listener.log) == ("listener", tmp_path / "prefect" / "listener.log")


def test_a_process_is_found_by_its_environment_and_ends_when_asked(tmp_path: Path) -> None:
    process = child(tmp_path, "import time; print('here', flush=True); time.sleep(60)", NEWSTHREAD_TEST=str(tmp_path))
    process.start()
    while "here" not in process.last_words():
        process.wait(0.05)
    assert (process.pid, str(tmp_path)) in list(environments("NEWSTHREAD_TEST"))
    process.stop(10)
    assert process.ended() is not None
    assert (process.pid, str(tmp_path)) not in list(environments("NEWSTHREAD_TEST"))


def test_a_process_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    script = "import signal, time; signal.signal(2, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    process = child(tmp_path, script)
    process.start()
    while "deaf" not in process.last_words():
        process.wait(0.05)
    process.stop(0.2)
    assert process.ended() == -9


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell no child of its parent's death")
def test_no_process_outlives_us_even_when_we_are_killed(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
sys.path.insert(0, {str(HOME)!r})
from pathlib import Path
from flows.operations.processes import Child
inner = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
child = Child("inner", inner, folder=Path({str(tmp_path)!r}), environment={{"NEWSTHREAD_INNER": "1"}},
              log=Path({str(tmp_path / "inner.log")!r}))
child.start()
while "here" not in child.last_words():
    child.wait(0.05)
print(child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    for _ in range(200):
        if pid not in [found for found, _ in environments("NEWSTHREAD_INNER")]:
            return
        threading.Event().wait(0.05)
    raise AssertionError("the child lives on")


def test_a_process_that_ends_as_soon_as_it_starts_is_given_up_at_the_third_time(tmp_path: Path) -> None:
    process = child(tmp_path, "")
    lives = ShortLives(started_at=0.0).one_more(1000.0, process)  # after a long life
    lives = lives.one_more(1005.0, process).one_more(1010.0, process)
    with pytest.raises(SchedulerError, match="ends as soon as it is started"):
        lives.one_more(1015.0, process)


# --- a scheduler that tells what a test wants it to tell ----------------------------------------------------------


class Scheduler(BaseHTTPRequestHandler):
    """Answers a few of Prefect's questions."""

    runs: list[dict[str, Any]]
    ended: list[tuple[str, str]]
    busy: int

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "{}")
        scheduler = type(self)
        if scheduler.busy:
            scheduler.busy -= 1
            self.answer(503, {})
        elif self.path.endswith("/set_state"):
            scheduler.ended.append((self.path.split("/")[-2], told["state"]["type"]))
            self.answer(201, {})
        elif self.path.endswith("/flow_runs/filter"):
            wanted = told["flow_runs"].get("state", {}).get("type", {}).get("any_")
            self.answer(200, [run for run in scheduler.runs if not wanted or run["state"]["type"] in wanted])
        else:
            self.answer(200, {"events": []} if self.path.endswith("/events/filter") else [])

    def do_DELETE(self) -> None:
        type(self).ended.append((self.path.split("/")[-1], "FORGOTTEN"))
        self.answer(204, None)

    def answer(self, status: int, body: Any) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def scheduler() -> Iterator[tuple[type[Scheduler], PrefectApi]]:
    kind = type("Told", (Scheduler,), {"runs": [], "ended": [], "busy": 0})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield kind, PrefectApi(f"http://127.0.0.1:{server.server_port}/api")
    server.shutdown()
    server.server_close()
    thread.join()


def run(name: str, state: str, *, minutes_ago: float = 0, deployment: str = "d", auto: bool = True) -> dict[str, Any]:
    at = (NOW - timedelta(minutes=minutes_ago)).isoformat()
    return {
        "id": name, "name": name, "deployment_id": deployment, "auto_scheduled": auto, "expected_start_time": at,
        "created": (NOW - timedelta(minutes=max(minutes_ago, 0))).isoformat(),
        "state": {"type": state, "timestamp": at, "message": None},
    }  # fmt: skip


def test_a_run_without_process_and_heartbeat_is_ended_within_ten_minutes_and_no_younger_one(
    scheduler: tuple[type[Scheduler], PrefectApi],
) -> None:
    told, api = scheduler
    told.runs = [run("old", "RUNNING", minutes_ago=9), run("young", "RUNNING", minutes_ago=3), run("over", "COMPLETED")]
    assert len(list(end_zombies(api, now=NOW, rules=WatchRules()))) == 1
    assert told.ended == [("old", "CRASHED")]


def test_a_sign_of_life_from_the_future_is_none(scheduler: tuple[type[Scheduler], PrefectApi]) -> None:
    told, api = scheduler
    told.runs = [run("ahead", "RUNNING", minutes_ago=-90), run("skewed", "RUNNING", minutes_ago=-1)]
    assert len(list(end_zombies(api, now=NOW, rules=WatchRules()))) == 1
    assert told.ended == [("ahead", "CRASHED")]


@pytest.mark.parametrize(
    ("paused", "active", "is_scheduled"), [(False, True, True), (True, True, False), (False, False, False)]
)
def test_a_deployment_that_a_person_paused_is_not_scheduled(paused: bool, active: bool, is_scheduled: bool) -> None:
    class Api(PrefectApi):
        def deployments(self) -> list[dict[str, Any]]:
            made = {"id": "d", "name": "collect-news", "created": NOW.isoformat(), "paused": paused}
            return [made | {"schedules": [{"active": active}]}]

        def runs(self, **asked: object) -> list[dict[str, Any]]:
            return []

    (sign,) = signs_of_runs(Api("http://127.0.0.1:9/api"), now=NOW)
    assert sign.is_scheduled is is_scheduled


def test_an_alert_whose_mail_waits_is_told_again_until_it_went_out(tmp_path: Path) -> None:
    failed = Alert(kind="run_failed", subject="collect-news", occasion="1", said="It failed.", raised_at=NOW)
    with post_office() as office:
        down = MailSettings(host="127.0.0.1", port=9, security="none", sender="n@example.org")
        settings = replace(Settings(), archive=tmp_path, alerts_to="keeper@example.org", mail=down)
        tell_of_runs(None, settings, [failed], NOW)
        up = replace(settings, mail=replace(down, port=office.port))
        for minute in (1, 2):
            tell_of_runs(None, up, [failed], NOW + timedelta(minutes=minute))
    assert [letter.recipient for letter in office.letters] == ["keeper@example.org"]


def test_a_clock_that_was_set_back_leaves_no_hole_in_the_plan(scheduler: tuple[type[Scheduler], PrefectApi]) -> None:
    told, api = scheduler
    tomorrow, soon = (NOW + timedelta(days=1)).isoformat(), run("planned", "SCHEDULED", minutes_ago=-15)
    soon["state"]["timestamp"] = soon["created"]
    told.runs = [
        run("planned-tomorrow", "SCHEDULED", minutes_ago=-1455) | {"created": tomorrow},
        run("dropped-tomorrow", "CANCELLED", minutes_ago=-30) | {"state": {"type": "CANCELLED", "timestamp": tomorrow}},
        soon,
    ]
    (line,) = forget_future(api, now=NOW, rules=WatchRules())
    assert "set back: 2 runs" in line
    assert told.ended == [("planned-tomorrow", "FORGOTTEN"), ("dropped-tomorrow", "FORGOTTEN")]


def test_of_missed_runs_the_newest_is_kept_and_those_a_person_asked_for(
    scheduler: tuple[type[Scheduler], PrefectApi],
) -> None:
    told, api = scheduler
    told.runs = [
        run("collect-3", "SCHEDULED", minutes_ago=15),
        run("collect-2", "SCHEDULED", minutes_ago=30),
        run("by-hand", "SCHEDULED", minutes_ago=40, auto=False),
        run("collect-1", "SCHEDULED", minutes_ago=45),
        run("digest-1", "SCHEDULED", minutes_ago=53, deployment="e"),
    ]
    list(drop_missed(api, now=NOW, rules=WatchRules()))
    assert told.ended == [("collect-2", "CANCELLED"), ("collect-1", "CANCELLED")]


def test_a_busy_server_is_asked_again(scheduler: tuple[type[Scheduler], PrefectApi]) -> None:
    told, api = scheduler
    told.busy = 1
    assert api.deployments() == []
    assert told.busy == 0


def test_a_server_that_does_not_answer_is_told_once_by_mail(tmp_path: Path) -> None:
    api = PrefectApi("http://127.0.0.1:9/api")
    with post_office() as office:
        mail = MailSettings(host="127.0.0.1", port=office.port, security="none", sender="n@example.org")
        settings = replace(Settings(), archive=tmp_path, alerts_to="keeper@example.org", mail=mail)
        for minute in range(3):
            with pytest.raises(SchedulerError, match="does not answer"):
                watch_over(api, settings, now=datetime(2026, 11, 22, 12, minute, tzinfo=UTC))
    assert [letter.recipient for letter in office.letters] == ["keeper@example.org"]


def test_an_archive_that_cannot_be_opened_is_no_reason_to_keep_silent(tmp_path: Path) -> None:
    (tmp_path / "store.duckdb").write_bytes(b"no database at all")
    api = PrefectApi("http://127.0.0.1:9/api")
    with post_office() as office:
        mail = MailSettings(host="127.0.0.1", port=office.port, security="none", sender="n@example.org")
        settings = replace(Settings(), archive=tmp_path, alerts_to="keeper@example.org", mail=mail)
        for minute in range(2):
            with pytest.raises(SchedulerError):
                watch_over(api, settings, now=datetime(2026, 11, 22, 12, minute, tzinfo=UTC))
    assert len(office.letters) == 1


def test_the_api_is_that_of_the_environment_else_that_of_up_else_prefects_own(tmp_path: Path) -> None:
    assert known_api(tmp_path, {"PREFECT_API_URL": "http://a/api"}) == "http://a/api"
    assert known_api(tmp_path, {}) == "http://127.0.0.1:4200/api"
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "up.lock").write_text('{"pid": 1, "api": "http://127.0.0.1:7/api"}')
    assert known_api(tmp_path, {}) == "http://127.0.0.1:7/api"


def test_an_empty_plan_is_told_only_once_prefect_had_time_to_plan_anew(tmp_path: Path) -> None:
    settings, old = replace(Settings(), archive=tmp_path), NOW - timedelta(days=9)
    empty = DeploymentSign(name="collect-news", known_since=old, is_scheduled=True, has_next=False, runs=())

    def told(minutes: int, *, has_next: bool = False) -> list[str]:
        now = NOW + timedelta(minutes=minutes)
        signs = _with_patience([replace(empty, has_next=has_next)], settings, now)
        return [alert.kind for alert in run_alerts(signs, now=now)]

    assert [told(0), told(4), told(6)] == [[], [], ["run_missing"]]
    assert [told(7, has_next=True), told(8), told(14)] == [[], [], ["run_missing"]]
