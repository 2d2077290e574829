"""Precision and recall of `corroborate` on claims about articles that no earlier claim was about.

python -m benchmarks.corroborate.campaign ../shared/data [--show]
"""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corroborate.rumours import Texts, run

CAMPAIGN = ("citations/polnear_train", "extraction/aeb/truth")
PAGES = ("extraction/fundeval/truth", "extraction/fundus/truth", "extraction/wcxb/truth")

AEB_READ = "2019-11-20"  # when the pages without a date were read


def main() -> None:
    """Print the figures of the claims."""
    run(__doc__, read_texts, ("claims_campaign", "claims_campaign_later", "claims_pages"))


def read_texts(data: Path) -> Texts:
    """Return articles by their ids, their titles, of a page without one its first line, and days."""
    rows = [row for name in (*CAMPAIGN, *PAGES) for row in _rows(data / f"{name}.jsonl")]
    titles = {row["id"]: row.get("title") or row["text"].split("\n")[0][:100] for row in rows}
    days = {row["id"]: row["date"] for row in rows if row.get("date")}
    days |= {row["id"]: row["crawl"][:10] for row in rows if row.get("crawl")}
    days |= {row["id"]: AEB_READ for row in rows if row["id"] not in days}
    return [(row["id"], row["text"]) for row in rows], titles, days


def _rows(path: Path) -> Iterator[dict[str, str]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
