"""An interactive prompt for SQL: history, completion of the vocabulary, tables."""

import readline
from contextlib import suppress
from pathlib import Path
from textwrap import shorten

from flows.commands.sql_table import draw
from news.errors import InputError
from storage.snapshot.sql import vocabulary

HISTORY = Path("~/.newsthread_history")
HISTORY_LINES = 1000
HELP = "Tab completes; .names lists views and macros, .names NAME explains one; a query ends with ;, .quit leaves."
LEAVING = (".quit", ".exit", "quit", "exit")
HELPING = ("help",)
KEYWORDS = "SELECT FROM WHERE GROUP BY ORDER BY LIMIT HAVING JOIN USING WITH AS AND OR NOT DISTINCT count sum".split()


def prompt(snapshot: Path, *, as_of: str | None, seconds: float) -> None:
    """Read queries until the end of input; errors are one line, and the prompt goes on."""
    known = vocabulary(snapshot)
    words = sorted(
        {*KEYWORDS, *(name for name, *_ in known), *(column for _, _, columns, _ in known for column in columns)}
    )
    _prepare(words)
    print(f"{snapshot}{f' as of {as_of}' if as_of else ''}. {HELP}")
    try:
        while (line := _read_query()) is not None:
            if line in LEAVING:
                break
            if line.startswith(".") or line in HELPING:
                _explain(line, known)
            elif line:
                _answer(snapshot, line, as_of, seconds)
    finally:
        _keep_history()


def _answer(snapshot: Path, query: str, as_of: str | None, seconds: float) -> None:
    try:
        draw(snapshot, query, as_of=as_of, seconds=seconds)
    except InputError as error:
        print(error)
    except KeyboardInterrupt:
        print("\nStopped.")


def _explain(line: str, known: list[tuple[str, str, tuple[str, ...], str]]) -> None:
    verb, _, asked = line.partition(" ")
    asked = asked.strip()
    if verb != ".names" or asked not in ("", *(name for name, *_ in known)):
        print(HELP if verb != ".names" else f"There is no {asked}; .names lists what there is.")
        return
    for name, kind, columns, comment in known:
        if asked == name:
            print(f"{name} ({kind}): {comment}\n  {', '.join(columns)}")
        elif not asked:
            print(f"{name:<22} {shorten(comment.split('. ')[0], 90, placeholder=' …')}")


def _read_query() -> str | None:
    """Return one query without its semicolon, or a line that begins with a dot; None at the end of input."""
    lines: list[str] = []
    while True:
        try:
            line = input("news> " if not lines else "  ... ").rstrip()
        except EOFError:
            print()
            return None
        except KeyboardInterrupt:
            print()
            return ""
        if not lines and (line.startswith(".") or line.rstrip("; ") in ("", *LEAVING, *HELPING)):
            return line.rstrip("; ")
        lines.append(line)
        if line.endswith(";"):
            return "\n".join(lines).rstrip("; ")


def _prepare(words: list[str]) -> None:
    with suppress(OSError):  # none yet, or none that may be read: the session begins without
        readline.read_history_file(HISTORY.expanduser())
    readline.set_history_length(HISTORY_LINES)
    readline.set_completer_delims(" \t\n()=,;.")

    def complete(start: str, number: int) -> str | None:
        fitting = [word for word in words if word.lower().startswith(start.lower())]
        return fitting[number] if number < len(fitting) else None

    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")


def _keep_history() -> None:
    with suppress(OSError):  # a home that cannot be written to costs the history, not the session
        readline.write_history_file(HISTORY.expanduser())
