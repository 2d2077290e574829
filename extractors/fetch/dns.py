"""Looks up hosts in threads of their own: a name that does not resolve delays no other request."""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult


class Names(AbstractResolver):
    """Asks the system's resolver, many names at a time.

    The loop's own executor has a handful of threads; a few names whose servers are silent for ten seconds would
    stop every other request, and count against its time.
    """

    def __init__(self, threads: int) -> None:
        """Ask for at most `threads` names at once."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of `host`.

        Raises:
            OSError: it has none, or nobody knows.
        """
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _addresses, host, port, family)
        return [_result(host, info) for info in found]

    async def close(self) -> None:
        """Stop asking; what is still asked for is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


_Info = tuple[
    socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
]


def _addresses(host: str, port: int, family: socket.AddressFamily) -> Sequence[_Info]:
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


def _result(host: str, info: _Info) -> ResolveResult:
    family, _, protocol, _, place = info
    return ResolveResult(
        hostname=host,
        host=str(place[0]),
        port=int(place[1]),
        family=family,
        proto=protocol,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
