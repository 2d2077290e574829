"""Extras: what pyproject.toml names is what commands ask for, and one that is absent is named in one line."""

import tomllib

import pytest

from flows.configuration import extras
from news.errors import InputError
from tests.conftest import HOME


def test_each_extra_is_named_in_pyproject_and_installed_here() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra, package in extras.PACKAGES.items():
        needs = " ".join(project["optional-dependencies"][extra])
        assert package.replace("_", "-") in needs
        extras.require(extra, needed_by="This test")


def test_an_absent_extra_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extras.PACKAGES, "many", "no_such_package_anywhere")
    with pytest.raises(InputError, match=r"^newsthread backfill needs .* pip install 'newsthread\[many\]'\.$"):
        extras.require("many", needed_by="newsthread backfill")
