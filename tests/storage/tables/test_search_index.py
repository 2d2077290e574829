"""The index of words: what it answers is what reading every text would, however it came about."""

import math
import random
from pathlib import Path

import pytest

import storage.tables.search_index as search_index
from storage.archive import Archive
from storage.maintenance.forget import forget
from storage.maintenance.retire import retire
from storage.tables.search_index import SearchIndex
from tests.storage.newsstand import NOW, article, articles, filled, ready, save
from tests.storage.small_archive import OpenStore, SmallArchive

WORDS = ("harbour", "storm", "bridge", "minister", "the", "joint", "café", "同盟", "司令部")
PHRASES = ("storm", '"the bridge"', '"joint harbour" storm', "the -minister", '"the the"', "cafe", "同盟", "盟司", "司")


def folded(words: str) -> list[str]:
    """Return the words of a text as a person would count them, each character of Chinese or Japanese by itself."""
    spaced = "".join(f" {letter} " if letter > "\u2e80" else letter for letter in words.lower().replace("é", "e"))
    return spaced.split()


def stands(phrase: str, words: list[str]) -> bool:
    wanted = folded(phrase)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


def expected(query: str, texts: dict[int, tuple[str, str]]) -> list[int]:
    """Return the articles that hold what is asked for, found by reading each."""
    parts = [part.strip() for part in query.split('"') if part.strip()] if '"' in query else query.split()
    found = []
    for number, fields in texts.items():
        read = [folded(field) for field in fields]
        holds = [any(stands(part.lstrip("-"), words) for words in read) != part.startswith("-") for part in parts]
        if all(holds):
            found.append(number)
    return found


@pytest.fixture
def random_texts() -> dict[int, tuple[str, str]]:
    dice = random.Random(5)
    return {
        number: (" ".join(dice.choices(WORDS, k=3)), " ".join(dice.choices(WORDS, k=dice.randint(1, 12))))
        for number in range(1, 80)
    }


def bm25(query: list[str], texts: dict[int, tuple[str, str]]) -> dict[int, float]:
    """Return each article's score as its formula says: k1 1.2, b .75; three times a term's rarity for the title."""
    read = {number: [folded(field) for field in fields] for number, fields in texts.items()}
    found = [number for number in texts if all(any(stands(term, words) for words in read[number]) for term in query)]
    wanted = {word for term in query for word in folded(term)}
    lengths = [len(text) for title, text in read.values() if wanted <= {*title, *text}]
    usual = max(1, sum(lengths) / len(lengths))  # of the texts that hold every word, in a phrase or not
    scores = dict.fromkeys(found, 0.0)
    for term in query:
        words = folded(term)
        held = [sum(word in (*title, *text) for title, text in read.values()) for word in words]
        rarity = sum(math.log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for count in held)
        for number in found:
            title, text = read[number]
            times = sum(text[at : at + len(words)] == words for at in range(len(text)))
            shortness = 1.2 * (0.25 + 0.75 * len(text) / usual)
            scores[number] += rarity * (3 * stands(term, title) + 2.2 * times / (times + shortness))
    return scores


@pytest.mark.parametrize(
    "query", [["storm"], ["storm", "the"], ["the bridge"], ["joint harbour", "storm"], ["the the"]]
)
def test_the_best_are_those_that_the_formula_says(random_texts: dict[int, tuple[str, str]], query: list[str]) -> None:
    texts = {
        number: (title, f"{text} joint harbour " * (number % 2 + 1)) for number, (title, text) in random_texts.items()
    }
    archive = SmallArchive()
    for number, (title, text) in texts.items():
        archive.article(number, "a", 1, title=title, text=text, word_count=len(folded(text)))
    asked = " ".join(f'"{term}"' if " " in term else term for term in query)
    found = archive.ask("SELECT article_id, score FROM search(?, most := 1000)", asked)
    expected = bm25(query, texts)
    assert dict(found) == pytest.approx(expected)
    assert [score for _, score in found] == sorted(dict(found).values(), reverse=True)


MANY = 100_001  # more than these, and a word that most hold is not weighed


@pytest.mark.parametrize(("texts", "held", "is_weighed"), [(MANY, MANY // 2 + 1, False), (MANY, MANY // 2, True),
                                                           (MANY - 1, MANY - 1, True)])  # fmt: skip
def test_a_word_that_most_of_many_texts_hold_is_found_and_not_weighed(texts: int, held: int, is_weighed: bool) -> None:
    archive = SmallArchive()
    archive.article(1, "a", 1, title="", text="storm")
    archive.article(2, "a", 1, title="storm", text="")
    archive.index()
    more = ", ".join(f"any_value({name})" for name in ("words", "ordered_at", "recorded_at", "superseded_at"))
    archive.connection.execute(
        f"INSERT INTO archive.searchable SELECT 2 + n, 2 + n, 1, {more}"
        f" FROM archive.searchable, range(1, {texts - 1}) r(n) GROUP BY n"
    )
    archive.connection.execute(
        "INSERT INTO archive.postings BY NAME SELECT any_value(term) AS term, 2 + n AS doc, [101] AS places"
        f" FROM archive.postings, range(1, {held - 1}) r(n) GROUP BY n"
    )
    found = archive.connection.execute(
        "SELECT article_id, found, score > 0 FROM search('storm', most := 1000000) ORDER BY 1"
    ).fetchall()
    assert found == [(1, held, is_weighed), (2, held, is_weighed)]


@pytest.mark.parametrize("batch", [7, 1000])
def test_it_finds_what_reading_every_text_would(
    random_texts: dict[int, tuple[str, str]], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "BATCH_VERSIONS", batch)
    monkeypatch.setattr(search_index, "SPANS", (2 * batch, 6 * batch))
    archive = SmallArchive()
    for number, (title, text) in random_texts.items():
        archive.article(number, "a", 1, title=title, text=text, word_count=len(text.split()))
        if number % 10 == 0:
            archive.index()
    for query in PHRASES:
        found = archive.ask("SELECT article_id, found FROM search(?, most := 1000)", query)
        assert sorted(number for number, _ in found) == expected(query, random_texts), query
        assert {count for _, count in found} in ({len(found)}, set())


def test_the_best_are_shown_and_all_are_counted() -> None:
    archive = SmallArchive()
    for number in range(1, 31):
        archive.article(number, "a", 1, text="storm " * number, word_count=number)
    rows = archive.ask("SELECT score, found FROM search('storm')")
    assert [found for _, found in rows] == [30] * 10
    assert rows == sorted(rows, reverse=True)
    assert len(archive.ask("FROM search('storm', most := 25)")) == 25


def test_an_edit_is_found_by_its_new_words_and_as_of_then_by_its_old_ones(tmp_path: Path) -> None:
    archive = SmallArchive()
    archive.article(1, "a", 1, text="The old harbour.")
    archive.index()
    archive.connection.execute("UPDATE archive.articles SET superseded_at = TIMESTAMPTZ '2026-03-05 00:00:00+00'")
    archive.article(1, "a", 1, version=2, text="The new bridge.", recorded_at="2026-03-05 00:00:00+00")
    assert archive.ask("SELECT article_id FROM search('harbour')") == []
    assert archive.ask("SELECT article_id FROM search('bridge')") == [(1,)]
    archive.connection.execute("SET VARIABLE as_of = '2026-03-04'")
    assert archive.ask("SELECT article_id, snippet FROM search('harbour')") == [(1, "The old harbour.")]
    assert archive.ask("SELECT article_id FROM search('bridge')") == []


def test_a_phrase_never_runs_from_a_title_into_the_text() -> None:
    archive = SmallArchive()
    archive.article(1, "a", 1, title="Storm over", text="bridge and harbour")
    archive.article(2, "a", 1, title="word " * 99 + "over", text="bridge")
    assert archive.ask("""SELECT article_id FROM search('"over bridge"')""") == []
    assert archive.ask("""SELECT article_id FROM search('"bridge and"')""") == [(1,)]


def test_publishing_indexes_what_came_since_and_nothing_twice(tmp_path: Path) -> None:
    with Archive.open(filled(tmp_path, 30), now=NOW) as archive:
        assert SearchIndex(archive.store).refresh() == 0
        save(archive, [*articles(5), *articles(3, start=30), article(7, version_of="a second one")])
        assert SearchIndex(archive.store).refresh() == 4
        twice = "SELECT count(*) - count(DISTINCT (term, doc)) FROM archive.postings"
        assert archive.store.rows(twice) == [(0,)]


# What becomes of archives with twelve indexed articles, the last of them twice, before three more come.
CHANGES = {
    "nothing": "",
    "one in the middle is gone, and not from the index": "DELETE FROM archive.articles WHERE article_id = 5",
    "one in the middle is gone from both": """
        DELETE FROM archive.articles WHERE article_id = 5; DELETE FROM archive.searchable WHERE article_id = 5""",
    "one in the middle is gone from the index": "DELETE FROM archive.searchable WHERE article_id = 5",
    "the last is gone from the index": "DELETE FROM archive.searchable WHERE article_id = 12",
    "all are gone from the index": "DELETE FROM archive.searchable",
    "one moves to the end": "UPDATE archive.articles SET links = [] WHERE article_id = 5",
    "one moves to the end, gone from the index": """
        UPDATE archive.articles SET links = [] WHERE article_id = 5;
        DELETE FROM archive.searchable WHERE article_id = 5""",
    "one moves to the end, another is gone from the index": """
        UPDATE archive.articles SET links = [] WHERE article_id = 5;
        DELETE FROM archive.searchable WHERE article_id = 4""",
    "one is gone, and a version of another came": """
        DELETE FROM archive.articles WHERE article_id = 5;
        INSERT INTO archive.articles SELECT * REPLACE (2 AS version) FROM archive.articles WHERE article_id = 6""",
    "numbers are exchanged": """
        UPDATE archive.articles SET article_id = 40, version = 1 WHERE article_id = 5;
        UPDATE archive.articles SET article_id = 1, version = 40 WHERE article_id = 6""",
    "one twice in the place of another twice": "UPDATE archive.articles SET article_id = 50 WHERE article_id = 12",
}

LACKING = """
    SELECT count(*) FROM archive.articles
    WHERE (article_id, version) NOT IN (SELECT (article_id, version) FROM archive.searchable)
"""


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_article_is_left_out_of_the_index(change: str, more: int) -> None:
    archive = SmallArchive()
    for number in [*range(1, 13), 12]:
        archive.article(number, "a", 1)
    assert archive.index() == 13
    archive.connection.execute(change)
    for number in range(20, 20 + more):
        archive.article(number, "a", 1)
    ((lacked,),) = archive.ask(LACKING)
    assert archive.index() == lacked
    assert archive.one(LACKING) == 0
    assert archive.index() == 0


def test_nothing_of_a_forgotten_or_retired_text_is_left(tmp_path: Path) -> None:
    with Archive.open(ready(tmp_path), now=NOW) as archive:
        save(archive, articles(20))
        archive.publish(now=NOW)
        with archive.store.transaction():
            forget(archive.store, [article(3).article_id], subject="x", now=NOW)
        retire(archive, older_than=NOW.date(), now=NOW)
        archive.publish(now=NOW)
        kept = "SELECT count(*), count(DISTINCT doc), max(list_max(places)) FROM archive.postings"
        assert archive.store.rows(kept) == [(2 * 19, 19, 2)]  # the two words of each headline
        assert archive.store.rows("SELECT count(*) FROM archive.searchable") == [(19,)]


def test_an_index_of_another_form_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(filled(tmp_path, 10), now=NOW) as archive:
        monkeypatch.setattr(search_index, "FORM", "2")
        assert SearchIndex(archive.store).refresh() == 10
        assert SearchIndex(archive.store).refresh() == 0


FORM_1 = {
    "The U.S.–Japan alliance, 2024": ["the", "u", "s", "japan", "alliance", "2024"],
    "Café Müller’s": ["cafe", "muller", "s"],
    "AI人工 知能": ["ai", "人", "工", "知", "能"],
    "한국의 สวัสดี": ["한", "국", "의", "ส", "ว", "ส", "ด"],
    " … ": [],
}


@pytest.mark.parametrize("words", FORM_1)
def test_words_are_counted_as_the_index_has_them(words: str) -> None:
    """Raise FORM in storage/tables/search_index.py when this must change: what stands in archives was counted so."""
    assert search_index.FORM == "1"
    archive = SmallArchive()
    assert archive.connection.execute("SELECT search_words(?)", [words]).fetchall() == [(FORM_1[words],)]
    assert archive.one("SELECT search_key('japan')") == 1538770846575070807


def test_the_index_over_an_open_connection_is_the_same(tmp_path: Path) -> None:
    archive = SmallArchive()
    archive.article(1, "a", 1, text="storm")
    assert SearchIndex(OpenStore(archive.connection)).refresh() == 1


def test_places_of_a_span_are_sorted_by_word_once_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "BATCH_VERSIONS", 1)
    monkeypatch.setattr(search_index, "SPANS", (2, 6))
    archive = SmallArchive()
    for number in range(1, 16):
        archive.article(number, "a", 1, title="", text=" ".join(WORDS[number % 3 : number % 3 + 4]))
    archive.index()
    stand = "SELECT list(struct_pack(term, doc) ORDER BY rowid), list(struct_pack(term, doc) ORDER BY term, doc)"
    for after, until, is_sorted in ((0, 6, True), (6, 12, True), (12, 14, True), (12, 15, False), (0, 12, False)):
        ((found, in_order),) = archive.ask(f"{stand} FROM archive.postings WHERE doc > ? AND doc <= ?", after, until)
        assert len(found) == 4 * (until - after)
        assert (found == in_order) is is_sorted, (after, until)
