"""rensa: R-MinHash of word 5-grams in its own LSH index, 25 bands of 5 rows (a threshold near .5)."""

import re

from rensa import RMinHash, RMinHashLSH

from benchmarks.near_copies.scoring import Pair, compete

WORDS = re.compile(r"[^\W_]+")
BANDS, ROWS = 25, 5


def shingles(text: str) -> list[str]:
    words = WORDS.findall(text.lower())
    return [" ".join(words[at : at + 5]) for at in range(len(words) - 4)]


def find(texts: list[str]) -> dict[str, set[Pair]]:
    index = RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS)
    found: set[Pair] = set()
    for number, text in enumerate(texts):
        signature = RMinHash(num_perm=BANDS * ROWS, seed=42)
        signature.update(shingles(text))
        found |= {(other, number) for other in index.query(signature)}
        index.insert(number, signature)
    return {"pairs": found}


if __name__ == "__main__":
    compete("rensa LSH 25x5", find)
