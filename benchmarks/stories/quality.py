"""BCubed precision, recall and F1 of ours and of what a person would pick instead, over the labelled sets, in one run.

    python3.11 -m venv DIR && DIR/bin/pip install -r benchmarks/stories/rivals.txt
    .venv/bin/python -m benchmarks.stories.quality [--rivals DIR/bin/python] [--rival tfidf] [--batch 50] [SET ...]

Five fixed shuffles, one pass in batches, document frequencies from the rows seen so far and the batch, one setting of
ours for all sets. Rivals are shown at the threshold that suits each set best: they could not know it, we let them.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Sequence

from benchmarks.stories.ours import run_ours
from benchmarks.stories.scores import Scores, bcubed, mean
from benchmarks.stories.sets import NAMES, SHUFFLES, Labelled, load, order, shuffled
from news.records import record

RIVALS = ("tfidf", "minilm")
BATCH = 50


@record
class Row:
    """One line of the table."""

    name: str
    who: str
    scores: Scores
    f1: float  # the mean of the shuffles'
    rate: float  # articles a processor second

    def __str__(self) -> str:
        """Return the line as markdown."""
        scores = f"{self.scores.precision:.3f} | {self.scores.recall:.3f} | {self.f1:.3f}"
        return f"| {self.name} | {self.who} | {scores} | {self.rate:,.0f} |"


def ours(name: str, rows: Sequence[Labelled], batch: int) -> Row:
    """Follow the set in each shuffle."""
    found, started = [], time.process_time()
    shuffles = [shuffled(rows, seed) for seed in SHUFFLES]
    for shuffle in shuffles:
        found.append(run_ours([row.article for row in shuffle], batch=batch))
    seconds = (time.process_time() - started) / len(SHUFFLES)
    return _row(name, "newsthread", found, [[row.story for row in shuffle] for shuffle in shuffles], seconds)


def rival(name: str, rows: Sequence[Labelled], batch: int, who: str, python: str) -> Row:
    """Let a rival follow the set in the same shuffles; return its best threshold's scores."""
    orders = [order(rows, seed) for seed in SHUFFLES]
    texts = [f"{row.article.title} {row.article.text}".strip() for row in rows]
    run = subprocess.run(
        [python, "benchmarks/stories/rivals.py", who],
        input=json.dumps({"texts": texts, "orders": orders, "batch": batch}),
        env=os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told = json.loads(run.stdout)
    true = [[rows[number].story for number in numbers] for numbers in orders]
    tried = [_row(name, f"{who} at {bar}", found, true, told["seconds"]) for bar, found in told["found"].items()]
    return max(tried, key=lambda row: row.f1)


def _row(name: str, who: str, found: list[list[str]], true: list[list[str]], seconds: float) -> Row:
    scores = [bcubed(mine, theirs) for mine, theirs in zip(found, true, strict=True)]
    f1 = sum(score.f1 for score in scores) / len(scores)
    return Row(name=name, who=who, scores=mean(scores), f1=f1, rate=len(true[0]) / seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=NAMES)
    parser.add_argument("--rivals", help="the Python of an environment with rivals.txt")
    parser.add_argument("--rival", action="append", choices=RIVALS, help="only this one of them")
    parser.add_argument("--batch", type=int, default=BATCH)
    options = parser.parse_args()
    print("| set | who | precision | recall | F1 | articles a CPU second |\n|---|---|---|---|---|---|")
    for name in options.sets:
        rows = load(name)
        print(ours(name, rows, options.batch), flush=True)
        for who in (options.rival or RIVALS) if options.rivals else ():
            print(rival(name, rows, options.batch, who, options.rivals), flush=True)


if __name__ == "__main__":
    main()
