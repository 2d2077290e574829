"""What is posted and what is refused before a byte goes out; what a fault says of whether something went."""

import socket

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from extractors.fetch.address_guard import REFUSED, PrivateHosts, RefusedAddressError
from extractors.fetch.post import _from_error, _wrong_with

PRIVATE = PrivateHosts.parse("hooks.internal, 10.0.0.0/8")
ONE_LET_THROUGH = "a private address; private_hosts lets one through"
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
    ("error", "state", "text"),
    [
        (aiohttp.ClientConnectorError(HOST, RefusedAddressError(13, REFUSED)), "refused", ONE_LET_THROUGH),
        (RefusedAddressError(13, REFUSED), "refused", ONE_LET_THROUGH),
        (aiohttp.ClientConnectorError(HOST, OSError("no route")), "try_later", "nothing answers at its address"),
        (aiohttp.ClientConnectorDNSError(HOST, OSError("not known")), "try_later", "its host is not known"),
        (aiohttp.ConnectionTimeoutError("slow"), "try_later", "ConnectionTimeoutError"),
        (socket.gaierror(-2, "not known"), "try_later", "its host is not known"),
        (aiohttp.ServerDisconnectedError(), "unknown", "ServerDisconnectedError"),
        (TimeoutError(), "unknown", "TimeoutError"),
        (ConnectionResetError(), "unknown", "ConnectionResetError"),
    ],
)
def test_before_the_connection_nothing_went_and_after_it_nobody_knows(error: Exception, state: str, text: str) -> None:
    told = _from_error(error)
    assert told.state == state
    assert told.text == text
