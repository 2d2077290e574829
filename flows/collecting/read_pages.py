"""Pages that are due → articles: fetched as they come, read in processes of their own, saved a group a transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from extractors.fetch.reservations import reservations_of
from extractors.fetch.warc_store import keep
from extractors.fetch.web import PrivateHosts, WebRules, fetch_as_they_come
from extractors.pages.extract import ExtractionPool
from flows.collecting.contact import require_contact
from flows.collecting.failures import failure_of_page, failure_of_reading
from flows.configuration.settings import Settings
from flows.progress import Progress
from news.articles.assemble import article_from_page
from news.articles.known_pages import fingerprint_with, known_page
from news.articles.outlet_index import OutletIndex
from news.articles.page_schedule import RereadRules, after_reading, trusted_urls
from news.feeds.announcements import has_page
from news.feeds.poll_schedule import hold_hosts
from news.feeds.shards import Shard
from news.records import (
    Announcement,
    Article,
    Extraction,
    FeedMemory,
    FetchedPage,
    FetchRequest,
    PageToRead,
    Reading,
    Reservation,
    is_readable,
)
from news.rights.reservations import is_refused, without_text
from news.urls import article_key, host_of
from storage.archive import Archive

GROUP = 128  # pages saved at a time: what a killed run may have to fetch again
Due = tuple[Reading, Announcement]


def read_pages(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    progress: Progress,
    shard: Shard = Shard(),
    rules: WebRules = WebRules(),
) -> tuple[Counter[str], list[Article]]:
    """Fetch and read the pages of `shard` that are due, each group saved when it is read.

    Returns:
        The pages' statuses, counted, and the article versions written.
    """
    due_now = archive.feeds.readings_due(now=now, limit=settings.pages_per_run, shard=shard)
    waiting = [item for item in due_now if has_page(item[0].url)]
    alone = [_without_page(item) for item in due_now if not has_page(item[0].url)]
    require_contact(settings, (_address(reading, announcement) for reading, announcement in waiting))
    arrivals = fetch_as_they_come(
        [FetchRequest(url=_address(reading, announcement), kind="page") for reading, announcement in waiting],
        user_agent=settings.user_agent,
        private_hosts=PrivateHosts.parse(settings.private_hosts),
        group=GROUP,
        rules=replace(rules, reads_tdm_file=settings.respect_tdm != "record"),
    )
    statuses: Counter[str] = Counter()
    written: list[Article] = archive.store.retry(partial(save_readings, archive, alone, settings, now=now))
    with progress.stage("articles", len(waiting)) as step, ExtractionPool(workers=settings.workers) as pool:
        for group in arrivals:
            pages = [page for _, page in group]
            if settings.keep_pages:
                keep([page for page in pages if _may_keep(page, settings)], settings.archive / "pages", now=now)
            due = [waiting[place] for place, _ in group]
            tried = [Tried(*parts) for parts in zip(due, pages, _read(pool, due, pages), strict=True)]
            asked = [item for item in tried if item.page.outcome != "held"]  # the others were never asked
            written += archive.store.retry(partial(save_readings, archive, asked, settings, now=now))
            statuses.update(page.status for page in asked)
            for _ in group:
                step()
    return statuses, written


def _without_page(due: Due) -> "Tried":
    """Return what stands for the page of an entry that has none of its own: the feed's words are the article."""
    page = FetchedPage(url=due[0].url, final_url=due[0].url, outcome="ok")
    return Tried(due=due, page=page, read=Extraction(source=due[0].url, status="no_link"))


def _address(reading: Reading, announcement: Announcement) -> str:
    """Return where to fetch a page: first as the feed gave it, since some sites want their parameters just so."""
    raw = announcement.entry.raw_url or ""
    is_same_host = host_of(raw) == host_of(reading.url)  # an aggregator's address leads elsewhere
    return raw if not reading.rereads and is_same_host and raw.startswith(("http://", "https://")) else reading.url


def _read(pool: ExtractionPool, due: Sequence[Due], pages: Sequence[FetchedPage]) -> list[Extraction]:
    """Extract every page that came; one that did not come has the status of its failure."""
    came = [(item, page) for item, page in zip(due, pages, strict=True) if page.outcome == "ok"]
    read = pool.extract_all(
        PageToRead.of(page, known=None if reservations_of(page) else known_page(*item)) for item, page in came
    )
    found = dict(zip([page.url for _, page in came], read, strict=True))
    return [found.get(page.url) or _not_come(page) for page in pages]


def _not_come(page: FetchedPage) -> Extraction:
    status = page.outcome if page.outcome in ("gone", "blocked", "too_large", "timeout") else "error"
    return Extraction(source=page.url, status=status, reason=page.error or page.outcome)


class Tried(NamedTuple):
    """A page that was asked for: who announced it, what came, and what it says."""

    due: Due
    page: FetchedPage
    read: Extraction

    @property
    def status(self) -> str:
        """The page's status, or the fetch's outcome where no page came; one that is the same has the status it had."""
        if self.read.is_same:
            return self.due[0].last_status
        return self.read.status if self.page.outcome == "ok" else self.page.outcome

    @property
    def reservations(self) -> tuple[Reservation, ...]:
        """What the publisher reserves."""
        return reservations_of(self.page) if self.page.outcome == "ok" else ()

    @property
    def stated_url(self) -> str | None:
        """The address that the page states of itself, if it is an article."""
        return self.read.url if is_readable(self.read.status) else None


def _addresses(archive: Archive, tried: Sequence[Tried]) -> list[str]:
    """Return the address under which each page is known.

    A page's own address is not believed when an article of another headline stands under it already: a page taken for
    two is found again as a copy, two pages taken for one are lost.
    """
    chosen = trusted_urls([(item.due[0].url, item.stated_url) for item in tried])
    moved = [article_key(url) for item, url in zip(tried, chosen, strict=True) if url != item.due[0].url]
    titles = {article.article_id: article.title for article in archive.articles.get(moved)}
    return [
        item.due[0].url if titles.get(article_key(url), item.read.title) != item.read.title else url
        for item, url in zip(tried, chosen, strict=True)
    ]


def save_readings(archive: Archive, tried: Sequence[Tried], settings: Settings, *, now: datetime) -> list[Article]:
    """Save what a batch of pages said, and when each is read again, in one transaction."""
    outlets = OutletIndex(archive.outlets.all())
    rules = RereadRules(reread_hours=settings.reread_hours)
    whole = [item for item in tried if not item.read.is_same]
    addresses = _addresses(archive, whole)
    articles, moved, reserved = [], [], []
    readings = [after_reading(item.due[0], item.status, now=now, rules=rules) for item in tried if item.read.is_same]
    for item, url in zip(whole, addresses, strict=True):
        reading, announcement = item.due
        article = article_from_page(announcement, item.read, url=url, outlets=outlets, now=now)
        reserved += [(article.article_id, article.outlet, right) for right in item.reservations]
        articles += _respected(article, item, settings)
        after = after_reading(reading, item.status, now=now, rules=rules)
        number = None if item.reservations else fingerprint_with(item.read.fingerprint, announcement)
        readings.append(replace(after, article_id=article_key(url), url=url, fingerprint=number))
        moved.append((announcement.article_id, article_key(url)))
    failures = [failure_of_page(item.page, "pages", now) or failure_of_reading(item.read, now) for item in tried]
    with archive.store.transaction():
        written = archive.articles.save(articles, now=now)
        archive.feeds.move(moved)
        archive.feeds.save_readings(readings)
        archive.feeds.drop_contents([new for (_, new), item in zip(moved, whole, strict=True) if item.stated_url])
        archive.feeds.save_reservations(reserved, now=now)
        archive.feeds.hold(_put_off(archive, [item.page for item in tried], now))
        archive.articles.save_failures([failure for failure in failures if failure])
    return written


def _respected(article: Article, tried: Tried, settings: Settings) -> list[Article]:
    """Return what is saved of an article whose rights may be reserved, as the operator's setting says."""
    if settings.respect_tdm == "record" or not is_refused(tried.reservations):
        return [article]
    return [without_text(article)] if settings.respect_tdm == "skip_text" else []


def _may_keep(page: FetchedPage, settings: Settings) -> bool:
    return page.outcome == "ok" and (settings.respect_tdm == "record" or not is_refused(reservations_of(page)))


def _put_off(archive: Archive, pages: Sequence[FetchedPage], now: datetime) -> list[FeedMemory]:
    """Return the feeds of sites that asked to be left alone; looked for only then, since there may be very many."""
    if not any(page.outcome == "throttled" for page in pages):
        return []
    return hold_hosts(archive.feeds.all(), pages, now=now)
