"""The gate: what is no page never reaches a parser, and bytes become text whatever their label says."""

import gzip

import pytest

from extractors.pages.page_guard import GateRules, OpenedPage, Refusal, open_page
from news.records import PageToRead

TEXT = "Der Rat der Stadt Größlingen beschloss am Montag, die Brücke über die Wümme zu sperren, weil sie rostet."
RULES = GateRules()


def opened(body: bytes, **more: object) -> OpenedPage | Refusal:
    return open_page(PageToRead(source="x", url=None, body=body, **more), RULES)  # type: ignore[arg-type]


def html(text: str = TEXT, charset: str | None = None) -> str:
    meta = f"<meta charset='{charset}'>" if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (html().encode(), None),
        (html(charset="utf-8").encode(), "text/html"),
        (html(charset="iso-8859-1").encode(), "text/html; charset=latin-1"),  # valid UTF-8 outranks a lie
        (html(charset="utf-8").encode("cp1252"), "text/html; charset=utf-8"),  # and so do bytes that cannot be it
        (html(charset="windows-1252").encode("cp1252"), None),
        (html().encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (html().encode("utf-16"), None),
        (html().encode("utf-16-le"), "text/html"),
        (html().encode("utf-16-be"), "text/html"),
        (b"\xef\xbb\xbf" + html().encode(), "text/html; charset=windows-1251"),
        (gzip.compress(html().encode()), "text/html"),
        (html().replace("ü", "ü\0").encode(), None),
    ],
)
def test_bytes_become_the_text_that_was_written(body: bytes, content_type: str | None) -> None:
    page = opened(body, content_type=content_type)
    assert isinstance(page, OpenedPage)
    assert TEXT in page.text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Совет города решил закрыть старый мост через реку до весны.", "windows-1251"),
        ("Совет города решил закрыть старый мост через реку до весны.", "koi8-r"),
        ("市議会は月曜日、古い橋を春まで閉鎖することを決めた。", "shift_jis"),
        ("市議会は月曜日、古い橋を春まで閉鎖することを決めた。", "euc-jp"),
        ("市议会周一决定关闭旧桥直到春天。", "gb2312"),
        ("市議會週一決定關閉舊橋直到春天。", "big5"),
        ("시의회는 월요일에 오래된 다리를 봄까지 닫기로 했다.", "euc-kr"),
        ("Rada miasta zamknęła stary most aż do wiosny, bo źle łączy brzegi.", "iso-8859-2"),
    ],
)
def test_a_label_that_fits_is_believed(text: str, encoding: str) -> None:
    page = opened(html(text, charset=encoding).encode(encoding))
    assert isinstance(page, OpenedPage)
    assert text in page.text


@pytest.mark.parametrize(
    ("code", "body", "status"),
    [
        (404, html(), "gone"), (410, html(), "gone"), (403, html(), "blocked"), (429, html(), "blocked"),
        (401, html(), "blocked"), (451, html(), "blocked"), (500, html(), "error"), (503, html(), "error"),
        (503, html("<div class='g-recaptcha'>"), "blocked"),
    ],
)  # fmt: skip
def test_the_servers_answer_comes_first(code: int, body: str, status: str) -> None:
    page = opened(body.encode(), http_status=code)
    assert isinstance(page, Refusal)
    assert page.status == status


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"%PDF-1.4 <p>", "text/html", "PDF"),
        (b"\xff\xd8\xff\xe0", "text/html", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", None, "PNG"),
        (b"\0\0\0\x20ftypmp42", "text/html", "media"),
        (b'{"title": "<b>x</b>"}', "text/html", "JSON"),
        (b"<rss version='2.0'></rss>", "text/html", "rss"),
        (b"<?xml version='1.0'?>\n<!-- made -->\n<feed xmlns='x'></feed>", "application/xml", "feed"),
        (b"<?xml version='1.0'?><urlset></urlset>", "text/xml", "urlset"),
        (b"just words", "text/plain", "without a tag"),
        (b"<p>words</p>", "application/pdf", "application/pdf"),
    ],
)
def test_what_is_no_html_is_told(body: bytes, content_type: str | None, reason: str) -> None:
    page = opened(body, content_type=content_type)
    assert isinstance(page, Refusal)
    assert page.status == "non_html"
    assert reason in page.reason


def test_html_outranks_a_wrong_label() -> None:
    assert isinstance(opened(html().encode(), content_type="application/json"), OpenedPage)


def test_a_script_with_angles_is_no_tag_with_attributes() -> None:
    script = "<script>for (a <b && c; ) {" + "x = y; " * 3_000 + "}</script>"
    assert isinstance(opened(html(script).encode()), OpenedPage)


def test_a_long_attribute_is_one_attribute() -> None:
    assert isinstance(opened(html(f"<div data-all='{'word ' * 5_000}'>x</div>").encode()), OpenedPage)


def test_depth_is_counted_not_guessed() -> None:
    flat = "<div></div>" * 20_000 + "<img src=x><br>" * 20_000
    assert isinstance(opened(html(flat).encode()), OpenedPage)
    assert isinstance(opened(html("<div>" * 1_900).encode()), OpenedPage)
    assert isinstance(opened(html("<div>" * 2_100).encode()), Refusal)
    assert isinstance(opened(html("<br>" * 5_000 + "<em>" * 2_100).encode()), Refusal)


def test_size_counts_after_unpacking() -> None:
    small = GateRules(maximum_bytes=1_000)
    page = PageToRead(source="x", url=None, body=gzip.compress(b"<p>" + b"a" * 2_000))
    refused = open_page(page, small)
    assert isinstance(refused, Refusal)
    assert refused.status == "too_large"
