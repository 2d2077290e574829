"""The digest as files, made by the same builder that sends it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from digest.letter.render import render_email, render_html, render_text, subject_of
from digest.mail.envelope import Sender
from flows.configuration.settings import MailSettings, Settings
from flows.delivery.digest_content import tell
from news.errors import InputError, SettingsError
from news.records import Reader
from storage.snapshot.coverage import Coverage, coverage_of
from storage.store import plain_errors

NOBODY = "newsthread@localhost.invalid"
SOMEBODY = Reader(name="preview", address="preview@localhost.invalid")


def reader_named(settings: Settings, name: str | None) -> Reader:
    """Return the reader of this name, or one who follows everything.

    Raises:
        InputError: there is no such reader in newsthread.toml.
    """
    if name is None:
        return Reader(name=SOMEBODY.name, address=SOMEBODY.address, time_zone=settings.time_zone)
    for reader in settings.readers:
        if name in (reader.name, reader.address):
            return reader
    known = ", ".join(reader.name for reader in settings.readers) or "none"
    raise InputError(f"There is no reader {name!r} in newsthread.toml (there: {known}).", subject=name)


def need_watches(coverage: Coverage, reader: Reader) -> None:
    """Refuse a reader who follows a watch that is not there: their digest would be empty for ever, without a word.

    Raises:
        SettingsError: one is not there.
    """
    known = coverage.watches()
    if strange := sorted({*reader.watches, *reader.at_once} - known):
        listed = ", ".join(sorted(known)) or "none"
        raise SettingsError(f"there is no watch {strange[0]!r} (there: {listed})", subject=strange[0])


def preview(
    snapshot: Path,
    settings: Settings,
    *,
    reader: str | None,
    since: datetime,
    until: datetime,
    html: Path | None = None,
    text: Path | None = None,
    eml: Path | None = None,
) -> str:
    """Write the digest for (since, until] to the files asked for; return what to say, or its text part."""
    for path in (html, text, eml):
        if path and path.is_dir():
            raise InputError(f"{path} is a folder; name a file.", subject=str(path))
    person = reader_named(settings, reader)
    with coverage_of(snapshot, as_of=until) as coverage:
        need_watches(coverage, person)
    digest = tell(snapshot, person, since=since, until=until, site_url=settings.site_address or None)
    unkept = replace(digest, digest_id="")  # a digest that nobody keeps cannot be shown again
    written = []
    if html:
        written.append((html, render_html(unkept).encode()))
    if text:
        written.append((text, render_text(unkept).encode()))
    if eml:
        sender = sender_of(replace(settings.mail, sender=settings.mail.sender or NOBODY))
        written.append((eml, render_email(digest, sender, recipient=person.address, now=until).as_bytes()))
    for path, data in written:
        with plain_errors(path):
            path.write_bytes(data)
    beginning = _beginning(snapshot, until)
    if not written:
        return f"{subject_of(digest)}\n\n{render_text(unkept)}{beginning}"
    return f"{subject_of(digest)}\nWritten to {', '.join(str(path) for path, _ in written)}.{beginning}"


def _beginning(snapshot: Path, until: datetime) -> str:
    """Say that the archive held nothing yet, also of what was imported later; "": it held something."""
    with coverage_of(snapshot, as_of=None) as coverage:
        first = coverage.begins_at()
    if first is None or first <= until:
        return ""
    return f"\nThe archive held nothing until {first:%d %B %Y %H:%M} UTC: a digest tells of what was there at its end."


def sender_of(mail: MailSettings) -> Sender:
    """Return who sends digests by these settings."""
    return Sender(
        address=mail.sender,
        list_domain=domain_of(mail.sender),
        unsubscribe_mail=mail.unsubscribe_mail or mail.sender,
        unsubscribe_url=mail.unsubscribe_url or None,
    )


def domain_of(address: str) -> str:
    """Return the domain of a mail address; a reserved one where there is none."""
    return address.rpartition("@")[2].strip("> ") or "localhost.invalid"
