"""Decides what becomes of a delivery: from its state, the mail server's answer and the time; pure.

    pending ── claim ──> sending ── 250 ──────────> sent
       ^                  │  │ └─── 5xx ──────────> failed
       │                  │  └───── 4xx, no answer before the end ──> later ── claim ──> sending
       │  MailError       │                                            └─ after 24 h ──> failed
       └──────────────────┘
    sending ── the sender died, or the answer was lost ──> unknown ── a person says so ──> pending

A claim is saved before the first byte goes out, the answer after it came: whoever finds `sending` without a living
sender (they hold the outbox's lock) knows that the digest may have gone, and does not send it again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digest.mail.smtp import SendResult
from news.records import Delivery, record


@record
class OutboxRules:
    """When we try again, and when we stop."""

    first_wait_seconds: float = 900.0  # servers that grey-list want 5 to 15 minutes (RFC 6647 4.3)
    wait_factor: float = 2.0
    longest_wait_seconds: float = 4 * 3600.0
    give_up_after_seconds: float = (
        24 * 3600.0
    )  # yesterday's digest is not news; RFC 5321 4.5.4.1 gives mail 4 to 5 days
    refusals_before_rest: int = 3  # digests in a row refused for good: the address is dead


def is_due(delivery: Delivery, *, now: datetime, rules: OutboxRules = OutboxRules()) -> bool:
    """Return whether the digest should be tried now."""
    if delivery.state == "pending":
        return True
    return delivery.state == "later" and now >= next_try_at(delivery, rules=rules)


def next_try_at(delivery: Delivery, *, rules: OutboxRules = OutboxRules()) -> datetime:
    """Return when a digest that was put off may be tried again: waits double, up to `longest_wait_seconds`."""
    assert delivery.claimed_at is not None, "a digest that was put off has been tried"
    doubled = rules.first_wait_seconds * rules.wait_factor ** max(0, min(delivery.attempts - 1, 30))
    return delivery.claimed_at + timedelta(seconds=min(doubled, rules.longest_wait_seconds))


def claim(delivery: Delivery, *, now: datetime) -> Delivery:
    """Return the delivery as it must be saved before the digest is sent."""
    assert delivery.state in ("pending", "later"), f"{delivery.state} is not to be sent"
    return replace(delivery, state="sending", attempts=delivery.attempts + 1, claimed_at=now)


def after_answer(
    claimed: Delivery, result: SendResult, *, frozen_at: datetime, now: datetime, rules: OutboxRules = OutboxRules()
) -> Delivery:
    """Return the delivery after `result`; a digest put off for too long since `frozen_at` has failed."""
    reply = " ".join(part for part in (str(result.code or ""), result.text) if part) or None
    done = replace(claimed, last_code=reply)
    if result.state == "sent":
        return replace(done, state="sent", sent_at=now)
    if result.state == "try_later":
        has_time = now - frozen_at < timedelta(seconds=rules.give_up_after_seconds)
        return replace(done, state="later" if has_time else "failed")
    return replace(done, state="failed" if result.state == "refused" else "unknown")


def after_fault(before_claim: Delivery) -> Delivery:
    """Return the delivery after a MailError: as before the claim, no attempt is counted."""
    return before_claim


def after_crash(delivery: Delivery) -> Delivery:
    """Return a delivery found `sending` after its sender died: its status is unknown."""
    if delivery.state != "sending":
        return delivery
    return replace(delivery, state="unknown", last_code=delivery.last_code or "the sender stopped before the answer")


def send_again(delivery: Delivery) -> Delivery:
    """Return an unknown or failed delivery as pending again, because a person said so."""
    return replace(delivery, state="pending") if delivery.state in ("unknown", "failed") else delivery


def is_resting(past: Sequence[Delivery], *, rules: OutboxRules = OutboxRules()) -> bool:
    """Return whether a recipient's last digests were all refused for good, so that no more are sent by themselves.

    Args:
        past: the recipient's deliveries, newest first; those not answered yet are passed over.
    """
    answered = [delivery.state for delivery in past if delivery.state in ("sent", "failed")]
    last = answered[: rules.refusals_before_rest]
    return len(last) == rules.refusals_before_rest and all(state == "failed" for state in last)


def new_period_start(past: Sequence[tuple[Delivery, datetime]], *, otherwise: datetime) -> datetime:
    """Return where a recipient's next digest begins: the latest period_end of a digest that went, or may have gone.

    Args:
        past: each delivery to the recipient with its digest's period_end.
        otherwise: where the first digest begins.
    """
    reached = [end for delivery, end in past if delivery.state in ("sent", "unknown", "sending", "later", "pending")]
    return max(reached, default=otherwise)
