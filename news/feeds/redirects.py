"""A feed that moved for good: when its new address is believed."""

from dataclasses import replace
from datetime import timedelta

from news.feeds.cadence import ScheduleRules, Visit
from news.records import FeedMemory


def with_redirect(memory: FeedMemory, visit: Visit) -> FeedMemory:
    """Count permanent redirects to one place; entries that we know must stand there.

    A captive portal answers for a day at most, and never with our entries (AntennaPod#5324). From https to http
    nobody moves for good.
    """
    target = visit.page.new_url
    if target is None and visit.is_moved:
        return replace(memory, note=f"moved for good to {memory.redirect_to}")
    if target is None or (memory.url.startswith("https:") and target.startswith("http:")):
        return not_moved(memory)
    is_same_feed = visit.parsed is None or visit.known_entries > 0
    if target != memory.redirect_to:
        return replace(memory, redirect_to=target, redirect_since=visit.now, redirect_count=int(is_same_feed))
    return replace(memory, redirect_count=memory.redirect_count + int(is_same_feed))


def not_moved(memory: FeedMemory) -> FeedMemory:
    """Return the memory without a new address."""
    return replace(memory, redirect_to=None, redirect_since=None, redirect_count=0)


def is_moved(memory: FeedMemory, rules: ScheduleRules) -> bool:
    """Return whether the feed's new address is believed: seen often enough, and for long enough."""
    if memory.redirect_to is None or memory.redirect_since is None or memory.last_polled_at is None:
        return False
    is_lasting = memory.last_polled_at - memory.redirect_since >= timedelta(seconds=rules.move_after_seconds)
    return is_lasting and memory.redirect_count >= rules.move_after_count
