"""A lake to test on: PostgreSQL on loopback, and the command line of the environment whose DuckDB has DuckLake."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import HOME, made_once_a_run
from tests.lake.postgres import Postgres, is_installed, running_postgres

COMMAND = HOME / ".venv-lake" / "bin" / "newsthread"


@dataclass(frozen=True, kw_only=True)
class Lakeside:
    """A lake and a machine on its shore: `run` is the command line there."""

    catalog: str
    data: Path
    folder: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a machine on this lake has set."""
        bare = {name: value for name, value in os.environ.items() if not name.startswith("NEWSTHREAD_")}
        ours = {"ARCHIVE": self.catalog, "DATA": str(self.data), "CONTACT": "tests@localhost.invalid"}
        ours["PRIVATE_HOSTS"] = "127.0.0.1 localhost"
        return bare | {f"NEWSTHREAD_{name}": value for name, value in ours.items()} | self.more

    def start(self, *words: str, **how: Any) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen([COMMAND, *words], cwd=self.folder, env=self.environment, text=True, **how)

    def try_(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command, whatever comes of it."""
        return subprocess.run(
            [COMMAND, *words], cwd=self.folder, env=self.environment, text=True, capture_output=True, check=False,
            timeout=240,
        )  # fmt: skip

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have another process hold the right to link while the block runs."""
        script = (
            "import sys; from storage.lake import Lake; from storage.lake_store import ALONE, AdvisoryLock; "
            "lock = AdvisoryLock(Lake.named(sys.argv[1]), ALONE); lock.take(); print('held', flush=True); "
            "sys.stdin.read()"
        )
        with subprocess.Popen(
            [COMMAND.with_name("python"), "-c", script, self.catalog], cwd=HOME, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as holder:  # fmt: skip
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            yield
            holder.terminate()

    def run(self, *words: str) -> str:
        """Run a command that must succeed; return what it printed."""
        done = self.try_(*words)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def ask(self, *questions: str) -> list[list[dict[str, Any]]]:
        """Ask the lake, as a reader that attaches it; return the rows of each question."""
        done = subprocess.run(
            [COMMAND.with_name("python"), "-m", "tests.lake.answers", self.catalog], input=json.dumps(questions),
            cwd=HOME, env=self.environment, text=True, capture_output=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout))

    def one(self, question: str) -> Any:
        """Ask for one value."""
        ((row,),) = self.ask(question)
        (value,) = row.values()
        return value


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a server and its lake with the seed documents are copied from, made once a run."""
    if not COMMAND.exists():
        pytest.skip(".venv-lake is absent: make setup-lake sets up the environment that the lake's tests need")
    if not is_installed():
        pytest.skip("PostgreSQL's programs are absent: the lake's tests need them (Debian: postgresql)")
    return made_once_a_run(tmp_path_factory, "planted-lake", _plant)


def _plant(folder: Path) -> None:
    folder.mkdir()
    with running_postgres() as server:
        machine = folder / "machine"
        machine.mkdir()
        Lakeside(catalog=server.lake("planted"), data=folder / "data", folder=machine).run("plant-seeds")
        server.keep(folder / "databases")


@pytest.fixture(scope="session")
def postgres(planted: Path) -> Iterator[Postgres]:
    """A server for all tests of the lake."""
    with running_postgres(kept=planted / "databases") as server:
        yield server


def new_lake(postgres: Postgres, folder: Path, *, planted: Path | None = None) -> Lakeside:
    """Return a lake, empty or with the seed documents, and a machine on it."""
    number = len(postgres.ask("SELECT datname FROM pg_database", "postgres").splitlines())
    machine, data = folder / "machine", folder / "data"
    machine.mkdir()
    catalog = postgres.lake(f"lake_{number}", template="planted" if planted else "template1")
    if planted:
        shutil.copytree(planted / "data", data)
        postgres.ask(f"UPDATE ducklake_metadata SET value = '{data}/' WHERE key = 'data_path'", f"lake_{number}")
    return Lakeside(catalog=catalog, data=data, folder=machine)


@pytest.fixture
def lakeside(postgres: Postgres, tmp_path: Path) -> Lakeside:
    """An empty lake, and a machine on it."""
    return new_lake(postgres, tmp_path)


@pytest.fixture
def planted_lakeside(postgres: Postgres, planted: Path, tmp_path: Path) -> Lakeside:
    """A lake with the seed documents, and a machine on it."""
    return new_lake(postgres, tmp_path, planted=planted)
