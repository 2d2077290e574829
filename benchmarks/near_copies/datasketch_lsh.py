"""datasketch: MinHash of word 5-grams in an LSH index, 128 permutations, at the threshold given."""

import re
import sys

from datasketch import MinHash, MinHashLSH

from benchmarks.near_copies.scoring import Pair, compete

WORDS = re.compile(r"[^\W_]+")


def shingles(text: str) -> set[bytes]:
    words = WORDS.findall(text.lower())
    return {" ".join(words[at : at + 5]).encode() for at in range(len(words) - 4)}


def find(texts: list[str]) -> dict[str, set[Pair]]:
    index = MinHashLSH(threshold=float(sys.argv[2]), num_perm=128)
    found: set[Pair] = set()
    for number, text in enumerate(texts):
        signature = MinHash(num_perm=128)
        signature.update_batch(list(shingles(text)))
        found |= {(other, number) for other in index.query(signature)}
        index.insert(number, signature)
    return {"pairs": found}


if __name__ == "__main__":
    compete(f"datasketch LSH {sys.argv[2]}", find)
