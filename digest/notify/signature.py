"""Signs what a webhook sends, as Standard Webhooks 1.0 does: HMAC-SHA256 over id, time and body."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from news.errors import SettingsError

SHORTEST_SECRET = 16  # bytes; Standard Webhooks asks for 24 to 64, others give less


def signed_headers(body: bytes, *, message_id: str, secret: str, at: datetime) -> dict[str, str]:
    """Return the headers by which the receiver knows who sent `body`, and when.

    Args:
        body: the bytes that are sent.
        message_id: the same at every attempt.
        secret: "whsec_" and base64, or plain text.
        at: the moment of this attempt; a receiver refuses old ones.

    Raises:
        SettingsError: the secret is none, or too short.
    """
    moment = str(int(at.timestamp()))
    signed = f"{message_id}.{moment}.".encode() + body
    mark = base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": message_id, "webhook-timestamp": moment, "webhook-signature": f"v1,{mark}"}


def _key(secret: str) -> bytes:
    try:
        plain = secret.removeprefix("whsec_")
        key = base64.b64decode(plain, validate=True) if plain != secret else secret.encode()
    except (binascii.Error, ValueError) as error:
        raise SettingsError(
            "A webhook's secret that begins with whsec_ goes on in base64.", subject="secret"
        ) from error
    if len(key) < SHORTEST_SECRET:
        raise SettingsError(f"A webhook's secret has at least {SHORTEST_SECRET} bytes.", subject="secret")
    return key
