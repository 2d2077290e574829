"""The environment and newsthread.toml, read once, as one frozen Settings record."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from news.errors import SettingsError
from news.records import Reader, record

HOME = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
FILE = "newsthread.toml"


@record
class MailSettings:
    """How letters leave the house."""

    host: str = ""  # empty: no letters are sent
    port: int = 587
    security: str = "starttls"  # or "tls", "none"
    user: str = ""
    password: str = ""  # NEWSTHREAD_SMTP_PASSWORD; never in the file
    sender: str = ""
    unsubscribe_mail: str = ""
    unsubscribe_url: str = ""
    hello: str = ""  # how we name ourselves to the server; empty: this machine's full name
    timeout_seconds: int = 60  # of each answer
    ca_file: str = ""  # certificates to trust; empty: the system's


@record
class Settings:
    """Everything that a person may set."""

    archive: Path = Path("archive")
    seeds: Path = HOME / "seeds"
    seed_documents: Path | None = None  # a folder with the originals of the seed documents
    contact: str = ""  # a mail address or page, for the user agent
    time_zone: str = "UTC"  # days are cut in it
    workers: int | None = None  # None: one a core
    private_hosts: str = ""  # hosts, addresses or ranges that may be private
    keep_pages: bool = True
    copy_window_days: int = 30
    reread_hours: tuple[int, ...] = (24, 168)
    pages_per_run: int = 2000
    alerts_to: str = ""  # a mail address for alerts; empty: they stay in Prefect and in the archive
    site_folder: Path | None = None  # for the web edition; None: `site` in the archive's folder
    backups_kept: int = 4  # of those that keep-archive writes; older ones are removed
    site_address: str = ""  # where the web edition is served, for links to it; empty: nowhere
    feeds: str = ""  # a feed list that `collect` follows; empty: what the archive holds already
    mail: MailSettings = MailSettings()
    readers: tuple[Reader, ...] = ()

    @property
    def user_agent(self) -> str:
        """How we present ourselves to every server."""
        return f"newsthread/{VERSION} (+{self.contact or 'no contact given'})"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days are cut."""
        return ZoneInfo(self.time_zone)


def read_settings(
    environment: Mapping[str, str] = os.environ, *, folder: Path | None = None, archive: Path | None = None
) -> Settings:
    """Read newsthread.toml (in `folder`, or named by NEWSTHREAD_SETTINGS), then the environment, which outranks it.

    Paths in a file that NEWSTHREAD_SETTINGS names are relative to that file: a run of Prefect starts elsewhere.

    Raises:
        SettingsError: naming the file, the line or the variable at fault, and what is expected.
    """
    path = Path(environment.get("NEWSTHREAD_SETTINGS") or (folder or Path()) / FILE)
    said = _read_file(path) if path.exists() else {}
    if "NEWSTHREAD_SETTINGS" in environment and not path.exists():
        raise SettingsError(f"NEWSTHREAD_SETTINGS names {path}, which does not exist.", subject=str(path))
    if "NEWSTHREAD_SETTINGS" in environment:
        said |= {name: str(path.parent / said[name]) for name in PATHS if said.get(name)}
    mail, readers = said.pop("smtp", {}), said.pop("readers", [])
    for name, value in _from_environment(environment, "NEWSTHREAD_", PLAIN).items():
        said[name] = value
    for name, value in _from_environment(environment, "NEWSTHREAD_SMTP_", SMTP).items():
        mail[name] = value
    if archive is not None:
        said["archive"] = str(archive)
    plain = {name: _parsed(PLAIN, name, value, path) for name, value in said.items()}
    post = {name: _parsed(SMTP, name, value, path) for name, value in mail.items()}
    people = _readers(readers, path)
    return Settings(**plain, mail=MailSettings(**post), readers=people)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.", subject=str(path)) from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be opened: {error.strerror}.", subject=str(path)) from error


def _from_environment(
    environment: Mapping[str, str], prefix: str, known: Mapping[str, Callable[[Any], Any]]
) -> dict[str, str]:
    return {name: environment[prefix + name.upper()] for name in known if environment.get(prefix + name.upper())}


def _parsed(known: Mapping[str, Callable[[Any], Any]], name: str, value: Any, path: Path) -> Any:
    if name not in known:
        message = f"{path}: there is no setting {name!r}; known are {', '.join(sorted(known))}, smtp and readers."
        raise SettingsError(message, subject=str(path))
    try:
        return known[name](value)
    except (TypeError, ValueError, KeyError) as error:
        raise SettingsError(f"{path} or the environment: {name} = {value!r}: {error}.", subject=name) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    return value


def _number(value: Any) -> int:
    number = int(value)
    if number < 1 or isinstance(value, bool):
        raise ValueError("expected a whole number above 0")
    return number


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError('expected a list of names, such as ["ports"]')
    return tuple(value)


def _truth(value: Any) -> bool:
    return value if isinstance(value, bool) else {"true": True, "1": True, "false": False, "0": False}[value.lower()]


def _hours(value: Any) -> tuple[int, ...]:
    listed = value if isinstance(value, list) else [part for part in re.split(r"[,\s]+", str(value)) if part]
    return tuple(_number(item) for item in listed)


def _zone(value: Any) -> str:
    try:
        ZoneInfo(_text(value))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected a time zone such as Europe/Paris") from error
    return str(value)


def _path(value: Any) -> Path:
    return Path(_text(value)).expanduser()


def _security(value: Any) -> str:
    if value not in ("starttls", "tls", "none"):
        raise ValueError('expected "starttls", "tls" or "none"')
    return str(value)


PLAIN: dict[str, Callable[[Any], Any]] = {
    "archive": _path, "seeds": _path, "seed_documents": _path, "contact": _text, "time_zone": _zone,
    "workers": _number, "private_hosts": _text, "keep_pages": _truth, "copy_window_days": _number,
    "reread_hours": _hours, "pages_per_run": _number, "feeds": _text,
    "alerts_to": _text, "site_address": _text, "site_folder": _path, "backups_kept": _number,
}  # fmt: skip
PATHS = ("archive", "seeds", "seed_documents", "feeds", "site_folder")
SMTP: dict[str, Callable[[Any], Any]] = {
    "host": _text, "port": _number, "security": _security, "user": _text, "password": _text, "sender": _text,
    "unsubscribe_mail": _text, "unsubscribe_url": _text, "hello": _text, "timeout_seconds": _number, "ca_file": _text,
}  # fmt: skip
READER: dict[str, Callable[[Any], Any]] = {
    "name": _text, "address": _text, "watches": _names, "language": _text, "time_zone": _zone, "hour": int,
    "every": _text, "mute": _names, "at_once": _names, "always": _truth,
}  # fmt: skip


def _readers(entries: Any, path: Path) -> tuple[Reader, ...]:
    """Return the readers; a wrong one is refused with its line."""
    if not isinstance(entries, list):
        raise SettingsError(f"{path}: readers are written as [[readers]], one for each.", subject=str(path))
    people: list[Reader] = []
    for number, entry in enumerate(entries, start=1):
        where = f"{path}, line {_line_of_reader(path, number)}: reader {number}"
        people.append(_reader(entry, where, path))
        if people[-1].name in [reader.name for reader in people[:-1]]:
            message = f"{where}: there is a reader {people[-1].name!r} already; give each a name of their own."
            raise SettingsError(message, subject=str(path))
    return tuple(people)


def _line_of_reader(path: Path, number: int) -> int:
    """Return the line at which the reader of this number begins, from 1."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    heads = [at for at, line in enumerate(lines, start=1) if re.match(r"\s*\[\[\s*readers\s*\]\]", line)]
    return heads[number - 1] if number <= len(heads) else 1


def _reader(entry: Any, where: str, path: Path) -> Reader:
    if not isinstance(entry, dict) or "address" not in entry:
        raise SettingsError(f"{where} has no address.", subject=str(path))
    wrong = sorted(set(entry) - set(READER))
    if wrong:
        message = f"{where}: there is no {wrong[0]!r}; known are {', '.join(READER)}."
        raise SettingsError(message, subject=str(path))
    fields = {name: _field(name, value, where, path) for name, value in entry.items()}
    reader = Reader(**{"name": fields["address"].split("@")[0], **fields})
    for what, good in (
        ("address", re.fullmatch(r"[^@\s]+@[^@\s]+", reader.address)),
        ("hour", 0 <= reader.hour <= 23),
        ("every", reader.every in ("day", "week")),
    ):
        if not good:
            message = f"{where}: {what} = {getattr(reader, what)!r} is not one."
            raise SettingsError(message, subject=str(path))
    return reader


def _field(name: str, value: Any, where: str, path: Path) -> Any:
    try:
        return READER[name](value)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise SettingsError(f"{where}: {name} = {value!r}: {error}.", subject=str(path)) from error


def present() -> datetime:
    """Return the present moment: the one place in flows that reads the clock."""
    return datetime.now(UTC)
