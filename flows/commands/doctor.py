"""doctor, demo, site, up."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import ArchiveOption, JsonOption, print_json, progress
from flows.configuration.settings import present, read_settings


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("doctor")(doctor)
    app.command("demo")(demo)


def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Also read every block of store, index, snapshot and backups.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check settings, archive, Prefect, mail and feeds, and say what to do."""
    from flows.operations.doctor import examine

    found = examine(archive, now=present(), deep=deep)
    if as_json:
        print_json(found)
    else:
        for check in found:
            print(check.in_words())
    return 1 if any(check.state == "wrong" for check in found) else 0


def demo(
    folder: Annotated[
        Path, typer.Option("--archive", metavar="DIR", help="A new folder, or one that an earlier demo made.")
    ] = Path("demo-archive"),
) -> int:
    """Run the whole pipeline over the sample newsroom on 127.0.0.1; needs no network and no account."""
    from flows.demo.demo import demonstrate

    print(demonstrate(folder, read_settings(environment={}), progress=progress()))
    return 0
