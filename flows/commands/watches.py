"""watches add, list, test, remove."""

from typing import Annotated

import typer

from flows.commands.options import ArchiveOption, JsonOption, known_snapshot, print_json, snapshot_of
from flows.commands.tables import print_table
from flows.session import opened
from news.language.segments import counted

SHOWN = 200  # articles that a query matches; search --json gives more

app = typer.Typer(rich_markup_mode=None)
watches_app = typer.Typer(help="Saved queries: add, list, test, remove.", no_args_is_help=True)
app.add_typer(watches_app, name="watches")


@watches_app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="A name of your choice; one that is there is replaced.")],
    query: Annotated[str, typer.Argument(help="What an article must match: docs/queries.md.")],
    title: Annotated[
        str, typer.Option(metavar="TITLE", help="Its title in the digest (default: the one it had, else its name).")
    ] = "",
    archive: ArchiveOption = None,
) -> None:
    """Save a query (docs/queries.md). It is matched against the whole archive."""
    from flows.linking.watches import add_watch, read_watch

    watch = read_watch(name, query, title)
    with opened(archive) as (open_archive, _, now):
        print(add_watch(open_archive, watch, now=now))


@watches_app.command("list")
def list_(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the watches and how many articles each matches."""
    from storage.snapshot.coverage import coverage_of

    with coverage_of(snapshot_of(archive), as_of=None) as coverage:
        found = coverage.watch_list()
    if as_json:
        print_json([{"watch": w.watch, "query": w.query, "title": w.title, "articles": count} for w, count in found])
    else:
        rows = ((watch.watch, count, " ".join(watch.query.split())) for watch, count in found)
        print_table(("watch", "articles", "query"), rows)


@watches_app.command("test")
def try_(
    name: Annotated[str, typer.Argument(help="A watch by its name, or a query.")], archive: ArchiveOption = None
) -> None:
    """Show what a watch or a query matches, the best first. A watch of that name comes first; counts by day follow."""
    from flows.delivery.search import how_often, is_watch, try_watch

    snapshot = known_snapshot(archive)
    found = try_watch(snapshot, name, most=SHOWN)
    if not is_watch(snapshot, name):
        print(f"No watch is named {name!r}: it was read as a query.")
    if found.hits:
        print(f"{counted(found.articles, 'article')}, the best first:")
        print_table(("day", "outlet", "title"), ((hit.ordered_at.date(), hit.outlet, hit.title) for hit in found.hits))
    if found.articles > len(found.hits):
        print(f"The best {len(found.hits)} are shown.")
    print(how_often(found.days))


@watches_app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="The watch.")], archive: ArchiveOption = None) -> None:
    """Delete a watch; its articles stay."""
    from flows.linking.watches import remove_watch

    with opened(archive, is_there=True) as (open_archive, _, now):
        print(remove_watch(open_archive, name, now=now))
