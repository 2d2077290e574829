"""Every question of docs/sql.md runs on the sample newsroom, and answers."""

import duckdb
import pytest

from tools.cookbook import BLOCK, PAGE, answer, drawn, questions
from tools.fill_cookbook import filled

COOKBOOK = list(questions(PAGE.read_text(encoding="utf-8")))
# The sample newsroom has no reader, so that no digest was written.
SILENT = {"Was my digest sent?"}


@pytest.fixture(scope="module")
def snapshot(newsroom_archive):
    with duckdb.connect(newsroom_archive / "news.duckdb", read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def test_the_cookbook_holds_at_least_twenty_questions():
    headings = [heading for heading, _ in COOKBOOK]
    assert len(headings) >= 20
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(("heading", "sql"), COOKBOOK, ids=[heading for heading, _ in COOKBOOK])
def test_every_question_answers(snapshot, heading, sql):
    names, rows = answer(snapshot, sql)
    assert names
    assert rows or heading in SILENT


def test_every_question_shows_its_answer():
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("```sql\n") == page.count("```text\n") == len(COOKBOOK)


def test_the_answers_that_it_shows_are_those_of_today(snapshot):
    page = PAGE.read_text(encoding="utf-8")
    shown = zip(COOKBOOK, BLOCK.finditer(page), BLOCK.finditer(filled(page, snapshot)), strict=True)
    stale = [heading for (heading, _), then, today in shown if then[0] != today[0]]
    assert not stale, "make cookbook writes them anew"


def test_an_answer_is_drawn_for_people():
    rows = [(None, True, 0.5, ["x", "y"], "a\nb"), *[(1, False, 2.0, [], "z")] * 12]
    lines = drawn(["one", "two", "three", "four", "five"], rows).splitlines()
    assert lines[2].split() == ["NULL", "true", "0.5", "x", "|", "y", "a", "b"]
    assert (len(lines), lines[-1]) == (15, "… 1 more")
