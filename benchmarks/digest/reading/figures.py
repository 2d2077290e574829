"""How true "they differ" is: labelled pairs of figures of real texts, and which of them are told as differences.

    .venv/bin/python -m benchmarks.digest.reading.figures [--fold tuned|held] [--wrong]

A pair of `figures.jsonl` names two texts of ../shared/data, a figure in each (offset and words) and whether they are
two statements of one quantity of one thing at one time. Each pair is judged as a digest would: by the two texts alone.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from benchmarks.digest.reading.events import BODIES, HERE
from news.facts.figures import differences_of
from news.records import Article, Difference

STORIES = BODIES.parents[1] / "stories"
AT = datetime(2031, 3, 3, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two figures, and whether they differ."""

    source: str
    fold: str
    sides: tuple[tuple[str, int, str], ...]  # text, offset, words
    differ: bool
    about: str


def read_pairs(path: Path = HERE / "figures.jsonl") -> list[Pair]:
    """Return the labelled pairs."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Pair(
            source=row["source"],
            fold="held" if row["group"] % 2 else "tuned",
            sides=(tuple(row["a"]), tuple(row["b"])),
            differ=row["differ"],
            about=row["about"],
        )
        for row in rows
    ]


@cache
def texts(source: str) -> dict[str, str]:
    """Return a source's texts by their id or number."""
    if source == "bodies":
        csv.field_size_limit(10**9)
        with BODIES.open(encoding="utf-8", newline="") as file:
            bodies = {row["Body ID"]: row["articleBody"].splitlines() for row in csv.DictReader(file)}
        return {key: "\n".join(line.strip() for line in lines if line.strip()) for key, lines in bodies.items()}
    name = "uci_headlines" if source == "headlines" else source
    rows = [json.loads(line) for line in (STORIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return {str(number): f"{row['title']}." if name != source else row["text"] for number, row in enumerate(rows)}


def told(pair: Pair) -> Difference | None:
    """Return the difference in which both figures of a pair are told; None: none is."""
    articles = [_article(number, pair.source, key) for number, (key, _, _) in enumerate(pair.sides, start=1)]
    values = [words for _, _, words in pair.sides]
    return next(
        (one for one in differences_of(articles) if sorted(side.value for side in one.sides) == sorted(values)), None
    )


def _article(number: int, source: str, key: str) -> Article:
    return Article(
        article_id=number, url=f"https://text.example/{key}", outlet=key, title="", text=texts(source)[key],
        language="en", first_seen_at=AT, ordered_at=AT, ordered_by="published", arrived_by="import",
    )  # fmt: skip


def wrong(pairs: list[Pair]) -> Iterator[tuple[str, Pair]]:
    """Yield the pairs that are told and should not be, and those that are not and should."""
    for pair in pairs:
        if (told(pair) is not None) != pair.differ:
            yield ("missed" if pair.differ else "FALSE", pair)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fold", choices=("tuned", "held"))
    parser.add_argument("--wrong", action="store_true", help="print the pairs judged wrongly, with their sentences")
    args = parser.parse_args()
    for fold in ("tuned", "held") if args.fold is None else (args.fold,):
        pairs = [pair for pair in read_pairs() if pair.fold == fold]
        true = sum(pair.differ for pair in pairs)
        found = [pair for pair in pairs if told(pair) is not None]
        right = sum(pair.differ for pair in found)
        print(f"{fold}: told {len(found)}, true {right}; of {true} true pairs and {len(pairs) - true} false ones")
        for kind, pair in wrong(pairs) if args.wrong else ():
            sides = " | ".join(f"{key}: {_around(pair.source, key, at, words)}" for key, at, words in pair.sides)
            print(f"  {kind} {pair.source} {sides}")


def _around(source: str, key: str, at: int, words: str) -> str:
    text = texts(source)[key].replace("\n", " ")
    return f"…{text[max(0, at - 70) : at]}[{words}]{text[at + len(words) : at + len(words) + 60]}…"


if __name__ == "__main__":
    main()
