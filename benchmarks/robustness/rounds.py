"""Collections in many rounds: do memory, files and tables stay flat but for new articles?

    python -m benchmarks.robustness.rounds DIR --rounds 300

Each round is a whole collection of 20 feeds on loopback, an hour after the one before by the archive's clock; every
24th is followed by what `keep-archive` does. In the first third of the rounds each brings new articles, then none
does: nothing may grow then, but for what is kept of each day. One feed fails every time.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flows.collecting.pipeline import CollectionRequest, collect_all, with_open_archive
from flows.configuration.settings import Settings
from news.records import Feed
from storage.archive import Archive
from storage.maintenance.backup import back_up, superseded
from storage.maintenance.compact import compact
from storage.maintenance.deep_check import TABLES, deep_check
from tests.flows.collecting.loopback import NOW, Site, serving
from tests.storage.newsstand import WORDS

FEEDS, SHOWN, NEW_A_ROUND, KEEP_EVERY = 20, 15, 4, 24
# Tables that may grow with time alone: a row a day and feed, a row a run or backup, an alert a week for a silent feed.
BY_DAY = frozenset({"feed_days", "outlet_days", "collected_days", "runs", "days", "alerts"})


class Newsroom:
    """Feeds whose entries have pages; an entry is added at will."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        self.site, self.chance, self.count = site, chance, 0
        self.listed: list[list[str]] = [[] for _ in range(FEEDS)]

    def publish(self, many: int) -> None:
        """Let so many new articles appear, each in one of the feeds."""
        for _ in range(many):
            self.count += 1
            title = " ".join(self.chance.choices(WORDS, k=6)).capitalize()
            prose = [" ".join(self.chance.choices(WORDS, k=60)).capitalize() + "." for _ in range(5)]
            body = "".join(f"<p>{paragraph}</p>" for paragraph in prose)
            page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body>"
            feed = self.count % (FEEDS - 1)
            self.site.put(f"/a/{self.count}", page, "text/html")
            address = f"{self.host(feed)}/a/{self.count}"
            item = f"<item><title>{title}</title><link>{address}</link><guid>{address}</guid></item>"
            self.listed[feed] = [item, *self.listed[feed]][:SHOWN]
        for number, items in enumerate(self.listed[:-1]):
            rss = f"<rss version='2.0'><channel><title>Outlet {number}</title>{''.join(items)}</channel></rss>"
            self.site.put(f"/feed/{number}", rss)

    def feeds(self) -> list[str]:
        """Return the addresses of the feeds; the last is always an error."""
        self.site.put(f"/feed/{FEEDS - 1}", "no", "text/plain", status=500)
        return [f"{self.host(number)}/feed/{number}" for number in range(FEEDS)]

    def host(self, number: int) -> str:
        """Return where an outlet is: each is a host of its own, so that none waits for another."""
        return f"http://127.30.0.{number + 1}:{self.site.server_port}"


def rounds(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    """Run the rounds; yield what each left behind."""
    settings = replace(
        Settings(), archive=folder, private_hosts="127.0.0.0/8", contact="benchmark@localhost.invalid", workers=1
    )
    with serving("0.0.0.0") as site:
        newsroom = Newsroom(site, random.Random(16))
        for number in range(count):
            newsroom.publish(NEW_A_ROUND if number < count // 3 else 0)
            now, begun = NOW + timedelta(hours=number), time.process_time()
            with Archive.open(folder, now=now) as archive:
                archive.feeds.add([Feed(url=url) for url in newsroom.feeds()], now=now)
                collect_all(with_open_archive(archive, settings, CollectionRequest(now=now, all_feeds=True)))
            if number % KEEP_EVERY == KEEP_EVERY - 1:
                keep(folder, now)
            yield {"round": number + 1, "cpu": time.process_time() - begun} | measured(folder)


def keep(folder: Path, now: datetime) -> None:
    """Do as `keep-archive` does: check, back up, remove older backups, compact, publish."""
    wrong = [one.said for one in deep_check(folder) if one.is_wrong]
    if wrong:
        raise SystemExit(f"the deep check says: {'; '.join(wrong)}")
    with Archive.open(folder, now=now) as archive:
        back_up(archive.store, folder / "backups" / f"{now:%Y-%m-%d-%H%M%S}", now=now)
        for old in superseded(folder / "backups", kept=2):
            for path in sorted(old.rglob("*"), reverse=True):
                path.unlink()
            old.rmdir()
        compact(archive, now=now)
        archive.publish(now=now)


def measured(folder: Path) -> dict[str, Any]:
    """Return the sizes of files, the rows of tables, and memory."""
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.duckdb")}
    own = [path for path in folder.rglob("*") if path.is_file() and "backups" not in path.parts]
    pages = [path for path in own if path.parent.name == "pages"]
    current = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    return {
        "articles": rows_of(folder).get("archive.articles", 0),
        "files": len(own) - len(pages),
        "page_files": len(pages),
        "rss": current,
        "pages": sum(path.stat().st_size for path in pages),
        "rows": rows_of(folder),
        **sizes,
    }


def rows_of(folder: Path) -> dict[str, int]:
    """Return how many rows each table of the store has."""
    import duckdb

    with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as connection:
        names = [name for (name,) in connection.execute(TABLES).fetchall()]
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in names}


def main() -> None:
    """Run, write each round to a file beside the archive, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--rounds", type=int, default=60)
    asked = options.parse_args()
    if asked.folder.exists() and any(asked.folder.iterdir()):
        raise SystemExit(f"{asked.folder} is not empty.")
    asked.folder.mkdir(parents=True, exist_ok=True)
    done = []
    with (asked.folder / "rounds.jsonl").open("w", encoding="utf-8") as log:
        for line in rounds(asked.folder / "archive", asked.rounds):
            done.append(line)
            log.write(json.dumps(line) + "\n")
            log.flush()
    sys.exit(report(done))


def report(done: Sequence[dict[str, Any]]) -> int:
    """Print what was measured at some rounds, and what grew while no article came; return 1 if anything did."""
    at = sorted({len(done) // 10, len(done) // 4, len(done) // 2, 3 * len(done) // 4, len(done)} - {0})
    print("| round | articles | store, index, snapshot MB | kept pages MB | files | memory MB | CPU s a round |")
    print("|---:|---:|---|---:|---:|---:|---:|")
    for number in at:
        one = done[number - 1]
        sizes = ", ".join(f"{one.get(name, 0) / 1e6:.1f}" for name in ("store.duckdb", "index.duckdb", "news.duckdb"))
        near = done[max(0, number - 5) : number]
        print(
            f"| {number} | {one['articles']} | {sizes} | {one['pages'] / 1e6:.2f} | {one['files']} "
            f"| {one['rss'] / 1e6:.0f} | {sum(each['cpu'] for each in near) / len(near):.2f} |"
        )
    quiet, last = done[3 * len(done) // 4 - 1], done[-1]  # the rounds between re-read the last pages once more
    grown = {name: (quiet["rows"].get(name, 0), rows) for name, rows in last["rows"].items()
             if rows > quiet["rows"].get(name, 0)}  # fmt: skip
    print(f"rows that came while no article did (round {quiet['round']} to {last['round']}):", grown or "none")
    print(f"files {quiet['files']} to {last['files']}; memory {quiet['rss'] / 1e6:.0f} to {last['rss'] / 1e6:.0f} MB")
    return 1 if any(name.rpartition(".")[2] not in BY_DAY for name in grown) else 0


if __name__ == "__main__":
    main()
