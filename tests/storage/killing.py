"""Work on an archive in a process of its own that is killed at a random moment, and what must hold afterwards.

The process works until it is killed, and prints a line for each thing that it did: only what is printed counts as
acknowledged.
"""

import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from news.records import Linkage
from storage.archive import Archive
from storage.maintenance.backup import back_up, read_manifest, restore
from storage.maintenance.compact import compact
from storage.migrate import migrate
from storage.store import Store, StoreLock
from tests.forked import Forked
from tests.storage.newsstand import NOW, articles, placement, save

BATCH = 50
WORKS = ("save", "link", "publish", "migrate", "compact", "backup", "restore")
# A migration with much to do; it is known to these runs alone.
HEAVY = """
ALTER TABLE archive.articles ADD COLUMN title_length INTEGER DEFAULT 0;
UPDATE archive.articles SET title_length = length(title);
CREATE TABLE archive.titles AS SELECT article_id, title FROM archive.articles;
"""


def say(*words: object) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


# --- the work ---------------------------------------------------------------------------------------------------------


def saving(folder: Path, first: int, words: int) -> None:
    """Save new articles, batch after batch, and some of them again."""
    with Archive.open(folder, now=NOW) as archive:
        say("begins")
        while True:
            save(archive, articles(BATCH, start=max(0, first - BATCH // 2), words=words))
            first += BATCH - BATCH // 2
            say("articles", first)


def linking(folder: Path, first: int, words: int) -> None:
    """Place the same articles again and again, elsewhere each time."""
    placed = [placement(item) for item in articles(BATCH, words=1)]
    with Archive.open(folder, now=NOW) as archive:
        say("begins")
        for turn in range(1_000_000):
            items = tuple(placement(item, f"s{turn:09}a") for item in articles(len(placed), words=1))
            with archive.store.transaction():
                archive.links.save(Linkage(read=tuple(p.article_id for p in items), placements=items), now=NOW)
            say("linked", turn)


def publishing(folder: Path, first: int, words: int) -> None:
    """Save a little and publish, again and again."""
    while True:
        with Archive.open(folder, now=NOW) as archive:
            say("begins")
            save(archive, articles(BATCH, start=first, words=words))
            first += BATCH
            say("articles", first)
            archive.publish(now=NOW)
            say("published", first)


def migrating(folder: Path, first: int, words: int) -> None:
    """Apply a heavy migration, on a copy of the archive."""
    say("begins")
    migrate_heavily(folder)
    say("done")


def migrate_heavily(folder: Path) -> None:
    step = folder / "9000_heavy.sql"
    step.write_text(HEAVY)
    store, lock = Store(folder / "store.duckdb"), StoreLock(folder)
    lock.take()
    try:
        migrate(store.connection, now=NOW, more=[(9000, step)])
    finally:
        store.close()
        lock.release()


def compacting(folder: Path, first: int, words: int) -> None:
    """Compact, again and again."""
    while True:
        with Archive.open(folder, now=NOW) as archive:
            say("begins")
            compact(archive, now=NOW)
            say("done")


def backing_up(folder: Path, first: int, words: int) -> None:
    """Back up, again and again."""
    with Archive.open(folder, now=NOW) as archive:
        say("begins")
        while True:
            if (folder / "backup").exists():  # gone in one step, so that half a backup is never this file's own doing
                shutil.rmtree(folder / "old-backup", ignore_errors=True)
                (folder / "backup").rename(folder / "old-backup")
            back_up(archive.store, folder / "backup", now=NOW)
            say("done")


def restoring(folder: Path, first: int, words: int) -> None:
    """Restore the backup beside the archive over it, again and again."""
    while True:
        say("begins")
        restore(folder.with_name("kept-backup"), folder, now=NOW, replace=True)
        say("done")


WORK: dict[str, Callable[[Path, int, int], None]] = {
    "save": saving,
    "link": linking,
    "publish": publishing,
    "migrate": migrating,
    "compact": compacting,
    "backup": backing_up,
    "restore": restoring,
}


# --- killing it -------------------------------------------------------------------------------------------------------


@dataclass
class Killer:
    """Kills workers on one archive and keeps account of what they acknowledged."""

    folder: Path
    articles: int  # in the archive so far, numbered from 0
    words: int = 20
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    published: int = 0
    kills: int = 0
    ended: int = 0  # workers that were done before they could be killed

    def kill(self, work: str, within: float) -> None:
        """Start `work`, kill it at a random moment within so many seconds of its beginning, and see that all holds."""
        folder = self.folder if work != "migrate" else self._copied()
        process = Forked(WORK[work], folder, self.articles, self.words)
        first = process.said.readline()
        if first != "begins\n":
            raise AssertionError(first + process.end(within=1)[1])
        code, told = process.end(self.dice.uniform(0, within))
        if code == -signal.SIGKILL:
            self.kills += 1
        elif code == 0:
            self.ended += 1
        else:
            raise AssertionError(told)
        self._heed(told)
        self._check(work, folder)

    def _copied(self) -> Path:
        copy = self.folder.with_name("migrated")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy)
        return copy

    def _heed(self, told: str) -> None:
        for line in told.splitlines():
            word, _, number = line.partition(" ")
            if word == "articles":
                self.articles = max(self.articles, int(number))
            elif word == "published":
                self.published = max(self.published, int(number))

    # --- what must hold -----------------------------------------------------------------------------------------------

    def _check(self, work: str, folder: Path) -> None:
        if work == "migrate":
            migrate_heavily(folder)
            with duckdb.connect(str(folder / "store.duckdb"), read_only=True) as connection:
                asked = "SELECT count(*), count(*) FILTER (title_length = length(title)) FROM archive.articles"
                counts = connection.execute(asked).fetchall()
                assert counts == [(self.articles, self.articles)], (counts, self.articles)
            return
        with Archive.open(folder, now=NOW) as archive:
            kept = archive.store.rows(f"SELECT url, version, {NUMBER} FROM archive.articles ORDER BY 3")
            placed = archive.store.rows(
                "SELECT count(*), count(DISTINCT article_id) FROM archive.placements "
                "WHERE superseded_at = TIMESTAMPTZ '9999-12-31 00:00:00+00'"
            )
        numbers = [number for _, _, number in kept]
        # Every acknowledged article is there, once, and beside them at most the one batch that was under way.
        assert numbers == list(range(len(numbers))), "an article is missing, or there twice"
        assert self.articles <= len(numbers) <= self.articles + BATCH, (len(numbers), self.articles)
        assert placed[0][0] == placed[0][1] <= BATCH, placed
        self.articles = len(numbers)
        self._check_snapshot(folder)
        if work == "backup" and (folder / "backup").exists():
            assert read_manifest(folder / "backup").tables

    def _check_snapshot(self, folder: Path) -> None:
        if not (folder / "news.duckdb").exists():
            assert not self.published
            return
        with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
            shown = connection.execute("SELECT count(*), count(DISTINCT article_id) FROM articles").fetchall()
        assert self.published <= shown[0][0] == shown[0][1], (shown, self.published)


NUMBER = "split_part(url, '/', 4)::INTEGER"


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started
