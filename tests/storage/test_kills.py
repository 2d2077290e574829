"""A process that is killed at any moment leaves an archive that opens, with all that it acknowledged, once.

A handful of moments here; benchmarks/archive/kills.py tries a hundred on an archive of 200,000 articles.
"""

import random
import shutil
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.maintenance.backup import back_up
from tests.storage.killing import WORKS, Killer
from tests.storage.newsstand import NOW, filled

COUNT = 2000


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kills") / "archive"
    filled(folder, COUNT, words=100)
    with Archive.open(folder, now=NOW) as archive:
        back_up(archive.store, folder.with_name("kept-backup"), now=NOW)
    return folder


@pytest.mark.parametrize("work", WORKS)
def test_nothing_is_lost_or_doubled_when_it_is_killed(prepared: Path, tmp_path: Path, work: str) -> None:
    shutil.copytree(prepared.parent, tmp_path, dirs_exist_ok=True)
    killer = Killer(folder=tmp_path / "archive", articles=COUNT, words=100, dice=random.Random(f"kill {work}"))
    for _ in range(2):
        killer.kill(work, within=1.0)
    assert killer.kills + killer.ended == 2
