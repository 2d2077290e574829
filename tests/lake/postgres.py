"""A PostgreSQL server of our own on loopback, started by an ordinary user, gone with the block that asked for it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ORDINARY = ("postgres", "nobody")  # whoever of them is there runs the server where we are root: root may not
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # a test's data need not outlive the machine


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A running server."""

    port: int
    folder: Path

    def lake(self, database: str, *, template: str = "template1") -> str:
        """Return the name of a lake in a new database, which begins as a copy of `template`."""
        self.ask(f"CREATE DATABASE {database} TEMPLATE {template}", "postgres")
        return f"ducklake:postgres:host=127.0.0.1 port={self.port} user=news dbname={database}"

    def create(self, database: str) -> None:
        """Make a database."""
        self.ask(f"CREATE DATABASE {database}", "postgres")

    def ask(self, sql: str, database: str, *, host: str = "127.0.0.1") -> str:
        """Run one statement, or several of which the last has rows; return these, a line each."""
        options = ["-h", host, "-p", str(self.port), "-U", "news", "-d", database, "-Atqc", sql]
        done = subprocess.run([program("psql"), *options], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def stop(self, *, mode: str = "immediate") -> None:
        """Stop it, by default in the middle of whatever it does."""
        _as_ordinary("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    def keep(self, folder: Path) -> None:
        """Stop it in order, and copy its databases to `folder`, for other servers to begin with."""
        self.stop(mode="fast")
        _copy(self.folder / "data", folder)

    def start(self, *, options: str = FAST) -> None:
        """Start it, also again."""
        where = f"-h 127.0.0.1 -p {self.port} -k '' {options}"
        _as_ordinary("pg_ctl", "-D", self.folder / "data", "-o", where, "-l", self.folder / "log", "-w", "start")


def program(name: str) -> str:
    """Return one of PostgreSQL's programs; Debian keeps most of them out of the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(kept[-1]) if kept else "")


def is_installed() -> bool:
    """Return whether PostgreSQL's programs are on this machine."""
    return all(program(name) for name in ("initdb", "pg_ctl", "psql"))


@contextmanager
def running_postgres(*, options: str = FAST, kept: Path | None = None) -> Iterator[Postgres]:
    """Start a server in a folder of its own, empty or with the databases that were `kept`."""
    folder = Path(tempfile.mkdtemp(prefix="newsthread-postgres-"))
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = Postgres(port=_free_port(), folder=folder)
    try:
        if kept:
            _copy(kept, folder / "data")
        else:
            rules = ("-U", "news", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            _as_ordinary("initdb", "-D", folder / "data", *rules)
        server.start(options=options)
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _copy(databases: Path, folder: Path) -> None:
    subprocess.run(["cp", "-a", databases, folder], check=True)  # -a: they stay those of whoever runs the server


def _as_ordinary(name: str, *words: object) -> None:
    account = _account()
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    command = [program(name), *map(str, words)]
    # The server inherits these: a pipe would stay open as long as it runs.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False, timeout=120, **who)  # type: ignore[call-overload]
        said.seek(0)
        assert done.returncode == 0, said.read()


def _account() -> pwd.struct_passwd | None:
    """Return who runs the server; None is this very user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ORDINARY if name in known)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
