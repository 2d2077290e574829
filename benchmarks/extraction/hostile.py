"""Every hostile page of the tests under the real limits: status, seconds, and the memory of the largest worker.

Usage: python benchmarks/extraction/hostile.py
"""

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from extractors.pages.extract import ExtractionPool
from tests.extractors.pages.hostile_pages import HOSTILE, hostile


def main() -> None:
    with ExtractionPool() as room:
        for found in room.extract_all(hostile(name) for name in HOSTILE):
            is_right = found.status in HOSTILE[found.source][1]
            print(
                f"{found.source:36s} {found.status:10s} {found.seconds:6.2f} s  {'' if is_right else 'WRONG'}",
                flush=True,
            )
    print(f"largest worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
