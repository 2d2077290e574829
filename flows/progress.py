"""Progress on long work: a bar on a terminal, one line a stage elsewhere."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

logger = logging.getLogger("newsthread")
Step = Callable[[], None]


class Progress:
    """Progress for logs and tests: one line when a stage is done."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        """Show a stage of `total` steps; the caller calls the given function after each."""
        done = 0

        def step() -> None:
            nonlocal done
            done += 1

        yield step
        if total:
            self._say(f"{name}: {done} of {total}")

    def _say(self, line: str) -> None:
        logger.info(line)


class LineProgress(Progress):
    """Progress for a person's log file: a line on standard error when a stage is done."""

    def _say(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")


class TerminalProgress(Progress):
    """Progress for a person: a bar a stage, on standard error."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Step]:
        """Show a bar while the stage runs; an empty stage shows nothing."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        if not total:
            yield lambda: None
            return
        columns = (TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=Console(stderr=True)) as bars:
            task = bars.add_task(name, total=total)
            yield lambda: bars.advance(task)


def show_lines() -> None:
    """Show what is logged of the work on standard error, a line each."""
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.propagate = False
    logger.setLevel(logging.INFO)
