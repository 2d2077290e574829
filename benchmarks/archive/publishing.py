"""Times publishing, and readers beside a writer that runs back to back.

    python -m benchmarks.archive.publishing FOLDER [--articles 1000000] [--readers 8] [--seconds 120]

FOLDER is made by benchmarks/archive/realistic.py when it is empty.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

from benchmarks.archive.realistic import NOW, Texts, article, build
from storage.archive import Archive

ROOT = Path(__file__).parents[2]
# A reader: opens, asks, closes, without pause; any error and any count that sinks ends it.
READER = """
import json, sys, threading, time
import duckdb
told, seen, took = threading.Event(), 0, []
threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
while not told.is_set():
    started = time.perf_counter()
    with duckdb.connect(sys.argv[1], read_only=True, config={"threads": 1}) as connection:
        versions, digest = connection.execute(
            "SELECT count(*), sum(word_count) FROM archive.articles WHERE ordered_at > '2026-10-01'").fetchone()
        shown = connection.execute("SELECT count(*) FROM archive.articles").fetchone()[0]
        text = connection.execute("SELECT text FROM archive.articles ORDER BY article_id DESC LIMIT 1").fetchone()[0]
    assert shown >= seen and digest > 0 and len(text) > 100, (shown, seen)
    seen = shown
    took.append(time.perf_counter() - started)
print(json.dumps(took))
"""


def publishing(folder: Path, texts: Texts, total: int, rounds: int) -> None:
    """Save a batch, publish; then publish without a change."""
    took: dict[str, list[float]] = {"with close and checkpoint": [], "nothing changed": []}
    for turn in range(rounds):
        with Archive.open(folder, now=NOW) as archive:
            _save(archive, texts, total + turn * 100, 100)
            started = time.perf_counter()
            assert archive.publish(now=NOW)
            took["with close and checkpoint"].append(time.perf_counter() - started)
            started = time.perf_counter()
            assert not archive.publish(now=NOW)
            took["nothing changed"].append(time.perf_counter() - started)
    gigabytes = (folder / "store.duckdb").stat().st_size / 1e9
    for name, seconds in took.items():
        median = statistics.median(seconds)
        print(f"publish, {name}: median {median:.2f} s, worst {max(seconds):.2f} s; {median / gigabytes:.2f} s a GB")


def _save(archive: Archive, texts: Texts, first: int, count: int) -> None:
    items = [article(first + at, text) for at, text in enumerate(texts.some(first, count))]
    with archive.store.transaction():
        archive.articles.save(items, now=NOW)


def beside(folder: Path, texts: Texts, total: int, readers: int, seconds: float) -> None:
    """Write and publish back to back while `readers` processes read; report what both managed."""
    alone = runs(folder, texts, total, seconds / 6)
    command = [sys.executable, "-c", READER, str(folder / "news.duckdb")]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(readers)
    ]
    together = runs(folder, texts, total + len(alone) * 100, seconds)
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
    asked, faults = [], []
    for process in processes:
        assert process.stdout is not None
        assert process.stderr is not None
        out, error = process.stdout.read(), process.stderr.read()
        process.wait()
        faults += [error] if error else []
        asked += json.loads(out) if out else []
    print(f"{readers} readers for {seconds:.0f} s: {len(asked)} readings, {len(faults)} errors")
    print(f"  a reading: median {statistics.median(asked):.2f} s")
    print(
        f"runs of the writer (open, 100 articles, publish): {len(alone)} alone, median {statistics.median(alone):.2f} s"
    )
    print(f"  {len(together)} beside readers, median {statistics.median(together):.2f} s, worst {max(together):.2f} s")
    for fault in faults:
        print(fault)


def runs(folder: Path, texts: Texts, total: int, seconds: float) -> list[float]:
    took = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        with Archive.open(folder, now=NOW) as archive:
            _save(archive, texts, total + len(took) * 100, 100)
            archive.publish(now=NOW)
        took.append(time.perf_counter() - started)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    build(options.folder, options.articles)
    texts = Texts()
    with Archive.open(options.folder, now=NOW) as archive:
        total = 10 * archive.store.rows("SELECT count(*) FROM archive.articles")[0][0]
    publishing(options.folder, texts, total, options.rounds)
    beside(options.folder, texts, total * 10, options.readers, options.seconds)


if __name__ == "__main__":
    main()
