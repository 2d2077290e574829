"""An entry as its feed writes it becomes the entry as we keep it: plain words, one address, a date in UTC."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from extractors.feeds.dates import FeedDate, is_plausible, read_date
from extractors.feeds.plain_text import plain_text
from news.records import FeedEntry, record
from news.urls import canonical_url

MOST_ENTRIES = 2000  # of one document; more is no feed but an archive
_LONGEST_TITLE = 1000
_LONGEST_GUID = 2048


@record
class EntryDraft:
    """What a feed says of one entry, in its own spelling; every format is brought to this."""

    guid: str | None = None
    links: tuple[str, ...] = ()  # likeliest first
    base: str = ""  # what relative links are relative to
    title: str = ""
    summary: str = ""  # markup
    content: str = ""  # markup; used where there is no summary
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    updated: str | None = None
    image: str | None = None


def entries_from(drafts: Iterable[EntryDraft], *, feed_url: str, now: datetime) -> tuple[FeedEntry, ...]:
    """Return the entries of one document, in its order; those that say nothing at all are left out.

    A date without a zone is placed by the offset that the feed's other dates have, if they agree, else in UTC; either
    way it is marked.
    """
    kept = list(drafts)[:MOST_ENTRIES]
    published = [read_date(draft.published) or read_date(draft.updated) for draft in kept]
    usual = _usual_offset(published)
    entries = (_entry(draft, stated, usual, feed_url, now) for draft, stated in zip(kept, published, strict=True))
    return tuple(entry for entry in entries if entry.title or entry.summary or entry.url)


def _entry(
    draft: EntryDraft, stated: FeedDate | None, usual: timedelta | None, feed_url: str, now: datetime
) -> FeedEntry:
    raw_url, url = _address(draft)
    published_at = stated.placed(usual) if stated else None
    updated = read_date(draft.updated)
    title = plain_text(draft.title, longest=_LONGEST_TITLE)
    summary = plain_text(draft.summary) or plain_text(draft.content)
    return FeedEntry(
        feed_url=feed_url,
        guid=(draft.guid or "").strip()[:_LONGEST_GUID] or None,
        url=url,
        raw_url=raw_url,
        title=title,
        summary="" if summary == title else summary,
        authors=_names(draft.authors),
        outlet=plain_text(draft.outlet or "", longest=200) or None,
        published_at=published_at,
        is_zone_known=stated is None or stated.offset is not None,
        is_date_plausible=published_at is None or is_plausible(published_at, now=now),
        updated_at=updated.placed(usual) if updated else None,
        image=canonical_url(draft.image, draft.base) if draft.image else None,
    )


def _address(draft: EntryDraft) -> tuple[str | None, str | None]:
    """Return the first link that is an address, as written and canonical; else the guid if it is one itself."""
    for link in draft.links:
        if link.strip() and (url := canonical_url(link, draft.base or None)) is not None:
            return link.strip(), url
    if draft.guid and (url := canonical_url(draft.guid)) is not None:
        return draft.guid.strip(), url
    return None, None


def _usual_offset(dates: Sequence[FeedDate | None]) -> timedelta | None:
    """Return the offset that most dates with a zone have; None: none has one."""
    offsets = Counter(date.offset for date in dates if date is not None and date.offset is not None)
    return offsets.most_common(1)[0][0] if offsets else None


def _names(authors: Iterable[str]) -> tuple[str, ...]:
    """Return authors' names, each once; addresses are left out."""
    names = (plain_text(author, longest=200) for author in authors)
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))
