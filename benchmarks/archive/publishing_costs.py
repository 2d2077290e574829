"""Publishing 100 new articles by blocks and as a whole copy, by turns: MB written, CPU, wall, memory.

    python -m benchmarks.archive.publishing_costs FOLDER [--articles 1000000] [--rounds 3]

FOLDER is made by benchmarks/archive/realistic.py when it is empty. Timed is `Archive.publish`: the counts renewed, the
store closed, the snapshot made. Opening the archive, saving and indexing the words are not.
"""

import argparse
import json
import resource
import time
from pathlib import Path

from benchmarks.archive.realistic import NOW, Texts, article, build
from storage.archive import Archive
from storage.publish import OLDER
from storage.tables.search_index import SearchIndex


def save(folder: Path, texts: Texts, first: int, count: int) -> None:
    """Save and index new articles, and close the store."""
    items = [article(first + at, text) for at, text in enumerate(texts.some(first, count))]
    with Archive.open(folder, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save(items, now=NOW)
        SearchIndex(archive.store).refresh()


def written() -> int:
    """Return the bytes that this process and those that it waited for have sent to disks."""
    counters = dict(line.split(": ") for line in Path("/proc/self/io").read_text(encoding="utf-8").splitlines())
    return int(counters["write_bytes"])


def cpu() -> float:
    """Return the CPU seconds of this process and those that it waited for."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (0, resource.RUSAGE_CHILDREN)))


def once(folder: Path) -> str:
    """Publish; say what it cost."""
    with Archive.open(folder, now=NOW) as archive:
        before = (written(), cpu(), time.perf_counter())
        assert archive.publish(now=NOW)
        after = (written(), cpu(), time.perf_counter())
    note = json.loads((folder / "news.published.json").read_text(encoding="utf-8"))
    megabytes, used, took = (end - start for start, end in zip(before, after, strict=True))
    kind = "by blocks" if note["renewals"] else "whole copy"
    return f"{kind}: {megabytes / 1e6:,.0f} MB written, {used:.2f} s of CPU, {took:.2f} s wall"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    build(options.folder, options.articles)
    texts = Texts()
    with Archive.open(options.folder, now=NOW) as archive:
        count = archive.store.rows("SELECT count(*) FROM archive.articles")[0][0]
    print(f"{count:,} versions, {(options.folder / 'store.duckdb').stat().st_size / 1e6:,.0f} MB", flush=True)
    turn = 0
    for _ in range(options.rounds):
        (options.folder / OLDER).unlink(missing_ok=True)
        for _ in range(3):  # a whole copy, a second one, and then the blocks that changed
            save(options.folder, texts, 10 * count + turn * 100, 100)
            print(once(options.folder), flush=True)
            turn += 1
    print(f"at most {resource.getrusage(0).ru_maxrss / 1024:,.0f} MB of memory, articles made here among them")


if __name__ == "__main__":
    main()
