"""When an article was published: what its page states, held against the days that its readers see."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from lxml.html import HtmlElement

from extractors.metadata.dates import address_date, believed_date, searched_date, shown_times, tells_time
from extractors.metadata.headline_days import HeadlineDay, headline_days, is_written
from extractors.metadata.page_head import PageMetadata
from extractors.metadata.visible_dates import visible_dates
from news.records import DateCandidate, record


@record
class PublicationRules:
    """When a day is doubted. Tried on 383 pages whose day is known: benchmarks/extraction/README.md."""

    near: timedelta = timedelta(days=7)  # between a stated day and a shown one: an article and its corrections
    fresh: timedelta = timedelta(days=2)  # before it was fetched: pages of today show "two hours ago"
    zones: timedelta = timedelta(hours=8)  # that a shown day may lie west of the zone in which the stated one is told
    clocks: timedelta = timedelta(days=1)  # that a date may lie behind the moment of fetching
    most_days: int = 2  # different ones beside a headline; more are a list's


@record
class Publication:
    """When a page was published, as far as it tells."""

    chosen: DateCandidate | None = None
    dates: tuple[DateCandidate, ...] = ()  # every candidate, the most trusted first
    doubt: str | None = None  # why none is chosen though the page has a day


@record
class DatedPage:
    """What a page's day is read from."""

    tree: HtmlElement
    metadata: PageMetadata
    url: str | None  # canonical
    fetched_from: str | None
    fetched_at: datetime | None
    is_article: bool


def publication(page: DatedPage, rules: PublicationRules = PublicationRules()) -> Publication:
    """Return the day of a page, every date that it states, and why none is believed.

    A day that only the address or the text tells counts only on a page that is an article.
    """
    stated = _until(page.metadata.published, page.fetched_at, rules)
    if not page.is_article:
        return Publication(chosen=believed_date(stated), dates=stated)
    stated = stated or _until(page.metadata.page_published, page.fetched_at, rules)
    address, told = page.url or page.fetched_from or "", page.metadata
    beside = headline_days(page.tree, address, told.html_language, told.region)
    days = [d for d in beside if _until((d.said,), page.fetched_at, rules) and d.label != "other"]
    if stated:
        return _held_against(stated, days, page, rules)
    return _shown(days, address, page, rules)


def _held_against(
    stated: tuple[DateCandidate, ...], days: Sequence[HeadlineDay], page: DatedPage, rules: PublicationRules
) -> Publication:
    """Return what metadata state, unless the days beside the headline contradict it."""
    dates = _with_times(stated, page)
    chosen = believed_date(dates)
    if chosen is None:
        return Publication(dates=dates)
    published = [d for d in days if d.label == "published"]
    if published and not any(_is_near(d.day, chosen, rules) for d in published):
        if published[0].day < chosen.at.date():
            return Publication(chosen=published[0].said, dates=(published[0].said, *dates))
        return Publication(dates=dates, doubt=_differ(published[0], chosen))
    is_fresh = page.fetched_at is not None and page.fetched_at - chosen.at < rules.fresh
    if doubt := _disagree(chosen, stated, page, rules):
        return Publication(dates=dates, doubt=doubt)
    if not days or is_fresh or not (other := _contradiction(days, chosen, page, rules)):
        return Publication(chosen=chosen, dates=dates)
    is_alone = other.label == "" and len({d.day for d in days if d.is_head}) == 1
    if is_alone and other.day < chosen.at.date() and not _is_near(other.day, chosen, rules):
        return Publication(chosen=other.said, dates=(other.said, *dates))  # the page was moved, or written by a machine
    return Publication(dates=dates, doubt=_differ(other, chosen))


def _disagree(
    chosen: DateCandidate, stated: tuple[DateCandidate, ...], page: DatedPage, rules: PublicationRules
) -> str | None:
    """Return why a stated day is not believed that is the last change's as well, where another one is far before it."""
    if chosen.at not in {candidate.at for candidate in page.metadata.modified}:
        return None
    early = next((c for c in stated if c.source != chosen.source and chosen.at - c.at > rules.near), None)
    if early is None:
        return None
    return f"{early.at.date()} by its {early.source}, {chosen.at.date()} by its {chosen.source} as by its last change"


def _contradiction(
    days: Sequence[HeadlineDay], chosen: DateCandidate, page: DatedPage, rules: PublicationRules
) -> HeadlineDay | None:
    """Return the day beside the headline that the stated one cannot stand with; None: there is none."""
    near = days if len({d.day for d in days}) <= rules.most_days else [d for d in days if d.is_head and not d.label]
    if not near or len({d.day for d in near}) > rules.most_days:
        return None
    first = next((d for d in near if d.is_behind), near[-1])
    if any(_is_near(d.day, chosen, rules) for d in days):
        latest = max(near, key=lambda d: d.day)
        ends = datetime.combine(latest.day, datetime.min.time(), chosen.at.tzinfo) + timedelta(days=1) + rules.zones
        return latest if chosen.at > ends else None  # no page shows a day before it was published
    return None if is_written(chosen.at.date(), page.tree.text_content()) else first


def _is_near(day: date, chosen: DateCandidate, rules: PublicationRules) -> bool:
    return abs(day - chosen.at.date()) <= rules.near


def _differ(shown: HeadlineDay, chosen: DateCandidate) -> str:
    what = " as that of its last change" if shown.label == "changed" else ""
    return f"the page shows {shown.day}{what}, and its {chosen.source} states {chosen.at.date()}"


def _shown(days: Sequence[HeadlineDay], address: str, page: DatedPage, rules: PublicationRules) -> Publication:
    """Return the day that an undated page shows to its readers, where it shows one."""
    metadata = page.metadata
    visible = _until(visible_dates(page.tree, address, metadata.html_language, metadata.region), page.fetched_at, rules)
    if not visible and not days:
        if metadata.published or metadata.page_published:  # one that may be believed would not have come here
            return Publication(doubt="the page states a day after it was fetched")
        return _searched(address, page, rules)
    found, other = _agreed(next(iter(visible), None), [d for d in days if d.label != "changed"])
    if found is None:
        return Publication(doubt=f"the page shows the day of its last change only, {days[0].day}")
    dates = _with_times((found,), page)
    if other is not None:
        return Publication(dates=dates, doubt=f"the page shows {found.at.date()} and {other}")
    return Publication(chosen=believed_date(dates), dates=dates)


def _agreed(visible: DateCandidate | None, beside: Sequence[HeadlineDay]) -> tuple[DateCandidate | None, date | None]:
    """Return the day that the page shows, and another one beside the headline that may be it as well.

    One that is called the publication's is it. Else a day in the place of a date, and the first one behind the
    headline, must be the same; where no place is named for a date, all behind the headline must be.
    """
    if published := next((d.said for d in beside if d.label == "published"), None):
        return published, None
    near = [d for d in beside if d.is_behind] or beside
    found = visible or next((d.said for d in near), None)
    if found is None:
        return None, None
    compared = near[:1] if visible else near
    return found, next((d.day for d in compared if d.day != found.at.date()), None)


def _searched(address: str, page: DatedPage, rules: PublicationRules) -> Publication:
    """Return the day that htmldate finds where no day stands beside the headline."""
    found = searched_date(page.tree, address, page.fetched_at)
    dates = _with_times((found,) if found else (), page)
    modified = {candidate.at.date() for candidate in page.metadata.modified}
    if found and found.at.date() in modified:
        return Publication(dates=dates, doubt=f"the page states the day of its last change only, {found.at.date()}")
    return Publication(chosen=believed_date(dates), dates=dates)


def _with_times(told: tuple[DateCandidate, ...], page: DatedPage) -> tuple[DateCandidate, ...]:
    """Return the candidates, with the times of their day that <time> elements tell, and what the address names."""
    timed = () if not told or tells_time(told[0]) else shown_times(page.tree)
    same_day = tuple(c for c in timed if c.at.date() == told[0].at.date())
    named = address_date(page.url) or address_date(page.fetched_from)
    return (*told, *same_day, *((named,) if named else ()))


def _until(
    stated: tuple[DateCandidate, ...], fetched_at: datetime | None, rules: PublicationRules
) -> tuple[DateCandidate, ...]:
    """Return the candidates that are not after the page was fetched: clocks and zones may differ by a day."""
    if fetched_at is None:
        return stated
    return tuple(candidate for candidate in stated if candidate.at <= fetched_at + rules.clocks)
