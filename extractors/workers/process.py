"""What a worker process does: answers jobs over a socket until its parent is gone; ends itself when it hangs."""

import importlib
import os
import resource
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Literal

from news.records import record


@record
class Lost:
    """A job without an answer: its worker hung or died."""

    how: Literal["timeout", "crashed"]
    reason: str
    seconds: float


def load(target: str) -> Callable[[Any, Any], Any]:
    """Import the function "module:function" and let its module prepare itself."""
    name, _, function_name = target.partition(":")
    module = importlib.import_module(name)
    function: Callable[[Any, Any], Any] = getattr(module, function_name)
    getattr(module, "prepare", lambda: None)()
    return function


def answer_over(pipe: Connection, function: Callable[[Any, Any], Any]) -> None:
    """Say that this process is ready, take its limits, and answer jobs until the parent is gone."""
    try:
        pipe.send(os.getpid())
        context, memory_bytes, seconds = pipe.recv()
        _limit_to(resource.RLIMIT_DATA, memory_bytes)
        _limit_to(resource.RLIMIT_CORE, 0)
        while True:
            for job in pipe.recv():
                pipe.send(_answer(function, job, context, seconds))
    except (EOFError, OSError):
        return  # the parent closed its end, or is gone


def _limit_to(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _answer(function: Callable[[Any, Any], Any], job: Any, context: Any, seconds: float) -> Any:
    """Return the function's answer, or what it raised; the kernel ends this process when nobody else does.

    SIGALRM keeps its default action, which needs no Python: a job that hangs in C outlives its parent by no more
    than twice its time.
    """
    started = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 2 * seconds + 1)
    try:
        return function(job, context)
    except Exception as error:  # whatever it is, it is told as the reason, and the next job is tried
        reason = f"{type(error).__name__}: {error}"[:300]
        return Lost(how="crashed", reason=reason, seconds=time.monotonic() - started)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
