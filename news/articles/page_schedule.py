"""When is a page read, read again, and given up?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from news.records import Reading, is_readable, record

NO_MORE = datetime(9999, 12, 31, tzinfo=UTC)  # a page that is not read again
# What will not be different in an hour: the page is not there, or is no article.
FINAL = frozenset({
    "gone", "non_html", "not_article", "too_large", "bad_url", "private_address", "robots", "redirect_loop", "no_link",
})  # fmt: skip


@record
class RereadRules:
    """Moments of reading; 15 % of pages change within a day and 18 % within a week (GDELT's difference graph)."""

    reread_hours: tuple[int, ...] = (24, 168)  # after the first reading
    retry_hours: tuple[float, ...] = (1.0, 5.0, 18.0)  # after each failure in a row; then no more


def after_reading(reading: Reading, status: str, *, now: datetime, rules: RereadRules = RereadRules()) -> Reading:
    """Return what to remember after a page was tried, with the moment of the next try.

    Args:
        status: the page's status, or the fetch's outcome where no page came.
    """
    if is_readable(status):
        return replace(
            reading,
            attempts=0,
            rereads=reading.rereads + 1,
            last_status=status,
            next_at=_reread_at(reading.rereads, now, rules),
        )
    tried = replace(reading, attempts=reading.attempts + 1, last_status=status)
    if reading.rereads:
        # It was read before: the next re-reading is another chance.
        return replace(tried, rereads=reading.rereads + 1, next_at=_reread_at(reading.rereads, now, rules))
    if status in FINAL or reading.attempts >= len(rules.retry_hours):
        return replace(tried, next_at=NO_MORE)
    return replace(tried, next_at=now + timedelta(hours=rules.retry_hours[reading.attempts]))


def _reread_at(done: int, now: datetime, rules: RereadRules) -> datetime:
    if done >= len(rules.reread_hours):
        return NO_MORE
    before = rules.reread_hours[done - 1] if done else 0
    return now + timedelta(hours=rules.reread_hours[done] - before)


def trusted_urls(pairs: Sequence[tuple[str, str | None]]) -> list[str]:
    """Choose the address under which each page is known: its canonical one, unless several pages claim the same.

    Args:
        pairs: for each page, the address announced, and the canonical address that the page states of itself.

    A template that states one canonical address for all its pages would make one article of them.
    """
    announced: dict[str, set[str]] = {}
    for url, stated in pairs:
        if stated:
            announced.setdefault(stated, set()).add(url)
    claims = Counter({stated: len(urls) for stated, urls in announced.items()})
    return [stated if stated and claims[stated] == 1 else url for url, stated in pairs]
