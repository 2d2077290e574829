"""Is a text that we read again a new version of an article, the same, or a poorer reading of it?"""

from dataclasses import replace

from news.articles.feed_text import FROM_FEED
from news.records import Article, TextKind

NOT_OF_THE_PAGE = ("feed", "import")  # sources of a date that no reading of the page can doubt
READ_AGAIN = "read again"  # the change of a version that no edit of the publisher made

# From poorest to richest: a later, poorer reading (a consent wall after a full text) never replaces a richer one.
RANK: dict[TextKind, int] = {"headline": 0, "summary": 1, "account": 2, "partial": 3, "full": 4}


def differences(old: Article, new: Article) -> tuple[str, ...]:
    """Return what a reading of a page by newer rules tells otherwise: title, text, authors, date.

    What the new reading does not tell is no difference: it takes nothing away, but for a date that it doubts.
    """
    pairs = (
        ("title", new.title, old.title), ("text", new.text, old.text), ("authors", new.authors, old.authors),
        ("date", new.published_at, old.published_at),
    )  # fmt: skip
    changed = tuple(name for name, now, before in pairs if now and now != before)
    return (*changed, "date") if _doubts_date(old, new) else changed


def _doubts_date(old: Article, new: Article) -> bool:
    """Return whether the page whose date was believed is known now to contradict it."""
    is_of_the_page = old.published_at is not None and old.published_by not in NOT_OF_THE_PAGE
    return is_of_the_page and new.published_at is None and new.date_doubt is not None


def next_version(old: Article | None, new: Article, *, is_same_page: bool = False) -> Article | None:
    """Return the version to be saved after `old`, or None when there is nothing to save.

    A publisher's page that only names other authors, or another date, is no new version; the same page read by newer
    rules (`is_same_page`) is one.

    The first sighting stays: `first_seen_at`, `arrived_by`, and a date that the new reading does not state.
    """
    if old is None:
        return replace(new, version=1, change=None)
    if RANK[new.text_kind] < RANK[old.text_kind]:
        return None
    is_first_page = old.extractor == FROM_FEED and new.extractor != FROM_FEED
    if new.extractor == FROM_FEED != old.extractor and RANK[new.text_kind] == RANK[old.text_kind]:
        return None  # the page's own words stay
    changed = [name for name, differs in (("title", old.title != new.title), ("text", old.text != new.text)) if differs]
    if is_same_page:
        changed = [*differences(old, new)]
    if not changed:
        return None
    is_doubted = is_same_page and _doubts_date(old, new)
    kept = new if new.published_at is not None or is_doubted else _with_date_of(old, new)
    return replace(
        kept,
        first_seen_at=old.first_seen_at,
        arrived_by=old.arrived_by,
        outlet=old.outlet,
        ordered_at=old.ordered_at if kept.ordered_by == "first_seen" else kept.ordered_at,
        version=old.version + 1,
        # What a feed brought along and what its page says may differ without any edit by the publisher.
        change=READ_AGAIN if is_first_page else ", ".join(changed),
    )


def _with_date_of(old: Article, new: Article) -> Article:
    return replace(
        new,
        published_at=old.published_at,
        published_by=old.published_by,
        is_zone_known=old.is_zone_known,
        is_date_plausible=old.is_date_plausible,
        ordered_at=old.ordered_at,
        ordered_by=old.ordered_by,
    )
