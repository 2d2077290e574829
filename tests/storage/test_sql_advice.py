"""Advice for slow questions: what is told fits the words of the question, and quick ones are left alone."""

import pytest

from storage.sql_advice import advice

TOLD = {
    "SELECT title FROM articles WHERE text ILIKE '%strike%'": "search(",
    "SELECT count(*) FROM articles WHERE contains(lower(text), 'strike')": "search(",
    "SELECT regexp_extract(a.text, 'x') FROM articles AS a": "search(",
    "SELECT sum(length(text)) FROM articles": "word_count",
    "SELECT * FROM articles ORDER BY ordered_at": "name the columns",
    "FROM articles": "name the columns",
    "from article_versions where version > 1": "name the columns",
    "SELECT s.title, c.day FROM stories AS s, chronicle(s.story_id) AS c": "for each story",
    "SELECT 1 FROM outlets CROSS JOIN feeds": "join on a key",
}
UNTOLD = (
    "FROM stories",
    "SELECT title FROM articles WHERE outlet = 'text ILIKE this'",
    "FROM chronicle('s0')",
    "SELECT count(*) FROM articles",
)


@pytest.mark.parametrize("sql", TOLD)
def test_what_is_slow_is_told_with_what_is_faster(sql: str) -> None:
    assert any(TOLD[sql] in line for line in advice(sql)), advice(sql)


@pytest.mark.parametrize("sql", UNTOLD)
def test_nothing_is_told_where_the_words_tell_nothing(sql: str) -> None:
    assert advice(sql) == []
    assert "as of a moment" in advice(sql, as_of="2026-01-01")[0]
