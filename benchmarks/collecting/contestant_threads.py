"""What a script does: feedparser.parse(url) in threads, generously with the validators of the poll before."""

import json
import resource
import socket
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import feedparser

Validators = dict[str, tuple[str | None, str | None]]


def read(url: str, known: Validators) -> tuple[str, int]:
    etag, modified = known.get(url, (None, None))
    try:
        found = feedparser.parse(url, etag=etag, modified=modified)
    except Exception as error:
        return f"raised {type(error).__name__}", 0
    if found.get("status") == 304:
        return "unchanged", 0
    known[url] = (found.get("etag"), found.get("modified"))
    return ("ok" if found.entries else "nothing"), len(found.entries)


def main() -> None:
    task = json.loads(sys.stdin.readline())
    known: Validators = {}
    socket.setdefaulttimeout(task["limit"])  # between two bytes: what the standard library offers
    for _ in range(task["polls"]):
        began, used = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(task["workers"]) as threads:
            results = list(threads.map(lambda url: read(url, known), task["urls"]))
        spent = {"wall": time.perf_counter() - began, "cpu": time.process_time() - used}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        outcomes, entries = Counter(outcome for outcome, _ in results), sum(count for _, count in results)
        print(json.dumps(spent | {"outcomes": outcomes, "peak_mb": peak, "entries": entries}), flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
