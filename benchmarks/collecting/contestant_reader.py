"""lemon24/reader with workers and time-outs as told and its store on disk; runs in the rivals' environment."""

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from reader import make_reader


def main() -> None:
    task = json.loads(sys.stdin.readline())
    folder = tempfile.TemporaryDirectory()
    limit = task["limit"]  # to connect, and between two bytes: reader has no limit for a whole feed
    reader = make_reader(str(Path(folder.name) / "reader.sqlite"), session_timeout=(limit, limit))
    for url in task["urls"]:
        reader.add_feed(url)
    for _ in range(task["polls"]):
        began, used = time.perf_counter(), time.process_time()
        outcomes: Counter[str] = Counter()
        for result in reader.update_feeds_iter(workers=task["workers"], scheduled=False):
            value = result.value
            outcomes["error" if isinstance(value, Exception) else "unchanged" if value is None else "ok"] += 1
        spent = {"wall": time.perf_counter() - began, "cpu": time.process_time() - used}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        entries = reader.get_entry_counts().total
        print(json.dumps(spent | {"outcomes": outcomes, "peak_mb": peak, "entries": entries}), flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
