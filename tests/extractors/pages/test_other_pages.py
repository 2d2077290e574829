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


BRIEF = "".join(f"<p>{line}</p>" for line in (*told("en"), *OTHERS)[:7])  # 900 to 1,900 characters of sentences
SHORT = f"<p>{OTHERS[0]}</p><p>{OTHERS[1]}</p>"
SIGN_IN = "<form><input type='email'><input type='password'><button>Sign in</button></form>"
# What marks no page as an article, and what marks a short one: each beside the other.
UNMARKED = {
    "two sentences": ("/harbour", SHORT),
    "a shop's owner as the author": ("/harbour", SHORT, "<meta name='author' content='Estmark Goods Ltd'>"),
    "og:type alone": ("/contact", SHORT, "<meta property='og:type' content='article'>"),
    "lines that are no sentences": (
        "/harbour",
        "".join(f"<div><p>{n} kg of brass, € {n}9</p></div>" for n in range(90)),
    ),
    "a form to sign in, with terms": ("/join", BRIEF + SIGN_IN),
    "a button that sells": ("/lamp", BRIEF + "<div><button>In den Warenkorb</button></div>"),
    "another one, in Japanese": ("/lamp", BRIEF + "<a class='b' href='#'>カートに入れる</a>"),
    "a page of a site, by its software": ("/harbour", f"<div class='c'>{SHORT}</div>"),
}
MARKED = {
    "a day beside the headline": ("/harbour", f"<h1>Quay</h1><p class='date'>3 November 2025</p>{SHORT * 2}"),
    "an address of news": ("/news/quay-wall-repaired", f"<h1>Quay</h1>{SHORT * 2}"),
    "a day in the address": ("/2025/11/03/quay", f"<h1>Quay</h1>{SHORT * 2}"),
    "a post, by its software": ("/?p=12", f"<h1>Quay</h1>{SHORT * 2}"),
    "an author, and og:type": (
        "/quay",
        f"<h1>Quay</h1><p class='byline'>By Jana Holm</p>{SHORT * 2}",
        "<meta property='og:type' content='article'>",
    ),
    "a headline and nothing but sentences": ("/harbour", f"<h1>Quay</h1>{SHORT}"),
    "the only article of its page": ("/harbour", f"<article><h2>Quay</h2>{SHORT}<p>Quay</p><p>Port</p></article>"),
    "nothing but an article's prose": ("/quay", f"<h1>Quay</h1>{BRIEF}"),
}
CLASSES = {
    "a page of a site, by its software": "page-template-default page page-id-7",
    "a post, by its software": "single-post postid-12",
}


@pytest.mark.parametrize("name", UNMARKED)
def test_a_page_that_nothing_marks_as_an_article_needs_an_articles_prose(name: str) -> None:
    path, body, *head = UNMARKED[name]
    found = read(path, f"<html><head>{''.join(head)}</head><body class='{CLASSES.get(name, '')}'>{body}</body></html>")
    assert found.status == "not_article"
    assert found.text


@pytest.mark.parametrize("name", MARKED)
def test_a_brief_article_that_anything_marks_as_one_stays_one(name: str) -> None:
    path, body, *head = MARKED[name]
    found = read(path, f"<html><head>{''.join(head)}</head><body class='{CLASSES.get(name, '')}'>{body}</body></html>")
    assert found.status == "ok", found.reason
