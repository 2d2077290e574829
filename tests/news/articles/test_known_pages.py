"""A page is known as long as neither it nor what its feed says of it has changed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from news.articles.known_pages import fingerprint_with, known_page
from news.records import Announcement, FeedEntry, Reading

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ENTRY = FeedEntry(feed_url="https://a.example/rss", guid="1", url="https://a.example/1", title="Fewer ferries")
SAID = Announcement(entry_id=1, article_id=7, entry=ENTRY, feed_outlet="Skarvik Post", language="en", first_seen_at=NOW)


def reading(number: int | None, status: str = "ok") -> Reading:
    return Reading(article_id=7, url="https://a.example/1", next_at=NOW, last_status=status, fingerprint=number)


def test_the_page_of_an_unchanged_entry_is_known_by_its_number() -> None:
    kept = fingerprint_with(12345, SAID)
    assert kept is not None
    assert 0 <= kept < 2**63
    assert known_page(reading(kept), SAID) == 12345


@pytest.mark.parametrize(
    "said",
    [
        replace(SAID, entry=replace(ENTRY, title="More ferries")),
        replace(SAID, entry=replace(ENTRY, published_at=NOW)),
        replace(SAID, entry=replace(ENTRY, authors=("Ada Lindqvist",))),
        replace(SAID, feed_outlet="Nordby Post"),
        replace(SAID, language="no"),
    ],
)
def test_a_changed_entry_has_its_page_read_whole(said: Announcement) -> None:
    assert known_page(reading(fingerprint_with(12345, SAID)), said) != 12345


@pytest.mark.parametrize("status", ["", "not_article", "timeout", "blocked"])
def test_what_gave_no_article_is_read_whole(status: str) -> None:
    assert known_page(reading(fingerprint_with(12345, SAID), status), SAID) is None


def test_a_page_without_a_number_is_not_known() -> None:
    assert fingerprint_with(None, SAID) is None
    assert known_page(reading(None), SAID) is None
