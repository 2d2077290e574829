"""An archive and a site on loopback for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.flows.collecting.loopback import NOW, Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on loopback."""
    with serving() as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive without anything."""
    with Archive.open(tmp_path / "archive", now=NOW) as opened:
        yield opened
