"""The index of words answers queries as the texts do."""

import random
import sys
import unicodedata
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from flows.delivery.search import search, try_watch
from news.records import Outlet, Watch
from news.watches.old_syntax import renewed
from news.watches.parser import FIELDS, parse_query
from news.watches.query import WORD_FIELDS, Combined, Pattern, Searched, Without
from news.watches.words import folded, words_of
from storage.archive import Archive
from storage.snapshot.query_hits import SQL, QueryHits
from tests.news.watches.test_queries import ARTICLES, COUNTRIES, FOUND
from tests.storage.small_archive import SmallArchive

NOW = datetime(2026, 7, 1, tzinfo=UTC)
SOME_WORD = Pattern(pattern="*")  # for which the texts are read


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("archive"), now=NOW) as opened:
        with opened.store.transaction():
            opened.articles.save(list(ARTICLES.values()), now=NOW)
        opened.outlets.save([Outlet(outlet=name, country=country) for name, country in COUNTRIES.items()])
        yield opened


def test_the_index_finds_what_the_texts_hold(archive):
    hits = archive.query_hits()
    for query, _ in FOUND:
        read = parse_query(query)
        expected = sorted(one.article_id for one in ARTICLES.values() if read.matches(Searched(one, COUNTRIES)))
        assert hits.find(read) == expected, query


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_finds_by_the_index_what_it_finds_in_memory(archive, field):
    hits, found = archive.query_hits(), 0
    for query in queries_of(field):
        asked = parse_query(query)
        for read in (asked, Without(query=asked), Combined(queries=(asked, SOME_WORD))):
            expected = [one.article_id for one in ARTICLES.values() if read.matches(Searched(one, COUNTRIES))]
            assert hits.find(read) == sorted(expected), (query, type(read).__name__)
            found += 0 < len(expected) < len(ARTICLES)
    assert found, f"articles.jsonl and queries.txt in tests/fixtures/queries ask nothing of {field}:"


def queries_of(field: str) -> list[str]:
    """Return queries of a field: for what articles hold in it, whole and begun; of other fields those of the file."""
    if field not in WORD_FIELDS:
        return [query for query, _ in FOUND if f"{field}:" in query]
    (*_, held) = zip(*(Searched(one, COUNTRIES).parts(field) for one in ARTICLES.values()), strict=True)
    words = sorted({word for part in held for word in part.words[:2]})
    return [query for word in words for query in (f'{field}:"{word}"', f"{field}:{word[:2]}*")]


def test_places_narrow_what_is_near_and_lose_nothing(archive, monkeypatch):
    monkeypatch.setattr("storage.snapshot.query_hits.LEAST_TO_NARROW", 0)
    test_the_index_finds_what_the_texts_hold(archive)


NEAR = [  # of a text's words from its second on
    '"{0}" NEAR/3 "{3}"',
    '"{0}" W/3 "{2}"',
    '"{0} {1}" NEAR/2 "{3}"',
    '"{3}" NEAR/2 ("{0} {1}" OR "{0}")',
    '"{0}" W/1 "{2} {3}"',
    '"{3} {0} {2}"~2',
    'title:("{0}" NEAR/5 "{2}")',
    'text:("{0} {1}" NEAR/1 "{2}")',
]


@pytest.mark.parametrize("least", [0, 200])
@pytest.mark.parametrize("near", NEAR)
def test_words_that_are_near_by_the_index_need_no_reading(archive, monkeypatch, near, least):
    monkeypatch.setattr("storage.snapshot.query_hits.LEAST_TO_NARROW", least)
    hits = archive.query_hits()
    for words in [words_of(one.text)[1:] for one in ARTICLES.values() if len(words_of(one.text)) > 5]:
        read = parse_query(near.format(*words))
        expected = {one.article_id for one in ARTICLES.values() if read.matches(Searched(one, COUNTRIES))}
        found = hits._candidates(read)
        assert found.docs == found.sure
        assert {number for (number,) in hits._rows(SQL["ids"], {"docs": list(found.sure)})} == expected


@pytest.mark.parametrize("within", ["x{}y", "{}y z", "x {} z", "x{}\u0301y"])
def test_every_character_parts_or_joins_words_in_the_index_as_here(archive, within):
    letters = [chr(number) for number in range(1, sys.maxunicode + 1)]
    known = [letter for letter in letters if unicodedata.category(letter) not in ("Cn", "Cs")]  # Cn: not assigned
    texts = [within.format(letter) for letter in known]
    told = archive.store.rows("SELECT len(search_words(text)) FROM (SELECT unnest($1::VARCHAR[]) AS text)", [texts])
    unlike = [text for text, (count,) in zip(texts, told, strict=True) if count != len(words_of(text))]
    assert not unlike


def test_words_are_the_same_in_the_index_and_here(archive):
    for one in ARTICLES.values():
        told = archive.store.rows("SELECT search_words($1), folded($1)", [one.text])[0]
        assert told[0] == words_of(one.text)
        assert told[1].split() == "".join(c if c.isalnum() else " " for c in folded(one.text)).split()


def test_a_search_shows_the_best_first_with_the_words(archive, tmp_path: Path):
    archive.watches.save([Watch(watch="Wind", query="wind OR windfarm")], now=NOW)
    archive.publish(now=NOW)
    found = search(archive.snapshot, "harbour OR coast", most=3)
    assert (found.articles, len(found.hits), len(found.days)) == (3, 3, 3)
    assert any("harbour" in hit.snippet for hit in found.hits)
    assert try_watch(archive.snapshot, "Wind", most=9).articles == 1
    assert try_watch(archive.snapshot, "nothing-like-it", most=9).articles == 0


@pytest.mark.parametrize(
    ("older", "present"),
    [("boeing and jobs", 'boeing "and" jobs'), ("flats near (London OR York)", 'flats "near" (London OR York)'),
     ("US navy", "us navy"), ("AT&T OR H&M", '"at t" OR "h m"'), ("a AND (b OR c) NOT d", "a AND (b OR c) NOT d"),
     ('title:US "who is next?"', 'title:us "who is next"'), ("“four-star” comm*", '"four-star" comm*')],
)  # fmt: skip
def test_watches_of_the_older_language_keep_their_meaning(older: str, present: str) -> None:
    assert renewed(older) == present
    assert renewed(present) == present
    parse_query(present)


def test_stored_watches_are_rewritten_once(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as opened:
        opened.watches.save([Watch(watch="w", query="boeing and jobs")], now=NOW)
        opened.store.write("DELETE FROM archive.settings WHERE name = 'query_language'")  # as an older program left it
        opened.watches.renew(renewed, now=NOW)
        assert [watch.query for watch in opened.watches.all()] == ['boeing "and" jobs']
        opened.watches.save([Watch(watch="w", query="boeing and jobs")], now=NOW)
        opened.watches.renew(renewed, now=NOW)
        assert [watch.query for watch in opened.watches.all()] == ["boeing and jobs"]

    with Archive.open(tmp_path / "new", now=NOW) as opened:
        opened.watches.save([Watch(watch="w", query="boeing and jobs")], now=NOW)
        opened.watches.renew(renewed, now=NOW)
        assert [watch.query for watch in opened.watches.all()] == ["boeing and jobs"], "a new archive has no older ones"


WRITTEN = ("us", "U.S.", "wind-farm", "windfarm", "wind", "farm", "AT&T", "gas", "dam", "u", "s")
THINGS = ("u.s.", "wind-farm", "(u.s. OR gas)", "dam")


@pytest.mark.parametrize("near", ["NEAR/2", "W/1"])
def test_what_is_near_in_whatever_way_it_is_written_is_found_by_its_places(near: str, monkeypatch) -> None:
    """Of texts drawn by lot: words of one, two and three places, which may be written otherwise."""
    monkeypatch.setattr("storage.snapshot.query_hits.LEAST_TO_NARROW", 0)
    made, dice, found = SmallArchive(), random.Random(7), 0
    for number in range(1, 41):
        text = " ".join(dice.choices(WRITTEN, k=dice.randint(2, 9)))
        made.article(number, "a", 1, title=dice.choice(WRITTEN), text=text)
    made.index()
    hits = QueryHits(lambda sql, asked=(): made.connection.execute(sql, asked).fetchall())
    articles = [Searched(one, {}) for one in hits._articles(hits._standing)]
    for one, other in product(THINGS, THINGS):
        read = parse_query(f"{one} {near} {other}")
        expected = sorted(each.article.article_id for each in articles if read.matches(each))
        assert hits.find(read) == expected, (one, other)
        found += 0 < len(expected) < len(articles)
    assert found > len(THINGS) ** 2 // 2
