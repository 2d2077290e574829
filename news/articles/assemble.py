"""An entry and its page, or a row of a file, become an article."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

from news.articles.extraction_quality import summary_agreement
from news.articles.feed_text import FROM_FEED, article_text
from news.articles.outlet_index import OutletIndex
from news.articles.plausible_dates import is_plausible
from news.language.segments import letters_of, without_controls, word_count
from news.records import (
    Announcement,
    Article,
    Extraction,
    FeedEntry,
    FetchedPage,
    ImportRow,
    OrderedBy,
    TextKind,
)
from news.speakers.given_names import begins_with_given_name
from news.urls import article_key

# What a page and an article hold under the same name: an article has it from its page, but for what a feed says better.
OF_THE_PAGE = {item.name for item in fields(Extraction)} & {item.name for item in fields(Article)}
LONGEST_TITLE = 100  # characters of a title made of an entry's first words


def order_in_time(
    published_at: datetime | None, estimated_day: date | None, first_seen_at: datetime, *, now: datetime
) -> tuple[datetime, OrderedBy]:
    """Return the moment that orders an article, and which of its dates it is.

    A plausible `published_at`, else noon (UTC) of the estimated day, else `first_seen_at`.
    """
    if published_at is not None and is_plausible(published_at, now=now):
        return published_at, "published"
    if estimated_day is not None:
        return datetime.combine(estimated_day, time(12), tzinfo=UTC), "estimated"
    return first_seen_at, "first_seen"


def article_from_page(
    announcement: Announcement, page: Extraction, *, url: str, outlets: OutletIndex, now: datetime
) -> Article:
    """Join what a page says with what its feed said; the page's own words come first.

    A page without a text leaves what the feed brought along: the article's text, its summary or headline. Nothing is
    dropped in silence. Where a page shows its beginning alone, the feed's text is taken if it is the whole.

    Args:
        url: the address under which the article is known (`news.articles.page_schedule.trusted_urls`).
    """
    entry = announcement.entry
    dated = _dated(entry, page)
    text, kind, is_from_page = _text_of(announcement, page)
    outlet = outlets.name_for(url, stated=entry.outlet, feed_outlet=announcement.feed_outlet)
    stated = {
        "url": url,
        "outlet": outlet,
        "title": (page.title if is_from_page else None) or entry.title or _first_words(entry.summary) or "(no title)",
        "text": text,
        "published_at": dated.published_at,
        "published_by": (page.published_by if dated is page else "feed") if dated.published_at else None,
        "is_zone_known": dated.is_zone_known,
        "language": page.language or announcement.language,
        "authors": _people(page.authors, outlet) or _people(entry.authors, outlet),
        "image": page.image or entry.image,
        "extractor": page.extractor if is_from_page or kind not in ("full", "partial") else FROM_FEED,
        "date_doubt": None if dated.published_at else page.date_doubt,
    }
    return _article(
        **_of_the_page(page) | stated,
        text_kind=kind,
        first_seen_at=announcement.first_seen_at,
        arrived_by="feed",
        now=now,
        page_text=page.text if page.status == "not_article" and page.text else None,
        summary_agreement=summary_agreement(entry.summary, text) if is_from_page else None,
    )


def _dated(entry: FeedEntry, page: Extraction) -> FeedEntry | Extraction:
    """Return which of the two dates an article: the page, but a day alone says less than the feed's instant."""
    is_vague = page.published_at and entry.published_at and is_day_only(page.published_at, page.is_zone_known)
    return page if page.published_at and not is_vague else entry


def _of_the_page(page: Extraction) -> dict[str, Any]:
    """Return all that an article has from its page where nobody else says anything of it."""
    dates = tuple(replace(candidate, at=candidate.at.astimezone(UTC)) for candidate in page.dates)
    return {name: getattr(page, name) for name in OF_THE_PAGE} | {"page_status": page.status, "date_candidates": dates}


def _people(names: tuple[str, ...], outlet: str | None) -> tuple[str, ...]:
    """Return the names but the outlet's own, which is no author."""
    own = letters_of(outlet or "")
    return tuple(name for name in names if letters_of(name) != own or begins_with_given_name(name))


def _first_words(summary: str) -> str:
    """Return what an entry without a title is called: the first words that its feed says of it."""
    return shorten(summary, LONGEST_TITLE, placeholder=" …")


def is_day_only(moment: datetime, is_zone_known: bool) -> bool:
    """Return whether a date states no time of day."""
    return not is_zone_known and moment.timetz().replace(tzinfo=None) == time(0)


def _text_of(announcement: Announcement, page: Extraction) -> tuple[str, TextKind, bool]:
    """Return the text, what it is, and whether it is the page's."""
    if page.status == "ok" and page.text:
        return page.text, "full", True
    brought = article_text(announcement.entry.content)
    if page.status == "partial_paywall" and page.text and (brought is None or brought[1] != "full"):
        return page.text, "partial", True
    if brought is not None:
        return (*brought, False)
    if announcement.entry.summary:
        return announcement.entry.summary, "summary", False
    return "", "headline", False


def article_from_kept(
    page: FetchedPage, extraction: Extraction, *, url: str, outlets: OutletIndex, now: datetime
) -> Article:
    """Make an article of a page that was read out of a WARC file: no feed announced it, the page says all.

    It was first seen when it was fetched, by whoever fetched it; `now` where the file does not tell.
    """
    stated = {
        "url": url,
        "outlet": outlets.name_for(url),
        "title": extraction.title or "(no title)",
        "published_by": extraction.published_by if extraction.published_at else None,
    }
    return _article(
        **_of_the_page(extraction) | stated,
        text_kind="full" if extraction.status == "ok" else "partial",
        first_seen_at=min(page.fetched_at or now, now),
        arrived_by="backfill",
        now=now,
    )


def article_from_row(row: ImportRow, *, outlets: OutletIndex, now: datetime) -> Article:
    """Make an article of an imported row; a row without a text is a headline."""
    return _article(
        url=row.url,
        outlet=outlets.name_for(row.url, stated=row.outlet) if row.outlet or urlsplit(row.url).hostname else None,
        title=row.title or "(no title)",
        text=row.text,
        text_kind="full" if row.text else "headline",
        published_at=row.published_at,
        published_by="import" if row.published_at else None,
        is_zone_known=row.is_zone_known,
        first_seen_at=row.first_seen_at or now,
        arrived_by="import",
        now=now,
        language=row.language,
        authors=row.authors,
    )


def _article(
    *,
    url: str,
    outlet: str | None,
    title: str,
    text: str,
    published_at: datetime | None,
    first_seen_at: datetime,
    now: datetime,
    estimated_day: date | None = None,
    **more: Any,
) -> Article:
    published = published_at.astimezone(UTC) if published_at else None
    ordered_at, ordered_by = order_in_time(published, estimated_day, first_seen_at, now=now)
    return Article(
        article_id=article_key(url),
        url=url,
        outlet=outlet and without_controls(outlet),
        title=without_controls(title),
        text=without_controls(text),
        published_at=published,
        is_date_plausible=published is None or is_plausible(published, now=now),
        first_seen_at=first_seen_at,
        ordered_at=ordered_at,
        ordered_by=ordered_by,
        estimated_day=estimated_day,
        word_count=word_count(text),
        **more,
    )


def article_from_document(
    *, url: str, published_at: datetime | None, estimated_day: date | None, now: datetime, **more: Any
) -> Article:
    """Make an article of a seed document; `url` is `urn:sha256:…`, which stands for itself."""
    return _article(
        url=url,
        published_at=published_at,
        estimated_day=estimated_day,
        first_seen_at=now,
        now=now,
        arrived_by="seed",
        is_seed=True,
        **more,
    )
