"""The sample newsroom on loopback: its feeds and pages over HTTP, as they stood at a moment of its own clock."""

import hashlib
import json
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from news.errors import SeedError
from news.records import Feed, record

LISTED = 30  # entries a feed shows
KINDS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@record
class Answer:
    """What the server says to a request."""

    status: int = 200
    content_type: str = "text/plain"
    body: bytes = b""


@dataclass
class Newsroom:
    """The newsroom's files, and the moment at which it is asked (the one thing that changes)."""

    folder: Path
    feeds: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    moments: list[datetime]
    now: datetime
    base: str = ""
    seen: list[str] = field(default_factory=list)  # paths asked for, in order

    @classmethod
    def read(cls, folder: Path) -> "Newsroom":
        """Read the newsroom of `folder`.

        Raises:
            SeedError: a file is missing or broken.
        """
        try:
            feeds = tomllib.loads((folder / "feeds.toml").read_text(encoding="utf-8"))["feeds"]
            clock = tomllib.loads((folder / "clock.toml").read_text(encoding="utf-8"))["moments"]
            lines = (folder / "entries.jsonl").read_text(encoding="utf-8").splitlines()
            entries = [json.loads(line) for line in lines]
        except (OSError, ValueError, KeyError) as error:
            raise SeedError(f"{folder}: the sample newsroom cannot be read: {error}.", subject=str(folder)) from error
        moments = [moment["at"] for moment in clock]
        return cls(folder=folder, feeds=feeds, entries=entries, moments=moments, now=moments[0])

    def feed_list(self) -> list[Feed]:
        """Return its feeds, as addresses of the running server."""
        return [
            Feed(url=self.base + feed["path"], outlet=feed["outlet"], language=feed["language"]) for feed in self.feeds
        ]

    def answer(self, path: str) -> Answer:
        """Return what stands at `path` now."""
        self.seen.append(path)
        for feed in self.feeds:
            if feed["path"] == path:
                return self._feed(feed)
        entry = next((entry for entry in self._listed() if entry["path"] == path), None)
        if path == "/robots.txt":
            return Answer(body=b"User-agent: *\nAllow: /\n")
        if entry is None or entry["page"] is None:
            return Answer(status=404, body=b"not found")
        page = self._current(entry)["page"]
        return Answer(content_type="text/html; charset=utf-8", body=(self.folder / page).read_bytes())

    def _listed(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if datetime.fromisoformat(entry["appears"]) <= self.now]

    def _current(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Return the entry with the page and title that stand now."""
        changes = [c for c in entry.get("page_changes", []) if datetime.fromisoformat(c["at"]) <= self.now]
        return entry | {name: value for change in changes for name, value in change.items() if name != "at"}

    def _feed(self, feed: dict[str, Any]) -> Answer:
        if feed.get("status", 200) != 200:
            return Answer(status=feed["status"], body=b"internal error")
        listed = [self._current(entry) for entry in self._listed() if entry["feed"] == feed["slug"]][-LISTED:][::-1]
        build = {"rss": self._rss, "atom": self._atom, "json": self._json}[feed["format"]]
        return Answer(content_type=KINDS[feed["format"]] + "; charset=utf-8", body=build(feed, listed).encode())

    def _rss(self, feed: dict[str, Any], entries: list[dict[str, Any]]) -> str:
        items = "".join(
            f"<item><title>{escape(e['title'])}</title><link>{escape(self.base + e['path'])}</link>"
            f'<guid isPermaLink="false">{escape(e["guid"])}</guid><description>{escape(e["summary"])}</description>'
            + (
                f"<pubDate>{format_datetime(datetime.fromisoformat(e['published']))}</pubDate>"
                if e["published"]
                else ""
            )
            + "</item>"
            for e in entries
        )
        head = (
            f"<title>{escape(feed['outlet'])}</title><link>{self.base}/</link><language>{feed['language']}</language>"
        )
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'

    def _atom(self, feed: dict[str, Any], entries: list[dict[str, Any]]) -> str:
        items = "".join(
            f"<entry><title>{escape(e['title'])}</title><link href={quoteattr(self.base + e['path'])}/>"
            f"<id>{escape(e['guid'])}</id><summary>{escape(e['summary'])}</summary>"
            + (f"<published>{e['published']}</published>" if e["published"] else "")
            + "</entry>"
            for e in entries
        )
        head = f"<title>{escape(feed['outlet'])}</title><id>{escape(self.base + feed['path'])}</id>"
        return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{items}</feed>'

    def _json(self, feed: dict[str, Any], entries: list[dict[str, Any]]) -> str:
        items = [
            {"id": e["guid"], "url": self.base + e["path"], "title": e["title"], "summary": e["summary"]}
            | ({"date_published": e["published"]} if e["published"] else {})
            for e in entries
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": feed["outlet"], "items": items})


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing of a client that hangs up: on a busy machine one does when its time is over."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what is no broken connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(newsroom: Newsroom, *, port: int = 0) -> Iterator[Newsroom]:
    """Serve `newsroom` on 127.0.0.1 while the block runs; `newsroom.base` is its address. Port 0: any that is free."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _respond(self, newsroom.answer(self.path))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
            """Say nothing: the pipeline reports what it read."""

    server = QuietServer(("127.0.0.1", port), Handler)
    newsroom.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield newsroom
    finally:
        server.shutdown()
        server.server_close()


def _respond(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    etag = '"' + hashlib.sha256(answer.body).hexdigest()[:16] + '"'
    is_fresh = answer.status == 200 and handler.headers.get("If-None-Match") == etag
    handler.send_response(304 if is_fresh else answer.status)
    handler.send_header("ETag", etag)
    body = b"" if is_fresh else answer.body
    if not is_fresh:
        handler.send_header("Content-Type", answer.content_type)
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
