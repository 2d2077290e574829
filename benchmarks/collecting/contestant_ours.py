"""newsthread's own way, archive on disk included: fetch, parse, tell new entries from known ones, decide, save.

Reads {"urls": […], "limit": seconds, "polls": n} and prints one line a poll.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from extractors.fetch.web import WebRules
from flows.collecting.poll_feeds import poll_feeds
from flows.configuration.settings import Settings
from flows.progress import Progress
from news.records import Feed
from storage.archive import Archive


def cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


@contextmanager
def archive_of(urls: list[str], now: datetime) -> Iterator[Archive]:
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), now=now) as archive:
        archive.feeds.add([Feed(url=url) for url in urls], now=now)
        yield archive


def main() -> None:
    task = json.loads(sys.stdin.readline())
    rules = WebRules(total_seconds=task["limit"], read_seconds=task["limit"], connect_seconds=task["limit"])
    settings = replace(Settings(), private_hosts="127.0.0.0/8", contact="benchmark@localhost.invalid")
    now = datetime.now(UTC)
    with archive_of(task["urls"], now) as archive:
        for number in range(task["polls"]):
            began, used = time.perf_counter(), cpu()
            moment = now + number * timedelta(hours=1)
            outcomes, new = poll_feeds(
                archive, archive.feeds.all(), settings, now=moment, progress=Progress(), rules=rules
            )
            spent = {"wall": time.perf_counter() - began, "cpu": cpu() - used, "entries": new, "outcomes": outcomes}
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps(spent | {"peak_mb": peak}), flush=True)
            sys.stdin.readline()  # the next poll begins when told


if __name__ == "__main__":
    main()
