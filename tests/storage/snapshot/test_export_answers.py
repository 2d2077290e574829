"""What cells of CSV and JSON become of every kind of value, and how snapshots are opened for each kind of question."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest

import newsthread
from news.errors import ArchiveError, InputError
from storage.archive_reader import read_archive
from storage.recovery.damaged_file import damage_in_words
from storage.snapshot.article_search import _asked, article_search
from storage.snapshot.assistant import AssistantQuestions
from storage.snapshot.claim_texts import HEAP, MOST_HEAPS, _in_few_heaps, claim_texts
from storage.snapshot.connection import _of_this_version, connected
from storage.snapshot.digest_list import digests_of
from storage.snapshot.export import _distinct, _guarded_cell, _in_json, _write_csv, _write_json, _written, write_answer
from storage.snapshot.sql import ask
from storage.snapshot.worker_messages import decoded, encoded
from tests.answers import check
from tests.storage.newsstand import NOW, articles, filled

KEPT = Path("tests/fixtures/answers/storage")
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 0.5, float("nan"), float("inf"), -float("inf"), "", "words", "=1+1", "+1", "-1", "@x",
    "\tx", "\rx", "'x", " =1", Decimal("1.50"), datetime(2026, 1, 2, 3, 4, tzinfo=UTC), datetime(2026, 1, 2),  # noqa: DTZ001
    date(2026, 1, 2), time(3, 4), timedelta(days=1), b"\x00\xff", UUID(int=7), [1, None, Decimal("0.1")],
    (date(2026, 1, 2),), {"a": float("nan"), 1: b"x"}, [{"a": [1]}], [], {}, ["=1"],
)  # fmt: skip
PARTS: tuple[tuple[Any, ...], ...] = (
    ("columns", ["a", "b", "a", "=c"], []), ("rows", [(1, "=x", None, True), (2.5, "y", [1], b"z")]), ("rows", []),
    ("rows", [(None, "", {}, date(2026, 1, 2))]), ("truncated",), ("done", 0.1),
)  # fmt: skip


def test_what_values_become_stays() -> None:
    found = [f"{value!r}: {_in_json(value)!r} {_guarded_cell(value)!r}" for value in VALUES]
    for names in ([], ["a"], ["a", "a"], ["a", "b", "a", "a_2", "a"]):
        found.append(f"{names}: {_distinct(names)}")
    for parts in (PARTS, PARTS[:1], PARTS[:2]):
        for is_guarded in (True, False):
            file = io.StringIO()
            found += [f"csv {is_guarded}: {_write_csv(iter(parts), file, is_guarded=is_guarded)}", file.getvalue()]
        file = io.StringIO()
        found += [f"json: {_write_json(iter(parts), file)}", file.getvalue()]
    check(KEPT / "exported_values.txt", found)
    assert _written(iter([("columns", [], []), ("written", 7), ("done", 1.0)])) == 7
    assert _written(iter([("done", 1.0)])) == 0


def test_a_value_of_no_known_kind_is_sent_as_words() -> None:
    assert decoded(encoded(("rows", [[1 + 2j]]))) == ("rows", [("(1+2j)",)])


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("opened"), 3) / "news.duckdb"


def test_what_cannot_be_written_or_read_is_said(snapshot: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Parquet goes to a file: name one"):
        write_answer(snapshot, "SELECT 1", io.StringIO(), "parquet")
    with pytest.raises(InputError, match="is a DuckDB database; name another file"):
        write_answer(snapshot, "SELECT 1", snapshot, "csv")
    with pytest.raises(InputError, match="cannot be written: there is no folder"):
        write_answer(snapshot, "SELECT 1", tmp_path / "none" / "x.csv", "csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        write_answer(snapshot, "SELECT 1", tmp_path / "folder", "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    with pytest.raises(ArchiveError, match=r"folder cannot be read: "):
        ask(tmp_path / "folder", "SELECT 1")
    with newsthread.open(snapshot) as archive:
        with pytest.raises(InputError, match="returns nothing; an archive is asked with SELECT"):
            archive.sql("-- nothing")
        for frame in (archive.rows, archive.pl):
            with pytest.raises(InputError, match="Invalid Input Error: no"):
                frame("SELECT error('no')")
        archive.close()
        archive.close()


@pytest.mark.parametrize("opened", [claim_texts, article_search, AssistantQuestions.opened])
def test_questions_are_asked_as_of_a_moment_in_utc_and_read_alone(opened: Callable[..., Any], snapshot: Path) -> None:
    settings = "SELECT current_setting('TimeZone'), current_setting('disabled_optimizers')"
    for moment, count in ((None, 3), (datetime(2020, 1, 1, tzinfo=UTC), 0)):
        with opened(snapshot, as_of=moment) as asked:
            assert asked._rows("SELECT count(*) FROM articles") == [(count,)]
            assert asked._rows(settings) == [("UTC", "statistics_propagation")]
            with pytest.raises(ArchiveError, match="read-only"):
                asked._rows("DELETE FROM archive.articles")
    with pytest.raises(ArchiveError), opened(snapshot.with_name("none.duckdb")):
        pass


def test_repositories_read_a_snapshot_and_do_not_write_to_it(snapshot: Path) -> None:
    with read_archive(snapshot) as archive:
        assert [one.title for one in archive.articles.everything()] == [f"Headline {number}" for number in range(3)]
        assert (archive.feeds.all(), archive.outlets.all(), archive.links.corrections()) == ([], [], [])
        assert archive.stories.candidates([], limit=5, similarity=0.5) == []
        with pytest.raises(ArchiveError, match="read-only"):
            archive.articles.save(articles(1, start=7), now=NOW)
    with digests_of(snapshot) as digests:
        assert (digests.all(), digests.get("x"), digests.deliveries()) == ([], None, [])
        assert digests._rows("SELECT current_setting('TimeZone')") == [("UTC",)]


def test_a_snapshot_of_another_version_says_what_it_lacks(snapshot: Path) -> None:
    with connected(snapshot, as_of=None) as connection:
        for sql, said in (
            ("SELECT none_such FROM articles", r" \(it has no none_such\); publish"),
            ("FROM none_such", r" \(it has no none_such\); publish"),
            ("SELECT sum(title) FROM articles", "version of newsthread; publish"),
        ):
            with pytest.raises(ArchiveError, match=said), _of_this_version(snapshot):
                connection.execute(sql)
        with pytest.raises(duckdb.ParserException), _of_this_version(snapshot):
            connection.execute("FORM")


SEARCHES = (
    "FROM search('a')", "SELECT * FROM Search ( 'it''s' , most := 3)", "FROM search(query := 'a b')",
    "FROM search(Query:='a')",
    "FROM search(query := $1)", "FROM search($1)", "FROM search(other := 'a')", "SELECT search FROM t",
    "SELECT 'search(''a'')'",
    "FROM search('é') JOIN search('b')", "SELECT 'é', search('a')", "FROM search(", "search", "FROM search()",
    "FROM research('a')",
)  # fmt: skip


def test_what_questions_ask_of_search_stays() -> None:
    check(KEPT / "asked_of_search.txt", (f"{sql}: {list(_asked(sql))}" for sql in SEARCHES))


def test_texts_are_read_from_few_heaps_the_likeliest_first() -> None:
    places = [
        0,
        HEAP - 1,
        HEAP,
        *(number * HEAP for number in range(2, MOST_HEAPS + 3)),
        5,
        (MOST_HEAPS + 1) * HEAP + 1,
    ]
    rows = [(number, "", "", "", "", place) for number, place in enumerate(places)]
    heaps = [row[5] // HEAP for row in _in_few_heaps(rows)]
    assert heaps == [0, 0, *range(1, MOST_HEAPS), 0]


def test_what_is_said_of_damage_stays() -> None:
    words = (
        "it is not a valid DuckDB database file!",
        "Could not read enough bytes",
        "does NOT match stored checksum",
        "no",
    )
    names = ("store.duckdb", "index.duckdb", "news.duckdb", "other.duckdb")
    said = (f"{name} {error}: {damage_in_words(Path(name), error)}" for name in names for error in words)
    check(KEPT / "damage.txt", said)
