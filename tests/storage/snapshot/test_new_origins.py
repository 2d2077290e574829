"""A report of unknown origin is never told as a new one, in no story of the sample newsroom."""

from pathlib import Path

import duckdb


def test_no_unknown_origin_is_new(newsroom_archive: Path) -> None:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        stories = [story for (story,) in connection.execute("SELECT story_id FROM stories").fetchall()]
        rows = [
            row
            for story in stories
            for row in connection.execute("SELECT origin_state, is_new_origin FROM chronicle($1)", [story]).fetchall()
        ]
    assert ("unknown", True) not in rows
    assert {("unknown", False), ("primary", True), ("relays", True)} <= set(rows)
