import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import WatchError
from news.records import Article, Watch
from news.watches.matching import find_matches
from news.watches.parser import parse_watch

DAY = datetime(2026, 3, 26, 7, 46, tzinfo=UTC)
TITLE = "Harbour Forces Varna eye a four‑star commander"
TEXT = (
    "The U.S. Navy said Tuesday that Harbour-Forces-Varna would get a bigger command.\n"
    "Its general, posted at Yokotani, refused to talk of baseball bats."
)


def article(**more: object) -> Article:
    fields = {
        "article_id": 7,
        "url": "https://example.org/7",
        "outlet": "The Financial Herald",
        "title": TITLE,
        "text": TEXT,
        "language": "en-GB",
        "first_seen_at": DAY,
        "ordered_at": DAY,
        "ordered_by": "published",
        "arrived_by": "feed",
    }
    return Article(**(fields | more))  # type: ignore[arg-type]


def matches(query: str, **more: object) -> bool:
    return bool(find_matches([parse_watch(Watch(watch="w", query=query))], [article(**more)]))


YES = [
    '"Harbour Forces Varna" AND (command OR "three-star") NOT football',
    "HARBOUR",
    "harbour varna",
    "+harbour -football",
    '"four star"',
    "four-star",
    '"FOUR-STAR commander"',
    "“four-star”",
    "us navy",
    '"U.S. Navy"',
    "comm*",
    "c?mmander",
    "four-st*",
    "yokotany~",
    "yokotana~1",
    '"navy command"~10',
    '"command navy"~10',
    "title:commander",
    "title:(commander OR captain)",
    'outlet:"financial herald"',
    "outlet:financial*",
    "language:en",
    "language:EN-gb",
    "after:2026-03-26",
    "after:2026-03 before:2026-04",
    "after:2025 before:2026-03-27",
    "football OR navy",
    "(football OR navy) command",
    "navy football OR command",
    "navy^2",
]
NO = [
    '"Harbour Forces Varna" AND (command OR "three-star") NOT baseball',
    "foot",
    "star-four",
    '"forces harbour"',
    "comman",
    "title:navy",
    "text:captain",
    "outlet:Herold",
    "language:de",
    "after:2026-03-27",
    "before:2026-03-26",
    "yokohoma~",
    '"navy command"~9',
    "football navy",
]


@pytest.mark.parametrize("query", YES)
def test_a_query_matches_whatever_the_case_hyphens_and_dots(query: str) -> None:
    assert matches(query)


@pytest.mark.parametrize("query", NO)
def test_a_query_does_not_match_what_it_does_not_say(query: str) -> None:
    assert not matches(query)


def test_scripts_without_spaces_are_searched_by_their_characters() -> None:
    assert matches("東京", title="日本の東京で会談", text="")
    assert not matches("大阪", title="日本の東京で会談", text="")


UNREADABLE = [
    ("", 1, "a word"),
    ("(harbour OR navy", 17, "closing parenthesis"),
    ("harbour)", 8, "opening parenthesis"),
    ("harbour AND", 12, "a word or phrase"),
    ("AND harbour", 1, "a word or phrase before the operator"),
    ('harbour "four star', 9, "closing quotation mark"),
    ('four"star', 5, "space before the quotation mark"),
    ("colour:red", 1, "title:"),
    ("title:outlet:x", 7, "no field within"),
    ("!navy", 1, "something wanted"),
    ("after:soon", 7, "2026-03-31"),
    ("after:2026-13", 7, "2026-03-31"),
    ("[a TO b]", 1, "published:"),
    ("/na.y/", 1, "quotation marks"),
    ("navy~.", 5, "a number"),
    ("port navy~99", 6, "at most 2 letters"),
    ("NOT navy", 1, "something wanted"),
    ("navy ...", 6, "letters or digits"),
    ("(" * 99 + "navy" + ")" * 99, 51, "at most 50"),
    ("x" * 4001, 4001, "at most 4000"),
]


@pytest.mark.parametrize(("query", "position", "expected"), UNREADABLE)
def test_an_unreadable_query_is_refused_with_position_and_what_was_expected(
    query: str, position: int, expected: str
) -> None:
    with pytest.raises(WatchError) as refusal:
        parse_watch(Watch(watch="alliance", query=query))
    assert f"position {position} " in str(refusal.value)
    assert expected in str(refusal.value)
    assert refusal.value.subject == "alliance"


@given(st.text(alphabet='ab ANDORT()"*?~^:+-!&|/[]{}\\.1é東', max_size=40))
def test_any_text_is_either_a_query_or_refused(query: str) -> None:
    try:
        parsed = parse_watch(Watch(watch="w", query=query))
    except WatchError:
        return
    find_matches([parsed], [article()])
    assert find_matches([pickle.loads(pickle.dumps(parsed))], [article()]) == find_matches([parsed], [article()])


def test_every_watch_is_asked_of_every_article() -> None:
    watches = [parse_watch(Watch(watch=name, query=query)) for name, query in (("a", "navy"), ("b", "varna"))]
    found = find_matches(watches, [article(), article(article_id=8, text="", title="Varna")])
    assert [(match.watch, match.article_id) for match in found] == [("a", 7), ("b", 7), ("b", 8)]
