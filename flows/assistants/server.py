"""The tools of `serve-mcp`: the Model Context Protocol's SDK around the answers."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Literal

from flows.assistants.answers import NOTICE, Answers
from flows.configuration.extras import require
from news.errors import NewsError

TOOLS = ("search", "stories", "story", "new_since", "who_said", "corroborate", "coverage", "sql")
LOOPBACK = "127.0.0.1"
INSTRUCTIONS = (
    "newsthread's archive of news, read-only. Counts are of independent sources where they say so; unknown is told as "
    f"unknown, and a gap in collecting is told as a gap. Give links and dates with what you report. {NOTICE}"
)


def server_of(snapshot: Path) -> Any:
    """Return a server of the protocol over one snapshot.

    Raises:
        InputError: the SDK is not installed.
    """
    require("assistant", needed_by="newsthread serve-mcp")
    from mcp.server import MCPServer
    from mcp_types import ToolAnnotations

    answers = Answers(snapshot=snapshot)
    server = MCPServer("newsthread", instructions=INSTRUCTIONS, log_level="WARNING")
    only_reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    for name in TOOLS:
        server.add_tool(_told(getattr(answers, name)), name=name, annotations=only_reads)
    server.resource("newsthread://vocabulary", name="vocabulary", mime_type="text/plain")(answers.vocabulary)
    server.resource("newsthread://digests/latest", name="latest digest", mime_type="text/plain")(answers.digest)
    return server


def _told(answer: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let a refusal reach the assistant in our words, and nothing else of the process."""

    @wraps(answer)
    def told(*words: Any, **named: Any) -> dict[str, Any]:
        try:
            return answer(*words, **named)
        except NewsError as error:
            return {"error": str(error)}

    return told


def serve(snapshot: Path, *, transport: Literal["stdio", "http"], port: int) -> None:
    """Answer on standard input and output, or on a port of this machine alone, until stopped."""
    server = server_of(snapshot)
    if transport == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", host=LOOPBACK, port=port)
