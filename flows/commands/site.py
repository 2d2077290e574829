"""newsthread site."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import ArchiveOption, JsonOption, print_result, progress, snapshot_of
from flows.configuration.settings import read_settings

app = typer.Typer(rich_markup_mode=None)


@app.command("site")
def site(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder, or one that holds an earlier build.")],
    digests: Annotated[
        bool, typer.Option("--digests", "--letters", help="Include past digests as they were sent, quotations and all.")
    ] = False,
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the labels: en, de, es, fr or ja.")] = "en",
    title: Annotated[str, typer.Option(metavar="TITLE", help="Title of the site.")] = "newsthread",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build the site: static pages that need no server; only what changed is written again."""
    from flows.delivery.site import SiteOptions, print_site

    settings = read_settings(archive=archive)
    options = SiteOptions(
        title=title,
        language=language,
        address=settings.site_address,
        is_indexed=settings.site_indexed,
        quotes=settings.quotes,
        has_digests=digests,
    )
    done = print_site(snapshot_of(archive), out, options=options, progress=progress(), workers=settings.workers)
    print_result(done, [done.in_words()], as_json=as_json)
