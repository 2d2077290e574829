"""In which order files are written, synced, named and removed, by whatever writes to an archive."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

from news.errors import NewsError
from storage.archive import Archive
from storage.checksums import Seal
from storage.file_swap import next_files
from storage.hub_inbox import HubInbox
from storage.maintenance.backup import back_up, restore
from storage.maintenance.compact import compact
from storage.parquet_files import publish_parquet
from storage.publish import publish
from storage.recovery.page_sums import PageSums
from storage.recovery.torn_log import mend
from storage.snapshot.export import Format, write_answer
from storage.store import Store
from tests.answers import check
from tests.storage.disk.steps import noted
from tests.storage.newsstand import NOW, articles, filled, ready, save
from tests.storage.test_files_beside_the_store import EVENT, TOPIC
from tests.storage.test_refusal_answers import WORK

KEPT = Path("tests/fixtures/answers/storage/steps")
CP = shutil.which("cp") or "/bin/cp"
FORMS: tuple[Format, ...] = ("csv", "parquet")
# How copies may be made here: whole ones alone, such as share blocks, or none.
COPYING = {
    "whole": f'[ "$1" = -f ] || exit 1\nexec {CP} "$@"\n',
    "shared": f'[ "$1" = --reflink=always ] || exit 1\nshift\nexec {CP} -f "$@"\n',
    "full": "echo half > \"$3\"\necho 'cp: error writing: No space left on device' >&2\nexit 1\n",
    "wrong": '[ "$1" = -f ] || exit 1\necho "other bytes" > "$3"\n',
    "mute": "exit 1\n",
}


def copies_by(how: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the system copy files in one of these ways."""
    script = folder / "bin" / "cp"
    script.parent.mkdir(exist_ok=True)
    script.write_text("#!/bin/sh\n" + COPYING[how], encoding="utf-8")
    script.chmod(0o755)
    patch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")


def steps_of(within: Path, what: str, work: Callable[[], object]) -> Iterator[str]:
    with noted(within) as found:
        try:
            end = str(work()).replace(str(within), "")[:60]
        except NewsError as error:
            end = f"{type(error).__name__}: {error}"
    yield f"{what}: {end}".replace(str(within), "")
    for (verb, folder), siblings in groupby(found, key=_verb_and_folder):
        is_in_any_order = verb == "chmod" or folder.endswith(".next")  # that in which a file system lists them
        yield from (f"  {step}" for step in (sorted(siblings) if is_in_any_order else siblings))


def _verb_and_folder(step: str) -> tuple[str, str]:
    verb, path = step.split(" ")[:2]
    return verb, str(Path(path).parent)


def _of_one(found: Sequence[str], table: str) -> list[str]:
    """Return what is done with this table's file and with those of no table: each is written as that one."""
    return [line for line in found if ".parquet" not in line or re.search(rf"\b({table}|answer)\.parquet", line)]


def changed(store: Path, name: str) -> None:
    """Write something into a closed store."""
    open_store = Store(store)
    open_store.write(f"CREATE TABLE archive.{name} (i INTEGER)")
    open_store.close()


def published(store: Path, *, is_counted: bool = False) -> bool:
    return publish(store, store.with_name("news.duckdb"), is_counted=is_counted) is not None


@pytest.mark.parametrize("how", COPYING)
def test_steps_of_publishing(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times, as the older snapshot becomes the next one; after drafts of a killed run."""
    copies_by(how, tmp_path, monkeypatch)
    folder = ready(tmp_path / "a")
    store, public = folder / "store.duckdb", folder / "news.duckdb"
    (folder / "news.tmp").write_bytes(b"half")
    (folder / "news.tmp.wal").write_bytes(b"log")
    found: list[str] = []
    for turn in range({"whole": 3, "shared": 2}.get(how, 1)):
        if turn:
            changed(store, f"more{turn}")
        found += steps_of(folder, f"turn {turn}", partial(published, store, is_counted=turn > 0))
        is_copy = public.exists() and public.read_bytes() == store.read_bytes()
        found.append(f"  there: {sorted(path.name for path in folder.glob('*news*'))} {is_copy}")
    if public.exists():
        found += steps_of(folder, "unchanged", partial(published, store))
    check(KEPT / f"publish_{how}.txt", found)


def test_steps_of_an_archive_that_is_opened_published_and_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies_by("whole", tmp_path, monkeypatch)
    folder = ready(tmp_path / "a")

    def run(is_shared: bool, is_published: bool, start: int) -> str:
        with Archive.open(folder, now=NOW, share_snapshot=is_shared) as archive:
            save(archive, articles(3, start=start))
            return str(archive.publish(now=NOW) if is_published else None)

    found = [
        *steps_of(folder, "saved", lambda: run(False, False, 0)),
        *steps_of(folder, "published", lambda: run(False, True, 3)),
        *steps_of(folder, "published for others, too", lambda: run(True, True, 6)),
        *steps_of(folder, "again", lambda: run(True, True, 6)),
    ]
    found += [f"{path.name} {path.stat().st_mode & 0o777:o}" for path in sorted(folder.iterdir()) if path.is_file()]
    check(KEPT / "archive.txt", found)


def test_steps_of_backups_and_of_what_is_made_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies_by("whole", tmp_path, monkeypatch)
    folder, backup, new = filled(tmp_path / "a", 3), tmp_path / "backups" / "b", tmp_path / "new"

    def backed_up() -> bool:
        with Archive.open(folder, now=NOW) as archive:
            return back_up(archive.store, backup, now=NOW).rows > 0

    def compacted() -> str:
        with Archive.open(new, now=NOW) as archive:
            return type(compact(archive, now=NOW)).__name__

    found = [
        *steps_of(tmp_path, "backup", backed_up),
        *steps_of(tmp_path, "restored", lambda: restore(backup, new, now=NOW).rows > 0),
        *steps_of(tmp_path, "compacted", compacted),
    ]
    check(KEPT / "backup.txt", _of_one(found, "archive.articles"))


def test_steps_of_parquet_files_and_answers(tmp_path: Path) -> None:
    snapshot, folder = filled(tmp_path / "a", 3) / "news.duckdb", tmp_path / "p"

    def written() -> bool:
        return publish_parquet(snapshot, folder, now=NOW, is_shared=True).is_new

    found = [*steps_of(tmp_path, "written for others, too", written), *steps_of(tmp_path, "again", written)]
    found += [f"{path.name} {path.stat().st_mode & 0o777:o}" for path in (folder, *sorted(folder.iterdir()))]
    for form in FORMS:
        answer = partial(write_answer, snapshot, "SELECT 1 AS one", folder / f"answer.{form}", form)
        found += steps_of(tmp_path, form, answer)
    check(KEPT / "parquet.txt", _of_one(found, "stories"))


def test_steps_of_files_beside_the_store(tmp_path: Path) -> None:
    folder, inbox, sums = tmp_path, HubInbox(tmp_path), PageSums(tmp_path)
    for name in ("store.duckdb", "index.duckdb"):
        (folder / name).write_bytes(b"bytes")
    log = folder / "store.duckdb.wal"
    log.write_bytes(WORK + b"half")
    torn = f'replaying WAL file "{log}": Corrupt WAL file: torn at byte position {len(WORK)}'
    (folder / "pages").mkdir()
    (folder / "pages" / "a.warc.gz").write_bytes(b"page")

    def swapped() -> None:
        with next_files(folder) as draft:
            (draft / "store.duckdb").write_bytes(b"new")
            (draft / "tmp").mkdir()

    works: dict[str, Callable[[], object]] = {
        "key": lambda: len(inbox.key()),
        "topics": lambda: inbox.save_topics({"a": TOPIC}),
        "event": lambda: inbox.keep("a", EVENT),
        "later event": lambda: inbox.keep("a", replace(EVENT, lease_seconds=1.0)),
        "taken": lambda: inbox.drop(inbox.events()),
        "mended": lambda: mend(torn),
        "pages": sums.refresh,
        "accepted": sums.accept,
        "sealed": lambda: Seal(folder).close(),
        "opened": lambda: Seal(folder).open(),
        "sealed again": lambda: Seal(folder).close(),
        "swapped": swapped,
    }
    check(KEPT / "beside.txt", (line for what, work in works.items() for line in steps_of(folder, what, work)))
