"""newsthread's own way: fetch, parse, decide; everything but the archive.

Reads {"urls": […], "limit": seconds, "polls": n} and prints one line a poll.
"""

import json
import random
import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from extractors.feeds import FeedParsers
from extractors.web import PrivateHosts, WebRules, fetch_as_they_come
from news.identity import entry_ids
from news.records import FeedMemory, FetchedPage, ParsedFeed
from news.schedule import after_poll, is_same_body, request_for


def cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


class Run:
    """One poll of all feeds, as a collection does it."""

    def __init__(self, known: set[int], rules: WebRules, now: datetime) -> None:
        self.known, self.rules, self.now = known, rules, now
        self.outcomes, self.entries, self.fetched_at = Counter[str](), 0, 0.0

    def poll(self, memories: list[FeedMemory]) -> list[FeedMemory]:
        """Fetch, and parse what has come while the rest is fetched; return what is remembered."""
        after = list(memories)
        requests = [request_for(memory, self.now) for memory in memories]
        arrivals = fetch_as_they_come(
            requests, user_agent="newsthread-benchmark", private_hosts=LOOPBACK, rules=self.rules
        )
        with FeedParsers(now=self.now) as parsers:
            for group in arrivals:
                self.fetched_at = time.perf_counter()
                fresh = [n for n, page in group if page.outcome == "ok" and not is_same_body(memories[n], page)]
                pages = dict(group)
                parsed = dict(zip(fresh, parsers.parse([pages[n] for n in fresh]), strict=True))
                for n, page in group:
                    after[n] = self.remember(memories[n], page, parsed.get(n))
        return after

    def remember(self, memory: FeedMemory, page: FetchedPage, feed: ParsedFeed | None) -> FeedMemory:
        """Tell new entries from known ones, and decide when the feed is asked again."""
        ids = set(entry_ids(feed)) if feed else set()
        new = len(ids - self.known)
        self.known |= ids
        self.entries += len(ids)
        self.outcomes[feed.outcome if feed else page.outcome] += 1
        known, chance = len(ids) - new, random.random()
        return after_poll(memory, page, feed, new_entries=new, known_entries=known, now=self.now, chance=chance)


LOOPBACK = PrivateHosts.parse("127.0.0.0/8")


def main() -> None:
    task = json.loads(sys.stdin.readline())
    rules = WebRules(total_seconds=task["limit"], read_seconds=task["limit"], connect_seconds=task["limit"])
    memories, known = [FeedMemory(url=url) for url in task["urls"]], set[int]()
    now = datetime.now(UTC)
    for number in range(task["polls"]):
        began, used = time.perf_counter(), cpu()
        run = Run(known, rules, now + number * timedelta(hours=1))
        memories = run.poll(memories)
        spent = {"wall": time.perf_counter() - began, "cpu": cpu() - used, "entries": run.entries}
        spent["fetching"] = run.fetched_at - began  # until the last group had come
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(spent | {"outcomes": run.outcomes, "peak_mb": peak}), flush=True)
        sys.stdin.readline()  # the next poll begins when told


if __name__ == "__main__":
    main()
