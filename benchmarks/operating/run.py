"""What operating costs: `newsthread up` when idle, and Prefect's share of a collection of 500 feeds.

    .venv/bin/python -m benchmarks.operating.run [--feeds 500] [--idle SECONDS] [--ticks 3]

Starts `up` on a new archive in a temporary folder and reads from /proc what its processes use: the server, the
worker, `up` itself, and the runs. Every feed and its pages stand on an address of their own (127.20.0.1 and up).
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from flows.operations.prefect_api import PrefectApi
from flows.operations.processes import MARK, environments
from flows.operations.run_monitor import RUN_ID

HOME = Path(__file__).resolve().parents[2]
HERTZ = os.sysconf("SC_CLK_TCK")
DRAIN_SECONDS = 60.0  # the server works on events for a while after a run has ended
WORDS = "harbour council vote budget storm minister ferry bridge market school river train coast road".split()


# --- five hundred hosts -------------------------------------------------------------------------------------------


class Site:
    """Feeds of one entry each, and the page behind it; `edition` says which."""

    edition = 1

    def answer(self, host: str, path: str) -> tuple[str, str]:
        """Return a content type and a body."""
        if path == "/robots.txt":
            return "text/plain", "User-agent: *\nAllow: /\n"
        if path == "/feed":
            link = f"http://{host}/{self.edition}"
            when = format_datetime(datetime.now(UTC))
            item = f"<item><title>{_words(host, path, 8)}</title><link>{link}</link><pubDate>{when}</pubDate></item>"
            return "application/rss+xml", f'<rss version="2.0"><channel><title>{host}</title>{item}</channel></rss>'
        prose = "".join(f"<p>{_words(host, f'{path} {n}', 60)}.</p>" for n in range(6))
        return "text/html", f"<html><head><title>{_words(host, path, 8)}</title></head><body><article>{prose}</article>"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host:"))
                kind, text = self.answer(host, head.split()[1])
                body = text.encode()
                said = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(said.encode() + body)
                await writer.drain()
        writer.close()


def _words(host: str, path: str, count: int) -> str:
    seed = hash((host, path))
    return " ".join(f"{WORDS[(seed >> (n % 40)) % len(WORDS)]}{(seed >> n % 30) % 997}" for n in range(count))


@contextmanager
def serving(site: Site) -> Iterator[int]:
    """Serve `site` on every address of this machine; yield the port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(site.talk, "0.0.0.0", 0, backlog=1000))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


# --- what processes use -------------------------------------------------------------------------------------------


def usage(up: int) -> dict[str, dict[str, float]]:
    """Return CPU seconds (with those of ended children) and MB, by part; what runs share is counted once."""
    used: dict[str, dict[str, float]] = defaultdict(lambda: {"cpu": 0.0, "mb": 0.0})
    runs = {pid for pid, _ in environments(RUN_ID)}
    for pid in [up, *(pid for pid, mark in environments(MARK) if mark == str(up))]:
        with suppress(OSError):
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            part = used["up" if pid == up else "runs" if pid in runs else _part(pid)]
            # What ended runs used stands with the worker that waited for them: only its own counts as its.
            part["cpu"] += sum(map(int, words[11:13])) / HERTZ
            part["mb"] += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return dict(used)


def _part(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return next((name for name in ("worker", "server", "deploy") if name.encode() in command), "other")


def spent(before: dict[str, Any], after: dict[str, Any], part: str) -> float:
    """Return the CPU seconds of a part between two looks."""
    return after.get(part, {"cpu": 0.0})["cpu"] - before.get(part, {"cpu": 0.0})["cpu"]


# --- the run ------------------------------------------------------------------------------------------------------


@contextmanager
def running(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """Start `up`; yield its process and the seconds until it was ready."""
    said = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSTHREAD_", "PREFECT_"))}
    said |= {"PYTHONPATH": str(HOME), "NEWSTHREAD_PRIVATE_HOSTS": "127.0.0.0/8", "NEWSTHREAD_CONTACT": "b@localhost"}
    begun = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "up", "--port", str(port)], cwd=folder, env=said, stdout=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            print(line, end="", file=sys.stderr)
            if "is up" in line:
                break
        yield process, time.monotonic() - begun
        process.send_signal(signal.SIGINT)
        process.wait(120)


def measure(feeds: int, idle: float, ticks: int) -> Iterator[tuple[str, Any]]:
    """Yield one figure after the other."""
    site, trial = Site(), socket.socket()
    trial.bind(("127.0.0.1", 0))
    port = trial.getsockname()[1]
    trial.close()
    with serving(site) as web, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = [f"http://127.20.{n // 250}.{n % 250 + 1}:{web}/feed" for n in range(feeds)]
        (folder / "feeds.txt").write_text("\n".join(urls))
        with running(folder, port) as (process, seconds):
            yield "ready after s", round(seconds, 1)
            time.sleep(DRAIN_SECONDS)
            before = usage(process.pid)
            time.sleep(idle)
            after = usage(process.pid)
            base = {part: spent(before, after, part) / idle for part in after}
            yield "idle, % of a core", {part: round(100 * share, 2) for part, share in base.items()}
            yield "idle, % of a core, together", round(100 * sum(base.values()), 2)
            yield "idle, MB (PSS)", {part: round(item["mb"]) for part, item in after.items()}
            yield "idle, MB (PSS), together", round(sum(item["mb"] for item in after.values()))
            api = PrefectApi(f"http://127.0.0.1:{port}/api")
            for _ in range(ticks):
                yield from tick(api, process.pid, folder / "feeds.txt", base)
                site.edition += 1


def tick(api: PrefectApi, up: int, feeds: Path, base: dict[str, float]) -> Iterator[tuple[str, Any]]:
    """Collect once; yield what the server spent until it was idle again, less what it spends when idle."""
    begun, before = time.monotonic(), usage(up)
    run = api.start("collect-news/collect-news", {"feeds": str(feeds), "all_feeds": True})
    while (state := api._ask("GET", f"/flow_runs/{run}")["state"])["type"] not in ("COMPLETED", "FAILED", "CRASHED"):
        time.sleep(2)
    seconds = time.monotonic() - begun
    time.sleep(DRAIN_SECONDS)
    after, whole = usage(up), time.monotonic() - begun
    yield (
        "tick",
        {
            "state": state["type"],
            "seconds": round(seconds, 1),
            "task runs": api._ask("POST", "/task_runs/count", {"flow_runs": {"id": {"any_": [run]}}}),
            "server CPU s": round(spent(before, after, "server"), 2),
            "server CPU s beyond idle": round(spent(before, after, "server") - base["server"] * whole, 2),
        },
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--idle", type=float, default=180.0)
    parser.add_argument("--ticks", type=int, default=3)
    given = parser.parse_args()
    for what, figure in measure(given.feeds, given.idle, given.ticks):
        print(f"{what}: {json.dumps(figure)}", flush=True)
