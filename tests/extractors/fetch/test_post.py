"""What is posted and what is refused before a byte goes out; what a fault says of whether something went."""

import socket

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from extractors.fetch.address_guard import REFUSED, PrivateHosts, RefusedAddressError
from extractors.fetch.post import _from_error, _wrong_with

PRIVATE = PrivateHosts.parse("hooks.internal, 10.0.0.0/8")
HOST = ConnectionKey(
    host="h.example", port=443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


@pytest.mark.parametrize(
    ("url", "length", "fault"),
    [
        ("https://h.example/hook", 262_144, ""),
        ("https://h.example/hook", 262_145, "longer than 262144 bytes"),
        ("https://h.example:8443/hook", 1, ""),
        ("https://h.example:0/hook", 1, "its address is neither http nor https"),
        ("https:///hook", 1, "its address is neither http nor https"),
        ("ftp://h.example/hook", 1, "its address is neither http nor https"),
        ("hook", 1, "its address is neither http nor https"),
        ("https://[h.example/hook", 1, "its address cannot be read"),
        ("https://h.example:99999/hook", 1, "its address cannot be read"),
        ("http://h.example/hook", 1, "http is for private_hosts only; others want https"),
        ("http://hooks.internal/hook", 1, ""),
        ("http://10.1.2.3/hook", 1, ""),
    ],
)
def test_what_may_be_posted_where(url: str, length: int, fault: str) -> None:
    assert _wrong_with(url, b"x" * length, PRIVATE) == fault


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (aiohttp.ClientConnectorError(HOST, RefusedAddressError(13, REFUSED)), "refused"),
        (RefusedAddressError(13, REFUSED), "refused"),
        (aiohttp.ClientConnectorError(HOST, OSError("no route")), "try_later"),
        (aiohttp.ConnectionTimeoutError("slow"), "try_later"),
        (socket.gaierror(-2, "not known"), "try_later"),
        (aiohttp.ServerDisconnectedError(), "unknown"),
        (TimeoutError(), "unknown"),
        (ConnectionResetError(), "unknown"),
    ],
)
def test_before_the_connection_nothing_went_and_after_it_nobody_knows(error: Exception, state: str) -> None:
    told = _from_error(error)
    assert told.state == state
    assert told.text == (
        "a private address; private_hosts lets one through" if state == "refused" else type(error).__name__
    )
