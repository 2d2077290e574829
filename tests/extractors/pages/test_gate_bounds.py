"""From where on a page does not pass the gate, and which bytes are UTF-16: each bound from both sides."""

from dataclasses import replace

import pytest

from extractors.pages.page_guard import GateRules, OpenedPage, Refusal, open_page
from extractors.pages.status_signals import length
from news.records import PageToRead

RULES = GateRules()
WORDS = b"<html><body><p>The yard on the north quay will close.</p></body></html>"


def opened(body: bytes, rules: GateRules = RULES, **more: object) -> OpenedPage | Refusal:
    return open_page(PageToRead(source="x", url=None, body=body, **more), rules)  # type: ignore[arg-type]


def reason(body: bytes, rules: GateRules = RULES, **more: object) -> str:
    found = opened(body, rules, **more)
    return found.reason if isinstance(found, Refusal) else ""


@pytest.mark.parametrize(("size", "passes"), [(len(WORDS), True), (len(WORDS) - 1, False)])
def test_a_page_has_at_most_so_many_bytes(size: int, passes: bool) -> None:
    assert (reason(WORDS, replace(RULES, maximum_bytes=size)) == "") == passes


@pytest.mark.parametrize(("attributes", "passes"), [(999, True), (1000, False)])  # the name of the tag is counted
def test_a_tag_has_at_most_so_many_attributes(attributes: int, passes: bool) -> None:
    tag = b"<p " + b" ".join(b"data-%d=1" % n for n in range(attributes)) + b">"
    assert (reason(tag + WORDS) == "") == passes


@pytest.mark.parametrize(("depth", "passes"), [(1998, True), (1999, False)])  # html and body stand around them
def test_so_many_tags_stand_within_each_other_at_most(depth: int, passes: bool) -> None:
    body = b"<html><body>" + b"<div>" * depth + b"The yard will close." + b"</div>" * depth + b"</body></html>"
    assert (reason(body) == "") == passes


@pytest.mark.parametrize("name", [b"br", b"img", b"p", b"li"])
def test_tags_that_hold_nothing_or_close_by_the_next_are_not_within_each_other(name: bytes) -> None:
    assert reason(b"<html><body>" + b"<%s>wall " % name * 5000 + b"</body></html>") == ""


def test_a_page_that_closes_its_tags_is_never_too_deep() -> None:
    assert reason(b"<html><body>" + b"<div>wall</div>" * 30_000 + b"</body></html>") == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [(200, ""), (399, ""), (400, "HTTP 400"), (401, "HTTP 401"), (404, "HTTP 404"), (500, "HTTP 500"), (None, "")],
)
def test_an_answer_of_400_and_above_is_no_page(code: int | None, said: str) -> None:
    assert reason(WORDS, http_status=code) == said


@pytest.mark.parametrize(("order", "text"), [("utf-16-le", True), ("utf-16-be", True), ("utf-8", True)])
def test_utf16_without_a_mark_is_read_by_its_noughts(order: str, text: bool) -> None:
    found = opened(WORDS.decode().encode(order))
    assert isinstance(found, OpenedPage) == text
    assert "north quay" in found.text  # type: ignore[union-attr]


@pytest.mark.parametrize(("noughts", "is_binary"), [(5, False), (6, True)])
def test_more_than_one_control_in_twenty_is_no_text(noughts: int, is_binary: bool) -> None:
    body = b"<p>" + b"wall " * 19 + b"ab" + b"\x01" * noughts
    assert len(body) == 100 + noughts
    assert (reason(body) == "binary data") == is_binary


@pytest.mark.parametrize(
    ("text", "expected"), [("wall", 4), ("港", 2), ("港の", 5), ("港の岸壁", 10), ("벽", 2), ("", 0)]
)
def test_a_sign_of_a_dense_script_counts_two_and_a_half(text: str, expected: int) -> None:
    assert length(text) == expected


# What each answer of a server means for a page that came with it (RFC 9110, and the codes of large caches and guards).
ANSWERS = {
    "gone": (404, 410),
    "blocked": (401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 430, 444, 451, 456, 498, 499, 999),
    "error": (400, 408, 409, 411, 413, 414, 415, 416, 417, 421, 422, 424, 425, 426, 428, 431, 500, 502, 503, 520),
    "": (None, 200, 203, 206, 304, 399),
}  # fmt: skip


@pytest.mark.parametrize(("status", "code"), [(status, code) for status, codes in ANSWERS.items() for code in codes])
def test_an_answer_says_whether_a_page_is_gone_blocked_or_faulty(status: str, code: int | None) -> None:
    found = opened(WORDS, http_status=code)
    assert (found.status if isinstance(found, Refusal) else "") == status
    assert code is None or code < 400 or f"HTTP {code}" in reason(WORDS, http_status=code)
