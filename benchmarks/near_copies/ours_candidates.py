"""newsthread: candidates alone, in memory and unverified, which is what an LSH index gives."""

from benchmarks.near_copies.scoring import Pair, compete
from news.copies.candidates import candidates_within
from news.copies.sketches import sketch_all


def find(texts: list[str]) -> dict[str, set[Pair]]:
    return {"candidates alone": candidates_within(sketch_all(texts))}


if __name__ == "__main__":
    compete("newsthread", find)
