"""A loopback server that can misbehave in every way that feeds and pages do; the path names the fault."""

import asyncio
import gzip
import socket
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

FEED = (
    '<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Kräfte der Küste</title>'
    "<link>http://example.org/</link>{items}</channel></rss>"
)
ITEM = (
    "<item><title>Größe {n}</title><link>http://example.org/{n}</link><guid>{n}</guid>"
    "<pubDate>Mon, 02 Nov 2026 10:{n:02}:00 +0000</pubDate></item>"
)
SECRET = b'<?xml version="1.0"?><rss version="2.0"><channel><title>secret</title></channel></rss>'
ONE_ENTRY = (
    '<rss version="2.0"><channel><title>{entity}</title><item><title>one {entity}</title>'
    "<link>http://example.org/1</link></item></channel></rss>"
)
STALL = 60.0  # seconds that a hanging answer hangs, unless the client goes


def feed(encoding: str = "utf-8", entries: int = 10) -> bytes:
    """Return a small feed in `encoding`."""
    text = FEED.format(encoding=encoding, items="".join(ITEM.format(n=n) for n in range(entries)))
    return text.encode(encoding)


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Talk:
    """One request and the pipe for its answer."""

    asked: Asked
    writer: asyncio.StreamWriter
    server: "FaultyServer"

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def answer(self, status: str, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; header names are written with underscores."""
        self.head(status, content_length=str(len(body)), **headers)
        self.send(body)

    def head(self, status: str, **headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    async def drain(self) -> None:
        await self.writer.drain()

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.close()


XML = "application/rss+xml; charset=utf-8"


async def ok(talk: Talk) -> None:
    """A good feed: validators, gzip, 304."""
    body = talk.server.bodies.get(talk.asked.path, feed())
    etag = f'W/"{zlib.crc32(body):08x}--gzip"'
    modified = "Mon, 02 Nov 2026 10:00:00 GMT"
    if talk.asked.headers.get("if-none-match") == etag:
        talk.head("304 Not Modified", etag=etag, last_modified=modified)
        return
    packed = gzip.compress(body, 1)
    talk.answer("200 OK", packed, etag=etag, last_modified=modified, content_type=XML, content_encoding="gzip")


async def hang(talk: Talk) -> None:
    await asyncio.sleep(STALL)


async def drip(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, content_length="100000")
    for byte in feed() * 30:
        talk.send(bytes([byte]))
        await talk.drain()
        await asyncio.sleep(0.05)


async def driphead(talk: Talk) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000:
        talk.send(bytes([byte]))
        await talk.drain()
        await asyncio.sleep(0.05)


async def reset(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, content_length="100000")
    talk.send(feed())
    await talk.drain()
    await asyncio.sleep(0.02)
    talk.reset()


async def resetearly(talk: Talk) -> None:
    talk.reset()


async def truncgz(talk: Talk) -> None:
    packed = gzip.compress(feed())
    talk.answer("200 OK", packed[: len(packed) // 2], content_type=XML, content_encoding="gzip")


async def trunccl(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, content_length="100000", connection="close")
    talk.send(feed())


async def truncchunk(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, transfer_encoding="chunked", connection="close")
    talk.send(b"1000\r\n" + feed()[:500])


async def badenc(talk: Talk) -> None:
    """Claims gzip, sends plain: many servers do, and readers must read it."""
    talk.answer("200 OK", feed(), content_type=XML, content_encoding="gzip")


async def br(talk: Talk) -> None:
    """An encoding that nobody asked for."""
    talk.answer("200 OK", b"\x8b\x02\x80hello\x03", content_type=XML, content_encoding="br")


async def badgzip(talk: Talk) -> None:
    talk.answer("200 OK", b"\x1f\x8b\x08\x00" + b"\xff" * 200, content_type=XML, content_encoding="gzip")


async def deflate(talk: Talk) -> None:
    talk.answer("200 OK", zlib.compress(feed()), content_type=XML, content_encoding="deflate")


async def rawdeflate(talk: Talk) -> None:
    packer = zlib.compressobj(wbits=-15)
    talk.answer("200 OK", packer.compress(feed()) + packer.flush(), content_type=XML, content_encoding="deflate")


async def members(talk: Talk) -> None:
    """gzip in two members with padding after them, as `cat a.gz b.gz` makes it."""
    half = len(feed()) // 2
    packed = gzip.compress(feed()[:half]) + gzip.compress(feed()[half:]) + b"\0" * 512
    talk.answer("200 OK", packed, content_type=XML, content_encoding="gzip")


async def gzfile(talk: Talk) -> None:
    """A gzip file without Content-Encoding, as sitemaps are served."""
    talk.answer("200 OK", gzip.compress(feed()), content_type="application/gzip")


async def cs_wrong(talk: Talk) -> None:
    talk.answer("200 OK", feed(), content_type="text/xml; charset=iso-8859-1")


async def cs_none(talk: Talk) -> None:
    body = (
        feed("utf-8")
        .decode()
        .replace("utf-8", "windows-1251")
        .replace("Größe", "Погода")
        .replace("Kräfte der Küste", "Погода")
    )
    talk.answer("200 OK", body.encode("cp1251"), content_type="text/xml")


async def cs_lie(talk: Talk) -> None:
    body = feed("iso-8859-1").replace(b"iso-8859-1", b"utf-8")
    talk.answer("200 OK", body, content_type=XML)


async def empty(talk: Talk) -> None:
    talk.answer("200 OK", b"", content_type=XML)


async def html(talk: Talk) -> None:
    page = b"<!doctype html><html><head><title>Welcome</title></head><body><p>No feed here.</body></html>"
    talk.answer("200 OK", page, content_type="text/html; charset=utf-8")


async def lie304(talk: Talk) -> None:
    talk.head("304 Not Modified", etag='"x"')


async def huge(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, content_length=str(500_000_000))
    for _ in range(5000):
        talk.send(b"<item>" * 16_667)
        await talk.drain()


def _bomb(ratio: int) -> bytes:
    """Return one gzip chunk of a body that swells about `ratio` times, to be repeated."""
    noise = bytes(range(256)) * 16 if ratio < 500 else b""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(b"\0" * 10_000_000 + noise) + packer.flush()


BOMB = _bomb(1000)
# 10 MB that shrink 100 times only: under the limit of the ratio, and still no feed.
DENSE = gzip.compress(b"".join(b"%064x" % (n * n) + b" " * 6000 for n in range(1600)), 9)


async def bomb(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, content_encoding="gzip", transfer_encoding="chunked")
    for _ in range(1000):
        talk.send(f"{len(BOMB):x}\r\n".encode() + BOMB + b"\r\n")
        await talk.drain()


async def densebomb(talk: Talk) -> None:
    talk.head("200 OK", content_type=XML, content_encoding="gzip", transfer_encoding="chunked")
    for _ in range(100):
        talk.send(f"{len(DENSE):x}\r\n".encode() + DENSE + b"\r\n")
        await talk.drain()


async def video(talk: Talk) -> None:
    talk.head("200 OK", content_type="video/mp4", content_length=str(4_000_000))
    for _ in range(40):
        talk.send(b"\0" * 100_000)
        await talk.drain()


async def bighead(talk: Talk) -> None:
    talk.head("200 OK", **{f"x_{n}": "v" * 50 for n in range(3000)})


async def longhead(talk: Talk) -> None:
    talk.head("200 OK", x_long="v" * 100_000)


async def garbage(talk: Talk) -> None:
    talk.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")


async def billion(talk: Talk) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>' + ONE_ENTRY.format(entity="&l9;")
    talk.answer("200 OK", body.encode(), content_type=XML)


async def external(talk: Talk) -> None:
    body = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + ONE_ENTRY.format(
        entity="&e;"
    )
    talk.answer("200 OK", body.encode(), content_type=XML)


async def loop(talk: Talk) -> None:
    number = int(talk.asked.path.rpartition("/")[2] or 0) if talk.asked.path.count("/") > 1 else 0
    talk.answer("302 Found", location=f"/loop/{number + 1}")


async def r429date(talk: Talk) -> None:
    now = datetime.now(UTC)
    later = now + timedelta(seconds=5400)
    stamps = {"date": format_datetime(now, usegmt=True), "retry_after": format_datetime(later, usegmt=True)}
    talk.answer("429 Too Many Requests", **stamps)


def fixed(status: str, **headers: str) -> Callable[[Talk], Awaitable[None]]:
    """Return a fault that is one answer; {secret} and {port} in a header name the private server."""

    async def fault(talk: Talk) -> None:
        said = {name: value.format(secret=talk.server.secret_port) for name, value in headers.items()}
        talk.answer(status, b"" if status[:3] in {"204", "301", "302", "308"} else b"<html>no</html>", **said)

    return fault


FAULTS: dict[str, Callable[[Talk], Awaitable[None]]] = {
    fault.__name__: fault
    for fault in (
        ok, hang, drip, driphead, reset, resetearly, truncgz, trunccl, truncchunk, badenc, br, badgzip, deflate,
        rawdeflate, members, gzfile, cs_wrong, cs_none, cs_lie, empty, html, lie304, huge, bomb, densebomb, bighead,
        video, longhead, garbage, billion, external, loop, r429date,
    )
} | {
    "r301": fixed("301 Moved Permanently", location="/ok"),
    "r302": fixed("302 Found", location="/ok"),
    "r308": fixed("308 Permanent Redirect", location="/r301"),
    "rmixed": fixed("301 Moved Permanently", location="/r302"),
    "rself": fixed("301 Moved Permanently", location="/rself"),
    "rbad": fixed("302 Found", location="http://[broken/"),
    "rnone": fixed("302 Found"),
    "tofile": fixed("302 Found", location="file:///etc/passwd"),
    "topriv": fixed("302 Found", location="http://127.0.0.1:{secret}/secret"),
    "topriv_dns": fixed("302 Found", location="http://localhost:{secret}/secret"),
    "tomapped": fixed("302 Found", location="http://[::ffff:127.0.0.1]:{secret}/secret"),
    "tonat64": fixed("302 Found", location="http://[64:ff9b::7f00:1]:{secret}/secret"),
    "tohex": fixed("302 Found", location="http://0x7f000001:{secret}/secret"),
    "todecimal": fixed("302 Found", location="http://2130706433:{secret}/secret"),
    "toport": fixed("302 Found", location="http://8.8.8.8:22/"),
    "tometadata": fixed("302 Found", location="http://169.254.169.254/latest/meta-data/"),
    "r429": fixed("429 Too Many Requests", retry_after="7200"),
    "r429none": fixed("429 Too Many Requests"),
    "r503": fixed("503 Service Unavailable", retry_after="600"),
    "r503none": fixed("503 Service Unavailable"),
    "r500": fixed("500 Internal Server Error"),
    "r403": fixed("403 Forbidden", cf_mitigated="challenge"),
    "r403plain": fixed("403 Forbidden"),
    "r401": fixed("401 Unauthorized", www_authenticate="Basic"),
    "r404": fixed("404 Not Found"),
    "r410": fixed("410 Gone"),
    "r204": fixed("204 No Content"),
    "pdf": fixed("200 OK", content_type="application/pdf"),
}  # fmt: skip


Fault = Callable[[Talk], Awaitable[None]]


def faults(*made: Fault) -> dict[str, Fault]:
    """Return faults by the names of the functions that commit them."""
    return {fault.__name__: fault for fault in made}


@dataclass
class FaultyServer:
    """Serves every fault on each of `hosts`; use as a context manager."""

    hosts: Sequence[str] = ("127.7.0.1",)
    latency: float = 0.0
    robots_fault: str = "r404"  # what the others answer for it
    robots: dict[str, bytes] = field(default_factory=dict)  # host -> robots.txt
    bodies: dict[str, bytes] = field(default_factory=dict)  # path -> what "ok" serves there
    port: int = 0
    secret_port: int = 0
    asked: list[Asked] = field(default_factory=list)
    secrets_told: int = 0
    more: dict[str, Fault] = field(default_factory=dict)  # faults of one test, by name
    most_open: Counter[str] = field(default_factory=Counter)  # host -> connections at once, at most
    _open: Counter[str] = field(default_factory=Counter)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def url(self, path: str, host: str | None = None) -> str:
        """Return the address of a fault, such as "hang"."""
        return f"http://{host or self.hosts[0]}:{self.port}/{path}"

    def paths(self, host: str | None = None) -> list[str]:
        """Return what was asked for, in order."""
        return [asked.path for asked in self.asked if host in {None, asked.host}]

    def __enter__(self) -> "FaultyServer":
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        secret = await asyncio.start_server(self._tell_secret, "127.0.0.1", 0)
        self.secret_port = secret.sockets[0].getsockname()[1]
        first = await asyncio.start_server(self._talk, self.hosts[0], self.port, backlog=512)
        self.port = first.sockets[0].getsockname()[1]
        rest = [await asyncio.start_server(self._talk, host, self.port, backlog=512) for host in self.hosts[1:]]
        self._servers = [secret, first, *rest]

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        for _ in range(2):  # a transport closes its socket in the loop's next turn, not at once
            await asyncio.sleep(0)

    async def _tell_secret(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self.secrets_told += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(SECRET) + SECRET)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        self._writers.append(writer)
        self._open[host] += 1
        self.most_open[host] = max(self.most_open[host], self._open[host])
        try:
            while not writer.is_closing() and (head := await reader.readuntil(b"\r\n\r\n")):
                await self._answer(Talk(_asked(host, head), writer, self))
                await writer.drain()
                if b"\r\nconnection: close" in head.lower() or not _may_stay(head):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open[host] -= 1
            writer.close()

    async def _answer(self, talk: Talk) -> None:
        self.asked.append(talk.asked)
        if self.latency:
            await asyncio.sleep(self.latency)
        if talk.asked.path == "/robots.txt":
            rules = self.robots.get(talk.asked.host)
            if rules is None:
                await FAULTS[self.robots_fault](talk)
            else:
                talk.answer("200 OK", rules, content_type="text/plain")
            return
        name = talk.asked.path.strip("/").split("/")[0].split("?")[0]
        await (self.more.get(name) or FAULTS.get(name, FAULTS["r404"]))(talk)


_STAYING = ("ok", "r", "html", "empty", "lie304", "pdf", "cs_", "deflate")


def _may_stay(head: bytes) -> bool:
    """Return whether the connection is kept after this answer: after a broken one it cannot be."""
    name = head.split(b" ", 2)[1].decode("latin-1").strip("/")
    return name.startswith(_STAYING) and not name.startswith(("reset", "rawdeflate"))


def _asked(host: str, head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs: Iterator[tuple[str, str, str]] = (line.partition(":") for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Asked(host=host, path=first.split(" ")[1], headers=headers, at=time.monotonic())
