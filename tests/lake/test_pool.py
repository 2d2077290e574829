"""Shards on the workers of a Prefect pool, whose server keeps its runs in PostgreSQL as the lake its catalog."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.operations.prefect_api import PrefectApi
from tests.conftest import HOME
from tests.flows.conftest import OVER, free_port, until
from tests.lake.bustle import RestlessNewsroom, served
from tests.lake.conftest import COMMAND, Lakeside
from tests.lake.postgres import Postgres

PREFECT = [str(COMMAND.with_name("python")), "-m", "prefect", "--no-prompt"]
RUNS = ("collect-shard/collect-shard-1", "collect-shard/collect-shard-2")


@contextmanager
def running(words: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Prefect's programs, with all that it starts, while the block runs."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*PREFECT, *words], cwd=log.parent, env=environment, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.machine
@pytest.mark.timeout(900)
def test_two_workers_collect_two_shards_and_one_links(
    postgres: Postgres, planted_lakeside: Lakeside, tmp_path: Path
) -> None:
    postgres.create("prefect")
    port = free_port()
    environment = planted_lakeside.environment | {
        "PYTHONPATH": str(HOME), "NEWSTHREAD_HOME": str(HOME), "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"postgresql+asyncpg://news@127.0.0.1:{postgres.port}/prefect",
        "PREFECT_WORKER_QUERY_SECONDS": "1", "DO_NOT_TRACK": "1",
    }  # fmt: skip
    api = PrefectApi(environment["PREFECT_API_URL"])
    server = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with served(RestlessNewsroom()) as newsroom, running(server, environment, tmp_path / "server.log"):
        (planted_lakeside.folder / "feeds.txt").write_text("".join(f"{url}\n" for url in newsroom.feeds()))
        planted_lakeside.run("feeds", "import", "feeds.txt")
        until(api.is_ready, "the server")
        api.make_pool("newsthread")
        deployer = {name: value for name, value in environment.items() if name != "NEWSTHREAD_HOME"}
        subprocess.run(
            [*PREFECT, "deploy", "--all", "--prefect-file", "docs/many-machines.yaml"],
            cwd=HOME, env=deployer, check=True, capture_output=True, timeout=200,
        )  # fmt: skip
        for deployment in api.deployments():  # the timetable's own runs would meet these at some minutes of the hour
            api._ask("PATCH", f"/deployments/{deployment['id']}", {"paused": True})
        worker = ["worker", "start", "--pool", "newsthread", "--type", "process", "--limit", "1"]
        with running(worker, environment, tmp_path / "one.log"), running(worker, environment, tmp_path / "two.log"):
            started = [api.start(name, {}) for name in RUNS]
            until(lambda: all(state(api, run) in OVER for run in started), "both shards")
            assert [state(api, run) for run in started] == ["COMPLETED", "COMPLETED"]
            linking = api.start("link-coverage/link-coverage", {})
            until(lambda: state(api, linking) in OVER, "linking")
            assert state(api, linking) == "COMPLETED"
    read, waiting = planted_lakeside.ask(
        "SELECT url, count(*) AS n, bool_and(story_id IS NOT NULL) AS linked FROM articles GROUP BY url",
        "SELECT url FROM archive.readings WHERE attempts = 0 AND rereads = 0",
    )
    announced = {url for urls in newsroom.listed.values() for url in urls}
    # A page of the first shard that a feed of the second announced meanwhile is read by the next run.
    assert announced - {row["url"] for row in read} <= {row["url"] for row in waiting}
    assert len(read) > len(announced) / 2
    assert {(row["n"], row["linked"]) for row in read} == {(1, True)}
    runs = postgres.ask("SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'", "prefect")
    assert int(runs) >= len(RUNS) + 1


def state(api: PrefectApi, run: str) -> str:
    time.sleep(0.5)
    return str(api._ask("GET", f"/flow_runs/{run}")["state"]["type"])
