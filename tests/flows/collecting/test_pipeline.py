"""The steps of a collection have names, and its statuses are those of SQL."""

from pathlib import Path

import duckdb

from flows.collecting.pipeline import STEPS
from news.records import READABLE


def test_every_step_has_a_name_of_its_own() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS) == 5


def test_sql_and_python_agree_on_readable_pages(newsroom_archive: Path) -> None:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        for status in (*READABLE, "not_article", "too_short", "blocked", "gone"):
            said = connection.execute("SELECT is_readable_page($1)", [status]).fetchone()
            assert said == (status in READABLE,)
