"""Fixtures of every test: no network but loopback, and archives made of the sample newsroom."""

import fcntl
import gc
import ipaddress
import math
import os
import socket
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

HOME = Path(__file__).resolve().parent.parent
SHARED = HOME.parent / "shared"

gc.disable()  # until all tests are collected: a third of that went into looking for cycles among objects that stay

os.environ.pop("COLUMNS", None)  # xdist sets it for its workers: without it lines stay whole, however tests are started

# A busy machine is no fault of the code: what is slow has tests of its own that count steps or compare two sizes.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int | None:
    """Three processes for two cores: what waits for a server, a time limit or a disk leaves its core to others."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return math.ceil(1.5 * len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 3)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the files, begin with those that take longest, so that all end together."""
    if hasattr(config, "workerinput"):
        seconds = tomllib.loads((HOME / "tests" / "seconds.toml").read_text(encoding="utf-8"))["seconds"]
        items.sort(key=lambda item: -seconds.get(item.nodeid.partition("::")[0], 0))


def pytest_collection_finish() -> None:
    """Look for cycles from here on, but not among the tests themselves, and not so often: that took 5 % of the CPU."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    """Let the interpreter end as ever: extensions complain of what is left."""
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "localhost.invalid")


@pytest.fixture(autouse=True, scope="session")
def _new_archives_are_copies() -> Iterator[None]:
    """Migrate one archive a process; every other new one begins as its copy."""
    from tests.storage.new_archives import copied_archives

    with copied_archives():
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it are skipped, loudly, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: this test needs real data that is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def newsroom_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with the seed documents and the sample newsroom, collected at its two moments."""
    from tests.storage.archive_copies import copy_of

    made = made_once_a_run(tmp_path_factory, "newsroom", _collect_newsroom)
    return copy_of(made, tmp_path_factory.mktemp("newsroom") / "archive")


def made_once_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that `make` filled, by whichever process wanted it first."""
    base = factory.getbasetemp()
    home = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / name).exists():
            make(home / f"{name}.draft")
            (home / f"{name}.draft").rename(home / name)
    return home / name


def _collect_newsroom(folder: Path) -> None:
    from dataclasses import replace

    from flows.collecting.pipeline import CollectionRequest, collect_all, with_open_archive
    from flows.configuration.settings import Settings
    from flows.demo.demo import prepare
    from flows.demo.newsroom import Newsroom, serve
    from storage.archive import Archive

    settings = replace(Settings(), archive=folder, private_hosts="127.0.0.1", contact="tests@localhost.invalid")
    newsroom = Newsroom.read(settings.seeds / "newsroom")
    with serve(newsroom):
        prepare(folder, newsroom, settings, now=newsroom.moments[0] - timedelta(days=1))
        for moment in newsroom.moments:
            newsroom.now = moment
            with Archive.open(folder, now=moment) as archive:
                request = CollectionRequest(now=moment, feeds=folder / "feeds.opml", all_feeds=True)
                collect_all(with_open_archive(archive, settings, request))


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
