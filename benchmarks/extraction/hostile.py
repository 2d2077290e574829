"""Every hostile page of the tests under the real limits: status, seconds, and the memory of the largest worker.

Usage: python benchmarks/extraction/hostile.py
"""

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from extractors.pages.extract import ExtractionPool
from tests.extractors.pages.hostile_pages import HOSTILE, hostile

SECONDS = 2.0  # that a hostile page may take at rest


def main() -> None:
    with ExtractionPool() as pool:
        for found in pool.extract_all(hostile(name) for name in HOSTILE):
            judged = "" if found.status in HOSTILE[found.source][1] else "WRONG"
            judged += "" if found.seconds <= SECONDS else " SLOW"
            print(f"{found.source:40s} {found.status:10s} {found.seconds:6.2f} s  {judged}", flush=True)
    print(f"largest worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
