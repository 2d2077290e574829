"""Real feeds: each entry has words, an identity and its date; differences from feedparser's reading are judged."""

import calendar
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from extractors.feeds.charset import decode
from extractors.feeds.entry_drafts import entries_from
from extractors.feeds.parse import PROLOGUE, parse_feed
from extractors.feeds.plain_text import plain_text
from extractors.feeds.xml.document import IllFormedError, read_tree, tree_of
from extractors.feeds.xml.mending import with_declared_prefixes, with_escaped_quotes, with_mended_references
from extractors.feeds.xml.with_feedparser import read_with_feedparser
from news.feeds.entry_identity import entry_ids
from news.records import FeedEntry, FetchedPage, ParsedFeed
from news.urls import canonical_url

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "feeds" / "real"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOST = "https://feeds.example"

# Where we read otherwise than feedparser does, and why ours is right. Keyed by the file's beginning.
JUDGED = {
    ("guid", "4059f23d"): "feedparser makes a relative guid absolute; a guid is opaque (RSS 2.0) and stays as written",
    ("guid", "bd04b856"): "likewise",
    ("guid", "c4eb37ec"): "likewise",
    ("guid", "f54e3812"): "likewise",
    ("link", "bd04b856"): "links without https:// begin with the feed's own host; feedparser takes them for relative",
}
# Entries that say nothing in words: pictures alone. They keep their address and their identity.
WORDLESS = {"6ca5c416": 3}
# Dates that are no dates: 0001-01-01, which a template writes for "none". Kept as claimed, and marked.
IMPLAUSIBLE = {"1c17c9c3": 19, "3ac54306": 1, "3c1152be": 2, "4059f23d": 2}


@dataclass(frozen=True)
class Case:
    name: str
    ours: ParsedFeed
    theirs: Any

    def pairs(self) -> Iterator[tuple[FeedEntry, Any]]:
        return zip(self.ours.entries, self.theirs.entries, strict=True)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    if not FOLDER.is_dir():
        pytest.skip("../shared is absent: 110 real feeds are not read")
    return [_case(path) for path in sorted(FOLDER.iterdir())]


def _case(path: Path) -> Case:
    url = f"{HOST}/{path.name}"
    body = path.read_bytes()
    ours = parse_feed(FetchedPage(url=url, final_url=url, outcome="ok", body=body), now=NOW)
    # Sanitising and relative links inside texts cost three times the rest, and touch nothing that is compared here.
    headers = {"content-location": url}
    theirs = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return Case(name=path.name[:8], ours=ours, theirs=theirs)


def test_every_document_is_a_feed_with_all_its_entries(cases: list[Case]) -> None:
    assert {case.ours.outcome for case in cases} == {"ok"}
    assert all(len(case.ours.entries) == len(case.theirs.entries) > 0 for case in cases)
    assert all(case.ours.title for case in cases)


def test_every_entry_has_words_an_address_and_an_identity(cases: list[Case]) -> None:
    for case in cases:
        entries = case.ours.entries
        assert sum(not (entry.title or entry.summary) for entry in entries) == WORDLESS.get(case.name, 0)
        assert all(entry.url for entry in entries)
        assert len(set(entry_ids(case.ours))) == len({(entry.guid, entry.url) for entry in entries})


def test_every_stated_date_is_read_and_the_impossible_ones_are_marked(cases: list[Case]) -> None:
    for case in cases:
        for entry, theirs in case.pairs():
            is_stated = bool(theirs.get("published") or ("updated" in theirs and theirs.get("updated")))
            assert (entry.published_at is not None) is is_stated
        assert sum(not entry.is_date_plausible for entry in case.ours.entries) == IMPLAUSIBLE.get(case.name, 0)


def test_differences_from_feedparsers_reading_are_the_judged_ones(cases: list[Case]) -> None:
    found = {
        (kind, case.name) for case in cases for ours, theirs in case.pairs() for kind in _differences(ours, theirs)
    }
    assert found == set(JUDGED)


def _differences(ours: FeedEntry, theirs: Any) -> Iterator[str]:
    if plain_text(theirs.get("title", "")) != ours.title:
        yield "title"
    if canonical_url(theirs.get("link", ""), HOST) != ours.url:
        yield "link"
    if (theirs.get("id") or None) != ours.guid:
        yield "guid"
    stamp = theirs.get("published_parsed") or (theirs.get("updated_parsed") if "updated" in theirs else None)
    if (datetime.fromtimestamp(calendar.timegm(stamp), UTC) if stamp else None) != ours.published_at:
        yield "date"


def test_no_markup_is_left(cases: list[Case]) -> None:
    for case in cases:
        for entry in case.ours.entries:
            assert plain_text(entry.title) == entry.title or "<" not in entry.title
            assert not any(sign in entry.title + entry.summary for sign in ("<p", "</", "<img", "<script"))


def test_the_strict_reader_and_feedparser_agree(cases: list[Case]) -> None:
    strict, differing = 0, set()
    for path in sorted(FOLDER.iterdir()):
        whole = decode(path.read_bytes(), None)
        text = with_mended_references(PROLOGUE.sub("", whole, count=1), {})
        try:
            ours = read_tree(tree_of(with_escaped_quotes(with_declared_prefixes(text))), address=HOST)
        except IllFormedError:
            continue
        strict += 1
        theirs = read_with_feedparser(text, address=HOST)
        pairs = [entries_from(feed.drafts, feed_url=HOST, now=NOW).kept for feed in (ours, theirs)]
        for mine, other in zip(*pairs, strict=True):
            named = {field.name for field in fields(mine)}
            differing |= {(name, path.name[:8]) for name in named if getattr(mine, name) != getattr(other, name)}
    assert strict == 110
    # media:description stands before the description there; the description is the better teaser.
    assert differing == {("summary", "08f1ee71"), ("summary", "14333881")}
