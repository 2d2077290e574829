"""watches add, list, test."""

from typing import Annotated

import typer

from flows.commands.shared import ArchiveOption, JsonOption, print_json
from flows.commands.tables import print_table
from flows.opening import opened
from news.records import Watch

watches_app = typer.Typer(help="Saved queries: add, list, test.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(watches_app, name="watches")


@watches_app.command("add")
def add(
    name: str,
    query: str,
    title: Annotated[str, typer.Option(help="What the letter calls it.")] = "",
    archive: ArchiveOption = None,
) -> None:
    """Save a query, in Lucene's syntax, and match it against the whole archive."""
    from flows.linking import match_watches
    from news.watches import parse_watch

    watch = Watch(watch=name, query=query, title=title or name)
    parse_watch(watch)
    with opened(archive) as (held, _, now):
        changed = held.links.save_watches([watch], now=now)
        count = match_watches(held, changed, now=now) if changed else len(held.links.matches_of([name]))
        held.publish(now=now)
    print(f"{name} matches {count} articles.")


@watches_app.command("list")
def list_(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """The watches and how much each matches."""
    with opened(archive) as (held, _, _):
        watches = held.links.watches()
        counts = {watch.watch: len(held.links.matches_of([watch.watch])) for watch in watches}
    if as_json:
        print_json(
            [{"watch": w.watch, "query": w.query, "title": w.title, "articles": counts[w.watch]} for w in watches]
        )
    else:
        print_table(("watch", "articles", "query"), ((w.watch, counts[w.watch], w.query) for w in watches))


@watches_app.command("test")
def try_(name: str, archive: ArchiveOption = None) -> None:
    """What a watch (by name), or a query, would match in the archive, and how many a day."""
    from flows.linking import try_watch

    with opened(archive) as (held, _, _):
        known = {watch.watch: watch for watch in held.links.watches()}
        found = try_watch(held, known.get(name) or Watch(watch="test", query=name))
    print_table(("day", "outlet", "title"), ((a.ordered_at.date(), a.outlet, a.title) for a in found))
    days = len({article.ordered_at.date() for article in found})
    print(f"{len(found)} articles on {days} days{f', {len(found) / days:.1f} a day' if days else ''}.")
