"""A collector whose PostgreSQL goes away in the middle of its work: `python -m tests.lake.restarted CATALOG DATA`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from news.records import Failure
from storage.archive import Archive
from storage.lake import Lake

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main(catalog: str, data: str) -> None:
    """Save something in a transaction, in the midst of which the test does what it does."""
    with Archive.open(Path(), now=NOW, lake=Lake.named(catalog, data), alone=False) as archive:
        tries = 0

        def work() -> None:
            nonlocal tries
            tries += 1
            with archive.store.transaction():
                archive.articles.save_failures([Failure(stage="pages", subject=str(tries), error="gone", at=NOW)])
                if tries == 1:
                    sys.stdout.write("in the midst\n")
                    sys.stdout.flush()
                    sys.stdin.readline()

        archive.store.retry(work)
        kept = archive.store.rows("SELECT subject FROM archive.failures")
    sys.stdout.write(f"{tries} tries, kept {kept}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
