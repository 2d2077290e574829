"""Messages to channels: once each, whatever the receiver does; what may have gone is said and not sent again."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.notify.signature import signed_headers
from flows.cli import main
from flows.delivery.alerts import mail_at_once, notify, raise_alerts
from flows.delivery.send_test import send_test_to_channel
from news.alerts import Alert
from news.errors import MailError
from news.records import Channel, Reader
from storage.archive import Archive
from tests.conftest import HOME
from tests.flows.newsdesk import FERRY, MORNING, Desk, desk, with_news
from tests.post_office import post_office
from tests.receiver import Receiver, receiver
from tests.storage.archive_copies import copy_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CARA = Reader(name="cara", channels=("hook",))
ALERT = Alert(kind="run_failed", subject="collect-news", said="collect-news failed: disk", raised_at=MORNING)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notices") / "archive"
    with_news(folder, 1)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    return copy_of(prepared, tmp_path / "archive")


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def with_hook(folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, **more: object) -> Desk:
    channel = Channel(**({"name": "hook", "kind": "webhook", "timeout_seconds": 1, "alerts": True} | more))
    monkeypatch.setenv("NEWSTHREAD_CHANNEL_HOOK", address)
    monkeypatch.setenv("NEWSTHREAD_CHANNEL_HOOK_SECRET", SECRET)
    made = desk(folder, 1, CARA)
    return replace(made, settings=replace(made.settings, channels=(channel,), private_hosts="127.0.0.1"))


def test_a_digest_reaches_a_webhook_once_signed_over_its_time_and_body(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/ok")
    assert [item.state for item in made.send().deliveries] == ["sent"]
    assert made.send(MORNING + HOUR).in_words() == "No digest is due."
    ((_, headers, body),) = there.got
    said = json.loads(body)
    assert (said["type"], said["reader"], said["stories"][0]["title"]) == ("digest", "cara", "Crews walk out at Velm")
    expected = signed_headers(body, message_id=headers["webhook-id"], secret=SECRET, at=MORNING)
    assert {name: headers[name] for name in expected} == expected
    made.hear(FERRY, now=MORNING + 3 * HOUR)
    made.send(MORNING + DAY)
    assert [json.loads(body)["subject"].split(":")[0] for body in there.bodies("/ok")][1:] == ["New ferry is late"]


def test_the_list_of_digests_says_what_became_of_each_by_mail_and_by_channel(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/404")
    with post_office() as office:
        both = replace(CARA, name="dora", address="dora@reader.example")
        mail = replace(made.settings.mail, port=office.port)
        made = replace(made, settings=replace(made.settings, readers=(CARA, both), mail=mail))
        made.send()
    assert main(["digest", "list", "--archive", str(folder), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    names = {one["digest_id"]: one["name"] for one in listed["digests"]}
    became = sorted((names[one["digest_id"]], one["recipient"], one["state"]) for one in listed["deliveries"])
    assert became == [("cara", "hook", "failed"), ("dora", "dora", "sent"), ("dora", "hook", "failed")]
    assert main(["digest", "list", "--archive", str(folder)]) == 0
    told = capsys.readouterr().out
    assert (told.count("failed"), told.count("frozen")) == (2, 0)


# What the receiver does -> the state, and how many requests it had after two more rounds.
FAULTS = {
    "/500": ("later", 2), "/429": ("later", 2), "/404": ("failed", 1), "/redirect": ("failed", 1),
    "/elsewhere": ("failed", 1), "/hang": ("unknown", 1), "/drop": ("unknown", 1),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["webhook", "apprise"])
@pytest.mark.parametrize("path", FAULTS)
def test_what_a_receiver_does_wrong_never_doubles_a_message(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    state, requests = FAULTS[path]
    scheme = "json" if kind == "apprise" else "http"
    made = with_hook(folder, monkeypatch, f"{scheme}://127.0.0.1:{there.port}{path}", kind=kind)
    first = made.send()
    assert [item.state for item in first.deliveries] == [state]
    assert bool(first.unknown) == (state == "unknown")
    made.send(MORNING + timedelta(minutes=1))
    made.send(MORNING + HOUR)
    assert len(there.got) == requests
    assert there.bodies("/ok") == []
    if state == "unknown":
        assert "--resend-unknown" in first.in_words()
        made.send(MORNING + HOUR, resend_unknown=True)
        assert len(there.got) == 2


@pytest.mark.parametrize(
    ("address", "private", "state", "said"),
    [
        ("http://127.0.0.1:{port}/ok", "", "failed", "http is for private_hosts"),
        ("https://127.0.0.1:{port}/ok", "", "failed", "a private address"),
        ("https://10.1.2.3/ok", "", "failed", "a private address"),
        ("ftp://example.org/ok", "", "failed", "neither http nor https"),
        ("http://127.0.0.1:1/ok", "127.0.0.1", "later", "nothing answers at its address"),
    ],
)
def test_a_webhook_reaches_no_private_address_that_is_not_let_through(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch, address: str, private: str, state: str, said: str
) -> None:
    made = with_hook(folder, monkeypatch, address.format(port=there.port))
    made = replace(made, settings=replace(made.settings, private_hosts=private))
    (item,) = made.send().deliveries
    assert (item.state, said in (item.last_code or "")) == (state, True), item.last_code
    assert there.got == []


def test_apprise_sends_a_title_and_a_few_lines(folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    made = with_hook(folder, monkeypatch, f"json://127.0.0.1:{there.port}/ok", kind="apprise")
    assert [item.state for item in made.send().deliveries] == ["sent"]
    (said,) = map(json.loads, there.bodies("/ok"))
    assert said["title"] == "Crews walk out at Velm: 1 new | 26 Mar"
    assert "https://harbour-post.example/strike" in said["message"]


def test_no_secret_stands_in_the_archive_or_in_a_message(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, scheme in (("apprise", "json"), ("webhook", "http")):
        made = with_hook(folder, monkeypatch, f"{scheme}://tok3n-of-ours@127.0.0.1:{there.port}/500", kind=kind)
        said = made.send(MORNING + (0 * HOUR if kind == "apprise" else HOUR)).in_words()
        assert "tok3n" not in said
    for path in folder.rglob("*"):
        assert not path.is_file() or b"tok3n" not in path.read_bytes()


def test_a_channel_without_its_address_waits_and_says_what_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_hook(folder, monkeypatch, "")
    (item,) = made.send().deliveries
    assert item.state == "later"
    assert "NEWSTHREAD_CHANNEL_HOOK is not set" in (item.last_code or "")


def test_alerts_reach_the_channels_that_want_them_once(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/ok")
    with Archive.open(folder, now=MORNING) as archive:
        raise_alerts(archive, made.settings, [ALERT], now=MORNING)
        assert notify(archive, made.settings, now=MORNING) == "hook: sent (200)"
        assert notify(archive, made.settings, now=MORNING) == ""
        raise_alerts(archive, made.settings, [ALERT], now=MORNING)
        assert notify(archive, made.settings, now=MORNING) == ""
    assert mail_at_once(made.settings, [ALERT], now=MORNING) == "1 alerts to hook: sent."
    assert [json.loads(body)["alerts"][0]["said"] for body in there.bodies("/ok")] == [ALERT.said] * 2


def test_a_test_message_is_not_recorded(folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/ok")
    snapshot = folder / "news.duckdb"
    assert send_test_to_channel(snapshot, made.settings, channel="hook", reader=None, now=MORNING) == "Sent to hook."
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/404")
    with pytest.raises(MailError, match=r"it was refused\. 404"):
        send_test_to_channel(snapshot, made.settings, channel="hook", reader=None, now=MORNING)
    with Archive.open(folder, now=MORNING) as archive:
        assert archive.notices.all() == []


def test_a_test_to_a_channel_has_the_period_of_its_reader(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/ok")
    later = MORNING + 3 * DAY
    for every in ("day", "week"):
        settings = replace(made.settings, readers=(replace(CARA, every=every),))
        send_test_to_channel(folder / "news.duckdb", settings, channel="hook", reader="cara", now=later)
    day, week = (json.loads(body)["stories"] for body in there.bodies("/ok"))
    assert (day, len(week)) == ([], 1)


KILLED = """
import os, signal, sys
from pathlib import Path
import flows.delivery.notices as notices
from tests.flows.newsdesk import *
from news.records import Channel, Reader
real = notices.hand_over
def dying(*given, **named):
    if sys.argv[3] == "after":
        real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
notices.hand_over = dying
made = desk(Path(sys.argv[1]), 1, Reader(name="cara", channels=("hook",)))
channels = (Channel(name="hook", kind="webhook"),)
made = replace(made, settings=replace(made.settings, channels=channels, private_hosts="127.0.0.1"))
made.send()
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_sender_killed_while_sending_leaves_it_unknown_and_never_doubles(
    folder: Path, there: Receiver, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    made = with_hook(folder, monkeypatch, f"http://127.0.0.1:{there.port}/ok")
    command = [sys.executable, "-c", KILLED, str(folder), "1", when]
    killed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -9, killed.stderr[-2000:]
    for later in (HOUR, 2 * HOUR):
        assert [item.state for item in made.send(MORNING + later).unknown] == ["unknown"]
    assert len(there.got) == (when == "after")
