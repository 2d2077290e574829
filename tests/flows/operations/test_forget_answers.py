"""What is said of articles that were forgotten, of everything that may have gone or may remain."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.fetch.warc_removal import Removal
from flows.configuration.settings import Settings
from flows.operations.forget import READ_BYTES, SHOWN, _beside, _clear_site, _listed, _remains, _removed, _texts
from news.records import Feed
from news.rights.traces import Traces
from storage.archive import Archive
from storage.maintenance.forget import Forgotten
from storage.maintenance.prefect_rows import RowsRemoved
from tests.answers import check
from tests.storage.newsstand import NOW, ready

KEPT = Path("tests/fixtures/answers/flows")
URL = "https://lantern.example/ferries/of-the-northern-line-are-late"
TRACES = Traces.of({1}, [URL], ["Ferries of the northern line are late again today"])
DONE = Forgotten(articles=1)
REMOVALS: tuple[tuple[Forgotten, int, int, tuple[int, ...]], ...] = (
    (DONE, 0, 0, ()), (replace(DONE, articles=2), 1, 0, (0,)), (replace(DONE, digests=1), 2, 1, (1,)),
    (replace(DONE, titles=1), 0, 2, (2, 3)), (replace(DONE, digests=2, titles=2), 0, 0, (0, 0)),
)  # fmt: skip


def test_what_is_said_to_be_removed_stays() -> None:
    found = []
    for done, pages, site, rows in REMOVALS:
        removed = [RowsRemoved(rows=count) for count in rows]
        found.append(_removed(done, Removal(pages=pages), site, removed))
    found += [_listed([f"w{number}" for number in range(count)]) for count in (1, 2, SHOWN, SHOWN + 1, SHOWN + 2)]
    check(KEPT / "said_removed.txt", found)


def test_what_is_said_to_remain_stays(tmp_path: Path) -> None:
    folder = ready(tmp_path / "a")
    settings = Settings(archive=folder)
    found: list[str] = []
    feeds = [Feed(url="https://lantern.example/feed"), Feed(url="https://other.example/feed"), Feed(url="feed")]
    (folder / "notes.txt").write_text(f"See {URL}")
    (folder / "mine.txt").write_text("Nothing of it.")
    (folder / "backups" / "b").mkdir(parents=True)
    (folder / "backups" / "b" / "notes.txt").write_text(URL)

    def said(done: Forgotten, ids: tuple[int, ...], unread: int, rows: list[RowsRemoved], **differs: Any) -> None:
        told = _remains(archive, replace(settings, **differs), TRACES, ids, done, Removal(unread=unread), rows)
        found.extend([f"{done} {ids} {unread} {rows} {differs}", *(f"  {line}" for line in told)])

    with Archive.open(folder, now=NOW) as archive:
        archive.feeds.add(feeds, now=NOW)
        said(DONE, (1,), 0, [])
        said(DONE, (1, 2), 1, [RowsRemoved(rows=2, remains=("3 rows of x", "pages")), RowsRemoved()])
        (folder / "backups" / "b" / "manifest.json").write_text("{}")  # what it holds cannot be read
        (folder / "notes.txt").unlink()
        said(replace(DONE, copies=("https://a.example/1",), in_use=("url of feeds (x)",)), (1,), 2, [], backups_kept=3)
        said(DONE, (1,), 0, [], lake="ducklake:postgres:host=db")
    check(KEPT / "said_to_remain.txt", (line.replace(str(folder), "") for line in found))


def test_texts_that_may_name_an_article_are_read_and_what_is_too_large_is_not(tmp_path: Path) -> None:
    for name in ("a.html", "b.txt", "c.png", "sub/d.json", "e"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(URL)
    (tmp_path / "folder.txt").mkdir()
    for name, size in (("large.txt", READ_BYTES + 1), ("full.txt", READ_BYTES)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    names = [str(path.relative_to(tmp_path)) for path in _texts(tmp_path)]
    assert names == ["a.html", "b.txt", "full.txt", "sub/d.json"]


def test_pages_of_a_site_that_name_an_article_go_and_all_of_its_search(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    for name, words in (("a.html", f"Read {URL}"), ("b.html", "Nothing"), ("search/x.json", "words")):
        (tmp_path / name).write_text(words)
    assert _clear_site(tmp_path, TRACES) == 0  # no site of ours
    assert (tmp_path / "a.html").exists()
    from digest.site.write import LEDGER

    (tmp_path / LEDGER).write_text("{}")
    assert _clear_site(tmp_path, TRACES) == 1
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(["b.html", LEDGER])
    assert URL not in "".join(path.read_text() for path in _beside(tmp_path))
