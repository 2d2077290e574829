"""A small archive whose letters are sent for real, to a post office on loopback.

A process of its own may send what is due and kill itself with SIGKILL at a given step of sending.
"""

import json
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flows.collecting.import_files import import_articles
from flows.configuration.settings import MailSettings, Settings
from flows.delivery.send_digests import Sent, send_digests
from flows.progress import Progress
from news.records import Delivery, Reader
from storage.archive import Archive
from tests.conftest import HOME
from tests.dying import dying_at
from tests.storage.archive_copies import FOLDER, copy_of

MORNING = datetime(2031, 3, 26, 7, tzinfo=UTC)
ANNA = Reader(name="anna", address="anna@reader.example")
BEN = Reader(name="ben", address="ben@reader.example", language="de")

STRIKE = {
    "url": "https://harbour-post.example/strike",
    "title": "Crews walk out at Velm",
    "text": "Some 140 crane drivers at the port of Velm stopped work at midnight. They ask for 9 per cent more pay.",
    "published_at": "2031-03-25T20:00:00Z",
    "outlet": "Harbour Post",
}
FERRY = {
    "url": "https://daily-tide.example/ferry",
    "title": "New ferry is late",
    "text": "The ferry Brisling will leave the yard at Orla four months late. Its engines failed a test in February.",
    "published_at": "2031-03-26T09:30:00Z",
    "outlet": "Daily Tide",
}
TRANSPORTS = [path for path in (HOME / "digest/mail").glob("*.py") if "def send(" in path.read_text(encoding="utf-8")]
# Files in which a step of sending begins or ends; between any two of them a process may die.
STEPS = (
    "flows/delivery/send_digests.py",
    "storage/tables/digests.py",
    "storage/store.py",
    *(f"digest/mail/{path.name}" for path in TRANSPORTS),
    "/smtplib.py",
)


@dataclass(kw_only=True)
class Desk:
    """An archive and its settings."""

    folder: Path
    settings: Settings

    def hear(self, *rows: dict[str, Any], now: datetime) -> None:
        """Import articles, as known at `now`."""
        path = self.folder.with_suffix(".jsonl")
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        with Archive.open(self.folder, now=now) as archive:
            import_articles(archive, self.settings, [path], now=now, progress=Progress())

    def send(self, now: datetime = MORNING, **how: bool) -> Sent:
        """Send what is due at `now`."""
        with Archive.open(self.folder, now=now) as archive:
            return send_digests(archive, self.settings, now=now, **how)

    def deliveries(self) -> list[Delivery]:
        """Return what became of every letter."""
        with Archive.open(self.folder, now=MORNING) as archive:
            return archive.digests.deliveries()


def desk(folder: Path, port: int, *readers: Reader, **mail: Any) -> Desk:
    """Return a desk whose letters go to the post office at `port`."""
    post = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "newsthread <news@desk.example>"}
    post |= {"hello": "desk.example", "timeout_seconds": 5}
    settings = Settings(archive=folder, readers=readers or (ANNA,), mail=MailSettings(**(post | mail)))
    return Desk(folder=folder, settings=settings)


def with_news(folder: Path, port: int, *readers: Reader, **mail: Any) -> Desk:
    """Return a desk that has heard of the strike."""
    made = desk(folder, port, *readers, **mail)
    if folder.exists():
        made.hear(STRIKE, now=MORNING - timedelta(hours=1))
    else:
        copy_of(_of_the_strike(), folder)
    return made


@cache
def _of_the_strike() -> Path:
    folder = Path(FOLDER.name) / "strike"
    desk(folder, 1).hear(STRIKE, now=MORNING - timedelta(hours=1))
    return folder


def moved_to(made: Desk, port: int) -> Desk:
    """Return the desk with another post office."""
    return replace(made, settings=replace(made.settings, mail=replace(made.settings.mail, port=port)))


def send_and_die(folder: Path, port: int, step: int) -> None:
    """Send, and die at a step; print how many steps there were."""
    made = desk(folder, port, ANNA, BEN)
    with Archive.open(made.folder, now=MORNING) as archive, dying_at(step, STEPS) as steps:
        send_digests(archive, made.settings, now=MORNING)
    sys.stdout.write(f"{steps.taken}\n")
