"""What needs Prefect's API, with one server for all: `up` itself is proven by the machine tests."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from flows.collecting.pipeline import CollectionRequest, collect_all, with_open_archive
from flows.configuration.settings import MailSettings, Settings
from flows.delivery.smtp_password import mail_password
from flows.demo.demo import demo_environment, prepare
from flows.demo.newsroom import Newsroom, serve
from flows.operations.processes import die_with_parent
from news.errors import SettingsError
from storage.archive import Archive
from tests.conftest import HOME
from tests.flows.collecting.newsroom_warc import ARTICLES, NOW, PAGES, newsroom_warc
from tests.flows.conftest import environment, free_port, until

pytestmark = pytest.mark.prefect
OWN = die_with_parent if sys.platform == "linux" else None  # a test that is killed leaves no process behind


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Prefect's API on loopback, with a database of its own."""
    folder, port = tmp_path_factory.mktemp("prefect"), free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=environment() | demo_environment(folder), stdout=log, stderr=subprocess.STDOUT, preexec_fn=OWN,
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}/api"
        until(lambda: _is_healthy(url) or process.poll() is not None, "Prefect's server to answer")
        assert process.poll() is None, (folder / "log").read_text()
        yield url
    finally:
        process.kill()  # nobody asks it again, and its orderly end takes seconds
        process.wait()


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


# --- a collection by command and by flow keeps the same rows: articles, links, alerts, failures, all of them ----------

# Columns that tell how a run went, not what it kept: seconds on the wire, and the chance in a schedule.
BY_CHANCE = {"seconds", "next_at"}
# One process for all moments: it reads each from its standard input, and says when it is done.
BY_FLOW = """
import sys
from datetime import datetime
from pathlib import Path
from flows.demo.demo import run_flow
for moment in sys.stdin:
    run_flow(Path(sys.argv[1]), now=datetime.fromisoformat(moment.strip()))
    print("done", flush=True)
"""


def kept(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of the store, in an order that does not depend on when it was written."""
    tables = {}
    with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as connection:
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'archive' ORDER BY ALL"
        ).fetchall():
            if column not in BY_CHANCE:
                columns.setdefault(table, []).append(f'"{column}"')
        for table, names in columns.items():
            tables[table] = connection.execute(
                f"SELECT {', '.join(names)} FROM archive.{table} ORDER BY ALL"
            ).fetchall()
    return tables


def by_command(folder: Path, settings: Settings, newsroom: Newsroom) -> None:
    for moment in newsroom.moments:
        newsroom.now = moment
        request = CollectionRequest(now=moment, feeds=folder / "feeds.opml", all_feeds=True)
        with Archive.open(folder, now=moment) as archive:
            collect_all(with_open_archive(archive, settings, request))


def by_flow(folder: Path, newsroom: Newsroom, server: str) -> None:
    with flow_runs(folder, server) as process:
        for moment in newsroom.moments:
            newsroom.now = moment
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{moment.isoformat()}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n", (folder / "flow.log").read_text()[-3000:]


@contextmanager
def flow_runs(folder: Path, server: str) -> Iterator["subprocess.Popen[str]"]:
    with (
        (folder / "flow.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", BY_FLOW, str(folder)], cwd=HOME,
            env={**os.environ, **demo_environment(folder), "PREFECT_API_URL": server},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, preexec_fn=OWN,
        ) as process,
    ):  # fmt: skip
        yield process


def test_command_and_flow_keep_the_same(server: str, tmp_path: Path) -> None:
    settings = replace(Settings(), private_hosts="127.0.0.1", contact="demo@localhost.invalid")
    newsroom = Newsroom.read(settings.seeds / "newsroom")
    command, flow = tmp_path / "command", tmp_path / "flow"
    with serve(newsroom):
        for folder in (command, flow):
            prepare(folder, newsroom, settings, now=newsroom.moments[0] - timedelta(days=1))
        by_command(command, replace(settings, archive=command), newsroom)
        by_flow(flow, newsroom, server)
    of_command, of_flow = kept(command), kept(flow)
    assert {table for table in of_command if of_command[table] != of_flow[table]} == set()
    assert of_command["alerts"], "a feed of the newsroom falls silent"
    assert of_command["failures"]


# --- a cluster of Prefect's -------------------------------------------------------------------------------------------


def test_two_workers_of_a_cluster_read_a_file_and_a_second_run_has_nothing_to_do(server: str, tmp_path: Path) -> None:
    archive, warc = tmp_path / "archive", newsroom_warc(tmp_path)

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.cli", "backfill", str(warc), "--workers", "2", *more]
        done = subprocess.run(
            [*command, "--archive", str(archive)],
            cwd=tmp_path, env=environment() | {"PREFECT_API_URL": server, "PATH": os.environ["PATH"]},
            capture_output=True, text=True, timeout=250, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done

    first = run()
    assert f"in {len(PAGES)} pages" in first.stdout
    assert "linked" in first.stderr.lower()  # each line of the work as it is done
    with Archive.open(archive, now=NOW) as opened:
        assert len(opened.articles.everything()) >= ARTICLES
    assert "Backfill: 0 batches read, 1 done before, of 1." in run().stdout
    assert json.loads(run("--json").stdout)["before"] == 1


# --- the mail password in a Secret block ------------------------------------------------------------------------------


def test_a_secret_block_holds_the_password(server: str) -> None:
    from prefect.blocks.system import Secret
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: server}):
        Secret(value="kept-in-prefect").save("newsthread-smtp")
        assert mail_password(MailSettings(password_block="newsthread-smtp")) == "kept-in-prefect"
        with pytest.raises(SettingsError, match="no Secret block of this name"):
            mail_password(MailSettings(password_block="lost"))
