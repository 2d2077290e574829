"""One run against hosts that drip and hosts with hostile robots.txt, among honest ones: does it end in time?"""

import argparse
import asyncio
import gzip
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace

from extractors.fetch.web import PrivateHosts, WebRules, fetch_as_they_come
from news.records import FetchRequest

FEED = b"""<rss version="2.0"><channel><title>Honest</title><item><guid>1</guid><title>Ferry pier rebuilt</title>
<link>http://example.org/1</link></item></channel></rss>"""
PAGE = b"<html><head><title>Ferry pier rebuilt</title></head><body><p>The pier opened on Monday.</p></body></html>"
ROBOTS = {
    "many names": b"".join(b"User-agent: a%d\nAllow:/\n\n" % number for number in range(350_000))[:9_900_000],
    "many rules": b"User-agent: *\n" + b"".join(b"Disallow: /a%d\n" % number for number in range(500_000)),
    "wildcards": b"User-agent: *\n" + b"".join(b"Disallow: /*a%d*b*c\n" % number for number in range(20_000)),
    "one long line": b"User-agent: *\nDisallow: /" + b"*a" * 4_000_000,
}
PACKED = [gzip.compress(text) for text in ROBOTS.values()]
HONEST, PORT = 30, 9277


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
                await answer(writer, *((FEED, "application/rss+xml") if path == "/feed" else (PAGE, "text/html")))
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
    asked += [("robots", address(1, number + 1, "page")) for number in range(8)]
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


def main() -> None:
    """Start the server in a process of its own, and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drippers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        asyncio.run(serve())
        return
    command = [sys.executable, "-m", "benchmarks.robustness.bounded_run", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            run(asked.drippers, asked.seconds)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
