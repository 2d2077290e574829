"""Everything on one machine in one process: Prefect's server, the deployments, a worker, and a watch on them."""

import fcntl
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from flows.configuration.settings import FILE, HOME, Settings, present
from flows.operations.automations import ship
from flows.operations.deploy import POOL, deploy, server_settings, without, without_secrets
from flows.operations.prefect_api import PrefectApi
from flows.operations.processes import MARK, Child, end_descendants
from flows.operations.run_monitor import AT_ONCE, SET_BACK, tidy, watch_over
from news.errors import InputError, NewsError, SchedulerError
from news.records import record

START_SECONDS = 180.0  # of the server: a fresh database takes 6 s of work, on a busy machine a minute
GRACE_SECONDS = 10.0  # for a run to end by itself when we stop; what it saved is safe whenever it is killed
WATCH_SECONDS = 60.0
FIRST_WATCH_SECONDS = 20.0
SILENT_ROUNDS = 3  # of looking, a minute apart, in which a server that runs does not answer: it hangs
LOOK_SECONDS = 0.5
RESTART_SECONDS = 5.0  # before a server or worker that ended is started again
SHORT_LIFE_SECONDS = 60.0  # a process that ends sooner, several times in a row, is not mended by starting it again
SHORT_LIVES = 3
Say = Callable[[str], None]


@record
class Place:
    """Where one `up` lives."""

    folder: Path  # Prefect's home, in the archive's folder
    archive: Path
    port: int

    @property
    def address(self) -> str:
        """Of Prefect's pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        """The address of Prefect's API."""
        return f"{self.address}/api"


def run_everything(settings: Settings, *, port: int, say: Say, stop: threading.Event | None = None) -> None:
    """Start the server, the worker and the deployments, supervise them until asked to stop, and end them.

    Args:
        stop: ends the run when set; by default Ctrl-C and SIGTERM do.

    Raises:
        InputError: another `up` runs on this archive, or the port is taken.
        SchedulerError: the server does not start, or refuses the deployments.
    """
    if settings.lake:
        message = "newsthread up is for one machine; how several work on a lake stands in docs/many-machines.md."
        raise InputError(message, subject=str(settings.lake))
    archive = settings.archive.resolve()
    place = Place(folder=archive / "prefect", archive=archive, port=port)
    stopped = stop or _stopped_by_signals()
    with _only_one(place):
        server, worker = _children(place)
        others = _listeners(place, settings)
        begun = time.monotonic()
        say(f"Starting Prefect's server at {place.address}, a worker, and the deployments; they log to {place.folder}.")
        try:
            _start(place, server, worker, stopped)
            if not stopped.is_set():
                say(f"newsthread is up after {time.monotonic() - begun:.0f} s: {place.address} (Ctrl-C stops it)")
            for other in others:
                other.start()
            _look_after(place, settings, [server, worker, *others], stopped, say)
        finally:
            say("Stopping: a run at work has a moment to end.")
            for other in others:
                other.stop(GRACE_SECONDS)
            _end(place, server, worker)
            say("newsthread is down.")


def _stopped_by_signals() -> threading.Event:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    return stopped


# --- one at a time ------------------------------------------------------------------------------------------------


@contextmanager
def _only_one(place: Place) -> Iterator[None]:
    """Hold the right to run on this archive, and a port that is free."""
    place.folder.mkdir(parents=True, exist_ok=True)
    with (place.folder / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"newsthread is up already on {place.archive}{_holder(lock)}; stop that one first."
            raise InputError(message, subject=str(place.archive)) from error
        _refuse_taken(place.port)
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "api": place.api}))
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def _holder(lock: IO[str]) -> str:
    lock.seek(0)
    with suppress(ValueError, KeyError):
        owner = json.loads(lock.read())
        return f" (process {owner['pid']}, {owner['api'].removesuffix('/api')})"
    return ""


def _refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} of this machine is taken; name another with --port."
            raise InputError(message, subject=str(port)) from error


# --- what runs ----------------------------------------------------------------------------------------------------


def _children(place: Place) -> tuple[Child, Child]:
    """Return the server and the worker, not started; secrets go to the worker alone."""
    # Without compiled files every process would spend seconds on importing.
    environment = without(os.environ, ["PYTHONDONTWRITEBYTECODE"])
    environment |= server_settings(place.folder, place.port) | {MARK: str(os.getpid())}
    prefect = [sys.executable, "-m", "prefect"]
    server = Child(
        "server",
        [*prefect, "server", "start", "--host", "127.0.0.1", "--port", str(place.port)],
        folder=place.folder,
        environment=without_secrets(environment),
        log=place.folder / "server.log",
    )
    worker = Child(
        "worker",
        [*prefect, "worker", "start", "--pool", POOL, "--type", "process"],
        folder=place.folder,
        environment=environment | _of_the_runs(place, environment),
        log=place.folder / "worker.log",
    )
    return server, worker


def _listeners(place: Place, settings: Settings) -> list[Child]:
    """Return what answers the hubs of feeds, not started, where a public address is set."""
    if not settings.websub_address:
        return []
    environment = without_secrets(dict(os.environ)) | {MARK: str(os.getpid())} | _of_the_runs(place, os.environ)
    command = [sys.executable, "-m", "flows.cli", "listen"]
    return [Child("listener", command, folder=HOME, environment=environment, log=place.folder / "listener.log")]


def _of_the_runs(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """Return where runs find the checkout, the archive and the settings: they start in a folder of their own."""
    found = {"NEWSTHREAD_HOME": str(HOME), "NEWSTHREAD_ARCHIVE": str(place.archive)}
    file = Path(environment.get("NEWSTHREAD_SETTINGS") or FILE)
    return found | ({"NEWSTHREAD_SETTINGS": str(file.resolve())} if file.exists() else {})


def _start(place: Place, server: Child, worker: Child, stop: threading.Event) -> None:
    api = PrefectApi(place.api)
    server.start()
    _wait_for(server, api, stop)
    if stop.is_set():
        return
    tidy(api, now=present(), rules=AT_ONCE)  # what an earlier `up` left behind
    api.make_pool(POOL)
    worker.start()
    deploy(place.folder, api, port=place.port, stop=stop)
    if not stop.is_set():
        ship(api)


def _wait_for(server: Child, api: PrefectApi, stop: threading.Event) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not api.is_ready() and not stop.wait(LOOK_SECONDS):
        if server.ended() is not None or time.monotonic() > deadline:
            message = f"Prefect's server did not start; {server.log} ends: {server.last_words()}"
            raise SchedulerError(message, subject=str(server.log))


# --- looking after it ---------------------------------------------------------------------------------------------


def _look_after(place: Place, settings: Settings, children: list[Child], stop: threading.Event, say: Say) -> None:
    """Start again what ended, and look at the runs once a minute, until asked to stop."""
    server = children[0]
    api, lives = PrefectApi(place.api), {child.name: ShortLives() for child in children}
    next_watch, silent = time.monotonic() + FIRST_WATCH_SECONDS, 0
    while not stop.wait(LOOK_SECONDS):
        for child in children:
            if child.ended() is not None:
                lives[child.name] = lives[child.name].one_more(time.monotonic(), child)
                say(f"The {child.name} ended ({child.ended()}) and is started again; its words: {child.log}")
                stop.wait(RESTART_SECONDS)
                child.start()
        if time.monotonic() >= next_watch:
            next_watch = time.monotonic() + WATCH_SECONDS
            silent = 0 if api.is_ready() else silent + 1
            if silent == SILENT_ROUNDS:
                say(f"The server runs, does not answer, and is started again; its words: {server.log}")
                server.stop(GRACE_SECONDS)
                silent = 0
                continue
            for line in _watched(api, settings):
                say(line)
                if line.startswith(SET_BACK):  # the server's own services sleep until the old time comes again
                    server.stop(GRACE_SECONDS)


def _watched(api: PrefectApi, settings: Settings) -> list[str]:
    try:
        return watch_over(api, settings, now=present())
    except NewsError as error:  # the next round tries again
        return [str(error)]


@record
class ShortLives:
    """How often a process ended soon after its start."""

    started_at: float = 0.0
    short: int = 0

    def one_more(self, now: float, child: Child) -> "ShortLives":
        """Count an end.

        Raises:
            SchedulerError: it ended soon, and not for the first time.
        """
        short = self.short + 1 if now - self.started_at < SHORT_LIFE_SECONDS else 0
        if short >= SHORT_LIVES:
            message = f"The {child.name} ends as soon as it is started; {child.log} ends: {child.last_words()}"
            raise SchedulerError(message, subject=str(child.log))
        return ShortLives(started_at=now, short=short)


def _end(place: Place, server: Child, worker: Child) -> None:
    """End the worker and its runs, tell the server which were cut off, and end the server."""
    worker.stop(GRACE_SECONDS)
    end_descendants(str(os.getpid()), but=server.pid)
    if server.ended() is None:
        with suppress(SchedulerError):
            tidy(PrefectApi(place.api), now=present(), rules=AT_ONCE)
    server.stop(GRACE_SECONDS)
    end_descendants(str(os.getpid()))
