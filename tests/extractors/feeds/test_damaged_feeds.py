"""One bad spot never loses a feed: what stands whole in it is read, whatever was done to the rest."""

import pytest

from benchmarks.feeds.mutated import run
from tests.extractors.feeds.test_parse import items, parse

GOOD = "<title>Fine</title><link>https://h.example/2</link>"
SPOTS = [
    ("&#55357;&#56832;", "ok"),  # an emoji as two references
    ("&#x110000;", "ok"),
    ("&#xD83D;", "ok"),
    ("<gml:pos>45.2 -71.9</gml:pos>", "ok"),
    ("<psc:chapters><psc:chapter title='x'/></psc:chapters>", "ok"),
    ("&nbsp;&eacute;&unknown; AT&T", "ok"),
    ("<links>x</links>", "ok"),
    ("<media:thumbnail>x</media:thumbnail>", "ok"),
    ("<title>x", "ok"),
    ("<description><![CDATA[never closed</description>", "damaged"),
    ("<!-- never closed", "damaged"),
    ("<a b='c' b='d'/>", "ok"),
]


@pytest.mark.parametrize(("spot", "outcome"), SPOTS)
def test_a_bad_spot_in_one_entry_leaves_the_others(spot: str, outcome: str) -> None:
    parsed = parse(items(f"<title>Bad</title><link>https://h.example/1</link>{spot}", GOOD, GOOD.replace("2", "3")))
    assert {"https://h.example/2", "https://h.example/3"} <= {entry.url for entry in parsed.entries}
    assert {entry.title for entry in parsed.entries} >= {"Fine"}
    assert parsed.outcome in {outcome, "damaged"}


def test_two_halves_of_an_emoji_become_one() -> None:
    (entry,) = parse(items("<title>Storm &#xD83D;&#xDE00; over &#128512; &#150; Pellin</title>")).entries
    assert entry.title == "Storm \U0001f600 over \U0001f600 \u2013 Pellin"


def test_an_entry_spoken_of_in_a_text_is_none() -> None:
    code = "<description><![CDATA[Write <item><title>no</title><link>https://no.example/</link></item>]]></description>"
    assert [entry.title for entry in parse(items(GOOD + code)).entries] == ["Fine"]
    torn = items(GOOD + code).replace("</rss>", "")
    assert [entry.title for entry in parse(torn).entries] == ["Fine"]


def test_a_damaged_feed_says_so_and_what_is_no_feed_stays_none() -> None:
    torn = items("<title>A</title><description><![CDATA[x</description>", GOOD)
    assert parse(torn).outcome == "damaged"
    assert "one by one" in (parse(torn).error or "")
    assert parse("<config><item><name>x</name></item></config>").outcome == "not_a_feed"
    assert parse("<html><body><item><title>x</title></item>").outcome == "not_a_feed"


@pytest.mark.parametrize(
    "text",
    ['{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "a"}, {"id": "2" "t"}, '
     '{"id": "3", "title": "Fine", "url": "https://h.example/3"}]}',
     "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://h.example/1</loc><news:news>"
     "<news:title>a & b</b></news:title></news:news></url><url><loc>https://h.example/3</loc><news:news><news:title>Fine"
     "</news:title></news:news></url></urlset>"],
    ids=["json", "sitemap"],
)  # fmt: skip
def test_other_formats_are_read_entry_by_entry_too(text: str) -> None:
    parsed = parse(text)
    assert parsed.outcome == "damaged"
    assert ("Fine", "https://h.example/3") in {(entry.title, entry.url) for entry in parsed.entries}


def test_of_1500_mutated_feeds_none_loses_an_entry_that_stands_whole() -> None:
    whole, lost, _ = run(1500, seed=3)
    assert (whole > 3000, lost) == (True, 0)


FEEDS = {
    "rss": items(GOOD, GOOD.replace("2", "3")),
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>2</id><title>Fine</title><link href='https://h.example/2'/>"
    "</entry><entry><id>3</id><title>Fine</title><link href='https://h.example/3'/></entry></feed>",
    "json": '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "2", "title": "Fine", "url": '
    '"https://h.example/2"}, {"id": "3", "title": "Fine", "url": "https://h.example/3"}]}',
    "sitemap": "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
    + "".join(
        f"<url><loc>https://h.example/{n}</loc><news:news><news:title>Fine</news:title></news:news></url>" for n in "23"
    )
    + "</urlset>",
}
BEFORE = [
    "<html>",
    "<html>\n<?xml version='1.0'?>\n",
    "<!doctype html><html lang='en'><body><pre>",
    "<item>",
    "</b>",
    "<br>",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("name", FEEDS)
def test_a_stray_tag_before_a_feed_does_not_hide_it(name: str, before: str) -> None:
    parsed = parse(before + FEEDS[name])
    assert [entry.url for entry in parsed.entries] == ["https://h.example/2", "https://h.example/3"]


def test_a_web_page_that_speaks_of_a_feed_is_none() -> None:
    assert parse("<html><body><p>An example:</p>" + items(GOOD)).outcome == "not_a_feed"


# What stands in one entry and what stands in another: two mistakes in one document.
PAIRS = [(one, other) for one, _ in SPOTS for other, _ in SPOTS if one < other]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_bad_spots_leave_the_entries_without_any(one: str, other: str) -> None:
    first = f"<title>Bad</title><link>https://h.example/1</link>{one}"
    last = f"<title>Worse</title><link>https://h.example/4</link>{other}"
    parsed = parse(items(first, GOOD, GOOD.replace("2", "3"), last, GOOD.replace("2", "5")))
    assert {f"https://h.example/{n}" for n in "235"} <= {entry.url for entry in parsed.entries}


def test_json_with_several_bad_bytes_stays_utf8() -> None:
    whole = FEEDS["json"].replace('"Fine"', '"Fähre über Łódź"', 1)
    torn = whole.encode().replace(b'"Fine"', b'"Storm \xc5K\x82I\x82w"')
    assert parse(torn).entries[0].title == "Fähre über Łódź"


@pytest.mark.parametrize("number", ["&#xD83D;", "&#55357;", "&#x110000;", "&#0;", "&#xDFFF;&#xDFFF;"])
@pytest.mark.parametrize(
    "form", ["<!-- <![CDATA[ -->{}]]>", "<link>{}", "<a b='<![CDATA['>{}</a>]]>", "<b><![CDATA[{}"]
)
def test_a_number_that_is_no_character_is_dropped_wherever_a_section_begins(number: str, form: str) -> None:
    torn = items(f"<title>Bad</title><link>https://h.example/1{number}</link>" + form.format(number), GOOD) + "<"
    assert "https://h.example/2" in {entry.url for entry in parse(torn).entries}
