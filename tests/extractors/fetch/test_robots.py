"""What robots.txt says, and what is no robots.txt at all."""

from dataclasses import replace
from typing import Any

import pytest

from extractors.fetch.robots import robots_from
from news.records import FetchedPage

PAGE = "https://h.example/news/1"


def may_read(body: str) -> bool:
    page = FetchedPage(url="https://h.example/robots.txt", final_url="https://h.example/robots.txt", outcome="ok",
                       status=200, body=body.encode())  # fmt: skip
    return robots_from(page).may_read(PAGE)


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /news", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /sport", True),
        ("<!doctype html><HTML><body>Not found\nUser-agent: *\nDisallow: /\n</body></html>", True),
        ("", True),
    ],
)
def test_rules_hold_and_a_web_page_is_none(body: str, allowed: bool) -> None:
    assert may_read(body) is allowed


def answer(outcome: str, status: int | None = None, wait: float | None = None, body: bytes = b"") -> FetchedPage:
    given: Any = {"outcome": outcome, "status": status, "retry_after_seconds": wait, "body": body}
    return FetchedPage(url="https://h.example/robots.txt", final_url="https://h.example/robots.txt", **given)


SHUT = b"User-agent: *\nDisallow: /"


@pytest.mark.parametrize(
    ("page", "outcome", "allowed"),
    [
        (answer("ok", 200, body=SHUT), "ok", False),
        (answer("truncated", 200, body=SHUT), "ok", False),
        (answer("empty", 204), "ok", True),
        (answer("gone", 410), "ok", True),
        (answer("redirect_loop"), "ok", True),
        (answer("throttled", 429), "ok", True),  # its gate is shut anyway
        (answer("held", wait=9.0), "ok", True),
        (answer("held"), "held", True),
        (answer("http_error", 399), "robots", True),
        (answer("http_error", 400), "ok", True),
        (answer("http_error", 404), "ok", True),
        (answer("http_error", 499), "ok", True),
        (answer("http_error", 500), "robots", True),
        (answer("http_error"), "robots", True),
        (answer("blocked", 403), "robots", True),
        (answer("too_large", 200), "robots", True),
        *((answer(kind), kind, True) for kind in ("timeout", "connect", "tls", "dns", "private_address", "bad_url")),
        (answer("protocol"), "protocol", True),
    ],
)
def test_an_answer_in_place_of_rules_has_one_meaning(page: FetchedPage, outcome: str, allowed: bool) -> None:
    rules = robots_from(page)
    assert rules.outcome == outcome
    assert rules.may_read(PAGE) is allowed
    assert (rules.error is not None) is (outcome == "robots")


def test_the_pause_that_is_asked_of_us_is_read() -> None:
    text = (
        b"User-agent: other\nCrawl-delay: 9\n\nUser-agent: newsthread\nCrawl-delay: 3\n\nUser-agent: *\nCrawl-delay: 7"
    )
    assert robots_from(answer("ok", 200, body=text)).crawl_delay == 3.0
    assert robots_from(answer("ok", 200, body=SHUT)).crawl_delay == 0.0


def test_what_the_files_of_a_host_reserve_is_put_together() -> None:
    found = robots_from(answer("ok", 200, body=b"License: https://h.example/l.xml"))
    assert [right.kind for right in found.reservations(PAGE)] == ["license"]
    both = replace(found, tdm_file=b'[{"location": "/news", "tdm-reservation": 1}]')
    assert [right.kind for right in both.reservations(PAGE)] == ["license", "tdm"]
    assert [right.kind for right in both.reservations("https://h.example/sport")] == ["license"]
