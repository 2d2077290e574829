"""An interactive prompt for SQL: history, completion of the vocabulary, tables."""

import readline
from contextlib import suppress
from pathlib import Path

from flows.commands.sql_table import draw, draw_name
from news.errors import InputError
from storage.snapshot.sql import vocabulary

HISTORY = Path("~/.newsthread_history")
HISTORY_LINES = 1000
HELP = r"Tab completes; \d lists views and macros, \d NAME explains one; a query ends with ;, .quit leaves."
DESCRIBING = (r"\d", ".names")
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
            if line.startswith((".", "\\")) or line in HELPING:
                _explain(snapshot, line, known)
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


def _explain(snapshot: Path, line: str, known: list[tuple[str, str, tuple[str, ...], str]]) -> None:
    verb, _, name = line.partition(" ")
    if verb not in DESCRIBING:
        print(HELP)
        return
    try:
        draw_name(snapshot, name.strip(), known)
    except InputError as error:
        print(error)


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
        if not lines and (line.startswith((".", "\\")) or line.rstrip("; ") in ("", *LEAVING, *HELPING)):
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
