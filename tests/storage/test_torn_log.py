"""A log that a crash tore at its end costs nothing that was confirmed, and one that is damaged within is refused."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from news.errors import ArchiveError
from storage.archive import Archive
from storage.maintenance.deep_check import deep_check
from storage.recovery.torn_log import FLUSH, HEAD, confirmed_end
from storage.store import CONFIG, Store

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)

ROWS = 5


def killed(path: Path, *, unfinished: bytes = b"") -> Path:
    """Leave a store as a killed run does, with what it had begun to write; return its log."""
    child = os.fork()
    if child == 0:
        connection = duckdb.connect(str(path), config=CONFIG)
        connection.execute("CREATE SCHEMA archive; CREATE TABLE archive.said (number INTEGER, text VARCHAR)")
        for number in range(ROWS):
            connection.execute("INSERT INTO archive.said VALUES (?, repeat('abc ', 2000))", [number])
        os._exit(0)
    os.waitpid(child, 0)
    log = path.with_name(f"{path.name}.wal")
    log.write_bytes(log.read_bytes() + unfinished)
    return log


def rows(path: Path) -> tuple[list[int], list[str]]:
    store = Store(path)
    try:
        return [number for (number,) in store.rows("SELECT number FROM archive.said ORDER BY ALL")], store.mended
    finally:
        store.close()


def test_the_log_is_written_as_we_know_it(tmp_path: Path) -> None:
    log = killed(tmp_path / "store.duckdb").read_bytes()
    assert log.startswith(HEAD)
    assert log.count(FLUSH) == ROWS + 2
    assert log.endswith(FLUSH)


def torn(transaction: bytes) -> bytes:
    """A page amid it never came to the disk, its end did."""
    return transaction[:600] + bytes(2000) + transaction[2600:]


@pytest.mark.parametrize("harm", [torn, lambda transaction: transaction[:700], lambda _: bytes(4096)])
def test_what_was_not_confirmed_is_cut_off(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "store.duckdb"
    log = killed(path)
    data = log.read_bytes()
    start = data.rfind(FLUSH, 0, -1) + len(FLUSH)
    log.write_bytes(data[:start] + harm(data[start:]))
    found, _ = rows(path)
    assert found == list(range(ROWS - 1))
    assert not log.exists()
    assert rows(path) == (found, [])


def test_a_torn_end_is_told_of(tmp_path: Path) -> None:
    log = killed(tmp_path / "store.duckdb")
    data = log.read_bytes()
    start = data.rfind(FLUSH, 0, -1) + len(FLUSH)
    log.write_bytes(data[:start] + torn(data[start:]))
    before = [one for one in deep_check(tmp_path) if one.what == "store"]
    assert [(one.is_wrong, "amid a write" in one.said) for one in before] == [(False, True)]
    _, mended = rows(tmp_path / "store.duckdb")
    assert "amid a write" in mended[0]


def test_a_log_that_holds_nothing_confirmed_goes(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    log = killed(path)
    whole = log.read_bytes()
    rows(path)
    log.write_bytes(whole[:1000].replace(FLUSH, b""))
    assert confirmed_end(log) == 0
    assert rows(path) == (list(range(ROWS)), [])
    assert not log.exists()


def test_damage_within_what_was_confirmed_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    log = killed(path)
    data = bytearray(log.read_bytes())
    data[data.find(FLUSH) + len(FLUSH) + 40] ^= 1
    log.write_bytes(data)
    with pytest.raises(ArchiveError, match="damaged within what was saved"):
        rows(path)
    assert log.read_bytes() == data


def test_a_log_of_an_unknown_format_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "store.duckdb.wal"
    log.write_bytes(b"another format")
    assert confirmed_end(log) is None


def test_an_index_that_the_first_run_was_ended_while_making_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "index.duckdb").write_bytes(bytes(4096))
    with Archive.open(folder, now=NOW) as archive:
        archive.sketches()
    (folder / "index.duckdb").write_bytes(bytes(4096))
    (folder / "checksums.json").unlink()
    with pytest.raises(ArchiveError, match="is damaged"), Archive.open(folder, now=NOW) as archive:
        archive.sketches()


HEADERS = 3 * 4096


@pytest.mark.parametrize("name", ["store.duckdb", "index.duckdb"])
@pytest.mark.parametrize(
    "harm", [lambda _: bytes(HEADERS), lambda head: bytes(4096) + head[4096:], lambda head: head[:512] + bytes(11776)]
)
def test_a_loss_of_power_amid_the_first_headers_costs_nothing(
    tmp_path: Path, name: str, harm: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    duckdb.connect(str(path), config=CONFIG).close()
    path.write_bytes(harm(path.read_bytes()))
    with Archive.open(tmp_path, now=NOW) as archive:
        assert archive.store.rows("SELECT count(*) FROM archive.articles") == [(0,)]


@pytest.mark.parametrize("content", [b"dear diary", b"hi", b"x" * HEADERS])
def test_a_file_of_another_program_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.duckdb"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is not a DuckDB file"), Archive.open(tmp_path, now=NOW):
        pass
    assert path.read_bytes() == content


def test_headers_that_were_lost_beside_a_log_with_confirmed_work_are_not_dropped(tmp_path: Path) -> None:
    log = killed(tmp_path / "store.duckdb")
    (tmp_path / "store.duckdb").write_bytes(bytes(HEADERS))
    with pytest.raises(ArchiveError), Archive.open(tmp_path, now=NOW):
        pass
    assert log.exists()
