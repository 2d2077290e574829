"""Hands one digest to the mail server and says what became of it: the only lines that touch SMTP.

What the server says of one digest is a result; what keeps every digest from going is a MailError. A server takes
a digest when it answers 250 to the line that ends the data, and not before (RFC 5321 4.1.1.4): a connection lost
before that line was given away is a digest not sent, one lost after it is a digest of which nobody here can know.
"""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Literal

from digest.safe_text import clean_text, shorten
from news.errors import MailError, SettingsError
from news.records import record

Security = Literal["starttls", "tls", "none"]
SendState = Literal["sent", "refused", "try_later", "unknown"]

_ANSWER_CHARS = 200


@record
class PostOffice:
    """The mail server that takes our digests, and how we speak to it."""

    host: str
    port: int
    security: Security
    timeout_seconds: float  # of each answer
    user: str | None = None  # None: no login
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None  # certificates to trust; None: the system's
    hello: str | None = None  # how we name ourselves; None: this machine's full name


@record
class SendResult:
    """What became of one digest to one recipient."""

    state: SendState
    code: int | None = None  # the server's last answer; None: it gave none
    text: str = ""  # of that answer, or what broke off


def send(message: EmailMessage, office: PostOffice) -> SendResult:
    """Give `message` to the post office for its one recipient.

    Returns:
        "sent": taken. "refused": refused for good (5xx). "try_later": not taken, may be tried again. "unknown":
        the connection was lost while the answer was due; trying again may double the digest.

    Raises:
        MailError: the server cannot be reached or trusted, or refuses our login: no digest would go.
        SettingsError: the digest has not one sender and one recipient.
    """
    sender, recipient = _one_address(message, "From"), _one_address(message, "To")
    _keep_password_off_open_lines(office)
    with _connection(office) as server:
        if isinstance(server, SendResult):
            return server
        try:
            return _hand_over(server, message, sender, recipient)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()


def _hand_over(server: smtplib.SMTP, message: EmailMessage, sender: str, recipient: str) -> SendResult:
    """Say MAIL, RCPT and DATA; every refusal and every loss before the last line leaves the digest unsent."""
    options = _options(server, sender, recipient)
    if options is None:
        return SendResult(state="refused", text="the server takes plain ASCII addresses only")
    policy = SMTPUTF8 if options else SMTP
    body = re.sub(rb"(?m)^\.", b"..", message.as_bytes(policy=policy))  # RFC 5321 4.5.2
    try:
        for code, text, wanted in _envelope_answers(server, sender, recipient, options):
            if code // 100 != wanted:
                return SendResult(state=_state(code), code=code, text=_said(text))
        server.send(body if body.endswith(b"\r\n") else body + b"\r\n")
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        return SendResult(state="try_later", text=_said(error))
    return _finish(server)


def _envelope_answers(
    server: smtplib.SMTP, sender: str, recipient: str, options: tuple[str, ...]
) -> Iterator[tuple[int, bytes, int]]:
    """Yield the answers to MAIL, RCPT and DATA, each with the hundred that lets us go on."""
    yield (*server.mail(sender, options), 2)
    yield (*server.rcpt(recipient), 2)
    yield (*server.docmd("DATA"), 3)


def _finish(server: smtplib.SMTP) -> SendResult:
    """Send the line that ends the digest and hear the answer; from here on a loss is no answer."""
    try:
        server.send(b".\r\n")
        code, text = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return SendResult(state="unknown", text=_said(error))
    state: SendState = "sent" if code // 100 == 2 else _state(code, otherwise="unknown")
    return SendResult(state=state, code=code, text=_said(text))


def _state(code: int, *, otherwise: SendState = "try_later") -> SendState:
    """Return what an answer that is no yes means; one that SMTP does not know is `otherwise`."""
    return "refused" if code // 100 == 5 else "try_later" if code // 100 == 4 else otherwise


def _options(server: smtplib.SMTP, sender: str, recipient: str) -> tuple[str, ...] | None:
    """Return what MAIL must say of the addresses; None: the server cannot take them (RFC 6531)."""
    if f"{sender}{recipient}".isascii():
        return ()
    return ("SMTPUTF8", "BODY=8BITMIME") if server.has_extn("smtputf8") else None


@contextmanager
def _connection(office: PostOffice) -> Iterator[smtplib.SMTP | SendResult]:
    """Yield a server ready for digests, or, where it says that it is busy (4xx), that answer."""
    try:
        server = _open(office)
    except smtplib.SMTPConnectError as error:
        if error.smtp_code // 100 != 4:
            raise MailError(_fault(office, "does not take mail from us", error), subject=office.host) from error
        yield SendResult(state="try_later", code=error.smtp_code, text=_said(error.smtp_error))
        return
    except ssl.SSLError as error:
        advice = "its certificate or protocol cannot be trusted; check host, port and security"
        raise MailError(_fault(office, advice, error), subject=office.host) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(_fault(office, "cannot be reached; check host and port", error), subject=office.host) from error
    try:
        _greet(server, office)
        yield server
    finally:
        server.close()


def _open(office: PostOffice) -> smtplib.SMTP:
    if office.security == "tls":
        return smtplib.SMTP_SSL(
            office.host,
            office.port,
            local_hostname=office.hello,
            timeout=office.timeout_seconds,
            context=_trust(office),
        )
    return smtplib.SMTP(office.host, office.port, local_hostname=office.hello, timeout=office.timeout_seconds)


def _greet(server: smtplib.SMTP, office: PostOffice) -> None:
    """Say EHLO, turn to TLS, log in: faults here concern every digest."""
    try:
        server.ehlo_or_helo_if_needed()
        if office.security == "starttls":
            server.starttls(context=_trust(office))
            server.ehlo_or_helo_if_needed()
        if office.user is not None:
            server.login(office.user, office.password or "")
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(
            _fault(office, "refuses our login; check user and password", error), subject=office.host
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        advice = "offers no TLS or no login that we know; check security and user"
        raise MailError(_fault(office, advice, error), subject=office.host) from error
    except ssl.SSLError as error:
        raise MailError(
            _fault(office, "has a certificate that cannot be trusted", error), subject=office.host
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(_fault(office, "broke off before any digest", error), subject=office.host) from error


def _keep_password_off_open_lines(office: PostOffice) -> None:
    if office.user is not None and office.security == "none" and not _is_loopback(office.host):
        raise MailError(
            f"the password would travel in the clear to {office.host}: set security to starttls or tls",
            subject=office.host,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _trust(office: PostOffice) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=office.ca_file)


def _fault(office: PostOffice, advice: str, error: Exception) -> str:
    return f"mail server {office.host}:{office.port} {advice} ({_said(error)})"


def _said(words: bytes | str | Exception) -> str:
    """Return an answer or a fault as one line of harmless text."""
    if isinstance(words, smtplib.SMTPResponseException):
        words = f"{words.smtp_code} {_said(words.smtp_error)}"
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    return shorten(clean_text(str(words) or type(words).__name__), _ANSWER_CHARS)


def _one_address(message: EmailMessage, header: str) -> str:
    addresses: tuple[Address, ...] = getattr(message[header], "addresses", ())
    if len(addresses) != 1:
        raise SettingsError(f"a digest has one {header} address, this has {len(addresses)}", subject=header)
    return addresses[0].addr_spec
