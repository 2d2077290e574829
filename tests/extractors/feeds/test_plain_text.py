"""Markup becomes words; nothing that a browser would take for a tag is left."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feeds.charset import decode
from extractors.feeds.plain_text import plain_text
from tests.growth import growth


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain words", "plain words"),
        ("AT&amp;T &#8211; caf&eacute;", "AT&T – café"),
        ("<p>One</p><p>two<br>three</p>", "One two three"),
        ("<b>B</b>ig", "Big"),
        ("a &lt;b&gt;bold&lt;/b&gt; word", "a bold word"),
        ("&amp;lt;i&amp;gt;thrice&amp;lt;/i&amp;gt;", "thrice"),
        ("x <script>alert(1)</script>y", "x y"),
        ("x <style>p{}</style><!-- no -->y", "x y"),
        ("x <script>never closed", "x"),
        ("<![CDATA[inside]]>", "inside"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("Dow <b", "Dow < b"),
        ("zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("a\n\n b\t c ", "a b c"),
        ("<img src=x onerror=alert(1)>picture", "picture"),
        ("", ""),
    ],
)
def test_markup_becomes_words(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@given(st.text("<>/!ab &;ltgamp#60script-'\"=", max_size=80))
def test_no_tag_is_left(markup: str) -> None:
    assert not re.search(r"<[A-Za-z/!?]", plain_text(markup))


def test_long_text_is_cut_at_a_word() -> None:
    assert plain_text("word " * 100, longest=12) == "word word"


@pytest.mark.parametrize(
    "piece", ["<script", "<", "<!--", "&lt;", "<a ", "&amp;", "<p>", "<![CDATA[", "</script", "<b><"]
)
def test_the_work_of_hostile_markup_grows_with_its_length(piece: str) -> None:
    assert growth(lambda size: plain_text(piece * (size // len(piece))), 100_000, 8) < 24  # by pairs: 64


WORDS = "Größe, naïveté – Привет, 日本"
XML = '<?xml version="1.0" encoding="{}"?><title>{}</title>'


def xml(encoding: str, declared: str, words: str = WORDS) -> bytes:
    return XML.format(declared, words).encode(encoding)


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (xml("utf-8", "utf-8"), "text/xml; charset=utf-8", WORDS),
        (xml("utf-8", "utf-8"), "text/xml; charset=iso-8859-1", WORDS),
        (xml("utf-8", "utf-8"), "text/xml; charset=windows-1251", WORDS),
        (xml("utf-8", "iso-8859-1"), "text/xml", WORDS),
        (xml("utf-8-sig", "windows-1252"), "text/xml; charset=big5", WORDS),
        (xml("utf-16", "utf-16"), "text/xml; charset=utf-8", WORDS),
        (xml("utf-16-le", "utf-16"), "text/xml", WORDS),
        (xml("cp1251", "windows-1251", "Привет"), "text/xml", "Привет"),
        (xml("cp1251", "windows-1251", "Привет"), "text/xml; charset=iso-8859-1", "Привет"),
        (xml("cp1251", "utf-8", "Привет, мир"), "text/xml; charset=windows-1251", "Привет, мир"),
        (xml("latin-1", "utf-8", "Größe"), "text/xml; charset=utf-8", "Größe"),
        (xml("cp1252", "iso-8859-1", "“Größe”"), None, "“Größe”"),
        (xml("gb18030", "gb2312", "新闻网络"), "text/xml; charset=gb2312", "新闻网络"),
        (xml("cp949", "euc-kr", "뉴스"), "text/xml", "뉴스"),
        (xml("cp932", "shift_jis", "日本経済"), "text/xml; charset=Shift_JIS", "日本経済"),
        (xml("iso2022_jp", "iso-2022-jp", "日本経済"), "text/xml", "日本経済"),
        (xml("utf-8", "no-such-charset"), "text/xml; charset=klingon", WORDS),
        (xml("utf-8", "utf-8").replace(b", na", b"\xff\xfe na"), "text/xml", "Größe�� naïveté – Привет, 日本"),
    ],
)  # fmt: skip
def test_the_charset_is_decided_by_what_the_bytes_allow(body: bytes, content_type: str | None, words: str) -> None:
    assert f"<title>{words}</title>" in decode(body, content_type)


def test_what_xml_forbids_is_dropped() -> None:
    assert decode(b"\n <a>\x00\x0b\x1b</a>", None) == "<a></a>"


@given(st.binary(max_size=200), st.sampled_from([None, "text/xml; charset=utf-16", "x; charset=hex", "charset=idna"]))
def test_no_bytes_make_decoding_fail(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


UNDECLARED = (
    ("euc-kr", "나룻배가 아침에 항구로 돌아왔다고 선장이 말했다"),
    ("windows-1251", "Паром вернулся в порт утром, сообщил капитан судна"),
    ("shift_jis", "渡し船は朝のうちに港へ戻ったと船長が語った"),
    ("utf-8", "Die Fähre kehrte am Morgen zurück, sagte der Kapitän"),
)


@pytest.mark.parametrize(("encoding", "words"), UNDECLARED)
def test_a_charset_that_nobody_declares_is_known_by_its_bytes(encoding: str, words: str) -> None:
    text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{words}</title></channel></rss>"
    assert words in decode(text.encode(encoding), "text/xml")


STRUCK = (b"</ite\xd3m\xed>", b"<gu\xdfid a\xf0='1'>", b"<link>https://a.example/\x98</link></i\xc5tem\xe1>")


@pytest.mark.parametrize("struck", STRUCK)
@pytest.mark.parametrize("words", ["Sturm im März", "été", "Größe"])
def test_bytes_that_were_struck_in_a_tag_do_not_spoil_the_text(words: str, struck: bytes) -> None:
    body = f"<rss><channel><item><title>{words}</title>".encode() + struck + b"</item></channel></rss>"
    assert words in decode(body, "text/xml")


def test_legacy_text_stays_legacy_with_clean_tags() -> None:
    body = "<?xml version='1.0'?><rss><channel><title>Sturm im März über Größe</title></channel></rss>".encode("cp1252")
    assert "Sturm im März über Größe" in decode(body, "text/xml")
