"""Turns of saving and publishing, each in a process that is killed at a chosen step, while readers hold old snapshots.

A turn prints how many steps publishing took and how often the published file was renewed. Each copy is compared with
the store, byte for byte.
"""

import hashlib
import json
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from storage import publish as publishing
from storage.archive import Archive
from storage.checksums import blocks_of
from storage.counts.renewal import RenewalRules
from storage.counts.renewal import renew as renew_counts
from tests.dying import dying_at
from tests.forked import Forked
from tests.storage.newsstand import NOW, articles, save

BATCH = 25
FILES = ("storage/publish.py", "storage/block_copy.py", "storage/file_swap.py", "storage/counts/materialise.py",
         "storage/counts/renewal.py", "storage/counts/changes.py", "storage/counts/small_part.py")  # fmt: skip
SUMMED = "SELECT count(*), sum(hash(url, title, text, first_seen_at)) FROM {} WHERE split_part(url, '/', 4)::INT < {}"


def turn(folder: Path, first: int, step: int) -> None:
    """Save and publish once, and die at `step` of publishing (0: never)."""
    publishing.renew_counts = partial(renew_counts, rules=RenewalRules(least_articles=0))
    with Archive.open(folder, now=NOW) as archive:
        save(archive, articles(BATCH, start=first, words=60))
        with dying_at(step, FILES) as steps:
            archive.publish(now=NOW)
        is_same = (folder / "news.duckdb").read_bytes() == (folder / "store.duckdb").read_bytes()
        assert is_same, "the copy is not the store"
    made = json.loads((folder / "news.published.json").read_text(encoding="utf-8"))
    assert made["blocks"] == blocks_of(folder / "news.duckdb"), "the checksums are not the snapshot's"
    sys.stdout.write(f"{steps.taken} {made['renewals'] or 0}\n")


@dataclass
class HeldFile:
    """A snapshot that a reader has open: its bytes must stay."""

    handle: int
    digest: str

    @classmethod
    def opened(cls, path: Path) -> "HeldFile":
        handle = os.open(path, os.O_RDONLY)
        return cls(handle=handle, digest=digest_of(handle))

    def close(self) -> None:
        found = digest_of(self.handle)
        os.close(self.handle)
        assert found == self.digest, "a file that a reader holds was written to"


def digest_of(handle: int) -> str:
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        return hashlib.file_digest(file, "blake2b").hexdigest()


@dataclass
class Turns:
    """Does turns on one archive and sees after each that all holds."""

    folder: Path
    articles: int  # saved so far, numbered from 0
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    steps: int = 0  # of publishing, when it was last done to its end
    kills: int = 0
    renewals: int = 0
    shown: int = 0  # articles in the snapshot after the turn before
    held: list[HeldFile] = field(default_factory=list)

    def turn(self, step: int) -> None:
        """Do one turn that dies at `step`; some readers come before it, some go after it."""
        if self.dice.random() < 0.4:
            self.held.append(HeldFile.opened(self.folder / "news.duckdb"))
        code, said = Forked(turn, self.folder, self.articles, step).done(within=300)
        self.articles += BATCH
        if code == -signal.SIGKILL:
            self.kills += 1
        else:
            assert not code, said
            self.steps, renewals = (int(word) for word in said.split())
            self.renewals += renewals > 0
        self.check(is_published=not code)
        while self.held and self.dice.random() < 0.5:
            self.held.pop(self.dice.randrange(len(self.held))).close()

    def check(self, *, is_published: bool) -> None:
        """Compare what the snapshot shows with what the store holds."""
        with duckdb.connect(str(self.folder / "news.duckdb"), read_only=True) as connection:
            shown = connection.execute("SELECT count(*) FROM articles").fetchall()[0][0]
            texts = connection.execute(SUMMED.format("archive.articles", shown)).fetchall()
            days = connection.execute("SELECT sum(articles), is_settled() FROM collected_days").fetchall()
        assert shown in ((self.articles,) if is_published else (self.articles, self.shown)), shown
        self.shown = shown
        assert days == [(shown, True)]
        with duckdb.connect(str(self.folder / "store.duckdb"), read_only=True) as connection:
            assert texts == connection.execute(SUMMED.format("archive.articles", shown)).fetchall()

    def end(self) -> None:
        """Let all readers go."""
        while self.held:
            self.held.pop().close()
