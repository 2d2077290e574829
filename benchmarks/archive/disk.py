"""How much disk space articles with real texts take: python -m benchmarks.archive.disk FOLDER [--articles 60000].

The texts are those of ../shared: bodies of 2014 to 2017 and what trafilatura's rivals are judged by, some 2,000. DuckDB
compresses 2,048 at a time, so that what is repeated after that many costs as much as if it were new.
"""

import argparse
import csv
import json
from dataclasses import replace
from pathlib import Path

from benchmarks.archive.realistic import BODIES, NOW, article
from news.records import Article
from storage.archive import Archive
from storage.tables.rows import NEVER, insert, row_of

PAGES = BODIES.parents[1] / "extraction"
TOGETHER = 2048  # texts that DuckDB compresses together
LENGTH = 3400  # characters, to which the figure is brought
VERSIONS = 1.05  # an article, as in realistic.py
USED = "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name = 'store'"


def texts() -> list[str]:
    csv.field_size_limit(10_000_000)
    with BODIES.open(encoding="utf-8", newline="") as file:
        found = [row["articleBody"] for row in csv.DictReader(file)]
    for path in sorted(PAGES.glob("*/*.json*")):
        found += [text for text in _texts_in(path) if text]
    return found


def _texts_in(path: Path) -> list[str]:
    read = path.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in read.splitlines() if line] if path.suffix == ".jsonl" else json.loads(read)
    return [str(row.get("text") or "") for row in (rows.values() if isinstance(rows, dict) else rows)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a new one")
    parser.add_argument("--articles", type=int, default=60_000)
    options = parser.parse_args()
    real = texts()
    if len(real) < TOGETHER:
        raise SystemExit(f"Only {len(real)} texts are there; {TOGETHER} would be compressed together.")
    items = [article(number, real[number % len(real)]) for number in range(options.articles)]
    whole = size_of(options.folder / "whole", items)
    rest = size_of(options.folder / "without", [replace(item, text="") for item in items])
    characters = sum(len(item.text) for item in items)
    size = VERSIONS * ((whole - rest) / characters * LENGTH + rest / len(items))
    print(
        f"{len(items):,} articles of {characters / len(items):,.0f} characters: {whole / len(items):,.0f} bytes each,"
    )
    print(f"{rest / len(items):,.0f} beside the text, {characters / (whole - rest):.2f} characters of it a byte;")
    print(f"of {LENGTH:,} characters and {VERSIONS} versions: {size:,.0f} bytes")


def size_of(folder: Path, items: list[Article]) -> int:
    """Return the bytes that a new archive of these articles uses."""
    with Archive.open(folder, now=NOW) as archive:
        rows = [row_of(item, recorded_at=item.first_seen_at, superseded_at=NEVER) for item in items]
        with archive.store.transaction():
            insert(archive.store, "archive.articles", rows)
        archive.store.write("CHECKPOINT")
        return int(archive.store.rows(USED)[0][0])


if __name__ == "__main__":
    main()
