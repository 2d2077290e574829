"""A page that says it is not there is gone, though it fills itself with the day's headlines."""

from datetime import UTC, datetime

import pytest

from extractors.pages.extract import extract_article
from news.records import PageToRead

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HEADLINES = [
    "Ferry crews vote on a longer summer timetable",
    "Dredging of the northern channel begins a week early",
    "Museum of tides opens after nine years of work",
    "School board turns down a second gymnasium",
    "Lighthouse lamp to be watched from the capital",
    "Oyster beds closed after a warm fortnight",
]


def page(title: str, first: str, *, teasers: bool = True) -> str:
    told = "and more of it was told at the quay on Monday"
    below = "".join(
        f"<article><h2><a href='/a/{n}'>{line}</a></h2><p>{line}, {told}.</p></article>"
        for n, line in enumerate(HEADLINES * 2)
    )
    inside = f"<h1>{first}</h1>{below if teasers else ''}"
    return f"<html><head><title>{title}</title></head><body><main>{inside}</main></body></html>"


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Page not found | Harbour Post", "Page not found"),
        ("404 - Harbour Post", "Sorry, we could not find that page"),
        ("Seite nicht gefunden", "Seite nicht gefunden"),
    ],
)
@pytest.mark.parametrize("teasers", [True, False])
def test_headlines_below_change_nothing(title: str, first: str, teasers: bool) -> None:
    body = page(title, first, teasers=teasers).encode()
    found = extract_article(
        PageToRead(source="x", url="https://harbour.example/news/9", body=body, http_status=200, fetched_at=NOW)
    )
    assert (found.status, found.text) == ("gone", "")
