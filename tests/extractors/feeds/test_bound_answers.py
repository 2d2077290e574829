"""What feeds' readers answer at each bound: charsets, zones, periods, links, sitemaps, JSON, authors, lengths."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.feeds.authors import names_of
from extractors.feeds.charset import decode
from extractors.feeds.date_words import month_of
from extractors.feeds.dates import _ZONES, read_date
from extractors.feeds.discovery import find_feeds, usual_places
from extractors.feeds.entry_drafts import EntryDraft, entries_from
from extractors.feeds.hints import header_links, skip_days, skip_hours
from extractors.feeds.parse import FeedParsers, parse_feed
from extractors.feeds.plain_text import plain_paragraphs, plain_text, plain_title
from news.records import FetchedPage, ParsedFeed
from tests.answers import check, told

KEPT = Path("tests/fixtures/answers/extractors")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://h.example/feed"


def page(body: str | bytes, kind: str | None = None, *headers: tuple[str, str]) -> FetchedPage:
    made = body.encode() if isinstance(body, str) else body
    return FetchedPage(url=URL, final_url=URL, outcome="ok", body=made, content_type=kind, headers=headers)


def read(body: str | bytes, kind: str | None = None) -> ParsedFeed:
    return parse_feed(page(body, kind), now=NOW)


def brief(feed: ParsedFeed) -> str:
    entries = " ".join(f"[{one.title or one.url}]" for one in feed.entries[:4])
    error = feed.error and feed.error.partition(":")[0]
    return f"{feed.outcome} {feed.title} {feed.language} {len(feed.entries)} {entries} {feed.more} {error}"


GERMAN = "Grüße aus Köln: die Fähre fährt öfter, sagt Jürgen Müller. "
KOREAN = "항구 이사회는 부두를 봄까지 닫는다고 밝혔다. "
RUSSIAN = "Портовый совет закрыл старый причал до весны. "


def documents() -> Iterator[tuple[str, bytes, str | None]]:
    for text in (GERMAN, KOREAN, RUSSIAN):
        for charset in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp949", "cp1251", "koi8-r"):
            try:
                body = f"<?xml version='1.0'?><a>{text}</a>".encode(charset)
            except UnicodeEncodeError:
                continue
            for kind in (
                None,
                "text/xml; charset=iso-8859-1",
                f'text/xml; charset="{charset}"',
                "text/xml; charset=x-no",
            ):
                yield f"{text[:4]} {charset} {kind}", body, kind
            for stated in ("utf-8", charset, "latin1", "unicode_escape", "utf-16", "utf-7"):
                body = f"<?xml version='1.0' encoding='{stated}'?><a>{text}</a>".encode(charset)
                yield f"{text[:4]} {charset} declares {stated}", body, None
                yield f"{text[:4]} {charset} declares {stated}, header", body, "text/xml; charset=iso-8859-1"
    for bad in (1, 2, 3, 4, 6, 9):  # bytes that are no UTF-8, amid some that are
        for good in (1, 4, 9):
            words = b" ".join([b"gr\xfc\xdfe"] * bad + ["Grüße".encode()] * good)
            yield f"{bad} bad of {good}", b"<a>" + words + b"</a>", None
            yield f"{bad} bad of {good} in JSON", b'{"a": "' + words + b'"}', None
            yield f"{bad} bad of {good}, of two bytes", b"<a>" + words + b"</a>", "text/xml; charset=euc-kr"
    yield "bad in tags", b"<a><b x='" + b"\xfc" + "'/>Grüße</a>".encode(), None
    yield "bad in tags alone", b"<a><b x='\xfc'/>Gruss</a>", None
    yield "controls", b"\xef\xbb\xbf \t\r\n<a>\x00\x08\x0b\x0c\x0e\x1f\t\xef\xbf\xbe\xef\xbf\xbf.</a>", None
    yield "japanese", "<a>港の役員会</a>".encode("iso2022_jp"), "text/xml; charset=iso-2022-jp"
    yield (
        "japanese, declared",
        b"<?xml version='1.0' encoding='iso-2022-jp'?>" + "<a>港の</a>".encode("iso2022_jp"),
        None,
    )


def test_how_bytes_become_letters_stays() -> None:
    check(KEPT / "charset_bounds.txt", [f"{name}: {decode(body, kind)[-70:]}" for name, body, kind in documents()])


def test_how_zones_months_and_years_are_read_stays() -> None:
    found = [f"{zone}: {told(read_date(f'Mon, 02 Nov 2026 12:00:00 {zone}'))}" for zone in _ZONES]
    for zone in ("+1", "+12", "+0130", "-01:30", "+23:59", "+24:00", "-2359", "−05:00", "Europe/Paris", "America/Lima",
                 "Europe/Nowhere", "GMT+3", "UTC-2", "(CET)", "cest"):  # fmt: skip
        found.append(f"{zone}: {told(read_date(f'Mon, 02 Jul 2026 12:00:00 {zone}'))}")
        found.append(f"{zone}: {told(read_date(f'2026-07-02T12:00:00 {zone}'))}")
    for year in ("2568", "2569", "2570", "2601", "0069", "0007", "543"):
        found.append(
            f"{year}: {told(read_date(f'2 Nov {year} 12:00'))} {told(read_date(f'02/11/{year}', language='th'))}"
        )
    for word in (
        "ja",
        "jan",
        "janu",
        "janv",
        "ma",
        "mar",
        "marc",
        "jui",
        "juil",
        "dec",
        "déce",
        "se",
        "sept",
        "x",
        "may",
    ):
        found.append(f"{word}: {[month_of(word, language) for language in (None, 'en', 'fr', 'de', 'es', 'tr')]}")
    check(KEPT / "date_bounds.txt", found)


RSS = "<rss version='2.0'><channel><title>Post</title>{}{}</channel></rss>"
ITEM = "<item><title>Quay</title><link>https://h.example/1</link></item>"


def test_what_a_feed_wants_of_its_readers_stays() -> None:
    found = []
    for ttl in ("60", "0", "0.5", "always", "1234567890", "-5", " 15 ", "1.5e3"):
        found.append(f"ttl {ttl}: {read(RSS.format(f'<ttl>{ttl}</ttl>', ITEM)).ttl_seconds}")
    space = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    for period in ("hourly", "Daily", "dayly", "weekly", "monthly", "yearly", "always", ""):
        for frequency in ("", "2", "0", "0.1", "x"):
            said = f"<sy:updatePeriod>{period}</sy:updatePeriod><sy:updateFrequency>{frequency}</sy:updateFrequency>"
            body = RSS.replace("<rss", f"<rss {space}").format(said, ITEM)
            found.append(f"{period} {frequency}: {read(body).ttl_seconds}")
    for hours in ("0", "23", "24", "25", "7 ", "x", "123", ""):
        found.append(
            f"hour {hours}: {sorted(skip_hours(f'<skipHours><hour>{hours}</hour><hour>5</hour></skipHours>'))}"
        )
    for day in ("Monday", "sunday", "SATURDAY", "Montag", "mon", ""):
        found.append(f"day {day}: {sorted(skip_days(f'<skipDays><day>{day}</day></skipDays>'))}")
    for value in (
        "<https://hub.example/>; rel=hub", '<https://hub.example/>; rel="hub self"', "<a>; REL=Hub, <b>; rel=self",
        "<a>; title=x", '<a>; title="rel=hub"; rel=self', "https://hub.example/; rel=hub", "< a >; rel=hub",
    ):  # fmt: skip
        found.append(f"{value}: {header_links([('link', value), ('x-link', value)])}")
    check(KEPT / "hint_bounds.txt", found)


def pages_with_feeds() -> Iterator[tuple[str, FetchedPage]]:
    rss = "application/rss+xml"
    for attributes in (
        f"rel='alternate' type='{rss}' href='/f'", f"rel='feed' type='{rss}' href='/f'", "rel='feed' href='/f'",
        "rel='alternate' href='/f'", f"rel='stylesheet' type='{rss}' href='/f'",
        "rel='alternate' type='text/html' href='/f'",
        f"rel='Alternate Home' type='{rss.upper()}; charset=utf-8' href='f'", f"rel='alternate' type='{rss}'",
        f"rel='alternate' type='{rss}' href='/f' hreflang='de'",
        "rel='alternate' type='application/json' href='/wp-json/x'",
        "rel='alternate' type='application/json' href='/oembed'",
        "rel='alternate' type='application/json' href='/f.json'",
        f"rel='alternate' type='{rss}' href='/wp-json/feed'",
        f"rel='alternate' type='{rss}' href='/f' title='Comments'",
        f"rel='alternate' type='{rss}' href='/comments/feed'",
        f"rel='alternate' type='{rss}' href='/f' title='Kommentare'",
    ):  # fmt: skip
        yield (
            f"link {attributes}",
            page(f"<html><head><link {attributes}></head><body><a href='/rss'>x</a></body></html>"),
        )
    kinds = ("application/atom+xml", rss, "application/feed+json", "application/rdf+xml", "text/xml")
    for first in kinds:
        for second in kinds:
            links = (
                f"<link rel=alternate type='{first}' href='/a' title='News {first[12:15]}'>"
                f"<link rel=alternate type='{second}' href='/b' title='News 2.0 {second[12:15]}'>"
                f"<link rel=alternate type='{second}' href='/sport.xml'>"
                f"<link rel=alternate type='{first}' href='/sport.rss'>"
            )
            yield f"{first} {second}", page(f"<head>{links}</head>")
    for href in (
        "//feeds.h.example/x", "//feed.h.example/x", "//rss.h.example/", "/rss", "/feeds/", "/rssx", "/feed?x",
        "/a.rss",
        "/a.atom?x", "/a.rdf", "/a.xml", "/?feed=rss", "/?format=atom", "/?feed=x", "/atom", "/newsfeed", "mailto:a@b",
    ):  # fmt: skip
        yield f"a {href}", page(f"<body><a href='{href}'>x</a></body>")
    for words in ("RSS", " Feed ", "atom", "RSS feeds", ""):
        yield f"words {words}", page(f"<body><a href='/x'>{words}</a></body>")
    yield "eleven", page("".join(f"<a href='/rss/{n}'>x</a><a href='/rss/{n}'>y</a>" for n in range(12)))
    yield "base", page("<base href='https://b.example/x/'><a href='rss'>x</a><link rel=feed href='f'>")
    yield "nothing", page("")
    for value in (
        f"</f>; rel=alternate; type={rss}", f'</f>; rel="alternate x"; type="{rss}"; title="News"',
        f"</f>; rel=self; type={rss}", "</f>; rel=alternate; type=text/html", "</f>; rel=alternate",
        f'</f>; rel=alternate; type="{rss}"; title="Comments"', f"<mailto:a@b>; rel=alternate; type={rss}",
    ):  # fmt: skip
        yield f"header {value}", page("<p>x</p>", None, ("link", value))
        yield f"other header {value}", page("<p>x</p>", None, ("x-link", value))


def test_which_feeds_a_page_names_stays() -> None:
    found = [f"{name}: {' '.join(find_feeds(one))}" for name, one in pages_with_feeds()]
    check(KEPT / "discovery_bounds.txt", [*found, *usual_places(page(""))])


def news(number: int, title: str = "Quay", more: str = "") -> str:
    publication = "<n:publication><n:name>Post</n:name><n:language>de-AT</n:language></n:publication>"
    dated = "<n:publication_date>2026-11-20</n:publication_date>"
    return f"<url><loc>https://h.example/{number}</loc><n:news>{publication}{dated}<n:title>{title}</n:title></n:news>{more}</url>"


def sitemaps() -> Iterator[tuple[str, str]]:
    space = "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    head = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' {space}>"
    yield "whole", head + news(1) + news(2) + "</urlset>"
    yield "undeclared", "<urlset>" + news(1) + "</urlset>"
    yield "cut", head + news(1) + news(2) + "<url><loc>https://h.example/3"
    yield "an entry broken", head + news(1) + news(2, "Quay & <b>mole") + news(3) + "</urlset>"
    yield "no news", head + "<url><loc>https://h.example/1</loc></url></urlset>"
    yield "some news", head + "<url><loc>https://h.example/0</loc></url>" + news(1) + "</urlset>"
    yield "empty", head + "</urlset>"
    yield "cut at once", head + "<url>"
    image = "<image:image xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'><image:loc>/i.jpg</image:loc></image:image>"
    yield "an image", head + news(1, more=image + "<lastmod>2026-11-21</lastmod>") + "</urlset>"
    for dates in (
        ("2026-11-01", "2026-11-03", "2026-11-02", "2026-11-04"),
        ("", "", "", ""),
        ("x", "2026-11-01", "", "2025"),
    ):
        for named in (None, 0, 3):
            parts = "".join(
                f"<sitemap><loc>https://h.example/{'News' if n == named else 'map'}{n}.xml</loc>"
                f"<lastmod>{day}</lastmod></sitemap>"
                for n, day in enumerate(dates)
            )
            yield f"index {dates} {named}", f"<sitemapindex>{parts}</sitemapindex>"
    yield (
        "index of nothing",
        "<sitemapindex><sitemap></sitemap><other><loc>https://h.example/</loc></other></sitemapindex>",
    )


def json_feeds() -> Iterator[tuple[str, Any]]:
    item = {"id": "1", "url": "/1", "title": "Quay", "content_text": "Words."}
    version = "https://jsonfeed.org/version/1.1"
    yield "whole", {"version": version, "title": "Post", "items": [item, "x", None]}
    yield "no version", {"items": [item]}
    yield "items of another kind", {"version": version, "items": {"a": item}}
    yield "no items", {"version": version, "entries": [item]}
    yield "no items, no version", {"entries": [{"id": "1", "content_html": "x"}]}
    yield "no items, no text", {"entries": [{"id": "1", "title": "x"}]}
    yield "a list", [item]
    for field in ("id", "url", "external_url", "title", "summary", "content_html", "date_published", "date_modified",
                  "image", "banner_image", "author", "authors", "language"):  # fmt: skip
        for value in (
            "/x",
            7,
            1.5,
            True,
            None,
            ["a"],
            {"name": "Ida"},
            [{"name": "Ida"}, "x", {"name": 3}],
            "2026-11-20T10:00:00Z",
        ):
            yield f"{field}={value}", {"version": version, "items": [item | {field: value}]}
    for field in ("hubs", "language", "title", "authors", "author", "home_page_url"):
        for value in (
            [{"url": "https://hub.example/"}],
            [None, {"url": "https://hub.example/"}],
            "de",
            "x",
            [{"name": "Ole"}],
            {"name": "Ole"},
            "https://o.example/a/",
        ):
            yield f"feed {field}={value}", {"version": version, "items": [item], field: value}


def test_what_sitemaps_and_json_feeds_say_stays() -> None:
    found = []
    for name, body in sitemaps():
        feed = read(body)
        found += [f"{name}: {brief(feed)}", *(f"  {told(replace(one, feed_url=''))}" for one in feed.entries[:1])]
    for name, document in json_feeds():
        feed = read(json.dumps(document))
        found += [
            f"{name}: {brief(feed)} {feed.hub}",
            *(f"  {told(replace(one, feed_url=''))}" for one in feed.entries[:1]),
        ]
    whole = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": 'The "Post"',
            "items": [{"id": str(n), "title": f"T{n}", "content_text": "x"} for n in range(3)],
        }
    )
    for place in range(20, len(whole), 17):
        found.append(f"cut at {place}: {brief(read(whole[:place]))}")
        found.append(f"broken at {place}: {brief(read(whole[:place] + '}{' + whole[place:]))}")
    for faults in (499, 501):
        broken = '{"items": [' + "{," * faults + json.dumps({"id": "1", "title": "Behind"}) + "]"
        found.append(f"{faults} faults: {brief(read(broken))}")
    check(KEPT / "sitemap_bounds.txt", found)


def test_what_a_document_is_taken_for_stays() -> None:
    found = []
    for name, body in {
        "empty": "", "spaces": " \n", "html": "<html><p>x</p></html>", "words": "hello", "rss": RSS.format("", ITEM),
        "html before rss": "<!doctype html><html><body>" + RSS.format("", ITEM), "an item alone": ITEM,
        "html with items": "<html><body>words" + ITEM + "</body></html>", "another root": "<x>" + ITEM + "</x>",
        "a page that speaks of items": '<html>"items" and so on</html>',
        "json in xml": '{"items": 3} ' + RSS.format("", ITEM),
        "two channels": RSS.format("", ITEM).replace("</channel>", "</channel><channel>" + ITEM + "</channel>"),
        "no channel": "<rss>" + ITEM + "</rss>", "an item in an item": RSS.format("", ITEM.replace("</item>",
        ITEM + "</item>")),
        "entities": "<!DOCTYPE rss [<!ENTITY q 'Quay &amp; &x; &#65;'><!ENTITY q 'no'>]>" + RSS.format("",
        ITEM.replace("Quay", "&q; &copy; &zz;")),
        "a doctype that hides items": "<!DOCTYPE rss [" + ITEM + RSS.format("", ITEM),
        "other namespaces": "<rss xmlns:x='http://no.example/' xmlns:atom='http://no.example/a' xmlns:r='http://backend.userland.com/rss2'><channel>"
        "<item><x:title>no</x:title><r:title>Quay</r:title><atom:link>/1</atom:link></item></channel></rss>",
        "a module for all": RSS.replace("<rss", "<rss xmlns='http://purl.org/dc/elements/1.1/'").format("", ITEM),
    }.items():  # fmt: skip
        found += [f"{name}: {brief(read(body))}", f"  packed: {brief(read(gzip.compress(body.encode(), mtime=0)))}"]
    found.append(f"a broken file: {brief(read(gzip.compress(RSS.encode(), mtime=0)[:9] + b'xx'))}")
    check(KEPT / "document_bounds.txt", found)


def test_how_names_are_read_out_of_authors_stays() -> None:
    stated = (
        "ida@h.example (Ida Wolff)", "Ida Wolff <ida@h.example>", "Ida Wolff (mailto:ida@h.example)", "ida@h.example",
        "Ida Wolff and Ole Berg", "Ida Wolff, Ole Berg", "Corvo, Ines", "Ida Wolff & Ole Berg; Per Aas | Ada Lie",
        "admin",
        "by Ida Wolff", "By Ida", "par Ida Wolff", "Ida Wolff, staff", "Webmaster",
        "Ida Maria Wolff Berg Aas, Ole Berg",
        "<b>Ida</b> Wolff", "Ida Wolff, ole berg", "None", "[ida@h.example] Ida Wolff", "x" * 201, "Ida og Ole",
        "Ida\nWolff",
    )  # fmt: skip
    check(KEPT / "author_bounds.txt", [f"{one[:60]}: {names_of((one, one))}" for one in stated])


def draft(**differs: Any) -> EntryDraft:
    return EntryDraft(**{"guid": "g", "links": ("https://h.example/1",), "base": URL, "title": "Quay", **differs})


def test_what_is_kept_of_an_entry_stays() -> None:
    words = "word " * 5000
    drafts = {
        "nothing": EntryDraft(), "a title": EntryDraft(title="Quay"), "a summary": EntryDraft(summary="Quay"),
        "a guid that is an address": draft(links=(), guid="https://h.example/g"),
        "a guid that is none": draft(links=(), guid="https://h.example/g", is_guid_address=False),
        "links in order": draft(links=(" ", "mailto:a@b", " /2 ", "/3")), "no base": draft(links=("/2",), base=""),
        "a relative image": draft(image="/i.jpg"), "an outlet": draft(outlet="<b>Ledger</b> " + "x" * 210),
        "a summary like the title": draft(summary="Quay"), "a long guid": draft(guid=" " + "g" * 2050),
        "no guid": draft(guid=" "), "a long title": draft(title=words[:1100]), "a long summary": draft(summary=words),
        "a summary that is a picture": draft(summary="<img src='x'>", content="The text."),
        "updated alone": draft(updated="2026-11-20T10:00:00Z"), "no date": draft(published="x", updated="y"),
        "published first": draft(published="2026-11-19T10:00:00Z", updated="2026-11-20T10:00:00Z"),
        "in the future": draft(published="2026-12-20T10:00:00Z"), "long ago": draft(published="1989-12-31T10:00:00Z"),
        "no zone": draft(published="2026-11-19T10:00:00"),
    }  # fmt: skip
    for sign in ("&", "&amp;", "<b>x</b>", "and"):
        drafts[f"a text with {sign}"] = draft(content=f"The quay {sign} the mole. " * 30)
    for size in (399, 400, 401):
        drafts[f"content of {size}"] = draft(content=(words + "x" * size)[-size:], summary="Teaser.")
        drafts[f"summary of {size}"] = draft(summary=("word " * 100)[: size - 1] + ".")
        drafts[f"markup of {size}"] = draft(summary="<p>" + "a " * 196 + "b" * (size - 395), content="Less.")
    found = []
    for name, one in drafts.items():
        made = entries_from([one], feed_url=URL, now=NOW).kept
        found.append(f"{name}: {[_short(told(replace(entry, feed_url=''))) for entry in made]}")
    zoned = [
        draft(published=f"2026-11-{day}T10:00:00{zone}")
        for day, zone in ((10, "+02:00"), (11, "+02:00"), (12, "Z"), (13, ""))
    ]
    found.append(told([entry.published_at for entry in entries_from(zoned, feed_url=URL, now=NOW).kept]))
    numbers = [draft(published="05/04/2026 10:00"), draft(published="25/04/2026 10:00")]
    found.append(told([entry.published_at for entry in entries_from(numbers, feed_url=URL, now=NOW).kept]))
    check(KEPT / "entry_bounds.txt", found)


def _short(line: str) -> str:
    return line if len(line) < 300 else f"{line[:120]}…{len(line)}…{line[-120:]}"


@pytest.mark.parametrize("order", ["falling", "rising", "undated"])
def test_of_a_feed_that_is_too_long_the_newest_entries_are_kept(order: str) -> None:
    count = 10_003

    def day(number: int) -> str | None:
        at = NOW - timedelta(hours=number if order == "falling" else count - number)
        return None if order == "undated" else f"{at:%Y-%m-%dT%H:%M:%SZ}"

    drafts = [EntryDraft(title=str(number), published=day(number)) for number in range(count)]
    entries = entries_from(drafts, feed_url=URL, now=NOW)
    kept = [entry.title for entry in entries.kept]
    assert (kept[0], kept[-1]) == (("3", str(count - 1)) if order == "rising" else ("0", str(10_000 - 1)))
    assert entries.remark == f"cut: of {count} entries the newest {10_000} are kept"
    if order == "undated":
        assert entries_from(drafts[:10_000], feed_url=URL, now=NOW).remark is None


def test_few_small_feeds_are_parsed_at_once_and_others_where_they_can_be_ended() -> None:
    asked: list[int] = []

    class Pool:
        def map(self, pages: list[FetchedPage]) -> Iterator[tuple[FetchedPage, ParsedFeed]]:
            asked.append(len(pages))
            return ((one, parse_feed(one, now=NOW)) for one in pages)

    parsers = FeedParsers(now=NOW, workers=1)
    parsers._pool = Pool()  # type: ignore[assignment]
    small, large = page("x" * 299_999), page("x" * 300_000)
    for pages in ([small] * 2, [page("x")] * 19, [page("x")] * 20, [page("x"), large]):
        assert len(parsers.parse(pages)) == len(pages)
    assert asked == [20, 2]


def test_how_markup_becomes_words_stays() -> None:
    markups = (
        "&amp;amp;lt;b&amp;amp;gt;", "&amp;amp;amp;lt;b", "a<b", "a < b", "1<2 and 3>2", "<b>bold</b>text",
        "<p>a</p><p>b</p>",
        "a<br>b", "<script>x</script>y", "<script/>y", "<style>x", "<!-- c -->y<!-- d", "<![CDATA[x]]>", "]]>",
        "<?php x ?>y",
        "&nbsp;a\u200bb\u00adc", "<iframe>x</iframe>y", "<svg><p>x</p></svg>y", "\0a<b>c</b>",
        "<SCRIPT>x</SCRIPT>y", "</script>y",
        "&lt;p&gt;one&lt;/p&gt;two", "a\u2028b\x0bc", "Why the <marquee> tag goes",
        "A <b>bold</b> <marquee>x</marquee>",
        "<i>x", "The </div> that stays", "<p class='x'>y", "<br/> x", "\ue0000\ue001 <foo>", "a &lt;foo&gt; b",
        "x &amp; y", "<h1>a<h2>b",
    )  # fmt: skip
    found = []
    for markup in markups:
        found.append(f"{markup!r}: {plain_text(markup)!r} {plain_paragraphs(markup)!r}")
        found.append(f"  {[plain_title(markup, is_text=is_text, longest=90) for is_text in (True, False)]}")
    found.append(str([plain_text("ab cd ef", longest=longest) for longest in range(9)]))
    found.append(str([plain_title("<foo> ab cd", is_text=True, longest=longest) for longest in (5, 8, 9, 10, 11)]))
    found.append(str([len(plain_paragraphs("word " * 30, longest=longest)) for longest in (10, 149, 150)]))
    found.append(str(len(plain_text("x" * 50, longest=2) + plain_paragraphs("<b>" * 20 + "x", longest=11))))
    check(KEPT / "markup_bounds.txt", found)
