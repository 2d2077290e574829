"""Pages that are no article say so, keep their text, and never at the price of a real article."""

from statistics import fmean

import pytest

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead, is_readable
from tests.extractors.pages.other_pages import HOST, OTHER_PAGES
from tests.extractors.pages.page_kinds import OTHERS, TEASERS, page, told

TOLD = 0.9  # of these pages; on real ones fewer are told, since many call themselves articles


def read(path: str, html: str) -> Extraction:
    return extract_article(PageToRead(source="x", url=HOST + path, body=html.encode(), http_status=200))


def test_most_pages_that_are_no_article_say_so() -> None:
    found = {name: read(*given) for name, given in OTHER_PAGES.items()}
    taken = [name for name, extraction in found.items() if is_readable(extraction.status)]
    assert fmean(name not in taken for name in found) >= TOLD, taken


def test_what_is_no_article_keeps_its_text_and_says_why() -> None:
    for name, given in OTHER_PAGES.items():
        found = read(*given)
        if found.status == "not_article":
            assert found.reason, name
            assert found.text, name


@pytest.mark.parametrize("path", ["/", "/tag/ferry", "/products/lamp", "/docs/lamp", "/forum/lamp", "/category/lamp"])
def test_two_thousand_characters_of_sentences_with_few_links_are_an_article_at_any_address_but_the_root(
    path: str,
) -> None:
    prose = "".join(f"<p>{line}</p>" for line in (*told("en"), *OTHERS, *told("en"), *OTHERS))
    found = read(path, page(f"<article><h1>Quay</h1>{prose}</article>{TEASERS}"))
    assert found.text
    assert found.status == ("not_article" if path == "/" else "ok"), found.reason


def test_a_long_article_of_no_known_address_is_one_though_its_og_url_is_the_front_page() -> None:
    prose = "".join(f"<p>{line}</p>" for line in (*told("en"), *OTHERS, *told("en"), *OTHERS))
    html = page(f"<article><h1>Quay</h1>{prose}</article>", f"<meta property='og:url' content='{HOST}/'>")
    assert extract_article(PageToRead(source="x", url=None, body=html.encode(), http_status=200)).status == "ok"
