"""A site on loopback for collecting: what stands under each path, and what was asked for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flows.collecting.pipeline import POLL, READ, CollectionRequest, with_open_archive
from flows.configuration.settings import Settings
from news.records import Feed
from storage.archive import Archive

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Site(ThreadingHTTPServer):
    """A site on loopback: what stands under each path, and what was asked for."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Handler)
        self.pages: dict[str, tuple[int, str, bytes, dict[str, str]]] = {}
        self.seen: list[str] = []
        self.base = f"http://127.0.0.1:{self.server_port}"

    def put(
        self, path: str, body: str | bytes, kind: str = "application/rss+xml", status: int = 200, **headers: str
    ) -> str:
        """Let `body` stand at `path`; return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, kind, body.encode() if isinstance(body, str) else body, named)
        return self.base + path


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Site

    def do_GET(self) -> None:
        """Give what stands at the path."""
        self.server.seen.append(self.path)
        status, kind, body, headers = self.server.pages.get(self.path, (404, "text/plain", b"", {}))
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve a site while the block runs; at 0.0.0.0 under every address of loopback, each a host of its own."""
    server = Site(host)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def settings(archive: Archive) -> Settings:
    """Return settings that may ask loopback."""
    return replace(
        Settings(), archive=archive.folder, private_hosts="127.0.0.1", contact="tests@localhost.invalid", workers=1
    )


def collect(archive: Archive, *urls: str, now: datetime = NOW, all_feeds: bool = True, reads: bool = True) -> Any:
    """Poll and read; return what came of the polls."""
    archive.feeds.add([Feed(url=url) for url in urls], now=now)
    run = with_open_archive(archive, settings(archive), CollectionRequest(now=now, all_feeds=all_feeds))
    polled = run(POLL)
    if reads:
        run(READ)
    return polled


def articles(archive: Archive, columns: str) -> list[tuple[Any, ...]]:
    """Return the current articles, by title."""
    sql = f"SELECT {columns} FROM archive.articles WHERE superseded_at > '9000-01-01' ORDER BY title"
    return list(archive.store.rows(sql))
