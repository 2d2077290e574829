"""What becomes of deliveries in every state, when digests are due, and what messages to readers and operators hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from digest.mail import outbox
from digest.mail.envelope import Sender, address_of, envelope, is_to, message_id, unsubscribe_link, without_address
from digest.mail.operator_notice import notice
from digest.mail.outbox import OutboxRules
from digest.mail.schedule import SendingRules, first_period_start, is_digest_time, last_hour
from digest.mail.smtp import SendResult
from news.errors import SettingsError
from news.records import Delivery, Reader, StoredDigest
from tests.answers import check, told
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/digest")
NOW = datetime(2031, 3, 26, 6, tzinfo=UTC)
STATES = ("pending", "sending", "sent", "later", "failed", "unknown")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def delivery(state: str, attempts: int = 1, **more: object) -> Delivery:
    given = {"digest_id": "d1", "recipient": "anna", "message_id": "<m@x>", "claimed_at": NOW, "attempts": attempts}
    return Delivery(state=state, **(given | more))  # type: ignore[arg-type]


def after_waits() -> Iterator[str]:
    for attempts in (0, 1, 2, 3, 5, 6, 31, 40):
        put_off = delivery("later", attempts)
        until = outbox.next_try_at(put_off)
        yield f"{attempts} {until - NOW} {outbox.next_try_at(put_off, rules=OutboxRules(wait_factor=3.0)) - NOW}"
        yield f"  {[outbox.is_due(put_off, now=until + wait) for wait in (-SECOND, 0 * SECOND, SECOND)]}"
    yield f"{[outbox.is_due(delivery(state), now=NOW) for state in STATES]}"


def after_answers() -> Iterator[str]:
    answers = [SendResult(state=state, code=code, text=text) for state, code, text in product(
        ("sent", "refused", "try_later", "unknown"), (None, 250), ("", "well"))]  # fmt: skip
    claimed = outbox.claim(delivery("later", 2, claimed_at=NOW - HOUR), now=NOW)
    yield told(claimed)
    for answer, hours in product(answers, (0, 24)):
        for wait in (-SECOND, 0 * SECOND):
            yield told(outbox.after_answer(claimed, answer, frozen_at=NOW - hours * HOUR + wait, now=NOW))
    for state, code in product(STATES, (None, "450 busy")):
        one = delivery(state, last_code=code)
        yield f"{state} {told(outbox.after_crash(one))} {outbox.send_again(one).state} {outbox.after_fault(one) == one}"


def resting() -> Iterator[str]:
    for states in product(("sent", "failed", "later"), repeat=4):
        past = [delivery(state) for state in states]
        ends = [(one, NOW - number * HOUR) for number, one in enumerate(past)]
        start = outbox.new_period_start(ends, otherwise=NOW - 99 * HOUR)
        yield f"{' '.join(states)} {[outbox.is_resting(past[:many]) for many in (4, 3, 2)]} {NOW - start}"
    for state in STATES:
        yield f"{state} {NOW - outbox.new_period_start([(delivery(state), NOW - HOUR)], otherwise=NOW - 99 * HOUR)}"


def test_what_becomes_of_deliveries_stays() -> None:
    check(KEPT / "deliveries.txt", (*after_waits(), *after_answers(), *resting()))


def test_when_digests_are_due_stays() -> None:
    found = []
    for zone, hour, every in product(
        ("UTC", "Europe/Berlin", "Asia/Tokyo", "America/New_York"), (0, 6, 7, 23), ("day", "week")
    ):
        reader = Reader(name="anna", time_zone=zone, hour=hour, every=every)
        for now in (
            NOW,
            NOW - SECOND,
            NOW + SECOND,
            datetime(2031, 3, 30, 1, 30, tzinfo=UTC),
            datetime(2031, 3, 31, 0, tzinfo=UTC),
        ):
            last = last_hour(reader, now=now)
            due = [is_digest_time(reader, last_end=end, now=now) for end in (None, last - SECOND, last, last + SECOND)]
            first = now - first_period_start(reader, now=now)
            found.append(f"{zone} {hour} {every} {now:%d %H:%M:%S} {last:%d %H:%M} {due} {first}")
        found.append(f"  Sunday {last_hour(reader, now=NOW, rules=SendingRules(weekday=6)):%a %d %H:%M}")
    check(KEPT / "hours.txt", found)


def stored(subject: str, body: str) -> StoredDigest:
    return StoredDigest(
        digest_id="d0123456789ab",
        name="anna",
        period_start=NOW - 24 * HOUR,
        period_end=NOW,
        state="frozen",
        subject=subject,
        html=f"<p>{body}</p>",
        body_text=f"{body}\n",
        content_sha256="ab" * 32,
        created_at=NOW,
    )


ADDRESSES = (
    "anna@reader.example",
    "Anna B. <anna@reader.example>",
    "a, b",
    "",
    "anna",
    "@x.example",
    "a\nb@x.example",
    "Ännä <ä@x.example>",
)


def said_of(address: str) -> str:
    try:
        return str(address_of(address))
    except SettingsError as error:
        return f"refused: {error}"


def test_what_messages_hold_stays() -> None:
    found = [f"{address!r} {said_of(address)}" for address in ADDRESSES]
    bodies = ("Plain words.", "Häfen " + "x" * 30, "ä" * 3 + "x" * 33, "ä" * 3 + "x" * 34, "港で停電", ".dot\n..two")
    for number, (body, url) in enumerate(
        product(bodies, (None, "https://leave.example/?a=1", "http://leave.example/"))
    ):
        subject = ("Dock strike: 2 new", "Häfen dicht", "=?utf-8?q?x?= told", "港で停電 " * 12)[number % 4]
        sender = Sender(
            address="newsthread <news@desk.example>",
            list_domain="desk.example",
            unsubscribe_mail="leave@desk.example",
            unsubscribe_url=url,
        )
        message = envelope(stored(subject, body), sender, recipient="Anna <anna@reader.example>", now=NOW)
        found += message.as_bytes().decode().replace("\r\n", "\n").split("\n")
    for lines in (["One"], ["One", "Two"], ["x" * 119 + " y", "=?b", "c"], ["word " * 40]):
        told_to = notice(lines, sender="news@desk.example", recipient="op@desk.example", domain="desk.example", now=NOW)
        found += told_to.as_string().split("\n")
    sent = delivery("sent", message_id=message_id("d1", " Anna@Reader.example", "desk.example"))
    found += [sent.message_id, f"{is_to(sent, 'anna@reader.example')} {is_to(sent, 'ann@reader.example')}"]
    found.append(without_address("550 <ANNA@reader.example> unknown", "Anna <anna@reader.example>", name="anna"))
    found += [
        unsubscribe_link("leave@desk.example", url, "anna & co") for url in (None, "https://x.example/", "https://x y/")
    ]
    check(KEPT / "messages.txt", found)


@pytest.mark.parametrize("domain", ["", "-x.example", "x.example-", "x y", "x_y", "x\n.example"])
def test_a_domain_that_is_none_is_refused(domain: str) -> None:
    with pytest.raises(SettingsError, match="not a domain"):
        message_id("d1", "anna@reader.example", domain)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_digest_mail.txt", thresholds("digest/mail"))
