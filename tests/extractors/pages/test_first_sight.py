"""Pages in shapes that no rule was made on: none that is no article is read as one, and no article is thrown away."""

import pytest

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead, is_readable
from tests.extractors.pages.first_sight_pages import ARTICLES, NO_ARTICLE
from tests.extractors.pages.page_kinds import HOST, told


def read(path: str, html: str) -> Extraction:
    return extract_article(PageToRead(source="x", url=HOST + path, body=html.encode()))


@pytest.mark.parametrize("name", NO_ARTICLE)
def test_what_is_no_article_is_not_read_as_one(name: str) -> None:
    found = read(*NO_ARTICLE[name])
    assert not is_readable(found.status)
    assert found.reason


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_stays_one(name: str) -> None:
    path, language, html = ARTICLES[name]
    found = read(path, html)
    assert is_readable(found.status), found.reason
    assert all(line in found.text for line in told(language))
