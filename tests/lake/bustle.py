"""Two collectors and a linker at work on one lake, readers beside them, collectors killed: and what must hold then.

The newsroom here never rests: at each poll its feeds have news, some of it announced by feeds of both hosts at once.
"""

import json
import random
import select
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE
from typing import Any

from flows.configuration.settings import present
from tests.conftest import HOME
from tests.lake.conftest import COMMAND, Lakeside

HOSTS = ("127.0.0.1", "localhost")  # of two shards (tests/flows/collecting/test_shards.py)
FEEDS = 3  # of each host, and one that both announce
NEW = 4  # entries at each poll
PAUSE = 0.3  # seconds between a reader's visits
WORDS = [a + b for a in "bar cor dal fen gil hos jut kel lor mes".split() for b in "an eth ick old urn ay".split()]


class RestlessNewsroom:
    """Feeds that have something new whenever they are asked, until they are told to rest."""

    def __init__(self) -> None:
        self.base: dict[str, str] = {}
        self.listed: dict[str, list[str]] = {}
        self.rests = False
        self.asked: Counter[str] = Counter()  # by host
        self._lock = threading.Lock()

    def feeds(self) -> list[str]:
        own = [f"{base}/feed/{host}-{number}" for host, base in self.base.items() for number in range(FEEDS)]
        return own + [f"{base}/feed/shared-{number}" for number, base in enumerate(self.base.values())]

    def feed(self, name: str) -> bytes:
        """The shared feeds of both hosts announce the same articles, which stand on the first."""
        series = "shared" if name.startswith("shared") else name
        host = HOSTS[0] if series == "shared" else series.rsplit("-", 1)[0]
        with self._lock:
            urls = self.listed.setdefault(series, [])
            if not self.rests:
                urls += [f"{self.base[host]}/page/{series}/{len(urls) + n}" for n in range(NEW)]
            shown = list(urls)
        date = format_datetime(present())
        items = "".join(
            f"<item><title>{headline(url)}</title><link>{url}</link><guid>{url}</guid><pubDate>{date}</pubDate></item>"
            for url in reversed(shown)
        )
        return f"<rss version='2.0'><channel><title>{series}</title>{items}</channel></rss>".encode()

    def page(self, path: str) -> bytes:
        chance = random.Random(path)
        paragraphs = "".join(
            "<p>" + " ".join(chance.choice(WORDS) for _ in range(60)).capitalize() + ".</p>" for _ in range(6)
        )
        title = headline(path)
        return (
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article>".encode()
        )


def headline(url: str) -> str:
    chance = random.Random(url.rsplit("/page/", maxsplit=1)[-1])
    return " ".join(chance.choice(WORDS) for _ in range(7)).capitalize()


@contextmanager
def served(newsroom: RestlessNewsroom) -> Iterator[RestlessNewsroom]:
    """Serve the newsroom on both hosts while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            newsroom.asked[self.headers["Host"].split(":")[0]] += 1
            is_feed = self.path.startswith("/feed/")
            body = newsroom.feed(self.path.removeprefix("/feed/")) if is_feed else newsroom.page(self.path)
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "application/rss+xml" if is_feed else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of callers that were killed in the middle of a word."""

    servers = [Server(("127.0.0.1", 0), Handler) for _ in HOSTS]
    for host, server in zip(HOSTS, servers, strict=True):
        newsroom.base[host] = f"http://{host}:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield newsroom
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


@dataclass(kw_only=True)
class Bustle:
    """What came of it."""

    runs: Counter[str] = field(default_factory=Counter)  # that ended by themselves
    killed: int = 0
    failed: list[str] = field(default_factory=list)
    tried_again: int = 0
    reads: int = 0
    bad_reads: list[str] = field(default_factory=list)
    announced: int = 0
    missing: int = 0
    doubled: int = 0
    unlinked: int = 0
    articles: int = 0


def bustle(lakeside: Lakeside, newsroom: RestlessNewsroom, goes_on: Callable[[int], bool]) -> Bustle:
    """Let two collectors, one linker and two readers work; then count what is there.

    Every second run of the first collector is killed, after it has asked for a few feeds or pages.

    Args:
        goes_on: told how many runs a collector has made, says whether it makes another.
    """
    found = Bustle()
    listed = lakeside.folder / "feeds.txt"
    listed.write_text("".join(f"{url}\n" for url in newsroom.feeds()))
    lakeside.run("feeds", "import", str(listed))
    with ThreadPoolExecutor(4) as threads:
        readers = [_reader(lakeside) for _ in range(2)]
        collectors = [threads.submit(_collect, lakeside, newsroom, found, shard, goes_on) for shard in (1, 2)]
        linker = threads.submit(_link, lakeside, found, lambda: not all(item.done() for item in collectors))
        for item in (*collectors, linker):
            item.result()
        for reader in readers:
            _heard(reader, found)
    newsroom.rests = True
    for shard in (1, 2, 1):  # what the second found may be pages of the first
        lakeside.run("collect", "--shard", f"{shard}/2", "--now")
    lakeside.run("link")
    _count(lakeside, newsroom, found)
    return found


def _collect(
    lakeside: Lakeside, newsroom: RestlessNewsroom, found: Bustle, shard: int, goes_on: Callable[[int], bool]
) -> None:
    chance, runs = random.Random(shard), 0
    while goes_on(runs):
        process = lakeside.start("collect", "--shard", f"{shard}/2", "--now", stderr=PIPE, stdout=PIPE)
        if shard == 1 and runs % 2 == 0:
            _kill_amid(process, newsroom, HOSTS[0], after=chance.randrange(1, 12))
        _ended(process, found, f"collect {shard}/2")
        runs += 1


def _kill_amid(process: subprocess.Popen[str], newsroom: RestlessNewsroom, host: str, *, after: int) -> None:
    """Kill a run when it has asked for so many things, unless it ends before."""
    asked = newsroom.asked[host]
    while newsroom.asked[host] < asked + after:
        try:
            process.wait(0.05)
            return
        except subprocess.TimeoutExpired:
            continue
    process.kill()


def _link(lakeside: Lakeside, found: Bustle, goes_on: Callable[[], bool]) -> None:
    while goes_on():
        _ended(lakeside.start("link", stderr=PIPE, stdout=PIPE), found, "link")


def _ended(process: subprocess.Popen[str], found: Bustle, name: str) -> None:
    _, said = process.communicate()
    if process.returncode == -signal.SIGKILL:
        found.killed += 1
        return
    found.runs[name] += 1
    found.tried_again += said.count("Once more in")
    if process.returncode:
        found.failed.append(f"{name}: {said[-500:]}")


# --- readers ----------------------------------------------------------------------------------------------------------


def _reader(lakeside: Lakeside) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND.with_name("python"), "-m", "tests.lake.bustle", lakeside.catalog],
        cwd=HOME, env=lakeside.environment, text=True, stdin=PIPE, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip


def _heard(reader: subprocess.Popen[str], found: Bustle) -> None:
    out, err = reader.communicate("enough\n", timeout=120)
    if reader.returncode:
        found.bad_reads.append(err[-800:])
        return
    told = json.loads(out)
    found.reads += told["reads"]
    found.bad_reads += told["bad"]


def read_on(catalog: str) -> dict[str, Any]:
    """Attach the lake again and again until told enough: no article is there twice, and none vanishes."""
    from storage.lake import open_reader

    reads, last, bad = 0, 0, list[str]()
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        with open_reader(Path(catalog)) as connection:
            for _ in range(5):
                ((all_, once),) = connection.execute(
                    "SELECT count(*), count(DISTINCT article_id) FROM articles"
                ).fetchall()
                connection.execute("FROM stories ORDER BY last_at DESC LIMIT 10").fetchall()
                reads += 2
                if all_ != once or once < last:
                    bad.append(f"{all_} rows of {once} articles, {last} before")
                last = once
    return {"reads": reads, "bad": bad}


# --- what must hold ---------------------------------------------------------------------------------------------------


def _count(lakeside: Lakeside, newsroom: RestlessNewsroom, found: Bustle) -> None:
    sql = "SELECT url, count(*) AS n, bool_and(story_id IS NOT NULL) AS is_linked FROM articles GROUP BY url"
    tables = {"entries": "entry_id", "readings": "article_id", "feeds": "url", "placements": "article_id, recorded_at"}
    doubles = [f"SELECT count(*) - count(DISTINCT ({key})) AS n FROM archive.{table}" for table, key in tables.items()]
    rows, *doubled = lakeside.ask(sql, *doubles)
    there = {row["url"]: row for row in rows}
    announced = {url for urls in newsroom.listed.values() for url in urls}
    found.announced, found.articles = len(announced), len(there)
    found.missing = len(announced - set(there))
    found.doubled = sum(row["n"] - 1 for row in rows) + sum(row["n"] for (row,) in doubled)
    found.unlinked = sum(not row["is_linked"] for row in rows)


if __name__ == "__main__":
    json.dump(read_on(sys.argv[1]), sys.stdout)
