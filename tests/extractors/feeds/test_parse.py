"""Every format of feed becomes the same record; what is no feed says what it is."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.feeds.parse import FeedParsers, parse_feed
from news.records import FetchedPage, ParsedFeed

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "fixtures" / "feeds"
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml")


def page(body: bytes | str, content_type: str | None = None, url: str = "https://feeds.example/feed") -> FetchedPage:
    data = body.encode() if isinstance(body, str) else body
    return FetchedPage(url=url, final_url=url, outcome="ok", status=200, body=data, content_type=content_type)


def parse(body: bytes | str) -> ParsedFeed:
    return parse_feed(page(body), now=NOW)


def stated(record: object, expected: Mapping[str, Any]) -> dict[str, Any]:
    """Return those fields of `record` that a case states, as TOML would write them."""
    found = {name: getattr(record, name) for name in expected}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_feed_is_read_as_its_case_says(case: Path) -> None:
    expected = tomllib.loads(case.with_suffix(".toml").read_text(encoding="utf-8"))
    parsed = parse(case.read_bytes())
    assert parsed.outcome == "ok", parsed.error
    entries = expected.pop("entries")
    for name in ("skip_hours", "skip_days"):
        expected[name] = frozenset(expected.get(name, []))
    assert stated(parsed, expected) == expected
    assert [stated(found, wanted) for found, wanted in zip(parsed.entries, entries, strict=True)] == entries
    assert all(entry.feed_url == "https://feeds.example/feed" for entry in parsed.entries)
    assert all(entry.published_at is None or entry.published_at.tzinfo is UTC for entry in parsed.entries)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_no_markup_is_left_in_titles_and_summaries(case: Path) -> None:
    for entry in parse(case.read_bytes()).entries:
        assert not {"<", "\n"} & set(entry.title + entry.summary)


@pytest.mark.parametrize(
    ("body", "outcome", "said"),
    [
        ("", "empty", "empty"),
        (" \n ", "empty", "empty"),
        ("<!doctype html><html><title>Our &amp; Home</title>", "not_a_feed", "a web page, “Our & Home”"),
        ("<html><body>no title", "not_a_feed", "a web page"),
        ("<title>x</title><p>", "not_a_feed", "a web page"),
        ("just words", "not_a_feed", "begins “just words”"),
        ("%PDF-1.7", "not_a_feed", "%PDF"),
        ("/etc/passwd", "not_a_feed", "/etc/passwd"),
        ("/dev/zero", "not_a_feed", "/dev/zero"),
        ("{}", "not_a_feed", "no list of items"),
        ("{", "not_a_feed", "cannot be read"),
        ("[" * 100_000, "not_a_feed", "cannot be read"),
        ('{"items": 5}', "not_a_feed", "no list of items"),
        ("<urlset><url><loc>https://a.example/</loc></url></urlset>", "not_a_feed", "without news"),
        ("<sitemapindex><sitemap/></sitemapindex>", "not_a_feed", "names none"),
        ("<opml version='2.0'><body/></opml>", "not_a_feed", "neither RSS"),
        ("<Error><Code>AccessDenied</Code></Error>", "not_a_feed", "neither RSS"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: str, outcome: str, said: str) -> None:
    parsed = parse(body)
    assert parsed.outcome == outcome
    assert said in (parsed.error or "")


@pytest.mark.parametrize(
    "body",
    ["<rss version='2.0'><channel><title>Quiet</title></channel></rss>", '{"items": []}',
     "<feed xmlns='http://www.w3.org/2005/Atom'><title>Quiet</title></feed>"],
)  # fmt: skip
def test_a_feed_without_entries_is_a_feed(body: str) -> None:
    assert (parse(body).outcome, parse(body).entries) == ("ok", ())


def items(*each: str) -> str:
    inner = "".join(f"<item>{item}</item>" for item in each)
    return f"<rss version='2.0'><channel><title>t</title>{inner}</channel></rss>"


@pytest.mark.parametrize(
    "prologue",
    [
        "\ufeff",
        "\n\n",
        "<!-- made <b>by</b> hand -->\n",
        "<?xml-stylesheet href='x'?>",
        '<!DOCTYPE rss [<!ENTITY nbsp "x">]>',
    ],
)
def test_what_stands_before_the_root_does_no_harm(prologue: str) -> None:
    assert len(parse(prologue + items("<title>a</title>")).entries) == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("<ttl>60</ttl>", 3600.0),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600.0),
        ("<sy:updatePeriod> DAILY </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21600.0),
        ("<sy:updatePeriod>dayly</sy:updatePeriod><sy:updateFrequency>0.1</sy:updateFrequency>", 864000.0),
        ("<sy:updatePeriod>always</sy:updatePeriod>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600.0),
    ],
)
def test_the_documents_wish_for_patience_is_read_with_its_spelling_mistakes(said: str, seconds: float | None) -> None:
    feed = f"<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{said}</channel></rss>"
    assert parse(feed).ttl_seconds == seconds


@pytest.mark.parametrize("is_rising", [True, False])
def test_of_more_entries_than_are_kept_the_newest_are(is_rising: bool) -> None:
    days = [f"<title>n{n}</title><pubDate>{1_700_000_000 + n * 60}</pubDate>" for n in range(10_050)]
    parsed = parse(items(*(days if is_rising else reversed(days))))
    assert (parsed.outcome, len(parsed.entries)) == ("cut", 10_000)
    assert {"n10049", "n50"} <= {entry.title for entry in parsed.entries}
    assert "n49" not in {entry.title for entry in parsed.entries}
    assert "of 10050 entries the newest 10000" in (parsed.error or "")


def test_ten_thousand_escaped_tags_are_no_trouble() -> None:
    body = items("<title>a</title><description>" + "&lt;b&gt;" * 100_000 + "word</description>")
    assert parse(body).entries[0].summary == "word"


@given(st.text(max_size=200) | st.text("<>/rsitemlnk &;'\"=", max_size=200).map(items))
@settings(deadline=None)
def test_no_text_makes_parsing_fail(text: str) -> None:
    assert parse(text).outcome in {"ok", "empty", "not_a_feed"}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["items", "id", "url", "title", "authors", "author", "name", "x"]), inner)
    ),
    max_leaves=20,
)


@given(JUNK)
def test_no_json_makes_parsing_fail(junk: object) -> None:
    assert parse(json.dumps({"items": [junk], "title": junk})).outcome == "ok"
    assert parse(json.dumps(junk)).outcome in {"ok", "empty", "not_a_feed", "damaged"}


# --- many at once -----------------------------------------------------------------------------------------------


def test_many_feeds_are_parsed_in_order_and_as_one_would_be() -> None:
    pages = [page(items(f"<title>{n}</title>"), url=f"https://feeds.example/{n}") for n in range(30)]
    pages[7] = replace(pages[7], body=b"<html>")
    with FeedParsers(now=NOW, workers=2) as parsers:
        parsed = parsers.parse(pages)
    assert parsed == [parse_feed(each, now=NOW) for each in pages]


def test_a_feed_that_takes_too_long_costs_only_itself() -> None:
    endless = page(items(*["<title>a</title><description>&lt;p&gt;b</description>"] * 60_000))
    good = page(items("<title>a</title>"))
    with FeedParsers(now=NOW, workers=1, seconds=0.7) as parsers:
        parsed = parsers.parse([good, endless, good])
    assert [feed.outcome for feed in parsed] == ["ok", "timeout", "ok"]
    assert "0.7 s" in (parsed[1].error or "")


def test_no_feeds_are_no_trouble() -> None:
    with FeedParsers(now=NOW) as parsers:
        assert parsers.parse([]) == []


@pytest.mark.parametrize(
    ("said", "outlet"),
    [
        ('<title>a</title><source url="https://post.example/">Harbour Post</source>', "Harbour Post"),
        ('<title>Who sails?</title><source url="https://board.example/">Who sails?</source>', None),  # a forum's thread
        ('<title>a</title><source url="https://feeds.example/x">t</source>', None),  # the feed itself
        ("<title>a</title><source>Harbour Post</source>", None),  # without an address it may be anything
    ],
)
def test_the_source_of_an_entry_is_an_outlet_elsewhere(said: str, outlet: str | None) -> None:
    (entry,) = parse(items(said)).entries
    assert entry.outlet == outlet


def test_a_podcasts_sound_is_no_article() -> None:
    sound = '<enclosure url="https://cdn.example/12.mp3" length="48" type="audio/mpeg"/>'
    with_page, without = parse(
        items(f"<title>a</title><link>https://a.example/12</link>{sound}", f"<title>b</title>{sound}")
    ).entries
    assert (with_page.url, without.url) == ("https://a.example/12", None)


CUT_TAGS = ["<link>https://h.example/k2-1-lo", "<guid>k2", "<title>Ferry 2</title><link>https://h.exa"]


@pytest.mark.parametrize("tail", CUT_TAGS)
def test_half_an_address_is_no_entry_and_the_feed_is_said_to_be_damaged(tail: str) -> None:
    items = "".join(f"<item><title>Ferry {n}</title><link>https://h.example/k{n}</link></item>" for n in range(2))
    body = f"<rss version='2.0'><channel><title>H</title>{items}<item>{tail}".encode()
    page = FetchedPage(url="https://h.example/f", final_url="https://h.example/f", outcome="ok", status=200, body=body)
    read = parse_feed(page, now=datetime(2026, 11, 28, tzinfo=UTC))
    assert (read.outcome, [entry.url for entry in read.entries]) == (
        "damaged", ["https://h.example/k0", "https://h.example/k1"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("document", "outcome", "entries"),
    [
        ('{"vers": "struck", "it\ufffdems": [{"id": "1", "title": "Ferry", "content_text": "x"}]}', "damaged", 1),
        ('{"posts": [{"id": 1, "title": {"rendered": "Ferry"}, "link": "https://a.example/"}]}', "not_a_feed", 0),
    ],
)  # fmt: skip
def test_a_json_feed_is_known_by_its_items_when_names_were_struck(document: str, outcome: str, entries: int) -> None:
    body = document.encode()
    page = FetchedPage(url="https://h.example/f", final_url="https://h.example/f", outcome="ok", status=200, body=body)
    read = parse_feed(page, now=datetime(2026, 11, 28, tzinfo=UTC))
    assert (read.outcome, len(read.entries)) == (outcome, entries)
