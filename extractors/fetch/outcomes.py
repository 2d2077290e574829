"""What an answer, or the lack of one, means: statuses, headers and foreign exceptions become outcomes."""

import asyncio
import math
import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp import http_exceptions

from extractors.fetch.address_guard import REFUSED, RefusedAddressError
from news.records import Outcome

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
_EMPTY = frozenset({204, 205})
_REFUSALS = frozenset({401, 403, 451})
_LONGEST_ERROR = 200  # characters; parsers quote what they choked on

_FOR_PROGRAMMERS = (
    (re.compile(r"^Cannot connect to host (\S+) ssl:.*? \[(.*)\]$"), r"\1 cannot be reached: \2"),
    (re.compile(r"^Response payload is not completed: <\w+: \d+, message=(['\"])(.*?)\.?\1.*>$"), r"\2"),
)

# The exceptions that a request may end with; anything else is a fault of ours and is raised.
FOREIGN_ERRORS = (aiohttp.ClientError, http_exceptions.HttpProcessingError, OSError, TimeoutError, ValueError)


def outcome_of_status(status: int, headers: Mapping[str, str], *, was_conditional: bool) -> Outcome:
    """Return what a final answer's status means; "ok" stands for "read the body".

    A challenge to the visitor (Cloudflare, AWS) is a refusal whatever its status. A 304 that nobody asked for has no
    meaning.
    """
    is_challenge = headers.get("cf-mitigated") == "challenge" or headers.get("x-amzn-waf-action") == "challenge"
    if is_challenge:
        return "blocked"
    if status == 304 and was_conditional:
        return "not_modified"
    if status == 410:
        return "gone"
    if status in {429, 503}:
        return "throttled"
    if status in _REFUSALS:
        return "blocked"
    if status in _EMPTY:
        return "empty"
    return "ok" if 200 <= status < 300 and status != 206 else "http_error"


def outcome_of_error(error: BaseException) -> tuple[Outcome, str]:
    """Return the outcome that a foreign exception stands for, and words for a person."""
    outcome = _kind_of_error(error)
    words = REFUSED if outcome == "private_address" else _plain(" ".join(str(error).split())) or outcome
    return outcome, words[:_LONGEST_ERROR]


def _plain(words: str) -> str:
    """Return the library's words without those that are for programmers."""
    for said, plain in _FOR_PROGRAMMERS:
        words = said.sub(plain, words)
    return words


def _kind_of_error(error: BaseException) -> Outcome:
    if isinstance(error, RefusedAddressError) or REFUSED in str(error):
        return "private_address"
    if isinstance(error, asyncio.TimeoutError):
        return "timeout"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return "tls"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "truncated"
    if isinstance(error, aiohttp.ClientResponseError | http_exceptions.HttpProcessingError):
        return "protocol"
    if isinstance(error, aiohttp.InvalidURL):
        return "bad_url"
    if isinstance(error, OSError | aiohttp.ClientConnectionError):
        return "connect"
    return "bad_url" if isinstance(error, ValueError) else "protocol"


def retry_after_seconds(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return how long the server asks us to wait; None: it does not say, or not in words we know.

    A date is counted from the server's own Date, since its clock may differ from ours. Source: RFC 9110, 10.2.3.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
        return None if math.isnan(seconds) else min(max(seconds, 0.0), 1e9)
    except ValueError:
        moment, servers_now = http_date(text), http_date(headers.get("date", "")) or now
    return None if moment is None else max((moment - servers_now).total_seconds(), 0.0)


def http_date(text: str) -> datetime | None:
    """Read a date of a header; None: it is none. Without a zone it is UTC, as HTTP prescribes."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
