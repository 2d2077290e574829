"""Precision and recall of `corroborate` on real articles about rumours, labelled before any run.

python -m benchmarks.corroborate.rumours ../shared/data/near_copies/bodies.csv [--show] [--archive FOLDER]
"""

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.corroborate.quality import HERE, archived, report, score
from flows.delivery.corroborate import corroborate


def main() -> None:
    """Print the figures of all claims."""
    run(__doc__, read_bodies, ("claims_rumours", "claims_rumours_later"))


Texts = tuple[list[tuple[str, str]], dict[str, str], dict[str, str]]  # by their ids: texts, titles, days; where known


def run(about: str | None, read: Callable[[Path], Texts], claims: Sequence[str]) -> None:
    """Archive the texts of the file that the command line names, and print the figures of these files of claims."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--archive", type=Path, help="keep the archive there, for further runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = options.archive or Path(passing)
        snapshot = folder / "archive" / "news.duckdb"
        if not snapshot.exists():
            folder.mkdir(parents=True, exist_ok=True)
            texts, titles, days = read(options.texts)
            snapshot = archived(texts, folder, titles, days)
        for name in claims:
            measure(snapshot, name, show=options.show)


def measure(snapshot: Path, name: str, *, show: bool) -> None:
    """Print the figures of one file of claims."""
    counts: Counter[str] = Counter()
    claims = [line.split("|") for line in (HERE / f"{name}.txt").read_text("utf-8").splitlines()]
    for claim, *labels in (one for one in claims if one[0][0] != "#"):
        sides = [[part.strip() for part in label.split(";;") if part.strip()] for label in labels]
        score(corroborate(snapshot, claim.strip()), sides, counts, show=show)
    report(name, counts)


def read_bodies(path: Path) -> Texts:
    """Return the bodies by their ids; they have no titles."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["Body ID"], row["articleBody"]) for row in csv.DictReader(file)], {}, {}


if __name__ == "__main__":
    main()
