"""A collection by command and by flow keeps the same rows: articles, links, alerts, failures, all of them."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.collecting.pipeline import STEPS, CollectionRequest, collect_all, with_open_archive
from flows.configuration.settings import Settings
from flows.demo.demo import demo_environment, prepare
from flows.demo.newsroom import Newsroom, serve
from news.records import READABLE
from storage.archive import Archive
from tests.conftest import HOME

# Columns that tell how a run went, not what it kept: seconds on the wire, and the chance in a schedule.
BY_CHANCE = {"seconds", "next_at"}
BY_FLOW = "import sys; from pathlib import Path; from datetime import datetime; from flows.demo.demo import run_flow; "
BY_FLOW += "run_flow(Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2]))"


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


def by_command(folder: Path, settings: Settings, moment: datetime) -> None:
    request = CollectionRequest(now=moment, feeds=folder / "feeds.opml", all_feeds=True)
    with Archive.open(folder, now=moment) as archive:
        collect_all(with_open_archive(archive, settings, request))


def by_flow(folder: Path, _: Settings, moment: datetime) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BY_FLOW, str(folder), moment.isoformat()], cwd=HOME,
        env={**os.environ, **demo_environment(folder)}, capture_output=True, text=True, timeout=250, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.prefect
def test_command_and_flow_keep_the_same(tmp_path: Path) -> None:
    settings = replace(Settings(), private_hosts="127.0.0.1", contact="demo@localhost.invalid")
    newsroom = Newsroom.read(settings.seeds / "newsroom")
    found = {}
    with serve(newsroom):
        for way in (by_command, by_flow):
            folder = tmp_path / way.__name__
            prepare(folder, newsroom, settings, now=newsroom.moments[0] - timedelta(days=1))
            for moment in newsroom.moments:
                newsroom.now = moment
                way(folder, replace(settings, archive=folder), moment)
            found[way.__name__] = kept(folder)
    command, flow = found["by_command"], found["by_flow"]
    assert {table for table in command if command[table] != flow[table]} == set()
    assert command["alerts"], "a feed of the newsroom falls silent"
    assert command["failures"]


def test_every_step_has_a_name_of_its_own() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS) == 5


def test_sql_and_python_agree_on_readable_pages(newsroom_archive: Path) -> None:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        for status in (*READABLE, "not_article", "too_short", "blocked", "gone"):
            said = connection.execute("SELECT is_readable_page($1)", [status]).fetchone()
            assert said == (status in READABLE,)
