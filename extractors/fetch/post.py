"""Posts one small body to one address, such as a webhook's: guarded like every other request, without redirects."""

import asyncio
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

from extractors.fetch.address_guard import PrivateHosts, RefusedAddressError, SocketGate
from news.records import HandedOver
from news.urls import host_of

LONGEST_BODY = 262_144  # bytes


def post(
    url: str, body: bytes, *, headers: Mapping[str, str], private: PrivateHosts, user_agent: str, seconds: float
) -> HandedOver:
    """Post `body`; return what became of it. The answer's own body is not read.

    Args:
        url: https, or http to a host that `private` lets through.
        body: what is sent.
        headers: besides those of every request.
        private: hosts that may be private; all others must be public.
        user_agent: how we present ourselves.
        seconds: for all of it.
    """
    if fault := _wrong_with(url, body, private):
        return HandedOver(state="refused", text=fault)
    return asyncio.run(_posted(url, body, dict(headers) | {"User-Agent": user_agent}, private, seconds))


def _wrong_with(url: str, body: bytes, private: PrivateHosts) -> str:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "its address cannot be read"
    if not is_good:
        return "its address is neither http nor https"
    if parts.scheme == "http" and not private.has_host(host_of(url)):
        return "http is for private_hosts only; others want https"
    return f"longer than {LONGEST_BODY} bytes" if len(body) > LONGEST_BODY else ""


async def _posted(url: str, body: bytes, headers: dict[str, str], private: PrivateHosts, seconds: float) -> HandedOver:
    gate = SocketGate(private, is_open=private.has_name(host_of(url)))
    connector = aiohttp.TCPConnector(limit=1, socket_factory=gate, force_close=True)
    limits = aiohttp.ClientTimeout(total=seconds, sock_connect=seconds / 2)
    async with aiohttp.ClientSession(connector=connector, timeout=limits, trust_env=False) as session:
        try:
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                return HandedOver.answered(answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return _from_error(error)


def _from_error(error: Exception) -> HandedOver:
    """Return what a fault means: before the connection stood nothing went, after it nobody here can know."""
    kind = type(error).__name__
    cause = getattr(error, "os_error", error)
    if isinstance(cause, RefusedAddressError):
        return HandedOver(state="refused", text="a private address; private_hosts lets one through")
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        kind = "its host is not known"
    elif isinstance(error, aiohttp.ClientConnectorError):
        kind = "nothing answers at its address"
    is_before = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | socket.gaierror)
    return HandedOver(state="try_later" if is_before else "unknown", text=kind)
