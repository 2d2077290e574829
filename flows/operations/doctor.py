"""Is all well? Settings, archive, feeds, mail and Prefect, each with what to do about it."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from extractors.seeds import read_documents, read_outlets, read_watches
from flows.collecting.subscriptions import read_list
from flows.configuration.channels import channel_address, channel_secret
from flows.configuration.settings import MailSettings, Settings, lacking, read_settings
from flows.operations.deep_findings import deep_findings
from flows.operations.doctor_prefect import look_at_runs
from news.errors import ArchiveBusy, NewsError, SettingsError
from news.language.segments import counted
from news.records import FeedMemory, Reader, Watch, record
from news.watches.parser import parse_watch, parse_watches
from storage.archive import Archive
from storage.maintenance.clock_errors import clock_errors, mend_clock
from storage.snapshot.sql import ask
from storage.store import Ledger

FREE_BYTES = 2_000_000_000  # the snapshot is a second copy of the store
CONNECT_SECONDS = 5.0
MARKS = {"well": "ok   ", "mind": "mind ", "wrong": "WRONG"}


@record
class Check:
    """One thing looked at."""

    what: str
    state: Literal["well", "mind", "wrong"]
    said: str

    def in_words(self) -> str:
        """Say it in a line."""
        return f"{MARKS[self.state]}  {self.what:<9} {self.said}"


def examine(folder: Path | None, *, now: datetime, deep: bool = False) -> list[Check]:
    """Look at everything; what cannot be looked at is said, never raised.

    Args:
        folder: the archive's; None: as in the settings.
        now: the moment.
        deep: read every block of the archive's files first, before anything opens them.
    """
    try:
        settings = read_settings(archive=folder)
    except NewsError as error:
        return [Check(what="settings", state="wrong", said=str(error))]
    steps: tuple[Callable[[Settings, datetime], Iterator[Check]], ...] = (
        _settings,
        _seeds,
        _archive,
        _mail,
        _channels,
        _prefect,
    )
    found = _deep(settings) if deep else []
    return [*found, *(check for step in steps for check in step(settings, now))]


def _deep(settings: Settings) -> list[Check]:
    if settings.lake or not _is_or_was_there(settings.archive):
        return []
    try:
        return [
            Check(what=one.what, state="wrong" if one.is_wrong else "well", said=one.said)
            for one in deep_findings(settings)
        ]
    except ArchiveBusy as error:
        return [Check(what="archive", state="mind", said=str(error))]


def _settings(settings: Settings, now: datetime) -> Iterator[Check]:
    file = Path(os.environ.get("NEWSTHREAD_SETTINGS", "newsthread.toml"))
    where = f"{file} read" if file.exists() else f"no {file} (newsthread init writes one); defaults and the environment"
    yield Check(what="settings", state="well" if file.exists() else "mind", said=f"{where}.")
    try:
        if settings.feeds:
            read_list(Path(settings.feeds))
    except SettingsError as error:
        yield Check(what="feeds", state="wrong", said=str(error))
    if settings.contact:
        yield Check(what="contact", state="well", said=f"We present ourselves as {settings.user_agent}.")
    else:
        message = "No contact is set: publishers cannot reach you, and many refuse. Set contact in newsthread.toml."
        yield Check(what="contact", state="wrong", said=message)


def _seeds(settings: Settings, now: datetime) -> Iterator[Check]:
    try:
        outlets = read_outlets(settings.seeds / "outlets.csv")
        watches = read_watches(settings.seeds / "watches.toml")
        for watch in watches:
            parse_watch(watch)
        documents = read_documents(settings.seeds)
        found = (counted(len(outlets), "outlet"), counted(len(watches), "watch", "watches"))
        message = f"{', '.join(found)}, {counted(len(documents), 'seed document')} in {settings.seeds}."
        yield Check(what="seeds", state="well", said=message)
    except NewsError as error:
        yield Check(what="seeds", state="wrong", said=str(error))


def _is_or_was_there(archive: Path) -> bool:
    """Return whether an archive is in a folder, or was: its store may be lost."""
    return (archive / "store.duckdb").exists() or Ledger(archive).exists()


def _archive(settings: Settings, now: datetime) -> Iterator[Check]:
    folder = settings.archive
    if not settings.lake and not _is_or_was_there(folder):
        message = f"There is no archive in {folder} yet; newsthread plant-seeds or collect makes it."
        yield Check(what="archive", state="mind", said=message)
        return
    try:
        with Archive.open(folder, now=now, time_zone=settings.time_zone, lake=settings.lake, alone=False) as archive:
            articles = archive.store.rows("SELECT count(DISTINCT article_id) FROM archive.articles")[0][0]
            memories, watches = archive.feeds.all(), archive.watches.all()
            ahead = clock_errors(archive.store, now=now)
        yield Check(
            what="archive",
            state="well",
            said=f"{settings.lake or folder} opens and holds {counted(articles, 'article')}.",
        )
    except ArchiveBusy as error:
        yield Check(what="archive", state="mind", said=str(error))
        return
    except NewsError as error:
        yield Check(what="archive", state="wrong", said=str(error))
        return
    if not settings.lake:
        yield _snapshot(folder / "news.duckdb", articles, now)
        yield from _files(folder, share_snapshot=settings.share_snapshot)
    yield from _clock(ahead)
    yield from _watches(watches, settings.readers)
    yield from _feeds(memories)
    yield from _hubs(memories, settings, now)


def _watches(watches: Sequence[Watch], readers: Sequence[Reader]) -> Iterator[Check]:
    known = {watch.watch for watch in watches}
    for reader in readers:
        for name in sorted({*reader.watches, *reader.at_once} - known):
            message = (
                f"The reader {reader.name!r} follows {name!r}, and there is no such watch: newsthread watches list."
            )
            yield Check(what="watches", state="wrong", said=message)
    for name, error in parse_watches(watches)[1].items():
        message = (
            f"The watch {name!r} matches nothing new: {error} Save it anew: newsthread watches add {name!r} QUERY."
        )
        yield Check(what="watches", state="wrong", said=message)


def _files(folder: Path, *, share_snapshot: bool) -> Iterator[Check]:
    names = ("store.duckdb", "index.duckdb", *(() if share_snapshot else ("news.duckdb", ".news.prev")))
    private = [folder / name for name in names]
    if open_ := [path.name for path in private if path.exists() and path.stat().st_mode & 0o077]:
        message = f"Other users of this machine can read {', '.join(open_)}; chmod go-rwx takes that from them."
        yield Check(what="files", state="mind", said=message)
    free = shutil.disk_usage(folder).free
    needed = max(FREE_BYTES, 2 * (folder / "store.duckdb").stat().st_size)
    message = f"{free / 1e9:.1f} GB free; publishing wants {needed / 1e9:.1f}."
    yield Check(what="disk", state="well" if free >= needed else "wrong", said=message)


def _snapshot(snapshot: Path, articles: int, now: datetime) -> Check:
    if not snapshot.exists():
        return Check(what="snapshot", state="wrong", said=f"{snapshot} is missing; newsthread link publishes it.")
    try:
        published = ask(snapshot, "SELECT count(DISTINCT article_id) FROM archive.articles").rows[0][0]
    except NewsError as error:
        return Check(
            what="snapshot", state="wrong", said=f"{str(error).rstrip('.')}: newsthread link publishes it anew."
        )
    if published < articles:
        message = f"{snapshot} holds {published} of {counted(articles, 'article')}; newsthread link publishes it anew."
        return Check(what="snapshot", state="mind", said=message)
    return Check(what="snapshot", state="well", said=f"{snapshot} is there to be read, {_age(snapshot, now)}.")


def _clock(ahead: Mapping[tuple[str, str], int]) -> Iterator[Check]:
    if ahead:
        where = ", ".join(f"{count} in {table}.{column}" for (table, column), count in ahead.items())
        message = f"Moments ahead of time, from a wrong clock: {where}; newsthread doctor --mend sets them to now."
        yield Check(what="clock", state="wrong", said=message)


def mend(folder: Path | None, *, now: datetime) -> str:
    """Mend what doctor can mend: moments that a wrong clock kept; return what was done.

    Raises:
        ArchiveError: the archive cannot be opened.
    """
    settings = read_settings(archive=folder)
    with Archive.open(settings.archive, now=now, time_zone=settings.time_zone, lake=settings.lake) as archive:
        with archive.store.transaction():
            moments = mend_clock(archive.store, now=now)
        if moments:
            archive.publish(now=now)
    return f"{counted(moments, 'moment')} of a wrong clock set to now." if moments else "There was nothing to mend."


def _feeds(memories: Sequence[FeedMemory]) -> Iterator[Check]:
    ill = [memory for memory in memories if memory.status in ("failing", "gone")]
    message = f"{len(memories)} followed, {len(ill)} failing" + (
        ": " + ", ".join(m.url for m in ill[:3]) if ill else ""
    )
    state: Literal["well", "mind"] = "mind" if ill or not memories else "well"
    hint = "" if memories else "; newsthread feeds add URL follows one"
    yield Check(what="feeds", state=state, said=f"{message}{hint}.")


def _hubs(memories: Sequence[FeedMemory], settings: Settings, now: datetime) -> Iterator[Check]:
    subscribed = [memory for memory in memories if memory.hub_asked_at is not None]
    if not settings.websub_address or not subscribed:
        return
    pushed = [memory for memory in subscribed if memory.pushed_until and memory.pushed_until > now]
    message = f"{len(pushed)} of {counted(len(subscribed), 'feed')} with a hub are pushed to {settings.websub_address}"
    hint = "" if pushed else "; do calls from outside reach newsthread listen? The others are polled"
    yield Check(what="hubs", state="well" if pushed else "mind", said=f"{message}{hint}.")


def _age(snapshot: Path, now: datetime) -> str:
    hours = (now.timestamp() - snapshot.stat().st_mtime) / 3600
    if hours < 1:
        return "fresh"
    return f"{hours / 24:.0f} days old" if hours >= 48 else f"{counted(round(hours), 'hour')} old"


def _mail(settings: Settings, now: datetime) -> Iterator[Check]:
    readers, keeper = len(settings.readers), settings.alerts_to
    message = (
        f"{counted(readers, 'reader')}."
        if readers
        else "No readers are set; [[readers]] in newsthread.toml names them."
    )
    yield Check(what="digests", state="well" if readers else "mind", said=message)
    recipients = [*([keeper] if keeper else []), *(channel.name for channel in settings.channels if channel.alerts)]
    nobody = "Nobody is told of failed runs; alerts_to says whom, or a channel with alerts = true."
    message = f"They go to {', '.join(recipients)}." if recipients else nobody
    yield Check(what="alerts", state="well" if recipients else "mind", said=message)
    if readers or keeper:
        yield _post_office(settings.mail)


def _channels(settings: Settings, now: datetime) -> Iterator[Check]:
    for channel in settings.channels:
        try:
            channel_address(channel)
            if channel.kind == "webhook":
                channel_secret(channel)
        except NewsError as error:
            yield Check(what="channel", state="wrong", said=str(error))
        else:
            message = (
                f"{channel.name}: its secrets are there; newsthread digest send --test-channel {channel.name} tries it."
            )
            yield Check(what="channel", state="well", said=message)


def _post_office(mail: MailSettings) -> Check:
    if not (mail.host and mail.sender):
        message = f"[smtp] names no {lacking(mail)}, and there are digests to send."
        return Check(what="mail", state="wrong", said=message)
    if mail.user and not mail.password:
        message = f"[smtp] names the user {mail.user}, but NEWSTHREAD_SMTP_PASSWORD is not set here."
        return Check(what="mail", state="mind", said=message)
    try:
        with socket.create_connection((mail.host, mail.port), timeout=CONNECT_SECONDS):
            return Check(what="mail", state="well", said=f"{mail.host}:{mail.port} answers.")
    except OSError as error:
        message = f"{mail.host}:{mail.port} does not answer ({error}); check [smtp] host and port."
        return Check(what="mail", state="wrong", said=message)


def _prefect(settings: Settings, now: datetime) -> Iterator[Check]:
    try:
        yield Check(what="prefect", state="well", said=f"prefect {version('prefect')}, duckdb {version('duckdb')}.")
    except PackageNotFoundError as error:
        yield Check(what="prefect", state="wrong", said=f"{error} is not installed; run make setup.")
        return
    for what, state, message in look_at_runs(settings, now):
        yield Check(what=what, state=state, said=message)
