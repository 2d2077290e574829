"""Work of a test in a process of its own, which is a copy of one that has imported what such work needs."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

FORKS = get_context("forkserver")
# Imported once for all copies: each process of its own would need half a second to more than one.
FORKS.set_forkserver_preload(
    [
        "tests.storage.killing",
        "tests.storage.publishing_turns",
        "tests.flows.newsdesk",
        "tests.flows.collecting.collector",
    ]
)


class Forked:
    """A process that does one piece of work, and what it prints."""

    def __init__(self, work: Callable[..., object], *given: Any) -> None:
        """Begin; `work` is a function of a module that can be imported."""
        reader, writer = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=_run, args=(writer, dict(os.environ), work, given))
        self._process.start()
        writer.close()
        self.said = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()

    def done(self, within: float) -> tuple[int, str]:
        """Wait until it has ended by itself; return its code and what it printed since."""
        self._process.join(within)
        is_late = self._process.exitcode is None
        code, rest = self.end(0)
        assert not is_late, f"not done after {within} seconds: {rest}"
        return code, rest

    def end(self, within: float) -> tuple[int, str]:
        """Kill it where it is not done after so many seconds; return its code (a signal's below zero) and the rest."""
        self._process.join(within)
        self._process.kill()
        with self.said:
            rest = self.said.read()
        self._process.join()
        code = self._process.exitcode
        self._process.close()
        assert code is not None
        return code, rest


def _run(writer: Connection, environment: dict[str, str], work: Callable[..., object], given: tuple[Any, ...]) -> None:
    os.dup2(writer.fileno(), 1)
    os.dup2(writer.fileno(), 2)
    writer.close()
    os.environ.clear()
    os.environ.update(environment)
    work(*given)
