"""The prompt for SQL, at a terminal: it stays where a query fails, and leaves when it is told to."""

import os
import pty
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from select import select
from subprocess import Popen

import pytest

from tests.conftest import HOME

PATIENCE_SECONDS = 30.0
ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r;"


class Session:
    """A person at the prompt."""

    def __init__(self, terminal: int, process: "Popen[bytes]") -> None:
        self.terminal, self.process = terminal, process
        self.shown = ""  # and not yet looked at

    def until(self, words: str) -> str:
        """Return what is shown until `words` appear, or the end comes, or nothing more."""
        with suppress(OSError):  # the end of a terminal
            while words not in self.shown and select([self.terminal], [], [], PATIENCE_SECONDS)[0]:
                self.shown += os.read(self.terminal, 4096).decode(errors="replace")
        told, _, self.shown = self.shown.partition(words)
        return told

    def types(self, line: str) -> str:
        """Type a line; return what is shown until the next prompt."""
        os.write(self.terminal, line.encode() + b"\n")
        self.until("\n")  # the terminal's echo
        return self.until("news> ")

    def waits_for_an_answer(self) -> None:
        """Return when the process that answers has begun: only then does Ctrl-C mean the query."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        while not children.read_text():
            select([], [], [], 0.05)


@pytest.fixture
def begin(newsroom_archive: Path, tmp_path: Path) -> Iterator[Callable[[], Session]]:
    sessions = []

    def begun() -> Session:
        ours, theirs = pty.openpty()
        words = [sys.executable, "-m", "flows.cli", "sql", "--archive", str(newsroom_archive)]
        said = {**os.environ, "PYTHONPATH": str(HOME), "HOME": str(tmp_path), "TERM": "dumb"}
        process = Popen(
            words,
            cwd=HOME,
            env=said,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            preexec_fn=lambda: os.login_tty(theirs),
        )
        os.close(theirs)
        sessions.append(Session(ours, process))
        assert "Tab completes" in sessions[-1].until("news> ")
        return sessions[-1]

    yield begun
    for session in sessions:
        session.process.kill()
        session.process.wait()
        os.close(session.terminal)


def test_a_mistake_and_a_query_that_is_stopped_leave_the_prompt(begin: Callable[[], Session]) -> None:
    session = begin()
    assert "stories" in session.types("FROM storys;")
    os.write(session.terminal, ENDLESS.encode() + b"\n")
    session.waits_for_an_answer()
    os.write(session.terminal, b"\x03")
    assert "Stopped." in session.until("news> ")
    assert "66" in session.types("SELECT count(*) FROM articles;")


@pytest.mark.parametrize("word", [".quit", "quit", "exit;"])
def test_the_usual_words_leave(begin: Callable[[], Session], word: str) -> None:
    session = begin()
    assert "Tab completes" in session.types("help")
    session.types(word)
    assert session.process.wait(20) == 0


def test_a_history_that_cannot_be_read_is_done_without(begin: Callable[[], Session], tmp_path: Path) -> None:
    (tmp_path / ".newsthread_history").mkdir()
    assert "66" in begin().types("SELECT count(*) FROM articles;")


def test_a_view_is_shown_with_its_columns_and_what_they_mean(begin: Callable[[], Session]) -> None:
    session = begin()
    told = session.types(r"\d stories")
    assert "One row a running story" in told
    assert "independent_sources" in told
    assert "Unknown is never counted." in " ".join(told.split())
    assert "did you mean stories, story_ids, origins?" in session.types(".names storis")
    assert "FROM chronicle('s0…')" in session.types(".names chronicle;")
    assert "Tab completes" in session.types(".tables")


def test_names_are_listed_with_comments_that_end_in_whole_words(begin: Callable[[], Session]) -> None:
    lines = begin().types(".names").splitlines()
    told = next(line for line in lines if line.startswith("articles_of "))
    assert told.endswith((".", " …")) or len(told) < 100


def test_a_name_that_is_not_there_is_told_with_those_like_it(begin: Callable[[], Session]) -> None:
    assert "There is no storys; did you mean story_ids, stories, story_state?" in begin().types(".names storys")
    assert "There is no xqzvw." in begin().types(".names xqzvw")
