"""Notes what is done to the files of a folder, step by step: what a loss of power leaves hangs on their order."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

DRAWN = re.compile(r"\b(?:[0-9a-f]{8}|\d+)(?=\.(?:tmp|taken)$)")  # parts of names that are drawn, or of the process
STEPS = ("replace", "rename", "link", "unlink", "rmdir", "mkdir", "chmod", "truncate")


@contextmanager
def noted(folder: Path) -> Iterator[list[str]]:
    """Give a list that each step within `folder` is added to while the block runs; what DuckDB does itself is none."""
    found: list[str] = []
    within = [0]  # rmtree's own steps differ from one Python to another: it is one step

    def name(path: Any) -> str:
        return DRAWN.sub("*", os.path.relpath(os.fspath(path), folder))

    def told(step: str, of: Callable[..., str]) -> Callable[..., Any]:
        do = getattr(shutil if step == "rmtree" else os, step)

        def run(*given: Any, **more: Any) -> Any:
            said = "" if within[0] else f"{step} {of(*given)}"
            within[0] += step == "rmtree"
            try:
                done = do(*given, **more)
            finally:
                within[0] -= step == "rmtree"
            found.extend([said] if said and ".." not in said else [])
            return done

        return run

    def modes(path: Any, mode: int = 0o777, *_: Any) -> str:
        return f"{name(path)} {mode:o}"

    with pytest.MonkeyPatch.context() as patch:
        for step in STEPS:
            patch.setattr(os, step, told(step, modes if step in ("mkdir", "chmod") else _names(name)))
        patch.setattr(shutil, "rmtree", told("rmtree", lambda path, *_: f"{name(path)} {os.path.exists(path)}"))
        for step in ("fsync", "ftruncate"):
            patch.setattr(os, step, told(step, lambda handle, *_: _of(folder, handle, name)))
        yield found


def _names(name: Callable[[Any], str]) -> Callable[..., str]:
    return lambda *given: " → ".join(name(one) for one in given if not isinstance(one, int))


def _of(folder: Path, handle: int, name: Callable[[Any], str]) -> str:
    """Return by which name a file is open."""
    asked = os.fstat(handle)
    return next(
        (name(path) for path in (folder, *sorted(folder.rglob("*"))) if os.path.samestat(path.stat(), asked)), ".."
    )
