"""corroborate on the command line: what is told, what was searched, and where it stops."""

import inspect
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from flows.cli import main
from news.claims import claim_matching, claim_names
from news.claims.claim_deeds import Doubt
from news.claims.corroboration import MOST_TEXTS
from news.records import Article, Feed
from storage.archive import Archive
from tests.conftest import HOME

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def archive_of(folder: Path, texts: int) -> None:
    articles = [
        Article(article_id=number, url=f"https://example.org/{number}", outlet="Herald", title=f"Harbour {number}",
                text=f"The council approved the harbour contract on day {number}.", language="en", first_seen_at=NOW,
                ordered_at=NOW, ordered_by="published", arrived_by="feed")
        for number in range(1, texts + 1)
    ]  # fmt: skip
    with Archive.open(folder, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save(articles, now=NOW)
        archive.publish(now=NOW)


def told(folder: Path, claim: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = main(["corroborate", claim, *options, "--archive", str(folder)])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def test_it_tells_the_sentences_and_what_was_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive_of(tmp_path, 2)
    status, words = told(tmp_path, "The council approved the harbour contract.", capsys)
    assert status == 0
    assert "https://example.org/1" in words
    assert "Searched: 2 articles of 2026-07-01 to 2026-07-01 for council, approved, harbour, contract" in words
    assert "Left unread" not in words
    _, words = told(tmp_path, "The minister resigned in Oslo.", capsys)
    assert "No sentence states it" in words


def test_it_says_where_it_stops_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive_of(tmp_path, MOST_TEXTS + 5)
    _, words = told(tmp_path, "The council approved the harbour contract.", capsys)
    assert "Left unread: 5 texts that may speak of it, too." in words


def test_an_empty_claim_is_refused_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive_of(tmp_path, 1)
    status, words = told(tmp_path, " ", capsys)
    assert status != 0
    assert "one sentence" in words


def test_a_language_is_named_in_any_form_and_one_that_is_not_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive_of(tmp_path, 1)
    claim = "The council approved the harbour contract."
    for name in ("en", "English", "eng"):
        status, words = told(tmp_path, claim, capsys, "--language", name)
        assert (status, "https://example.org/1" in words) == (0, True)
    status, words = told(tmp_path, claim, capsys, "--language", "klingon")
    assert status != 0
    assert "--language 'klingon': claims are read in" in words


def test_every_note_is_explained_in_the_analysts_guide() -> None:
    guide = (HOME / "docs/analyst.md").read_text(encoding="utf-8")
    section = guide.split("## Who states a claim", 1)[1].split("\n## ", 1)[0]
    named = {note.strip() for row in re.findall(r"^\| (.*?) \|", section, re.MULTILINE) for note in row.split(",")}
    named |= {f"{what} elsewhere" for what in ("part of it stands", "its names stand", "its subject stands")}
    source = inspect.getsource(claim_matching)
    notes = {
        *re.findall(r'"([a-z][a-z ]+)": ', source),
        *re.findall(r'told = "([a-z ]+)"', inspect.getsource(claim_names)),
    }
    assert {"no deed", "near word", "a hedge or question"} <= notes
    assert notes | set(get_args(Doubt)) - {""} | {"no figure", "another figure", "words"} <= named


def test_what_was_not_followed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive_of(tmp_path, 1)
    with Archive.open(tmp_path, now=NOW) as archive:
        archive.feeds.add([Feed(url="https://example.org/feed.xml", outlet="Herald")], now=NOW + timedelta(days=9))
        archive.publish(now=NOW + timedelta(days=9))
    _, words = told(tmp_path, "The council approved the harbour contract.", capsys)
    assert "Outlets are followed since 2026-07-10: what is older came later, and is not all there was." in words
