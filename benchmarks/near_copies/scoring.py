"""What every competitor shares: reading the corpus, the clock, and the score. Standard library only."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Pair = tuple[int, int]
Finder = Callable[[list[str]], dict[str, set[Pair]]]


def read(path: str) -> list[dict[str, object]]:
    """The articles of a corpus file, in order."""
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def families(articles: Iterable[dict[str, object]]) -> dict[int, int]:
    """The original of each article; its own number if it is none's copy."""
    return {int(one["number"]): int(one["number"] if one["original"] is None else one["original"]) for one in articles}  # type: ignore[call-overload]


def score(articles: list[dict[str, object]], pairs: set[Pair]) -> dict[str, object]:
    """Recall of original and copy, in all and by kind; precision over pairs of one family."""
    of = families(articles)
    found = {(min(pair), max(pair)) for pair in pairs}
    kinds: dict[str, list[bool]] = {}
    for one in articles:
        if one["original"] is not None:
            pair = (int(one["original"]), int(one["number"]))  # type: ignore[call-overload]
            kinds.setdefault(str(one["kind"]), []).append(pair in found)
    hits = [hit for of_kind in kinds.values() for hit in of_kind]
    right = sum(1 for a, b in found if of[a] == of[b])
    return {
        "recall": round(sum(hits) / max(1, len(hits)), 4),
        "precision": round(right / max(1, len(found)), 4),
        "pairs": len(found),
        "by kind": {kind: round(sum(of_kind) / len(of_kind), 4) for kind, of_kind in sorted(kinds.items())},
    }


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def compete(name: str, find: Finder) -> None:
    """Run `find` over the corpus named on the command line; print a JSON line for each set of pairs it gives a name."""
    articles = read(sys.argv[1])
    texts = [str(one["text"]) for one in articles]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), _cpu()
    pairs = find(texts)
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {
        "who": name,
        "articles": len(texts),
        "wall seconds": round(wall, 2),
        "cpu seconds": round(cpu, 2),
        "articles a cpu second": round(len(texts) / cpu),
        "memory beside the texts, MB": round((after - before) / 1024),
    }
    for what, of_name in pairs.items():
        print(json.dumps(told | {"what": what} | score(articles, of_name)), flush=True)
