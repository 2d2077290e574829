"""An entry as its feed writes it becomes the entry as we keep it: plain words, one address, a date in UTC."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, partial

from extractors.feeds.authors import names_of
from extractors.feeds.dates import FeedDate, order_of, read_date
from extractors.feeds.plain_text import cut, plain_paragraphs, plain_text, plain_title
from news.articles.plausible_dates import is_plausible
from news.records import FeedEntry, record
from news.urls import canonical_url

MOST_ENTRIES = 10_000  # of one document; of more the newest are kept
_TEXT_CHARACTERS = 400  # of markup; below that it is a teaser, which the summary holds
_LONGEST_TITLE = 1000
_LONGEST_GUID = 2048
_LONGEST_SUMMARY = 20_000


@record
class EntryDraft:
    """What a feed says of one entry, in its own spelling; every format is brought to this."""

    guid: str | None = None
    is_guid_address: bool = True  # False: the feed says that its guid is no address
    links: tuple[str, ...] = ()  # likeliest first
    base: str = ""  # what relative links are relative to
    title: str = ""
    is_title_text: bool = False  # True: the feed says that its title is text, not markup
    summary: str = ""  # markup
    content: str = ""  # markup; the text itself, or the summary where there is none
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    updated: str | None = None
    image: str | None = None


@record
class Entries:
    """The entries of one document that are kept, and how many it had."""

    kept: tuple[FeedEntry, ...]
    stated: int

    @property
    def remark(self) -> str | None:
        """Say that the document was cut; None: it was not."""
        return (
            f"cut: of {self.stated} entries the newest {len(self.kept)} are kept"
            if self.stated > MOST_ENTRIES
            else None
        )


def entries_from(drafts: Sequence[EntryDraft], *, feed_url: str, now: datetime, language: str | None = None) -> Entries:
    """Return the entries of one document, in its order; those that say nothing at all are left out.

    A date without a zone is placed by the offset that the feed's other dates have, if they agree, else in UTC; either
    way it is marked. Day and month in small numbers are told apart by the feed's other dates.

    Args:
        drafts: as the document has them.
        feed_url: the feed's address.
        now: later dates are marked.
        language: the feed's, for the names of months.
    """
    order = order_of(text for draft in drafts for text in (draft.published, draft.updated))
    read = cache(partial(read_date, language=language, order=order))  # most entries state one moment twice
    published = [read(draft.published) or read(draft.updated) for draft in drafts]
    places = _newest(published)
    usual = _usual_offset(published)
    entries = []
    for place in places:
        updated = read(drafts[place].updated)
        entries.append(_entry(drafts[place], published[place], updated, usual, feed_url, now))
    kept = tuple(entry for entry in entries if entry.title or entry.summary or entry.url)
    return Entries(kept=kept, stated=len(drafts))


def _newest(dates: Sequence[FeedDate | None]) -> Sequence[int]:
    """Return the places of the entries that are kept: the newest by date; without dates those at the newer end.

    A feed stands newest first, unless its dates rise; one without any date is cut at its end.
    """
    if len(dates) <= MOST_ENTRIES:
        return range(len(dates))
    oldest = datetime.min  # noqa: DTZ901
    moments = [date.at if date is not None else oldest for date in dates]
    ranked = sorted(range(len(dates)), key=lambda place: (moments[place], -place), reverse=True)
    return sorted(ranked[:MOST_ENTRIES])


def _entry(
    draft: EntryDraft,
    stated: FeedDate | None,
    updated: FeedDate | None,
    usual: timedelta | None,
    feed_url: str,
    now: datetime,
) -> FeedEntry:
    raw_url, url = _address(draft)
    published_at = stated.placed(usual) if stated else None
    title = plain_title(draft.title, is_text=draft.is_title_text, longest=_LONGEST_TITLE)
    content = _content(draft)
    summary = _summary(draft, content)
    return FeedEntry(
        feed_url=feed_url,
        guid=(draft.guid or "").strip()[:_LONGEST_GUID] or None,
        url=url,
        raw_url=raw_url,
        title=title,
        summary="" if summary == title else summary,
        content=content,
        authors=names_of(draft.authors),
        outlet=plain_text(draft.outlet or "", longest=200) or None,
        published_at=published_at,
        is_zone_known=stated is None or stated.offset is not None,
        is_date_plausible=published_at is None or is_plausible(published_at, now=now),
        updated_at=updated.placed(usual) if updated else None,
        image=canonical_url(draft.image, draft.base) if draft.image else None,
    )


def _content(draft: EntryDraft) -> str:
    """Return the text that the feed brings along, paragraph by paragraph; empty where it is a teaser alone."""
    longer = max(draft.content, draft.summary, key=len)
    return plain_paragraphs(longer) if len(longer) >= _TEXT_CHARACTERS else ""


def _summary(draft: EntryDraft, content: str) -> str:
    """Return the teaser; where the whole text is all that the feed brings, the text on one line."""
    teaser = draft.summary or draft.content
    is_plain = content and "<" not in content and "&" not in content
    if is_plain and len(teaser) == max(len(draft.summary), len(draft.content)):
        return cut(" ".join(content.split("\n")), _LONGEST_SUMMARY)
    return plain_text(teaser, longest=_LONGEST_SUMMARY) or plain_text(draft.content, longest=_LONGEST_SUMMARY)


def _address(draft: EntryDraft) -> tuple[str | None, str | None]:
    """Return the first link that is an address, as written and canonical; else the guid if it is one itself."""
    for link in draft.links:
        if link.strip() and (url := canonical_url(link, draft.base or None)) is not None:
            return link.strip(), url
    if draft.guid and draft.is_guid_address and (url := canonical_url(draft.guid)) is not None:
        return draft.guid.strip(), url
    return None, None


def _usual_offset(dates: Sequence[FeedDate | None]) -> timedelta | None:
    """Return the offset that most dates with a zone have; None: none has one."""
    offsets = Counter(date.offset for date in dates if date is not None and date.offset is not None)
    return offsets.most_common(1)[0][0] if offsets else None
