"""Worker processes: how much two read against one, and whether a worker grows over thousands of pages.

Usage: python benchmarks/extraction/workers.py [scaling|memory] [--data …] [--pages 5000] [--rounds 3]
"""

import argparse
import gzip
import itertools
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from extractors.pages.extract import ExtractionPool, ReadingRules  # noqa: E402 (the packages are not installed)
from news.records import PageToRead  # noqa: E402


def pages(data: Path) -> list[PageToRead]:
    found = []
    for name in ("aeb", "fundeval", "fundus"):
        for line in (data / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            body = gzip.decompress((data / name / row["page"]).read_bytes())
            found.append(PageToRead(source=row["id"], url=row["url"], body=body))
    return found


def scaling(real: list[PageToRead], rounds: int) -> None:
    """Read all pages with one worker and with two, by turns; the first turn of each warms it up."""
    pools = {count: ExtractionPool(workers=count) for count in (1, 2)}
    best = dict.fromkeys(pools, 0.0)
    ratios = []
    for turn in range(rounds + 1):
        speed = {}
        for count, pool in pools.items():
            started = time.monotonic()
            read = sum(1 for _ in pool.extract_all(real))
            speed[count] = read / (time.monotonic() - started)
        if turn:
            ratios.append(speed[2] / speed[1])
            best = {count: max(best[count], speed[count]) for count in pools}
            print(f"round {turn}: {speed[1]:.1f} and {speed[2]:.1f} pages/s, {ratios[-1]:.2f} times")
    print(f"best: {best[1]:.1f} and {best[2]:.1f} pages/s; median {sorted(ratios)[len(ratios) // 2]:.2f} times")
    for pool in pools.values():
        pool.close()


def resident(pid: int) -> float:
    """Return the resident memory of a process, MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1000


def memory(real: list[PageToRead], count: int) -> None:
    """Read `count` pages in one worker that is never replaced; print its memory on the way."""
    at = {}
    with ExtractionPool(workers=1, rules=ReadingRules(pages_per_worker=count + 1)) as pool:
        coming = itertools.islice(itertools.cycle(real), count)
        for number, _ in enumerate(pool.extract_all(coming), start=1):
            if number in (1, 100, 500) or number % 1000 == 0:
                at[number] = resident(pool.pids[0])
                print(f"{number:6d} pages: {at[number]:.0f} MB", flush=True)
    print(f"{at[max(at)] / at[500]:.3f} times the memory after 500 pages")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("what", choices=("scaling", "memory"))
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "extraction")
    options.add_argument("--pages", type=int, default=5_000)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    real = pages(asked.data)
    if asked.what == "scaling":
        scaling(real, asked.rounds)
    else:
        memory(real, asked.pages)


if __name__ == "__main__":
    main()
