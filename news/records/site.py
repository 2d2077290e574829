"""Records of the site: what a page shows, column by column as the public views name it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Literal

from news.records import (
    ChangedArticle,
    CopyKind,
    CoverageGap,
    Difference,
    OriginState,
    QuotedSentence,
    StoryLine,
    StoryUpdate,
    record,
)


@record
class CoverageDay:
    """One row of `coverage_by_day`."""

    day: date
    articles: int | None  # None: a gap, nothing was read
    copy_groups: int | None
    origins: int | None = None
    total: int | None = None
    share: float | None = None
    share_panel: float | None = None
    is_covered: bool | None = None  # None: before we followed, or imported
    outlets_missing: int | None = None


@record
class ChronicleRow:
    """One row of `chronicle`: a text, its copies counted."""

    day: date
    ordered_at: datetime
    is_dated: bool
    outlet: str | None  # None: not known
    title: str
    url: str
    article_id: int
    copies: int
    phase: Literal["begins", "continues", "revives"]
    origin_state: OriginState
    origin: str | None
    is_new_origin: bool
    origin_with_text: str | None = None
    new_sources: tuple[str, ...] = ()
    new_quotes: int = 0
    is_account: bool = False  # told in our own words: its title is not the outlet's


@record
class CopyPair:
    """One row of `who_copied_whom`, with the two moments."""

    article_id: int
    original_id: int
    outlet: str | None
    original_outlet: str | None
    kind: CopyKind
    title: str
    original_title: str
    is_retitled: bool
    is_credited: bool
    containment: float
    sentence_coverage: float
    evidence: str
    ordered_at: datetime
    original_at: datetime


@record
class OriginLine:
    """One origin of a story, by one basis, with the outlets whose articles trace to it."""

    origin: str | None  # the outlet relayed; None: first-hand, or unknown
    state: OriginState
    articles: int
    outlets: tuple[str, ...]
    first_at: datetime | None = None  # of the earliest of these articles
    first_title: str = ""
    first_url: str = ""
    first_outlet: str | None = None
    reason: str | None = None  # of the earliest article's origin, as origins.reason


@record
class QuoteLine:
    """One quotation of a story, in the wordings in which it stands in several articles, earliest first."""

    speaker: str | None  # None: no article says it
    source: str | None = None  # the words of an article that the speaker rests on
    wordings: tuple[QuotedSentence, ...]


@record
class StoryPage:
    """All that the page of one story shows."""

    story: StoryLine
    days: tuple[CoverageDay, ...] = ()
    chronicle: tuple[ChronicleRow, ...] = ()  # oldest first
    copies: tuple[CopyPair, ...] = ()  # oldest first
    origins: tuple[OriginLine, ...] = ()  # by explicit credit, most articles first
    differences: tuple[Difference, ...] = ()
    quotes: tuple[QuoteLine, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    watches: tuple[str, ...] = ()


@record
class FrontStory:
    """One story on the front page: the newest headline, and its last days."""

    story: StoryLine
    update: StoryUpdate | None = None  # what is new in it since the site's period began
    newest: QuotedSentence | None = None  # the newest own text's headline
    days: tuple[tuple[date, int | None], ...] = ()  # copy groups a day; None: a gap


@record
class RisingTerm:
    """One row of `rising_terms`."""

    term: str
    n: int
    baseline_n: int
    z: float


@record
class OutletShare:
    """How many texts of its own an outlet gave to a watch."""

    outlet: str
    copy_groups: int
    share: float


@record
class ArticleLine:
    """An article as lists and feeds show it."""

    article_id: int
    ordered_at: datetime
    outlet: str | None
    title: str
    url: str
    text_kind: str | None = None  # "account": told in our own words, of no outlet


@record
class SearchLine:
    """An article as the site's search knows it."""

    title: str
    outlet: str | None
    day: date
    url: str
    language: str | None
    opening: str  # the beginning of its text, in which words are found
    story_id: str | None = None  # a story that has a page on the site; None: it has none
    story_title: str | None = None
    state: str | None = None


@record
class WatchPage:
    """All that the page of one watch shows."""

    watch: str
    title: str
    query: str
    days: tuple[CoverageDay, ...] = ()
    stories: tuple[StoryLine, ...] = ()  # the latest to move
    left_out_stories: int = 0
    rising: tuple[RisingTerm, ...] = ()
    outlets: tuple[OutletShare, ...] = ()
    articles: tuple[ArticleLine, ...] = ()  # the latest texts of their own, newest first


@record
class HealthDay:
    """One row of `coverage_health`."""

    day: date
    polls: int
    polls_ok: int
    entries: int
    articles: int
    extraction_ok: int
    is_read: bool


@record
class ReadingWeek:
    """One row of `extraction_quality`."""

    week: date
    articles: int
    full_texts: int
    partial_texts: int
    without_text: int
    failed_pages: int
    undated: int


@record
class FeedLine:
    """One feed of an outlet."""

    feed_url: str
    status: str
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    note: str | None = None


@record
class OutletPage:
    """All that the page of one outlet shows."""

    outlet: str
    family: str | None = None
    domain: str | None = None
    kind: str = "unknown"
    country: str | None = None
    articles: int = 0
    own_texts: int = 0  # articles that are the original of their copy group
    copied_by: tuple[tuple[str, int], ...] = ()  # outlet, articles that repeat ours
    copied_from: tuple[tuple[str, int], ...] = ()
    feeds: tuple[FeedLine, ...] = ()
    health: tuple[HealthDay, ...] = ()
    weeks: tuple[ReadingWeek, ...] = ()
    stories: tuple[StoryLine, ...] = ()  # the latest to move
    left_out_stories: int = 0


@record
class StoryNews:
    """One entry of the Atom feed: what is new in a story."""

    story_id: str
    title: str
    updated_at: datetime
    new_articles: int
    new_copies: int
    sentences: tuple[QuotedSentence, ...]


@record
class SiteContent:
    """What every page of the site shares, and what its lists hold."""

    title: str
    made_at: datetime
    time_zone: str = "UTC"
    language: str = "en"
    address: str = ""  # where it will be served; empty: only as files
    is_indexed: bool = False  # search engines may list it; it quotes others' texts, so they are asked not to
    quote_words: Mapping[str, int] = field(default_factory=dict)  # the most of one text, by outlet; "*": all others
    quote_share: Mapping[str, float] = field(default_factory=dict)
    has_digests: bool = False  # it shows digests, which quote too
    since: datetime | None = None  # from when on `front` and `news` tell what moved; None: not told
    moved: int = 0  # stories since then, with a page of their own; `front` holds the first of them
    front: tuple[FrontStory, ...] = ()
    stories: tuple[StoryLine, ...] = ()  # every story, latest first
    watches: tuple[tuple[str, str, int], ...] = ()  # name, title, articles
    outlets: tuple[tuple[str, int, int], ...] = ()  # outlet, articles, own texts
    digests: tuple[tuple[str, str, datetime], ...] = ()  # digest_id, subject, period_end
    gaps: tuple[CoverageGap, ...] = ()
    outlets_followed: int | None = None
    followed_since: date | None = None  # the first day that any outlet was followed, where the period is older
    news: tuple[StoryNews, ...] = ()  # newest first
