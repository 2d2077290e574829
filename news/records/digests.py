"""Records of what is told: readers, digests, deliveries and the lists of the command line."""

from datetime import date, datetime
from typing import Literal

from news.frozen import record
from news.records.links import StoryState


@record
class Reader:
    """One recipient of the digest."""

    name: str
    address: str = ""  # empty: by channels alone
    watches: tuple[str, ...] = ()  # empty: every story
    language: str = "en"
    time_zone: str = "UTC"
    hour: int = 7
    every: Literal["day", "week"] = "day"
    mute: tuple[str, ...] = ()  # story ids and outlets
    at_once: tuple[str, ...] = ()  # watches; a new text that one of them matches brings the next digest forward
    always: bool = False  # also a digest where nothing is new
    channels: tuple[str, ...] = ()  # that are sent the digest in short
    unheard: tuple[str, ...] = ()  # outlets: the digest names stories of which these had nothing; empty: no such part
    unheard_sources: int = 2  # … told on at least so many independent sources


@record
class QuotedSentence:
    """A sentence that stands word for word in a stored article, with where it stands."""

    sentence: str
    article_id: int
    outlet: str
    url: str
    ordered_at: datetime
    language: str | None = None
    copies: int = 0  # near-copies of its article, counted and not shown
    title: str = ""  # its article's headline; empty: the sentence is one itself, or is shown without
    place: int = 0  # where in its article's text it begins, in characters
    is_added: bool = False  # its article is a copy, and adds this to what it copied
    leans: bool = False  # is read after the sentence before it in its article
    chance: float = 0.0  # how likely it tells a fact of the day, 0 to 1: a digest's room goes by it


@record
class StatedFigure:
    """One side of a difference: a figure or statement as one article puts it."""

    value: str  # as the sentence writes it
    quoted: QuotedSentence


@record
class Difference:
    """Articles of one story that state the same thing differently; never a judgement on who is right."""

    about: str  # what the figures count or say, in the articles' own words
    sides: tuple[StatedFigure, ...]


@record
class DateDue:
    """A day to come that an article of a followed story names."""

    day: date
    story_id: str
    story_title: str
    quoted: QuotedSentence


@record
class StoryUpdate:
    """One story as the digest tells it: what is new since a moment, and the counts."""

    story_id: str
    title: str
    state: StoryState
    new_articles: int
    articles: int
    copy_groups: int
    outlets: int
    independent_sources: int  # organisations
    source_names: tuple[str, ...]
    first_hand_reports: int
    unknown_reports: int
    not_read: int  # of the unknown ones, in a language in which credits are not read
    origins_explicit: int
    unknown_explicit: int
    origins_with_text: int
    unknown_with_text: int
    origin_names: tuple[str, ...]  # one for each origin whose outlet is known: relayed, or reporting first-hand
    headlines: tuple[QuotedSentence, ...] = ()  # the new articles' titles, originals only, newest first
    sentences: tuple[QuotedSentence, ...] = ()  # what is new, verbatim
    days: tuple[tuple[date, int | None], ...] = ()  # 14 days: copy groups a day; None: a gap, nothing was read
    new_copies: int = 0  # of new_articles: those that repeat another article
    new_origins: int = 0  # origins that no earlier article of the story had
    new_origin_names: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    quiet_days: int | None = None  # days of silence before a revival; None: it was not silent
    watches: tuple[str, ...] = ()  # the reader's watches that it matches
    lead_worth: float = 0.0  # how much of the day's news its first sentence holds (news/facts/novelty.py)


@record
class CoverageGap:
    """An outlet that we follow but could not read on some days of a period."""

    outlet: str
    days: int
    last_outcome: str


@record
class PoorReading:
    """An outlet whose pages seldom give a whole text, in the digest's period."""

    outlet: str
    pages: int
    pages_ok: int


@record
class PanelChange:
    """An outlet that we began or ceased to follow: counts before and after do not compare."""

    outlet: str
    day: date
    change: Literal["added", "dropped"]


@record
class ChangedVersion:
    """An article's newest version beside the one before."""

    article_id: int
    outlet: str
    url: str
    change: str
    old_title: str
    old_text: str
    title: str
    text: str


@record
class StoryLine:
    """One story as a list shows it; the columns of the view `stories`."""

    story_id: str
    title: str
    first_at: datetime | None
    last_at: datetime | None
    state: StoryState
    articles: int
    copy_groups: int
    outlets: int
    independent_sources: int  # organisations
    source_names: tuple[str, ...]
    first_hand_reports: int
    unknown_reports: int
    not_read: int  # of the unknown ones, in a language in which credits are not read
    origins_explicit: int
    unknown_explicit: int
    origins_with_text: int
    unknown_with_text: int
    first_title: str = ""  # with which it began; empty: as the title


@record
class ChangedArticle:
    """An article whose text or headline changed after publication, in the digest's period."""

    article_id: int
    outlet: str
    url: str
    title: str
    change: str
    before: str  # the sentence or title as it was; empty: added
    after: str  # as it is now; empty: removed


@record
class AlsoMoved:
    """A story that moved and has no room of its own: its name, and the sentence that tells most of its news."""

    story_id: str
    title: str
    quoted: QuotedSentence | None = None  # its sentence is empty where there is no room, or only a headline is known


@record
class UnheardStory:
    """A story that others told in the period, and of which we read nothing in some outlets."""

    story_id: str
    title: str
    outlets: tuple[str, ...]  # the silent ones, each read on nine days of ten
    independent_sources: int
    told_by: int  # outlets


@record
class Digest:
    """The digest's content for one reader and period; frozen before it is sent."""

    digest_id: str
    name: str  # the reader's name
    language: str
    time_zone: str
    period_start: datetime
    period_end: datetime
    stories: tuple[StoryUpdate, ...]
    left_out: int  # stories that moved but did not fit
    quiet: tuple[tuple[str, str], ...]  # (story_id, title) followed, nothing new
    changed: tuple[ChangedArticle, ...]
    gaps: tuple[CoverageGap, ...]
    new_articles: int
    copies_collapsed: int
    new_origins: int
    also_moved: tuple[AlsoMoved, ...] = ()  # the first stories left out
    due: tuple[DateDue, ...] = ()
    poor_readings: tuple[PoorReading, ...] = ()
    panel_changes: tuple[PanelChange, ...] = ()
    outlets_followed: int | None = None  # the denominator; None: not told
    followed_since: date | None = None  # the first day that any outlet was followed, where the period is older
    left_out_changed: int = 0
    left_out_due: int = 0
    left_out_quiet: int = 0
    left_out_gaps: int = 0
    unheard: tuple[UnheardStory, ...] = ()
    left_out_unheard: int = 0
    backlog: tuple[tuple[str, int], ...] = ()  # by outlet: older articles that came in, told in a line
    backlog_days: tuple[date, ...] = ()  # the first and the last day on which these were published
    watches: tuple[str, ...] = ()  # why the reader gets this; empty: every story
    every: Literal["day", "week"] = "day"
    site_url: str | None = None  # the site's address; None: there is none to link to
    pages: tuple[str, ...] | None = None  # ids of the stories that have a page there; None: each has one
    at_once: tuple[str, ...] = ()  # the watches for which this digest came before its hour; empty: it did not


@record
class StoredDigest:
    """A digest as it was frozen: reproduced byte for byte from its id."""

    digest_id: str
    name: str
    period_start: datetime
    period_end: datetime
    state: Literal["frozen", "skipped"]  # skipped: nothing was new
    subject: str
    html: str
    body_text: str
    content_sha256: str
    created_at: datetime


@record
class Delivery:
    """What became of one digest for one recipient."""

    digest_id: str
    recipient: str
    message_id: str
    state: Literal["pending", "sending", "sent", "later", "failed", "unknown"]
    attempts: int = 0
    last_code: str | None = None
    claimed_at: datetime | None = None
    sent_at: datetime | None = None


@record
class Failure:
    """Something of the outside that did not work, counted and kept: stage, subject, error, at."""

    stage: str
    subject: str
    error: str
    at: datetime
