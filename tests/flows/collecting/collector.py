"""A collection of the sample newsroom that dies at a chosen step.

It polls every feed of the archive, reads what is due, and kills its process with SIGKILL at the given step; step 0 only
counts the steps.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.collecting.pipeline import CollectionRequest, collect_sites, with_open_archive
from flows.configuration.settings import Settings
from storage.archive import Archive
from tests.dying import dying_at

NOW = datetime(2026, 9, 27, 18, tzinfo=UTC)
# Files in which a step of collecting begins or ends; between any two of them a process may die.
STEPS = ("flows/collecting/poll_feeds.py", "flows/collecting/read_pages.py", "storage/tables/feeds.py",
         "storage/tables/articles.py", "storage/store.py", "extractors/fetch/warc_store.py")  # fmt: skip


def gather(folder: Path, step: int = 0) -> int:
    """Collect, and die at a step; return how many steps there were."""
    settings = replace(
        Settings(), archive=folder, private_hosts="127.0.0.1", contact="tests@localhost.invalid", workers=1
    )
    with Archive.open(folder, now=NOW) as archive, dying_at(step, STEPS) as steps:
        collect_sites(with_open_archive(archive, settings, CollectionRequest(now=NOW, all_feeds=True)))
    return steps.taken
