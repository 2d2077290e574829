"""A clock that ran ahead: what it left is noticed, mended on request, and nothing else is touched."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.cli import main
from storage.archive import Archive
from storage.maintenance.clock_errors import clock_errors, mend_clock
from tests.storage.newsstand import NOW, article, save

YEARS = timedelta(days=3650)
ALL = "SELECT article_id, first_seen_at, ordered_at, published_at, recorded_at FROM archive.articles ORDER BY ALL"


def test_an_archive_of_right_clocks_has_none(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, [article(1), replace(article(2), published_at=NOW + YEARS)])
        before = archive.store.rows(ALL)
        assert clock_errors(archive.store, now=NOW + timedelta(minutes=5)) == {}
        assert mend_clock(archive.store, now=NOW) == 0
        assert archive.store.rows(ALL) == before


def test_what_a_fast_clock_left_is_counted_and_mended(tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        save(archive, [article(1)])
        archive.articles.save([replace(article(2), first_seen_at=NOW + YEARS, ordered_at=NOW + YEARS)], now=NOW + YEARS)
        found = clock_errors(archive.store, now=NOW)
        assert found["articles", "first_seen_at"] == found["articles", "recorded_at"] == 1
        with archive.store.transaction():
            assert mend_clock(archive.store, now=NOW) == sum(found.values())
        assert clock_errors(archive.store, now=NOW) == {}
        rows = archive.store.rows(
            "SELECT max(first_seen_at), max(recorded_at), max(superseded_at) FROM archive.articles"
        )
    assert rows[0][:2] == (NOW, NOW)
    assert rows[0][2].year == 9999, "what holds goes on holding"


def test_doctor_notices_and_mends_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with Archive.open(tmp_path / "archive", now=NOW) as archive:
        archive.articles.save([replace(article(1), first_seen_at=NOW + 9 * YEARS)], now=NOW)
        archive.publish(now=NOW)
    main(["doctor"])
    assert "1 in articles.first_seen_at" in capsys.readouterr().out
    main(["doctor", "--mend"])
    said = capsys.readouterr()
    assert "1 moment of a wrong clock set to now." in said.err
    assert "first_seen_at" not in said.out
