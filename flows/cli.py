"""The command line: each command is a few lines over a flow or a question."""

import errno
import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from flows.commands.help import GroupedCommands, print_version
from news.errors import InputError, NewsError, SeedError, SettingsError, WatchError

READER_GONE = 141  # what a shell reports of a program that SIGPIPE ended
STOPPED = 130  # … that SIGINT ended; typer returns it where Ctrl-C came in a command
INTERRUPTED = "Query interrupted"  # DuckDB's words where Ctrl-C came amid a question
CALLERS_MISTAKE = (InputError, SettingsError, SeedError, WatchError)

app = typer.Typer(
    name="newsthread",
    help="Follow running news stories: what is new, how many articles, how many origins, and how sure we are.",
    cls=GroupedCommands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def everywhere(
    version: Annotated[  # read by its callback alone
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Follow running news stories: what is new, how many articles, how many origins, and how sure we are."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 done, 1 our fault or nothing could be done, 2 the caller's mistake."""
    _open_streams()
    try:
        result = app(args=arguments, prog_name="newsthread", standalone_mode=False)
        return _stopped() if result == STOPPED else result if isinstance(result, int) else 0
    except (typer.Abort, KeyboardInterrupt):
        return _stopped()
    except (BrokenPipeError, SystemExit) as error:
        return _ended(error)
    except NewsError as error:
        print(f"newsthread: {error}", file=sys.stderr)
        return 2 if isinstance(error, CALLERS_MISTAKE) else 1
    except Exception as error:
        return _other(error)


def _open_streams() -> None:
    """Let what is printed go nowhere where a stream is closed, and be spelled where its encoding lacks a sign."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _stopped() -> int:
    """Say that Ctrl-C ended the command."""
    print("newsthread: stopped.", file=sys.stderr)
    return STOPPED


def _ended(error: BaseException) -> int:
    """End as other programs do whose reader went away (`newsthread … | head`); any other end was asked for."""
    is_broken_pipe = isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError)
    if not is_broken_pipe:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE


def _other(error: Exception) -> int:
    """Say what is wrong with the words of a command or with the disk, or that the fault is ours."""
    if isinstance(error, RuntimeError) and str(error) == INTERRUPTED:
        return _stopped()
    if os.strerror(errno.ENOSPC) in str(error):  # of the system, and in DuckDB's words
        print("newsthread: The disk is full: what was to be written is not whole; free some space.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if callable(show := getattr(error, "show", None)):  # a usage error of the library that reads the command line
        show()
        return 2
    if os.environ.get("NEWSTHREAD_DEBUG"):
        raise error
    if isinstance(error, OSError) and error.filename is not None:
        print(f"newsthread: {error.filename} cannot be used: {error.strerror}; name another.", file=sys.stderr)
        return 1
    print(f"newsthread: unexpected: {type(error).__name__}: {error} (NEWSTHREAD_DEBUG=1 shows where)", file=sys.stderr)
    return 1


def run() -> None:
    """Run as the installed command."""
    sys.exit(main())


if __name__ == "__main__":
    run()
