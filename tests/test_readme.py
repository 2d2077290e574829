"""What the README tells people to type works as it stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HOME

README = (HOME / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.split(" #")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
OURS = [line for line in COMMANDS if line.startswith(".venv/bin/newsthread ")]


def run(line: str, folder: Path, archive: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the README's commands on `archive`, from `folder`."""
    words = shlex.split(line)[1:]
    if "--archive" in words:
        words = words[: words.index("--archive")]
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOME), "NEWSTHREAD_ARCHIVE": str(archive)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("line", [line for line in OURS if " sql " in line])
def test_its_questions_have_answers(line: str, newsroom_archive: Path, tmp_path: Path) -> None:
    done = run(line, tmp_path, newsroom_archive)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"^0 rows", done.stdout, re.MULTILINE)


def test_watching_real_feeds_works_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(HOME / "seeds")
    lines = [line for line in OURS if " sql " not in line]
    assert len(lines) >= 7
    for line in lines:
        if "collect" in line or "doctor" in line or line.endswith(" up"):
            continue  # they would reach for the network, ask for a contact, never end: each has tests of its own
        done = run(line, tmp_path, tmp_path / "archive")
        assert done.returncode == 0, (line, done.stderr)
        assert "Traceback" not in done.stderr


def test_every_command_it_names_exists() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--help"], cwd=HOME, capture_output=True, text=True, check=True
    )
    named = set(re.findall(r"newsthread ([a-z]+(?:-[a-z]+)?)\b", README)) - {"runs", "follows", "is", "and"}
    listed = set(re.findall(r"^\s{2}([a-z-]+)\s", done.stdout, re.MULTILINE))
    assert {name for name in named if f"newsthread {name}" in " ".join(COMMANDS)} <= listed


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (HOME / target).exists(), target
