"""Kept pages are read again when rules improve: what differs becomes a version, and a person's mistake is one line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.collecting import collect
from flows.extracting import extract_again
from flows.following import follow
from flows.progress import Progress
from flows.serve_newsroom import Newsroom, serve
from flows.settings import Settings
from news.errors import InputError
from storage.archive import Archive
from tests.conftest import HOME

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
        collect(archive, settings, now=NOW, all_feeds=True)
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
        badly = replace(articles[0], text="What an older rule made of the page.")
        with archive.store.transaction():
            archive.articles.save([badly], now=NOW + timedelta(hours=1))
        again = NOW + timedelta(hours=2)
        said = extract_again(archive, settings, outlet=articles[0].outlet, now=again, progress=Progress())
        [held] = archive.articles.get([articles[0].article_id])
        assert (held.text, held.version, held.change) == (articles[0].text, 3, "read again")
        assert held.date_candidates == articles[0].date_candidates != ()
        assert "1 texts came out differently" in said
        assert all(item.version == 1 for item in archive.articles.get([a.article_id for a in articles[1:]]))


def test_an_outlet_without_kept_pages_is_named(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = collected(tmp_path, newsroom)
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(InputError, match="No kept page is of 'Nobody'"):
        extract_again(archive, settings, outlet="Nobody", now=NOW, progress=Progress())


def test_an_archive_without_kept_pages_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(InputError, match="No page is kept"):
        extract_again(archive, replace(Settings(), archive=tmp_path), outlet=None, now=NOW, progress=Progress())
