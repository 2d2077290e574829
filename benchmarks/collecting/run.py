"""Collecting, side by side: newsthread, lemon24/reader and feedparser.parse(url) in threads, 64 workers each.

    .venv/bin/python benchmarks/collecting/run.py [--rivals PYTHON] [--runs N] [--only NAME …]

See README.md beside this file for the rivals' environment and the figures.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from server import addresses  # noqa: E402

Poll = dict[str, Any]
LIMIT = 5.0  # seconds; newsthread's for a feed (its default is 30), the rivals' for each wait
WORKERS = 64  # of the rivals; newsthread has as many connections by default


class Site:
    """The server in its process."""

    def __init__(self, hosts: int, latency: float, bad: float) -> None:
        command = [sys.executable, HERE / "server.py", str(hosts), "--latency", str(latency), "--bad", str(bad)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = self.process.stdout.readline().strip()
        self.urls = [f"http://{address}:{port}/feed" for address in addresses(hosts)]

    def ask(self, line: str) -> list[str]:
        """Say a line to the server; return the words of its answer."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()


@contextmanager
def serving(hosts: int, *, latency: float = 0.0, bad: float = 0.0) -> Iterator[Site]:
    site = Site(hosts, latency, bad)
    try:
        yield site
    finally:
        site.process.stdin.close()
        site.process.kill()
        site.process.wait()


def compete(python: str, script: str, site: Site, polls: int, *, bump: float = 0.0) -> list[Poll]:
    """Let one contestant poll `polls` times in a fresh process; return what each poll cost."""
    command = [python, HERE / script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.stdin.write(json.dumps({"urls": site.urls, "limit": LIMIT, "polls": polls, "workers": WORKERS}) + "\n")
        process.stdin.flush()
        results = []
        for number in range(polls):
            site.ask("count")
            line = process.stdout.readline()
            if not line:
                raise SystemExit(f"{script} ended early")
            asked, conditional, altered, unchanged = map(int, site.ask("count"))
            served = {"asked": asked, "conditional": conditional, "altered": altered, "unchanged": unchanged}
            results.append(json.loads(line) | served)
            if bump and number == 0:
                site.ask(f"bump {bump}")
            process.stdin.write("go\n")
            process.stdin.flush()
    return results


def median(rounds: list[list[Poll]], poll: int, name: str) -> float:
    return statistics.median(polls[poll][name] for polls in rounds)


def tell(title: str, rounds: list[list[Poll]], feeds: int) -> None:
    """Print one line a poll: medians of the runs."""
    for poll, last in enumerate(rounds[-1]):
        wall, cpu = median(rounds, poll, "wall"), median(rounds, poll, "cpu")
        fetching = f"fetch {median(rounds, poll, 'fetching'):.2f} s  " if "fetching" in last else ""
        walls = sorted(polls[poll]["wall"] for polls in rounds)
        print(
            f"{title:22} poll {poll + 1}  {wall:7.2f} s ({walls[0]:.2f}–{walls[-1]:.2f})  {feeds / wall:7.0f} feeds/s  "
            f"{fetching}{1000 * cpu / feeds:6.2f} ms CPU/feed  {median(rounds, poll, 'peak_mb'):5.0f} MB  "
            f"asked {last['asked']}, 304 {last['unchanged']}, altered {last['altered']}  "
            + ", ".join(f"{name} {count}" for name, count in sorted(last["outcomes"].items())),
            flush=True,
        )


def race(title: str, feeds: int, contestants: dict[str, tuple[str, str]], runs: int, **site: float) -> None:
    print(f"\n{title}: {feeds} feeds, medians of {runs} runs", flush=True)
    rounds: dict[str, list[list[Poll]]] = {name: [] for name in contestants}
    for _ in range(runs):
        for name, (python, script) in contestants.items():
            with serving(feeds, **site) as served:
                rounds[name].append(compete(python, script, served, polls=2))
    for name, polls in rounds.items():
        tell(name, polls, feeds)


def grow(runs: int, sizes: tuple[int, ...]) -> None:
    print(f"\nA fifth of the feeds changed (poll 2), none (poll 3); medians of {runs} runs", flush=True)
    for feeds in sizes:
        rounds = []
        for _ in range(runs):
            with serving(feeds) as served:
                rounds.append(compete(sys.executable, "contestant_ours.py", served, polls=3, bump=0.2))
        tell(f"newsthread {feeds}", rounds, feeds)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rivals", help="the Python of the rivals' environment; without it newsthread runs alone")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", nargs="*", default=["healthy", "faults", "growth"])
    options.add_argument("--sizes", nargs="*", type=int, default=[500, 2000, 5000])
    chosen = options.parse_args()
    contestants = {"newsthread": (sys.executable, "contestant_ours.py")}
    if chosen.rivals:
        contestants[f"reader, {WORKERS} workers"] = (chosen.rivals, "contestant_reader.py")
        contestants[f"feedparser, {WORKERS} threads"] = (chosen.rivals, "contestant_threads.py")
    if "healthy" in chosen.only:
        race("All healthy, no latency; poll 2 can be 304 throughout", 500, contestants, chosen.runs)
    if "faults" in chosen.only:
        title = "20 ms latency, a fifth hangs, drips, resets or redirects in circles"
        race(title, 500, contestants, chosen.runs, latency=0.02, bad=0.2)
    if "growth" in chosen.only:
        grow(chosen.runs, tuple(chosen.sizes))


if __name__ == "__main__":
    main()
