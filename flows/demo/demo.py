"""The whole pipeline over the sample newsroom: real flow, real HTTP, two moments, one digest."""

import logging
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from extractors.feeds.opml import write_opml
from extractors.seeds import read_outlets
from flows.collecting.seeds import plant
from flows.configuration.settings import Settings
from flows.delivery.digest_content import tell
from flows.delivery.preview import preview
from flows.demo.newsroom import Newsroom, serve
from flows.operations.own_server import environment, own_server
from flows.progress import Progress
from flows.quiet_exit import end_quietly
from news.errors import InputError
from news.language.segments import counted
from news.records import Digest, Reader, StoryLine
from storage.archive import Archive
from storage.snapshot.coverage import coverage_of
from storage.store import plain_errors

KEPT = "prefect"  # Prefect's own database: made once, since its migrations take half a minute
MARK = ".newsthread-demo"  # stands in a folder that the demo made
# What a demo leaves; a file that somebody else put there stays.
MADE = {
    "store.duckdb", "store.duckdb.wal", "index.duckdb", "index.duckdb.wal", "news.duckdb", "news.tmp",
    ".news.prev", "news.published.json", "ledger.json", "checksums.json", "checksums.open.json", "pages", "site", "tmp",
    ".next", ".ready", "feeds.opml", "digest.html", "digest.txt", "letter.html", "letter.txt",
}  # fmt: skip
READER = Reader(name="demo", address="demo@localhost.invalid")


def demonstrate(folder: Path, settings: Settings, *, progress: Progress) -> str:
    """Collect the newsroom at its two moments into an empty archive in `folder`; return a summary for a person.

    Raises:
        InputError: the folder holds something, and no demo made it.
        SeedError: the newsroom's files cannot be read.
        ArchiveError: the folder cannot be written to.
    """
    end_quietly()
    # Prefect's own server is cut off in the middle of a rollback when the last run is over: no fault of ours.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    empty(folder)
    newsroom = Newsroom.read(settings.seeds / "newsroom")
    first, second = newsroom.moments
    with serve(newsroom), environment(demo_environment(folder)):
        prepare(folder, newsroom, settings, now=first - timedelta(days=1))
        with progress.stage("flow runs", 2) as step:
            for moment in (first, second):
                newsroom.now = moment
                run_flow(folder, now=moment)
                step()
    digest = folder / "digest.html"
    preview(
        folder / "news.duckdb", settings, reader=None, since=first, until=second, html=digest,
        text=folder / "digest.txt",
    )  # fmt: skip
    return summary(folder, since=first, until=second, digest_file=digest)


def empty(folder: Path) -> None:
    """Take away what an earlier demo left in its folder, but for Prefect's database.

    Raises:
        InputError: the folder holds something, and no demo made it.
    """
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    present = {path.name for path in folder.iterdir()} - {KEPT}
    if present and MARK not in present:
        message = f"{folder} is not empty, and no demo made it; name a new folder with --archive, nothing was changed."
        raise InputError(message, subject=str(folder))
    (folder / MARK).write_text("The demo made this folder, and takes away what it left here when it runs again.\n")
    for path in (folder / name for name in sorted(present & MADE)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def demo_environment(folder: Path) -> dict[str, str]:
    """Return the settings of the demo's runs."""
    return {
        "NEWSTHREAD_PRIVATE_HOSTS": "127.0.0.1",
        "NEWSTHREAD_CONTACT": "demo@localhost.invalid",
        **own_server(folder / KEPT, log_level="ERROR"),  # one feed fails on purpose, and warns
    }


def prepare(folder: Path, newsroom: Newsroom, settings: Settings, *, now: datetime) -> None:
    """Store the seed documents, the newsroom's outlets beside the real ones, and its feeds."""
    with Archive.open(folder, now=now) as archive:
        plant(archive, settings, documents=settings.seed_documents, now=now)
        archive.outlets.save([*archive.outlets.all(), *read_outlets(newsroom.folder / "outlets.csv")])
    (folder / "feeds.opml").write_text(write_opml(newsroom.feed_list()), encoding="utf-8")


def run_flow(folder: Path, *, now: datetime) -> None:
    """Run the deployment's own flow, as of the newsroom's clock."""
    from flows.collect_news import collect_news

    collect_news(archive=folder, feeds=folder / "feeds.opml", all_feeds=True, now=now)


def summary(folder: Path, *, since: datetime, until: datetime, digest_file: Path) -> str:
    """Say in a screen what is there, what is new, and where to look."""
    snapshot = folder / "news.duckdb"
    with coverage_of(snapshot, as_of=until) as coverage:
        counts, running = coverage.counts(), coverage.stories()
    digest = tell(snapshot, READER, since=since, until=until)
    copies = counts["articles"] - counts["copy_groups"]
    return "\n".join(
        [
            "",
            f"{counts['articles']} articles: {counts['of_outlets']} of {counts['outlets']} outlets and "
            f"{counts['articles'] - counts['of_outlets']} example documents; {copies} of them copies",
            f"{counts['stories']} stories, {len(running)} of them with more than one text:",
            "",
            *(_story_lines(line) for line in running),
            "",
            f"New since {since:%d %B %Y}: {_new(digest)}",
            "",
            f"The archive:  {snapshot}",
            f"The digest:   {digest_file} (its links lead to the sample newsroom, which has stopped)",
            "",
            "Try:",
            *(f'  {called_as()} sql "{query}" --archive {folder}' for query in _queries(running)),
            "",
        ]
    )


def called_as() -> str:
    """Return how a person calls this program again: by its name where it is on the path, else by its place."""
    itself = Path(sys.argv[0])
    if itself.name != "newsthread":  # a checkout's own command, which runs flows/__main__.py
        return ".venv/bin/newsthread"
    found = shutil.which("newsthread")
    return "newsthread" if found and Path(found).resolve() == itself.resolve() else str(itself)


def _story_lines(line: StoryLine) -> str:
    return (
        f"  {line.title}\n"
        f"    {line.story_id}, {line.state}: {line.articles} articles, {line.copy_groups} texts of their own, "
        f"{line.outlets} outlets, {line.independent_sources} independent sources, "
        f"{counted(line.first_hand_reports, 'first-hand report')}, {line.unknown_reports} unknown"
    )


def _queries(running: Sequence[StoryLine]) -> list[str]:
    busiest = max(running, key=lambda line: line.articles).story_id if running else ""
    return [
        "SELECT title, state, articles, copy_groups, independent_sources FROM stories ORDER BY articles DESC LIMIT 5",
        f"FROM who_copied_whom('{busiest}')",
        f"FROM coverage_by_day('{busiest}') WHERE articles > 0 ORDER BY day DESC LIMIT 10",
    ]


def _new(digest: Digest) -> str:
    moved = ", ".join(f"{story.title} ({story.new_articles} new)" for story in digest.stories[:3])
    return (
        f"{digest.new_articles} articles, {digest.copies_collapsed} of them copies, {digest.new_origins} new origins; "
        f"{moved or 'no story moved'}; {len(digest.changed)} changed after publication."
    )
