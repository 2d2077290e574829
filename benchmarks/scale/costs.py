"""What an article costs in CPU seconds and bytes, step by step, in a file or on a lake (docs/scale.md).

    python -m benchmarks.scale.costs WORK                       # an archive in the folder WORK
    NEWSTHREAD_ARCHIVE=ducklake:postgres:… NEWSTHREAD_DATA=DIR .venv-lake/bin/python -m benchmarks.scale.costs WORK

The articles are those of ../shared/data/near_copies, and again with their words in another order.
"""

import argparse
import csv
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.configuration.settings import read_settings
from flows.linking.link import link
from news.articles.assemble import article_from_row
from news.articles.outlet_index import OutletIndex
from news.records import Article, ImportRow
from storage.archive import Archive

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "near_copies" / "bodies.csv"
START = datetime(2026, 10, 1, tzinfo=UTC)
BATCH = 1000


def articles(count: int) -> list[Article]:
    """Return articles a minute apart; beyond the first 1,683 the sentences of one, in another order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        bodies = [row[next(reversed(row))] for row in csv.DictReader(file)]
    outlets, chance, made = OutletIndex([]), random.Random(1), []
    for number in range(count):
        body = bodies[number % len(bodies)]
        if number >= len(bodies):
            words = body.split()
            chance.shuffle(words)
            body = " ".join(words)
        at = START + timedelta(minutes=number)
        url = f"https://paper-{number % 200}.example/{number}"
        row = ImportRow(url=url, title=" ".join(body.split()[:9]), text=body, published_at=at, first_seen_at=at)
        made.append(article_from_row(row, outlets=outlets, now=at))
    return made


@contextmanager
def told(what: str, count: int) -> Iterator[None]:
    """Print what a step took of this process, for each article."""
    wall, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    yield
    after, seconds = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - wall
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{what:<28} {1000 * cpu / count:8.2f} ms of CPU each ({cpu:.1f} s; {seconds:.1f} s on the clock)", flush=True
    )


def main() -> None:
    """Save, link and publish; print what each costs, and how large it all is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=6000)
    options = parser.parse_args()
    settings = replace(read_settings(), archive=options.folder)
    made = articles(options.articles)
    for start in range(0, len(made), 2 * BATCH):
        batch = made[start : start + 2 * BATCH]
        now = batch[-1].first_seen_at
        with Archive.open(settings.archive, now=now, lake=settings.lake) as archive:
            with told(f"save, from {start}", len(batch)):
                for at in range(0, len(batch), BATCH):
                    with archive.store.transaction():
                        archive.articles.save(batch[at : at + BATCH], now=now)
            with told(f"link, from {start}", len(batch)):
                link(archive, settings, now=now)
            with told("index of words, publish", len(batch)):
                archive.publish(now=now)
    for path in [*options.folder.glob("*.duckdb"), *([Path(settings.lake.data)] if settings.lake else [])]:
        size = sum(f.stat().st_size for f in (path.rglob("*.parquet") if path.is_dir() else [path]))
        print(f"{path.name:<28} {size / 1e6:8.1f} MB, {size / options.articles / 1e3:.2f} kB an article")
    words = sum(article.word_count for article in made) / len(made)
    print(f"{len(made)} articles of {words:.0f} words on average")


if __name__ == "__main__":
    main()
