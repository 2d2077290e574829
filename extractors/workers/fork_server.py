"""Workers by fork: one process imports what they need, and each of them begins as its copy.

A worker that reads pages needs a second for its imports, and each replacement another; a copy takes milliseconds, and
shares the memory. The process that forks has one thread, reads nothing from outside and runs no
job; it ends with ours. Elsewhere than on Linux, where libraries do not stand a fork, each worker starts anew.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from extractors.workers.process import answer_over, load

ROOT = Path(__file__).resolve().parents[2]  # where the packages are imported from
START = "import sys; sys.path.insert(0, sys.argv[1]); from extractors.workers.fork_server import {}; {}(*sys.argv[2:])"
WORD = struct.Struct("=i")  # 0: fork, with a socket; a process: tell how it ended
UNKNOWN = -signal.SIGKILL  # how a worker ended whose server is gone


class Process(Protocol):
    """What a worker runs in."""

    pid: int

    def kill(self) -> None:
        """End it."""

    def wait(self) -> int:
        """Return its code once it has ended: a signal's number below zero."""


def start(target: str, theirs: socket.socket) -> Process:
    """Start a worker that answers over its end of a socket: first its number, then jobs."""
    if sys.platform != "linux":
        return _run("serve", theirs, target)
    return _server_of(target, os.getpid()).fork(theirs)


def _run(function: str, theirs: socket.socket, target: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", START.format(function, function), str(ROOT), str(theirs.fileno()), target],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C ends the run, not the job: the parent then closes the socket
    )


@cache
def _server_of(target: str, _: int) -> "_ForkServer":
    """Return this process's own server: one that was forked from us must not speak to ours."""
    return _ForkServer(target)


class _ForkServer:
    """The process that forks the workers of one function; it starts with the first of them."""

    _ours: socket.socket  # to the process

    def __init__(self, target: str) -> None:
        self._target = target
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def fork(self, theirs: socket.socket) -> "_Forked":
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                if self._process is not None:
                    self._ours.close()
                self._ours, of_server = socket.socketpair()
                with of_server:
                    self._process = _run("serve_forks", of_server, self._target)
            with suppress(OSError):  # it died this moment: the worker's socket closes, and the next start begins anew
                socket.send_fds(self._ours, [WORD.pack(0)], [theirs.fileno()])
            return _Forked(self, self._process)

    def code_of(self, pid: int, process: "subprocess.Popen[bytes]") -> int:
        """Return how a worker ended that is dying or dead."""
        with self._lock, suppress(OSError, struct.error):
            if process is self._process:
                self._ours.sendall(WORD.pack(pid))
                (code,) = WORD.unpack(self._ours.recv(WORD.size))
                return int(code)
        return UNKNOWN


class _Forked:
    """A worker that the server forked. Its number stays its own until `wait`: only the server asks for its end."""

    pid = 0  # until it has said it

    def __init__(self, server: _ForkServer, process: "subprocess.Popen[bytes]") -> None:
        self._server, self._process = server, process
        self._code: int | None = None

    def kill(self) -> None:
        """End it; one that has said nothing yet ends when its socket is closed."""
        if not self.pid:
            self._code = -signal.SIGKILL
        elif self._code is None and self._process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Return its code; of one that never began, that of its server, which then is dying or dead."""
        if self._code is None:
            self._code = self._server.code_of(self.pid, self._process) if self.pid else self._code_of_server()
        return self._code

    def _code_of_server(self) -> int:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(1)
        return 1


def serve(descriptor: str, target: str) -> None:
    """Be a worker. Runs in a process of its own."""
    answer_over(Connection(int(descriptor)), load(target))


def serve_forks(descriptor: str, target: str) -> None:
    """Fork a worker for each socket that comes, until the parent is gone. Runs in a process of its own."""
    function = load(target)
    parent = socket.socket(fileno=int(descriptor))
    while True:
        word, sockets, _, _ = socket.recv_fds(parent, WORD.size, 1)
        if not word:
            return
        (pid,) = WORD.unpack(word)
        if pid:
            parent.sendall(WORD.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
        elif os.fork():
            os.close(sockets[0])
        else:
            parent.close()
            answer_over(Connection(sockets[0]), function)
            return
