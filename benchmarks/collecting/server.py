"""Loopback hosts with one feed each, some of which misbehave; run by run.py in a process of its own.

    python server.py HOSTS [--latency SECONDS] [--bad SHARE]

Prints the port, then serves until its standard input ends. Every host is an address of its own (127.20.0.1 and up),
since polling many hosts, each over a new connection, is what collecting is. A line "bump SHARE" on standard input
changes that share of the feeds; "count" prints what was asked: requests, conditional ones, validators that were not
byte for byte ours, answers 304.
"""

import argparse
import asyncio
import gzip
import random
import resource
import socket
import struct
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

FAULTS = ("hang", "drip", "reset", "loop")
STALL = 12.0  # seconds after which hanging and dripping ends, so that rivals without a limit end, too
WORDS = "harbour council vote budget storm minister ferry bridge market school river train coast road law court".split()


def addresses(count: int) -> list[str]:
    """Return so many loopback addresses."""
    return [f"127.20.{number // 250}.{number % 250 + 1}" for number in range(count)]


class Host:
    """One feed: 20 entries of about 1 kB, as a news feed has them."""

    def __init__(self, number: int, fault: str | None) -> None:
        self.number, self.fault, self.version = number, fault, 1
        self.render()

    def render(self) -> None:
        """Write this version's document."""
        chance = random.Random(f"{self.number} {self.version}")
        self.etag = f'W/"{self.number:x}-{self.version}--gzip"'
        entries = "".join(self._entry(n, chance) for n in range(self.version, self.version + 20))
        text = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Outlet {self.number}</title>'
            f"<link>http://outlet{self.number}.example/</link><language>en</language>{entries}</channel></rss>"
        )
        self.body = gzip.compress(text.encode(), 6, mtime=0)

    def _entry(self, n: int, chance: random.Random) -> str:
        words = " ".join(chance.choices(WORDS, k=130))
        stamp = format_datetime(datetime(2026, 11, 22, tzinfo=UTC) - timedelta(minutes=17 * (40 - n)))
        return (
            f"<item><title>{words[:60]}</title><link>http://outlet{self.number}.example/{n}?utm_source=rss</link>"
            f"<guid>{self.number}-{n}</guid><pubDate>{stamp}</pubDate><description>&lt;p&gt;{words}&lt;/p&gt;</description></item>"
        )


class Talk(asyncio.Protocol):
    """One connection to one host."""

    def __init__(self, host: Host, site: "Site") -> None:
        self.host, self.site, self.buffer = host, site, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request, after the latency."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head, self.buffer = self.buffer[:end].decode("latin-1"), self.buffer[end + 4 :]
            if self.site.latency:
                asyncio.get_running_loop().call_later(self.site.latency, self.answer, head)
            else:
                self.answer(head)

    def answer(self, head: str) -> None:
        """Give the feed, a 304, or the fault."""
        if self.transport.is_closing():
            return
        if self.host.fault:
            getattr(self, self.host.fault)(head)
            return
        sent = [
            line.partition(":")[2].strip() for line in head.split("\r\n") if line.lower().startswith("if-none-match")
        ]
        self.site.count(bool(sent), sent[:1], self.host)
        validators = f"ETag: {self.host.etag}\r\nLast-Modified: Sun, 22 Nov 2026 10:00:{self.host.version % 60:02} GMT"
        if sent == [self.host.etag]:
            self.transport.write(f"HTTP/1.1 304 Not Modified\r\n{validators}\r\n\r\n".encode())
            return
        size = len(self.host.body)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nContent-Length: {size}"
        )
        self.transport.write(f"{head}\r\n{validators}\r\n\r\n".encode() + self.host.body)

    def hang(self, head: str) -> None:
        """Say nothing."""
        asyncio.get_running_loop().call_later(STALL, self.transport.close)

    def drip(self, head: str) -> None:
        """Send one byte at a time."""
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n")
        self.drop(int(STALL * 4))

    def drop(self, left: int) -> None:
        """Send the next byte."""
        if left and not self.transport.is_closing():
            self.transport.write(b" ")
            asyncio.get_running_loop().call_later(0.25, self.drop, left - 1)
        else:
            self.transport.close()

    def reset(self, head: str) -> None:
        """End amid the body with RST."""
        self.transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n<rss>"
        )
        raw = self.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        asyncio.get_running_loop().call_later(0.01, self.transport.abort)

    def loop(self, head: str) -> None:
        """Redirect for ever."""
        number = len(head.split(" ", 2)[1])
        answer = f"HTTP/1.1 302 Found\r\nLocation: /feed{'x' * (number % 40)}\r\nContent-Length: 0\r\n\r\n"
        self.transport.write(answer.encode())


class Site:
    """All hosts, and the count of what they were asked."""

    def __init__(self, count: int, latency: float, bad: float) -> None:
        self.latency = latency
        bad_ones = int(count * bad)
        self.hosts = [Host(n, FAULTS[n % len(FAULTS)] if n < bad_ones else None) for n in range(count)]
        self.asked = self.conditional = self.altered = self.unchanged = 0

    def count(self, is_conditional: bool, sent: list[str], host: Host) -> None:
        """Remember what was asked."""
        self.asked += 1
        self.conditional += is_conditional
        self.unchanged += sent == [host.etag]
        self.altered += bool(sent) and not sent[0].startswith(f'W/"{host.number:x}-')

    async def serve(self) -> None:
        """Open every host, then follow what standard input says."""
        loop = asyncio.get_running_loop()
        port = 0
        for host, address in zip(self.hosts, addresses(len(self.hosts)), strict=True):
            server = await loop.create_server(lambda host=host: Talk(host, self), address, port, backlog=64)
            port = port or server.sockets[0].getsockname()[1]
        print(port, flush=True)
        while line := (await asyncio.to_thread(sys.stdin.readline)).split():
            if line[0] == "bump":
                for host in self.hosts[:: int(1 / float(line[1]))]:
                    host.version += 1
                    host.render()
                print("bumped", flush=True)
            else:
                print(self.asked, self.conditional, self.altered, self.unchanged, flush=True)
                self.asked = self.conditional = self.altered = self.unchanged = 0


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("hosts", type=int)
    options.add_argument("--latency", type=float, default=0.0)
    options.add_argument("--bad", type=float, default=0.0)
    chosen = options.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(Site(chosen.hosts, chosen.latency, chosen.bad).serve())
