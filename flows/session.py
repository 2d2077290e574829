"""The archive, opened for one step: every task opens it for itself, since connections cross no task border."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.seeds import read_outlets
from flows.configuration.settings import Settings, present, read_settings
from flows.quiet_exit import end_quietly
from news.errors import ArchiveBusy, InputError, MailError
from news.watches.old_syntax import renewed
from storage.archive import Archive


@contextmanager
def opened(
    folder: Path | None, *, now: datetime | None = None, alone: bool = True, is_there: bool = False
) -> Iterator[tuple[Archive, Settings, datetime]]:
    """Hold the archive for writing; yield it with the settings and the moment, by default the present one.

    Args:
        alone: false for collectors, of which several may write to a lake at once.
        is_there: make no archive where there is none.

    Raises:
        InputError: there is none, and none is to be made.
    """
    end_quietly()
    settings = read_settings(archive=folder)
    moment = now or present()
    zone, lake = settings.time_zone, settings.lake
    # The lock alone is there where a restore was cut off.
    is_found = any((settings.archive / name).exists() for name in ("store.duckdb", "store.lock"))
    if is_there and not lake and not is_found:
        message = f"There is no archive in {settings.archive}; name its folder with --archive."
        raise InputError(message, subject=str(settings.archive))
    with Archive.open(
        settings.archive, now=moment, time_zone=zone, lake=lake, alone=alone, share_snapshot=settings.share_snapshot
    ) as archive:
        for line in archive.store.mended:
            sys.stderr.write(f"newsthread: {line}\n")
        know_outlets(archive, settings)
        archive.watches.renew(renewed, now=moment)
        yield archive, settings, moment
    if not (is_found or lake):
        sys.stderr.write(f"newsthread: a new archive was made in {settings.archive}.\n")


def know_outlets(archive: Archive, settings: Settings) -> None:
    """Give a new archive the outlets that ship, so that their names are known."""
    if archive.outlets.is_empty():
        archive.outlets.save(read_outlets(settings.seeds / "outlets.csv"))


def is_worth_another_try(task: Any, run: Any, state: Any) -> bool:
    """Tell Prefect which failures of a task may pass: the archive was busy, or the mail server refused everyone."""
    try:
        state.result()
    except (ArchiveBusy, MailError):
        return True
    except Exception:
        return False
    return False
