"""A week of the sample newsroom: exactly the alerts that it gives reason for, each told once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from flows.collecting.pipeline import CollectionRequest, collect_all, with_open_archive
from flows.configuration.settings import MailSettings, Settings
from flows.delivery.alerts import as_event, mail_alerts, raise_alerts
from flows.demo.demo import prepare
from flows.demo.newsroom import Newsroom, serve
from news.alerts import Alert
from news.records import Watch
from storage.archive import Archive
from tests.post_office import RunningPostOffice, post_office

WATCH = Watch(watch="water", query='"Tarn Vale"', title="The water of Tarn Vale")
Told = list[tuple[datetime, list[Alert]]]


@pytest.fixture(scope="module")
def office() -> Iterator[RunningPostOffice]:
    with post_office() as running:
        yield running


@pytest.fixture(scope="module")
def settings(office: RunningPostOffice, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return replace(
        Settings(),
        archive=tmp_path_factory.mktemp("alerts") / "archive",
        private_hosts="127.0.0.1",
        contact="tests@localhost.invalid",
        alerts_to="keeper@example.org",
        mail=MailSettings(host="127.0.0.1", port=office.port, security="none", sender="newsthread <news@example.org>"),
    )


@pytest.fixture(scope="module")
def told(settings: Settings) -> Told:
    """What every collection told, at both moments of the newsroom's clock, a quarter of an hour and a day later."""
    newsroom = Newsroom.read(settings.seeds / "newsroom")
    first, second = newsroom.moments
    later = [first, first + timedelta(minutes=15), second, second + timedelta(minutes=15), second + timedelta(days=1)]
    with serve(newsroom):
        prepare(settings.archive, newsroom, settings, now=first - timedelta(days=1))
        with Archive.open(settings.archive, now=first) as archive:
            archive.watches.save([WATCH, *archive.watches.all()], now=first)
        return [(moment, collect(newsroom, settings, moment)) for moment in later]


def collect(newsroom: Newsroom, settings: Settings, now: datetime) -> list[Alert]:
    newsroom.now = now
    with Archive.open(settings.archive, now=now) as archive:
        request = CollectionRequest(now=now, feeds=settings.archive / "feeds.opml", all_feeds=True)
        return list(collect_all(with_open_archive(archive, settings, request)).alerted.alerts)


def test_a_week_gives_exactly_these_alerts(told: Told) -> None:
    first, second = told[0][0], told[2][0]
    assert [(moment, [alert.kind for alert in alerts]) for moment, alerts in told] == [
        (first, []),
        (first + timedelta(minutes=15), []),
        (second, ["revival", "silent_feed"]),
        (second + timedelta(minutes=15), []),
        (second + timedelta(days=1), []),
    ]
    revival, silent = told[2][1]
    assert "Tarn Vale" in revival.said
    assert "(water)" in revival.said
    assert "Inverlow Observer" in silent.said
    assert "http error" in silent.said


def test_they_are_mailed_once_in_one_notice(told: Told, office: RunningPostOffice) -> None:
    (kept,) = office.letters
    message = message_from_bytes(kept.content)
    assert (kept.recipient, message["Auto-Submitted"]) == ("keeper@example.org", "auto-generated")
    text = message.get_payload(decode=True).decode()
    assert all(alert.said in text for alert in told[2][1])


def test_they_are_kept_with_what_became_of_their_mail(told: Told, settings: Settings) -> None:
    with Archive.open(settings.archive, now=told[-1][0]) as archive:
        rows = archive.store.rows("SELECT kind, mail FROM archive.alerts ORDER BY kind")
    assert rows == [("revival", "sent"), ("silent_feed", "sent")]


def test_a_notice_that_nobody_took_waits_for_the_next_round(tmp_path: Path, settings: Settings, told: Told) -> None:
    now = told[2][0]
    with post_office() as gone:
        pass  # its port answers no more
    deaf = replace(settings, archive=tmp_path, mail=replace(settings.mail, port=gone.port))
    with Archive.open(tmp_path, now=now) as archive:
        raise_alerts(archive, deaf, told[2][1], now=now)
        assert "could not be mailed" in mail_alerts(archive, deaf, now=now)
        with post_office() as open_again:
            heard = replace(settings, archive=tmp_path, mail=replace(settings.mail, port=open_again.port))
            assert "2 alerts to keeper@example.org: sent" in mail_alerts(archive, heard, now=now)
            assert mail_alerts(archive, heard, now=now) == ""


def test_an_alert_is_an_event_that_automations_can_be_tied_to(told: Told) -> None:
    event = as_event(told[2][1][0])
    assert event["event"] == "newsthread.alert.revival"
    assert event["resource"]["prefect.resource.id"].startswith("newsthread.revival.s")
