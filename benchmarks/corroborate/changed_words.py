"""Precision and recall of `corroborate` on claims true or false by one word, over articles of both kinds at once.

python -m benchmarks.corroborate.changed_words ../shared/data [--show] [--archive FOLDER]
"""

from pathlib import Path

from benchmarks.corroborate.campaign import read_texts
from benchmarks.corroborate.rumours import Texts, read_bodies, run


def read_all(data: Path) -> Texts:
    """Return the articles of a campaign, pages, and articles about rumours."""
    texts, titles, days = read_texts(data)
    bodies, _, _ = read_bodies(data / "near_copies/bodies.csv")
    return [*texts, *((f"body-{number}", text) for number, text in bodies)], titles, days


if __name__ == "__main__":
    run(__doc__, read_all, ("claims_words_changed", "claims_words_changed_later", "claims_words_changed_last"))
