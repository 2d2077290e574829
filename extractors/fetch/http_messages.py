"""What goes out and what came back, as headers and records."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urldefrag, urljoin

import aiohttp

from extractors.fetch.outcomes import retry_after_seconds
from news.records import FetchedPage, FetchRequest, Outcome

_ACCEPT = {
    "feed": "application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/xml;q=0.8,"
    "text/xml;q=0.7,*/*;q=0.1",
    "page": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1",
    "robots": "text/plain,*/*;q=0.1",
}
_UNSENDABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")


def headers_for(request: FetchRequest, *, is_last: bool = False) -> dict[str, str]:
    """Return the headers of a request, apart from those that all have; the last one to a host closes its connection."""
    closing = {"Connection": "close"} if is_last else {}
    return {"Accept": _ACCEPT[request.kind]} | closing | validators_of(request)


def validators_of(request: FetchRequest) -> dict[str, str]:
    """Return the conditional headers, byte for byte; a validator that cannot stand in a header is not sent."""
    given = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in given.items() if value and not _UNSENDABLE.search(value)}


def fault_page(request: FetchRequest, url: str, outcome: Outcome, error: str, now: datetime) -> FetchedPage:
    """Return what stands for an answer that never came, or that we refuse."""
    return FetchedPage(url=request.url, final_url=url, outcome=outcome, error=error, fetched_at=now)


def joined(base: str, url: str) -> str:
    """Return `url` as an absolute address without fragment; what cannot be read stays as it is, to be refused."""
    try:
        return urldefrag(urljoin(base, url.strip()))[0]
    except ValueError:
        return url


def _kept(validator: str | None, longest: int) -> str | None:
    """Return a validator as it came; None for one that could not be sent back unaltered."""
    is_good = validator and len(validator) <= longest and not _UNSENDABLE.search(validator)
    return validator if is_good else None


def page_from(
    request: FetchRequest, url: str, answer: aiohttp.ClientResponse, outcome: Outcome, *, longest: int, now: datetime
) -> FetchedPage:
    """Return an answer's head as a page, its body still to come.

    Args:
        request: what was asked for.
        url: the address that answered.
        answer: its head.
        outcome: what its status means.
        longest: characters of a validator; a longer one is not kept.
        now: when it came.
    """
    headers = first_headers(answer)
    return FetchedPage(
        url=request.url,
        final_url=url,
        outcome=outcome,
        status=answer.status,
        content_type=headers.get("content-type"),
        headers=tuple((name.lower(), value) for name, value in answer.headers.items()),
        etag=_kept(headers.get("etag"), longest),
        last_modified=_kept(headers.get("last-modified"), longest),
        retry_after_seconds=retry_after_seconds(headers, now=now),
        fetched_at=now,
        error=None if outcome in {"ok", "not_modified"} else f"{answer.status} {answer.reason or ''}".strip(),
    )


def first_headers(answer: aiohttp.ClientResponse) -> Mapping[str, str]:
    """Return the headers by lower-case name, the first of each."""
    return {name.lower(): value for name, value in reversed(list(answer.headers.items()))}
