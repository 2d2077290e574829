"""Puts a frozen digest into an envelope: the headers of mail that machines send and people can leave."""

import hashlib
import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from urllib.parse import quote

from digest.safe_text import clean_text, clean_title, safe_url
from news.errors import SettingsError
from news.records import Delivery, StoredDigest, record


@record
class Sender:
    """Who sends digests, and how a reader leaves."""

    address: str  # with or without a name ("newsthread <news@example.org>")
    list_domain: str  # in which Message-ID and List-Id are made
    unsubscribe_mail: str  # takes requests to leave
    unsubscribe_url: str | None = None  # takes one-click requests (RFC 8058); not used unless it is https


def envelope(digest: StoredDigest, sender: Sender, *, recipient: str, now: datetime) -> EmailMessage:
    """Return a frozen digest as a message to one recipient, ready to be sent; the same bytes for the same arguments.

    Raises:
        SettingsError: an address or the domain cannot be one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = address_of(sender.address)
    message["To"] = address_of(recipient)
    message.set_raw("Subject", _encoded(_header_text(digest.subject)))
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(digest.digest_id, recipient, sender.list_domain)
    message["List-Id"] = f"newsthread <digest.{_checked_domain(sender.list_domain)}>"
    message["Auto-Submitted"] = "auto-generated"
    _add_unsubscribe(message, digest.name, sender.unsubscribe_mail, sender.unsubscribe_url)
    message.set_content(digest.body_text, cte=_transfer_encoding(digest.body_text))
    message.add_alternative(digest.html, subtype="html", cte=_transfer_encoding(digest.html))
    message.set_boundary(f"=_{digest.content_sha256[:40]}")  # "=_" stands in no encoded part (RFC 2045 6.7)
    return message


def message_id(digest_id: str, recipient: str, list_domain: str) -> str:
    """Return the Message-ID of a digest to a recipient: the same each time, so that a double is seen as one."""
    return f"<digest.{digest_id}.{_hashed(recipient)}@{_checked_domain(list_domain)}>"


def is_to(delivery: Delivery, address: str) -> bool:
    """Return whether a delivery went to this address: its Message-ID holds the address's hash."""
    return f".{_hashed(address)}@" in delivery.message_id


def without_address(text: str, address: str, *, name: str) -> str:
    """Return a mail server's answer with the reader's name where it says the address."""
    bare = address_of(address).addr_spec
    return re.sub(re.escape(bare), lambda _: name, text, flags=re.IGNORECASE)


def _hashed(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:16]


def unsubscribe_link(mail: str, url: str | None, name: str) -> str:
    """Return the link that leaves the list: the https address where there is one, else a message to `mail`."""
    return _https(url) or f"mailto:{address_of(mail).addr_spec}?subject={quote(f'unsubscribe {clean_title(name)}')}"


def address_of(stated: str) -> Address:
    """Return the one mail address in `stated`.

    Raises:
        SettingsError: it is none.
    """
    try:
        ((name, spec),) = getaddresses([stated])
        user, at, domain = spec.rpartition("@")
        if not (user and at and domain) or clean_text(stated) != stated.strip():
            raise ValueError("not an address")
        return Address(display_name=_header_text(name), username=user, domain=domain)
    except (ValueError, IndexError) as error:
        raise SettingsError(f"not a mail address: {clean_title(stated)!r}", subject=clean_title(stated)) from error


def _transfer_encoding(text: str) -> str:
    """Return the shorter of the two encodings that every mail server passes on."""
    foreign = sum(1 for byte in text.encode() if byte > 127)
    return "base64" if foreign * 6 > len(text) else "quoted-printable"


def _add_unsubscribe(message: EmailMessage, name: str, mail: str, url: str | None) -> None:
    """Set List-Unsubscribe (RFC 2369) and, only where a one-click https address exists, its Post (RFC 8058)."""
    https = _https(url)
    ways = [f"<{https}>"] if https else []
    message["List-Unsubscribe"] = ", ".join([*ways, f"<{unsubscribe_link(mail, None, name)}>"])
    if https:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _https(url: str | None) -> str | None:
    return safe_url(url) if url and url.startswith("https://") else None


def _checked_domain(domain: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", domain):
        raise SettingsError(f"not a domain: {clean_title(domain)!r}", subject=clean_title(domain))
    return domain


def _encoded(text: str) -> str:
    """Return a subject as it is sent; `EmailMessage` alone loses a space where it parts two encoded words."""
    return text if text.isascii() else Header(text, "utf-8", header_name="Subject").encode()


def _header_text(text: str) -> str:
    """Return `text` as one line that no reader takes for an encoded word (RFC 2047).

    The email package decodes such words when a header is set, line breaks within them included.
    """
    return clean_text(text).replace("=?", "= ?")
