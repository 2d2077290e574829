"""What is a new version, what is the same text, and what is a poorer reading."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from news.articles.versions import next_version
from news.records import Article

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FULL = Article(
    article_id=7, url="https://a.example/7", outlet="A", title="Port deepened", text="The port was deepened.",
    first_seen_at=NOW, ordered_at=NOW, ordered_by="first_seen", arrived_by="feed",
)  # fmt: skip


def test_a_first_reading_is_version_one() -> None:
    version = next_version(None, replace(FULL, version=9))
    assert version is not None
    assert version.version == 1


def test_the_same_words_are_no_version() -> None:
    assert next_version(FULL, FULL) is None


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (replace(FULL, text="It was not."), "text"),
        (replace(FULL, title="Port not deepened"), "title"),
        (replace(FULL, title="X", text="Y"), "title, text"),
    ],
)
def test_a_change_is_a_version_that_says_what_changed(new: Article, change: str) -> None:
    version = next_version(FULL, new)
    assert version is not None
    assert (version.version, version.change) == (2, change)


@pytest.mark.parametrize("kind", ["headline", "summary", "account", "partial"])
def test_a_poorer_reading_never_replaces_a_richer_one(kind: str) -> None:
    assert next_version(FULL, replace(FULL, text="less", text_kind=kind)) is None


def test_a_richer_reading_replaces_a_poorer_one_and_keeps_the_first_sighting() -> None:
    early = datetime(2026, 11, 1, tzinfo=UTC)
    headline = replace(FULL, text="", text_kind="headline", first_seen_at=early, ordered_at=early)
    version = next_version(headline, FULL)
    assert version is not None
    assert (version.text_kind, version.first_seen_at, version.ordered_at) == ("full", early, early)


def test_a_date_once_stated_stays() -> None:
    dated = replace(FULL, published_at=NOW, published_by="json-ld", ordered_by="published")
    version = next_version(dated, replace(FULL, text="edited"))
    assert version is not None
    assert (version.published_at, version.ordered_by) == (NOW, "published")


def test_a_date_that_its_own_page_contradicts_is_taken_back_by_newer_rules_only() -> None:
    dated = replace(FULL, published_at=NOW, published_by="json-ld", ordered_by="published")
    doubted = replace(FULL, date_doubt="the page shows 2026-03-09, and its json-ld states 2021-05-04")
    version = next_version(dated, doubted, is_same_page=True)
    assert version is not None
    assert (version.published_at, version.change, version.date_doubt) == (None, "date", doubted.date_doubt)
    assert next_version(dated, doubted) is None
    assert next_version(replace(dated, published_by="feed"), doubted, is_same_page=True) is None
