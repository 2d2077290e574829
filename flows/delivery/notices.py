"""Digests and alerts in short to chat services and webhooks: each once, and what is not known is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digest.mail.outbox import after_answer, after_crash, claim, is_due, send_again
from digest.mail.smtp import SendResult
from digest.notify.content import alerts_content, digest_content, notice_id, short_text
from digest.notify.signature import signed_headers
from digest.notify.through_apprise import through_apprise
from extractors.fetch.address_guard import PrivateHosts
from extractors.fetch.post import post
from flows.configuration.channels import channel_address, channel_secret
from flows.configuration.settings import Settings
from news.alerts import Alert
from news.errors import SettingsError
from news.records import Channel, Delivery, Digest, HandedOver, Notice, Reader, StoredDigest
from storage.archive import Archive


def digest_notices(
    digest: Digest, stored: StoredDigest, reader: Reader, settings: Settings, *, now: datetime
) -> list[Notice]:
    """Return the messages that tell a reader's digest, one for each of their channels."""
    if not reader.channels:
        return []
    content = digest_content(digest, stored, address=settings.site_address or None)
    return [_notice(content, name, now) for name in reader.channels]


def alert_notices(alerts: Sequence[Alert], settings: Settings, *, now: datetime) -> list[Notice]:
    """Return the messages that tell alerts, one for each channel that wants them."""
    wanted = [channel.name for channel in settings.channels if channel.alerts]
    if not (alerts and wanted):
        return []
    content = alerts_content(alerts, address=settings.site_address or None, now=now)
    return [_notice(content, name, now) for name in wanted]


def _notice(content: str, channel: str, now: datetime) -> Notice:
    return Notice(notice_id=notice_id(content, channel), channel=channel, content=content, created_at=now)


def send_notices(
    archive: Archive, settings: Settings, *, now: datetime, resend_unknown: bool = False
) -> tuple[Delivery, ...]:
    """Send what is due to channels; return what became of each, and what waits for a decision.

    A claim is saved before the first byte goes out: a message whose sender died is unknown, and not sent again.

    Args:
        archive: held for writing, so that nobody else is sending.
        settings: with the channels.
        now: the moment of the round.
        resend_unknown: send again what may have gone.
    """
    channels = {channel.name: channel for channel in settings.channels}
    deliveries = []
    for notice in archive.notices.unsettled():
        settled = _settled(notice, resend_unknown)
        if is_due(_delivery(settled), now=now):
            settled = _send(archive, settled, channels.get(notice.channel), settings, now)
        if settled != notice:
            archive.notices.save(settled)
        if settled != notice or settled.state == "unknown":
            deliveries.append(_delivery(settled))
    return tuple(deliveries)


def _settled(notice: Notice, resend_unknown: bool) -> Notice:
    delivery = after_crash(_delivery(notice))
    if resend_unknown and delivery.state == "unknown":
        delivery = send_again(delivery)
    return _with(notice, delivery)


def _send(archive: Archive, notice: Notice, channel: Channel | None, settings: Settings, now: datetime) -> Notice:
    if channel is None:
        return replace(notice, state="failed", last_code="the settings name no such channel any more")
    claimed = claim(_delivery(notice), now=now)
    archive.notices.save(_with(notice, claimed))
    answer = hand_over(notice, channel, settings, now=now)
    result = SendResult(state=answer.state, code=answer.code, text=answer.text)
    return _with(notice, after_answer(claimed, result, frozen_at=notice.created_at, now=now))


def hand_over(notice: Notice, channel: Channel, settings: Settings, *, now: datetime) -> HandedOver:
    """Send one message; a channel whose secrets cannot be had keeps nobody else waiting."""
    try:
        address = channel_address(channel)
        seconds = float(channel.timeout_seconds)
        if channel.kind == "apprise":
            return through_apprise(short_text(notice.content), address=address, seconds=seconds)
        body = notice.content.encode()
        headers = signed_headers(body, message_id=notice.notice_id, secret=channel_secret(channel), at=now)
    except SettingsError as error:
        return HandedOver(state="try_later", text=str(error))
    headers |= {"Content-Type": "application/json; charset=utf-8"}
    private = PrivateHosts.parse(settings.private_hosts)
    return post(address, body, headers=headers, private=private, user_agent=settings.user_agent, seconds=seconds)


def notify_at_once(settings: Settings, alerts: Sequence[Alert], *, now: datetime) -> str:
    """Send alerts that the archive cannot keep; return what became of them, or "" where no channel wants them."""
    channels = {channel.name: channel for channel in settings.channels}
    notices = alert_notices(alerts, settings, now=now)
    states = [(one.channel, hand_over(one, channels[one.channel], settings, now=now).state) for one in notices]
    return " ".join(f"{len(alerts)} alerts to {name}: {state}." for name, state in states)


def _delivery(notice: Notice) -> Delivery:
    return Delivery(
        digest_id=notice.notice_id,
        recipient=notice.channel,
        message_id=notice.notice_id,
        state=notice.state,
        attempts=notice.attempts,
        last_code=notice.last_code,
        claimed_at=notice.claimed_at,
        sent_at=notice.sent_at,
    )


def _with(notice: Notice, delivery: Delivery) -> Notice:
    return replace(
        notice,
        state=delivery.state,
        attempts=delivery.attempts,
        last_code=delivery.last_code,
        claimed_at=delivery.claimed_at,
        sent_at=delivery.sent_at,
    )
