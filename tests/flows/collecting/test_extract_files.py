"""Pages on disk are read and explained, kept ones read again into versions; a person's mistake is one line."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.fetch.warc_store import read_kept
from extractors.pages.extract import extract_article
from flows.collecting.accept_pages import accept_pages
from flows.collecting.extract_files import extract_again, extract_paths
from flows.collecting.pipeline import CollectionRequest, collect_sites, with_open_archive
from flows.collecting.subscriptions import follow
from flows.configuration.settings import Settings
from flows.demo.newsroom import Newsroom, serve
from flows.progress import Progress
from news.errors import InputError
from news.records import PageToRead
from storage.archive import Archive
from tests.conftest import HOME
from tests.extractors.pages.other_pages import OTHER_PAGES
from tests.extractors.pages.page_kinds import KINDS, told

NOW = datetime(2026, 9, 27, 18, tzinfo=UTC)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with serve(Newsroom.read(HOME / "seeds" / "newsroom")) as served:
        yield served


def collected(folder: Path, newsroom: Newsroom, *, keep_pages: bool = True) -> Settings:
    """Collect one feed of the sample newsroom."""
    settings = replace(
        Settings(),
        archive=folder,
        private_hosts="127.0.0.1",
        contact="tests@localhost.invalid",
        workers=1,
        keep_pages=keep_pages,
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


def test_better_titles_and_dates_are_versions_and_counted_each(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = collected(tmp_path, newsroom)
    with Archive.open(tmp_path, now=NOW) as archive:
        articles = archive.articles.get([row[0] for row in archive.store.rows(
            "SELECT article_id FROM archive.articles WHERE text_kind = 'full' AND published_by <> 'feed'"
        )])[:2]  # fmt: skip
        older = (
            replace(articles[0], title="A headline | The Outlet"),
            replace(
                articles[1], title="Another | The Outlet", published_at=articles[1].ordered_at - timedelta(days=400)
            ),
        )
        with archive.store.transaction():
            archive.articles.save(older, now=NOW + timedelta(hours=1))
        again = NOW + timedelta(hours=2)
        said = extract_again(archive, settings, outlet=None, now=again, progress=Progress())
        held = archive.articles.get([article.article_id for article in articles])
    assert [(a.title, a.published_at, a.version) for a in held] == [(a.title, a.published_at, 3) for a in articles]
    assert "2 came out differently: 0 texts, 2 titles, 0 lists of authors, 1 dates." in said


def test_a_page_that_is_no_article_is_marked_and_its_words_can_be_read_without_fetching(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    folder = tmp_path / "newsroom"
    shutil.copytree(newsroom.folder, folder)
    entries = [entry for entry in newsroom.entries if entry["feed"] == newsroom.feeds[0]["slug"] and entry["page"]]
    (folder / entries[0]["page"]).write_text(OTHER_PAGES["a section"][1], encoding="utf-8")
    with serve(Newsroom.read(folder)) as served:
        settings = collected(tmp_path / "archive", served)
    with Archive.open(tmp_path / "archive", now=NOW) as archive:
        [(url, kind)] = archive.store.rows(
            "SELECT url, text_kind FROM archive.articles WHERE page_status = 'not_article'"
        )
    assert kind in ("summary", "headline")  # the feed's words: the list is compared with no article
    [kept] = [page for file in (settings.archive / "pages").glob("*.gz") for page in read_kept(file) if page.url == url]
    found = extract_article(PageToRead(source=url, url=url, body=kept.body, http_status=200))
    assert (found.status, bool(found.text)) == ("not_article", True)


def test_what_no_article_says_is_kept_without_its_page_and_a_person_makes_it_one(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    folder = tmp_path / "newsroom"
    shutil.copytree(newsroom.folder, folder)
    entries = [entry for entry in newsroom.entries if entry["feed"] == newsroom.feeds[0]["slug"] and entry["page"]]
    (folder / entries[0]["page"]).write_text(OTHER_PAGES["a section"][1], encoding="utf-8")
    with serve(Newsroom.read(folder)) as served:
        settings = collected(tmp_path / "archive", served, keep_pages=False)
    sql = "SELECT url, page_text FROM archive.articles WHERE page_text IS NOT NULL"
    with Archive.open(tmp_path / "archive", now=NOW) as archive:
        [(url, said)] = archive.store.rows(sql)
        assert not (settings.archive / "pages").exists()
        with pytest.raises(InputError, match="no article is kept"):
            accept_pages(archive, settings, [url, "https://nobody.example/x"], now=NOW, progress=Progress())
        told = accept_pages(archive, settings, [url], now=NOW + timedelta(hours=1), progress=Progress())
        assert told.startswith("1 page accepted as articles.")
        [(text, kind, status, change)] = archive.store.rows(
            "SELECT text, text_kind, page_status, change FROM archive.articles WHERE url = $1 AND page_text IS NULL",
            [url],
        )
    assert (text, kind, status, change) == (said, "full", "ok", "read again")


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
