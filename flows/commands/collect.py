"""Commands that bring news in: collect, link, import, plant-seeds, extract, feeds."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import ArchiveOption, JsonOption, print_json, print_result, progress
from flows.commands.tables import print_table
from flows.configuration.settings import present, read_settings
from flows.session import opened
from news.errors import InputError
from news.feeds.shards import Shard
from news.language.segments import counted

if TYPE_CHECKING:
    from flows.collecting.subscriptions import Checked

app = typer.Typer(rich_markup_mode=None)
feeds_app = typer.Typer(help="Feeds: add, list, check, import, export.", no_args_is_help=True)
app.add_typer(feeds_app, name="feeds")


@app.command("collect")
def collect(
    feeds: Annotated[
        Path | None,
        typer.Option(
            "--feeds",
            metavar="FILE",
            help="Add the feeds of this list (TOML, OPML or one URL a line) and poll only them.",
        ),
    ] = None,
    all_feeds: Annotated[
        bool,
        typer.Option("--all", "--now", help="Poll all feeds, also those that are not due; Retry-After still holds."),
    ] = False,
    shard: Annotated[
        str | None,
        typer.Option(
            "--shard", metavar="K/N", help="Poll the K-th of N shards of the sites only; run `link` afterwards."
        ),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Poll due feeds, read new articles, link them, publish."""
    from flows.collecting.pipeline import CollectionRequest, collect_all, with_open_archive
    from flows.collecting.subscriptions import read_list

    if feeds is not None:
        read_list(feeds)  # before an archive is made for it
    if shard is not None:
        return _collect_shard(Shard.parse(shard), feeds, all_feeds, archive, as_json)
    with opened(archive) as (open_archive, settings, now):
        request = CollectionRequest(now=now, feeds=feeds, all_feeds=all_feeds)
        done = collect_all(with_open_archive(open_archive, settings, request, progress()))
    print_result(done.summary(), [done.in_words()], as_json=as_json)
    return 1 if done.collected.failed else 0


def _collect_shard(shard: Shard, feeds: Path | None, all_feeds: bool, archive: Path | None, as_json: bool) -> int:
    from flows.collecting.pipeline import CollectionRequest, collect_sites, with_open_archive

    with opened(archive, alone=False) as (open_archive, settings, now):
        request = CollectionRequest(now=now, feeds=feeds, all_feeds=all_feeds, shard=shard)
        done = collect_sites(with_open_archive(open_archive, settings, request, progress()))
    print_result(
        done.summary(),
        [f"{done.in_words()}\nShard {shard.number} of {shard.count}; newsthread link does the rest."],
        as_json=as_json,
    )
    return 1 if done.failed else 0


@app.command("link")
def link(
    everything: Annotated[bool, typer.Option("--all", help="Link the whole archive anew.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find near-copies, citations, stories and matches for what is not linked yet; publish."""
    from flows.collecting.pipeline import CollectionRequest, link_and_publish, with_open_archive

    with opened(archive, is_there=True) as (open_archive, settings, now):
        request = CollectionRequest(now=now, everything=everything)
        done = link_and_publish(with_open_archive(open_archive, settings, request, progress()))
    print_result(done.linked, [done.in_words()], as_json=as_json)


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="JSON Lines, CSV or Parquet: url, title, text and more.")],
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Exit with 0 although rows were left out (default: exit with 1).")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Import articles from files, then link and publish."""
    from flows.collecting.import_files import check_files, import_articles

    check_files(files)  # before an archive is made for them
    with opened(archive) as (open_archive, settings, now):
        done = import_articles(open_archive, settings, files, now=now, progress=progress())
    print_result(done, [done.in_words()], as_json=as_json)
    return 0 if done.is_whole or (lenient and done.rows) else 1


@app.command("backfill")
def backfill(
    files: Annotated[list[Path], typer.Argument(metavar="WARC…", help="WARC files, such as Common Crawl's CC-NEWS.")],
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Worker processes (default: one per core).")
    ] = None,
    dask: Annotated[
        str | None, typer.Option("--dask", metavar="ADDRESS", help="A Dask cluster, such as tcp://10.0.0.5:8786.")
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Read the pages of WARC files into the archive, in batches; an interrupted run resumes (experimental)."""
    from flows.local_backfill import backfill_here

    settings = read_settings(archive=archive)
    done = backfill_here(files, settings, archive, workers=workers or settings.workers, address=dask)
    print_result(done, [done.in_words()], as_json=as_json)
    return 0 if done.articles or done.before else 1


@app.command("plant-seeds")
def plant_seeds(
    documents: Annotated[
        Path | None,
        typer.Option("--documents", metavar="DIR", help="A folder with the publishers' full texts of the documents."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store what newsthread brings to begin with: the list of outlets, a watch and five documents."""
    from flows.collecting.seeds import plant

    with opened(archive) as (open_archive, settings, now):
        done = plant(open_archive, settings, documents=documents or settings.seed_documents, now=now)
        open_archive.publish(now=now)
    print_result(done, [done.in_words()], as_json=as_json)


@app.command("extract")
def extract(
    paths: Annotated[list[Path] | None, typer.Argument(help="HTML files (also gzipped), folders, WARC files.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="The address of the page, where one is given.")] = None,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object per page.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print the measures behind each result.")] = False,
    again: Annotated[bool, typer.Option("--again", help="The older name of reextract.", hidden=True)] = False,
    outlet: Annotated[str | None, typer.Option("--outlet", hidden=True)] = None,
    archive: Annotated[Path | None, typer.Option("--archive", hidden=True)] = None,
) -> int:
    """Extract articles from pages on disk; stores nothing."""
    from flows.collecting.extract_files import extract_paths

    if again:
        return reextract(outlet, None, archive)
    if not paths:
        raise InputError("extract takes the paths of pages; reextract reads the kept ones again.", subject="extract")
    settings = read_settings()
    return extract_paths(
        paths, url=url, as_jsonl=as_jsonl, explain=explain, workers=settings.workers, progress=progress()
    )


@app.command("reextract")
def reextract(
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only pages of this outlet, by name.")] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", metavar="URL", help="A page that was judged to be no article: take its text; repeatable."
        ),
    ] = None,
    archive: ArchiveOption = None,
) -> int:
    """Extract the kept pages again with the present rules; what differs is stored as a new version."""
    from flows.collecting.accept_pages import accept_pages
    from flows.collecting.extract_files import extract_again

    with opened(archive, is_there=True) as (open_archive, settings, now):
        if accept:
            print(accept_pages(open_archive, settings, accept, now=now, progress=progress()))
            return 0
        print(extract_again(open_archive, settings, outlet=outlet, now=now, progress=progress()))
    return 0


@feeds_app.command("add")
def feeds_add(
    url: Annotated[str, typer.Argument(help="The address of a feed, or of a web page that names some.")],
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="The outlet's name (default: taken from the feed or its host).")
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Follow a feed; given the address of a web page, follow the feeds that it names."""
    from flows.collecting.subscriptions import follow

    with opened(archive) as (open_archive, settings, now):
        choose = _ask_which if sys.stdin.isatty() else tuple
        for line in follow(open_archive, settings, url, outlet=outlet, now=now, choose=choose):
            print(line)


def _ask_which(found: "Sequence[Checked]") -> "Sequence[Checked]":
    """Ask a person which of several feeds are meant."""
    for number, item in enumerate(found, start=1):
        print(f"{number:3}  {item.in_words()}")
    answer = typer.prompt("Which of them? Numbers, or all", default="all")
    wanted = re.findall(r"\d+", answer)
    if answer.strip().lower() != "all" and not all(0 < int(number) <= len(found) for number in wanted or ["0"]):
        raise typer.BadParameter(f"{answer!r}: numbers from 1 to {len(found)}, or all")
    return [found[int(number) - 1] for number in dict.fromkeys(wanted)] or found


@feeds_app.command("list")
def feeds_list(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the feeds and their health, those in trouble first; --json tells more of each."""
    from flows.collecting.subscriptions import followed, trouble

    memories = followed(archive)
    columns = ("feed", "outlet", "status", "last new", "next", "last outcome", "note")
    rows = (
        (m.url, m.outlet, m.status, m.last_new_at, m.next_at, trouble(m), m.note or None)
        for m in sorted(memories, key=lambda m: m.status == "ok")
    )
    if as_json:
        print_json(memories)
    elif memories:
        print_table(columns, rows, headline="feed")
    else:
        print("No feed is followed yet; newsthread feeds add URL follows one.")


@feeds_app.command("check")
def feeds_check(
    urls: Annotated[list[str], typer.Argument(help="Addresses of feeds, followed or not.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Fetch feeds once and report what they hold; stores nothing."""
    from flows.collecting.subscriptions import check

    found = check(urls, read_settings(archive=archive), now=present())
    print_result(found, (item.in_words() for item in found), as_json=as_json)
    return 0 if all(item.is_read for item in found) else 1


@feeds_app.command("import")
def feeds_import(file: Annotated[Path, typer.Argument(help="The list.")], archive: ArchiveOption = None) -> None:
    """Follow every feed of a list: OPML, TOML, or one address a line."""
    from flows.collecting.subscriptions import read_list

    listed = read_list(file)  # before an archive is made for it
    with opened(archive) as (open_archive, _, now):
        new = open_archive.feeds.add(listed, now=now)
    print(f"{counted(len(new), 'new feed')} from {file}.")


@feeds_app.command("export")
def feeds_export(
    file: Annotated[Path, typer.Argument(help="The file to write.")], archive: ArchiveOption = None
) -> None:
    """Export the feeds as OPML."""
    from flows.collecting.subscriptions import export

    with opened(archive, is_there=True) as (open_archive, _, _):
        count = export(open_archive, file)
    print(f"{counted(count, 'feed')} written to {file}.")
