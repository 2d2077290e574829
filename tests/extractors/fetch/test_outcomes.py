"""What a status, a header and a foreign exception mean, one row a rule."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import http_exceptions
from aiohttp.client_reqrep import ConnectionKey

from extractors.fetch.address_guard import REFUSED, RefusedAddressError
from extractors.fetch.outcomes import http_date, outcome_of_error, outcome_of_status, retry_after_seconds

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = ConnectionKey(
    host="h.example", port=443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (199, "http_error"), (200, "ok"), (203, "ok"), (204, "empty"), (205, "empty"), (206, "http_error"),
        (207, "ok"), (299, "ok"), (300, "http_error"), (304, "http_error"), (400, "http_error"), (401, "blocked"),
        (402, "http_error"),
        (403, "blocked"), (404, "http_error"), (410, "gone"), (429, "throttled"), (451, "blocked"), (500, "http_error"),
        (502, "http_error"), (503, "throttled"), (504, "http_error"),
    ],
)  # fmt: skip
def test_a_status_has_one_meaning(status: int, outcome: str) -> None:
    assert outcome_of_status(status, {}, was_conditional=False) == outcome


@pytest.mark.parametrize(("was_conditional", "outcome"), [(True, "not_modified"), (False, "http_error")])
def test_not_modified_is_believed_of_who_was_asked_conditionally(was_conditional: bool, outcome: str) -> None:
    assert outcome_of_status(304, {}, was_conditional=was_conditional) == outcome


def test_conditional_or_not_a_whole_answer_is_read() -> None:
    assert outcome_of_status(200, {}, was_conditional=True) == "ok"


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"cf-mitigated": "challenge"}, "blocked"),
        ({"x-amzn-waf-action": "challenge"}, "blocked"),
        ({"cf-mitigated": "block"}, "ok"),
        ({"x-amzn-waf-action": "captcha"}, "ok"),
    ],
)
def test_a_challenge_is_a_refusal_whatever_its_status(headers: dict[str, str], outcome: str) -> None:
    assert outcome_of_status(200, headers, was_conditional=False) == outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RefusedAddressError(13, REFUSED), "private_address"),
        (OSError(REFUSED), "private_address"),
        (TimeoutError(), "timeout"),
        (aiohttp.ServerTimeoutError("slow"), "timeout"),
        (aiohttp.ClientConnectorDNSError(HOST, socket.gaierror(-2, "not known")), "dns"),
        (aiohttp.ClientConnectorSSLError(HOST, OSError("handshake")), "tls"),
        (ssl.SSLError("bad record"), "tls"),
        (aiohttp.ClientPayloadError("not all came"), "truncated"),
        (http_exceptions.BadStatusLine("HTTQ"), "protocol"),
        (aiohttp.InvalidURL("http://"), "bad_url"),
        (aiohttp.ClientConnectorError(HOST, OSError("refused")), "connect"),
        (aiohttp.ServerDisconnectedError(), "connect"),
        (ConnectionResetError(), "connect"),
        (ValueError("no port"), "bad_url"),
        (aiohttp.ClientError("else"), "protocol"),
        (asyncio.IncompleteReadError(b"", 1), "protocol"),
    ],
)
def test_an_exception_has_one_meaning(error: BaseException, outcome: str) -> None:
    assert outcome_of_error(error)[0] == outcome


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("it\n  is   shut"), "it is shut"),
        (TimeoutError(), "timeout"),
        (OSError("x" * 200), "x" * 200),
        (OSError("x" * 201), "x" * 200),
        (RefusedAddressError(13, REFUSED), REFUSED),
        (
            aiohttp.ClientConnectorDNSError(HOST, OSError(-2, "Name not known")),
            "h.example:443 cannot be reached: Name not known",
        ),
        (
            aiohttp.ClientConnectorError(HOST, OSError(111, "Refused [by it]")),
            "h.example:443 cannot be reached: Refused [by it]",
        ),
        (
            aiohttp.ClientPayloadError(
                "Response payload is not completed: <ContentLengthError: 400, message='Not enough data to satisfy "
                "content length header (received 3000 of 100000 bytes).'>"
            ),
            "Not enough data to satisfy content length header (received 3000 of 100000 bytes)",
        ),
        (aiohttp.ClientPayloadError("Response payload is not completed"), "Response payload is not completed"),
    ],
)
def test_the_words_of_an_error_are_one_short_line(error: BaseException, words: str) -> None:
    assert outcome_of_error(error)[1] == words[:200]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": " "}, None),
        ({"retry-after": " 120 "}, 120.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, 1e9),
        ({"retry-after": "999999999999"}, 1e9),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sun, 22 Nov 2026 12:10:00 GMT"}, 600.0),
        ({"retry-after": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "Sun, 22 Nov 2026 12:10:00 GMT", "date": "Sun, 22 Nov 2026 12:09:00 GMT"}, 60.0),
        ({"retry-after": "Sun, 22 Nov 2026 12:10:00 GMT", "date": "today"}, 600.0),
    ],
)
def test_how_long_a_server_asks_us_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers, now=NOW) == seconds


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", NOW),
        ("Sun, 22 Nov 2026 12:00:00 -0000", NOW),
        ("Sun, 22 Nov 2026 13:00:00 +0100", NOW),
        ("", None),
        ("tomorrow", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_a_date_of_a_header_is_utc_where_it_names_no_zone(text: str, moment: datetime | None) -> None:
    read = http_date(text)
    assert read == moment
    assert read is None or read.tzinfo is not None
