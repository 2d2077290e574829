"""Processes that we start, look after, and end: none outlives us, even when we are killed."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

MARK = "NEWSTHREAD_UP"  # stands in the environment of every process below ours
LOG_BYTES = 5_000_000  # a log longer than this is put aside at the next start
SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Child:
    """One process with a log file; started in a session of its own, so that Ctrl-C reaches only us."""

    def __init__(self, name: str, command: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path):
        """Name what is to run; `start` runs it."""
        self.name = name
        self.log = log
        self._command = list(command)
        self._folder = folder
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, or None before the first start."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Run it, its words appended to the log."""
        with _opened(self.log) as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (one thread only)
            )

    def ended(self) -> int | None:
        """Return the code with which it ended, or None while it runs."""
        return self._process.poll() if self._process else None

    def wait(self, seconds: float) -> int | None:
        """Return its code, or None if it still runs after so many seconds."""
        if self._process is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def stop(self, seconds: float) -> None:
        """Ask it to end, and kill it if it does not within so many seconds."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        if self.wait(seconds) is None:
            self._process.kill()
            self._process.wait()

    def last_words(self, lines: int = 3) -> str:
        """Return the end of its log."""
        log_text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return " / ".join(line.strip() for line in log_text.strip().splitlines()[-lines:])


def _opened(log: Path) -> IO[bytes]:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        os.replace(log, log.with_suffix(".old.log"))
    return log.open("ab")


def die_with_parent() -> None:
    """Ask the kernel to end this process when ours is gone, however it goes."""
    ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGTERM)


def environments(name: str) -> Iterator[tuple[int, str]]:
    """Yield every process of ours in whose environment `name` stands, with its value; none where /proc is missing."""
    wanted = f"{name}=".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for assignment in (folder / "environ").read_bytes().split(b"\0"):
                if assignment.startswith(wanted):
                    yield int(folder.name), assignment.removeprefix(wanted).decode(errors="replace")


def end_descendants(mark: str, *, but: int | None = None) -> int:
    """Kill what is left of the processes that carry our mark, one excepted; return how many there were."""
    left = [pid for pid, value in environments(MARK) if value == mark and pid not in (os.getpid(), but)]
    for pid in left:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    return len(left)
