"""Prefect's server that a process starts for itself: the environment variables under which it does."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 180  # Prefect's own limit of 20 s for its server's start fails on a slow machine


def own_server(home: Path, *, log_level: str) -> dict[str, str]:
    """Return the variables of a server that keeps its files in `home`, and reports to nobody."""
    return {
        "PREFECT_HOME": str(home.resolve()),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_SECONDS),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": log_level,
        "DO_NOT_TRACK": "1",
    }


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables while the block runs."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
