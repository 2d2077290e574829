"""Pages on disk are read and explained, kept ones read again into versions; a person's mistake is one line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.collecting.extract_files import extract_again, extract_paths
from flows.collecting.pipeline import CollectionRequest, collect_sites, with_open_archive
from flows.collecting.subscriptions import follow
from flows.configuration.settings import Settings
from flows.demo.newsroom import Newsroom, serve
from flows.progress import Progress
from news.errors import InputError
from storage.archive import Archive
from tests.conftest import HOME
from tests.extractors.pages.page_kinds import KINDS, told

NOW = datetime(2026, 9, 27, 18, tzinfo=UTC)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with serve(Newsroom.read(HOME / "seeds" / "newsroom")) as served:
        yield served


def collected(folder: Path, newsroom: Newsroom) -> Settings:
    """Collect one feed of the sample newsroom; its pages are kept."""
    settings = replace(
        Settings(), archive=folder, private_hosts="127.0.0.1", contact="tests@localhost.invalid", workers=1
    )
    with Archive.open(folder, now=NOW) as archive:
        follow(archive, settings, newsroom.base + newsroom.feeds[0]["path"], outlet=None, now=NOW)
        collect_sites(with_open_archive(archive, settings, CollectionRequest(now=NOW, all_feeds=True)))
    return settings


def test_a_text_that_comes_out_differently_becomes_a_version_and_the_others_stay(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    settings = collected(tmp_path, newsroom)
    with Archive.open(tmp_path, now=NOW) as archive:
        articles = archive.articles.get([row[0] for row in archive.store.rows(
            "SELECT article_id FROM archive.articles WHERE text_kind = 'full'"
        )])  # fmt: skip
        assert articles
        badly = replace(articles[0], text="What an older rule made of the page.", authors=("See full bio",))
        with archive.store.transaction():
            archive.articles.save([badly], now=NOW + timedelta(hours=1))
        again = NOW + timedelta(hours=2)
        said = extract_again(archive, settings, outlet=articles[0].outlet, now=again, progress=Progress())
        [held] = archive.articles.get([articles[0].article_id])
        assert (held.text, held.version, held.change) == (articles[0].text, 3, "read again")
        assert held.date_candidates == articles[0].date_candidates != ()
        assert held.authors == articles[0].authors != ()
        assert "1 came out differently: 1 texts, 0 titles, 1 lists of authors, 0 dates." in said
        assert all(item.version == 1 for item in archive.articles.get([a.article_id for a in articles[1:]]))


def test_an_outlet_without_kept_pages_is_named(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = collected(tmp_path, newsroom)
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(InputError, match="No kept page is of 'Nobody'"):
        extract_again(archive, settings, outlet="Nobody", now=NOW, progress=Progress())


def test_an_archive_without_kept_pages_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(InputError, match="No page is kept"):
        extract_again(archive, replace(Settings(), archive=tmp_path), outlet=None, now=NOW, progress=Progress())


def test_a_person_is_told_why_a_page_came_out_as_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shell.html").write_text(KINDS["a shell with its state in blocks"]().html, encoding="utf-8")
    (tmp_path / "letter.html").write_bytes(b"%PDF-1.7 x")
    done = extract_paths([tmp_path], url=None, as_jsonl=False, explain=True, workers=1, progress=Progress())
    said = capsys.readouterr().out
    assert done == 0
    assert told()[0] in said
    assert "then the data that the page carries for its own script" in said
    assert "date: 2025-11-03 18:05:00+01:00 from meta" in said
    assert "status: non_html (a PDF)" in said
    assert "no reader saw the page" in said
    assert "datetime" not in said


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.html does not exist"):
        extract_paths(
            [tmp_path / "nothing.html"], url=None, as_jsonl=False, explain=False, workers=1, progress=Progress()
        )
