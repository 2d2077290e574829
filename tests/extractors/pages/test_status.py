"""Each page of tests/fixtures/pages is what expected.toml says: stubs in many languages, and their look-alikes."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.pages.extract import STRANGERS, extract_article
from news.records import Extraction, PageToRead
from tests.extractors.pages.page_kinds import ld, told

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))


def read(name: str) -> Extraction:
    body = (PAGES / f"{name}.html").read_bytes()
    return extract_article(PageToRead(source=name, url=EXPECTED[name]["url"], body=body, http_status=200))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_is_what_it_is(name: str) -> None:
    found = read(name)
    assert found.status == EXPECTED[name]["status"], (found.reason, found.text)


@pytest.mark.parametrize("name", [n for n, e in EXPECTED.items() if e["status"] not in ("ok", "partial_paywall")])
def test_a_stub_has_no_text_and_no_day_from_its_address(name: str) -> None:
    found = read(name)
    # What is no article keeps its text all the same: a mistake can be mended without asking the publisher again.
    assert (found.text == "") or found.status == "not_article"
    assert found.published_by not in ("url", "htmldate")
    assert not {"url", "htmldate"} & {candidate.source for candidate in found.dates}
    assert found.reason


@pytest.mark.parametrize("name", [n for n, e in EXPECTED.items() if e["status"] in STRANGERS])
def test_a_stranger_tells_nothing_of_the_article(name: str) -> None:
    found = read(name)
    assert (found.title, found.published_at, found.authors) == (None, None, ())


@pytest.mark.parametrize("name", [n for n, e in EXPECTED.items() if e["status"] == "partial_paywall"])
def test_a_part_of_an_article_is_kept_without_the_subscription_pitch(name: str) -> None:
    found = read(name)
    assert found.is_paywalled
    assert len(found.text.splitlines()) == 1
    assert found.published_at is not None


def test_every_kind_of_stub_is_tried_in_at_least_four_languages() -> None:
    kinds = (
        "consent_wall",
        "challenge",
        "soft_404",
        "paywall",
        "js_shell",
        "section_front",
        "gallery",
        "video",
        "live_blog",
    )
    assert {kind: sum(name.startswith(kind) for name in EXPECTED) >= 4 for kind in kinds} == dict.fromkeys(kinds, True)


@pytest.mark.parametrize(
    ("node", "cart", "is_told"),
    [
        ({"@type": "Product", "name": "Lamp"}, "", False),  # tested, perhaps, and not sold
        ({"@type": "Product", "name": "Lamp", "offers": {"@type": "Offer", "price": 9}}, "", True),
        ({"@type": "Offer", "price": 9}, "", False),  # an offer in an advertisement beside the text
        ({"@type": "Product", "name": "Lamp"}, "<form action='/cart/add'><button>Add to cart</button></form>", True),
    ],
)
def test_a_product_is_one_that_is_sold_here(node: dict[str, object], cart: str, is_told: bool) -> None:
    prose = "".join(f"<p>{line}</p>" for line in told("en"))
    page = f"<html lang='en'><head>{ld(node)}</head><body><h1>Lamp</h1>{cart}{prose}</body></html>"
    found = extract_article(PageToRead(source="x", url="https://post.example/lamp", body=page.encode()))
    assert (found.reason == "calls itself a product") == is_told
