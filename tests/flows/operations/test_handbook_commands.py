"""The handbook's production path, word for word: server, pool, `prefect deploy --all`, worker and watch, each alone."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest

from flows.operations.processes import Child
from tests.conftest import HOME
from tests.flows.conftest import PASSWORD, SCHEDULED, Machine, new_machine, until

pytestmark = [pytest.mark.prefect, pytest.mark.machine]
HANDBOOK = (HOME / "docs" / "operating.md").read_text(encoding="utf-8")


def as_here(text: str, machine: Machine) -> str:
    """What the handbook says, of this machine's folders and port."""
    for theirs, ours in (
        ("/opt/newsthread/.venv/bin/newsthread", f"{sys.executable} -m flows.cli"),
        ("/opt/newsthread/.venv/bin/python", sys.executable),
        (" .venv/bin/python", f" {sys.executable}"),
        ("/opt/newsthread/archive", str(machine.archive)),
        ("/opt/newsthread/newsthread.toml", str(machine.folder / "newsthread.toml")),
        ("/opt/newsthread", str(HOME)),
        ("4200", str(machine.port)),
        ("…", PASSWORD),
    ):
        text = text.replace(theirs, ours)
    return text


def environment_of(machine: Machine) -> dict[str, str]:
    """The handbook's environment file."""
    stated = re.findall(r"^((?:NEWSTHREAD|PREFECT|DO_NOT)\w+)=(.*)$", as_here(HANDBOOK, machine), re.MULTILINE)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSTHREAD_", "PREFECT_"))}
    return bare | dict(stated) | {"PYTHONPATH": str(HOME), "PREFECT_WORKER_QUERY_SECONDS": "1"}


def unit(name: str, machine: Machine) -> Child:
    """The process of a unit of the handbook."""
    (command,) = re.findall(rf"^ExecStart=(.* {name}\b.*)$", HANDBOOK, re.MULTILINE)
    return Child(
        name, shlex.split(as_here(command, machine)), folder=HOME, environment=environment_of(machine),
        log=machine.folder / f"{name}.log",
    )  # fmt: skip


def watched(machine: Machine) -> str:
    """What one round of the watch says."""
    watch = unit("watch-over", machine)
    watch.start()
    assert until(lambda: watch.wait(1) is not None, "the watch to look")
    assert watch.ended() == 0, watch.last_words()
    return watch.last_words(100)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Server, deployments and worker, as the handbook has them started."""
    with new_machine(tmp_path_factory.mktemp("pieces")) as made:
        server, worker = unit("server", made), unit("worker", made)
        try:
            server.start()
            until(lambda: made.api.is_ready() or server.ended() is not None, "the server")
            assert server.ended() is None, server.last_words()
            (told,) = re.findall(r"^(cd /opt/newsthread && .*deploy --all)$", HANDBOOK, re.MULTILINE | re.DOTALL)
            done = subprocess.run(
                ["bash", "-ec", as_here(told, made)], env=environment_of(made), capture_output=True, text=True,
                timeout=240, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            worker.start()
            yield made
        finally:
            worker.stop(20)
            server.stop(20)


def test_what_is_deployed_names_no_folder_of_the_one_who_deployed(machine: Machine) -> None:
    deployments = machine.api.deployments()
    assert {item["name"] for item in deployments} == set(re.findall(r"^\| `(\w+-\w+)` \|", HANDBOOK, re.MULTILINE))
    assert not [item["name"] for item in deployments if str(HOME) in str(item)]
    directories = {step["directory"] for item in deployments for one in item["pull_steps"] for step in one.values()}
    assert directories == {"{{ $NEWSTHREAD_HOME }}"}


@pytest.mark.parametrize("name", SCHEDULED)
def test_a_scheduled_run_of_each_deployment_ends_well(machine: Machine, name: str) -> None:
    run = machine.bring_forward(name)
    assert (run["state"]["type"], run["auto_scheduled"]) == ("COMPLETED", True), run["state"]


def test_the_letter_is_delivered_and_the_web_edition_printed(machine: Machine) -> None:
    assert [letter.recipient for letter in machine.office.letters] == ["reader@example.org"]
    until(lambda: machine.runs_of("print-site", "COMPLETED"), "the site to be built")
    assert (machine.archive / "site" / "index.html").exists()
    assert machine.ask("SELECT count(*), count(DISTINCT url) FROM articles") == [(55, 55)]


def test_the_watch_has_nothing_to_tell(machine: Machine) -> None:
    assert watched(machine) == ""


def test_secrets_stand_in_nothing_that_is_kept(machine: Machine) -> None:
    kept = [path for path in machine.folder.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in kept)
    assert [path for path in kept if PASSWORD.encode() in path.read_bytes()] == []
