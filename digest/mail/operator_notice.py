"""A notice to the person who runs us: a few lines as plain text, no digest to a reader."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from digest.mail.envelope import address_of, message_id
from digest.safe_text import clean_text, shorten


def notice(lines: Sequence[str], *, sender: str, recipient: str, domain: str, now: datetime) -> EmailMessage:
    """Return the message that tells these alerts; the first is in the subject."""
    message = EmailMessage()
    cleaned = [clean_text(line) for line in lines]
    more = f" (and {len(cleaned) - 1} more)" if len(cleaned) > 1 else ""
    message["Subject"] = f"newsthread: {shorten(cleaned[0], 120)}{more}".replace("=?", "= ?")
    message["From"], message["To"] = address_of(sender), address_of(recipient)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(f"alert-{now:%Y%m%d%H%M%S}", recipient, domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
    message.set_content("\n\n".join(cleaned) + "\n")
    return message
