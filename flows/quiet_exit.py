"""Silences what DuckDB's bindings print while the interpreter shuts down."""

import atexit
import os
from functools import cache


@cache  # one handler, however often it is called
def end_quietly() -> None:
    """Close standard error once every exit handler has run.

    Prefect's threads still hold objects of DuckDB when the interpreter goes, and nanobind then lists them for pages
    (https://nanobind.readthedocs.io/en/latest/refleaks.html). Handlers run last in, first out: call this early.
    """
    atexit.register(_close)


def _close() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
