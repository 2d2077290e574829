"""What is read at once is read as the long way reads it: tags, dates in their two standards, addresses, references."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feeds.dates import read_date
from extractors.feeds.parse import parse_feed
from extractors.feeds.plain_text import _BLOCKS, _SILENT, _visible, _without_tags
from extractors.feeds.xml.mending import with_escaped_quotes, with_mended_references
from news.records import FetchedPage
from news.urls import canonical_url

PIECES = st.sampled_from([
    "<p>", "</p>", "<P class='x'>", "<br/>", "<br", "<b>", "</b>", '<a href="x>y">', "<", "<<", ">", "<>", "< p>",
    "<?xml v?>", "<?p x>", "<?", "]]>", "<header>", "<Section>", "<ſection>", "<p:x>", "<p-1>", "<pp>", "</", "</p",
    "a<b", "<td\n>", "<img src='x'\nalt=''>", "word", " ", "\n", "é", "<!--", "-->", "<!-- x -->", "<!doctype x>",
    "<![CDATA[", "<script>", "</SCRIPT >", "<iframe>", "<iframe/>", "</iframe>", "<noscript>", "</noscript>", "<head>",
    "</head>", "<ſtyle>", "<svg-x>", "\0", "<\0>", "b>", "a<",
])  # fmt: skip
TAG = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[/!?]?([A-Za-z][A-Za-z0-9:-]*)[^<>]*>|<[!?][^<>]*>?", re.DOTALL)


def one_by_one(text: str, block: str) -> str:
    """Drop tags one after the other: slow, and plain to see."""
    pieces: list[str] = []
    silent_until: str | None = None
    place = 0
    for tag in TAG.finditer(text):
        if silent_until is None:
            pieces.append(text[place : tag.start()])
        place = tag.end()
        name = (tag[1] or "").lower()
        is_end = text.startswith("</", tag.start())
        if silent_until is not None:
            silent_until = None if is_end and name == silent_until else silent_until
        elif name in _SILENT and not is_end and not tag[0].endswith("/>"):
            silent_until = name
        if name in _BLOCKS:
            pieces.append(block)
    if silent_until is None:
        pieces.append(text[place:])
    return "".join(pieces)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from([" ", "\n"]))
def test_tags_go_as_they_go_one_by_one(text: str, block: str) -> None:
    assert _without_tags(text, block) == one_by_one(text, block)


@given(st.text(st.characters(max_codepoint=0x2100) | st.sampled_from("\u200b\u00ad\ufeff\xa0\n\t"), max_size=20))
def test_only_what_nobody_sees_is_taken_out(text: str) -> None:
    hidden = {
        *map(chr, range(9)),
        *map(chr, range(11, 32)),
        "\x7f",
        "\xad",
        "\u200b",
        "\u200e",
        "\u200f",
        "\u2060",
        "\ufeff",
    }
    hidden |= {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    assert _visible(text) == "".join(sign for sign in text if sign not in hidden)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda seconds, zone: datetime.fromtimestamp(seconds, zone), st.integers(631_152_000, 4_070_908_800), OFFSETS
)


@given(MOMENTS, st.sampled_from([None, "en", "de", "hr", "cs", "fi", "tr"]))
def test_dates_of_the_two_standards_are_what_the_library_reads(moment: datetime, language: str | None) -> None:
    written = format_datetime(moment)
    for text, wanted in ((written, parsedate_to_datetime(written)), (moment.isoformat(), moment)):
        found = read_date(text, language=language)
        assert found is not None
        assert found.placed(None) == wanted.astimezone(UTC).replace(microsecond=0)
        assert found.offset == moment.utcoffset()


@pytest.mark.parametrize("text", ["Mon, 31 Feb 2024 10:00:00 GMT", "2024-13-01T10:00:00Z", "2024-02-01T25:00:00Z"])
def test_a_date_that_does_not_exist_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("http:///news/1", "http://a.example/news/1"),
        ("http:news/1", "http://a.example/news/1"),
        ("//b.example/1", "http://b.example/1"),
        ("/news/1", "http://a.example/news/1"),
        ("HTTP://B.example/x", "http://b.example/x"),
        ("https://", None),
    ],
)
def test_only_a_whole_address_needs_no_base(address: str, whole: str | None) -> None:
    assert canonical_url(address, "http://a.example/feed") == whole


def test_references_that_xml_reads_stay_and_others_are_mended() -> None:
    given_text = "<t>&lt;b&gt; &amp;amp; &quot; &apos; &eacute; &nosuch; & &ampere; &lt &#39; &#150;</t>"
    mended = "<t>&lt;b&gt; &amp;amp; &quot; &apos; é &amp;nosuch; &amp; &amp;ampere; &amp;lt ' –</t>"
    assert with_mended_references(given_text, {}) == mended


QUOTES = [
    ("<a title='Downey's book' b='1'/>", "<a title='Downey&apos;s book' b='1'/>"),
    ('<a title="5"-disk"/>', '<a title="5&quot;-disk"/>'),
    ("""<a title="Downey's"/>""", '<a title="Downey&apos;s"/>'),  # as good as it was
    ("<a b = 'x' c='y'><d e='z'/></a>", "<a b = 'x' c='y'><d e='z'/></a>"),
    ("<t>it's</t><![CDATA[<a b='it's'>]]>", "<t>it's</t><![CDATA[<a b='it's'>]]>"),
]


@pytest.mark.parametrize(("given_text", "mended"), QUOTES)
def test_quotes_within_quoted_values_are_escaped(given_text: str, mended: str) -> None:
    assert with_escaped_quotes(given_text) == mended


def test_a_feed_with_a_quote_within_a_value_is_read_whole_and_says_so() -> None:
    entries = "".join(
        f"<entry><id>{number}</id><title>Report {number}</title>"
        f"<link rel='alternate' href='http://a.example/{number}' title='The town{sign}s report'/></entry>"
        for number, sign in ((1, "'"), (2, ""))
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>{entries}</feed>".encode()
    page = FetchedPage(url="http://a.example/f", final_url="http://a.example/f", outcome="ok", body=body)
    found = parse_feed(page, now=datetime(2026, 11, 22, tzinfo=UTC))
    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("http://a.example/1", "Report 1"), ("http://a.example/2", "Report 2")
    ]  # fmt: skip
    assert found.outcome == "ok"
    assert (found.error or "").startswith("mended: ")
