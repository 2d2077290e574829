"""Precision and recall of `corroborate` on excerpts of US political news, labelled before any run.

python -m benchmarks.corroborate.politics ../shared/data/stories/neus.jsonl [--show] [--archive FOLDER]
"""

import json
from pathlib import Path

from benchmarks.corroborate.rumours import Texts, run


def read_excerpts(path: Path) -> Texts:
    """Return the excerpts and their titles, by their ids."""
    rows = list(map(json.loads, path.read_text(encoding="utf-8").splitlines()))
    return [(row["id"], row["text"]) for row in rows], {row["id"]: row["title"] for row in rows}, {}


if __name__ == "__main__":
    run(__doc__, read_excerpts, ("claims_politics", "claims_politics_held_out"))
