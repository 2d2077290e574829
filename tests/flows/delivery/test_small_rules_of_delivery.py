"""Small rules of delivery: who is owed a digest and since when, what becomes of notices, dates ahead, silences."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from digest.mail.smtp import SendResult
from flows.configuration.settings import MailSettings, Settings
from flows.delivery import alerts, notices, send_digests
from flows.delivery.alerts import Alerted, as_event, mail_alerts, mail_at_once, raise_alerts
from flows.delivery.digest_content import TELLING_RULES, _split, changed_article, dates_due, silence, whole_in
from flows.delivery.notices import alert_notices, digest_notices, send_notices
from flows.delivery.send_digests import (
    Sent,
    _first,
    _may_be_owed,
    _may_hear_at_once,
    _send,
    _settle_crashes,
    _since,
    office_of,
)
from news.alerts import Alert
from news.errors import MailError, SettingsError
from news.records import (
    Article,
    ChangedVersion,
    Channel,
    Delivery,
    HandedOver,
    Notice,
    Reader,
    StoredDigest,
    StoryUpdate,
)
from storage.snapshot.coverage import OwnText
from storage.tables.alerts import AlertRepository
from storage.tables.digests import DigestRepository
from storage.tables.notices import NoticeRepository
from tests.storage.new_archives import new_connection
from tests.storage.small_archive import OpenStore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAIL = MailSettings(host="mail.example", sender="Desk <desk@h.example>")
IDA = Reader(name="ida", address="ida@h.example", watches=(), hour=7)


@pytest.fixture
def archive() -> Iterator[Any]:
    connection = new_connection()
    connection.execute("SET TimeZone = 'UTC'")
    store = OpenStore(connection)
    yield SimpleNamespace(
        digests=DigestRepository(store), notices=NoticeRepository(store), alerts=AlertRepository(store), store=store
    )
    connection.close()


def digest(end: datetime, *, name: str = "ida", **differs: Any) -> StoredDigest:
    given: dict[str, Any] = {
        "digest_id": f"{name} {end:%d %H:%M}", "name": name, "period_start": end - DAY, "period_end": end,
        "state": "frozen",
        "subject": "S", "html": "<p>", "body_text": "B", "content_sha256": "0", "created_at": end,
    }  # fmt: skip
    return StoredDigest(**given | differs)


def keep(archive: Any, end: datetime, state: Any = "sent") -> None:
    one = digest(end)
    delivery = Delivery(digest_id=one.digest_id, recipient="ida", message_id="m", state=state, attempts=1)
    archive.digests.freeze(one, delivery)


@pytest.mark.parametrize(
    ("end", "state", "at_once", "is_owed"),
    [
        (None, None, (), True),  # a new reader
        (NOW - DAY, "sent", (), True),
        (NOW - 5 * HOUR - timedelta(minutes=1), "sent", (), True),  # before seven o'clock
        (NOW - 5 * HOUR, "sent", (), False),
        (NOW - 4 * HOUR, "sent", (), False),
        (NOW - DAY, "failed", (), True),
        (NOW - DAY, "unknown", (), True),
        (NOW - DAY, "pending", (), False),
        (NOW - DAY, "later", (), False),
        (NOW - DAY, "sending", (), False),
        (NOW - HOUR, "sent", ("quay",), True),
        (NOW - timedelta(minutes=59), "sent", ("quay",), False),
        (NOW - HOUR, "pending", ("quay",), False),
    ],
)
def test_a_reader_is_owed_a_digest_at_his_hour_or_an_hour_after_the_last_at_once(
    archive: Any, end: datetime | None, state: str | None, at_once: tuple[str, ...], is_owed: bool
) -> None:
    if end:
        keep(archive, end, state)
    assert _may_be_owed(archive, replace(IDA, at_once=at_once), NOW) is is_owed


def test_at_once_looks_at_the_last_digest_alone() -> None:
    one = Delivery(digest_id="d", recipient="ida", message_id="m", state="sent")
    ida = replace(IDA, at_once=("quay",))
    assert _may_hear_at_once(ida, [], NOW)
    assert _may_hear_at_once(ida, [(one, NOW - HOUR), (one, NOW)], NOW)
    assert not _may_hear_at_once(ida, [(one, NOW), (one, NOW - DAY)], NOW)
    assert not _may_hear_at_once(IDA, [], NOW)


def test_a_digest_tells_what_no_digest_told_before(archive: Any) -> None:
    def since(reader: Reader = IDA) -> datetime:
        return _since(archive, reader, archive.digests.past(reader.name), NOW)

    by_channel = replace(IDA, address="")
    assert since() == NOW - DAY
    assert since(replace(IDA, every="week")) == NOW - 7 * DAY
    keep(archive, NOW - 5 * DAY)
    keep(archive, NOW - 4 * DAY, "failed")
    assert since() == NOW - 5 * DAY  # what was refused is told again
    assert since(by_channel) == NOW - 4 * DAY
    archive.digests.freeze(digest(NOW - 3 * DAY, state="skipped"))
    assert since() == NOW - 3 * DAY
    keep(archive, NOW - 2 * DAY, "sent")
    assert since() == NOW - 2 * DAY


def test_who_died_while_sending_left_a_digest_unknown_and_a_person_may_send_it_again(archive: Any) -> None:
    keep(archive, NOW - 2 * DAY, "sending")
    keep(archive, NOW - DAY, "sent")
    _settle_crashes(archive, resend_unknown=False)
    assert [one.state for one in archive.digests.deliveries()] == ["unknown", "sent"]
    _settle_crashes(archive, resend_unknown=True)
    assert [one.state for one in archive.digests.deliveries()] == ["pending", "sent"]


def sent_with(
    archive: Any, monkeypatch: pytest.MonkeyPatch, answer: Callable[[], SendResult]
) -> tuple[Delivery, list[str]]:
    """Send a digest to a mail server that answers so; return what is kept, and the states that it went through."""
    keep(archive, NOW - HOUR, "pending")
    (delivery,) = archive.digests.deliveries()
    states: list[str] = []

    def send(message: Any, office: Any) -> SendResult:
        states.append(archive.digests.deliveries()[0].state)
        return answer()

    monkeypatch.setattr(send_digests, "send", send)
    settings = Settings(mail=MAIL)
    one = archive.digests.get(delivery.digest_id)
    _send(archive, settings, office_of(settings), one, delivery, "ida@h.example", NOW)
    return archive.digests.deliveries()[0], states


@pytest.mark.parametrize(
    ("state", "kept"), [("sent", "sent"), ("try_later", "later"), ("refused", "failed"), ("unknown", "unknown")]
)
def test_a_claim_is_kept_before_the_first_byte_and_the_answer_after_the_last(
    archive: Any, monkeypatch: pytest.MonkeyPatch, state: Any, kept: str
) -> None:
    result = SendResult(state=state, code=250, text="to ida@h.example")
    delivery, states = sent_with(archive, monkeypatch, lambda: result)
    assert (states, delivery.state, delivery.attempts) == (["sending"], kept, 2)
    assert "ida@h.example" not in (delivery.last_code or "")


def test_where_the_server_refuses_everyone_no_attempt_is_counted(archive: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> SendResult:
        raise MailError("no", subject="x")

    with pytest.raises(MailError):
        sent_with(archive, monkeypatch, refuse)
    assert [(one.state, one.attempts) for one in archive.digests.deliveries()] == [("pending", 1)]


@pytest.mark.parametrize(
    ("settings", "is_needed", "is_good"),
    [
        (Settings(), False, True),
        (Settings(), True, False),
        (Settings(readers=(IDA,)), False, False),
        (Settings(readers=(replace(IDA, address=""),)), False, True),
        (Settings(readers=(IDA,), mail=MAIL), False, True),
        (Settings(readers=(IDA,), mail=replace(MAIL, host="")), False, False),
        (Settings(readers=(IDA,), mail=replace(MAIL, sender="")), False, False),
        (Settings(mail=replace(MAIL, sender="no address")), False, False),
        (Settings(mail=replace(MAIL, unsubscribe_mail="no address")), False, False),
    ],
)
def test_a_mail_server_and_a_sender_are_needed_where_there_is_mail(
    settings: Settings, is_needed: bool, is_good: bool
) -> None:
    if not is_good:
        with pytest.raises(SettingsError):
            office_of(settings, is_needed=is_needed)
        return
    office = office_of(settings, is_needed=is_needed)
    assert (office.host, office.port, office.user, office.timeout_seconds) == (
        settings.mail.host or "localhost", 587, None, 60.0,
    )  # fmt: skip


def test_a_reader_with_channels_alone_gets_no_mail() -> None:
    one = digest(NOW)
    assert _first(one, replace(IDA, address=""), Settings(mail=MAIL)) is None
    first = _first(one, IDA, Settings(mail=MAIL))
    assert first is not None
    assert (first.recipient, first.state, first.digest_id) == ("ida", "pending", one.digest_id)


def went(*states: str) -> tuple[Delivery, ...]:
    return tuple(Delivery(digest_id="d", recipient="ida", message_id="m", state=state) for state in states)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "failed", "first"),
    [
        (Sent(), False, "No digest is due."),
        (Sent(written=1), False, "1 digest built, 0 readers with nothing new."),
        (Sent(skipped=2), False, "0 digests built, 2 readers with nothing new."),
        (Sent(deliveries=went("failed")), True, "0 digests built, 0 readers with nothing new."),
        (Sent(deliveries=went("failed", "sent")), False, "0 digests built, 0 readers with nothing new."),
        (Sent(deliveries=went("later")), False, "0 digests built, 0 readers with nothing new."),
        (Sent(deliveries=went("unknown")), True, "0 digests built, 0 readers with nothing new."),
        (Sent(wrong=("ida: no",)), True, "0 digests built, 0 readers with nothing new."),
        (Sent(resting=("ida",)), False, "0 digests built, 0 readers with nothing new."),
        (Sent(unknown=went("unknown")), False, "No digest is due."),
    ],
)
def test_a_round_fails_where_none_went_or_a_reader_could_not_be_served(sent: Sent, failed: bool, first: str) -> None:
    assert (sent.failed, sent.in_words().split("\n")[0]) == (failed, first)


def test_a_round_is_told_line_by_line() -> None:
    one = replace(went("failed")[0], last_code="550 no")
    sent = Sent(deliveries=(one,), resting=("ole",), wrong=("per: no watch",), unknown=went("unknown"))
    assert sent.in_words().split("\n")[1:] == [
        "  ida: failed (550 no)", "  ole: skipped, the last digests were refused (--again)", "  per: no watch",
        "  ida: the delivery status of d is unknown (digest send --resend-unknown)",
    ]  # fmt: skip


# --- notices ------------------------------------------------------------------------------------------------------

DESK, OPEN = Channel(name="desk", kind="webhook", alerts=True), Channel(name="open", kind="webhook")
CHANNELS = Settings(channels=(DESK, OPEN))
ALERT = Alert(kind="burst", subject="s1", said="It bursts.", raised_at=NOW)


def test_alerts_go_to_the_channels_that_want_them() -> None:
    assert [one.channel for one in alert_notices([ALERT], CHANNELS, now=NOW)] == ["desk"]
    assert alert_notices([], CHANNELS, now=NOW) == []
    assert alert_notices([ALERT], Settings(channels=(OPEN,)), now=NOW) == []


def test_a_digest_goes_to_each_of_its_readers_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "digest_content", lambda *given, address: f"{{{address}}}")
    assert digest_notices(None, digest(NOW), IDA, CHANNELS, now=NOW) == []  # type: ignore[arg-type]
    both = replace(IDA, channels=("desk", "open"))
    found = digest_notices(None, digest(NOW), both, replace(CHANNELS, site_address="https://s.example"), now=NOW)  # type: ignore[arg-type]
    assert [(one.channel, one.content, one.created_at) for one in found] == [
        ("desk", "{https://s.example}", NOW), ("open", "{https://s.example}", NOW),
    ]  # fmt: skip
    assert found[0].notice_id != found[1].notice_id


def waiting(number: int, **differs: Any) -> Notice:
    return Notice(
        **{"notice_id": f"n{number}", "channel": "desk", "content": "{}", "created_at": NOW - HOUR, **differs}
    )


def test_notices_are_claimed_sent_and_kept_and_what_is_unknown_waits(
    archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.notices.freeze(
        [
            waiting(1), waiting(2, channel="gone"), waiting(3, state="sending", attempts=1, claimed_at=NOW - HOUR),
            waiting(4, state="later", attempts=1, claimed_at=NOW - timedelta(seconds=899)), waiting(5, state="sent"),
            waiting(6, state="later", attempts=1, claimed_at=NOW - timedelta(seconds=900)), waiting(7, state="unknown"),
        ]
    )  # fmt: skip
    seen = []

    def hand_over(notice: Notice, channel: Channel, settings: Settings, *, now: datetime) -> HandedOver:
        seen.append((notice.notice_id, archive.notices.all()[int(notice.notice_id[1]) - 1].state))
        return HandedOver(state="sent", code=204)

    monkeypatch.setattr(notices, "hand_over", hand_over)
    became = send_notices(archive, CHANNELS, now=NOW)
    assert seen == [("n1", "sending"), ("n6", "sending")]
    assert [(one.recipient, one.state) for one in became] == [
        ("desk", "sent"), ("gone", "failed"), ("desk", "unknown"), ("desk", "sent"), ("desk", "unknown"),
    ]  # fmt: skip
    assert [one.state for one in archive.notices.all()] == [
        "sent", "failed", "unknown", "later", "sent", "sent", "unknown",
    ]  # fmt: skip
    first = archive.notices.all()[0]
    assert (first.attempts, first.sent_at) == (1, NOW)
    send_notices(archive, CHANNELS, now=NOW, resend_unknown=True)
    assert [one.state for one in archive.notices.all()].count("sent") == 5


def test_alerts_are_kept_for_mail_where_somebody_is_to_be_written_to(archive: Any) -> None:
    assert raise_alerts(archive, Settings(), [ALERT], now=NOW) == [ALERT]
    assert raise_alerts(archive, Settings(), [ALERT], now=NOW) == []  # told lately
    other = replace(ALERT, subject="s2")
    raise_alerts(archive, Settings(alerts_to="me@h.example", channels=(DESK,)), [other], now=NOW)
    assert [one.subject for one in archive.alerts.in_mail("none", since=NOW - DAY)] == ["s1"]
    assert [one.subject for one in archive.alerts.in_mail("pending", since=NOW - DAY)] == ["s2"]
    assert [one.channel for one in archive.notices.all()] == ["desk"]


@pytest.mark.parametrize(
    ("state", "kept"), [("sent", "sent"), ("try_later", "pending"), ("refused", "failed"), ("unknown", "failed")]
)
def test_alerts_that_wait_are_mailed_in_one_notice_for_a_day(
    archive: Any, monkeypatch: pytest.MonkeyPatch, state: Any, kept: str
) -> None:
    settings = Settings(alerts_to="me@h.example", mail=MAIL)
    old = replace(ALERT, subject="old", raised_at=NOW - DAY - timedelta(seconds=1))
    archive.alerts.keep([ALERT, replace(ALERT, subject="s2", raised_at=NOW - DAY), old], mail="pending")
    archive.alerts.keep([replace(ALERT, subject="s3")], mail="claimed")
    monkeypatch.setattr(alerts, "send", lambda message, office: SendResult(state=state, code=None, text=""))
    assert mail_alerts(archive, Settings(), now=NOW) == ""
    assert mail_alerts(archive, settings, now=NOW) == f"2 alerts to me@h.example: {state}."
    states = dict(archive.store.rows("SELECT subject, mail FROM archive.alerts"))
    assert states == {"s1": kept, "s2": kept, "s3": "failed", "old": "pending"}
    if kept != "pending":
        assert mail_alerts(archive, settings, now=NOW) == ""


def test_alerts_that_cannot_be_kept_are_mailed_and_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mail_at_once(Settings(), [ALERT], now=NOW) == ""
    told = mail_at_once(Settings(alerts_to="me@h.example"), [ALERT], now=NOW)
    assert told.startswith("The alerts could not be mailed: ")
    monkeypatch.setattr(notices, "hand_over", lambda *given, now: HandedOver(state="sent"))
    assert mail_at_once(CHANNELS, [ALERT, ALERT], now=NOW) == "2 alerts to desk: sent."


def test_what_a_run_says_of_alerts_and_tells_prefect() -> None:
    assert Alerted(alerts=(ALERT,), mailed="mailed").in_words() == "It bursts.\nmailed"
    assert Alerted(alerts=()).in_words() == ""
    event = as_event(replace(ALERT, occasion="2026-11-22"))
    assert (event["event"], event["occurred"]) == ("newsthread.alert.burst", NOW.isoformat())
    assert event["resource"] == {"prefect.resource.id": "newsthread.burst.s1", "prefect.resource.name": "s1"}
    assert event["payload"] == {"said": "It bursts.", "occasion": "2026-11-22"}


# --- what a digest tells ------------------------------------------------------------------------------------------


def text(number: int, at: datetime, *, is_news: bool, words: str = "A text.", title: str = "Quay") -> OwnText:
    article = Article(
        article_id=number, url=f"https://h.example/{number}", outlet="Post", title=title, text=words, language="en",
        first_seen_at=at, ordered_at=at, ordered_by="published", arrived_by="feed", published_at=at,
    )  # fmt: skip
    return OwnText(article=article, copies=0, is_news=is_news)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([(0, False), (14, True)], 14),
        ([(0, False), (13.99, True)], None),
        ([(0, False), (20, False), (21, True)], None),  # an older silence is no news
        ([(0, False), (15, True), (45, True)], 30),
        ([(0, True)], None),
        ([(30, True), (0, False)], 30),
        ([], None),
    ],
)
def test_the_silence_that_news_ended_is_told_from_a_fortnight_on(
    days: list[tuple[float, bool]], told: int | None
) -> None:
    assert silence([text(n, NOW + day * DAY, is_news=is_news) for n, (day, is_news) in enumerate(days)]) == told


def test_a_muted_story_takes_nobodys_place() -> None:
    def story(name: str) -> StoryUpdate:
        return StoryUpdate(**dict.fromkeys(StoryUpdate.__dataclass_fields__, 0) | {"story_id": name})  # type: ignore[arg-type]

    moved = [story(name) for name in "abcd"]
    first, rest = _split(moved, replace(IDA, mute=("a",)), 2)
    assert ([one.story_id for one in first], [one.story_id for one in rest]) == (["b", "c"], ["a", "d"])


@pytest.mark.parametrize(
    ("words", "is_news", "days"),
    [
        ("The bridge opens on 25 November 2026.", False, [25]),
        ("The bridge opens on 29 November 2026.", False, [29]),
        ("The bridge opens on 30 November 2026.", False, []),  # told before, and not near yet
        ("The bridge opens on 30 November 2026.", True, [30]),
        ("The bridge opens in December 2026.", True, []),
        ("The bridge opened on 20 November 2026.", True, []),
        ("The harbour is closed.", True, []),
    ],
)
def test_a_day_ahead_is_told_when_it_is_announced_and_when_it_comes_near(
    words: str, is_news: bool, days: list[int]
) -> None:
    texts = {"s1": [text(1, NOW - DAY, is_news=is_news, words=words)]}
    due = list(dates_due("s1", {"s1": "Bridge"}, texts, NOW - DAY, NOW, TELLING_RULES))
    assert [one.day.day for one in due] == days
    assert all((one.story_title, one.quoted.sentence) == ("Bridge", words) for one in due)
    assert list(dates_due("s2", {"s2": "x"}, texts, NOW - DAY, NOW, TELLING_RULES)) == []


def test_an_edit_is_told_where_a_figure_is_not_as_it_was() -> None:
    version = ChangedVersion(
        article_id=1, outlet="Post", url="u", title="Quay", text="The quay holds 40 ships.", old_title="Quay",
        old_text="The quay holds 30 ships.", change="text",
    )  # fmt: skip
    told = changed_article(version)
    assert told is not None
    assert (told.before, told.after, told.article_id) == ("The quay holds 30 ships.", "The quay holds 40 ships.", 1)
    assert changed_article(replace(version, text=version.old_text)) is None


@pytest.mark.parametrize(
    ("body", "sentence", "whole"),
    [
        (
            "He said: “It is shut. It stays so.” Then he left.",
            "He said: “It is shut.",
            "He said: “It is shut. It stays so.”",
        ),
        ("It is shut. It stays so.", "It is shut.", "It is shut."),
        ("It is shut.", "", ""),
        ("It is shut.", "“Not here", "“Not here"),
    ],
)
def test_a_sentence_is_told_with_the_whole_of_its_quotation(body: str, sentence: str, whole: str) -> None:
    assert whole_in(body, sentence) == whole
