"""One story's counts of sources are the same in SQL, by day, on the command line, on the site and in the digest."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from digest.labels import words_of
from digest.letter.phrases import sources_lines
from flows.cli import main
from flows.delivery.site import SiteOptions, print_site
from flows.progress import Progress
from news.records import StoryLine
from storage.snapshot.coverage import coverage_of
from tests.digest.pages import read_page

COUNTS = ("independent_sources", "first_hand_reports", "unknown_reports", "not_read")


@pytest.fixture(scope="module")
def stories(newsroom_archive: Path) -> list[StoryLine]:
    with coverage_of(newsroom_archive / "news.duckdb", as_of=None) as coverage:
        return list(coverage.stories())


def asked(archive: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(archive / "news.duckdb"), read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def test_the_days_add_up_to_the_story(newsroom_archive: Path, stories: list[StoryLine]) -> None:
    assert stories
    for story in stories:
        days = asked(
            newsroom_archive, "SELECT sum(origins), sum(unknown_origins) FROM coverage_by_day($1)", story.story_id
        )
        assert days == [(story.origins_with_text, story.unknown_reports)]


def test_the_chronicle_tells_the_origin_that_is_counted(newsroom_archive: Path, stories: list[StoryLine]) -> None:
    for story in stories:
        told = asked(
            newsroom_archive,
            "SELECT c.origin_state, c.origin, o.state, o.origin FROM chronicle($1) AS c "
            "JOIN origins AS o ON o.article_id = c.article_id AND o.basis = 'text'",
            story.story_id,
        )
        assert told
        assert all(row[:2] == row[2:] for row in told)


def test_sql_and_the_command_line_tell_the_same(
    newsroom_archive: Path, stories: list[StoryLine], capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of("en")
    for story in stories:
        (row,) = asked(
            newsroom_archive,
            f"SELECT {', '.join(COUNTS)}, source_names FROM stories WHERE story_id = $1",
            story.story_id,
        )
        assert main(["story", story.story_id, "--archive", str(newsroom_archive), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)["story"]
        assert [told[name] for name in (*COUNTS, "source_names")] == list(row)
        assert main(["story", story.story_id, "--archive", str(newsroom_archive)]) == 0
        shown = capsys.readouterr().out
        assert all(line in shown for line in sources_lines(story, story.source_names, words))


def test_the_site_and_the_digest_say_it_in_the_same_words(
    newsroom_archive: Path, stories: list[StoryLine], tmp_path: Path
) -> None:
    print_site(newsroom_archive / "news.duckdb", tmp_path / "site", options=SiteOptions(), progress=Progress())
    words = words_of("en")
    with coverage_of(newsroom_archive / "news.duckdb", as_of=None) as coverage:
        (span,) = asked(newsroom_archive, "SELECT min(first_seen_at), max(first_seen_at) FROM articles")
        since, until = (moment for moment in span if isinstance(moment, datetime))
        moved = {one.story_id: one for one in coverage.moved(since - timedelta(days=1), until)}
    for story in stories:
        lines = sources_lines(story, story.source_names, words)
        page = next((tmp_path / "site").rglob(f"*{story.story_id}*.html"))
        said = " ".join(read_page(page.read_text(encoding="utf-8")).text.split())
        assert all(line in said for line in lines)
        if (update := moved.get(story.story_id)) is not None:
            assert sources_lines(update, update.source_names, words) == lines
    assert moved
