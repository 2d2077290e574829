"""Records of short messages to chat services and webhooks: what is sent, where, and what became of it."""

from datetime import datetime
from typing import Literal

from news.frozen import record

TOO_BUSY = frozenset({408, 425, 429})
ChannelKind = Literal["apprise", "webhook"]


@record
class Channel:
    """A place that takes short messages; its address is a secret and stands elsewhere."""

    name: str
    kind: ChannelKind = "apprise"
    alerts: bool = False  # it is told of alerts, too
    timeout_seconds: int = 20  # of one message, from the first byte out to the last byte back
    address_block: str = ""  # a Secret block of Prefect; empty: NEWSTHREAD_CHANNEL_NAME in the environment
    secret_block: str = ""  # of a webhook's signature; empty: NEWSTHREAD_CHANNEL_NAME_SECRET


@record
class HandedOver:
    """What became of one message."""

    state: Literal["sent", "refused", "try_later", "unknown"]
    code: int | None = None  # the status of the last answer; None: there was none
    text: str = ""  # the kind of a fault; never an address

    @classmethod
    def answered(cls, status: int) -> "HandedOver":
        """Return what a service's answer means: a busy or failing one is asked again, any other refusal stands."""
        if 200 <= status < 300:
            return cls(state="sent", code=status)
        if 300 <= status < 400:
            return cls(state="refused", code=status, text="redirects are not followed")
        return cls(state="try_later" if status in TOO_BUSY or status >= 500 else "refused", code=status)


@record
class Notice:
    """One message to one channel as it was frozen, and what became of it; the states of a `Delivery`."""

    notice_id: str  # the same at every attempt, so that a receiver can tell a double
    channel: str
    content: str  # JSON as a webhook sends it, byte for byte
    created_at: datetime
    state: Literal["pending", "sending", "sent", "later", "failed", "unknown"] = "pending"
    attempts: int = 0
    last_code: str | None = None
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
