"""Texts and fetched pages past their time: by outlet, only where the settings say so, and only weekly."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.configuration.settings import Settings, read_settings
from flows.operations.retention import drop_old
from news.errors import SettingsError
from storage.archive import Archive
from tests.storage.newsstand import NOW, article, save


@pytest.fixture
def archive_of_three(tmp_path: Path) -> Path:
    """An archive with one text each of three outlets, ten days old."""
    with Archive.open(tmp_path / "archive", now=NOW) as archive:
        old = NOW - timedelta(days=10)
        outlets = ("Harbour Post", "Tide Mail", None)
        save(
            archive,
            [
                replace(article(number), outlet=outlet, ordered_at=old, published_at=old)
                for number, outlet in enumerate(outlets)
            ],
        )
    return tmp_path / "archive"


@pytest.mark.parametrize(
    ("retain", "left"),
    [
        ({}, {"Harbour Post", "Tide Mail", None}),
        ({"*": 11}, {"Harbour Post", "Tide Mail", None}),
        ({"*": 9}, set()),
        ({"Harbour Post": 9}, {"Tide Mail", None}),
        ({"*": 9, "Harbour Post": 11}, {"Harbour Post"}),
        ({"*": 11, "Harbour Post": 9, "Tide Mail": 9}, {None}),
    ],
)
def test_texts_go_by_outlet(archive_of_three: Path, retain: Mapping[str, int], left: set[str | None]) -> None:
    settings = Settings(archive=archive_of_three, retain_days=retain)
    with Archive.open(archive_of_three, now=NOW) as archive:
        said = drop_old(archive, settings, now=NOW)
        kept = {row.outlet for row in archive.articles.everything() if row.text}
    assert kept == left
    assert f"{3 - len(left)} text" in said


def test_pages_go_by_the_day_of_their_file(archive_of_three: Path) -> None:
    pages = archive_of_three / "pages"
    pages.mkdir()
    days = [NOW.date() - timedelta(days=age) for age in (0, 90, 91, 400)]
    for day in days:
        (pages / f"pages-{day:%Y-%m-%d}.warc.gz").write_bytes(b"")
    (pages / "notes.txt").write_text("mine")
    settings = Settings(archive=archive_of_three, retain_pages_days=90)
    with Archive.open(archive_of_three, now=NOW) as archive:
        assert "2 days of fetched pages" in drop_old(archive, settings, now=NOW)
    assert sorted(path.name for path in pages.iterdir()) == sorted(
        ["checksums.json", "notes.txt", *(f"pages-{day:%Y-%m-%d}.warc.gz" for day in days[:2])]
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("retain_days = 365", {"*": 365}),
        ('retain_days = { "*" = 365, "Harbour Post" = 30 }', {"*": 365, "Harbour Post": 30}),
        ("", {}),
    ],
)
def test_the_setting_is_a_number_or_a_table(tmp_path: Path, line: str, expected: dict[str, int]) -> None:
    (tmp_path / "newsthread.toml").write_text(line)
    assert read_settings({}, folder=tmp_path).retain_days == expected


@pytest.mark.parametrize("line", ["retain_days = 0", 'retain_days = { "*" = -1 }', 'retain_pages_days = "soon"'])
def test_no_number_of_days_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "newsthread.toml").write_text(line)
    with pytest.raises(SettingsError, match="retain_"):
        read_settings({}, folder=tmp_path)


def test_a_day_is_one_of_the_archives_zone(archive_of_three: Path) -> None:
    settings = Settings(archive=archive_of_three, retain_pages_days=1, time_zone="Pacific/Kiritimati")
    (archive_of_three / "pages").mkdir()
    late = NOW.replace(hour=23)
    kept = archive_of_three / "pages" / f"pages-{date(late.year, late.month, late.day):%Y-%m-%d}.warc.gz"
    kept.write_bytes(b"")
    with Archive.open(archive_of_three, now=NOW) as archive:
        drop_old(archive, settings, now=late)
    assert kept.exists()
