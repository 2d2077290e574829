"""The container's files name what there is; what they run is tried without an engine, in an empty environment."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from flows.commands.loading import MODULES
from tests.conftest import HOME

DEPLOY = HOME / "deploy"
LOCK = HOME / "requirements.lock"
PINNED = r"s/^\([A-Za-z0-9_.-]*==[^\\]*[^ \\]\) *\\*$/\1/p"  # as install.sh takes versions from the lock


def services(name: str) -> dict[str, dict[str, object]]:
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))["services"]


def test_the_containerfile_copies_what_there_is_and_runs_the_script() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    (sources,) = re.findall(r"^COPY (dist\S+ .*) /build/$", text, re.MULTILINE)
    assert all((HOME / source).exists() for source in sources.split() if not source.startswith("dist/"))
    assert "sh /build/install.sh /build/newsthread-*.whl /build/requirements.lock /opt/newsthread" in text
    versions = re.findall(r"python:(\d+)\.(\d+)-slim", text)
    asked = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert len(set(versions)) == 1
    assert tuple(map(int, versions[0])) >= tuple(map(int, asked.removeprefix(">=").split(".")))


@pytest.mark.parametrize("name", ["compose.yaml", "compose.postgres.yaml"])
def test_every_service_builds_from_it_and_publishes_nothing_beyond_the_machine(name: str) -> None:
    for service, what in services(name).items():
        if service != "postgres":
            build = what["build"]
            assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
        assert all(str(port).startswith("127.0.0.1:") for port in what.get("ports", ()))
        assert not re.search(r"password\W+\w*[a-z0-9]{6,}['\"]?$", str(what.get("environment", "")).lower())


def test_the_commands_are_ours() -> None:
    texts = [(DEPLOY / name).read_text(encoding="utf-8") for name in ("Containerfile", "compose.postgres.yaml")]
    assert {"watch-over", "up"} <= set(MODULES)
    assert 'CMD ["up"]' in texts[0]
    assert "newsthread watch-over" in texts[1]
    assert services("compose.postgres.yaml")["worker"]["environment"]["NEWSTHREAD_HOME"] == "/opt/newsthread/home"


def test_the_versions_are_those_of_the_lock() -> None:
    assert PINNED in (DEPLOY / "install.sh").read_text(encoding="utf-8")
    found = subprocess.run(["sed", "-n", PINNED, str(LOCK)], capture_output=True, text=True, check=True).stdout
    pins = re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^([\w.-]+)==", found, re.MULTILINE) == pins
    assert "\\" not in found
    assert "--hash" not in found


@pytest.mark.machine
def test_the_script_makes_an_environment_in_which_the_demo_runs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(HOME)], check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    target = tmp_path / "root"
    command = ["sh", str(DEPLOY / "install.sh"), str(wheel), str(LOCK), str(target)]
    subprocess.run(command, env=environment, check=True, cwd=tmp_path)
    assert (target / "home" / "flows" / "data" / "prefect.yaml").is_file()
    demo = [str(target / "bin" / "newsthread"), "demo"]
    done = subprocess.run(demo, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "articles: " in done.stdout
