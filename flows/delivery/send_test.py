"""One digest to one address, to try the mail settings: nothing of it is recorded, and no reader's turn is used up."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from digest.letter.render import freeze
from digest.mail.envelope import address_of, envelope
from digest.mail.smtp import send
from flows.configuration.settings import Settings
from flows.delivery.digest_content import tell
from flows.delivery.notices import digest_notices, hand_over
from flows.delivery.preview import reader_named, sender_of
from flows.delivery.send_digests import office_of
from news.errors import MailError, SettingsError
from news.records import Digest, Reader


def send_test(snapshot: Path, settings: Settings, *, address: str, reader: str | None, now: datetime) -> str:
    """Send the digest of the reader's last day, or week, to `address`; return what became of it, in a line.

    Args:
        snapshot: of the archive.
        settings: with [smtp].
        address: where it goes.
        reader: whose watches, language and hour it follows; None: everything.
        now: where its period ends.

    Raises:
        SettingsError: no mail server or sender is set, or the address is none; there is no such reader.
        MailError: the server cannot be reached, or did not take the message.
    """
    address_of(address)
    office = office_of(settings, is_needed=True)
    person = replace(reader_named(settings, reader), address=address)
    digest = _digest(snapshot, settings, person, now)
    frozen = freeze(replace(digest, digest_id=""), now=now)  # nobody keeps it, so that nothing can show it again
    sent = replace(frozen, digest_id=f"{digest.digest_id}test{now:%H%M%S}")  # the real one is still to come
    result = send(envelope(sent, sender_of(settings.mail), recipient=address, now=now), office)
    if result.state != "sent":
        raise MailError(_not_taken(address, result.state, result.code, result.text), subject=address)
    return f"Sent to {address}: {frozen.subject}"


def send_test_to_channel(snapshot: Path, settings: Settings, *, channel: str, reader: str | None, now: datetime) -> str:
    """Send the same digest in short to a channel; return what became of it, in a line.

    Raises:
        SettingsError: there is no such channel or reader.
        MailError: the message was not taken.
    """
    known = {one.name: one for one in settings.channels}
    if channel not in known:
        listed = ", ".join(known) or "none"
        raise SettingsError(f"There is no channel {channel!r} in [[channels]] (there: {listed}).", subject=channel)
    person = replace(reader_named(settings, reader), channels=(channel,))
    digest = _digest(snapshot, settings, person, now)
    (notice,) = digest_notices(digest, freeze(digest, now=now), person, settings, now=now)
    notice = replace(notice, notice_id=f"{notice.notice_id}test{now:%H%M%S}")  # the real one is still to come
    answer = hand_over(notice, known[channel], settings, now=now)
    if answer.state != "sent":
        raise MailError(_not_taken(channel, answer.state, answer.code, answer.text), subject=channel)
    return f"Sent to {channel}."


def _digest(snapshot: Path, settings: Settings, reader: Reader, now: datetime) -> Digest:
    """Return the digest of the reader's last day, or week."""
    since = now - timedelta(days=7 if reader.every == "week" else 1)
    return tell(snapshot, reader, since=since, until=now, site_url=settings.site_address or None)


OUTCOMES = {
    "refused": "it was refused",
    "try_later": "it cannot be sent now",
    "unknown": "nobody knows whether it came",
}


def _not_taken(to: str, state: str, code: int | None, text: str) -> str:
    answer = " ".join(str(part) for part in (code, text) if part)
    return f"The test to {to}: {OUTCOMES.get(state, state)}{f'. {answer}' if answer else ''}".rstrip(".") + "."
