"""What `up` does, step by step, with processes, a server and a clock in memory; and how deployments are given to it."""

import json
import os
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.configuration.settings import HOME, TIMETABLE, Settings
from flows.operations import deploy as deploying
from flows.operations import processes, up
from flows.operations.run_monitor import AT_ONCE, SET_BACK
from news.errors import InputError, SchedulerError
from tests.answers import check
from tests.conftest import NOW

KEPT = HOME / "tests/fixtures/answers/flows"
SHOWN = ("NEWSTHREAD_", "PREFECT_HOME", "PREFECT_API_URL", "PYTHON", "DO_NOT_TRACK")
OUR_OWN = {
    "NEWSTHREAD_SMTP_PASSWORD": "secret", "NEWSTHREAD_CHANNEL_DESK": "secret", "NEWSTHREAD_HOME": "elsewhere",
    "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip


class World:
    """A clock that moves when somebody waits, processes that end when they are told to, and what was done."""

    def __init__(self, folder: Path, **happens: Any) -> None:
        self.folder, self.did, self.clock = folder, list[str](), 1000.0
        self.ends: dict[str, list[tuple[float, int]]] = happens.get("ends", {})  # of a process: when, and its code
        self.ready_after: float = happens.get("ready_after", 0.0)
        self.silent: tuple[float, float] = happens.get("silent", (0.0, 0.0))  # the server runs, and does not answer
        self.stops_at: float = happens.get("stops_at", 99.0)
        self.stop_at_deploy: bool = happens.get("stop_at_deploy", False)
        self.watched: list[Any] = happens.get("watched", [])
        self.tidy_fails: bool = happens.get("tidy_fails", False)
        self.tells_processes: bool = happens.get("tells_processes", False)
        self.is_set_now = False

    def monotonic(self) -> float:
        return self.clock

    def note(self, what: str) -> None:
        for name, place in (("PYTHON", sys.executable), ("DIR", str(self.folder)), ("HOME", str(HOME))):
            what = what.replace(place, name)
        self.did.append(f"  {self.clock - 1000:6.1f}  {what}")

    # an event

    def wait(self, seconds: float) -> bool:
        self.clock += seconds
        return self.is_set()

    def is_set(self) -> bool:
        return self.is_set_now or self.clock - 1000 >= self.stops_at


class OneChild:
    """A process of the world."""

    def __init__(self, world: World, name: str, command: list[str], **more: Any) -> None:
        self.world, self.name, self.log = world, name, more["log"]
        self.pid, self.started = None, False
        told = {key: value for key, value in sorted(more["environment"].items()) if key.startswith(SHOWN)}
        if world.tells_processes:
            world.note(f"{name}: {' '.join(command)} in {more['folder']}, log {self.log}")
            world.note(f"  with {told}")

    def start(self) -> None:
        self.started, self.pid = True, 4711  # type: ignore[assignment]
        self.world.note(f"{self.name} starts")

    def ended(self) -> int | None:
        ends = self.world.ends.get(self.name, [])
        if ends and self.started and self.world.clock - 1000 >= ends[0][0]:
            self.started = False
            self.code = ends.pop(0)[1]
        return None if self.started else getattr(self, "code", None)

    def stop(self, seconds: float) -> None:
        self.world.note(f"{self.name} is asked to stop within {seconds}")
        if self.started:
            self.started, self.code = False, -2

    def last_words(self) -> str:
        return "its last words"


class OneApi:
    def __init__(self, world: World, url: str) -> None:
        self.world = world
        world.note(f"the API of {url}")

    def is_ready(self) -> bool:
        now, (since, until) = self.world.clock - 1000, self.world.silent
        return now >= self.world.ready_after and not since <= now < until

    def make_pool(self, name: str) -> None:
        self.world.note(f"pool {name}")


def in_world(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def tidy(api: Any, *, now: Any, rules: Any) -> None:
        world.note(f"tidy at {now:%H:%M}, at once: {rules == AT_ONCE}")
        if world.tidy_fails:
            raise SchedulerError("It refuses.", subject="x")

    def deploy(folder: Path, api: Any, *, port: int, stop: World) -> None:
        world.note(f"deploy in {folder} port {port} {stop is world}")
        world.is_set_now = world.stop_at_deploy

    def watch_over(api: Any, settings: Settings, *, now: Any) -> list[str]:
        world.note(f"watch over {settings.archive} at {now:%H:%M}")
        told = world.watched.pop(0) if world.watched else []
        if isinstance(told, Exception):
            raise told
        return list(told)

    monkeypatch.setattr(up, "time", world)
    monkeypatch.setattr(up, "Child", lambda *given, **more: OneChild(world, *given, **more))
    monkeypatch.setattr(up, "PrefectApi", lambda url: OneApi(world, url))
    monkeypatch.setattr(up, "present", lambda: NOW)
    monkeypatch.setattr(up, "tidy", tidy)
    monkeypatch.setattr(up, "deploy", deploy)
    monkeypatch.setattr(up, "ship", lambda api: world.note("ship"))
    monkeypatch.setattr(up, "watch_over", watch_over)
    monkeypatch.setattr(up, "end_descendants", lambda *given, **more: world.note(f"end descendants {given} {more}"))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., World]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "getpid", lambda: 424242)
    for name in os.environ:
        if name.startswith(SHOWN):
            monkeypatch.delenv(name)
    for name, value in OUR_OWN.items():
        monkeypatch.setenv(name, value)

    def make(**happens: Any) -> World:
        world = World(tmp_path, **happens)
        in_world(world, monkeypatch)
        return world

    return make


DIES_AT_ONCE = {"worker": [(30.0, 1), (36.0, 1), (42.0, 1), (48.0, 1), (54.0, 1)]}
WORLDS: dict[str, dict[str, Any]] = {
    "until it is stopped": {"stops_at": 99.0, "tells_processes": True},
    "a slow start, with a file of settings": {"ready_after": 1.2, "stops_at": 5.0, "tells_processes": True},
    "a server that starts within its time": {"ready_after": 180.0, "stops_at": 185.0},
    "a server that never starts": {"ready_after": 999.0, "stops_at": 999.0},
    "a server that ends at its start": {"ready_after": 999.0, "stops_at": 999.0, "ends": {"server": [(1.0, 3)]}},
    "stopped before the server answers": {"ready_after": 999.0, "stops_at": 2.0},
    "stopped while it deploys": {"stop_at_deploy": True},
    "a worker that ends now and then": {"ends": {"worker": [(3.0, 1), (8.5, 1), (70.0, 1), (76.0, 0)]}},
    "a worker that ends as soon as it is started": {"ends": DIES_AT_ONCE},
    "a server that is gone at the end": {"stops_at": 9.0, "ends": {"server": [(8.4, 1)]}},
    "a clock that was set back": {"watched": [["Ended r."], [f"{SET_BACK}: 2 runs."]], "stops_at": 90.0},
    "a server that does not answer": {"watched": [SchedulerError("No answer.", subject="x"), ["Well."]]},
    "a server that hangs": {"silent": (20.0, 260.0), "stops_at": 320.0},
    "a server that is slow twice": {"silent": (20.0, 140.0), "stops_at": 320.0},
    "a server that refuses at the start": {"tidy_fails": True},
    "hubs that call": {
        "stops_at": 3.0, "settings": {"websub_address": "https://me.example/hooks"}, "tells_processes": True,
    },
}  # fmt: skip


def test_what_up_does_stays(machine: Callable[..., World], tmp_path: Path) -> None:
    found = []
    for name, happens in WORLDS.items():
        world = machine(**happens)
        if "a file of settings" in name:
            (tmp_path / "newsthread.toml").write_text("")
        settings = Settings(archive=tmp_path / "archive", **happens.get("settings", {}))
        lock = tmp_path / "archive" / "prefect" / "up.lock"

        def say(line: str, world: World = world, lock: Path = lock) -> None:
            world.note(f"| {line}")
            if "is up" in line:
                world.note(f"the lock says {lock.read_text()}")

        try:
            up.run_everything(settings, port=0, say=say, stop=world)  # type: ignore[arg-type]
        except SchedulerError as error:
            world.note(f"{type(error).__name__}: {error} ({error.subject})")
        assert lock.read_text() == ""
        found += [name, *world.did]
    check(KEPT / "up.txt", found)


def test_up_is_refused_on_a_lake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="up is for one machine"):
        up.run_everything(Settings(archive=tmp_path, lake="ducklake:x"), port=0, say=print, stop=None)  # type: ignore[arg-type]
    assert not (tmp_path / "prefect").exists()


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ("", ""), ("{", ""), ('{"pid": 3}', ""),
        ('{"pid": 12, "api": "http://127.0.0.1:42/api"}', " (process 12, http://127.0.0.1:42)"),
    ],
)  # fmt: skip
def test_who_holds_the_lock_is_told_where_it_says_so(tmp_path: Path, said: str, holder: str) -> None:
    lock = tmp_path / "up.lock"
    lock.write_text(said)
    with lock.open("a+") as file:
        assert up._holder(file) == holder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_it(number: signal.Signals) -> None:
    kept = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        stopped = up._stopped_by_signals()
        assert not stopped.is_set()
        signal.raise_signal(number)
        assert stopped.is_set()
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)


def test_a_short_life_is_one_of_less_than_a_minute() -> None:
    child: Any = SimpleNamespace(name="worker", log=Path("w.log"), last_words=lambda: "its last words")
    lives = up.ShortLives()
    for now, short in ((59.9, 1), (119.9, 0), (179.8, 1), (200.0, 2), (260.0, 0)):
        lives = lives.one_more(now, child)
        assert (lives.started_at, lives.short) == (now, short)
    with pytest.raises(SchedulerError, match=r"worker ends .*; w\.log ends: its last words"):
        up.ShortLives(started_at=9.0, short=2).one_more(10.0, child)


# --- deployments --------------------------------------------------------------------------------------------------

MARK = sha256(TIMETABLE.read_bytes() + version("prefect").encode() + str(HOME).encode()).hexdigest()
COUNT = TIMETABLE.read_bytes().count(b"\n  - name:")
DEPLOYS: dict[str, dict[str, Any]] = {
    "nothing was deployed": {"tells_processes": True},
    "all stands there as it is": {"note": MARK, "there": COUNT},
    "one is not there": {"note": MARK, "there": COUNT - 1},
    "another timetable": {"note": "0" * 64, "there": COUNT},
    "Prefect refuses": {"ends": {"deploy": [(1.0, 1)]}},
    "it takes too long": {"ends": {}, "stops_at": 999.0},
    "it takes long": {"ends": {"deploy": [(179.9, 0)]}, "stops_at": 999.0},
    "stopped meanwhile": {"ends": {"deploy": [(9.0, 0)]}, "stops_at": 0.5},
    "stopped when it refuses": {"ends": {"deploy": [(0.5, 1)]}, "stops_at": 0.5},
}


def test_how_deployments_are_given_to_prefect_stays(
    machine: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name, happens in DEPLOYS.items():
        world = machine(**{"ends": {"deploy": [(1.0, 0)]}, **happens})
        monkeypatch.setattr(deploying, "time", world)
        monkeypatch.setattr(deploying, "Child", lambda *given, world=world, **more: OneChild(world, *given, **more))
        note = tmp_path / "deployed.sha256"
        note.unlink(missing_ok=True)
        if "note" in happens:
            note.write_text(happens["note"])
        api: Any = SimpleNamespace(deployments=lambda there=happens.get("there", 0): [None] * there)
        try:
            deploying.deploy(tmp_path, api, port=42, stop=world)  # type: ignore[arg-type]
        except SchedulerError as error:
            world.note(f"{error} ({error.subject})")
        world.note(f"noted: {note.exists() and note.read_text() == MARK}")
        found += [name, *world.did]
    check(KEPT / "deploy.txt", found)


# --- processes ----------------------------------------------------------------------------------------------------


def child(folder: Path, script: str) -> processes.Child:
    command = ["/bin/sh", "-c", script]
    return processes.Child("one", command, folder=folder, environment={"SAID": "x y"}, log=folder / "one.log")


def test_a_process_has_its_folder_its_environment_a_session_and_no_input(tmp_path: Path) -> None:
    one = child(tmp_path, 'read line; echo "$SAID $line $PWD $(env | grep -c HOME)"; echo wrong >&2; exit 3')
    assert (one.pid, one.ended(), one.wait(0), one.last_words()) == (None, None, None, "")
    one.stop(0)  # it was never started
    for times in (1, 2):
        one.start()
        assert one.pid is not None
        assert one.wait(20) == one.ended() == 3
        one.stop(0)  # it has ended
        assert one.ended() == 3
        assert one.last_words(2) == f"x y  {tmp_path} 0 / wrong"
        assert len(one.log.read_text().splitlines()) == 2 * times
    assert one.last_words(9).count("wrong") == 2
    assert len(one.last_words().split(" / ")) == 3


def test_a_process_is_in_a_session_of_its_own_and_still_runs_after_a_short_wait(tmp_path: Path) -> None:
    one = child(tmp_path, "exec sleep 60")
    one.start()
    assert one.pid is not None
    try:
        assert one.wait(0.01) is None
        assert one.ended() is None
        assert os.getsid(one.pid) == one.pid
    finally:
        one.stop(0.2)  # a signal that whoever runs the tests ignores is ignored by it, too


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "one.log"
    for size, is_aside in ((processes.LOG_BYTES, False), (processes.LOG_BYTES + 1, True)):
        log.write_bytes(b"")
        os.truncate(log, size)  # a hole, no bytes
        with processes._opened(log) as file:
            file.write(b"x")
        assert log.stat().st_size == (1 if is_aside else size + 1)
        assert (tmp_path / "one.old.log").exists() is is_aside


def test_what_carries_our_mark_is_killed_but_for_ourselves_and_one(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = []

    def kill(pid: int, number: int) -> None:
        killed.append((pid, number))
        if pid in (7, 8):
            raise ProcessLookupError if pid == 7 else PermissionError

    found = [(5, "m"), (6, "another"), (7, "m"), (8, "m"), (9, "m"), (os.getpid(), "m")]
    monkeypatch.setattr(processes, "environments", lambda name: found if name == processes.MARK else [])
    monkeypatch.setattr(processes.os, "kill", kill)
    assert processes.end_descendants("m", but=5) == 3
    assert killed == [(7, signal.SIGKILL), (8, signal.SIGKILL), (9, signal.SIGKILL)]
    assert processes.end_descendants("m") == 4
    assert json.dumps([pid for pid, _ in killed[3:]]) == "[5, 7, 8, 9]"
