"""The answer to a question in SQL, drawn as a table for a person."""

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from textwrap import shorten

from flows.commands.tables import print_table
from news.errors import InputError

SHOWN_ROWS = 500  # --csv, --json and --parquet have all


def draw(snapshot: Path, query: str, *, as_of: str | None, seconds: float) -> None:
    """Draw the answer to one query as a table for a person."""
    from storage.snapshot.sql import ask
    from storage.sql_advice import SLOW_SECONDS, advice

    answer = ask(snapshot, query, as_of=as_of, seconds=seconds, row_limit=SHOWN_ROWS)
    print_table(answer.columns, answer.rows)
    more = f" (the first {len(answer.rows)}; --csv, --json and --parquet give all)" if answer.truncated else ""
    print(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}{more}, {answer.seconds:.2f} s")
    if answer.seconds > SLOW_SECONDS:
        for line in advice(query, as_of=as_of):
            print(f"Faster: {line}.", file=sys.stderr)


def draw_name(snapshot: Path, name: str, known: Sequence[tuple[str, str, tuple[str, ...], str]]) -> None:
    """Say what a view or macro is, with its columns; without a name, list all of `known`.

    Raises:
        InputError: there is none of that name.
    """
    from storage.snapshot.sql import columns

    if not name:
        for one, _, _, comment in known:
            print(f"{one:<22} {shorten(comment.split('. ')[0], 90, placeholder=' …')}")
        return
    found = [item for item in known if item[0] == name]
    if not found:
        near = ", ".join(get_close_matches(name, [item[0] for item in known]))
        raise InputError(f"There is no {name}{f'; did you mean {near}?' if near else '.'}", subject=name)
    for one, kind, parameters, comment in found:
        print(f"{one} ({kind}): {comment}")
        if kind == "view":
            print_table(("column", "type", "meaning"), columns(snapshot, one))
        elif parameters:
            print(f"  {', '.join(parameters)}")
