"""The same text is an article or none by its address and its pictures."""

import pytest

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead
from tests.extractors.pages.page_kinds import told

CAPTIONS = [
    f"<figure><img src='/{n}.jpg'><figcaption>Boats in the harbour, {n} of 14, on Sunday.</figcaption></figure>"
    for n in range(7)
]
PARAGRAPHS = [f"<p>{line}</p>" for line in told("en", last=6)]


def read(body: str, url: str = "https://post.example/news/2026/11/boats-leave-harbour-4711.html") -> Extraction:
    html = f"<html lang='en'><head><title>Boats leave the harbour</title></head><body><main>{body}</main></body></html>"
    return extract_article(
        PageToRead(source="x", url=url, body=html.encode(), http_status=200, content_type="text/html")
    )


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://post.example/", "not_article"),
        ("https://post.example", "not_article"),
        ("https://post.example/?p=4711", "ok"),
        ("https://post.example/news/2026/11/boats-leave-harbour-4711.html", "ok"),
    ],
)
def test_the_root_of_a_site_is_its_front_page(url: str, status: str) -> None:
    found = read("<h1>Boats leave the harbour</h1>" + "".join(PARAGRAPHS), url)
    assert found.status == status, found.reason


def test_pictures_with_captions_are_a_gallery_and_an_article_with_pictures_is_none() -> None:
    gallery, illustrated = read("".join(CAPTIONS)), read("".join(PARAGRAPHS + CAPTIONS))
    assert gallery.status == "not_article", gallery.reason
    assert illustrated.status == "ok", illustrated.reason
    assert told("en", last=6)[-1] in illustrated.text
