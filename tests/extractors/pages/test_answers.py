"""What is read of some six hundred pages of all shapes, whole and cut short, field by field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, product
from pathlib import Path

import xxhash

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead
from tests.answers import check, told
from tests.extractors.pages.broken_shapes import BROKEN
from tests.extractors.pages.other_pages import HOST, OTHER_PAGES
from tests.extractors.pages.page_kinds import KINDS, LANGUAGES, META, TEASERS, URL, ld, page, paragraphs
from tests.extractors.pages.shapes import SHAPES
from tests.extractors.pages.test_status import EXPECTED, PAGES

KEPT = Path("tests/fixtures/answers/extractors")
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def read(html: str | bytes, url: str = URL, **more: object) -> Extraction:
    body = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html
    given = {"source": "x", "url": url, "body": body, "http_status": 200, "fetched_at": NOW} | more
    return extract_article(PageToRead(**given))  # type: ignore[arg-type]


def answer(found: Extraction) -> str:
    """All that is read, the text by its length, its ends and a hash."""
    text = found.text
    ends = f"{len(text)} {xxhash.xxh32_hexdigest(text.encode())} {text[:20]}…{text[-20:]}" if text else ""
    return f"  {told(replace(found, text=ends, seconds=0.0, source='', fingerprint=None))}".replace(HOST, "").replace(
        URL, ""
    )


def test_what_shapes_of_pages_say_stays() -> None:
    found = []
    for (name, shape), language in zip(list((SHAPES | BROKEN).items())[::2], cycle(LANGUAGES)):
        found += [f"{name} {language}", answer(read(shape(language).html))]
    for name, build in KINDS.items():
        kind = build()
        html = kind.html.encode(kind.encoding, "xmlcharrefreplace")
        found += [name, answer(read(html, content_type=kind.content_type))]
    check(KEPT / "shapes.txt", found)


def test_what_stubs_and_other_pages_say_stays() -> None:
    found = []
    for name, expected in EXPECTED.items():
        body = (PAGES / f"{name}.html").read_bytes()
        found += [name, answer(read(body, expected["url"]))]
        found += [answer(read(body, "https://harbour.example/", http_status=404)), answer(read(body[: len(body) // 2]))]
    for name, (path, html) in OTHER_PAGES.items():
        found += [name, answer(read(html, HOST + path)), answer(read(html))]
    check(KEPT / "other_pages.txt", found)


def mixtures() -> Iterator[tuple[str, str]]:
    """A few paragraphs, and more and more of what surrounds them: where one status becomes another."""
    wall = "<div class='paywall'><p>Subscribe to read on. Already a subscriber? Log in.</p></div>"
    lists = "".join(
        f"<li><a href='/n{n}'>Harbour lamps are lit again for night {n} of the fair</a></li>" for n in range(9)
    )
    parts = {
        "": "",
        "wall": wall,
        "teasers": TEASERS,
        "list": f"<ul>{lists}</ul>",
        "comments": "<div id='comments'>" + "<div class='comment'><p>Well said, all of it.</p></div>" * 12 + "</div>",
        "figures": "<figure><img src='/a.jpg'><figcaption>The mole in May</figcaption></figure>" * 4,
        "form": "<form action='/login'><input type='password'><button>Log in</button></form>",
    }
    heads = {"": "", "meta": META, "ld": ld({"@type": "NewsArticle", "headline": "Quay", "isAccessibleForFree": False})}
    for (part, around), (head, said), last in product(parts.items(), heads.items(), range(6)):
        body = f"<article><h1>Quay</h1>{paragraphs('en', last=last)}</article>{around}"
        yield f"{part} {head} {last}", page(body, said)
        if last in (1, 3):
            yield f"{part} {head} {last} cut", page(body.replace("</p>", "").replace(". ", " "), said)


def test_what_mixtures_say_stays() -> None:
    found = []
    for name, html in mixtures():
        made = read(html)
        found.append(f"{name}: {made.status} {len(made.text)} {made.extractor} {made.is_paywalled} {told(made.reason)}")
    for status, kind in product(
        (200, 203, 401, 402, 403, 404, 410, 429, 451, 500, 503), (None, "text/html", "application/pdf")
    ):
        made = read(page(paragraphs("en", last=4)), http_status=status, content_type=kind)
        found.append(f"{status} {kind}: {made.status} {len(made.text)} {told(made.reason)}")
    check(KEPT / "mixtures.txt", found)
