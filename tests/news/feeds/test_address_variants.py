"""One page under several spellings of its address is one article, where headline and text are the same."""

from dataclasses import replace

import pytest

from news.feeds.address_variants import joined_articles
from news.urls import article_key, canonical_url
from tests.news.stories.test_follow import article

TEXT = "The board of Hallum chose a ferry after two winters of trials."
FIRST = "https://www.hallum.example/news/ferry-7"
SPELLINGS = (
    "http://www.hallum.example/news/ferry-7",
    "https://hallum.example/news/ferry-7",
    "https://m.hallum.example/news/ferry-7",
    "https://www.hallum.example/news/ferry-7/amp",
    "https://www.hallum.example/news/ferry-7/",
    "https://www.hallum.example/news/ferry-7?utm_source=rss",
)


def page(url: str, text: str = TEXT):  # type: ignore[no-untyped-def]
    key = canonical_url(url) or url
    return replace(article(article_key(key), text, title="Hallum picks a ferry"), url=key)


@pytest.mark.parametrize("url", SPELLINGS)
def test_spellings_of_one_address_are_one_article(url: str) -> None:
    first = page(FIRST)
    for known in ({}, {first.article_id: first}):
        found = joined_articles([first, page(url)], known)
        assert {(one.article_id, one.url) for one in found} == {(first.article_id, first.url)}


def test_other_texts_and_other_pages_stay_apart() -> None:
    first = page(FIRST)
    others = [page(SPELLINGS[1], "Another text."), page("https://www.hallum.example/news/ferry-8")]
    assert len({one.article_id for one in joined_articles([first, *others], {})}) == 3


def test_what_is_stored_under_an_address_of_its_own_stays_there() -> None:
    both = [page(FIRST), page(SPELLINGS[0])]
    assert joined_articles(both, {one.article_id: one for one in both}) == both


def test_front_pages_are_never_joined() -> None:
    fronts = [page("https://hallum.example/"), page("https://www.hallum.example/")]
    assert joined_articles(fronts, {}) == fronts
