"""One run against hosts that drip and hosts with hostile robots.txt, among honest ones: does it end in time?"""

import argparse
import asyncio
import gzip
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from extractors.fetch.web import PrivateHosts, WebRules, fetch_as_they_come
from flows.collecting.pipeline import CollectionRequest, collect_sites, link_and_publish, with_open_archive
from flows.collecting.run_time import RunTime
from flows.configuration.settings import Settings
from news.records import Feed, FetchRequest
from storage.archive import Archive

FEED = """<rss version="2.0"><channel><title>Honest {0}</title><item><guid>1</guid><title>Ferry pier {0} rebuilt</title>
<link>http://127.79.2.{0}:9277/page</link></item>{1}</channel></rss>"""
HOSTILE = "<item><guid>2</guid><title>Quay {0} closed</title><link>http://127.79.1.{0}:9277/page</link></item>"
PROSE = "".join(f"<p>The pier was opened on Monday by the mayor, {n} years after its fall.</p>" for n in range(30, 60))
PAGE = f"<html><head><title>Ferry pier rebuilt</title></head><body><article>{PROSE}</article></body></html>".encode()
ROBOTS = {
    "many names": b"".join(b"User-agent: a%d\nAllow:/\n\n" % number for number in range(350_000))[:9_900_000],
    "many rules": b"User-agent: *\n" + b"".join(b"Disallow: /a%d\n" % number for number in range(500_000)),
    "wildcards": b"User-agent: *\n" + b"".join(b"Disallow: /*a%d*b*c\n" % number for number in range(20_000)),
    "one long line": b"User-agent: *\nDisallow: /" + b"*a" * 4_000_000,
}
PACKED = [gzip.compress(text) for text in ROBOTS.values()]
HONEST, ROBOTS_HOSTS, PORT = 30, 8, 9277


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one connection: 127.79.0.x drips, 127.79.1.x has the robots.txt, 127.79.2.x is honest."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ")[1]
            net, host = (int(part) for part in head.lower().split("host: 127.79.")[1].split(":")[0].split("."))
            if path == "/robots.txt" and net == 1:
                await answer(writer, PACKED[host % len(PACKED)], "text/plain", "Content-Encoding: gzip\r\n")
            elif path == "/robots.txt":
                await answer(writer, b"", "text/plain")
            elif net == 0:
                await drip(writer)
            else:
                feed = FEED.format(host, HOSTILE.format(host) if host <= ROBOTS_HOSTS else "").encode()
                await answer(writer, *((feed, "application/rss+xml") if path == "/feed" else (PAGE, "text/html")))
    except (OSError, ValueError, IndexError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


async def answer(writer: asyncio.StreamWriter, body: bytes, kind: str, more: str = "") -> None:
    """Send a whole answer."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()


async def drip(writer: asyncio.StreamWriter) -> None:
    """Send much at once, so that a turn for large bodies is taken, and then a byte every half second."""
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 900000\r\n\r\n" + b"A" * 400_000
    )
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.5)


async def serve() -> None:
    """Serve until the process is ended."""
    server = await asyncio.start_server(handle, "0.0.0.0", PORT, backlog=2000)
    print("ready", flush=True)
    await server.serve_forever()


def requests(drippers: int) -> list[tuple[str, FetchRequest]]:
    """Return the run's requests, each with what sort of host it goes to: the hostile ones first."""
    address = "http://127.79.{}.{}:9277/{}".format
    asked = [("drips", address(0, number + 1, "feed")) for number in range(drippers)]
    asked += [("robots", address(1, number + 1, "page")) for number in range(ROBOTS_HOSTS)]
    asked += [("honest", address(2, number + 1, "feed")) for number in range(HONEST)]
    asked += [("honest", address(2, number + 1, "page")) for number in range(HONEST)]
    return [(sort, FetchRequest(url=url, kind="feed" if url.endswith("feed") else "page")) for sort, url in asked]


def run(drippers: int, seconds: float) -> None:
    """Fetch everything in one run, with request limits a tenth of the product's; print what became of it."""
    short = {"total_seconds": 3.0, "read_seconds": 1.5, "connect_seconds": 3.0}
    rules = replace(WebRules(), run_seconds=seconds, **short)
    asked, outcomes, last = requests(drippers), Counter[tuple[str, str]](), 0.0
    begun = time.monotonic()
    local = PrivateHosts.parse("127.0.0.0/8")
    pages = fetch_as_they_come(
        [one for _, one in asked], user_agent="benchmark", private_hosts=local, group=500, rules=rules
    )
    for group in pages:
        for place, page in group:
            outcomes[asked[place][0], page.outcome] += 1
            last = time.monotonic() - begun if asked[place][0] == "honest" else last
    took = time.monotonic() - begun
    for (sort, outcome), count in sorted(outcomes.items()):
        print(f"{sort:8} {outcome:14} {count}")
    print(f"limit {seconds:.0f} s; ended after {took:.1f} s; the last honest answer came at {last:.1f} s")
    good = outcomes["honest", "ok"] == 2 * HONEST and took <= seconds + 10
    raise SystemExit(0 if good else 1)


def collect(drippers: int, seconds: float, share: float) -> None:
    """Run a whole collection; feeds name the pages. Print what became of it.

    Args:
        share: of the product's limits of a request.
    """
    rules = WebRules()
    short = {f"{name}_seconds": share * getattr(rules, f"{name}_seconds") for name in ("total", "read", "connect")}
    limits = replace(rules, run_seconds=seconds, **short)
    feeds = [Feed(url=one.url) for sort, one in requests(drippers) if one.kind == "feed"]
    settings = {"private_hosts": "127.0.0.0/8", "contact": "benchmark@localhost.invalid", "workers": 1}
    now = datetime(2026, 11, 28, 9, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), now=now) as archive:
        archive.feeds.add(feeds, now=now)
        run_archive = replace(Settings(), archive=Path(folder), **settings)
        begun, used = time.monotonic(), time.process_time()
        run = with_open_archive(archive, run_archive, CollectionRequest(now=now, time=RunTime(rules=limits)))
        done = collect_sites(run)
        fetched = time.monotonic() - begun
        link_and_publish(run)
        took, used = time.monotonic() - begun, time.process_time() - used
        count = "SELECT count(*) FROM archive.articles WHERE text_kind = 'full' AND url LIKE '%.2.%'"
        ((read,),) = archive.store.rows(count)
    print(done.in_words())
    print(f"limit {seconds:.0f} s; feeds and pages ended after {fetched:.1f} s; {read} of {HONEST} honest pages read")
    print(f"with linking and publishing {took:.1f} s; {used:.1f} s of CPU in this process")
    raise SystemExit(0 if read == HONEST and fetched <= seconds + 10 else 1)


def main() -> None:
    """Start the server in a process of its own, and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drippers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--collect", action="store_true", help="a whole collection, not fetching alone")
    parser.add_argument("--share", type=float, default=0.1, help="of the product's limits of a request")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve())
        return
    command = [sys.executable, "-m", "benchmarks.robustness.bounded_run", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            if options.collect:
                collect(options.drippers, options.seconds, options.share)
            run(options.drippers, options.seconds)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
