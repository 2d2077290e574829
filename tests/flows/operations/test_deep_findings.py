"""Damage of kept pages is told, with checksums of them and without; what is added or removed on purpose is none."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.fetch.warc_store import keep
from flows.configuration.settings import Settings
from flows.operations.deep_findings import deep_findings
from flows.operations.retention import drop_old
from news.records import FetchedPage
from storage.archive import Archive
from storage.recovery.page_sums import NAME
from tests.storage.newsstand import ready

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
DAY = "pages-2026-11-28.warc.gz"
Harm = Callable[[bytes], bytes]


def page(number: int) -> FetchedPage:
    url = f"https://lantern.example/{number}"
    body = f"<p>{random.Random(number).randbytes(400).hex()}</p>".encode()
    return FetchedPage(url=url, final_url=url, outcome="ok", status=200, body=body, fetched_at=NOW)


def run(folder: Path, numbers: range, *, now: datetime = NOW) -> None:
    with Archive.open(folder, now=now):
        keep(map(page, numbers), folder / "pages", now=now)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = ready(tmp_path / "archive")
    run(folder, range(6))
    return folder


def wrong(folder: Path) -> list[str]:
    return [one.said for one in deep_findings(Settings(archive=folder)) if one.is_wrong]


def flipped(data: bytes) -> bytes:
    return data[:900] + bytes([data[900] ^ 4]) + data[901:]


def swapped(data: bytes) -> bytes:
    """Two records in each other's place: a reader of WARC sees nothing wrong."""
    second, third = data.index(b"\x1f\x8b\x08", 10), data.index(b"\x1f\x8b\x08", 1000)
    return data[second:third] + data[:second] + data[third:]


HARMS: dict[str, Harm] = {
    "a bit": flipped,
    "the end": lambda data: data[:-300],
    "the last record": lambda data: data[: data.rindex(b"\x1f\x8b\x08")],
    "places of records": swapped,
    "all": lambda data: b"",
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_damage_of_kept_pages_is_told(folder: Path, harm: Harm) -> None:
    path = folder / "pages" / DAY
    assert wrong(folder) == []
    path.write_bytes(harm(path.read_bytes()))
    assert wrong(folder)
    with Archive.open(folder, now=NOW):
        pass
    assert wrong(folder), "a later run must not take damage for what it wrote"


def test_without_checksums_a_damaged_record_is_told(folder: Path) -> None:
    (folder / "pages" / NAME).unlink()
    path = folder / "pages" / DAY
    path.write_bytes(flipped(path.read_bytes()))
    assert any("cannot be unpacked" in said for said in wrong(folder))


def test_a_lost_file_is_told(folder: Path) -> None:
    (folder / "pages" / DAY).unlink()
    run(folder, range(6, 8), now=NOW + timedelta(days=1))
    assert [said for said in wrong(folder) if "is missing" in said]


def test_pages_that_came_later_are_no_damage(folder: Path) -> None:
    run(folder, range(6, 9))
    run(folder, range(9, 12), now=NOW + timedelta(days=1))
    assert wrong(folder) == []


def test_what_a_killed_run_cut_is_told_of_once(folder: Path) -> None:
    path = folder / "pages" / DAY
    with path.open("ab") as file:
        file.write(path.read_bytes()[:200])  # a record whose end was never written
    assert any("cut when a run was ended" in said for said in wrong(folder))
    with Archive.open(folder, now=NOW):
        pass
    assert wrong(folder) == []


def test_pages_past_their_time_are_no_loss(folder: Path) -> None:
    later = NOW + timedelta(days=20)
    run(folder, range(6, 8), now=later)
    with Archive.open(folder, now=later) as archive:
        drop_old(archive, Settings(archive=folder, retain_pages_days=10), now=later)
    assert not (folder / "pages" / DAY).exists()
    assert wrong(folder) == []


def test_a_damaged_list_of_checksums_is_told(folder: Path) -> None:
    (folder / "pages" / NAME).write_text('{"files": {}}')
    assert any("is damaged" in said for said in wrong(folder))
