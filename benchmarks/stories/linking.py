"""What linking real articles costs beside 10,000 live stories, in small and large batches, and what it says.

    .venv/bin/python -m benchmarks.stories.linking [--batch 20 200 2000] [--stages] [--answers FOLDER]

The bodies of ../shared/data/near_copies, one every five minutes on 200 outlets, linked into an archive on disk that
holds 10,000 live stories of made words. CPU time of this process, one thread. `--stages` tells how long each step took.
`--answers` writes all rows that linking saved, sorted, one file a size of batch: those of two versions are compared.
"""

import argparse
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from inspect import unwrap
from pathlib import Path
from typing import Any

from benchmarks.scale.costs import articles
from benchmarks.stories import speed
from extractors.seeds import read_outlets
from flows.configuration.settings import Settings
from flows.linking import link as linking
from news.records import Article
from storage.archive import Archive

OUTLETS = Path(__file__).parents[2] / "seeds" / "outlets.csv"
BODIES = 1683
TABLES = (
    "placements", "copies", "citations", "quotes", "origins", "figures", "expectations", "differences", "stories",
    "story_profiles", "term_days",
)  # fmt: skip


def bodies(count: int) -> list[Article]:
    """Return real articles, one every five minutes."""
    made = []
    for number, one in enumerate(articles(count)):
        at = speed.NOW + number * timedelta(minutes=5)
        made.append(replace(one, published_at=at, first_seen_at=at, ordered_at=at))
    return made


class Stages:
    """CPU seconds of the steps that `link_batch` calls."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        steps = (unwrap(linking.link_batch), linking._read, linking._follow)
        called = {name for step in steps for name in step.__code__.co_names} - {step.__name__ for step in steps}
        names = [name for name in vars(linking) if name in called]
        for name in names:
            step = getattr(linking, name)
            if callable(step) and not isinstance(step, type):
                setattr(linking, name, self._timed(name, step))

    def _timed(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return step(*given, **named)
            finally:
                self.seconds[name] += time.process_time() - started

        return timed


def measure(items: list[Article], size: int, stages: Stages | None, answers: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), now=speed.NOW) as archive:
        archive.store.connection.execute("SET threads = 1")
        archive.outlets.save(read_outlets(OUTLETS))
        speed.fill(archive.store.connection, speed.LIVE)
        seconds, worst = 0.0, 0.0
        for start in range(0, len(items), size):
            batch = items[start : start + size]
            now = batch[-1].first_seen_at
            with archive.store.transaction():
                archive.articles.save(batch, now=now)
            started = time.process_time()
            linking.link(archive, Settings(archive=Path(folder)), now=now)
            took = time.process_time() - started
            seconds, worst = seconds + took, max(worst, took / len(batch))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = 1000 / len(items)
        told = f"{each * seconds:.2f} ms an article, {1000 * worst:.1f} in the worst batch; {memory:.0f} MB"
        print(f"batches of {size}: {told}")
        if stages:
            for name, spent in stages.seconds.most_common():
                print(f"    {name:<24} {each * spent:6.3f} ms", flush=True)
            stages.seconds.clear()
        if answers:
            write(archive, answers / f"{size}.txt")


def write(archive: Archive, path: Path) -> None:
    """Write what linking saved: the made stories are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for table in TABLES:
            for row in sorted(map(repr, archive.store.rows(f"FROM archive.{table}"))):
                file.write(f"{table} {row}\n" if "'s000" not in row else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=BODIES)
    parser.add_argument("--batch", nargs="*", type=int, default=[20, 200, 2000])
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--answers", type=Path, help="a folder")
    options = parser.parse_args()
    stages = Stages() if options.stages else None
    items = bodies(options.articles)
    for size in options.batch:
        measure(items, size, stages, options.answers)


if __name__ == "__main__":
    main()
