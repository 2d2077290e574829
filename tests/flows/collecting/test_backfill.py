"""Pages of WARC files become articles in batches: each read once, whatever is killed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from extractors.fetch.warc_store import KeptPages, keep
from flows.cli import main
from flows.collecting.backfill import backfill, read_batch
from news.articles.warc_pieces import Batch, BatchRead, batches_of
from news.errors import InputError
from news.records import Outlet
from storage.archive import Archive
from tests.flows.collecting.newsroom_warc import ARTICLES, NOW, PAGES, newsroom_warc

SMALL = 20_000  # bytes a batch: some eight pages


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """The sample newsroom's pages as a WARC file."""
    return newsroom_warc(tmp_path)


def in_this_process(batches: Sequence[Batch], outlets: Sequence[Outlet], now: datetime) -> Iterator[BatchRead]:
    for batch in batches:
        yield read_batch(batch, outlets, now=now)


def urls(folder: Path) -> list[str]:
    with Archive.open(folder, now=NOW) as archive:
        return sorted(article.url for article in archive.articles.everything())


@pytest.mark.parametrize("batch_bytes", [1, 500, 3_000, 7_777, 10**9])
def test_every_record_is_in_exactly_one_piece(warc: Path, batch_bytes: int) -> None:
    size = warc.stat().st_size
    pieces = [
        KeptPages(warc, first=b.first_byte, end=b.end_byte)
        for b in batches_of("x", size, batch_bytes=max(batch_bytes, size // 400))
    ]
    found = [page.url for piece in pieces for page in piece]
    assert found == [page.url for page in KeptPages(warc)]
    assert len(found) == len(PAGES)
    assert sum(piece.skipped for piece in pieces) == 0


def test_a_file_that_is_not_packed_by_record_is_all_the_first_pieces(warc: Path, tmp_path: Path) -> None:
    import gzip

    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(warc.read_bytes()))
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(plain.read_bytes()))
    for path in (plain, whole):
        sizes = [
            len(list(KeptPages(path, first=b.first_byte, end=b.end_byte)))
            for b in batches_of("x", path.stat().st_size, batch_bytes=path.stat().st_size // 3)
        ]
        assert sizes == [len(PAGES), 0, 0]


def test_a_run_that_is_stopped_goes_on_and_reads_no_batch_twice(warc: Path, tmp_path: Path) -> None:
    said: list[str] = []
    read: list[Batch] = []

    def until_stopped(batches: Sequence[Batch], outlets: Sequence[Outlet], now: datetime) -> Iterator[BatchRead]:
        for batch in batches:
            read.append(batch)
            if len(read) == 3:
                raise KeyboardInterrupt
            yield read_batch(batch, outlets, now=now)

    folder = tmp_path / "archive"
    with pytest.raises(KeyboardInterrupt), Archive.open(folder, now=NOW) as archive:
        backfill(archive, [warc], until_stopped, now=NOW, say=said.append, batch_bytes=SMALL)
    first, read[:] = read[:2], []
    with Archive.open(folder, now=NOW) as archive:
        done = backfill(archive, [warc], in_this_process, now=NOW, say=said.append, batch_bytes=SMALL)
    assert (done.before, done.is_complete) == (len(first), True)
    assert f"{len(first)} of {done.batches} batches were done before." in said
    with Archive.open(folder, now=NOW) as archive:
        again = backfill(archive, [warc, warc], in_this_process, now=NOW, say=said.append, batch_bytes=SMALL)
    assert (again.done, again.before, again.is_complete) == (0, done.batches, True)
    assert len(urls(folder)) == len(set(urls(folder))) >= ARTICLES
    other = tmp_path / "other"
    with Archive.open(other, now=NOW) as archive:
        backfill(archive, [warc], in_this_process, now=NOW, say=said.append)
    assert len(urls(other)) == len(urls(folder))


def test_what_the_archive_holds_of_an_article_stays(warc: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive", now=NOW) as archive:
        backfill(archive, [warc], in_this_process, now=NOW, say=print, batch_bytes=SMALL)
        own = {article.url for article in archive.articles.everything()}  # of those that state no address
        changed = [
            replace(page, body=page.body.replace(b"</p>", b" So it was.</p>"))
            for page in KeptPages(warc)
            if page.url in own
        ]
        later = keep(changed, tmp_path / "later", now=NOW)
        assert later is not None
        done = backfill(archive, [later], in_this_process, now=NOW, say=print)
        assert done.articles > 0
        assert done.new_articles == 0
        assert {article.version for article in archive.articles.everything()} == {1}


def test_a_file_that_changed_meanwhile_is_refused(warc: Path) -> None:
    (batch,) = batches_of(str(warc), warc.stat().st_size - 1)
    with pytest.raises(InputError, match="has changed since"):
        read_batch(batch, [], now=NOW)


@pytest.mark.parametrize(
    ("make", "said"),
    [(None, "cannot be read: No such file"), (b"", "is no WARC file"), (b"root:x:0:0", "is no WARC file")],
)
def test_a_file_that_is_none_is_the_callers_mistake(
    tmp_path: Path, make: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.warc.gz"
    if make is not None:
        path.write_bytes(make)
    assert main(["backfill", str(path), "--archive", str(tmp_path / "archive")]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
