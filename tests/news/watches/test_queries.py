"""The query language: the examples of docs/queries.md, queries of the field, and what is refused."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.errors import WatchError
from news.records import Article, Watch
from news.watches.matching import find_matches
from news.watches.parser import parse_query, parse_watch
from news.watches.query import Searched
from tests.growth import growth

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests/fixtures/queries"
CASES = ROOT.parent / "shared/cases/linking/watch_articles.jsonl"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def article(number: int = 7, **told: object) -> Article:
    fields = {"url": f"https://example.org/{number}", "outlet": "Paper", "title": "", "text": "", "language": "en",
              "first_seen_at": NOON, "ordered_at": NOON, "ordered_by": "published", "arrived_by": "feed"}  # fmt: skip
    return Article(article_id=number, **(fields | told))  # type: ignore[arg-type]


def rows(name: str) -> list[tuple[str, str]]:
    lines = [line for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(query, expected) for query, _, expected in (line.rpartition(" => ") for line in lines)]


ARTICLES: dict[str, Article] = {}
COUNTRIES: dict[str, str] = {}
for count, line in enumerate((FIXTURES / "articles.jsonl").read_text(encoding="utf-8").splitlines()):
    told = json.loads(line)
    key = told.pop("key")
    COUNTRIES[told["outlet"]] = told.pop("country")
    at = datetime.fromisoformat(told.pop("at")).replace(tzinfo=UTC)
    ARTICLES[key] = article(count, ordered_at=at, **told | {"authors": tuple(told["authors"])})
FOUND = rows("queries.txt")


def test_there_are_enough_queries_of_the_field() -> None:
    assert len(FOUND) >= 120


@pytest.mark.parametrize(("query", "expected"), FOUND, ids=[query for query, _ in FOUND])
def test_a_query_finds_what_was_said_before(query: str, expected: str) -> None:
    keys = {one.article_id: key for key, one in ARTICLES.items()}
    found = find_matches([parse_watch(Watch(watch="w", query=query))], ARTICLES.values(), COUNTRIES)
    assert sorted(keys[match.article_id] for match in found) == sorted(expected.replace("-", "").split())


@pytest.mark.parametrize(("query", "expected"), rows("drawn.txt"), ids=[query for query, _ in rows("drawn.txt")])
def test_a_query_of_other_systems_is_read_or_refused(query: str, expected: str) -> None:
    if expected == "refused":
        with pytest.raises(WatchError, match="at position"):
            parse_query(query)
    else:
        test_a_query_finds_what_was_said_before(query, expected)


def test_what_each_watch_matches_does_not_depend_on_the_others() -> None:
    watches = [parse_watch(Watch(watch=query, query=query)) for query, _ in FOUND]
    together = {(match.watch, match.article_id) for match in find_matches(watches, ARTICLES.values(), COUNTRIES)}
    alone = {
        (watch.watch.watch, one.article_id)
        for watch in watches
        for one in ARTICLES.values()
        if watch.query.matches(Searched(one, COUNTRIES))
    }
    assert together == alone


@pytest.mark.parametrize(("query", "expected"), rows("refused.txt"))
def test_what_cannot_be_read_is_refused_with_its_position_and_what_is_meant(query: str, expected: str) -> None:
    position, _, meant = expected.partition(" ")
    with pytest.raises(WatchError) as refusal:
        parse_query(query)
    assert f"position {position} " in str(refusal.value)
    assert meant in str(refusal.value)


def reference() -> list[tuple[str, str, str]]:
    """Query, "+" or "-", and a text, from the fenced blocks of the reference."""
    examples, query = [], ""
    text = (ROOT / "docs/queries.md").read_text(encoding="utf-8")
    for block in re.findall(r"```queries\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith(("  + ", "  - ", "  ! ")):
                examples.append((query, line[2], line[4:]))
            elif line.strip():
                query = line
    return examples


@pytest.mark.parametrize(("query", "kind", "told"), reference())
def test_the_reference_says_what_the_language_does(query: str, kind: str, told: str) -> None:
    if kind == "!":
        with pytest.raises(WatchError, match=re.escape(told)):
            parse_query(query)
        return
    title, _, text = told.rpartition(" / ")
    one = article(title=title, text=text, authors=("Jo Hart",), outlet="Harbour Herald", language="en")
    assert parse_query(query).matches(Searched(one, {"Harbour Herald": "bg"})) == (kind == "+")


@pytest.mark.skipif(not CASES.exists(), reason="NOT TRIED: ../shared is not here")
@pytest.mark.parametrize(
    ("query", "expected"),
    [("boeing NEAR/5 jobs", "a4"), ("novartek W/5 pharmis", "a6"), ("boeing ONEAR/3 jobs", None),
     ("boeing near jobs", None), ("boeing and jobs", "a4"), ('"novartek (pharmis OR boeing)"~6', "a6"),
     ("Malmo", "a1"), ('"Sao Paulo"', "a10"), ("Jose", "a10"), ("US", "a1"), ("title:US", "a1"), ('"AT&T"', "a3")],
)  # fmt: skip
def test_the_given_cases(query: str, expected: str | None) -> None:
    given = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    articles = [article(n, url=one["url"], title=one["title"], text=one["text"]) for n, one in enumerate(given)]
    if expected is None:
        with pytest.raises(WatchError):
            parse_query(query)
        return
    found = find_matches([parse_watch(Watch(watch="w", query=query))], articles)
    assert [articles[match.article_id].url.rpartition("-")[2] for match in found] == [expected]


def test_four_times_the_watches_cost_no_more_than_four_times_the_work() -> None:
    words = [f"word{number}" for number in range(5000)]
    articles = [
        article(n, title=" ".join(words[n : n + 8]), text=" ".join(words[(n * 37 + k * 11) % 5000] for k in range(500)))
        for n in range(100)
    ]
    shapes = ("{0} AND ({1} OR {2})", '"{0} {1}"~9', "({0} OR {1}) NOT {2}", "{0} NEAR/5 {1}", "{0}* {1}")
    watches = [
        parse_watch(Watch(watch=str(n), query=shapes[n % 5].format(*words[n * 3 : n * 3 + 3]))) for n in range(1000)
    ]
    assert growth(lambda size: find_matches(watches[:size], articles), 250, 4) < 8  # by pairs: 16
