"""Kills the archive's work at random moments: nothing may be lost or doubled, and every archive must open.

    python -m benchmarks.archive.kills FOLDER [--articles 200000] [--kills 100]

FOLDER must be new or from an earlier run. Works take turns; a moment is drawn from the time that the work takes.
"""

import argparse
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.archive import Archive
from storage.maintenance.backup import back_up, restore
from storage.maintenance.compact import compact
from tests.storage.killing import WORKS, Killer, migrate_heavily
from tests.storage.newsstand import NOW, articles, save

WORDS = 600  # a text: about 3,400 characters
BATCH = 5000


def build(folder: Path, count: int) -> None:
    if (folder / "store.duckdb").exists():
        return
    with Archive.open(folder, now=NOW) as archive:
        for start in range(0, count, BATCH):
            save(archive, articles(min(BATCH, count - start), start=start, words=WORDS))
        archive.publish(now=NOW)


@contextmanager
def timed(name: str, took: dict[str, float]) -> Iterator[None]:
    started = time.monotonic()
    yield
    took[name] = time.monotonic() - started
    print(f"{name}: {took[name]:.1f} s", flush=True)


def durations(folder: Path) -> dict[str, float]:
    """Do each long work once, unharmed: so long it may take until it is killed."""
    took: dict[str, float] = {"save": 3.0, "link": 3.0}
    backup, copy = folder.with_name("kept-backup"), folder.with_name("migrated")
    shutil.rmtree(backup, ignore_errors=True)
    shutil.rmtree(copy, ignore_errors=True)
    with Archive.open(folder, now=NOW) as archive:
        with timed("backup", took):
            back_up(archive.store, backup, now=NOW)
        with timed("compact", took):
            compact(archive, now=NOW)
        with timed("publish", took):
            archive.publish(now=NOW)
    with timed("restore", took):
        restore(backup, folder, now=NOW, replace=True)
    shutil.copytree(folder, copy)
    with timed("migrate", took):
        migrate_heavily(copy)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    build(options.folder, options.articles)
    with Archive.open(options.folder, now=NOW) as archive:
        count = archive.store.rows("SELECT count(*) FROM archive.articles")[0][0]
    print(f"{count:,} articles, {(options.folder / 'store.duckdb').stat().st_size / 1e6:,.0f} MB")
    took = durations(options.folder)
    killer = Killer(folder=options.folder, articles=count, words=WORDS, dice=random.Random(options.seed))
    done: Counter[str] = Counter()
    while killer.kills < options.kills:
        work = WORKS[sum(done.values()) % len(WORKS)]
        if work == "restore":  # what it brings back must be all that was acknowledged so far
            backup = options.folder.with_name("kept-backup")
            shutil.rmtree(backup, ignore_errors=True)
            with Archive.open(options.folder, now=NOW) as archive:
                back_up(archive.store, backup, now=NOW)
        before = killer.kills
        killer.kill(work, within=took[work])
        done[work] += 1
        outcome = "killed" if killer.kills > before else "was done before"
        print(f"{killer.kills:3} {work} {outcome}; {killer.articles:,} articles, all there, once", flush=True)
    print(f"{killer.kills} kills ({dict(done)}): always opened, nothing lost, nothing twice")


if __name__ == "__main__":
    main()
