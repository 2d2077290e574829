import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from digest.notify.signature import signed_headers
from news.errors import SettingsError

AT = datetime(2031, 3, 26, 7, tzinfo=UTC)
# The example that the specification of Standard Webhooks publishes: id, time, body, secret and signature.
PUBLISHED = (
    "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
)  # fmt: skip


def test_the_published_example_has_the_published_signature():
    message_id, moment, body, secret, signature = PUBLISHED
    headers = signed_headers(body, message_id=message_id, secret=secret, at=datetime.fromtimestamp(moment, UTC))
    assert headers == {"webhook-id": message_id, "webhook-timestamp": str(moment), "webhook-signature": signature}


def test_a_plain_secret_is_its_bytes():
    headers = signed_headers(b"{}", message_id="m1", secret="a plain secret of words", at=AT)
    signed = f"m1.{int(AT.timestamp())}.{{}}".encode()
    mark = hmac.new(b"a plain secret of words", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(mark).decode()


@pytest.mark.parametrize("secret", ["short", "whsec_!!!", "whsec_c2hvcnQ="])
def test_a_weak_or_broken_secret_is_refused_without_being_named(secret):
    with pytest.raises(SettingsError) as refused:
        signed_headers(b"{}", message_id="m1", secret=secret, at=AT)
    assert secret not in str(refused.value)
