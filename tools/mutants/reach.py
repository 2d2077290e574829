"""A pytest plugin that notes which lines each test runs, and how much work it is: -p tools.mutants.reach."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

HOME = Path(__file__).resolve().parents[2]
WORTH_COUNTING = 0.05  # seconds of a fixture
PACKAGES = ("news", "storage", "digest", "extractors", "flows")

_measured = coverage.Coverage(
    data_file=None, config_file=False, branch=True, source=[str(HOME / package) for package in PACKAGES]
)
_fixtures: dict[str, set[str]] = {}  # of a test: those that it uses
_seconds: dict[str, float] = {}  # of a test, or of what makes a fixture
_made: dict[str, float] = defaultdict(float)  # seconds of the fixtures that a test was the first to want
_failed: set[str] = set()
_now = [""]  # the test or fixture whose lines are noted


def pytest_configure() -> None:
    """Begin before the project is imported: what runs with an import belongs to no test."""
    _measured.start()


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    """Note what a fixture runs: every test that uses it reaches that, not only the first."""
    before, name, begun = _now[0], f"fixture {fixturedef.baseid}::{fixturedef.argname}", _work()
    _switch(name)
    yield
    _switch(before)
    _seconds[name] = max(_seconds.get(name, 0.0), round(_work() - begun, 3))
    _made[before] += _work() - begun


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note what a test runs."""
    before = _work()
    _switch(item.nodeid)
    yield
    _switch("")
    infos = getattr(item, "_fixtureinfo", None)
    definitions = (infos.name2fixturedefs if infos else {}).values()
    _fixtures[item.nodeid] = {f"fixture {one.baseid}::{one.argname}" for several in definitions for one in several}
    _seconds[item.nodeid] = round(max(_work() - before - _made[item.nodeid], 0.0), 3)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep whether a test passed."""
    if report.outcome != "passed":
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write one file of the tests that passed, their lines a bit each, and one of the branches that none took."""
    _measured.stop()
    target = os.environ.get("REACH_FILE")
    if not target:
        return
    data = _measured.get_data()
    run: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for file in sorted(data.measured_files()):
        path = Path(file).relative_to(HOME).as_posix()
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in contexts:
                run[context][path] |= 1 << line
    kept = {}
    for test in sorted(_fixtures.keys() - _failed):
        lines = dict(run[test])
        for fixture in _fixtures[test] & run.keys():
            for path, bits in run[fixture].items():
                lines[path] = lines.get(path, 0) | bits
        wanted = {name: _seconds[name] for name in _fixtures[test] if _seconds.get(name, 0.0) > WORTH_COUNTING}
        told = {path: f"{bits:x}" for path, bits in lines.items()}
        kept[test] = {"seconds": _seconds[test], "fixtures": wanted, "lines": told}
    Path(target).write_text(json.dumps(kept), encoding="utf-8")
    _measured.json_report(outfile=str(Path(target).with_suffix(".branches")), ignore_errors=True)


def _switch(context: str) -> None:
    _now[0] = context
    _measured.switch_context(context)


def _work() -> float:
    """Return the seconds of work of this process and its children so far: no clock, since a machine may be busy."""
    return sum(os.times()[:4])
