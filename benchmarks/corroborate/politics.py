"""Precision and recall of `corroborate` on excerpts of US political news, labelled before any run.

python -m benchmarks.corroborate.politics ../shared/data/stories/neus.jsonl [--show] [--archive FOLDER]
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.corroborate.quality import archived
from benchmarks.corroborate.rumours import measure


def main() -> None:
    """Print the figures of both folds; what was right and wrong of the first alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("excerpts", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--archive", type=Path, help="keep the archive there, for further runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = options.archive or Path(passing)
        snapshot = folder / "archive" / "news.duckdb"
        if not snapshot.exists():
            rows = list(map(json.loads, options.excerpts.read_text(encoding="utf-8").splitlines()))
            titles = {row["id"]: row["title"] for row in rows}
            folder.mkdir(parents=True, exist_ok=True)
            snapshot = archived([(row["id"], row["text"]) for row in rows], folder, titles)
        measure(snapshot, "claims_politics", show=options.show)
        measure(snapshot, "claims_politics_held_out", show=options.show)


if __name__ == "__main__":
    main()
