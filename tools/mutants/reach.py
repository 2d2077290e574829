"""A pytest plugin that notes which functions each test calls, and how much work it is: -p tools.mutants.reach."""

import json
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

HOME = str(Path(__file__).resolve().parents[2])
ROOMS = tuple(f"{HOME}/{room}/" for room in ("news", "storage", "digest", "extractors", "flows"))

_seen: set[CodeType] = set()
_of_fixture: dict[str, set[CodeType]] = defaultdict(set)
_of_test: dict[str, dict[str, object]] = {}
_failed: set[str] = set()


def _note(frame: FrameType, event: str, argument: object) -> None:
    _seen.add(frame.f_code)


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    """Note what a fixture calls: every test that uses it reaches that, not only the first."""
    before = set(_seen)
    _seen.clear()
    yield
    _of_fixture[f"{fixturedef.baseid}::{fixturedef.argname}"] |= _seen
    _seen.update(before)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note what a test calls."""
    _seen.clear()
    before = _work()
    sys.settrace(_note)
    threading.settrace(_note)
    yield
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    called = set(_seen)
    infos = getattr(item, "_fixtureinfo", None)
    for definitions in (infos.name2fixturedefs if infos else {}).values():
        for one in definitions:
            called |= _of_fixture[f"{one.baseid}::{one.argname}"]
    ours = [code for code in called if code.co_filename.startswith(ROOMS)]
    reached = sorted({(code.co_filename[len(HOME) + 1 :], code.co_qualname) for code in ours})
    _of_test[item.nodeid] = {"seconds": round(_work() - before, 3), "reached": reached}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep whether a test passed."""
    if report.outcome != "passed":
        _failed.add(report.nodeid)


def _work() -> float:
    """Return the seconds of work of this process and its children so far: no clock, since a machine may be busy."""
    return sum(os.times()[:4])


def pytest_sessionfinish() -> None:
    """Write one file for this process, of the tests that passed."""
    target = os.environ.get("REACH_FILE")
    if target:
        kept = {name: told for name, told in _of_test.items() if name not in _failed}
        Path(target).write_text(json.dumps(kept), encoding="utf-8")
