"""The environment and newsthread.toml, read once, as one frozen Settings record."""

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.configuration.channels import read_channels
from flows.configuration.readers import read_readers
from flows.configuration.values import (
    callback_address,
    contact,
    days_by_outlet,
    hosts,
    hours,
    number,
    path_of,
    respect,
    security,
    shares_by_outlet,
    site_address,
    text,
    truth,
    words_by_outlet,
    zone,
)
from news.errors import SettingsError
from news.records import Channel, Reader, record
from news.rights.quote_limits import QuoteLimits
from storage.lake import Lake, is_lake, masked

HOME = Path(__file__).resolve().parents[2]  # what holds the packages: a checkout, or site-packages
_PACKED = Path(__file__).resolve().parents[1] / "data"  # where a wheel carries what a checkout has at its top
DATA = _PACKED if _PACKED.is_dir() else HOME
TIMETABLE = DATA / "prefect.yaml"
VERSION = "0.1.0"
FILE = "newsthread.toml"


@record
class MailSettings:
    """SMTP settings."""

    host: str = ""  # empty: no digests are sent
    port: int = 587  # submission with STARTTLS; 465 is TLS from the first byte (RFC 8314)
    security: str = "starttls"  # or "tls", "none"
    user: str = ""
    password: str = ""  # NEWSTHREAD_SMTP_PASSWORD; never in the file
    password_block: str = ""  # the name of a Secret block of Prefect that holds it; empty: none does
    sender: str = ""
    unsubscribe_mail: str = ""
    unsubscribe_url: str = ""
    hello: str = ""  # how we name ourselves to the server; empty: this machine's full name
    timeout_seconds: int = 60  # of each answer; RFC 5321 4.5.3.2 asks for minutes, a run has other readers
    ca_file: str = ""  # certificates to trust; empty: the system's


def lacking(mail: MailSettings) -> str:
    """Return which of the two settings that every mail needs is empty: "host", "sender", or both."""
    return " and no ".join(name for name in ("host", "sender") if not getattr(mail, name))


@record
class Settings:
    """Everything that a person may set."""

    archive: Path = Path("archive")  # a folder; of a lake, what is this machine's own
    lake: Lake | None = None  # where the archive is, if it is in no file (experimental)
    seeds: Path = DATA / "seeds"
    seed_documents: Path | None = None  # a folder with the originals of the seed documents
    contact: str = ""  # a mail address or page, for the user agent
    time_zone: str = "UTC"  # days are cut in it
    workers: int | None = None  # None: one a core
    private_hosts: str = ""  # hosts, addresses or ranges that may be private
    keep_pages: bool = True
    copy_window_days: int = 30
    reread_hours: tuple[int, ...] = (24, 168)
    respect_tdm: str = "record"  # what a reserved text comes to: "record", "skip_text" or "skip"
    pages_per_run: int = 2000
    alerts_to: str = ""  # a mail address for alerts; empty: they stay in Prefect and in the archive
    site_folder: Path | None = None  # for the site; None: `site` in the archive's folder
    publish_parquet: Path | None = None  # a folder for the views as Parquet files after each snapshot; None: none
    share_snapshot: bool = False  # let other users of the machine read news.duckdb; all else is the owner's alone
    backups_kept: int = 4  # of those that keep-archive writes; older ones are removed
    retain_days: Mapping[str, int] = field(default_factory=dict)  # texts by outlet, "*" the others; none: for ever
    retain_pages_days: int | None = None  # pages as they were fetched; None: for ever
    site_indexed: bool = False  # search engines may list the site; it quotes others' texts
    quote_words: Mapping[str, int] = field(default_factory=dict)  # the most that the site quotes of one text, by outlet
    quote_share: Mapping[str, float] = field(default_factory=dict)  # and the most as a share of its words
    site_address: str = ""  # where the site is served, for links to it; empty: nowhere
    websub_address: str = ""  # the public address at which WebSub hubs call us; empty: feeds with a hub are polled
    websub_port: int = 8095  # on which `newsthread listen` answers them
    feeds: str = ""  # a feed list that `collect` follows; empty: what the archive holds already
    mail: MailSettings = MailSettings()
    readers: tuple[Reader, ...] = ()
    channels: tuple[Channel, ...] = ()

    @property
    def user_agent(self) -> str:
        """How we present ourselves to every server."""
        return f"newsthread/{VERSION} (+{self.contact or 'no contact given'})"

    @property
    def quotes(self) -> QuoteLimits:
        """The most that the site quotes of one text."""
        usual = QuoteLimits()
        return QuoteLimits(words={**usual.words, **self.quote_words}, share={**usual.share, **self.quote_share})

    @property
    def snapshot(self) -> Path:
        """What people read: the published file, or the lake."""
        return self.lake.place if self.lake else self.archive / "news.duckdb"

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
    values = _read_file(path) if path.exists() else {}
    if "NEWSTHREAD_SETTINGS" in environment and not path.exists():
        raise SettingsError(f"NEWSTHREAD_SETTINGS names {path}, which does not exist.", subject=str(path))
    if "NEWSTHREAD_SETTINGS" in environment:
        values |= {name: _beside(path, values[name]) for name in PATHS if values.get(name)}
    mail, readers = _smtp_of(values, path), values.pop("readers", [])
    channels = values.pop("channels", [])
    values |= _from_environment(environment, "NEWSTHREAD_", [*PLAIN, "data"])
    mail |= _from_environment(environment, "NEWSTHREAD_SMTP_", SMTP)
    if archive is not None:
        values["archive"] = str(archive)
    lake = _lake_of(values)
    plain = {name: _parsed(PLAIN, name, value, path) for name, value in values.items()}
    post = {name: _parsed(SMTP, name, value, path) for name, value in mail.items()}
    people = read_readers(readers, path)
    places = read_channels(channels, people, path)
    return Settings(**plain, lake=lake, mail=MailSettings(**post), readers=people, channels=places)


def _beside(file: Path, name: Any) -> Any:
    """Return a path as one relative to the folder of `file`; what is no path of this machine stays."""
    return name if not isinstance(name, str) or is_lake(name) or "://" in name else str(file.parent / name)


def _lake_of(values: dict[str, Any]) -> Lake | None:
    """Take the lake out of the settings, where the archive is one; its folder is then this machine's own."""
    data = str(values.pop("data", ""))
    if not is_lake(str(values.get("archive", ""))):
        return None
    is_folder = data and "://" not in data
    return Lake.named(values.pop("archive"), f"{Path(data).expanduser().resolve()}/" if is_folder else data)


def _smtp_of(values: dict[str, Any], path: Path) -> dict[str, Any]:
    """Take [smtp] out of what the file says.

    Raises:
        SettingsError: it is no table, or holds the password: files are copied, shown and committed.
    """
    mail = values.pop("smtp", {})
    if not isinstance(mail, dict):
        raise SettingsError(
            f"{path}: smtp is written as [smtp], with a line for each setting below.", subject=str(path)
        )
    if "password" in mail:
        message = (
            f"{path}: [smtp] password: expected text from NEWSTHREAD_SMTP_PASSWORD, or from a Secret block "
            "(password_block), and never in the file; take the line out."
        )
        raise SettingsError(message, subject="password")
    return mail


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} cannot be read: it is not UTF-8; save it as UTF-8.", subject=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} cannot be read: {error}.", subject=str(path)) from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be opened: {error.strerror}.", subject=str(path)) from error


def _from_environment(environment: Mapping[str, str], prefix: str, known: Iterable[str]) -> dict[str, str]:
    return {name: environment[prefix + name.upper()] for name in known if environment.get(prefix + name.upper())}


def _parsed(known: Mapping[str, Callable[[Any], Any]], name: str, value: Any, path: Path) -> Any:
    if name not in known:
        message = (
            f"{path}: there is no setting {name!r}; known are {', '.join(sorted(known))}, smtp, readers and channels."
        )
        raise SettingsError(message, subject=str(path))
    try:
        return known[name](value)
    except (TypeError, ValueError, KeyError) as error:
        shown = "" if name in SECRET else f" = {masked(repr(value))}"
        raise SettingsError(f"{path} or the environment: {name}{shown}: {error}.", subject=name) from None


PLAIN: dict[str, Callable[[Any], Any]] = {
    "archive": path_of, "seeds": path_of, "seed_documents": path_of, "contact": contact, "time_zone": zone,
    "workers": number, "private_hosts": hosts, "keep_pages": truth, "copy_window_days": number,
    "reread_hours": hours, "pages_per_run": number, "feeds": text, "respect_tdm": respect,
    "alerts_to": text, "site_address": site_address, "site_folder": path_of, "backups_kept": number,
    "share_snapshot": truth, "publish_parquet": path_of, "websub_address": callback_address, "websub_port": number,
    "site_indexed": truth, "retain_days": days_by_outlet, "retain_pages_days": number,
    "quote_words": words_by_outlet, "quote_share": shares_by_outlet,
}  # fmt: skip
SECRET = frozenset({"password"})  # whose value stands in no message
PATHS = ("archive", "data", "seeds", "seed_documents", "feeds", "site_folder", "publish_parquet")
SMTP: dict[str, Callable[[Any], Any]] = {
    "host": text, "port": number, "security": security, "user": text, "password": text, "sender": text,
    "unsubscribe_mail": text, "unsubscribe_url": text, "hello": text, "timeout_seconds": number, "ca_file": text,
    "password_block": text,
}  # fmt: skip


def present() -> datetime:
    """Return the present moment: the one place in flows that reads the clock."""
    return datetime.now(UTC)
