"""What is decided of records drawn by lot: parts of feeds, places of articles, copies and origins of a batch."""

import random
from dataclasses import replace
from pathlib import Path

from news.copies.batch import CopyInputs, find_batch_copies, sketches_of
from news.feeds.parts import with_parts
from news.language.name_lists import NameList
from news.origins.batch import StoryContext, with_origins
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import OutletNames
from news.records import Article, FeedEntry, Linkage, ParsedFeed, Placement, Reservation, Story
from news.rights.reservations import is_refused, without_text
from news.rights.traces import Traces
from news.stories.assignment import StoryLink
from news.stories.follow import StoryRun
from news.stories.placements import members_of_touched, place, touched_stories, with_emptied, with_titles
from news.urls import article_key
from tests.answers import check, told
from tests.drawn import drawn, mark, several
from tests.news.own_texts import credited_texts, quotations, same_matter
from tests.news.pieces import OUTLETS, article
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/news")
STORIES = ("s1", "s2", "s3", "s4")


def feed(dice: random.Random, **said: object) -> ParsedFeed:
    entries = tuple(
        drawn(FeedEntry, dice, guid=dice.choice("abc"), title=dice.choice("xy")) for _ in range(dice.randrange(4))
    )
    outcome = dice.choice(("ok", "ok", "ok", "not_a_feed", "timeout"))
    return drawn(
        ParsedFeed, dice, **({"outcome": outcome, "entries": entries, "is_index": dice.randrange(3) == 0} | said)
    )


def test_what_a_feed_of_parts_holds_stays() -> None:
    found = []
    for seed in range(60):
        dice = random.Random(seed)
        made = with_parts(feed(dice, outcome="ok"), [feed(dice) for _ in range(dice.randrange(4))])
        keys = " ".join(f"{one.guid}{one.title}" for one in made.entries)
        found.append(f"{made.outcome} {keys} | {made.title} | {made.language} | {made.more} {mark(told(made))}")
    check(KEPT / "parts.txt", found)


def placement(dice: random.Random, number: int) -> Placement:
    group = dice.choice((number, number, 1, 2))
    return drawn(
        Placement,
        dice,
        article_id=number,
        copy_group_id=group,
        is_original=group == number,
        story_id=dice.choice(STORIES),
    )


def run_of(dice: random.Random, batch: list[Article]) -> StoryRun:
    """A run that places the batch, and merges a story into another now and then."""
    links = tuple(drawn(StoryLink, dice, article_id=one.article_id, story_id=dice.choice(STORIES)) for one in batch)
    return StoryRun(
        links=links, stories=(), merges=dice.choice(((), (("s1", "s2"),), (("s3", "s4"), ("s2", "s1")))), term_days={}
    )


def test_where_articles_stand_after_a_run_stays() -> None:
    found = []
    for seed in range(80):
        dice = random.Random(100 + seed)
        batch = [article(number) for number in range(4, 4 + dice.randrange(1, 4))]
        stored = [placement(dice, number) for number in range(1, 10)]
        run = run_of(dice, batch)
        placed_now = (*range(4, 8), dice.choice((1, 2, 9)))
        places = {number: (dice.choice((1, 2, number)), dice.randrange(2) == 0) for number in placed_now}
        placed = place(batch, places, run, stored)
        before = STORIES[: dice.randrange(4)]
        stories = [drawn(Story, dice, story_id=one, merged_into=dice.choice((None, None, "s4"))) for one in STORIES[:2]]
        emptied = with_emptied(stories, placed, stored, before)
        told_of = [
            f"{one.article_id}:{one.copy_group_id}{'*' * one.is_original}{one.story_id}.{one.version}" for one in placed
        ]
        found.append(" ".join(told_of))
        found.append(
            f"  {sorted(touched_stories(run, before))} {[one.article_id for one in members_of_touched(placed, stored)]}"
        )
        found.append(
            "  "
            + " ".join(f"{one.story_id}>{one.merged_into} {one.title}" for one in with_titles(emptied, {"s1": "Dock"}))
        )
    check(KEPT / "places.txt", found)


def texts_of_a_batch() -> list[Article]:
    """Articles of the same matters, copies among them, with credits and quotations; two stories."""
    found = []
    said = [*credited_texts("en")[:12], *quotations("en")[:12]]
    for matter in same_matter()[:3]:
        for title, outlet, text in matter[:4]:
            at = len(found) + 1
            told_of = text if at % 3 else f"{found[-1].text if found else ''} {text}"
            found.append(
                article(
                    at,
                    f"{told_of} {said[at % len(said)]} {said[(at + 12) % len(said)]}",
                    title=title,
                    outlet=outlet,
                    hours=at % 7,
                )
            )
    return found


def test_copies_and_origins_of_a_batch_stay() -> None:
    articles, names, gazetteer = texts_of_a_batch(), NameList.of(OUTLETS), Gazetteer.of(OUTLETS)
    found = []
    for split in (0, 3, 6):
        known, batch = articles[:split], articles[split:]
        inputs = CopyInputs(
            sketches=sketches_of(batch),
            pairs={(one.article_id, other.article_id) for one in batch for other in known},
            known=known,
            pairs_held=(),
            groups={one.article_id: 1 + one.article_id % 2 for one in known[:4]},
            citations=(),
            story_of_group={1: "s1", 2: "s2"},
            boilerplate={},
        )
        cited = [one for text in batch for one in find_citations(text, gazetteer)]
        copies = find_batch_copies(batch, inputs, names=names, citations=cited, corrections=())
        found += [f"{split} {told(dict(sorted(copies.places.items())))} {sorted(inputs.stories_of(range(9)))}"]
        found += [
            f"  {one.article_id} {one.original_id} {one.kind} {one.containment:.3g}" for one in copies.near_copies
        ]
        found.append(f"  {told(copies.group_of())} {told(copies.groups)} {told(copies.days)}")
        groups = {one.article_id: copies.groups.get(one.article_id, one.article_id) for one in articles}
        placements = {
            key: Placement(
                article_id=key, copy_group_id=group, is_original=key == group, story_id=STORIES[key % 2], similarity=1.0
            )
            for key, group in groups.items()
        }
        by_id, none = {one.article_id: one for one in articles}, ()
        context = StoryContext(
            articles=by_id, placements=placements, quotes=none, citations=none, copies=none, figures=none
        )
        linked = Linkage(read=tuple(groups), copies=tuple(copies.near_copies), citations=tuple(cited))
        after = with_origins(linked, batch, context, OutletNames(OUTLETS))
        found += [
            f"  {one.article_id} {one.basis} {one.origin_group_id} {one.state} {one.origin} {one.reason}"
            for one in after.origins
        ]
        found += [f"  {one.article_id} {one.quote_group_id} {one.speaker_kind} {one.speaker}" for one in after.quotes]
    check(KEPT / "batches.txt", found)


TITLES = ("Quay closes for a year", "Short title", "Twelve chars", "Fish &amp; chips", "Quay closes again", "")
WORDS = (
    "See https://post.example/quay?utm_source=x.",
    "See https://post.example/quays.",
    "(https://post.example/quay)",
    "<p>Quay closes for a year</p>",
    "We read: Quay closes for a year, they say",
    "unQuay closes for a year",
    "Short title",
    "a Short title",
    "Twelve chars",
    "say: Twelve chars",
    "Fish & chips",
    "Fish &amp; chips are told",
    "Quay closes\\nfor a year",
    '{"t": "\\"Quay\\u0020closes for a year\\""}',
    "Quay \\\\\\\\u0063loses for a year",
    "Quay \\\\\\\\\\\\\\\\u0063loses for a year",
    "Quay closes",
    "Quay  closes\tfor a year",
    "",
    "港Quay closes again",
    "xQuay closes again",
)


def test_what_speaks_of_an_article_stays() -> None:
    url = "https://post.example/quay"
    few = Traces.of([article_key("https://post.example/other")], [url, ""], TITLES)
    many = Traces.of([], [url], (*TITLES, *(f"Headline of a story number {number}" for number in range(230))))
    found = [f"{words!r} {few.are_in(words)} {many.are_in(words)}" for words in WORDS]
    found += [f"{told(few.titles)} {told(few.short_titles)} {sorted(few.by_beginning)}"]
    found += [
        f"{one} {few.is_address(one)}"
        for one in (url, f"{url}/", "https://post.example/other?utm_source=x", "https://post.example/")
    ]
    check(KEPT / "traces.txt", found)


def test_what_is_reserved_stays() -> None:
    dice = random.Random(7)
    found = []
    for _ in range(20):
        said = several(Reservation, dice, 3)
        found.append(f"{[one.kind for one in said]} {is_refused(said)}")
    full = replace(article(1, "Words."), keywords=("a",), image="x", word_count=9)
    found.append(told(without_text(full)))
    check(KEPT / "reserved.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news.txt", thresholds("news"))
    check(KEPT / "numbers_news_records.txt", thresholds("news/records"))
    check(KEPT / "numbers_news_rights.txt", thresholds("news/rights"))
