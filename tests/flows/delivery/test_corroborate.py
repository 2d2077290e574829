"""corroborate on the command line: what is told, what was searched, and where it stops."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli import main
from news.claims.corroboration import MOST_TEXTS
from news.records import Article
from storage.archive import Archive

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
    assert "Searched: 2 articles" in words
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
