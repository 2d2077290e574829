"""Pages read, and the articles they became."""

from datetime import date, datetime
from typing import Literal

from news.frozen import record
from news.records.fetching import FetchedPage

PageStatus = Literal[
    "ok", "partial_paywall", "too_short", "consent_wall", "blocked", "js_shell", "not_article", "non_html",
    "gone", "too_large", "timeout", "crashed", "empty", "error", "no_link",
]  # fmt: skip

# Pages that gave an article's text; the SQL macro `is_readable_page` says the same, and a test holds them together.
READABLE: frozenset[PageStatus] = frozenset({"ok", "partial_paywall"})

TextKind = Literal["full", "partial", "summary", "headline", "account"]
ArrivedBy = Literal["feed", "import", "backfill", "seed"]
OrderedBy = Literal["published", "estimated", "first_seen"]
CitationKind = Literal["outlet", "agency", "unnamed_report", "primary_document"]
Relation = Literal["relays", "mentions"]


def is_readable(status: str) -> bool:
    """Return whether a page of this status gave an article's text."""
    return status in READABLE


@record
class PageToRead:
    """A page's bytes on their way to extraction."""

    source: str  # a path, or the URL as fetched
    url: str | None
    body: bytes
    http_status: int | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None  # no day after it is searched for in the page's text; None: not known
    known: int | None = None  # the fingerprint of the page whose article is kept: where it is the same, reading stops

    @classmethod
    def of(cls, page: FetchedPage, *, known: int | None = None) -> "PageToRead":
        """Return a page as it was fetched."""
        return cls(
            source=page.url,
            url=page.final_url,
            body=page.body,
            http_status=page.status,
            content_type=page.content_type,
            fetched_at=page.fetched_at,
            known=known,
        )


@record
class Reading:
    """A page to be read, or to be read again, and how that went so far."""

    article_id: int
    url: str
    attempts: int = 0  # in a row without an article
    rereads: int = 0  # times read after the first success
    next_at: datetime
    last_status: str = ""  # fetch outcome or page status; empty: not tried yet
    fingerprint: int | None = None  # of page and entry as they were read; None: nothing that stands for the article


@record
class DateCandidate:
    """One date that a page states of itself, and where."""

    source: str  # "json-ld", "meta", "feed", "htmldate", …
    at: datetime
    is_zone_known: bool


@record
class Link:
    """A link in an article's text to another site."""

    url: str
    text: str = ""


@record
class Extraction:
    """What a page says, or why it says nothing (`status`)."""

    source: str
    status: PageStatus
    url: str | None = None  # canonical
    title: str | None = None
    text: str = ""  # paragraphs, one a line
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None  # keeps the offset that the page states
    published_by: str | None = None  # source of the date
    is_zone_known: bool = False
    modified_at: datetime | None = None
    dates: tuple[DateCandidate, ...] = ()
    language: str | None = None
    image: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()  # to other sites only
    based_on: str | None = None
    is_paywalled: bool = False
    extractor: str = ""  # the path taken, such as "fast", "fast>full", "json-ld"
    agreement: float | None = None  # with the second opinion, 0 to 1
    link_density: float | None = None
    date_spread_days: float | None = None  # between the earliest and the latest of `dates`; None: fewer than two
    date_doubt: str | None = None  # why no date is believed though the page shows or states one, for a person
    reason: str | None = None  # why the status is not ok, for a person
    seconds: float = 0.0
    fingerprint: int | None = None  # of the page; None: its main words do not stand for the article
    is_same: bool = False  # the page is the known one, and was read no further


@record
class GivenCitation:
    """A citation stated in a seed document's head, not read from a text."""

    cited: str
    kind: CitationKind
    relation: Relation
    is_lead_claim: bool


@record
class Article:
    """One version of an article: the text we extracted from one page, or what its feed said of it."""

    article_id: int  # article_key(url)
    url: str  # canonical
    outlet: str | None  # None: a seed document whose text states none
    title: str
    text: str = ""
    text_kind: TextKind = "full"
    language: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None  # the publisher's claim
    published_by: str | None = None
    is_zone_known: bool = True
    is_date_plausible: bool = True
    modified_at: datetime | None = None
    estimated_day: date | None = None
    first_seen_at: datetime
    ordered_at: datetime  # a plausible published_at, else the estimated day, else first_seen_at
    ordered_by: OrderedBy
    arrived_by: ArrivedBy
    is_seed: bool = False
    image: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    based_on: str | None = None
    is_paywalled: bool = False
    page_status: PageStatus | None = None  # of the page behind it; None: never fetched
    page_text: str | None = None  # what the page says, where it was judged to be no article; `text` is the feed's then
    extractor: str = ""
    agreement: float | None = None
    link_density: float | None = None
    summary_agreement: float | None = None  # share of the feed's summary that stands in the text; None: not known
    date_spread_days: float | None = None  # between the earliest and the latest of the candidates
    date_doubt: str | None = None  # why `published_at` is None though the page has a day
    date_candidates: tuple[DateCandidate, ...] = ()  # what the page states, the most trusted first
    word_count: int = 0
    version: int = 1
    change: str | None = None  # what differs from the version before: "title", "text", "title, text"
    given_citations: tuple[GivenCitation, ...] = ()  # of a seed document's head; never read from its text


# Words of the page, with what stands for them in an article whose text was retired or is reserved.
WORDS_OF_THE_PAGE: dict[str, str | tuple[()] | None] = {"text": "", "links": (), "page_text": None}


@record
class ImportRow:
    """One row of a file that a person imports, checked and in our form."""

    url: str  # canonical, or urn:sha256:… of the text where the row gives none
    title: str
    text: str = ""
    published_at: datetime | None = None
    is_zone_known: bool = True  # False: the row's date names no zone and was read as UTC
    outlet: str | None = None  # None: found out from the host
    language: str | None = None
    authors: tuple[str, ...] = ()
    first_seen_at: datetime | None = None  # None: now
