"""What robots.txt says, and what is no robots.txt at all."""

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
