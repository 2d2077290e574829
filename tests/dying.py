"""Dying at a chosen step: how a test kills its own work between any two lines that matter."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Steps:
    """How many steps were taken so far."""

    taken: int = 0


@contextmanager
def dying_at(step: int, files: Sequence[str]) -> Iterator[Steps]:
    """Count calls and returns of functions in `files` (ends of paths); SIGKILL this process at `step` (0: never)."""
    steps = Steps()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event in ("call", "return") and frame.f_code.co_filename.endswith(tuple(files)):
            steps.taken += 1
            if steps.taken == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    try:
        yield steps
    finally:
        sys.setprofile(None)
