"""rapidfuzz alone: every text against every other, on one core."""

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.near_copies.scoring import Pair, compete

CUTOFF = 60


def find(texts: list[str]) -> dict[str, set[Pair]]:
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.uint8, workers=1)
    a, b = np.nonzero(np.triu(scores, 1))
    return {"pairs": set(zip(a.tolist(), b.tolist(), strict=True))}


if __name__ == "__main__":
    compete(f"rapidfuzz cdist, ratio {CUTOFF}", find)
