"""The gate's control characters, and the bounds of pages that say that they are gone, out of order or to be paid."""

import pytest

from extractors.feeds.xml.mending import with_mended_references
from extractors.pages.extract import extract_article
from extractors.pages.paywall import without_pitch
from extractors.pages.status_signals import StatusRules
from news.records import Extraction, PageToRead

SENTENCES = "".join(
    f"<p>The yard on the north quay will close in spring, and {number} of its workers were told so on the stairs.</p>"
    for number in ("most", "some", "many", "three", "nine", "ten")
)


def read(body: bytes | str, title: str = "Yard closes") -> Extraction:
    whole = body.encode() if isinstance(body, str) else body
    head = f"<html><head><title>{title}</title></head><body>".encode()
    return extract_article(PageToRead(source="x", url=None, body=head + whole + b"</body></html>", http_status=200))


@pytest.mark.parametrize(
    ("code", "is_text"),
    [(8, False), (9, True), (10, True), (11, False), (12, True), (13, True), (14, False), (27, True), (31, False)],
)
def test_a_page_of_control_characters_is_none_but_of_those_that_texts_have(code: int, is_text: bool) -> None:
    found = read(SENTENCES.encode() + bytes([code]) * 3000)
    assert (found.status != "non_html") == is_text


@pytest.mark.parametrize(("said", "status"), [("Page not found", "gone"), ("Service unavailable", "error")])
@pytest.mark.parametrize(("length", "is_told"), [(119, True), (120, False)])
def test_a_title_of_so_many_characters_tells_something(said: str, status: str, length: int, is_told: bool) -> None:
    found = read("<p>Try again.</p>", said + " " + "x" * (length - len(said) - 1))
    assert (found.status == status) == is_told


@pytest.mark.parametrize(("lines", "is_gone"), [(198, True), (199, True), (200, False)])
def test_a_page_says_in_its_first_lines_that_it_is_gone(lines: int, is_gone: bool) -> None:
    links = "".join(f"<a href='/{number}'>Berth {number}</a>" for number in range(lines))
    found = read(f"<nav>{links}</nav><p>Page not found</p>", "Quay")
    assert (found.status == "gone") == is_gone


@pytest.mark.parametrize(("length", "is_gone"), [(119, True), (120, False)])
def test_a_line_of_so_many_characters_says_that_a_page_is_gone(length: int, is_gone: bool) -> None:
    said = "Page not found"
    found = read(f"<p>{said} {'x' * (length - len(said) - 1)}</p>", "Quay")
    assert (found.status == "gone") == is_gone


PITCH = "Subscribe to read the full story"


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["It closed.", "Our offer", PITCH, "Sign in"], ["It closed."]),
        (["Our offer", PITCH], ["Our offer"]),
        (["It closed.", "It is open.", PITCH], ["It closed.", "It is open."]),
        (["Our harbour", "It is open.", PITCH], ["Our harbour", "It is open."]),
        (["It closed.", "x" * 59, PITCH], ["It closed."]),
        (["It closed.", "x" * 60, PITCH], ["It closed.", "x" * 60]),
        (["It closed.", "It is open."], ["It closed.", "It is open."]),
    ],
)
def test_a_pitch_goes_with_its_own_heading(lines: list[str], kept: list[str]) -> None:
    assert without_pitch(lines, StatusRules()) == kept


@pytest.mark.parametrize("before", ["", "x & y "])
def test_what_stands_in_cdata_is_left_as_it_is(before: str) -> None:
    mended = with_mended_references(f"{before}<![CDATA[a & b]]> c & d", {})
    assert mended == f"{before.replace('&', '&amp;')}<![CDATA[a & b]]> c &amp; d"
