"""The work whose writes are recorded: three runs that save, publish and close; each step that is done leaves a mark.

As a program: `python -m tests.storage.disk.work FOLDER`.
"""

import hashlib
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from storage.archive import Archive
from tests.storage.newsstand import articles

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
RUNS, BATCHES, EACH = 3, 3, 12
MARKS = "marks"


def work(folder: Path) -> None:
    """Save in batches; publish amid the second run and at the end of each."""
    count = 0
    for run in range(RUNS):
        with Archive.open(folder / "archive", now=NOW) as archive:
            for _ in range(BATCHES):
                with archive.store.transaction():
                    archive.articles.save(articles(EACH, start=count, words=120), now=NOW)
                count += EACH
                _mark(folder, f"saved {count}")
                if run == 1:
                    archive.publish(now=NOW)
                    _mark(folder, f"published {count}")
            archive.sketches()
            archive.publish(now=NOW)
            _mark(folder, f"published {count}")
        _mark(folder, f"closed {count}")


def _mark(folder: Path, words: str) -> None:
    with (folder / MARKS).open("ab", buffering=0) as file:
        file.write(f"{words}\n".encode())


@cache
def contents_of(count: int) -> str:
    """Return what an archive of the first `count` articles holds, as `contents` tells it."""
    return digest_of([(one.article_id, one.title, one.text) for one in articles(count, words=120)])


def digest_of(rows: list[tuple[int, str, str]]) -> str:
    """Return a mark of rows in any order."""
    return f"{len(rows)} {hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()[:16]}"


if __name__ == "__main__":
    work(Path(sys.argv[1]))
