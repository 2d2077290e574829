"""Crashes at random places of recorded work: what the disk holds then is opened, read and judged."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from news.errors import NewsError
from storage.archive import Archive
from storage.maintenance import deep_check as deep
from tests.storage.disk.simulated import Disk, Operation, recorded
from tests.storage.disk.work import BATCHES, EACH, MARKS, NOW, RUNS, contents_of, digest_of

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SECONDS = 120  # for one verdict; a reader that a damaged file keeps for longer has been noticed
ALL = tuple(range(0, RUNS * BATCHES * EACH + 1, EACH))
KINDS = ("killed", "power lost", "disk lies")


class NotRecordableError(Exception):
    """This system cannot record: says why."""


def record(scratch: Path) -> list[Operation]:
    """Run the work under the recorder; return what it wrote.

    Raises:
        NotRecordableError: there is no C compiler, or no way to preload a library.
    """
    if sys.platform != "linux" or shutil.which("cc") is None:
        raise NotRecordableError("the recorder of writes needs Linux and a C compiler (cc)")
    library, folder, log = scratch / "recorder.so", scratch / "work", scratch / "record"
    folder.mkdir()
    command = ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "recorder.c"), "-ldl"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise NotRecordableError(f"the recorder cannot be compiled: {made.stderr[:200]}")
    names = {"RECORDED_FOLDER": str(folder), "RECORD_FILE": str(log), "LD_PRELOAD": str(library)}
    command = [sys.executable, "-m", "tests.storage.disk.work", str(folder)]
    subprocess.run(command, cwd=ROOT, env=os.environ | names, check=True)
    if not log.exists():
        raise NotRecordableError("nothing was recorded: this Python preloads no libraries")
    return recorded(log, folder)


@dataclass
class Trial:
    """One crash."""

    kind: str  # of KINDS
    place: int  # after so many operations
    seed: int


def try_crashes(
    operations: Sequence[Operation], folder: Path, *, count: int, seed: int, seconds: float = 86_400.0
) -> Counter[tuple[str, str]]:
    """Try crashes of each kind in turn, for so long at most; return how many of each came to what.

    What escaped is told with its trial, and so is what an honest disk's archive was refused for.
    """
    ends = time.monotonic() + seconds
    chance, results = random.Random(seed), Counter[tuple[str, str]]()
    for number in range(count):
        if time.monotonic() > ends:
            break
        kind = KINDS[number % len(KINDS)]
        trial = Trial(kind, chance.randrange(1, len(operations) + 1), chance.randrange(2**32))
        said = try_crash(operations, trial, folder)
        is_told = said.startswith("ESCAPED") or (said.startswith("noticed") and kind != "disk lies")
        results[kind, f"{trial}: {said}" if is_told else said.split(":")[0]] += 1
    return results


def try_crash(operations: Sequence[Operation], trial: Trial, folder: Path) -> str:
    """Return what came of a crash.

    "right": all that was confirmed is there. "noticed": the archive or its deep check says that it is damaged. "older":
    an earlier state, whole in itself, which no program can tell from a right one; a fault unless the disk lies.
    """
    shutil.rmtree(folder, ignore_errors=True)
    disk = Disk(lies=trial.kind == "disk lies")
    before = operations[: trial.place]
    disk.run(before)
    disk.crash(folder, random.Random(trial.seed), loses=trial.kind != "killed")
    said = b"".join(one.data for one in before if one.path == MARKS).decode().split("\n")
    saved = max((int(line.split()[1]) for line in said if line.startswith("saved")), default=0)
    published = {int(line.split()[1]) for line in said if line.startswith("published")}
    if not (folder / "archive").is_dir():
        return "right" if not saved else "noticed"
    return _judged(asked_apart(folder / "archive"), saved, published, is_honest=trial.kind != "disk lies")


def _judged(answer: dict[str, Any], saved: int, published: set[int], *, is_honest: bool) -> str:
    if answer["wrong"] or answer["refused"]:
        return f"noticed: {answer['refused'] or answer['wrong']}"
    counts = {contents_of(count): count for count in ALL}
    shown = answer["snapshot"]
    if shown is not None and shown not in counts:
        return f"ESCAPED: the snapshot says {shown}"
    if answer["store"] not in counts:
        return f"ESCAPED: the store says {answer['store']}"
    if answer["published"] != answer["store"]:
        return f"ESCAPED: published anew, the snapshot says {answer['published']}"
    is_late = counts[answer["store"]] < saved or (published and (shown is None or counts[shown] < max(published)))
    if is_late and is_honest:
        return f"ESCAPED: {saved} were saved, {published} published, and {answer} is there"
    return "older" if is_late else "right"


def asked_apart(folder: Path) -> dict[str, Any]:
    """Ask in a process of its own: a damaged file may end it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        try:
            os.write(writing, json.dumps(_ask(folder)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else {"wrong": ["the reader was ended"], "refused": None}


def _ask(folder: Path) -> dict[str, Any]:
    """Return what the deep check says, and what snapshot and store hold; the store is then published anew."""
    deep.read_whole = lambda *paths: [deep.rows_of(path) for path in paths]  # we are apart already
    answer: dict[str, Any] = {"wrong": [], "refused": None, "store": None, "snapshot": None, "published": None}
    try:
        answer["wrong"] = [one.said for one in deep.deep_check(folder) if one.is_wrong]
        answer["snapshot"] = _contents(folder / "news.duckdb")
        with Archive.open(folder, now=NOW) as archive:
            answer["store"] = digest_of(archive.store.rows("SELECT article_id, title, text FROM archive.articles"))
            archive.publish(now=NOW)
        answer["published"] = _contents(folder / "news.duckdb")
    except (NewsError, duckdb.Error) as error:
        answer["refused"] = str(error)[:300]
    return answer


def _contents(path: Path) -> str | None:
    if not path.exists():
        return None
    with duckdb.connect(str(path), read_only=True) as connection:
        return digest_of(connection.execute("SELECT article_id, title, text FROM archive.articles").fetchall())
