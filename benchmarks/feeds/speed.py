"""Feeds read by this checkout and by others, in turns: `python -m benchmarks.feeds.speed DIR [DIR ...] [--turns 9]`.

Each tree (a folder with its own `extractors`, as `git archive COMMIT` writes one) has a process that imports it once;
for each turn it forks, so that no turn finds caches filled by the one before, and the fork reads every real feed.
Counted is CPU time. Prints milliseconds a feed, and how often this checkout's fits into each other's.
"""

import argparse
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
FEEDS = ROOT.parent / "shared" / "data" / "feeds" / "real"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def answer(tree: str) -> None:
    """Read every feed in a fork for each line of standard input; print its CPU seconds."""
    sys.path[0] = tree
    try:
        from extractors.feeds.parse import parse_feed
    except ImportError:  # before 28 November 2026
        from extractors.feeds import parse_feed  # type: ignore[no-redef,attr-defined]
    from news.records import FetchedPage

    names = [f"https://feeds.example/{path.name}" for path in sorted(FEEDS.iterdir())]
    bodies = [path.read_bytes() for path in sorted(FEEDS.iterdir())]
    pages = [FetchedPage(url=u, final_url=u, outcome="ok", body=b) for u, b in zip(names, bodies, strict=True)]
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            started = time.process_time()
            for page in pages:
                parse_feed(page, now=NOW)
            print(time.process_time() - started, flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("trees", nargs="+")
    asked.add_argument("--turns", type=int, default=9)
    options = asked.parse_args()
    trees = [str(ROOT), *(str(Path(tree).resolve()) for tree in options.trees)]
    line = [sys.executable, __file__, "--answer"]
    pipe = subprocess.PIPE
    readers = [subprocess.Popen([*line, tree], stdin=pipe, stdout=pipe, text=True) for tree in trees]
    took: list[list[float]] = [[] for _ in trees]
    for turn in range(options.turns + 1):  # the first does not count
        for place in range(len(readers)):
            number = (place + turn) % len(readers)
            reader = readers[number]
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write("go\n")
            reader.stdin.flush()
            seconds = float(reader.stdout.readline())
            took[number] += [seconds] if turn else []
    feeds = len([*FEEDS.iterdir()])
    for tree, found in zip(trees, took, strict=True):
        ratio = median(other / ours for other, ours in zip(found, took[0], strict=True))
        print(f"{tree}: {1000 * median(found) / feeds:.2f} ms a feed, {ratio:.2f} times this checkout's")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer(sys.argv[2])
    else:
        main()
