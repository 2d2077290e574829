"""Pages are taken out of kept files by address or by what they hold; the rest stays byte for byte."""

from datetime import UTC, datetime
from pathlib import Path

from extractors.fetch.limits import WebRules
from extractors.fetch.warc_removal import Removal, drop_pages
from extractors.fetch.warc_store import keep, read_kept
from news.records import FetchedPage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page(name: str, body: bytes = b"quay") -> FetchedPage:
    url = f"https://h.example/{name}"
    return FetchedPage(url=url, final_url=url, outcome="ok", status=200, body=body, fetched_at=NOW)


def kept(folder: Path, *names: str) -> Path:
    path = keep([page(name, name.encode() * 30) for name in names], folder, now=NOW)
    assert path is not None
    return path


def left(path: Path) -> list[str]:
    return [back.url.rsplit("/", 1)[1] for back in read_kept(path)]


def test_a_page_goes_by_its_address_or_by_its_words(tmp_path: Path) -> None:
    path = kept(tmp_path, "a", "b", "c")
    assert drop_pages(tmp_path, lambda url, _: url.endswith("/b")) == Removal(pages=1, files=1)
    assert left(path) == ["a", "c"]
    assert drop_pages(tmp_path, lambda _, plain: b"c" * 30 in plain) == Removal(pages=1, files=1)
    assert left(path) == ["a"]
    assert [one.name for one in tmp_path.iterdir()] == [path.name]  # no draft is left


def test_where_nothing_goes_the_file_stays_as_it_is(tmp_path: Path) -> None:
    path = kept(tmp_path, "a", "b")
    before = path.read_bytes(), path.stat().st_ino
    assert drop_pages(tmp_path, lambda url, _: False) == Removal()
    assert (path.read_bytes(), path.stat().st_ino) == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_file_of_which_all_goes_is_removed(tmp_path: Path) -> None:
    kept(tmp_path, "a", "b")
    assert drop_pages(tmp_path, lambda url, _: True) == Removal(pages=2, files=1)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_piece_is_counted_and_stays(tmp_path: Path) -> None:
    path = kept(tmp_path, "a", "b")
    path.write_bytes(path.read_bytes()[:-9] + b"torn")
    assert drop_pages(tmp_path, lambda url, _: url.endswith("/a")) == Removal(pages=1, files=1, unread=1)
    assert path.read_bytes().endswith(b"torn")
    assert drop_pages(tmp_path, lambda url, _: True) == Removal(unread=1)


def test_several_files_are_counted_together_and_an_empty_or_absent_one_is_nothing(tmp_path: Path) -> None:
    first = kept(tmp_path, "a", "b")
    first.rename(tmp_path / "pages-2026-11-21.warc.gz")
    kept(tmp_path, "a", "c")
    (tmp_path / "pages-2026-11-20.warc.gz").write_bytes(b"")
    assert drop_pages(tmp_path, lambda url, _: url.endswith("/a")) == Removal(pages=2, files=2)
    assert drop_pages(tmp_path / "absent", lambda url, _: True) == Removal()


def test_a_piece_that_unpacks_to_more_than_four_pages_may_is_not_searched(tmp_path: Path) -> None:
    keep([page("a", b"x" * 5000)], tmp_path, now=NOW)
    assert drop_pages(tmp_path, lambda url, _: True, WebRules(decoded_bytes=1000)).unread == 1
    assert drop_pages(tmp_path, lambda url, _: True, WebRules(decoded_bytes=2000)) == Removal(pages=1, files=1)
