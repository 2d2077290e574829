"""Runs tests in a child of this process, which has the libraries loaded already."""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

PRELOADED = (
    "aiohttp", "dateparser", "duckdb", "feedparser", "htmldate", "jinja2", "luqum.parser", "lxml.html", "numpy",
    "py3langid", "pyarrow", "pytest", "rapidfuzz", "trafilatura", "typer", "sentencex", "snowballstemmer",
)  # fmt: skip


IDLE_FACTOR = 10  # a test that waits, or a busy machine, may take so many times the seconds of work that it is given


def preload() -> None:
    """Import what nearly every test needs; none of the project's own code."""
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            __import__(name)


def passes(tree: Path, tests: Sequence[str], seconds: float) -> tuple[bool, str]:
    """Return whether the tests pass in `tree` within so many seconds of work, and what the first that fails says."""
    log, scratch = tree.parent / "log", tree.parent / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    child = os.fork()
    if not child:
        _run_in_child(tree, tests, log, int(seconds))
    until = time.monotonic() + IDLE_FACTOR * seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _end_group(child)
            code = os.waitstatus_to_exitcode(status)
            if code == -signal.SIGXCPU:
                return False, "time-out"
            good = code in (0, 5)  # 5: none of them is for this machine
            return good, "" if good else _first_failure(log)
        time.sleep(0.05)
    _end_group(child)
    os.waitpid(child, 0)
    return False, "time-out"


def _run_in_child(tree: Path, tests: Sequence[str], log: Path, seconds: int) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    os.chdir(tree)
    os.environ["TMPDIR"], tempfile.tempdir = str(tree.parent / "tmp"), None
    sys.path[:] = [str(tree), *[entry for entry in sys.path if entry and not (Path(entry) / "tools/mutants").is_dir()]]
    for name in [name for name in sys.modules if name.split(".")[0] == "tools"]:
        del sys.modules[name]
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    import pytest

    quiet = ["-x", "-q", "--tb=line", "--no-header", "-p", "no:cacheprovider"]
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    code = 3
    try:
        code = int(pytest.main([*quiet, *tests]))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_group(child: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)


def _first_failure(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    told = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return told[0].split(" - ")[0].split(" ", 1)[1] if told else (lines[-1] if lines else "no word")
