"""up, watch-over, listen."""

from typing import Annotated

import typer

from flows.commands.options import ArchiveOption
from flows.configuration.settings import present, read_settings
from news.errors import InputError

app = typer.Typer(rich_markup_mode=None)


@app.command("up")
def up(
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="Port of Prefect's server on 127.0.0.1.")
    ] = 4200,
    archive: ArchiveOption = None,
) -> None:
    """Run the Prefect server, a worker and the deployments in one foreground process; Ctrl-C stops all."""
    from flows.operations.up import run_everything

    run_everything(read_settings(archive=archive), port=port, say=lambda line: print(line, flush=True))


@app.command("watch-over")
def watch_over(
    api: Annotated[
        str | None,
        typer.Option("--api", metavar="URL", help="Prefect's API (default: PREFECT_API_URL, else that of `up`)."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """End runs whose process died, drop missed runs, and raise an alert for runs that failed or did not start."""
    from flows.operations.run_monitor import watch_over_at

    if archive is not None and not archive.exists():  # a name that is mistyped; nothing is made for it
        raise InputError(f"There is no archive in {archive}; name its folder with --archive.", subject=str(archive))
    for line in watch_over_at(api, read_settings(archive=archive), now=present()):
        print(line)


@app.command("listen")
def listen(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address of this machine to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", help="Port to listen on (default: the setting websub_port, 8095)."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Take calls of feeds' hubs (WebSub), behind your web server; `up` does so where websub_address is set."""
    from flows.collecting.hubs import listen as answer_hubs

    settings = read_settings(archive=archive)
    answer_hubs(settings, host=host, port=port or settings.websub_port, say=lambda line: print(line, flush=True))
