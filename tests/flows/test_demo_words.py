"""The demo's last lines can be pasted where they were printed."""

import sys
from pathlib import Path

import pytest

from flows.demo.demo import called_as


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "newsthread"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_a_program_on_the_path_is_called_by_its_name(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    monkeypatch.setattr(sys, "argv", [str(installed), "demo"])
    assert called_as() == "newsthread"


def test_one_that_is_not_is_called_by_its_place(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed.parent.parent))
    monkeypatch.setattr(sys, "argv", [str(installed), "demo"])
    assert called_as() == str(installed)


def test_a_checkout_names_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["flows/cli.py", "demo"])
    assert called_as() == ".venv/bin/newsthread"
