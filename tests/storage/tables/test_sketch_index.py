import random
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from news.copies.candidates import candidates_within
from news.copies.sketches import Sketch, sketch_all
from storage.tables.sketch_index import SketchTable
from tests.news.pieces import prose

TODAY = date(2026, 3, 1)
EVER = date(2000, 1, 1)
REPORT = prose(1, 300)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS idx")
        yield connection


@pytest.fixture
def table(connection: duckdb.DuckDBPyConnection) -> SketchTable:
    table = SketchTable(connection, "idx")
    table.create()
    table.create()
    return table


def keep(table: SketchTable, texts: dict[int, str], day: date = TODAY, groups: dict[int, int] | None = None) -> None:
    table.save(list(texts), [day] * len(texts), sketch_all(list(texts.values())), groups=groups)


def asked(texts: dict[int, str]) -> dict[int, Sketch]:
    return dict(zip(texts, sketch_all(list(texts.values())), strict=True))


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return connection.execute(f"SELECT count(*) FROM idx.{table}").fetchall()[0][0]  # type: ignore[no-any-return]


def test_a_copy_finds_its_stored_original_and_nothing_else(table: SketchTable) -> None:
    keep(table, {1: REPORT, 2: prose(2, 300), 3: prose(3, 300)})
    assert table.candidates(asked({9: REPORT[: len(REPORT) // 2]}), since_day=EVER) == [(9, 1)]


def test_articles_of_one_batch_find_each_other(table: SketchTable) -> None:
    assert table.candidates(asked({8: REPORT, 9: REPORT + prose(4, 50)}), since_day=EVER) == [(9, 8)]


def test_saving_twice_changes_nothing(table: SketchTable, connection: duckdb.DuckDBPyConnection) -> None:
    texts = {1: REPORT, 2: prose(2, 300)}
    keep(table, texts)
    before = [rows(connection, name) for name in ("sketches", "quoted", "sketch_sizes")]
    keep(table, texts)
    assert [rows(connection, name) for name in ("sketches", "quoted", "sketch_sizes")] == before


def test_a_batch_that_is_stored_already_is_asked_with_the_same_answer(table: SketchTable) -> None:
    batch = asked({8: REPORT, 9: REPORT + prose(4, 50)})
    before = table.candidates(batch, since_day=EVER)
    table.save(list(batch), [TODAY] * 2, list(batch.values()))
    assert table.candidates(batch, since_day=EVER) == before


def unsampled(words: int) -> str:
    """Return a short text that has no sample: only its other runs can find it."""
    return next(text for text in (prose(seed, words) for seed in range(500)) if not len(sketch_all([text])[0].samples))


def test_what_lies_before_the_window_is_not_asked(table: SketchTable) -> None:
    said = " “we shall not leave this harbour before every one of these boats has been paid for,” she said. "
    short = " ".join(REPORT.split(" ")[100:140])
    for stored, text in (
        ({1: REPORT}, REPORT),
        ({1: short}, REPORT),
        ({1: unsampled(14)}, unsampled(14) + " " + prose(8, 200)),
        ({1: prose(9, 200) + said}, prose(8, 200) + said),
    ):
        keep(table, stored, TODAY - timedelta(days=30))
        assert table.candidates(asked({9: text}), since_day=TODAY - timedelta(days=29)) == []
        assert table.candidates(asked({9: text}), since_day=TODAY - timedelta(days=30)) == [(9, 1)]
        table.forget([1])


def test_a_members_row_holds_only_what_its_group_lacks(
    table: SketchTable, connection: duckdb.DuckDBPyConnection
) -> None:
    keep(table, {1: REPORT})
    alone = rows(connection, "sketches")
    groups = {1: 1, 2: 1, 3: 1}
    keep(table, {2: REPORT, 3: REPORT}, groups=groups)
    assert rows(connection, "sketches") == alone
    keep(table, {4: REPORT + prose(5, 200)}, groups=groups | {4: 1})
    assert alone < rows(connection, "sketches") < 2 * alone


def test_within_one_batch_too_a_group_holds_each_hash_once(
    table: SketchTable, connection: duckdb.DuckDBPyConnection
) -> None:
    keep(table, {1: REPORT, 2: REPORT, 3: REPORT}, groups={1: 1, 2: 1, 3: 1})
    assert rows(connection, "sketches") == len(sketch_all([REPORT])[0].hashes)


def test_a_wire_story_in_500_outlets_does_not_hide_the_501st(table: SketchTable) -> None:
    wire = {number: REPORT + "\n" + prose(1000 + number, 40) for number in range(1, 501)}
    keep(table, wire, groups=dict.fromkeys(wire, 1))
    found = table.candidates(asked({900: REPORT}), since_day=EVER)
    assert (900, 1) in found
    assert len(found) < 30


def test_an_excerpt_does_not_hide_the_rest_of_its_group(table: SketchTable) -> None:
    words = REPORT.split(" ")
    keep(table, {1: " ".join(words[:90])})
    keep(table, {2: REPORT}, groups={1: 1, 2: 1})
    assert (9, 2) in table.candidates(asked({9: " ".join(words[150:])}), since_day=EVER)


def test_a_formula_that_many_use_is_dropped(table: SketchTable) -> None:
    formula = prose(7, 60)
    keep(table, {number: prose(2000 + number, 200) + "\n" + formula for number in range(1, 101)})
    assert table.candidates(asked({900: formula + "\n" + prose(8, 200)}), since_day=EVER) == []


@pytest.mark.parametrize(("holders", "is_rare"), [(20, True), (21, False)])
@pytest.mark.parametrize("is_short", [True, False])
def test_what_so_many_hold_is_no_formula_yet(table: SketchTable, holders: int, is_rare: bool, is_short: bool) -> None:
    formula = unsampled(14) if is_short else prose(7, 60)
    own = {number: "" if is_short else prose(2000 + number, 170) for number in range(1, holders + 1)}
    keep(table, {number: f"{text}\n{formula}" for number, text in own.items()})
    found = table.candidates(asked({900: formula + "\n" + prose(8, 300)}), since_day=EVER)
    assert bool(found) == is_rare


def test_short_texts_are_found_in_long_ones(table: SketchTable) -> None:
    words = REPORT.split(" ")
    keep(table, {1: " ".join(words[100:140]), 2: " ".join(words[200:230])})
    assert table.candidates(asked({9: REPORT}), since_day=EVER) == [(9, 1), (9, 2)]


def test_a_quotation_finds_the_article_that_had_it_first(table: SketchTable) -> None:
    said = "we shall not leave this harbour before every one of these boats has been paid for"
    keep(table, {1: prose(9, 200) + f" “{said},” she said. " + prose(10, 100)})
    keep(table, {2: prose(11, 200) + f" “{said},” she said. " + prose(12, 100)}, TODAY + timedelta(days=1))
    later = prose(13, 200) + f" She told them that {said}. " + prose(14, 100)
    assert table.candidates(asked({9: later}), since_day=EVER) == [(9, 1)]


def test_forgotten_articles_are_found_no_more(table: SketchTable, connection: duckdb.DuckDBPyConnection) -> None:
    keep(table, {1: REPORT, 2: prose(2, 300)})
    assert table.known([1, 2, 3]) == {1, 2}
    table.forget([1])
    assert table.known([1, 2, 3]) == {2}
    assert table.candidates(asked({9: REPORT}), since_day=EVER) == []


def test_stored_and_fresh_articles_give_the_pairs_that_one_batch_gives(table: SketchTable) -> None:
    chance = random.Random(4)
    texts = {}
    for number in range(1, 61):
        words = prose(chance.randint(100, 115), 300).split(" ")
        start = chance.randint(0, 100)
        texts[number] = " ".join(words[start : start + chance.randint(60, 200)]) + " " + prose(500 + number, 60)
    together = candidates_within(sketch_all(list(texts.values())))
    late = {number: text for number, text in texts.items() if number > 30}
    keep(table, {number: text for number, text in texts.items() if number <= 30})
    apart = set(table.candidates(asked(late), since_day=EVER))
    expected = {(b + 1, a + 1) for a, b in together if b + 1 > 30}
    assert len(apart & expected) >= 0.97 * len(expected)
