"""How a command ends: the code and the words of every kind of error; what options come to; progress that is shown."""

import errno
import io
import json
import logging
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from flows import cli, progress
from flows.commands import options
from flows.commands.options import confirm, known_snapshot, print_json, snapshot_of
from flows.configuration.settings import Settings
from flows.session import opened
from news.errors import ArchiveBusy, ArchiveError, InputError, MailError, SeedError, SettingsError, WatchError
from news.records import FeedMemory
from storage.lake import Lake
from tests.conftest import HOME

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

NO = "newsthread: No.\n"
FULL = "newsthread: The disk is full: what was to be written is not whole; free some space.\n"
LAKE = "ducklake:postgres:host=db.example dbname=news"


def usage() -> Exception:
    error = ValueError("a usage error")
    error.show = lambda: sys.stderr.write("It is used otherwise.\n")  # type: ignore[attr-defined]
    return error


def after_broken_pipe() -> BaseException:
    error = SystemExit(1)
    error.__context__ = BrokenPipeError()
    return error


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (0, 0, ""), (3, 3, ""), (None, 0, ""), ("words", 0, ""), (130, 130, "newsthread: stopped.\n"),
        (RuntimeError("Query interrupted"), 130, "newsthread: stopped.\n"),
        (typer.Abort(), 130, "newsthread: stopped.\n"), (KeyboardInterrupt(), 130, "newsthread: stopped.\n"),
        (InputError("No."), 2, NO), (SettingsError("No."), 2, NO), (SeedError("No."), 2, NO),
        (WatchError("No."), 2, NO),
        (ArchiveError("No."), 1, NO), (ArchiveBusy("No."), 1, NO), (MailError("No."), 1, NO),
        (BrokenPipeError(), 141, ""), (after_broken_pipe(), 141, ""),
        (OSError(errno.ENOSPC, "No space left on device"), 1, FULL),
        (ValueError("IO Error: x.wal: No space left on device"), 1, FULL),
        (OSError(errno.EACCES, "Denied", "a/b"), 1, "newsthread: a/b cannot be used: Denied; name another.\n"),
        (OSError(errno.EACCES, "Denied"), 1, "newsthread: unexpected: PermissionError: [Errno 13] Denied "
        "(NEWSTHREAD_DEBUG=1 shows where)\n"),
        (ValueError("odd"), 1, "newsthread: unexpected: ValueError: odd (NEWSTHREAD_DEBUG=1 shows where)\n"),
        (usage(), 2, "It is used otherwise.\n"),
    ],
)  # fmt: skip
def test_each_error_has_its_code_and_its_words(
    raised: Any, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moved: list[int] = []

    def app(**given: Any) -> Any:
        assert given == {"args": ["x"], "prog_name": "newsthread", "standalone_mode": False}
        if isinstance(raised, BaseException):
            raise raised
        return raised

    monkeypatch.delenv("NEWSTHREAD_DEBUG", raising=False)
    monkeypatch.setattr(cli, "app", app)
    monkeypatch.setattr(os, "dup2", lambda source, target: moved.append(target))
    monkeypatch.setattr(sys, "stdout", type("Out", (io.StringIO,), {"fileno": lambda self: 77})())
    assert cli.main(["x"]) == code
    assert capsys.readouterr().err == said
    assert moved == ([77] if code == 141 or "disk is full" in said else [])


@pytest.mark.parametrize("error", [SystemExit(5), ValueError("odd"), OSError(errno.EACCES, "Denied", "a")])
def test_what_was_asked_for_goes_on(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def app(**given: Any) -> Any:
        raise error

    monkeypatch.setenv("NEWSTHREAD_DEBUG", "1")
    monkeypatch.setattr(cli, "app", app)
    with pytest.raises(type(error)):
        cli.main([])


PRINTS = "import sys\nfrom flows.cli import main\nsys.exit(main(['--version']))"
SAYS = "from flows import cli\ncli.app = lambda **given: print('„é“ 東京 😀')\ncli.main([])"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_is_no_fault(closed: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -c "$1" {closed}', "sh", PRINTS],
        cwd=HOME, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "„é“ 東京 😀"),
        ("latin-1", "\\u201eé\\u201c \\u6771\\u4eac \\U0001f600"),
        ("ascii", "\\u201e\\xe9\\u201c"),
    ],
)
def test_a_sign_that_a_terminal_lacks_is_written_as_its_number(encoding: str, said: str) -> None:
    environment = {"PYTHONIOENCODING": encoding, "PATH": "/bin"}
    done = subprocess.run([sys.executable, "-c", SAYS], cwd=HOME, env=environment, capture_output=True, check=True)
    assert done.stdout.decode(encoding).startswith(said)


@pytest.mark.parametrize("heeded", ["default_int_handler", "SIG_IGN"])
def test_ctrl_c_while_modules_are_read_prints_nothing(tmp_path: Path, heeded: str) -> None:
    (tmp_path / "typer.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit(9)")
    start = f"import signal\nsignal.signal(signal.SIGINT, signal.{heeded})\nfrom flows.__main__ import start\nstart()"
    done = subprocess.run(
        [sys.executable, "-c", start], cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{HOME}", "PATH": "/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (-2 if heeded == "default_int_handler" else 9, "", "")


# --- options ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lake", "found"),
    [
        ("whole", False, "whole/news.duckdb"),
        ("bare", False, "There is no bare/news.duckdb yet; run newsthread collect"),
        ("nowhere", False, "There is no archive in nowhere; name its folder with --archive."),
        ("file", False, "file is a file; --archive names the folder that holds news.duckdb."),
        ("nowhere", True, "ducklake:"), ("file", True, "ducklake:"),
    ],
)  # fmt: skip
def test_a_snapshot_is_there_or_it_is_said_what_is_lacking(
    name: str, lake: bool, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("whole", "bare"):
        Path(folder).mkdir()
    Path("whole/news.duckdb").write_bytes(b"")
    Path("file").write_bytes(b"")
    place = Lake.named(LAKE, "/data/") if lake else None
    settings = Settings(archive=Path(name), lake=place)
    monkeypatch.setattr(options, "read_settings", lambda archive: settings)
    for look in (snapshot_of, known_snapshot):
        try:
            said = str(look(Path(name)))
        except ArchiveError as error:
            said = str(error) if (error.subject, look) == (str(settings.snapshot), snapshot_of) else "another subject"
        except InputError as error:
            said = str(error)
        assert said.startswith(found if look is snapshot_of or name != "bare" else "There is no archive in bare; name")


def test_what_cannot_be_undone_is_asked_of_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    assert confirm("Sure?", yes=True) is True
    for is_terminal, answer in ((True, True), (True, False), (False, True)):
        monkeypatch.setattr(sys, "stdin", type("In", (), {"isatty": lambda self, told=is_terminal: told})())
        monkeypatch.setattr(typer, "confirm", lambda question, told=answer: told and question == "Sure?")
        if is_terminal:
            assert confirm("Sure?", yes=False) is answer
        else:
            with pytest.raises(InputError, match=r"^Sure\? There is no terminal to ask on: say --yes\.$"):
                confirm("Sure?", yes=False)


def test_records_are_printed_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": {3}, "b": (1, "ü"), "c": NOW, "d": date(2026, 1, 2), "e": Path("x"), "f": Counter("aab")})
    told = capsys.readouterr().out
    assert json.loads(told) == {
        "a": [3], "b": [1, "ü"], "c": "2026-11-22T12:00:00+00:00", "d": "2026-01-02", "e": "x", "f": {"a": 2, "b": 1},
    }  # fmt: skip
    assert told.startswith('{\n  "a": [\n    3\n  ]')
    assert "ü" in told
    print_json(FeedMemory(url="u", status="ok"))
    assert json.loads(capsys.readouterr().out)["url"] == "u"


# --- progress -----------------------------------------------------------------------------------------------------


def worked(shown: progress.Progress) -> None:
    for name, total in (("pages", 3), ("nothing", 0)):
        with shown.stage(name, total) as step:
            step()
            step()


def test_progress_is_a_line_a_stage(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress.logger, "propagate", True)
    with caplog.at_level(logging.INFO, logger="newsthread"):
        worked(progress.Progress())
    assert [one.getMessage() for one in caplog.records] == ["pages: 2 of 3"]
    assert capsys.readouterr().err == ""
    worked(progress.LineProgress())
    assert capsys.readouterr().err == "pages: 2 of 3\n"
    worked(progress.TerminalProgress())
    told = capsys.readouterr()
    assert ("pages" in told.err, "2/3" in told.err, "nothing" in told.err, told.out) == (True, True, False, "")


@pytest.mark.parametrize(("is_terminal", "kind"), [(True, progress.TerminalProgress), (False, progress.LineProgress)])
def test_bars_are_for_a_terminal(is_terminal: bool, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", type("Err", (io.StringIO,), {"isatty": lambda self: is_terminal})())
    assert type(options.progress()) is kind


def test_lines_of_the_work_are_shown_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress.logger, "handlers", [])
    monkeypatch.setattr(progress.logger, "propagate", True)
    before = progress.logger.level
    try:
        progress.show_lines()
        progress.show_lines()
        progress.logger.info("%s is read", "a")
        progress.logger.debug("not this")
        assert capsys.readouterr().err == "a is read\n"
        assert (len(progress.logger.handlers), progress.logger.propagate) == (1, False)
    finally:
        progress.logger.setLevel(before)


# --- the archive of a step ----------------------------------------------------------------------------------------


def test_an_archive_is_made_where_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSTHREAD_ARCHIVE", raising=False)
    with pytest.raises(InputError, match="There is no archive in a; name its folder"), opened(Path("a"), is_there=True):
        pass
    Path("a").mkdir()
    Path("a/store.lock").write_text("")  # a restore was cut off
    with opened(Path("a"), is_there=True, now=NOW) as (archive, settings, moment):
        known = [one.outlet for one in archive.outlets.all()]
        assert (moment, settings.archive, len(known) > 9) == (NOW, Path("a"), True)
        archive.outlets.save(archive.outlets.all()[:1])
    assert capsys.readouterr().err == ""
    with opened(Path("a"), is_there=True) as (archive, _, moment):
        assert [one.outlet for one in archive.outlets.all()] == known[:1]
        assert moment > NOW.replace(year=2020)
