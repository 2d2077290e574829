"""Bounds that changes of the code drawn by lot passed unnoticed (benchmarks/mutants): each has a case on both sides."""

from datetime import UTC, datetime, timedelta

import pytest

from news.articles.feed_outlets import name_in_title, named
from news.articles.outlet_index import OutletIndex
from news.copies.candidates import candidates_within
from news.copies.sketches import sketch_all
from news.facts.figures import differences_of
from news.feeds.poll_schedule import after_poll
from news.language.lexicon import english
from news.language.quotation_marks import quotation_spans
from news.language.units import compound_of
from news.origins.citations import find_citations
from news.origins.described_names import by_link
from news.origins.gazetteer import Gazetteer
from news.records import FeedEntry, FeedMemory, FetchedPage, Link, ParsedFeed
from news.speakers.contexts import contexts
from tests.news.pieces import article, prose

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://example.org/feed"


def waited(gap_seconds: float, *, entries: int, new: int, known: int, interval: float = 7200.0) -> float:
    """Return the seconds until the next poll of a feed with so regular entries, read before and read again now."""
    memory = FeedMemory(
        url=URL, interval_seconds=interval, last_ok_at=NOW - timedelta(seconds=interval), last_new_at=NOW
    )
    told = tuple(
        FeedEntry(feed_url=URL, guid=str(n), url=None, published_at=NOW - timedelta(seconds=n * gap_seconds))
        for n in range(entries)
    )
    page = FetchedPage(url=URL, final_url=URL, outcome="ok", body=b"feed", status=200)
    parsed = ParsedFeed(feed_url=URL, outcome="ok", entries=told)
    after = after_poll(memory, page, parsed, new_entries=new, known_entries=known, now=NOW, chance=0.5)
    assert after.next_at is not None
    return (after.next_at - NOW).total_seconds()


def test_a_feed_of_few_dated_entries_that_are_all_new_is_not_asked_sooner_for_that() -> None:
    assert waited(7200.0, entries=2, new=2, known=0) >= 3600.0
    assert waited(7200.0, entries=8, new=8, known=0, interval=7200.0) <= 4000.0


def test_a_rhythm_is_that_of_plausible_dates() -> None:
    moments = [NOW - timedelta(hours=12 * n) for n in range(4)]
    told = [FeedEntry(feed_url=URL, url=None, guid=str(at), published_at=at) for at in moments]
    undated = FeedEntry(feed_url=URL, url=None, guid="undated")
    long_ago = NOW - timedelta(days=9000)
    wrong = FeedEntry(feed_url=URL, url=None, guid="wrong", published_at=long_ago, is_date_plausible=False)
    parsed = ParsedFeed(feed_url=URL, outcome="ok", entries=(*told, undated, wrong))
    page = FetchedPage(url=URL, final_url=URL, outcome="ok", body=b"feed", status=200)
    after = after_poll(FeedMemory(url=URL), page, parsed, new_entries=6, known_entries=0, now=NOW, chance=0.5)
    assert after.publish_gap_seconds == 12 * 3600.0


def test_only_busy_feeds_are_asked_more_than_once_an_hour() -> None:
    assert waited(5400.0, entries=10, new=1, known=9) >= 3000.0
    assert waited(600.0, entries=10, new=1, known=9, interval=900.0) < 1500.0


def test_what_was_not_fetched_took_no_bytes() -> None:
    assert FetchedPage(url=URL, final_url=URL, outcome="timeout").wire_bytes == 0


@pytest.mark.parametrize(("length", "is_name"), [(60, True), (61, False)])
def test_a_title_of_a_sentence_is_no_name(length: int, is_name: bool) -> None:
    title = ("Tidewater " * 7)[: length - 1] + "s"
    assert (name_in_title(title, {"x.example"}) is not None) == is_name


@pytest.mark.parametrize(
    ("host", "linked", "outlet"),
    [
        ("feeds.tidewater.com.au", "www.tidewater.com.au", "Tidewater"),
        ("feeds.tidewater.com.au", "www.other.com.au", None),  # not of one site because both end in com.au
        ("feeds.tidewater.news", "www.tidewater.news", "Tidewater"),
    ],
)
def test_a_site_is_the_name_before_a_shared_ending(host: str, linked: str, outlet: str | None) -> None:
    entries = tuple(
        FeedEntry(feed_url=f"https://{host}/feed", guid=str(n), url=f"https://{linked if n else 'a.third.example'}/{n}")
        for n in range(4)
    )
    parsed = ParsedFeed(feed_url=f"https://{host}/feed", outcome="ok", title="Tidewater", entries=entries)
    memory = FeedMemory(url=f"https://{host}/feed")
    assert named(memory, parsed, OutletIndex([]), {}).outlet == outlet


def test_a_name_that_a_link_spells_is_written_with_a_capital() -> None:
    text = "The brugwacht called; Brugwacht had the story."
    found = [text[start:end] for start, end in by_link(text, [Link(url="https://brugwacht.example.nl/1")])]
    assert found == []
    found = [text[start:end] for start, end in by_link(text, [Link(url="https://www.brugwacht.nl/1")])]
    assert found == ["Brugwacht"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He turned round.\n'We will not go there now,' he said.", "We will not go there now,"),
        ("'We will not go there now,' he said.", "We will not go there now,"),
        ("He said 'we will not go there now' and left.", "we will not go there now"),
        ("The sailors' boats and the captains' cabins were sold.", None),
    ],
)
def test_single_marks_open_at_the_beginning_of_a_line_too(text: str, quoted: str | None) -> None:
    assert [text[start:end] for start, end in quotation_spans(text)] == ([quoted] if quoted else [])


def test_at_most_three_marks_before_a_quotation_belong_to_it() -> None:
    text = 'He said """"so" and left.'
    start = text.index("so")
    (context,) = contexts(text, [(start, start + 2)])
    assert start - context.outer_start == 3


def test_distances_of_two_places_do_not_differ() -> None:
    one = "The wreck of the Alma lies 12 kilometres north of Santa Velm, divers say."
    same = "The wreck of the Alma lies 31 kilometres north of Santa Velm, divers say."
    bare = "The wreck of the Alma lies 31 kilometres away, divers say."
    assert len(differences_of([article(1, one), article(2, same)])) == 1
    assert differences_of([article(1, one), article(2, bare)]) == []


def test_a_notice_is_found_in_whatever_prints_it_though_samples_miss_it() -> None:
    notices = [prose(5000 + seed, 14) for seed in range(40)]
    longer = [f"{prose(seed, 150)}\n{notice}\n{prose(1000 + seed, 150)}" for seed, notice in enumerate(notices)]
    pairs = {frozenset(pair) for pair in candidates_within(sketch_all([*notices, *longer]))}
    assert [n for n in range(40) if frozenset((n, 40 + n)) not in pairs] == []


def test_a_unit_of_several_words_ends_where_its_last_word_ends() -> None:
    words = english().numbers
    several = words.compound_units[0][0]
    assert compound_of(several, words) is not None
    assert compound_of(f"{several}, of it", words) is not None
    assert compound_of(f"{several}s of it", words) is None


@pytest.mark.parametrize("word", ["Bundespost", "Rundfunk", "Mobilfunk"])
def test_a_compound_that_is_listed_as_no_outlet_is_none(word: str) -> None:
    told = article(1, f"Wie die {word} am Montag berichtete, wird die Werft geschlossen.", language="de")
    assert [one.cited for one in find_citations(told, Gazetteer.of([])) if one.kind == "outlet"] == []
    other = article(2, "Wie die Deichpost am Montag berichtete, wird die Werft geschlossen.", language="de")
    assert [one.cited for one in find_citations(other, Gazetteer.of([]))] == ["Deichpost"]


@pytest.mark.parametrize(
    ("language", "text", "outlet"),
    [
        ("en", "Brackwater Tribune reported on Monday that the yard will close.", "Brackwater Tribune"),
        ("en", "The Brackwater Tribune reported on Monday that the yard will close.", "Brackwater Tribune"),
        ("en", "Velden Insider magazine said on Monday that the yard will close.", "Velden Insider"),
        ("en", "Quayside.com reported on Monday that the yard will close.", "Quayside.com"),
        ("en", "NationNews Barbados reported on Monday that the yard will close.", "NationNews Barbados"),
        ("en", "Tidings, a Brackwater newspaper, reported on Monday that the yard will close.", "Tidings"),
        ("en", '"Morning Line" magazine reported on Monday that the yard will close.', "Morning Line"),
        ("de", "Deichpost zufolge wird die Werft geschlossen.", "Deichpost"),
        ("de", "Halmer Tagblatt zufolge wird die Werft geschlossen.", "Halmer Tagblatt"),
        ("de", "Radio Nordhafen berichtete am Montag, die Werft werde geschlossen.", "Radio Nordhafen"),
        ("es", "Diario del Puerto informó el lunes de que el astillero cerrará.", "Diario del Puerto"),
        ("fr", "Le Courrier du Large rapporte lundi que le chantier fermera.", "Le Courrier du Large"),
    ],
)
def test_a_name_that_begins_the_text_is_read_from_its_first_letter(language: str, text: str, outlet: str) -> None:
    told = article(1, text, language=language)
    assert [one.cited for one in find_citations(told, Gazetteer.of([]))] == [outlet]
