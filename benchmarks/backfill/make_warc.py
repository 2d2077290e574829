"""Make WARC files of real pages: each page again and again, as of a host of its own each time.

    python -m benchmarks.backfill.make_warc OUT --pages 20000 --files 2

The pages are those of ../shared/data/extraction, which is not part of the project.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlsplit

from extractors.fetch.warc_store import keep
from news.records import FetchedPage

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"
PIECE = 500  # pages in memory at a time
FETCHED = datetime(2026, 11, 20, 12, tzinfo=UTC)


def real_pages() -> list[tuple[str, bytes]]:
    """Return the address and the body of each page."""
    found = []
    for folder in sorted(DATA.iterdir()):
        for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            path = folder / said["page"]
            if said.get("url"):
                found.append((said["url"], gzip.decompress(path.read_bytes())))
    return found


def pages(originals: list[tuple[str, bytes]]) -> Iterator[FetchedPage]:
    """Give the pages for ever; the address is another each time, in the page too, so that no two are one article."""
    for number in count():
        for url, body in originals:
            host = urlsplit(url).netloc
            other = f"r{number}.{host}"
            at = url.replace(host, other, 1)
            yield FetchedPage(
                url=at, final_url=at, outcome="ok", status=200, content_type="text/html", fetched_at=FETCHED,
                headers=(("content-type", "text/html"),), body=body.replace(host.encode(), other.encode()),
            )  # fmt: skip


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=2)
    options = parser.parse_args()
    given = pages(real_pages())
    each = options.pages // options.files
    for number in range(options.files):
        folder = options.out / f"part-{number}"
        for done in range(0, each, PIECE):
            path = keep(list(islice(given, min(PIECE, each - done))), folder, now=FETCHED)
        assert path is not None
        path = path.rename(options.out / f"made-{number}.warc.gz")
        folder.rmdir()
        print(f"{path}: {each} pages, {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
