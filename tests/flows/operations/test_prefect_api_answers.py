"""What Prefect's server is asked, word for word, and what becomes of its answers, its refusals and its silence."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from flows.operations import prefect_api
from flows.operations.prefect_api import PrefectApi, instant
from news.errors import SchedulerError
from tests.answers import check
from tests.conftest import HOME

KEPT = HOME / "tests/fixtures/answers/flows/prefect_api.txt"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = {"id": "i1", "events": [{"occurred": "2026-11-22T11:00:00Z"}, {"occurred": "2026-11-22T10:00:00Z"}]}
ASKED: dict[str, Any] = {
    "is ready": lambda api: api.is_ready(),
    "deployments": lambda api: api.deployments(),
    "workers": lambda api: api.workers("pool"),
    "make pool": lambda api: api.make_pool("pool"),
    "runs": lambda api: api.runs(),
    "runs since": lambda api: api.runs(since=NOW),
    "runs until": lambda api: api.runs(states=["RUNNING", "PENDING"], until=NOW, limit=3),
    "runs of no state": lambda api: api.runs(states=[]),
    "last heartbeat": lambda api: api.last_heartbeat("r1", since=NOW),
    "end run": lambda api: api.end_run("r1", state="CRASHED", message="gone"),
    "forget": lambda api: api.forget("r1"),
    "automations": lambda api: api.automations(),
    "make automation": lambda api: api.make_automation({"name": "a"}),
    "renew automation": lambda api: api.renew_automation("a1", {"name": "a"}),
    "notification blocks": lambda api: api.notification_blocks(),
    "emit": lambda api: api.emit([{"event": "e"}]),
    "emit nothing": lambda api: api.emit([]),
    "start": lambda api: api.start("flow/deployment", {"a": 1}),
    "start without parameters": lambda api: api.start("flow/deployment"),
}
REFUSALS = [(503,), (503,) * 4, (503,) * 5, (404,), (409,), (500,), (503, 404), (503, 409)]


class Server(BaseHTTPRequestHandler):
    """Answers with the statuses that it was given, then with what fits the question."""

    asked: list[str]
    statuses: list[int]

    def do(self) -> None:
        kind, length = type(self), int(self.headers["Content-Length"] or 0)
        body = self.rfile.read(length).decode()
        kind.asked.append(f"{self.command} {self.path} {self.headers['Content-Type']} {body}")
        status = kind.statuses.pop(0) if kind.statuses else 200
        is_list = self.path.endswith("/filter") and "events" not in self.path
        said: Any = {"detail": "x" * 400} if status != 200 else [ONE] if is_list else ONE
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"" if self.command == "DELETE" and status == 200 else json.dumps(said).encode())

    do_GET = do_POST = do_PUT = do_DELETE = do  # noqa: N815

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def server() -> Iterator[tuple[type[Server], str]]:
    kind = type("Told", (Server,), {"asked": [], "statuses": []})
    with HTTPServer(("127.0.0.1", 0), kind) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield kind, f"http://127.0.0.1:{listening.server_port}/api/"
        listening.shutdown()
        thread.join()


def test_what_the_server_is_asked_stays(server: tuple[type[Server], str], monkeypatch: pytest.MonkeyPatch) -> None:
    kind, url = server
    waited: list[float] = []
    monkeypatch.setattr(prefect_api.time, "sleep", waited.append)
    api, found = PrefectApi(url), []
    for name, ask in ASKED.items():
        for statuses in ((), *REFUSALS) if name in ("is ready", "workers", "make pool", "forget", "start") else ((),):
            kind.asked.clear()
            kind.statuses[:] = statuses
            waited.clear()
            try:
                answer = str(ask(api))[:90]
            except SchedulerError as error:
                answer = str(error).replace(api.url, "URL")[:90] + f" … {len(str(error).partition('): ')[2])}"
                answer += f" {error.subject == api.url}"
            found.append(f"{name} {statuses}: {answer}; asked {len(kind.asked)} times, waited {waited}")
            found += [f"  {line}" for line in ([] if statuses else kind.asked)]
    check(KEPT, found)


def test_no_heartbeat_is_none(server: tuple[type[Server], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ONE, "events", [])
    assert PrefectApi(server[1]).last_heartbeat("r1", since=NOW) is None


def test_a_server_that_is_gone_is_not_ready_and_is_said() -> None:
    api = PrefectApi("http://127.0.0.1:9/api")
    assert api.is_ready() is False
    with pytest.raises(SchedulerError, match="does not answer; start it with newsthread up"):
        api.deployments()


def test_a_moment_is_read_as_the_server_writes_it() -> None:
    assert instant("2026-11-22T12:00:00Z") == instant("2026-11-22T13:00:00+01:00") == NOW
