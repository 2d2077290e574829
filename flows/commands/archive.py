"""backup, restore, compact, publish-parquet, retire."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import ArchiveOption, YesOption, confirm, snapshot_of
from flows.configuration.settings import present, read_settings
from flows.session import opened
from news.errors import InputError

app = typer.Typer(rich_markup_mode=None)


@app.command("backup")
def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.")],
    only_verify: Annotated[
        bool, typer.Option("--verify", help="Verify the backup in this folder instead; writes nothing.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Write the archive as portable Parquet, with a manifest of counts and hashes."""
    from storage.maintenance.backup import back_up, verify

    if only_verify:
        manifest = verify(folder)
        print(f"{folder} holds what was written: {manifest.rows:,} rows of {len(manifest.tables)} tables.")
        return
    with opened(archive, is_there=True) as (open_archive, _, now):
        manifest = back_up(open_archive.store, folder, now=now)
    print(f"{manifest.rows:,} rows of {len(manifest.tables)} tables written to {folder}.")


@app.command("restore")
def restore(
    folder: Annotated[Path, typer.Argument(help="The backup's folder.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace an archive that is not empty.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Rebuild the archive from a backup, which is verified first."""
    from storage.maintenance.backup import restore as restore_archive

    settings = read_settings(archive=archive)
    manifest = restore_archive(folder, settings.archive, now=present(), replace=replace, lake=settings.lake)
    print(f"{manifest.rows:,} rows restored into {settings.lake or settings.archive}.")


@app.command("compact")
def compact(archive: ArchiveOption = None) -> None:
    """Rewrite the archive's files without the space of deleted rows; of a lake, merge its small files."""
    from storage.maintenance.compact import compact as compact_archive

    with opened(archive, is_there=True) as (open_archive, _, now):
        done = compact_archive(open_archive, now=now)
        open_archive.publish(now=now)
    print(done.in_words())


@app.command("publish-parquet")
def publish_parquet(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder to write to (default: the setting publish_parquet).")
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Write the snapshot's views as Parquet files, with a manifest and a data package."""
    from storage.parquet_files import publish_parquet as publish

    settings = read_settings(archive=archive)
    wanted = folder or settings.publish_parquet
    if wanted is None:
        raise InputError("Name a folder, here or as publish_parquet in newsthread.toml.", subject="FOLDER")
    done = publish(snapshot_of(archive), wanted, now=present(), is_shared=settings.share_snapshot)
    print(done.in_words())


@app.command("retire")
def retire(
    older_than: Annotated[
        str,
        typer.Option("--older-than", metavar="DAY", help="The first day whose texts stay, such as 2025-01-01."),
    ],
    archive: ArchiveOption = None,
    yes: YesOption = False,
) -> None:
    """Drop the texts of old articles; their titles, dates, links and trends stay. Asks for confirmation."""
    from storage.maintenance.retire import retire as retire_texts

    day = _day(older_than)
    with opened(archive, is_there=True) as (open_archive, _, now):
        if not confirm(f"Drop the texts of all articles before {day}?", yes=yes):
            print("Nothing was dropped.")
            return
        done = retire_texts(open_archive, older_than=day, now=now)
        open_archive.publish(now=now)
    print(done.in_words())


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        message = f"--older-than {said!r} is no day; write it as 2025-01-01."
        raise InputError(message, subject="--older-than") from error
