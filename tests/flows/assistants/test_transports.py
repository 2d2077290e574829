"""The server as assistants start it: the SDK's own client over standard input and output, and over HTTP."""

import json
import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import anyio
import pytest

from flows.assistants.server import TOOLS
from tests.conftest import HOME
from tests.flows.conftest import free_port

pytestmark = pytest.mark.skipif(find_spec("mcp") is None, reason="the extra `assistant` is not installed")
PATIENCE_SECONDS = 60.0


def command(archive: Path, *more: str) -> list[str]:
    return ["-m", "flows.cli", "serve-mcp", "--archive", str(archive), *more]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HOME)}


async def talk(server: Any) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    """Ask what there is, one question, and one that is refused."""
    import mcp

    async with mcp.Client(server, read_timeout_seconds=PATIENCE_SECONDS) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        counted = await client.call_tool("sql", {"query": "SELECT count(*) AS n FROM articles"})
        refused = await client.call_tool("sql", {"query": "DELETE FROM articles"})
    return tools, json.loads(counted.content[0].text), json.loads(refused.content[0].text)


def is_right(told: tuple[list[str], dict[str, Any], dict[str, Any]]) -> bool:
    tools, counted, refused = told
    return sorted(tools) == sorted(TOOLS) and counted["quoted"] == [{"n": 66}] and "refused" in refused["error"]


def test_over_standard_input_and_output(newsroom_archive: Path) -> None:
    import mcp

    server = mcp.StdioServerParameters(
        command=sys.executable, args=command(newsroom_archive), env=environment(), cwd=HOME
    )
    assert is_right(anyio.run(talk, server))


def test_over_http_on_this_machine_alone(newsroom_archive: Path) -> None:
    port = free_port()
    words = [sys.executable, *command(newsroom_archive, "--http", "--port", str(port))]
    process = Popen(words, cwd=HOME, env=environment(), stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    try:
        assert is_right(anyio.run(_when_it_answers, f"http://127.0.0.1:{port}/mcp", process))
        assert _addresses(process.pid, port) == {"0100007F"}  # 127.0.0.1, as the kernel writes it
    finally:
        process.kill()
        process.wait()


async def _when_it_answers(url: str, process: "Popen[bytes]") -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    port, until = int(url.split(":")[2].split("/", maxsplit=1)[0]), time.monotonic() + PATIENCE_SECONDS
    while not _addresses(process.pid, port) and time.monotonic() < until and process.poll() is None:
        await anyio.sleep(0.1)
    return await talk(url)


def _addresses(pid: int, port: int) -> set[str]:
    """Return the addresses on which somebody listens at a port."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == "0A" and int(address.rpartition(":")[2], 16) == port:
                found.add(address.rpartition(":")[0])
    return found
