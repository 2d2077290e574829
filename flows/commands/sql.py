"""sql, why."""

import os
import stat
import sys
from pathlib import Path
from typing import IO, Annotated, Literal

import typer

from flows.commands.options import (
    ArchiveOption,
    AsOfOption,
    JsonOption,
    known_snapshot,
    moment_of,
    print_result,
    snapshot_of,
)
from flows.commands.sql_table import draw, draw_name
from news.errors import InputError
from news.language.segments import counted

app = typer.Typer(rich_markup_mode=None)


@app.command("sql")
def sql(
    query: Annotated[str | None, typer.Argument(help="SQL; without it, an interactive prompt.")] = None,
    as_of: AsOfOption = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
    guard: Annotated[
        bool | None,
        typer.Option(
            "--guard/--no-guard",
            help="With --csv: put an apostrophe before texts that a spreadsheet would run as a formula "
            "(default: when standard output is a file).",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="FILE", help="Write the answer there as Parquet.")
    ] = None,
    seconds: Annotated[float, typer.Option(metavar="SECONDS", help="Time limit, in seconds.")] = 60.0,
    archive: ArchiveOption = None,
) -> None:
    """Query the snapshot in SQL, read-only and sandboxed; without a query, open a prompt."""
    if csv + as_json + (parquet is not None) > 1:
        raise InputError("Say one of --csv, --json and --parquet.", subject="--csv")
    snapshot = snapshot_of(archive)
    moment = moment_of(as_of, archive)
    asked = moment.isoformat() if moment else None
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.read()
    if query is None:
        from flows.commands.sql_prompt import prompt

        prompt(snapshot, as_of=asked, seconds=seconds)
    elif query.startswith("\\d"):
        from storage.snapshot.sql import vocabulary

        draw_name(snapshot, query[2:].strip(" ;"), vocabulary(snapshot))
    elif csv or as_json or parquet:
        _export(snapshot, query, asked, seconds, csv=csv, parquet=parquet, guard=guard)
    else:
        draw(snapshot, query, as_of=asked, seconds=seconds)


def _export(
    snapshot: Path,
    query: str,
    as_of: str | None,
    seconds: float,
    *,
    csv: bool,
    parquet: Path | None,
    guard: bool | None,
) -> None:
    from storage.snapshot.export import write_answer

    if parquet:
        rows = write_answer(snapshot, query, parquet, "parquet", as_of=as_of, seconds=seconds)
        print(f"{counted(rows, 'row')} written to {parquet}.")
    else:
        is_guarded = _is_file(sys.stdout) if guard is None else guard
        form: Literal["csv", "json"] = "csv" if csv else "json"
        write_answer(snapshot, query, sys.stdout, form, as_of=as_of, seconds=seconds, is_guarded=is_guarded)


def _is_file(stream: IO[str]) -> bool:
    """Return whether what is written there ends in a file: a program behind a pipe wants the texts as they are."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


@app.command("why")
def why(
    first: Annotated[str, typer.Argument(help="An article's id or URL.")],
    second: Annotated[str, typer.Argument(help="Another's.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why two articles are, or are not, copies, of one origin, of one story."""
    from flows.linking.explain import explain
    from storage.archive_reader import read_archive

    with read_archive(known_snapshot(archive)) as known:
        pair = []
        for words in (first, second):
            found = known.articles.find(words)
            if not found:
                raise InputError(f"There is no article {words!r}; give its id or its URL.", subject=words)
            pair.append(found[0])
        if pair[0].article_id == pair[1].article_id:
            raise InputError("Both name the same article; give two.", subject=second)
        explanation = explain(known, pair[0], pair[1])
    print_result(explanation, [explanation.in_words()], as_json=as_json)
