"""What delivery hands on of the settings, of a reader and of a moment, where all is set and where nothing is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from digest.mail.smtp import PostOffice, SendResult
from flows.configuration.settings import MailSettings, Settings
from flows.delivery import alerts, notices, preview, send_digests, send_test
from news.alerts import Alert
from news.errors import MailError, NewsError
from news.records import Channel, Delivery, Digest, HandedOver, Notice, Reader, StoredDigest
from tests.answers import check
from tests.conftest import HOME
from tests.filled import filled

KEPT = HOME / "tests/fixtures/answers/flows/delivery.txt"
NOW, THEN = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
IDA = Reader(name="ida", address="ida@h.example", channels=("desk", "hook"))
OLE = Reader(name="ole", address="ole@h.example", every="week")
DESK = Channel(name="desk", alerts=True)
HOOK = Channel(name="hook", kind="webhook", alerts=True, timeout_seconds=7)
MAIL = MailSettings(host="mail.example", sender="Desk <desk@h.example>")
BARE = Settings(mail=MAIL)
NO_MAIL = Settings(alerts_to="keeper@h.example")
FULL = Settings(
    site_address="https://site.example/", private_hosts="127.0.0.1", contact="me@h.example", readers=(IDA, OLE),
    channels=(DESK, HOOK), alerts_to="keeper@h.example", time_zone="Europe/Paris",
    mail=replace(
        MAIL, port=25, security="none", user="u", password="p", unsubscribe_mail="off@h.example",
        unsubscribe_url="https://off.example/", hello="me.example", timeout_seconds=9, ca_file="ca.pem",
    ),
)  # fmt: skip
ALERTS = [Alert(kind="burst", subject="s1", said="It bursts.", raised_at=NOW)]
DIGEST = filled(Digest, digest_id="d1", period_start=THEN, period_end=NOW)
STORED = filled(StoredDigest, digest_id="d1", name="ida", state="empty", subject="Subject", created_at=NOW)
DUE = Delivery(digest_id="d1", recipient="ida", message_id="m", state="pending")
NOTICE = Notice(notice_id="n1", channel="hook", content="{}", created_at=THEN)
SENT = SendResult(state="sent", code=250, text="ok ida@h.example")
HANDED = HandedOver(state="sent", code=200, text="ok")
STATES: tuple[Any, ...] = ("sent", "refused", "try_later", "unknown")
OFFICE = PostOffice(host="x", port=25, security="none", timeout_seconds=9.0)
NEWS = Path("news.duckdb")


def said(value: Any) -> str:
    if isinstance(value, Settings):
        return "SETTINGS"
    if isinstance(value, datetime):
        return f"{value:%d %H:%M}"
    if isinstance(value, SimpleNamespace):
        return "MESSAGE"
    if isinstance(value, Digest):
        return f"DIGEST {value.digest_id!r}"
    if isinstance(value, StoredDigest):
        return f"STORED {value.digest_id!r} {value.state}"
    if is_dataclass(value) and not isinstance(value, type):
        told = ((one.name, getattr(value, one.name)) for one in fields(value))
        return f"{type(value).__name__}({', '.join(f'{name}={said(one)}' for name, one in told if one)})"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(said, value))}]"
    return repr(value) if isinstance(value, str | None) else str(value)


class Recorded:
    """Every function that delivery calls, by what it was given and what it answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: list[str] = []
        self.sent: Any = SENT
        self.handed: Any = HANDED
        self.begins: datetime | None = None
        message = SimpleNamespace(as_bytes=lambda: b"mail")
        answers: dict[str, Any] = {
            "tell": DIGEST, "freeze": STORED, "envelope": message, "render_email": message, "notice": message,
            "send": lambda: self.sent, "digest_content": '{"a": 1}', "alerts_content": '{"b": 2}',
            "through_apprise": lambda: self.handed, "post": lambda: self.handed, "signed_headers": {"Signed": "x"},
            "channel_address": "https://c.example/", "channel_secret": "secret", "render_html": "<p>",
            "short_text": "s", "render_text": "text", "subject_of": "Subject", "unsubscribe_link": "https://off.example/ida",
        }  # fmt: skip
        for module in (alerts, notices, preview, send_digests, send_test):
            for name in answers.keys() & vars(module).keys():
                monkeypatch.setattr(module, name, self.recorder(name, answers[name]))
        monkeypatch.setattr(preview, "coverage_of", self.coverage_of)

    @contextmanager
    def coverage_of(self, snapshot: Path, as_of: Any) -> Iterator[Any]:
        yield SimpleNamespace(begins_at=lambda: self.begins, watches=frozenset)

    def recorder(self, name: str, answer: Any) -> Any:
        def work(*args: Any, **more: Any) -> Any:
            given = [*map(said, args), *(f"{key}={said(value)}" for key, value in more.items())]
            self.found.append(f"  {name}({', '.join(given)})"[:400])
            answered = answer() if callable(answer) else answer
            if isinstance(answered, Exception):
                raise answered
            return answered

        return work

    def told(self, name: str, work: Any, *args: Any, **more: Any) -> Iterator[str]:
        """Yield what a piece of work handed on, and what it answered."""
        self.found.clear()
        try:
            answer = said(work(*args, **more))
        except NewsError as error:
            answer = f"{type(error).__name__}: {error} ({error.subject})"
        yield name
        yield from self.found
        yield f"  → {answer}"


def store() -> Any:
    """An archive of digests that remembers what was saved."""
    saved: list[str] = []
    digests = SimpleNamespace(save_delivery=lambda one: saved.append(f"  saved {said(one)}"))
    kept = SimpleNamespace(unsettled=lambda: [NOTICE], save=lambda one: saved.append(f"  saved {said(one)}"))
    return SimpleNamespace(digests=digests, notices=kept, saved=saved)


def trials_of(settings: Settings, seen: Recorded) -> Iterator[str]:
    """Yield what tests by mail and to a channel hand on, and what they say of each end."""
    for reader, state in (("ole", "sent"), ("nobody", "sent"), *((None, state) for state in STATES)):
        seen.sent, seen.handed = replace(SENT, state=state), replace(HANDED, state=state)
        given: dict[str, Any] = {"reader": reader, "now": NOW}
        name = f"a test for {reader} that is {state}"
        yield from seen.told(name, send_test.send_test, NEWS, settings, address="ida@h.example", **given)
        for channel in ("hook", "nothing"):
            yield from seen.told(name, send_test.send_test_to_channel, NEWS, settings, channel=channel, **given)


def previews_of(settings: Settings, seen: Recorded, folder: Path) -> Iterator[str]:
    """Yield what previews hand on and write."""
    every = {"html": Path("a.html"), "text": Path("a.txt"), "eml": Path("a.eml")}
    for begins, files in ((None, every), (THEN, {}), (NOW, {}), (NOW, every), (NOW, {"html": folder})):
        seen.begins = begins
        given: dict[str, Any] = {"reader": None, "since": THEN, "until": THEN, **files}
        for line in seen.told(f"a preview {begins}", preview.preview, NEWS, settings, **given):
            yield line.replace(str(folder), "DIR")


def digests_of(settings: Settings, seen: Recorded) -> Iterator[str]:
    """Yield what freezing and sending a digest hand on, and what they save."""
    yield from seen.told("a post office", send_digests.office_of, settings)
    for reader in (IDA, OLE, replace(IDA, address="", always=True)):
        yield from seen.told(
            f"the notices of {reader.name}", notices.digest_notices, DIGEST, STORED, reader, settings, now=NOW
        )
        yield from seen.told(f"the delivery to {reader.name}", send_digests._first, STORED, reader, settings)
        yield from seen.told(f"frozen for {reader.name}", send_digests._frozen, DIGEST, settings, reader, NOW)
    for answer in (SENT, MailError("It refuses.", subject="x")):
        archive, seen.sent = store(), answer
        given = (archive, settings, OFFICE, STORED, DUE, "ida@h.example", NOW)
        yield from [*seen.told("a digest sent", send_digests._send, *given), *archive.saved]
        yield from seen.told("alerts mailed at once", alerts.mail_at_once, settings, ALERTS, now=NOW)


def notices_of(settings: Settings, seen: Recorded) -> Iterator[str]:
    """Yield what messages to channels hand on."""
    yield from seen.told("alerts", notices.alert_notices, ALERTS, settings, now=NOW)
    yield from seen.told("no alerts", notices.alert_notices, [], settings, now=NOW)
    for channel in (DESK, HOOK):
        yield from seen.told(f"to {channel.name}", notices.hand_over, NOTICE, channel, settings, now=NOW)
    archive = store()
    yield from [*seen.told("what waits", notices.send_notices, archive, settings, now=NOW), *archive.saved]


def test_what_delivery_hands_on_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    seen, lines = Recorded(monkeypatch), list[str]()
    for name, settings in (("FULL", FULL), ("BARE", BARE), ("NO MAIL", NO_MAIL)):
        lines += [name, *trials_of(settings, seen)]
        seen.sent, seen.handed = SENT, HANDED
        lines += previews_of(settings, seen, tmp_path)
        lines += digests_of(settings, seen)
        lines += notices_of(settings, seen)
    check(KEPT, lines)
