"""Archives that a test begins with, made once a process: each test gets a copy, as if it had been made there."""

import json
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage import checksums

FOLDER = TemporaryDirectory(prefix="newsthread-tests-")  # removed when the process ends


def copy_of(archive: Path, folder: Path) -> Path:
    """Copy an archive to `folder`, as if it had been made there: what it notes of its files tells of the copies."""
    shutil.copytree(archive, folder, dirs_exist_ok=True)
    if (sums := folder / checksums.NAME).exists():
        checksums.write(
            sums, {name: checksums.sums_of(folder / name) for name in json.loads(sums.read_text())["files"]}
        )
    if (note := folder / "news.published.json").exists():
        made = json.loads(note.read_text())
        for name, file in (("store", "store.duckdb"), ("snapshot", "news.duckdb")):
            made[name]["inode"] = (folder / file).stat().st_ino
        note.write_text(json.dumps(made))
    return folder


def imported(rows: str, folder: Path) -> Path:
    """Return in `folder` the archive that `newsthread import` makes of these rows where nothing is set."""
    return copy_of(_imported(rows), folder)


@cache
def _imported(rows: str) -> Path:
    from flows.cli import main

    home = Path(FOLDER.name) / str(len(os.listdir(FOLDER.name)))
    home.mkdir()
    (home / "rows.jsonl").write_text(rows, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        for name in [name for name in os.environ if name.startswith("NEWSTHREAD_")]:
            patch.delenv(name)
        assert main(["import", "rows.jsonl"]) == 0
    return home / "archive"
