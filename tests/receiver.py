"""A receiver of messages on loopback that misbehaves as its path says; every request is kept."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What came in: path, headers and body of each request."""

    port: int = 0
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def bodies(self, path: str) -> list[bytes]:
        """Return the bodies that came to a path."""
        return [body for at, _, body in self.got if at.split("?")[0] == path]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run a receiver: /ok, /STATUS, /hang (no answer), /drop (the connection ends), /redirect (to /ok), /elsewhere."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            word = self.path.split("?")[0].strip("/")
            if word == "hang":
                kept.let_go.wait(30)
            if word in ("hang", "drop"):
                self.close_connection = True
                return
            self.send_response(307 if word in ("redirect", "elsewhere") else 200 if word == "ok" else int(word))
            if word == "redirect":
                self.send_header("Location", f"http://127.0.0.1:{kept.port}/ok")
            if word == "elsewhere":
                self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        kept.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
