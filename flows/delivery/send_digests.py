"""Build and send due digests, exactly once each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digest.letter.render import freeze
from digest.mail.envelope import address_of, envelope, is_to, message_id, unsubscribe_link, without_address
from digest.mail.outbox import (
    after_answer,
    after_crash,
    after_fault,
    claim,
    is_due,
    is_resting,
    new_period_start,
    send_again,
)
from digest.mail.schedule import first_period_start, is_digest_time
from digest.mail.smtp import PostOffice, send
from flows.configuration.settings import Settings, lacking
from flows.delivery.digest_content import tell
from flows.delivery.notices import digest_notices, send_notices
from flows.delivery.preview import domain_of, need_watches, sender_of
from flows.delivery.smtp_password import mail_password
from news.errors import MailError, SettingsError
from news.language.segments import counted
from news.records import Delivery, Digest, Reader, StoredDigest, record
from storage.archive import Archive
from storage.snapshot.coverage import coverage_of

AT_ONCE_APART = timedelta(hours=1)  # at most one digest an hour before its time


@record
class Sent:
    """What a round of sending did."""

    written: int = 0  # digests built in this round
    skipped: int = 0  # readers with nothing new
    resting: tuple[str, ...] = ()  # readers whose address refused their last digests
    wrong: tuple[str, ...] = ()  # why readers could not be served
    deliveries: tuple[Delivery, ...] = ()  # tried in this round
    unknown: tuple[Delivery, ...] = ()  # whose status is unknown; they wait for a decision

    @property
    def failed(self) -> bool:
        """Whether deliveries were tried and none succeeded, or a reader could not be served."""
        none_went = all(item.state not in ("sent", "later") for item in self.deliveries)
        return bool(self.wrong) or (bool(self.deliveries) and none_went)

    def in_words(self) -> str:
        """Say it in a few lines."""
        did = self.written or self.skipped or self.deliveries or self.resting or self.wrong
        first = f"{counted(self.written, 'digest')} built, {counted(self.skipped, 'reader')} with nothing new."
        lines = [first if did else "No digest is due."]
        lines += [f"  {item.recipient}: {item.state}{_aside(item.last_code)}" for item in self.deliveries]
        lines += [f"  {name}: skipped, the last digests were refused (--again)" for name in self.resting]
        lines += [f"  {error}" for error in self.wrong]
        lines += [
            f"  {item.recipient}: the delivery status of {item.digest_id} is unknown (digest send --resend-unknown)"
            for item in self.unknown
        ]
        return "\n".join(lines)


def _aside(words: str | None) -> str:
    return f" ({words})" if words else ""


def send_digests(
    archive: Archive, settings: Settings, *, now: datetime, resend_unknown: bool = False, again: bool = False
) -> Sent:
    """Send the digests that are due, and retry what was deferred.

    Every digest is saved before it is sent; a claim is saved before the first byte goes out.

    Args:
        archive: held for writing, so that nobody else is sending.
        settings: with the readers.
        now: the moment of the round.
        resend_unknown: send again what may have gone.
        again: write also to those whose last digests were refused.

    Raises:
        SettingsError: readers are set, but no mail server or sender.
        MailError: the server refuses everyone; no attempt is counted.
    """
    office = office_of(settings)
    try:
        _settle_crashes(archive, resend_unknown)
        sent = _write(archive, settings, now, again)
        notices = send_notices(archive, settings, now=now, resend_unknown=resend_unknown)
        tried = (*notices, *_send_due(archive, settings, office, now))
        waiting = (*notices, *archive.digests.deliveries())
        unknown = tuple(item for item in waiting if item.state == "unknown")
    finally:
        archive.publish(now=now)  # so that the views `digests` and `deliveries` tell of this round, however it ended
    return replace(sent, deliveries=tried, unknown=unknown)


def office_of(settings: Settings, *, is_needed: bool = False) -> PostOffice:
    """Return the mail server as set.

    Args:
        settings: with [smtp].
        is_needed: also where there are no readers.

    Raises:
        SettingsError: something that sending needs is not set, or is no address.
    """
    mail = settings.mail
    if (any(reader.address for reader in settings.readers) or is_needed) and not (mail.host and mail.sender):
        raise SettingsError(
            f"There is mail to send, but [smtp] names no {lacking(mail)}; see newsthread.toml.", subject="smtp"
        )
    for address in (mail.sender, mail.unsubscribe_mail):
        if address:
            address_of(address)  # a wrong one would fail every recipient
    return PostOffice(
        host=mail.host or "localhost",
        port=mail.port,
        security=mail.security,  # type: ignore[arg-type]
        user=mail.user or None,
        password=mail_password(mail),
        timeout_seconds=float(mail.timeout_seconds),
        ca_file=mail.ca_file or None,
        hello=mail.hello or None,
    )


def _settle_crashes(archive: Archive, resend_unknown: bool) -> None:
    """Whoever finds a digest `sending` while holding the archive knows that its sender died."""
    for delivery in archive.digests.deliveries():
        settled = after_crash(delivery)
        if resend_unknown and settled.state == "unknown":
            settled = send_again(settled)
        if settled != delivery:
            archive.digests.save_delivery(settled)


# --- who is written to ----------------------------------------------------------------------------------------------


def _write(archive: Archive, settings: Settings, now: datetime, again: bool) -> Sent:
    """Freeze a digest for each reader who is owed one; a reader with a wrong entry keeps nobody else waiting."""
    owed = [reader for reader in settings.readers if _may_be_owed(archive, reader, now)]
    if owed:
        archive.publish(now=now)
    sent = Sent()
    for reader in owed:
        try:
            sent = _write_one(archive, settings, reader, now, again, sent)
        except SettingsError as error:
            sent = replace(sent, wrong=(*sent.wrong, f"{reader.name}: {error}"))
    return sent


def _may_be_owed(archive: Archive, reader: Reader, now: datetime) -> bool:
    """Return whether it is the reader's hour, or may be for a digest at once; none while one is on its way."""
    past = archive.digests.past(reader.name)
    if any(item.state in ("pending", "later", "sending") for item, _ in past):
        return False
    return _is_hour(archive, reader, now) or _may_hear_at_once(reader, past, now)


def _is_hour(archive: Archive, reader: Reader, now: datetime) -> bool:
    return is_digest_time(reader, last_end=archive.digests.last_period_end(reader.name), now=now)


def _may_hear_at_once(reader: Reader, past: Sequence[tuple[Delivery, datetime]], now: datetime) -> bool:
    return bool(reader.at_once) and all(end + AT_ONCE_APART <= now for _, end in past[:1])


def _write_one(archive: Archive, settings: Settings, reader: Reader, now: datetime, again: bool, sent: Sent) -> Sent:
    """Freeze the reader's digest, with the delivery that will send it; return the round with it."""
    if reader.address:
        address_of(reader.address)
    past = archive.digests.past(reader.name)
    since = _since(archive, reader, past, now)
    is_hour = _is_hour(archive, reader, now)
    if not _is_matched(archive, reader, since, now) and not is_hour:
        return sent
    if not again and is_resting([item for item, _ in past if is_to(item, reader.address)]):
        return replace(sent, resting=(*sent.resting, reader.name))
    digest = tell(archive.snapshot, reader, since=since, until=now, site_url=settings.site_address or None)
    frozen = _frozen(replace(digest, at_once=() if is_hour else reader.at_once), settings, reader, now)
    if frozen.state == "frozen":
        notices = digest_notices(digest, frozen, reader, settings, now=now)
        archive.digests.freeze(frozen, _first(frozen, reader, settings), notices)
        return replace(sent, written=sent.written + 1)
    if is_hour:
        archive.digests.freeze(frozen)
    return replace(sent, skipped=sent.skipped + is_hour)


def _since(archive: Archive, reader: Reader, past: Sequence[tuple[Delivery, datetime]], now: datetime) -> datetime:
    """Return since when the digest tells: what a refused digest told is told again, what was skipped was nothing."""
    if not reader.address and (told := archive.digests.last_period_end(reader.name)):
        return told  # by channels alone: a message that failed is told to the operator, and not again
    skipped = archive.digests.last_period_end(reader.name, skipped_only=True)
    begun = archive.digests.first_period_start(reader.name)
    reached = new_period_start(past, otherwise=skipped or begun or first_period_start(reader, now=now))
    return max(reached, skipped) if skipped else reached


def _is_matched(archive: Archive, reader: Reader, since: datetime, now: datetime) -> bool:
    """Return whether a watch of which the reader wants to hear at once matches a new text.

    Raises:
        SettingsError: a watch of the reader is not there.
    """
    with coverage_of(archive.snapshot, as_of=now) as coverage:
        need_watches(coverage, reader)
        return bool(reader.at_once) and coverage.matches(since, now, reader.at_once, mute=reader.mute) > 0


def _frozen(digest: Digest, settings: Settings, reader: Reader, now: datetime) -> StoredDigest:
    mail = settings.mail
    link = unsubscribe_link(mail.unsubscribe_mail or mail.sender, mail.unsubscribe_url or None, reader.name)
    frozen = freeze(digest, unsubscribe=link, now=now)
    return replace(frozen, state="frozen") if reader.always else frozen


def _first(digest: StoredDigest, reader: Reader, settings: Settings) -> Delivery | None:
    """Return the delivery by mail; None: the reader has channels alone."""
    if not reader.address:
        return None
    return Delivery(
        digest_id=digest.digest_id,
        recipient=reader.name,
        message_id=message_id(digest.digest_id, reader.address, domain_of(settings.mail.sender)),
        state="pending",
    )


# --- what is sent ---------------------------------------------------------------------------------------------------


def _send_due(archive: Archive, settings: Settings, office: PostOffice, now: datetime) -> Iterator[Delivery]:
    """Send what is due, one after the other, and yield what became of each; the settings alone know addresses."""
    addresses = {reader.name: reader.address for reader in settings.readers}
    for delivery in archive.digests.deliveries():
        digest = archive.digests.get(delivery.digest_id) if is_due(delivery, now=now) else None
        if digest is None:
            continue
        if address := addresses.get(delivery.recipient):
            yield _send(archive, settings, office, digest, delivery, address, now)
        else:
            yield _given_up(archive, delivery)


def _given_up(archive: Archive, delivery: Delivery) -> Delivery:
    """Keep that a digest is not sent, because its reader is no longer in the settings."""
    failed = replace(delivery, state="failed", last_code="the settings name no such reader any more")
    archive.digests.save_delivery(failed)
    return failed


def _send(
    archive: Archive,
    settings: Settings,
    office: PostOffice,
    digest: StoredDigest,
    delivery: Delivery,
    address: str,
    now: datetime,
) -> Delivery:
    """Claim, send, and keep what became of it: in this order, so that a crash never leads to a second digest."""
    message = envelope(digest, sender_of(settings.mail), recipient=address, now=now)
    claimed = claim(delivery, now=now)
    archive.digests.save_delivery(claimed)
    try:
        result = send(message, office)
    except MailError:
        archive.digests.save_delivery(after_fault(delivery))
        raise
    result = replace(result, text=without_address(result.text, address, name=delivery.recipient))
    after = after_answer(claimed, result, frozen_at=digest.created_at, now=now)
    archive.digests.save_delivery(after)
    return after
