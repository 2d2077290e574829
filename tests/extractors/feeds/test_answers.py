"""What is read of feeds of all kinds, whole, cut and damaged, entry by entry, and of dates in all their forms."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from extractors.feeds.charset import decode
from extractors.feeds.date_words import month_of
from extractors.feeds.dates import order_of, read_date
from extractors.feeds.discovery import find_feeds, usual_places
from extractors.feeds.hints import header_links, linked, skip_days, skip_hours
from extractors.feeds.opml import feed_address, read_opml, write_opml
from extractors.feeds.parse import parse_feed
from extractors.feeds.plain_text import cut, plain_paragraphs, plain_text, plain_title
from news.articles.plausible_dates import is_plausible
from news.records import FetchedPage, ParsedFeed
from tests.answers import check, told
from tests.extractors.feeds.test_dates import ZONED
from tests.extractors.feeds.test_parse import CASES, NOW, page
from tests.extractors.feeds.test_peer_kinds import KINDS

KEPT = Path("tests/fixtures/answers/extractors")
CUTS = (0.15, 0.4, 0.7, 0.95)
MARKS = ("&", "<", "]]>", "</item>", "\x07", "&nbsp;", "&#0;", "<p>", '"', "\ud83d", "</channel>", "<!--")


def fault(read: ParsedFeed) -> str | None:
    """Without what the parser of XML or JSON says, which its versions say differently."""
    return read.error and read.error.partition(":")[0]


def answer(read: ParsedFeed) -> Iterator[str]:
    yield f"  {told(replace(read, entries=(), error=fault(read)))}"
    yield from (f"    {told(replace(one, feed_url=''))[:260]}" for one in read.entries[:6])


def damaged(body: str) -> Iterator[str]:
    """The same feed cut short, with marks strewn into it, and with parts of it exchanged."""
    yield from (body[: int(len(body) * share)] for share in CUTS)
    chance = random.Random(len(body))
    for mark in MARKS:
        at = chance.randrange(len(body) // 3, len(body))
        yield body[:at] + mark + body[at:]
    yield body.replace("</item>", "", 1).replace("</entry>", "", 1)
    yield body.replace("2026", "26").replace("<title>", "<title><![CDATA[").replace("</title>", "]]></title>")


def test_what_feeds_say_stays() -> None:
    found = []
    for case in CASES:
        body = case.read_bytes()
        found += [case.name, *answer(parse_feed(page(body), now=NOW))]
        for number, text in enumerate(damaged(body.decode("utf-8", "replace"))):
            read = parse_feed(page(text.encode("utf-8", "surrogatepass")), now=NOW)
            ids = told([one.guid or one.url or one.title for one in read.entries])
            found.append(f"  damaged {number}: {read.outcome} {len(read.entries)} {ids[:90]} {fault(read)}")
    for name, (text, _) in KINDS.items():
        found += [name, *answer(parse_feed(page(text), now=NOW))]
        found += answer(parse_feed(page(text[: int(len(text) * 0.9)]), now=NOW))
    check(KEPT / "feeds.txt", found)


def written() -> Iterator[str]:
    at = datetime(2026, 11, 2, 12, 5, 9, tzinfo=UTC)
    forms = (
        "%a, %d %b %Y %H:%M:%S {}",
        "%Y-%m-%dT%H:%M:%S{}",
        "%d %b %Y %H:%M {}",
        "%Y-%m-%d",
        "%d/%m/%Y %H:%M:%S",
        "%m/%d/%Y %I:%M %p",
        "%d.%m.%Y",
        "%d-%m-%y",
        "%B %d, %Y",
        "%Y%m%dT%H%M%S{}",
        "%A, %d. %B %Y - %H:%M",
        "%b %d %H:%M:%S {} %Y",
    )
    zones = ("", "Z", "GMT", "+0100", "-03:30", "EST", "CEST", "+14:00", "-1300", "+25:00", "XYZ", "PDT", "GMT+2", "+5")
    for form, zone, days in product(forms, zones, (0, 10, -3650)):
        if "{}" in form or not zone:
            yield (at + timedelta(days=days)).strftime(form).replace("{}", zone).strip()
    for year in ("49", "50", "68", "69", "70", "98", "00", "1969", "1989", "2099", "12026"):
        yield f"Mon, 02 Nov {year} 12:00:00 GMT"
    yield from (
        "",
        "now",
        "31 Feb 2026",
        "24:00 2 Nov 2026",
        "2026-11-02T24:00:00Z",
        "2026-11-02T23:59:60Z",
        "1793620800",
    )


def test_how_dates_of_feeds_are_read_stays() -> None:
    found = [f"{text}: {told(read_date(text))}" for text, _ in ZONED]
    for text in written():
        found.append(f"{text}: {told(read_date(text))}")
        if "/" in text or "." in text or text[:2].isdigit():
            found.append(
                f"  {told(read_date(text, language='de'))} {told(read_date(text, order=order_of([text, '3/25/2026'])))}"
            )
    for texts in (
        ["3/4/2026"],
        ["25/4/2026"],
        ["4/25/2026"],
        ["25/4/2026", "4/25/2026"],
        ["2/3/2026", "3/3/2026"],
        [None],
    ):
        found.append(f"{texts}: {told(order_of(texts))}")
    for word, language in product(
        ("mars", "März", "märz", "ноя", "Mai", "oct", "Sept.", "xyz", "agosto", "12월"), (None, "fr", "de", "ru", "es")
    ):
        found.append(f"{word} {language}: {month_of(word, language)}")
    moments = (NOW, NOW + timedelta(minutes=10), NOW + timedelta(days=1, seconds=1), NOW + timedelta(days=3))
    found += [f"{one}: {is_plausible(one, now=NOW)}" for one in (*moments, datetime(1989, 12, 31, tzinfo=UTC))]
    check(KEPT / "feed_dates.txt", found)


def texts() -> Iterator[str]:
    markup = (
        "<p>One &amp; two</p><p>Three<br>four</p>",
        "a < b &lt;b&gt; c",
        "<script>x()</script>Told <b>here</b>.",
        "&amp;amp; &#8217; &nbsp;x",
        "<ul><li>one</li><li>two</li></ul>",
        "Tom &amp; Co",
        "<img alt='x' src='y'>",
        "line\none\n\nline two",
        "<a href='#'>Read more</a> …",
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "plain words",
        "",
        "   ",
        "<![CDATA[ <i>x</i> ]]>",
        "x" * 130,
    )
    for one in markup:
        yield f"{one[:40]}: {plain_text(one)} | {plain_paragraphs(one)} | {cut(one, 12)} | {plain_text(one, longest=9)}"
        yield f"  {plain_title(one, is_text=True, longest=60)} | {plain_title(one, is_text=False, longest=60)}"
    for stated, words in product(
        (None, "text/xml; charset=utf-8", "text/xml; charset=latin1", "text/xml; charset=none"),
        (
            "<?xml version='1.0' encoding='windows-1252'?><a>ü €</a>",
            "<a>ü</a>",
            "<?xml encoding='utf-16'?><a>ü</a>",
        ),
    ):
        for coding in ("utf-8", "latin-1", "utf-16", "cp1252"):
            yield f"{stated} {words[:30]} {coding}: {decode(words.encode(coding, 'replace'), stated)[-12:]}"


def places() -> Iterator[str]:
    head = (
        "<link rel='alternate' type='application/rss+xml' href='/feed'>"
        "<link rel='alternate' type='application/atom+xml' href='a.xml'>"
        "<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>"
        "<link rel='feed' href='/f.json'>"
        "<link rel='alternate' hreflang='de' href='/de'>"
    )
    for body in (
        head,
        head.replace("'", '"'),
        "<a href='/rss.xml'>RSS</a><a href='/news/feed/'>Feed</a>",
        "<p>none</p>",
    ):
        one = FetchedPage(
            url="https://post.example/news/x",
            final_url="https://post.example/news/",
            outcome="ok",
            status=200,
            body=f"<html><head>{body}</head><body>{body}</body></html>".encode(),
        )
        yield f"{body[:40]}: {find_feeds(one)} {usual_places(one)}"
    links = header_links(
        [("link", '<https://hub.example/>; rel="hub", </feed>; rel=self; type="a"'), ("x", "<y>; rel=hub")]
    )
    yield f"{links} {linked(links, 'hub')} {linked(links, 'next', 'self')} {linked(links, 'none')}"
    for said in (
        "0 1 23",
        "24",
        "Monday",
        "<hour>5</hour><hour>25</hour>",
        "<day>Sunday</day><day>x</day>",
        "sat",
        "-1",
        "7",
    ):
        yield f"{said}: {told(skip_hours(said))} {told(skip_days(said))}"
    for said in (
        "post.example/feed",
        "https://post.example",
        "feed://post.example/x",
        "mailto:a@b.example",
        "",
        "ftp://x",
        "//p.example/f",
        " a b ",
    ):
        yield f"{said}: {feed_address(said)}"
    outline = (
        "<outline text='Post' xmlUrl='https://post.example/feed' category='/a/b'/>"
        "<outline text='P'><outline xmlUrl='https://p.example/x'/></outline>"
    )
    feeds = read_opml(f"<opml version='2.0'><body>{outline}</body></opml>".encode())
    yield f"{told(feeds)} {write_opml(feeds)}"


def test_how_texts_and_places_are_read_stays() -> None:
    check(KEPT / "feed_texts.txt", [*texts(), *places()])
