"""Turns of publishing killed at every step, readers holding old snapshots; every copy compared with the store.

    python -m benchmarks.archive.publishing_kills FOLDER [--turns 200] [--articles 2000]

FOLDER must be new. Two turns in three are killed, at steps spread over all of publishing; the third runs to its end.
"""

import argparse
from pathlib import Path

from tests.storage.newsstand import filled
from tests.storage.publishing_turns import Turns

STRIDE = 97  # steps from one kill to the next; a prime, so that later rounds try others


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--articles", type=int, default=2000)
    options = parser.parse_args()
    turns = Turns(folder=filled(options.folder, options.articles, words=60), articles=options.articles)
    for _ in range(3):
        turns.turn(0)
    print(f"{turns.steps} steps of publishing", flush=True)
    step = 0
    for number in range(3, options.turns):
        killed = number % 3
        if killed:
            step = (step + STRIDE) % turns.steps + 1
        turns.turn(step if killed else 0)
        print(f"turn {number}: {turns.kills} killed, {turns.renewals} renewed by blocks", flush=True)
    turns.end()
    print(f"{options.turns} turns, {turns.kills} killed, {turns.renewals} renewed by blocks: no wrong byte")


if __name__ == "__main__":
    main()
