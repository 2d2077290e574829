from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.mail.outbox import (
    after_answer,
    after_crash,
    after_fault,
    claim,
    is_due,
    is_resting,
    new_period_start,
    next_try_at,
    send_again,
)
from digest.mail.smtp import SendResult
from news.records import Delivery

NOW = datetime(2031, 3, 26, 6, tzinfo=UTC)
NEW = Delivery(digest_id="d1", recipient="anna@reader.example", message_id="<d1@x>", state="pending")


def answered(state, code=None, delivery=NEW, now=NOW, frozen_at=NOW):
    result = SendResult(state=state, code=code, text="words")
    return after_answer(claim(delivery, now=now), result, frozen_at=frozen_at, now=now)


ENDS = {"sent": (250, "sent"), "refused": (550, "failed"), "try_later": (450, "later"), "unknown": (None, "unknown")}


@pytest.mark.parametrize("state", ENDS)
def test_every_answer_leads_to_one_state(state):
    code, wanted = ENDS[state]
    after = answered(state, code)
    assert (after.state, after.attempts, after.claimed_at) == (wanted, 1, NOW)
    assert after.last_code == (f"{code} words" if code else "words")
    assert after.sent_at == (NOW if wanted == "sent" else None)


def test_waits_double_up_to_four_hours():
    later, waits = NEW, []
    for _ in range(8):
        later = answered("try_later", 450, later)
        waits.append((next_try_at(later) - NOW) / timedelta(minutes=1))
    assert waits == [15, 30, 60, 120, 240, 240, 240, 240]


def test_a_letter_is_tried_when_its_wait_is_over():
    later = answered("try_later", 450)
    assert not is_due(later, now=NOW + timedelta(minutes=14))
    assert is_due(later, now=NOW + timedelta(minutes=15))


def test_after_a_day_a_letter_that_was_put_off_has_failed():
    almost = NOW + timedelta(hours=23, minutes=59)
    assert answered("try_later", 450, now=almost).state == "later"
    assert answered("try_later", 450, now=NOW + timedelta(hours=24)).state == "failed"


@pytest.mark.parametrize("state", ["sent", "failed", "unknown", "sending"])
def test_what_is_settled_or_unknown_is_never_sent_by_itself(state):
    settled = replace(NEW, state=state, attempts=1, claimed_at=NOW)
    assert not is_due(settled, now=NOW + timedelta(days=99))
    with pytest.raises(AssertionError):
        claim(settled, now=NOW)


def test_a_fault_that_concerns_all_counts_no_attempt():
    assert after_fault(NEW) == NEW


def test_a_letter_found_sending_may_have_gone():
    assert after_crash(claim(NEW, now=NOW)).state == "unknown"
    assert after_crash(NEW) == NEW


def test_a_person_may_send_an_unknown_letter_again():
    unknown = answered("unknown")
    assert is_due(send_again(unknown), now=NOW)
    assert send_again(answered("sent", 250)).state == "sent"


def test_three_refusals_in_a_row_give_an_address_a_rest():
    refused, sent, waiting = answered("refused", 550), answered("sent", 250), answered("try_later", 450)
    assert is_resting([waiting, refused, refused, refused, sent])
    assert not is_resting([refused, refused, sent, refused])
    assert not is_resting([refused, refused])


def test_the_next_letter_begins_where_the_last_that_may_have_gone_ended():
    ends = [NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)]
    past = list(zip([answered("sent", 250), answered("unknown"), answered("refused", 550)], ends, strict=True))
    assert new_period_start(past, otherwise=NOW - timedelta(days=1)) == ends[1]
    assert new_period_start([], otherwise=NOW) == NOW


@given(st.lists(st.sampled_from(["sent", "refused", "try_later", "unknown", "fault", "crash"]), max_size=40))
def test_whatever_happens_a_letter_is_taken_at_most_once_and_never_forgotten(events):
    """`taken` counts what the recipient may hold; `unknown` may be one more, so nothing goes out after it."""
    delivery, taken, now = NEW, 0, NOW
    for event in events:
        now += timedelta(hours=5)
        if not is_due(delivery, now=now):
            continue
        before, delivery = delivery, claim(delivery, now=now)
        if event == "fault":
            delivery = after_fault(before)
        elif event == "crash":
            taken, delivery = taken + 1, after_crash(delivery)
        else:
            taken += event in ("sent", "unknown")
            result = SendResult(state=event)
            delivery = after_answer(delivery, result, frozen_at=NOW, now=now)
    assert taken <= 1
    assert delivery.state != "sending"
    assert (taken == 1) == (delivery.state in ("sent", "unknown"))
