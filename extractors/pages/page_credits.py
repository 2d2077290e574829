"""Who wrote a page and when, as it states and shows; read once, when first asked for."""

from datetime import datetime
from functools import cached_property

from lxml.html import HtmlElement

from extractors.metadata.bylines import authors
from extractors.metadata.headlines import site_names
from extractors.metadata.page_head import PageMetadata
from extractors.metadata.publication_day import DatedPage, Publication, publication
from news.records import record


@record
class CreditedPage:
    """What a page's credits are read from."""

    tree: HtmlElement
    metadata: PageMetadata
    url: str | None  # canonical
    fetched_from: str | None
    fetched_at: datetime | None
    signed: tuple[str, ...]  # the names that the text's first lines are signed with


class PageCredits:
    """The names and the day of a page."""

    def __init__(self, page: CreditedPage) -> None:
        """Keep what they are read from."""
        self._page = page

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it."""
        page = self._page
        sites = site_names(page.metadata, page.fetched_from)
        return authors(page.metadata.authors, page.metadata.meta_authors, page.tree, sites, page.signed)

    @cached_property
    def published(self) -> Publication:
        """When it was published, by all that an article states and shows."""
        return self._published(is_article=True, fetched_at=self._page.fetched_at)

    @cached_property
    def stated(self) -> Publication:
        """When it was published, by what its head states: of a page that is no article nothing else counts."""
        return self._published(is_article=False, fetched_at=self._page.fetched_at)

    @cached_property
    def is_day_settled(self) -> bool:
        """Whether an older page would have the same day: of a fresh one less is doubted."""
        if self._page.fetched_at is None:
            return True
        now, later = self.published, self._published(is_article=True, fetched_at=None)
        return (now.chosen, now.doubt) == (later.chosen, later.doubt)

    def _published(self, *, is_article: bool, fetched_at: datetime | None) -> Publication:
        page = self._page
        return publication(
            DatedPage(
                tree=page.tree,
                metadata=page.metadata,
                url=page.url,
                fetched_from=page.fetched_from,
                fetched_at=fetched_at,
                is_article=is_article,
            )
        )
