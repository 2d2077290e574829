"""Feeds whose hub tells us of new entries (WebSub): whom to ask, what its answers mean, when it is relied on.

Source: W3C Recommendation WebSub, 23 January 2018. What a hub pushes is a reason to poll the feed at once, and nothing
more: entries are read from the publisher's own address alone.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from news.records import FeedMemory, HubEvent, record

METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}


@record
class HubRules:
    """The numbers of subscribing, in seconds unless a name says otherwise."""

    lease_seconds: float = 10 * 86400.0  # that we ask for; the hub decides
    longest_lease_seconds: float = 30 * 86400.0  # that we believe
    renew_seconds: float = 2 * 86400.0  # before the end
    ask_again_seconds: float = 86400.0  # of a hub that did not confirm
    requests_at_most: int = 40  # a run


def hubs_to_ask(feeds: Sequence[FeedMemory], now: datetime, rules: HubRules = HubRules()) -> list[FeedMemory]:
    """Return the feeds whose hub is to be asked to push, or to go on pushing; the longest waiting first."""
    asked = [feed for feed in feeds if feed.hub and feed.status == "ok" and _is_to_ask(feed, now, rules)]
    asked.sort(key=lambda feed: (feed.hub_asked_at is not None, feed.hub_asked_at or now, feed.url))
    return asked[: rules.requests_at_most]


def _is_to_ask(feed: FeedMemory, now: datetime, rules: HubRules) -> bool:
    left = _lease_left(feed, now, rules)
    is_running_out = left is None or left < timedelta(seconds=rules.renew_seconds)
    may_be_asked = feed.hub_asked_at is None or abs(now - feed.hub_asked_at) >= timedelta(
        seconds=rules.ask_again_seconds
    )
    return is_running_out and may_be_asked


def _lease_left(feed: FeedMemory, now: datetime, rules: HubRules) -> timedelta | None:
    """Return for how long a hub still pushes; None: it does not, or a clock that ran ahead made the promise."""
    if feed.pushed_until is None or feed.pushed_until <= now:
        return None
    left = feed.pushed_until - now
    return left if left <= timedelta(seconds=rules.longest_lease_seconds) else None


def topic_of(feed: FeedMemory) -> str:
    """Return the address by which the hub knows a feed."""
    return feed.topic or feed.url


def token_of(feed: FeedMemory, key: bytes) -> str:
    """Return the end of the address at which the hub calls us: nobody can guess it, and another hub has another."""
    return _derived(key, "callback", feed)


def secret_of(feed: FeedMemory, key: bytes) -> str:
    """Return the secret with which the hub signs what it pushes."""
    return _derived(key, "secret", feed)


def _derived(key: bytes, purpose: str, feed: FeedMemory) -> str:
    words = "\n".join((purpose, feed.url, feed.hub or "", topic_of(feed)))
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def subscription_form(feed: FeedMemory, address: str, key: bytes, rules: HubRules = HubRules()) -> dict[str, str]:
    """Return what the hub is sent (section 5.1).

    Args:
        address: the public address under which we are called, without a slash at its end.
        key: of this archive.
    """
    return {
        "hub.callback": f"{address}/{token_of(feed, key)}",
        "hub.mode": "subscribe",
        "hub.topic": topic_of(feed),
        "hub.lease_seconds": f"{rules.lease_seconds:.0f}",
        "hub.secret": secret_of(feed, key),
    }


def digest_for(signature: str, secret: str) -> hmac.HMAC | None:
    """Return the HMAC to be fed with the body of a push; None: the header `X-Hub-Signature` names none (section 8)."""
    method = METHODS.get(signature.strip().partition("=")[0].lower())
    return hmac.new(secret.encode(), digestmod=method) if method and secret else None


def is_signed(signature: str, digest: hmac.HMAC) -> bool:
    """Return whether a push carries the signature that our secret makes, such as `sha256=0a1b…`."""
    stated = signature.strip().partition("=")[2].lower()
    return hmac.compare_digest(stated.encode("ascii", "replace"), digest.hexdigest().encode())


def after_event(memory: FeedMemory, event: HubEvent, rules: HubRules = HubRules()) -> FeedMemory:
    """Return what to remember of a feed after its hub told something."""
    if event.kind == "pushed":
        # A server that asked us to wait is not asked before its time, whatever a hub says.
        at = max(event.at, memory.held_until or event.at)
        return replace(memory, pushed_at=event.at, next_at=min(memory.next_at or at, at))
    if event.kind == "denied":
        return replace(memory, pushed_until=None, note="its hub refuses to push; it is polled")
    if memory.hub_asked_at is None:
        return replace(memory, pushed_until=None)
    lease = min(event.lease_seconds or rules.lease_seconds, rules.longest_lease_seconds)
    return replace(memory, pushed_until=event.at + timedelta(seconds=lease))


def is_pushed(memory: FeedMemory, now: datetime, rules: HubRules = HubRules()) -> bool:
    """Return whether a feed's hub is relied on: its lease runs, and nothing came unpushed since it last pushed.

    Moments of a clock that has been set back since count for nothing.
    """
    if _lease_left(memory, now, rules) is None or memory.pushed_at is None or memory.pushed_at > now:
        return False
    return memory.unpushed_at is None or memory.pushed_at > memory.unpushed_at


def is_fruitless(before: FeedMemory, *, new_entries: int) -> bool:
    """Return whether a hub announced what a poll did not find: a copy of the feed may lag behind its hub."""
    if new_entries or before.pushed_at is None:
        return False
    return before.last_ok_at is None or before.pushed_at >= before.last_ok_at


def with_unpushed(memory: FeedMemory, before: FeedMemory, *, new_entries: int, now: datetime) -> FeedMemory:
    """Remember where a poll found new entries of which the hub had told nothing since the poll before."""
    if not new_entries or before.last_ok_at is None or before.pushed_until is None:
        return memory
    was_told = before.pushed_at is not None and before.pushed_at >= before.last_ok_at
    return memory if was_told else replace(memory, unpushed_at=now)


def with_hub(memory: FeedMemory, *, hub: str | None, topic: str | None) -> FeedMemory:
    """Return the memory with the hub that a document names; what another hub promised is over."""
    if (memory.hub, memory.topic) == (hub, topic):
        return memory
    return replace(memory, hub=hub, topic=topic, hub_asked_at=None, pushed_until=None, pushed_at=None, unpushed_at=None)
